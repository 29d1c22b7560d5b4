package casebook

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"

	"casefile/internal/aside"
	"casefile/internal/duty"
	"casefile/internal/index"
	"casefile/internal/record"
	"casefile/internal/verify"
)

// A case is stored as its docket and its row, each as JSON behind its length: most commands want
// all dockets, and few rows.

// store writes a case as it is stored.
func (c *listed) store() ([]byte, error) {
	docket, err := json.Marshal(c.docket)
	if err != nil {
		return nil, err
	}
	out := binary.AppendUvarint(nil, uint64(len(docket)))
	return append(append(out, docket...), c.stored...), nil
}

var errStored = errors.New("it has a row that can't be read")

// restore reads what store wrote, but for the row itself.
func restore(r index.Row) (*listed, error) {
	n, size := binary.Uvarint(r.Data)
	if size <= 0 || n > uint64(len(r.Data)-size) {
		return nil, errStored
	}
	c := &listed{docket: &record.Docket{}}
	docket, row := r.Data[size:size+int(n)], r.Data[size+int(n):]
	if err := json.Unmarshal(docket, c.docket); err != nil || c.docket.Case != r.Case {
		return nil, errStored
	}
	if len(row) > 0 {
		c.stored = row
	}
	for id := range r.Links {
		c.links = append(c.links, id)
	}
	return c, nil
}

// keep takes a row in as it is to be stored. Its docket is stored beside it.
func (c *listed) keep(row *duty.Row, links []record.ID) error {
	bare := *row
	bare.Facts.Docket = nil
	data, err := json.Marshal(bare)
	if err == nil {
		c.row, c.stored, c.links = row, data, links
	}
	return err
}

// open gives the row; nil where none is stored, or it can't be read.
func (c *listed) open() *duty.Row {
	if c.row == nil && c.stored != nil {
		row := &duty.Row{}
		if err := json.Unmarshal(c.stored, row); err != nil {
			return nil
		}
		row.Facts.Docket = c.docket
		c.row = row
	}
	return c.row
}

// together is how many rows one core takes at a time.
const together = 128

// all reads every row of a state, on all cores.
func (l *lists) all(ctx context.Context, was index.State) ([]*listed, error) {
	var rows []index.Row
	err := l.db.Rows(ctx, func(r index.Row) error {
		rows = append(rows, r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if is, err := l.db.State(ctx); err != nil || !is.Equal(was) {
		return nil, errors.Join(err, &index.Fault{Why: index.Moved})
	}
	out := make([]*listed, len(rows))
	return out, onAllCores(ctx, len(rows), func(i int) (err error) {
		out[i], err = restore(rows[i])
		return err
	})
}

// onAllCores does small things beside each other.
func onAllCores(ctx context.Context, n int, do func(i int) error) error {
	some := func(part int) error {
		for i := part * together; i < min(n, (part+1)*together); i++ {
			if err := do(i); err != nil {
				return err
			}
		}
		return nil
	}
	return aside.InOrder(ctx, (n+together-1)/together, some, func(_ int, err error) error { return err })
}

// rowVersions name all that rows depend on beside the cases themselves: how they are written,
// the rules, whose they are, and what the fold takes of the roster.
func (b *Book) rowVersions(ctx context.Context) (map[string]string, error) {
	out := map[string]string{"row": duty.RowVersion}
	for _, path := range []string{verify.PolicyPath, "schema"} {
		e, _, err := b.repo.Lookup(ctx, b.Tip(), path)
		if err != nil {
			return nil, err
		}
		out[path] = e.ID
	}
	roster, err := json.Marshal(b.rosterOfFold())
	if err != nil {
		return nil, err
	}
	out["roster"] = digestOf(roster)
	out["clocks"], err = b.SetBackDigest()
	return out, err
}

// rosterOfFold is what the fold takes of the roster.
func (b *Book) rosterOfFold() (out []any) {
	for _, m := range b.Team().Members {
		out = append(out, []any{m.ID, m.Name, m.Active(), m.Endorses()})
	}
	return out
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

package casebook

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"time"

	"casefile/internal/aside"
	"casefile/internal/duty"
	"casefile/internal/index"
	"casefile/internal/record"
	"casefile/internal/search"
	"casefile/internal/verify"
)

// A case is stored as its docket, the head of its row, and its row: most commands want all
// dockets, and few rows. Docket and row are packed, the docket behind its length.

// rowHead has the facts that decide whether a row can still be used.
type rowHead struct {
	from, until time.Time // zero = without end
	checked     bool
	refused     uint32 // entries that break a rule of the history, and are in no search
}

// stands reports whether the row holds for an instant.
func (h rowHead) stands(at time.Time) bool {
	return !at.Before(h.from) && (h.until.IsZero() || at.Before(h.until))
}

// headSize is the size of a head in bytes.
const headSize = 2*timeSize + 4 + 1

// timeSize is the size in bytes of a time as time.Time.MarshalBinary writes it, with fill bytes.
const timeSize = 16

// append writes a head.
func (h rowHead) append(out []byte) ([]byte, error) {
	for _, at := range []time.Time{h.from, h.until} {
		data, err := at.UTC().MarshalBinary()
		if err != nil {
			return nil, err
		}
		var field [timeSize]byte
		field[0] = byte(copy(field[1:], data))
		out = append(out, field[:]...)
	}
	out = binary.BigEndian.AppendUint32(out, h.refused)
	if h.checked {
		return append(out, 1), nil
	}
	return append(out, 0), nil
}

// read takes back what append wrote.
func (h *rowHead) read(data []byte) error {
	for _, at := range []*time.Time{&h.from, &h.until} {
		if data[0] >= timeSize {
			return errStored
		}
		if err := at.UnmarshalBinary(data[1 : 1+data[0]]); err != nil {
			return err
		}
		data = data[timeSize:]
	}
	h.refused, h.checked = binary.BigEndian.Uint32(data), data[4] == 1
	return nil
}

// store writes a case as it is stored.
func (c *listed) store() ([]byte, error) {
	docket, err := packed(c.docket)
	if err != nil {
		return nil, err
	}
	out := append(binary.AppendUvarint(nil, uint64(len(docket))), docket...)
	if c.stored == nil {
		return out, nil
	}
	out, err = c.head.append(out)
	return append(out, c.stored...), err
}

var errStored = errors.New("it has a row that can't be read")

// restore reads what store wrote, without the row itself.
func restore(r index.Row) (*listed, error) {
	n, size := binary.Uvarint(r.Data)
	if size <= 0 || n > uint64(len(r.Data)-size) {
		return nil, errStored
	}
	c := &listed{docket: &record.Docket{}}
	docket, row := r.Data[size:size+int(n)], r.Data[size+int(n):]
	if err := docketPlan().unpack(string(docket), c.docket); err != nil || c.docket.Case != r.Case {
		return nil, errStored
	}
	for id := range r.Links {
		c.links = append(c.links, id)
	}
	if len(row) <= headSize {
		return c, nil
	}
	c.stored = row[headSize:]
	return c, c.head.read(row)
}

// hasRow reports whether a case is stored with its row, and so was read.
func hasRow(r index.Row) bool {
	n, size := binary.Uvarint(r.Data)
	return size > 0 && uint64(len(r.Data)-size) > n
}

// keep takes a row in as it is to be stored. Its docket is stored beside it.
func (c *listed) keep(r readRow) error {
	row, bare := r.row, *r.row
	bare.Facts.Docket = nil
	data, err := packed(&bare)
	if err == nil {
		o := row.Outline
		c.head = rowHead{o.From, o.Until, o.Checked, uint32(r.c.Refused())}
		c.stored, c.links = data, r.links // the row itself holds on to all that it was read from
	}
	return err
}

// open reads the row that is stored.
func (c *listed) open() error {
	if c.row != nil {
		return nil
	}
	row := &duty.Row{}
	if err := rowPlan().unpack(string(c.stored), row); err != nil {
		return errStored
	}
	row.Facts.Docket = c.docket
	c.row = row
	return nil
}

// rowBatch is the number of rows that one core takes at a time.
const rowBatch = 128

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
		for i := part * rowBatch; i < min(n, (part+1)*rowBatch); i++ {
			if err := do(i); err != nil {
				return err
			}
		}
		return nil
	}
	return aside.InOrder(ctx, (n+rowBatch-1)/rowBatch, some, func(_ int, err error) error {
		return err
	})
}

// rowVersions name all that rows depend on beside the cases themselves: how they are written,
// the rules, whose they are, and what the fold takes of the roster.
func (b *Book) rowVersions(ctx context.Context) (map[string]string, error) {
	out := map[string]string{"row": duty.RowVersion, "layout": rowLayout(),
		"texts": search.RowVersion}
	out["opened"] = decodedVersion()
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

// byNewer reports whether a newer program wrote rows of these versions than of others. An index
// of a newer one is left alone: two programs in turn would each make it anew.
func byNewer(versions, others map[string]string) bool {
	for _, of := range []string{"row", "texts"} {
		is, _ := strconv.Atoi(versions[of])
		other, _ := strconv.Atoi(others[of])
		if is > other {
			return true
		}
	}
	return false
}

// rosterOfFold returns the parts of the roster that the fold uses.
func (b *Book) rosterOfFold() (out []any) {
	for _, m := range b.Team().Members {
		out = append(out, []any{m.ID, m.Name, m.Active(), m.Endorses()})
	}
	return out
}

// rowLayout names how dockets and rows are packed.
func rowLayout() string {
	return layoutOf(reflect.TypeFor[record.Docket]()) + " " + layoutOf(reflect.TypeFor[duty.Row]())
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

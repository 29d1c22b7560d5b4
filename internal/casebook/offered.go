package casebook

import (
	"context"
	"errors"
	"strings"

	"casefile/internal/index"
	"casefile/internal/record"
)

// mostOffered bounds the cases that a shell offers for the beginning of an ID. Nobody chooses among
// more, and the shell would wait for them.
const mostOffered = 300

// Offer is a case that a typed prefix may mean. Name is "" if my index does not have it.
type Offer struct {
	Docket *record.Docket
	Name   string
}

// Offered returns the cases that a typed prefix may mean, in order, without destroyed ones. If they
// are more than mostOffered, it returns only those that I read. It opens no case and brings no
// index up to date, as a shell waits for it. It looks up names only if named is set.
func (b *Book) Offered(ctx context.Context, typed record.IDPrefix, named bool) ([]Offer, error) {
	ids, err := b.beginningSo(ctx, typed)
	if err != nil {
		return nil, err
	}
	var known *knownNames
	if named {
		if known = b.knownNames(ctx); known != nil {
			defer known.db.Close()
		}
	}
	if len(ids) > mostOffered {
		if ids = known.mine(ctx, typed); len(ids) > mostOffered {
			return nil, nil
		}
	}
	var out []Offer
	for _, id := range ids {
		d, err := b.Docket(ctx, id)
		if err != nil {
			return nil, err
		}
		if d.Status != record.Destroyed {
			out = append(out, Offer{d, known.of(ctx, id)})
		}
	}
	return out, nil
}

// beginningSo returns the cases whose IDs begin with the prefix, as listed by the trees. It stops
// soon after mostOffered.
func (b *Book) beginningSo(ctx context.Context, typed record.IDPrefix) (
	ids []record.ID, err error,
) {
	shards, err := b.List(ctx, "cases")
	if err != nil {
		return nil, err
	}
	for _, s := range shards {
		n := min(len(s.Name), len(typed.Symbols()))
		if !s.IsFolder() || s.Name[:n] != typed.Symbols()[:n] || len(ids) > mostOffered {
			continue
		}
		files, err := b.List(ctx, "cases/"+s.Name)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			name, docket := strings.CutSuffix(f.Name, ".yaml")
			if docket && typed.Begins(record.ID(name)) {
				ids = append(ids, record.ID(name))
			}
		}
	}
	return ids, nil
}

// knownNames reads names from my index as it is. It leaves out cases that were touched since the
// index was written.
type knownNames struct {
	db      *index.DB
	touched map[record.ID]bool
}

// knownNames returns nil if there is no readable index.
func (b *Book) knownNames(ctx context.Context) *knownNames {
	o, ok := b.myIndex(false)
	if !ok {
		return nil
	}
	o.ReadOnly = true
	db, err := index.Open(ctx, o)
	if err != nil {
		return nil
	}
	at, err := db.State(ctx)
	if err == nil && at.Tip != "" {
		touched, _, err := b.CasesSince(ctx, at.Tip)
		if err == nil {
			return &knownNames{db, touched}
		}
	}
	_ = db.Close()
	return nil
}

// of returns the name of a case, or "" if it is unknown.
func (k *knownNames) of(ctx context.Context, id record.ID) string {
	if k == nil || k.touched[id] {
		return ""
	}
	kept, ok, err := k.db.Row(ctx, id)
	if err != nil || !ok {
		return ""
	}
	c, err := restore(kept)
	if err != nil || c.open() != nil {
		return ""
	}
	return c.row.Facts.Name
}

// mine returns the cases with this prefix that I have read before, and so can read.
func (k *knownNames) mine(ctx context.Context, typed record.IDPrefix) (ids []record.ID) {
	if k == nil {
		return nil
	}
	_ = k.db.Rows(ctx, func(r index.Row) error {
		if typed.Begins(r.Case) && hasRow(r) {
			ids = append(ids, r.Case)
		}
		if len(ids) > mostOffered {
			return errors.New("they are too many")
		}
		return nil
	})
	return ids
}

package casebook

import (
	"context"
	"slices"

	"casefile/internal/record"
)

// Reviewed is a case whose readers need a look, and why.
type Reviewed struct {
	*record.Docket
	Active  []string // members who can read it and work with cases
	Few     bool     // Active has fewer members than policy asks for
	Left    []string // members who have left and still have the newest key
	Beyond  []string // readers who would not be let in by default
	Gone    bool     // the key worker has left; an intake has none
	Expects []string // the default readers
}

// ReviewReaders lists the cases whose readers need a look, without destroyed ones. It needs no key.
// A restricted case is not marked as such: its readers besides the default ones are in Beyond.
func (b *Book) ReviewReaders(ctx context.Context) ([]Reviewed, error) {
	dockets, _, err := b.DocketsHere(ctx)
	if err != nil {
		return nil, err
	}
	usual := map[string][]string{} // by key worker
	var out []Reviewed
	for _, d := range dockets {
		if d.Status == record.Destroyed {
			continue
		}
		expects, known := usual[d.KeyWorker]
		if !known {
			expects = b.defaultReaders(d.KeyWorker)
			usual[d.KeyWorker] = expects
		}
		if r := b.reviewed(d, expects); r.asks() {
			out = append(out, r)
		}
	}
	return out, nil
}

func (b *Book) reviewed(d *record.Docket, expects []string) Reviewed {
	r := Reviewed{Docket: d, Expects: expects, Active: b.Team().Working(d.Readers())}
	for _, id := range d.Readers() {
		if m, _ := b.Team().Member(id); !m.Active() {
			r.Left = append(r.Left, id)
			continue
		}
		if !slices.Contains(expects, id) {
			r.Beyond = append(r.Beyond, id)
		}
	}
	r.Few = len(r.Active) < b.Policy().LeastReaders()
	r.Gone = d.KeyWorker != "" && !b.active(d.KeyWorker)
	return r
}

func (r Reviewed) asks() bool {
	return r.Few || r.Gone || len(r.Left) > 0 || len(r.Beyond) > 0
}

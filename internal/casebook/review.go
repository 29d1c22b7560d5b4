package casebook

import (
	"context"
	"slices"

	"casefile/internal/record"
)

// Reviewed is a case whose readers somebody should look at, and why.
type Reviewed struct {
	*record.Docket
	Active  []string // who can read it, are in the team, and work with cases
	Few     bool     // they are fewer than there must be
	Left    []string // have the newest key, and have left the team
	Beyond  []string // can read it, and would not be let in when it was opened
	Gone    bool     // the key worker has left; none at all has an intake only
	Expects []string // who is let in by default
}

// ReviewReaders lists the cases, but for destroyed ones, whose readers are to be
// looked at. It needs no key. A restricted case has no mark of its own: those
// of its readers who are beyond the default ones are told as such.
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

package exchange

import (
	"errors"
	"fmt"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// ErrAllHere says that a case here already has every entry of a pack.
var ErrAllHere = errors.New("the case has every entry of the pack")

// CameBefore says that records of the pack's case came to a case here before.
type CameBefore struct {
	Agency    string
	From, Has record.ID // the case there, and the one here
}

func (b *CameBefore) Error() string {
	return fmt.Sprintf("records of %s's case %s came to %s before", b.Agency, b.From, b.Has)
}

// AddsTo returns the entries of the pack that a case here already has. It returns ErrAllHere for a
// pack that adds nothing.
func (p *Pack) AddsTo(c *cases.Case) (map[record.ID]bool, error) {
	here := p.known(c)
	if len(here) >= len(p.Items) {
		return here, ErrAllHere
	}
	return here, nil
}

// OpensBeside refuses, with a CameBefore, to open a new case if c has records of the pack's case.
// The records of a child belong in one case.
func (p *Pack) OpensBeside(c *cases.Case) error {
	if len(p.known(c)) == 0 {
		return nil
	}
	return &CameBefore{Agency: p.Manifest.Agency, From: p.Manifest.Case, Has: c.ID}
}

// known returns the entries of the pack's case that a case here has from that agency, in any
// version. It uses the IDs that they have there.
func (p *Pack) known(c *cases.Case) map[record.ID]bool {
	out := map[record.ID]bool{}
	for _, t := range c.Threads() {
		for _, it := range append(slices.Clone(t.History), t.Item) {
			if len(it.Origin) == 0 {
				continue
			}
			if o := it.Origin[0]; o.Agency == p.Manifest.Agency &&
				o.Case == string(p.Manifest.Case) {
				out[record.ID(o.Entry)] = true
			}
		}
	}
	return out
}

// Arrive prepares every entry that is not known, in the form in which it comes in. An entry that
// links to entries recorded here is quoted. The errors are ErrNoProfile and Refused.
func (p *Pack) Arrive(to Destination, known map[record.ID]bool) (Arrival, error) {
	var out Arrival
	with, profile := p.linkable(to.Case), p.newestProfile()
	for _, it := range p.Items {
		if known[it.ID] {
			out.Here++
			continue
		}
		as := func(quoted bool) (Incoming, error) { return p.incoming(it, to.Kinds, quoted) }
		asNote := to.There && it.Kind == record.KindProfile || p.linksToOurs(it, to.Case)
		in, _, err := to.settle(as, with, asNote)
		if err != nil {
			return out, err
		}
		if in.Kind != in.From {
			out.AsNotes = append(out.AsNotes, in)
		}
		if in.ID == profile && in.Kind == record.KindProfile && !to.There {
			out.Opens = in.ID
		}
	}
	return out, out.needsProfile(to)
}

// linkable returns the possible targets of the entries' links: the entries that come with them, and
// entries of other cases, which stay as they are.
func (p *Pack) linkable(into record.ID) []record.Ref {
	var out []record.Ref
	for _, it := range p.Items {
		out = append(out, record.Ref{Case: into, Entry: it.ID})
		for _, list := range it.Links {
			for _, ref := range list {
				if ref.Case != it.Case {
					out = append(out, ref)
				}
			}
		}
	}
	return out
}

// linksToOurs reports whether an entry links to an entry of the case that did not come with it.
// Nobody outside may amend what was recorded here.
func (p *Pack) linksToOurs(it cases.Item, into record.ID) bool {
	for _, list := range it.Links {
		for _, ref := range list {
			came := slices.ContainsFunc(p.Items, func(o cases.Item) bool {
				return o.ID == ref.Entry
			})
			if ref.Case == into || ref.Case == it.Case && !came {
				return true
			}
		}
	}
	return false
}

func (p *Pack) newestProfile() record.ID {
	newest := cases.Item{Entry: &record.Entry{}}
	for _, it := range p.Items {
		if it.Kind == record.KindProfile && !it.Recorded.Before(newest.Recorded) {
			newest = it
		}
	}
	return newest.ID
}

package exchange

import (
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// Known are the entries of the pack's case that a case here has from that agency, in
// any version, by the IDs that they have there.
func (p *Pack) Known(c *cases.Case) map[record.ID]bool {
	out := map[record.ID]bool{}
	for _, t := range c.Threads() {
		for _, it := range append(slices.Clone(t.History), t.Item) {
			if len(it.Origin) == 0 {
				continue
			}
			if o := it.Origin[0]; o.Agency == p.Manifest.Agency && o.Case == string(p.Manifest.Case) {
				out[record.ID(o.Entry)] = true
			}
		}
	}
	return out
}

// Arrive prepares every entry that is not known in the form in which it comes in. An
// entry that would reach what was recorded here comes quoted.
func (p *Pack) Arrive(to Destination, known map[record.ID]bool) (Arrival, error) {
	var out Arrival
	with, profile := p.linkable(to.Case), p.newestProfile()
	for _, it := range p.Items {
		if known[it.ID] {
			out.Here++
			continue
		}
		as := func(quoted bool) (Incoming, error) { return p.incoming(it, to.Kinds, quoted) }
		asNote := to.There && it.Kind == record.KindProfile || p.strays(it, to.Case)
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
	return out, nil
}

// linkable are the entries that links of the pack name: those that come with it,
// and those of other cases, which stay where they are.
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

// strays says whether an entry links to one that the case would have and that
// did not come with it: nobody outside amends what was recorded here.
func (p *Pack) strays(it cases.Item, into record.ID) bool {
	for _, list := range it.Links {
		for _, ref := range list {
			came := slices.ContainsFunc(p.Items, func(o cases.Item) bool { return o.ID == ref.Entry })
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

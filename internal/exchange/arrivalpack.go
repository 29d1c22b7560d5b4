package exchange

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/seal"
)

// Known are the entries of the pack's case that a case here has from that agency, in
// any version, by the IDs that they have there.
func (p *Pack) Known(c *cases.Case) map[record.ID]bool {
	out := map[record.ID]bool{}
	for _, t := range c.Threads() {
		for _, it := range append(slices.Clone(t.History), t.Item) {
			if o := it.Origin; len(o) > 0 && o[0].Agency == p.Manifest.Agency && o[0].Case == string(p.Manifest.Case) {
				out[record.ID(o[0].Entry)] = true
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
		form := func(quoted bool) (Incoming, error) { return p.incoming(it, to.Kinds, quoted) }
		in, _, err := to.settle(form, with, to.There && it.Kind == "profile" || p.strays(it, to.Case))
		if err != nil {
			return out, err
		}
		if in.Kind != in.From {
			out.AsNotes = append(out.AsNotes, in)
		}
		if in.ID == profile && in.Kind == "profile" && !to.There {
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
		if it.Kind == "profile" && !it.Recorded.Before(newest.Recorded) {
			newest = it
		}
	}
	return newest.ID
}

// Fits refuses files that are larger than limit, in bytes: those of the pack, and
// what is kept of it.
func (p *Pack) Fits(kept []byte, limit int64) error {
	large := int64(len(kept))
	for _, data := range p.Files {
		large = max(large, int64(len(data)))
	}
	if large <= limit {
		return nil
	}
	return fmt.Errorf("%w: a file of the pack has %d bytes; policy allows %d", seal.ErrTooLarge, large, limit)
}

// KeptFile is what is kept of a pack as an attached file here.
type KeptFile struct {
	ID     record.ID
	Length int
	SHA256 string // of the file's own bytes
}

// Letter is the text of the entry that the kept file is attached to: what was
// received, from whom and when, and the key with that fingerprint, which signed it.
func (p *Pack) Letter(at time.Time, fingerprint string, kept KeptFile) []byte {
	m := p.Manifest
	signed := "a pack signed with the key " + fingerprint + ", manifest " + p.ManifestSum()
	return fmt.Appendf(nil, "---\noccurred: %s\nheadline: %s\nsignificant: true\n"+
		"sources: [{who: %s, agency: %s, how: %s}]\nreferences: [{agency: %s, number: %s}]\n"+
		"file: %s\nname: \"received-pack.tar\"\ntype: \"application/x-tar\"\nlength: %d\nsha256: %s\n---\n"+
		"%s and %s, as %s had them.\n",
		instant(at), inQuotes(cutAt("Records received from "+m.Agency, headlineSize)),
		inQuotes(m.Maker.Name), inQuotes(m.Agency), inQuotes(signed), inQuotes(m.Agency), inQuotes(m.Case.String()),
		string(kept.ID), kept.Length, kept.SHA256,
		numbered(len(m.Entries), "entry", "entries"), numbered(len(m.Files), "attached file", "attached files"), m.Agency)
}

// inQuotes makes a text safe as a YAML value: a JSON string is one.
func inQuotes(s string) string {
	b, _ := json.Marshal(s) // a string never fails
	return string(b)
}

// cutAt shortens a text to a number of characters.
func cutAt(s string, most int) string {
	if long := []rune(s); len(long) > most {
		return string(long[:most-1]) + "…"
	}
	return s
}

func numbered(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
}

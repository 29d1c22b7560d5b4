package exchange

import (
	"fmt"
	"slices"

	"casefile/internal/record"
	"casefile/internal/seal"
)

// Arrive prepares every entry, as itself or quoted in a note. If the case exists, a profile is
// quoted, as the case keeps its own. agency says whose records they were. The errors are
// ErrNoProfile and Refused.
func (x *Export) Arrive(to Destination, agency string) (Arrival, error) {
	var out Arrival
	with := x.links(to.Case, to.Kinds)
	var newest *record.Entry
	for i := range x.Entries {
		e := &x.Entries[i]
		as := func(quoted bool) (Incoming, error) {
			return e.incoming(to.Kinds, agency, quoted || x.withoutFile(e))
		}
		in, came, err := to.settle(as, with, to.There && e.Kind == record.KindProfile)
		if err != nil {
			return out, fmt.Errorf("%s: %w", e.ID, err)
		}
		if in.Quoted {
			out.AsNotes = append(out.AsNotes, in)
		}
		later := newest == nil || came.FirstRecorded().After(newest.FirstRecorded())
		if later && came.Kind == record.KindProfile && !to.There {
			newest, out.Opens = came, in.ID
		}
	}
	return out, out.needsProfile(to)
}

// withoutFile reports whether the export says that it lacks the file of an entry. The program that
// made it had lost the file.
func (x *Export) withoutFile(e *ExportEntry) bool {
	named := func(l LeftOut) bool { return l.Entry == e.ID }
	has := func(f AttachedFile) bool { return f.Entry == e.ID }
	return e.Kind == record.KindAttachment && slices.ContainsFunc(x.LeftOut, named) &&
		!slices.ContainsFunc(x.Files, has)
}

// links returns the possible targets of the texts' links: the entries that come with them, and
// entries of other cases, which stay as they are.
func (x *Export) links(into record.ID, kinds *record.Kinds) []record.Ref {
	var out []record.Ref
	for _, e := range x.Entries {
		out = append(out, record.Ref{Case: into, Entry: e.ID})
	}
	for _, e := range x.Entries {
		padded, err := seal.Pad([]byte(e.Text))
		if err != nil {
			continue
		}
		was, err := kinds.Decode(padded)
		if err != nil {
			continue
		}
		for _, refs := range was.Links {
			for _, r := range refs {
				if r.Case != x.Case {
					out = append(out, r)
				}
			}
		}
	}
	return out
}

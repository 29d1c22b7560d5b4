package plain

import (
	"slices"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// judgeAttachment checks that the file that an attachment entry names came in the same commit.
func (c Case) judgeAttachment(fact verify.EntryFact, e *record.Entry) error {
	file := c.Facts.Entries[FileID(e)]
	_, _, attached, _ := record.ParseFileName(file.File)
	switch {
	case !attached:
		return fault(verify.RuleEntryAttached, "it names the file %q, which the case does not have",
			FileID(e))
	case file.Commit != fact.Commit:
		return fault(verify.RuleEntryAttached, "it names the file %s, which came with the commit "+
			"%.12s",
			FileID(e), file.Commit)
	}
	return nil
}

// Doubled returns, by their IDs, the texts whose file another text of the case names too. An
// attached file has one entry, and nobody says which of the two is right.
func Doubled(texts []*Text) map[record.ID]*Fault {
	naming := map[record.ID][]*Text{}
	for _, t := range texts {
		if id := t.FileID(); id != "" {
			naming[id] = append(naming[id], t)
		}
	}
	out := map[record.ID]*Fault{}
	for id, list := range naming {
		if len(list) < 2 {
			continue
		}
		for _, t := range list {
			out[t.entry.ID] = &Fault{verify.RuleEntryAttached, "another entry names the file " +
				id.String() + " too"}
		}
	}
	return out
}

// Unnamed returns the attached files that no text names, sorted. It leaves out files of a commit of
// which a text can't be read. Such a file came in under another entry's cover.
func (c Case) Unnamed(texts []*Text) []record.ID {
	read, named := map[record.ID]bool{}, map[record.ID]bool{}
	for _, t := range texts {
		read[t.entry.ID], named[t.FileID()] = true, true
	}
	partly := map[string]bool{} // commits with a text that can't be read, or is gone
	for id, f := range c.Facts.Entries {
		if _, _, attached, _ := record.ParseFileName(f.File); !attached && !read[id] {
			partly[f.Commit] = true
		}
	}
	var out []record.ID
	for id, f := range c.Facts.Entries {
		_, _, attached, _ := record.ParseFileName(f.File)
		if attached && f.Erased == nil && !named[id] && !partly[f.Commit] {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// UnnamedFault returns the fault of a file that no entry of its commit names.
func UnnamedFault() *Fault {
	return &Fault{verify.RuleEntryAttached, "no entry of its commit names this attached file"}
}

package ledger

import (
	"strings"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// docketTrail follows, along a line of commits, which blob each docket is, so
// that none has to be looked up in the trees of a commit that left it alone.
type docketTrail struct {
	at    map[string]string // by path; "" where it is known that there is none
	whole bool              // the line begins at the beginning: what is not in at is nowhere
	lost  bool
}

// manyFiles is the number of changes from which a commit's files are not noted:
// no honest one has as many but where a key is changed in all cases at once.
const manyFiles = 1 << 12

// follow goes one commit further. It notes in w the files that the judge may ask
// for in the commit and the one before, and lists the blobs of the plain ones.
func (t *docketTrail) follow(w *prefetchedCommits, parent, commit string, changes []verify.Change) (
	plain []string,
) {
	if t.lost = t.lost || !ordinary(changes); t.lost {
		return nil
	}
	note := func(in, path, id string) {
		w.files[pathAt{in, path}] = id
		if id != "" {
			plain = append(plain, id)
		}
	}
	changed := map[string]bool{}
	for _, c := range changes {
		if changed[c.Path] = true; len(changes) > manyFiles && !isDocket(c.Path) {
			continue
		}
		if !strings.HasSuffix(c.Path, ".age") {
			note(commit, c.Path, c.NewID)
		}
		if isDocket(c.Path) {
			note(parent, c.Path, c.OldID)
			t.at[c.Path] = c.NewID
		}
	}
	for _, c := range changes {
		id, ok := verify.CaseOf(c.Path)
		if !ok || changed[record.DocketPath(id)] {
			continue
		}
		path := record.DocketPath(id)
		changed[path] = true
		if blob, known := t.at[path]; known || t.whole {
			note(parent, path, blob)
			note(commit, path, blob)
		}
	}
	return plain
}

// lose ends the trail: from here on nothing is known.
func (t *docketTrail) lose() { t.at, t.lost = nil, true }

// ordinary says that each path of the changes is that of at most one file before
// and one after, and that no folder has the path of a file or docket: so the
// changes say what a path is. A folder that git would not have written, such as
// one that has a name twice, is itself among the changes.
func ordinary(changes []verify.Change) bool {
	files := make(map[string]bool, len(changes))
	for _, c := range changes {
		if files[c.Path] || isFolder(c.OldMode) || isFolder(c.NewMode) {
			return false
		}
		files[c.Path] = true
	}
	for _, c := range changes {
		for at, r := range c.Path {
			if r == '/' && (files[c.Path[:at]] || isDocket(c.Path[:at])) {
				return false
			}
		}
	}
	return true
}

func isFolder(mode string) bool { return mode == "040000" }

// isDocket says whether a path is that of a case's docket.
func isDocket(path string) bool {
	id, ok := verify.CaseOf(path)
	return ok && path == record.DocketPath(id)
}

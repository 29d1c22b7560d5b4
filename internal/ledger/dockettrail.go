package ledger

import (
	"strings"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// docketTrail follows the blob of each docket along a line of commits, so that no docket is looked
// up in a commit that did not change it.
type docketTrail struct {
	at    map[string]string // by path; "" for a docket known to be absent
	whole bool              // the line begins with the first commit: dockets not in at do not exist
	lost  bool
}

// manyFiles is the number of changes above which a commit's files are not noted. Honest commits
// have as many only where a key changes in all cases at once.
const manyFiles = 1 << 12

// follow takes the next commit. It notes in w the files that the judge may ask for, in the commit
// and in its parent, and returns the blobs of the plain ones.
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

// lose ends the trail: nothing is known of later commits.
func (t *docketTrail) lose() { t.at, t.lost = nil, true }

// ordinary reports whether the changes tell what each path is: at most one file before and one
// after, and no folder at the path of a file or docket. Git writes no folder with a name twice;
// such a folder is itself among the changes.
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

// isDocket reports whether a path leads to a case's docket.
func isDocket(path string) bool {
	id, ok := verify.CaseOf(path)
	return ok && path == record.DocketPath(id)
}

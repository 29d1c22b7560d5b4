package ledger

import (
	"strings"
)

// keysMadeFile notes which keys commit the dockets of a shard's folder make, by
// the tree of the folder. It follows from the tree alone, so that a note stays
// right for ever, and one that is lost costs no more than making it again.
const keysMadeFile = "keys-made"

// keysMade reads the notes, but for an examination that believes nothing.
func (x *index) keysMade(fromScratch bool) (map[string]string, error) {
	made := map[string]string{}
	if fromScratch {
		return made, nil
	}
	lines, err := x.files.notes(keysMadeFile)
	for _, line := range lines {
		if tree, commit, ok := strings.Cut(line, " "); ok && len(commit) == 40 {
			made[tree] = commit
		}
	}
	return made, err
}

// noteKeysMade adds pairs of tree and commit.
func (x *index) noteKeysMade(pairs map[string]string) {
	var lines []string
	for tree, commit := range pairs {
		lines = append(lines, tree+" "+commit)
	}
	x.files.note(keysMadeFile, lines)
}

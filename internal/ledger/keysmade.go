package ledger

import (
	"strings"
)

// keysMadeFile notes the keys commit of a shard by the tree of its folder. The commit follows from
// the tree alone, so a note stays right for ever. A lost note only costs computing the commit
// again.
const keysMadeFile = "keys-made"

// keysMade reads the notes; none from scratch.
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

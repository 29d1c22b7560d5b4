package ledger

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/store"
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
	data, err := os.ReadFile(filepath.Join(x.dir, keysMadeFile))
	if errors.Is(err, fs.ErrNotExist) {
		return made, nil
	}
	for line := range strings.Lines(string(data)) {
		// A line that a crash cut short names no whole commit.
		if tree, commit, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " "); ok && len(commit) == 40 {
			made[tree] = commit
		}
	}
	return made, err
}

// noteKeysMade adds pairs of tree and commit.
func (x *index) noteKeysMade(pairs map[string]string) {
	var lines strings.Builder
	for tree, commit := range pairs {
		lines.WriteString(tree + " " + commit + "\n")
	}
	if lines.Len() > 0 {
		_ = store.AppendCache(filepath.Join(x.dir, keysMadeFile), []byte(lines.String()))
	}
}

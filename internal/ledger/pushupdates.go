package ledger

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"casefile/internal/pattern"
)

// Update is a push's change to one ref. Old is "" for a new ref, New for a deleted one.
type Update struct{ Ref, Old, New string }

// updateLine matches a line that git gives to pre-receive and post-receive; see githooks(5).
var updateLine = pattern.Of(`^([0-9a-f]{40}) ([0-9a-f]{40}) (refs/[^ \x00-\x1f\x7f]+)$`)

// maxUpdates bounds the refs of one push. There are 1,024 shards, and main.
const maxUpdates = 4096

// ParseUpdates reads the lines that git gives to its hooks, and refuses lines that git would not
// write.
func ParseUpdates(in io.Reader) ([]Update, error) {
	var out []Update
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		m := updateLine().FindStringSubmatch(lines.Text())
		if m == nil {
			return nil, fmt.Errorf("git named a ref in a form that is not known: %.200q",
				lines.Text())
		}
		if len(out) == maxUpdates {
			return nil, fmt.Errorf("more than %d refs are pushed at once", maxUpdates)
		}
		out = append(out, Update{Ref: m[3], Old: unzero(m[1]), New: unzero(m[2])})
	}
	return out, lines.Err()
}

// unzero turns git's null id into "".
func unzero(id string) string {
	if strings.Trim(id, "0") == "" {
		return ""
	}
	return id
}

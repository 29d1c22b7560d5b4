package ledger

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"casefile/internal/pattern"
)

// Update is what a push does to one ref; Old is "" where it is made, New where
// it is deleted.
type Update struct{ Ref, Old, New string }

// updateLine is a line of what githooks(5) says that pre-receive and
// post-receive read.
var updateLine = pattern.Of(`^([0-9a-f]{40}) ([0-9a-f]{40}) (refs/[^ \x00-\x1f\x7f]+)$`)

// maxUpdates bounds the refs of one push: there are 1,024 shards, and main.
const maxUpdates = 4096

// ParseUpdates reads what git tells its hooks, and refuses what git would not
// say.
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

// unzero takes git's id of nothing for nothing.
func unzero(id string) string {
	if strings.Trim(id, "0") == "" {
		return ""
	}
	return id
}

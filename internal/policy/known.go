package policy

import (
	"errors"
	"fmt"
	"strconv"

	"casefile/internal/pattern"
)

// The versions of a records repository that this program knows. Format says where files are and how
// they are written. Ruleset says by which rules history is judged and entries are folded. Two
// programs with different rules would read one record differently. So every other number is
// refused: greater, lower or absent.
const (
	Format  = 1
	Ruleset = 4
)

// ErrNewer says that the records have moved to a format or to rules that this program does not
// know. Nothing after that can be judged, so nothing after that counts as a fault.
var ErrNewer = errors.New("the records have a newer format than this program knows")

// ErrOlder says that the records follow rules from before this program's.
var ErrOlder = errors.New("the records follow older rules than this program's")

// firstNumbers begin a policy, of any format and any rules.
var firstNumbers = pattern.Of(`\Aformat: ([1-9][0-9]{0,8})\n(?:rules: ([1-9][0-9]{0,8})\n)?`)

// Known says whether this program can judge by a policy's first lines. Lines of another
// form are no concern of it: Parse says what is wrong with them.
func Known(data []byte) error {
	m := firstNumbers().FindSubmatch(data)
	if m == nil {
		return nil
	}
	format, _ := strconv.Atoi(string(m[1]))
	rules, _ := strconv.Atoi(string(m[2])) // 0 where the line is absent
	switch {
	case format > Format:
		return fmt.Errorf("%w: format %d", ErrNewer, format)
	case rules > Ruleset:
		return fmt.Errorf("%w: rules %d, and this program has rules %d", ErrNewer, rules, Ruleset)
	case rules == 0:
		return fmt.Errorf("%w: they name no rules, and this program has rules %d", ErrOlder,
			Ruleset)
	case rules < Ruleset:
		return fmt.Errorf("%w: rules %d, and this program has rules %d", ErrOlder, rules, Ruleset)
	}
	return nil
}

package exchange

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxPackName = 255 // bytes

// packName refuses names that no pack of ours has: more than one folder, a path that leads out, or
// a name that a file system or a terminal reads in another way.
func packName(name string) error {
	parts := strings.Split(name, "/")
	odd := func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune(`\:*?"<>|`, r) }
	hidden := func(p string) bool {
		return p == "" || strings.HasPrefix(p, ".") || strings.TrimRight(p, ". ") != p
	}
	switch {
	case len(name) > maxPackName || !utf8.ValidString(name) || strings.ContainsFunc(name, odd):
	case len(parts) > 2 || len(parts) == 2 && parts[0] != "entries" && parts[0] != "attachments":
	case slices.ContainsFunc(parts, hidden):
	default:
		return nil
	}
	return fmt.Errorf("%w: no file of a pack is called %.80q", ErrPack, name)
}

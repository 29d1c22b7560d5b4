package record

import (
	"fmt"
	"slices"
	"strings"

	"casefile/internal/pattern"
)

// followsLine matches the line with the entries that were the newest about the same thing when a
// text was written. The program writes it right after the stamp.
var followsLine = pattern.Of(`^follows: \[[0-9A-Z, ]*\]\n`)

// WithFollows writes into a spliced text the entries that it was written on; nil where there
// is nothing to say of that. An author's own line of that name must say the same. A text that
// came from elsewhere keeps what its program wrote there.
func WithFollows(spliced []byte, on []ID) ([]byte, Findings) {
	n := &notes{}
	f, root, ok := whole(n, string(spliced))
	if !ok {
		return nil, n.list
	}
	if key, _ := child(root, "origin"); key != nil {
		return spliced, n.list
	}
	line := followsList(on)
	key, value := child(root, "follows")
	switch {
	case key == nil && on == nil:
		return spliced, n.list
	case key != nil:
		if on != nil && "follows: "+FieldLine(spliced, "follows")+"\n" == line {
			return spliced, n.list
		}
		n.add(RuleStampMismatch, nodePosition(value),
			quoted("follows")+" is what the program writes.",
			"Delete the line: the program writes it.")
		return nil, n.list
	}
	stamp := strings.SplitAfterN(f.YAML, "\n", len(stampKeys)+1)
	f.YAML = strings.Join(stamp[:len(stampKeys)], "") + line +
		strings.Join(stamp[len(stampKeys):], "")
	return fits(n, f.Text())
}

func followsList(on []ID) string {
	var ids []string
	for _, id := range on {
		ids = append(ids, string(id))
	}
	slices.Sort(ids)
	return fmt.Sprintf("follows: [%s]\n", strings.Join(ids, ", "))
}

// withoutFollows removes that line from front matter without its stamp.
func withoutFollows(yaml string) string { return yaml[len(followsLine().FindString(yaml)):] }

// followed reads the list. It is empty, and not nil, where the program says that there was
// nothing yet to be written on.
func followed(v []any) []ID {
	if v == nil {
		return nil
	}
	out := []ID{}
	for _, one := range v {
		if s, ok := one.(string); ok {
			out = append(out, ID(s))
		}
	}
	return out
}

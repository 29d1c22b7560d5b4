package record

import "strings"

// IDPrefix is the beginning of an ID as somebody typed it, which may be empty.
type IDPrefix struct {
	symbols      string // as IDs are stored
	lower, whole bool   // typed in small letters, and without a hyphen where one stands
}

// ParseIDPrefix takes any beginning of an ID, in the forms in which people type one. It returns
// false if no ID begins so.
func ParseIDPrefix(typed string) (IDPrefix, bool) {
	up := strings.ToUpper(typed)
	b := IDPrefix{lower: up != typed}
	b.symbols = strings.NewReplacer("-", "", "O", "0", "I", "1", "L", "1").Replace(up)
	b.whole = len(b.symbols) > 4 && !strings.Contains(typed, "-")
	straight := typed == "" || strings.EqualFold(b.Typed(ID(b.symbols)), typed) ||
		len(b.symbols) == 4 && strings.EqualFold(b.symbols+"-", typed)
	return b, len(b.symbols) <= 8 && onlySymbols(b.symbols) && straight
}

// Symbols returns as many as were typed.
func (b IDPrefix) Symbols() string { return b.symbols }

// Begins reports whether an ID begins so.
func (b IDPrefix) Begins(id ID) bool { return strings.HasPrefix(string(id), b.symbols) }

// Typed returns the ID in the form in which it was begun, since a shell offers only what goes on
// with the very letters that are there.
func (b IDPrefix) Typed(id ID) string {
	text := string(id)
	if !b.whole && len(text) > 4 {
		text = text[:4] + "-" + text[4:]
	}
	if b.lower {
		text = strings.ToLower(text)
	}
	return text
}

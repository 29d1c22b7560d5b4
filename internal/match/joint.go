package match

import (
	"regexp"
	"slices"
	"strings"
)

// addressForm finds what is an address of mail or of a page, a user name, or a
// file's name: in it names stand without a blank between them.
var addressForm = regexp.MustCompile(`\S*(?:@|://|www\.|\.\pL{2,}/|` + fileEnding + `)\S*`)

const fileEnding = `\.(?i:pdf|png|jpe?g|heic|txt|md|csv|html?|docx?|odt|xlsx?|ods|eml|msg|mp[34])\b`

// markAddresses says of each letter of a text whether it is part of an address.
func markAddresses(s string, glyphs []glyph) {
	if !strings.ContainsAny(s, "@/.") {
		return
	}
	i := 0
	for _, span := range addressForm.FindAllStringIndex(s, -1) {
		for ; i < len(glyphs) && glyphs[i].from < span[1]; i++ {
			glyphs[i].address = glyphs[i].from >= span[0]
		}
	}
}

// RunTogether reports whether the name of a file has one of the forms in it, in
// whatever way it is run together with other words.
func RunTogether(name string, forms []Form) bool {
	all := strings.Join(Folded(name), "")
	return slices.ContainsFunc(forms, func(f Form) bool {
		s := f.letters()
		return len(s) > 3 && f.what != initials && strings.Contains(all, s)
	})
}

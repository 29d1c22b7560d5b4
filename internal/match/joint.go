package match

import (
	"slices"
	"strings"

	"casefile/internal/pattern"
)

// addressForm finds in a run without blanks that it is an address of mail or of a page, a
// user name, or a file's name: in it names stand without a blank between them.
var addressForm = pattern.Of(`@|://|www\.|\.\pL{2,}/|` + fileEnding)

const fileEnding = `\.(?i:pdf|png|jpe?g|heic|txt|md|csv|html?|docx?|odt|xlsx?|ods|eml|msg|mp[34])\b`

// markAddresses says of each letter of a text whether it is part of an address.
func markAddresses(s string, glyphs []glyph) {
	i := 0
	for at := 0; at < len(s); {
		end := len(s)
		if n := strings.IndexAny(s[at:], " \t\n\f\r"); n >= 0 {
			end = at + n
		}
		if run := s[at:end]; maybeAddress(run) && addressForm().MatchString(run) {
			for i < len(glyphs) && glyphs[i].from < at {
				i++
			}
			for ; i < len(glyphs) && glyphs[i].from < end; i++ {
				glyphs[i].address = true
			}
		}
		at = end + 1
	}
}

// maybeAddress reports whether a run has a sign that addresses have, and not only the dot at
// the end of a sentence: most runs of a text have none, and are told fast.
func maybeAddress(run string) bool {
	dot := strings.IndexByte(run, '.')
	return dot >= 0 && dot < len(run)-1 || strings.IndexByte(run, '@') >= 0 ||
		strings.Contains(run, "://") || strings.HasSuffix(run, "www.")
}

// RunTogether reports whether the name of a file has one of the forms in it, in
// whatever way it is run together with other words.
func RunTogether(name string, forms []Form) bool {
	all := strings.Join(Folded(name), "")
	return slices.ContainsFunc(forms, func(f Form) bool {
		s := f.letters()
		return len(s) > 3 && f.what != initials && f.what != mailed && strings.Contains(all, s)
	})
}

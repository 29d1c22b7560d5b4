package record

import (
	"bytes"
	"maps"
	"strings"
)

// ToldConcern is a concern as somebody told it in answers to questions.
type ToldConcern struct {
	Given map[string]string // the answers by field
	Words string            // what was seen or heard; "" where nobody came so far
	By    string            // the name of who tells it
}

// Fields are what the template of a concern is given: the answers, that nobody has acted
// yet, and a headline. Whoever reads it decides what is done.
func (c ToldConcern) Fields() map[string]string {
	out := maps.Clone(c.Given)
	out["action"] = Unknown
	if c.Words != "" {
		out["headline"] = headlineFrom(c.Words)
	}
	return out
}

// Into puts what was seen or heard, and whose account it is, into that template.
func (c ToldConcern) Into(template []byte) []byte {
	text := SetFields(template, [][2]string{
		{"sources", "[{who: " + Quote(c.By) + ", how: own account}]"},
	})
	facts := []byte("\n## Facts\n")
	return bytes.Replace(text, facts, append(facts, asBody(c.Words)...), 1)
}

// asBody keeps a line that begins with # from being taken for a heading.
func asBody(words string) []byte {
	var out strings.Builder
	for _, line := range strings.Split(words, "\n") {
		if strings.HasPrefix(strings.TrimLeft(line, " "), "#") {
			line = strings.Replace(line, "#", `\#`, 1)
		}
		out.WriteString(line + "\n")
	}
	return []byte(out.String())
}

// headlineFrom is what was seen or heard on one line of the chronology.
func headlineFrom(words string) string {
	const most = 100 // of the 120 characters that a headline may have
	line := strings.Join(strings.Fields(words), " ")
	letters := []rune(line)
	if len(letters) <= most {
		return line
	}
	cut := string(letters[:most])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return cut + " …"
}

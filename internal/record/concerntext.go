package record

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// ToldConcern is a concern as somebody told it in answers to questions.
type ToldConcern struct {
	Given map[string]string // the answers by field
	Words string            // what was seen or heard; "" where nobody came so far
	By    string            // the name of the person who tells it
	At    string            // the question at which it was broken off; "" where it was not
}

// askedFields are the fields of a concern that are answered on one line.
var askedFields = []string{"about", "occurred", "where", "immediate_danger", "told"}

// ToldSoFar reads the draft of an interrupted dialogue, and returns false for any other text. The
// caller writes the result again and compares it with the draft: an author may have written more
// into the draft.
func ToldSoFar(draft []byte) (c ToldConcern, ok bool) {
	p := takeApart(string(draft))
	c.Given = map[string]string{}
	for line := range strings.Lines(p.YAML) {
		line = strings.TrimSuffix(line, "\n")
		name, value, _ := strings.Cut(line, ": ")
		if value != "" && slices.Contains(askedFields, name) {
			if text := ""; json.Unmarshal([]byte(value), &text) == nil {
				value = text
			}
			c.Given[name] = value
		}
	}
	c.Words, c.At = wordsIn(string(draft)), StoppedAt(draft)
	return c, c.At != ""
}

// wordsIn returns the words that Into has put into a template.
func wordsIn(draft string) string {
	_, words, _ := strings.Cut(draft, factsHeading)
	words, _, _ = strings.Cut(words, "\n## ")
	words, _, _ = strings.Cut("\n"+words, "\n<!-- ")
	var out []string
	for _, line := range strings.Split(words, "\n") {
		if strings.HasPrefix(strings.TrimLeft(line, " "), `\#`) {
			line = strings.Replace(line, `\#`, "#", 1)
		}
		out = append(out, line)
	}
	return strings.Trim(strings.Join(out, "\n"), "\n")
}

// Fields returns the fields for the template of a concern: the answers, that nobody has acted yet,
// and a headline. The reader of the concern decides on action.
func (c ToldConcern) Fields() map[string]string {
	out := map[string]string{}
	for field, answer := range c.Given {
		out[field] = visible(&notes{}, []byte(answer))
	}
	out["action"] = Unknown
	if c.Words != "" {
		out["headline"] = headlineFrom(c.words())
	}
	return out
}

// Into puts the words and their source into that template.
func (c ToldConcern) Into(template []byte) []byte {
	text := SetFields(template, [][2]string{
		{"sources", "[{who: " + Quote(c.By) + ", how: own account}]"},
	})
	facts := []byte(factsHeading)
	text = bytes.Replace(text, facts, append(facts, asBody(c.words())...), 1)
	return WithStop(text, c.At)
}

const factsHeading = "\n## Facts\n"

// words returns the words of the concern, with hidden characters of a paste shown.
func (c ToldConcern) words() string { return visible(&notes{}, []byte(c.Words)) }

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

// headlineFrom shortens the words of a concern to one line of the chronology.
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

package record

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"casefile/internal/pattern"
)

// AsStrict makes strict YAML of a text as people type it, before it is checked and sealed
// (FORMAT.md, "Text as typed"). A byte order mark and CRLF go. A text with no front matter
// is read as a commit message: its first line is the headline, the rest the text. In front
// matter, also that of parts for several cases, the words of a text-typed field are kept:
// where YAML would read anything else they are put between double quotes. Where a yes or
// no is meant, yes, no, true and false are understood. Every other byte stays, and a text
// that is strict already comes back as it is.
//
// The findings have the lines of the text as typed. Warnings show what was quoted. Errors
// are of brackets that don't close and of words that no page would show. What is no text
// at all (not UTF-8, too large) comes back as it is, since Check says so.
func (k *Kind) AsStrict(typed []byte) (text []byte, found Findings) {
	src := unixLines(typed)
	src = strings.TrimPrefix(src, byteOrderMark)
	if !utf8.ValidString(src) || len(unpadded(src))+1 > MaxText ||
		strings.ContainsFunc(src, harmful) {
		return typed, nil
	}
	s := &strictly{kind: k, hints: k.ownHints()}
	out := s.wholeText(src)
	s.n.list.Sort()
	return []byte(out), s.n.list
}

// Mended returns a text that AsStrict finds errors in, with its lines as they should be, as far as
// that is known. It is there to be checked, and never recorded: nobody typed it.
func (k *Kind) Mended(typed []byte) []byte {
	s := &strictly{kind: k, hints: k.ownHints(), mends: true}
	return []byte(s.wholeText(strings.TrimPrefix(unixLines(typed), byteOrderMark)))
}

const byteOrderMark = "\ufeff"

// strictly is one run of AsStrict.
type strictly struct {
	n     notes
	kind  *Kind
	hints map[string]bool // the lines that the kind's template writes, and no author
	mends bool            // gives a line that has an error as it should be
}

// wrong returns a value that has an error: as it was typed, or as it should be.
func (s *strictly) wrong(v value, should string) []numbered {
	if s.mends {
		return v.with(should)
	}
	return v.lines()
}

func (s *strictly) wholeText(src string) string {
	f, problem := split(src)
	if problem != "" {
		return src // which is for the check to tell
	}
	if !f.has() {
		return s.asMessage(src)
	}
	was := f.bodyLine()
	f.YAML = s.frontMatter(f.YAML, 2)
	return s.ofParts(f.Text(), was-f.bodyLine())
}

// ofParts does the same to the front matter of the parts for single cases. below is the number of
// lines by which they stood further down as typed.
func (s *strictly) ofParts(text string, below int) string {
	common, parts := Parts([]byte(text))
	if len(parts) == 0 {
		return text
	}
	var out strings.Builder
	out.WriteString(common)
	lines := strings.SplitAfter(text, "\n")
	for _, p := range parts {
		out.WriteString(lines[p.Line-2])
		own := strings.TrimLeft(p.Text, " \t\n")
		blanks := p.Text[:len(p.Text)-len(own)]
		if f, problem := split(own); problem == "" && f.has() {
			f.YAML = s.frontMatter(f.YAML, p.Line+below+strings.Count(blanks, "\n")+1)
			own = f.Text()
		}
		out.WriteString(blanks + own)
	}
	return out.String()
}

// asMessage reads a text with no front matter as git reads a commit message. A text that
// begins with a heading, or with a part for one case, has no headline. Of a first line
// that is too long for one the first words are, and the whole stays below.
func (s *strictly) asMessage(src string) string {
	text := strings.TrimLeft(src, " \t\n")
	first, rest, _ := strings.Cut(text, "\n")
	first = strings.TrimSpace(first)
	line := strings.Count(src[:len(src)-len(text)], "\n") + 1
	at := s.fieldsBegin(text)
	switch {
	case at >= 0:
		s.n.add(RuleNoFrontMatter, position{line + strings.Count(text[:at], "\n"), 1},
			"The fields begin here, and the first line of the text is not a line of three hyphens.",
			"Let --- be the first line. What stands above the fields goes below them.")
		return src
	case first == "" || anyHeading().MatchString(first) || partLine().MatchString(first):
		return src
	case s.looksLikeField(first):
		s.n.add(RuleNoFrontMatter, position{line, 1},
			quoted(first)+" looks like a field, and there is no line of three hyphens above it.",
			"Put such a line above the fields and one below them, or begin with the headline.")
		return src
	case strings.Trim(first, "-–—") == "" && s.looksLikeField(topLine(rest)):
		s.n.add(RuleNoFrontMatter, position{line, 1},
			quoted(first)+" stands above fields, and is not a line of three hyphens.",
			"Write ---, three hyphens alone, above the fields and below them.")
		return src
	case utf8.RuneCountInString(first) > maxHeadline:
		rest, line = text, line-1
		first = headlineFrom(first)
	}
	body := strings.TrimLeft(rest, "\n")
	head := "---\nheadline: " + s.scalarFor(first) + "\n---\n"
	if body == "" {
		return head
	}
	// The body began after the first line and the blank ones, and begins in the fifth now.
	return s.ofParts(head+"\n"+body, line+1+strings.Count(rest[:len(rest)-len(body)], "\n")-5)
}

// fieldsBegin returns the place at which fields begin, in a text that does not begin with them: at
// a line of the template, or below a line of three hyphens. It returns -1 where there are none.
func (s *strictly) fieldsBegin(text string) int {
	at, fence := 0, -1
	for line := range strings.Lines(text) {
		bare := strings.TrimRight(line, " \t\n")
		switch {
		case partLine().MatchString(bare):
			return -1 // each part for a single case has its own fields
		case s.hints[bare]:
			return at
		case fence >= 0 && s.looksLikeField(bare):
			return fence
		}
		if fence = -1; isUnixFence(bare) {
			fence = at
		}
		at += len(line)
	}
	return -1
}

// topLine returns the first line of a text that says something.
func topLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(line)
}

// anyHeading is a line that Markdown takes for a heading.
var anyHeading = pattern.Of(`^#{1,6}([ \t]|$)`)

// maxHeadline is the greatest number of characters of a headline (entry.json).
const maxHeadline = 120

// looksLikeField knows a line that begins with the name of one of the kind's fields.
func (s *strictly) looksLikeField(line string) bool {
	m := keyLine().FindStringSubmatch(line)
	return m != nil && s.kind.asked.Fields.get(unquotedKey(m[2])) != nil
}

// keyLine is a field on its line: blanks, the name, between quotes perhaps, the colon with
// the blanks around it, and the rest.
var keyLine = pattern.Of("^([ ]*)(\"[^\"\\\\]*\"|'[^']*'|" +
	"[^\\s:#\"'\\[\\]{},&*!|>%@`?-][^:#]*?)([ \\t]*:(?:[ \\t]+|$))(.*)$")

// frontMatter takes the fields one by one; first is the number of its first line.
func (s *strictly) frontMatter(lines string, first int) string {
	if lines == "" {
		return ""
	}
	var out strings.Builder
	for _, l := range s.mapping(number(lines, first), s.kind.asked, 0) {
		out.WriteString(l.text + "\n")
	}
	return out.String()
}

// mapping takes the fields of a mapping in block style that begin at one column.
func (s *strictly) mapping(lines []numbered, of *shape, column int) []numbered {
	var out []numbered
	for i := 0; i < len(lines); {
		end := i + 1
		for end < len(lines) && !beginsAt(lines[end].text, column) {
			end++
		}
		out = append(out, s.field(lines[i:end], of, column)...)
		i = end
	}
	return out
}

// beginsAt reports whether a line begins a field at a column. Items of lists, brackets
// that close and comments may stand there and don't.
func beginsAt(line string, column int) bool {
	return indentOf(line) == column && strings.TrimSpace(line) != "" &&
		!strings.ContainsAny(line[column:column+1], "#-]}")
}

// indentOf returns the number of blanks that a line begins with.
func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// field takes one field with the lines that belong to it.
func (s *strictly) field(lines []numbered, of *shape, column int) []numbered {
	m := keyLine().FindStringSubmatch(lines[0].text)
	if m == nil || len(m[1]) != column {
		if s.comments(lines); indentOf(lines[0].text) == column {
			s.behind(lines)
		}
		return lines
	}
	name := unquotedKey(m[2])
	lines[0].text = m[1] + m[2] + strings.ReplaceAll(m[3], "\t", " ") + m[4]
	below, after := belonging(lines[1:], column)
	s.comments(after)
	v := value{name: name, prefix: lines[0].text[:len(m[0])-len(m[4])], rest: m[4], at: lines[0],
		below: below, column: column, beside: of}
	return append(s.value(v, of.Fields.get(name)), after...)
}

// behind tells of words behind a # in a field whose name is not written as people write one,
// such as "? name", and which YAML reads all the same, without those words.
func (s *strictly) behind(lines []numbered) {
	for _, l := range lines {
		var doc yaml.Node
		text := strings.TrimLeft(l.text, " ")
		if strings.HasPrefix(text, ":") { // the value of the name above
			text = "k" + text
		}
		if strings.HasPrefix(text, "#") || yaml.Unmarshal([]byte(text), &doc) != nil ||
			len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode ||
			commentsOf(&doc) == "" {
			continue
		}
		_, words, _ := strings.Cut(l.text, "#")
		s.n.add(RuleHiddenWords, position{l.at, 1}, fmt.Sprintf(
			"No page shows what stands after the #: %s.", quoted(strings.TrimSpace(words))),
			"Write name: value, with the value between double quotes.")
	}
}

// belonging cuts off the blank lines and comments that follow a value. What stands further
// in than the field goes on with it.
func belonging(lines []numbered, column int) (below, after []numbered) {
	end := len(lines)
	for end > 0 && (strings.TrimSpace(lines[end-1].text) == "" ||
		isComment(lines[end-1].text, column)) {
		end--
	}
	return lines[:end], lines[end:]
}

// isComment knows a comment that stands no further in than the field above it.
func isComment(line string, column int) bool {
	return indentOf(line) <= column && strings.HasPrefix(strings.TrimLeft(line, " "), "#")
}

// holdsNames reports whether an item that begins on these lines is named values: where its
// shape is not known, YAML says so.
func holdsNames(of *shape, lines []numbered) bool {
	if !keyLine().MatchString(lines[0].text) || !of.takes("object") {
		return false
	}
	if of.accepts("object") {
		return true
	}
	v := value{rest: "", below: lines}
	read := yamlValue(v.source())
	return read != nil && read.Kind == yaml.MappingNode
}

// value is the value of one field or the item of a list, as it is typed.
type value struct {
	name   string     // of the field
	prefix string     // of its first line, before the value
	rest   string     // of that line
	at     numbered   // that line
	below  []numbered // the lines that go on with it
	column int        // at which it begins
	beside *shape     // the shape of the mapping that it stands in; nil of an item
}

// lines returns the lines of the value as they were typed.
func (v value) lines() []numbered { return append([]numbered{v.at}, v.below...) }

// with returns the lines with another value, all on one line.
func (v value) with(text string) []numbered {
	return []numbered{{strings.TrimRight(v.prefix, " \t") + " " + text, v.at.at}}
}

// source returns the value as YAML reads it, in a mapping.
func (v value) source() string {
	var b strings.Builder
	b.WriteString("k: " + v.rest + "\n")
	for _, l := range v.below {
		b.WriteString(strings.Repeat(" ", max(v.column+1-indentOf(l.text), 0)) + l.text + "\n")
	}
	return b.String()
}

// value takes a value in the order that FORMAT.md gives.
func (s *strictly) value(v value, of *shape) []numbered {
	if of == nil {
		of = &shape{}
	}
	rest := strings.Trim(s.withoutHint(v.rest), " \t")
	switch {
	case rest == "":
		return s.below(v, of)
	case of.textual() && blockHeader().MatchString(rest) && len(v.below) > 0:
		return v.lines()
	case rest[0] == '[' && of.takes("array"), rest[0] == '{' && of.takes("object"):
		return s.flow(v, of, rest)
	case of.textual():
		return s.words(v, of, rest)
	}
	return s.word(v, of, rest)
}

// blockHeader begins a literal or folded text. One with a comment behind it is a text.
var blockHeader = pattern.Of(`^[|>]([+-]?[1-9]?|[1-9][+-])$`)

// below takes a value that begins on the line after its name.
func (s *strictly) below(v value, of *shape) []numbered {
	said := v.below
	for len(said) > 0 && (strings.TrimSpace(said[0].text) == "" ||
		(!of.textual() || of.untyped()) && startsWith(said[0], "#")) {
		said = said[1:]
	}
	if len(said) == 0 {
		s.comments(v.below)
		return v.lines()
	}
	before := v.below[:len(v.below)-len(said)]
	s.comments(before)
	head := append([]numbered{v.at}, before...)
	switch column := indentOf(said[0].text); {
	case of.takes("array") && isItem(said[0].text, column):
		return append(head, s.list(v.name, said, of.Items, column)...)
	case of.takes("object") && column > v.column && keyLine().MatchString(said[0].text):
		return append(head, s.mapping(said, of, column)...)
	case of.textual() && column > v.column:
		return s.words(v, of, "")
	}
	return v.lines()
}

func startsWith(l numbered, what string) bool {
	return strings.HasPrefix(strings.TrimLeft(l.text, " "), what)
}

// isItem reports whether a line begins the item of a list at a column.
func isItem(line string, column int) bool {
	return indentOf(line) == column && (line[column:] == "-" ||
		strings.HasPrefix(line[column:], "- ") || strings.HasPrefix(line[column:], "-\t"))
}

// list takes the items of a list in block style that begin at one column.
func (s *strictly) list(name string, lines []numbered, of *shape, column int) []numbered {
	var out []numbered
	for i := 0; i < len(lines); {
		end := i + 1
		for end < len(lines) && !isItem(lines[end].text, column) {
			end++
		}
		out = append(out, s.item(name, lines[i:end], of, column)...)
		i = end
	}
	return out
}

// item takes one item. Named values within it are a mapping that begins behind the hyphen.
func (s *strictly) item(name string, lines []numbered, of *shape, column int) []numbered {
	if of == nil {
		of = &shape{}
	}
	line := lines[0].text
	rest := strings.TrimLeft(line[column+1:], " \t")
	begin := len(line) - len(rest)
	line = strings.ReplaceAll(line[:begin], "\t", " ") + rest // some readers stumble at a tab there
	lines[0].text = line
	below, after := belonging(lines[1:], column)
	s.comments(after)
	inner := append([]numbered{{strings.Repeat(" ", begin) + rest, lines[0].at}}, below...)
	if holdsNames(of, inner) {
		out := s.mapping(inner, of, begin)
		out[0].text = line[:begin] + out[0].text[begin:]
		return append(out, after...)
	}
	v := value{name: name, prefix: line[:begin], rest: rest, at: lines[0], below: below,
		column: column}
	return append(s.value(v, of), after...)
}

// words takes the words of a text-typed field: unchanged if YAML reads the same, and otherwise
// between double quotes. rest is the text on its first line.
func (s *strictly) words(v value, of *shape, rest string) []numbered {
	read, readable := yamlScalar(v.source())
	block := blockHeader().MatchString(rest) // with no lines below it, which is no block
	if readable && read.quoted && !read.comment && !block || s.hidesField(v) {
		return v.lines()
	}
	words := rest
	if len(v.below) > 0 {
		words = folded(rest, v.below)
	}
	if !readable || read.value != words {
		s.typed(v, words)
		return v.with(jsonText(words))
	}
	if of.untyped() || staysText(words) {
		if read.comment { // the template's hint
			return v.with(s.scalarFor(words))
		}
		return v.lines()
	}
	return v.with(jsonText(words)) // for us the words are the same, for other readers not
}

// typed notes that words were quoted, and shows what YAML would have read.
func (s *strictly) typed(v value, words string) {
	would := "YAML could not read it."
	switch read := yamlValue(v.source()); {
	case read == nil:
	case read.Kind == yaml.ScalarNode:
		would = "YAML would read “" + Shorten(OneLine(read.Value), shownWords) + "”."
	default:
		would = "YAML would read " + Shorten(OneLine(flowWords(read)), shownWords) + "."
	}
	s.n.add(RuleAsTyped, v.position(),
		quoted(v.name)+" is recorded as typed: “"+Shorten(OneLine(words), shownWords)+"”. "+would,
		"")
}

// shownWords is the length of a value in a note.
const shownWords = 200

// hidesField reports whether a line below a text is one of the kind's fields that stands
// too far in: it is no part of the text, and the check tells.
func (s *strictly) hidesField(v value) bool {
	for _, l := range v.below {
		m := keyLine().FindStringSubmatch(l.text)
		if m == nil {
			continue
		}
		name := unquotedKey(m[2])
		if s.kind.asked.Fields.get(name) != nil ||
			v.beside != nil && v.beside.Fields.get(name) != nil {
			return true
		}
	}
	return false
}

// folded returns the words of a text over several lines, as YAML folds a plain one: a line end is a
// blank, an empty line a line end.
func folded(rest string, below []numbered) string {
	var b strings.Builder
	b.WriteString(rest)
	breaks := 0
	for _, l := range below {
		text := strings.Trim(l.text, " \t")
		switch {
		case text == "":
			breaks++
			continue
		case b.Len() == 0:
		case breaks > 0:
			b.WriteString(strings.Repeat("\n", breaks))
		default:
			b.WriteByte(' ')
		}
		breaks = 0
		b.WriteString(text)
	}
	return b.String()
}

// word takes a value that is no text: a day, a number, a choice, an ID.
func (s *strictly) word(v value, of *shape, rest string) []numbered {
	read, readable := yamlScalar(v.source())
	switch {
	case len(v.below) > 0:
		s.comments(v.below)
	case readable && read.comment && rest == strings.TrimSpace(v.rest):
		said, behind, _ := strings.Cut(rest, "#")
		s.n.add(RuleHiddenWords, v.position(), fmt.Sprintf(
			"No page shows what stands behind %s, after the #: %s.",
			quoted(v.name), quoted(strings.TrimSpace(behind))),
			"Write it into the text below, or take it away.")
		return s.wrong(v, strings.TrimSpace(said))
	default:
		said := rest
		if readable && read.quoted && of.accepts("boolean") {
			said = read.value
		}
		if meant := of.meansYes(said); meant != said || said != rest || read.comment {
			return v.with(meant)
		}
	}
	return v.lines()
}

// place returns the place of the value's first character.
func (v value) position() position { return position{v.at.at, len([]rune(v.prefix)) + 1} }

// meansYes gives yes, no, true or false in the word that the field has for it, where it is
// one of them; and every other word as it is.
func (s *shape) meansYes(word string) string {
	for _, answer := range [][2]string{{"yes", "true"}, {"no", "false"}} {
		lower := strings.ToLower(word)
		switch {
		case lower != answer[0] && lower != answer[1]:
		case s.accepts("boolean"):
			return answer[1]
		case slices.Contains(s.choices(), answer[0]):
			return answer[0]
		}
	}
	return word
}

// comments tells of lines that no page shows: fields that are still commented out, and
// comments of the author's own.
func (s *strictly) comments(lines []numbered) {
	for _, l := range lines {
		text := strings.TrimLeft(l.text, " ")
		if !strings.HasPrefix(text, "#") || strings.HasPrefix(l.text, noteMark) ||
			s.hints[strings.TrimRight(l.text, " \t")] {
			continue
		}
		bare := strings.TrimLeft(text, "# ")
		if s.looksLikeField(bare) && !strings.HasSuffix(bare, ":") {
			s.n.add(RuleHiddenWords, position{l.at, 1},
				quoted(text)+" has a value, and the # before it hides it.",
				"Take the # away.")
			continue
		}
		s.n.add(RuleHiddenLine, position{l.at, 1},
			"No page shows "+quoted(text)+", since it begins with #.",
			"Write it into the text below, or leave it as a remark.")
	}
}

// withoutHint takes the template's own hint away from behind a value.
func (s *strictly) withoutHint(rest string) string {
	if !strings.Contains(rest, "#") {
		return rest
	}
	said, at := strings.TrimRight(rest, " \t"), len(rest)
	for hint := range s.hints {
		begin := len(said) - len(hint)
		if strings.HasPrefix(hint, "# ") && strings.HasSuffix(said, hint) &&
			(begin == 0 || strings.ContainsAny(rest[begin-1:begin], " \t")) {
			at = min(at, begin)
		}
	}
	return rest[:at]
}

// scalarFor returns a text as a value of a field: plain where every YAML reads it as these words.
func (s *strictly) scalarFor(words string) string {
	if safeScalar().MatchString(words) && staysText(words) {
		return words
	}
	return jsonText(words)
}

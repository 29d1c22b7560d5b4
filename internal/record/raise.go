package record

import (
	"errors"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// AsTypedTitle is the section of a concern that holds, word for word, what could not be
// read as fields.
const AsTypedTitle = "As typed"

// ErrNoWords says that nothing was typed except a template's own words.
var ErrNoWords = errors.New("there are no words in the text")

// raisePasses is the number of times that a text is mended piece by piece before all of it goes
// below As typed. One pass finds nearly everything; a mended text may show one thing more.
const raisePasses = 5

// Raise turns anything typed as a concern into a text that is recorded. A text without errors stays
// as it is. In any other text each good field and section stays, each bad piece goes word for word
// below ## As typed, and missing fields become unknown. Front matter that cannot be read goes there
// whole. Each error becomes a warning, at the line where it was typed; only errors of size remain.
// Only a text without words is refused, with ErrNoWords.
func (k *Kind) Raise(typed []byte, check func(text []byte) Findings) ([]byte, Findings, error) {
	if !says(typed) {
		return nil, nil, ErrNoWords
	}
	n := &notes{}
	text := visible(n, typed)
	r := k.takeIn(n, text)
	if !r.said() {
		return nil, nil, ErrNoWords
	}
	if good, found := r.asItStands(text, check); good != nil {
		return good, found, nil
	}
	for range raisePasses {
		found := check([]byte(r.build()))
		if !found.Failed() {
			return r.raised(found)
		}
		if !r.move(found) {
			break
		}
	}
	r.moveAll()
	return r.raised(check([]byte(r.build())))
}

// asItStands returns the text where nothing is wrong with it, or nil.
func (r *concernPieces) asItStands(text string, check func([]byte) Findings) ([]byte, Findings) {
	if !r.front || r.hides() {
		return nil, nil
	}
	strict, found := r.kind.AsStrict([]byte(text))
	if FromTemplate(strict) {
		strict = r.kind.Unhint(strict)
	}
	more := check(strict)
	if found.Failed() || more.Failed() {
		return nil, nil
	}
	lines := typedLines([]byte(text), strict)
	for _, f := range more {
		if f.Line > 0 && f.Line <= len(lines) {
			f.Line = lines[f.Line-1]
		}
		found = append(found, f)
	}
	return strict, append(r.notes.list.eased(), found...)
}

// concernPieces is a concern in pieces.
type concernPieces struct {
	kind     *Kind
	strictly *strictly
	notes    *notes
	front    bool    // it has front matter
	fields   []piece // of the front matter
	whole    string  // the front matter, where it cannot be read as such
	sections []piece
	own      Findings // what check found in pieces that were moved
}

// piece is a field with its lines, or a section with its heading.
type piece struct {
	key   string // of a field, or the title of a section; "" where it has none
	value string // of a field that is one text
	typed string // its lines, as typed
	text  string // the same as strict YAML, of a field that stays
	line  int    // of the first, in the text as typed
	moved bool   // it goes below As typed
	also  bool   // it stays, and goes there too

	lead int // lines that build puts before it
	at   int // its first line in what was built last
}

// takeIn takes a text apart.
func (k *Kind) takeIn(n *notes, text string) *concernPieces {
	r := &concernPieces{kind: k, notes: n, strictly: &strictly{kind: k, hints: k.ownHints()}}
	blank := len(text) - len(strings.TrimLeft(text, " \t\n"))
	skipped := strings.Count(text[:blank], "\n")
	if lead, _, _ := strings.Cut(text[blank:], "\n"); isUnixFence(lead) {
		text = text[blank:]
	} else {
		skipped = 0
	}
	f := takeUnixApart(text)
	if first, _, _ := strings.Cut(text, "\n"); !f.begins() && r.strictly.looksLikeField(first) {
		f = front{YAML: text}
	} else if at := r.strictly.fieldsBegin(text); !f.begins() && at >= 0 {
		r.takeSections(text[:at], 1)
		skipped = strings.Count(text[:at], "\n")
		if f = takeUnixApart(text[at:]); !f.begins() {
			f = front{YAML: text[at:]}
		}
	} else if !f.begins() {
		r.takeSections(text, 1)
		r.bare()
		return r
	}
	r.front = true
	if !f.has() {
		f.YAML, f.Close, f.Body = cutFields(f.YAML)
	}
	r.takeFields(f.YAML, skipped+strings.Count(f.Open, "\n"))
	r.takeSections(f.Body, skipped+strings.Count(f.Open+f.YAML+f.Close, "\n")+1)
	if len(r.sections) > 0 && r.sections[0].line <= skipped { // words above the fields
		r.bare()
	}
	return r
}

// cutFields ends front matter that has no fence below it where its fields end: at a blank
// line, a heading, or the fence that has none above.
func cutFields(lines string) (yaml, fence, body string) {
	at := 0
	for line := range strings.Lines(lines) {
		if isUnixFence(line) {
			return lines[:at], line, lines[at+len(line):]
		}
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "##") {
			break
		}
		at += len(line)
	}
	return lines[:at], "", lines[at:]
}

// takeFields splits front matter; before is the number of lines above it. No page shows comments,
// so their words are moved, unless the comment is a hint of the template.
func (r *concernPieces) takeFields(src string, before int) {
	unread := false
	for _, f := range (front{YAML: src}).Fields() {
		p := piece{key: f.Key, typed: f.Text, line: before + f.Line}
		comments := f.comments()
		p.typed = strings.TrimSuffix(p.typed, comments)
		if r.blank(p) {
			p.typed = ""
		}
		if p.typed != "" {
			unread = !r.read(&p) || unread
			r.fields = append(r.fields, p)
		}
		line := p.line + strings.Count(f.Text, "\n") - strings.Count(comments, "\n")
		for text := range strings.Lines(comments) {
			ours := r.strictly.hints[strings.TrimRight(text, " \t\n")] ||
				strings.HasPrefix(text, noteMark)
			if len(words(text)) > 0 && !ours {
				r.fields = append(r.fields, piece{typed: text, moved: true, line: line})
			}
			line++
		}
	}
	r.doubled()
	if unread {
		r.whole = src
	}
}

// blank reports whether a piece is no more than the name of a field.
func (r *concernPieces) blank(p piece) bool {
	rest := strings.TrimSpace(p.typed)
	if p.key != "" && r.kind.asked.Fields.get(p.key) != nil {
		rest = strings.TrimSpace(strings.TrimPrefix(rest, p.key+":"))
	}
	return rest == ""
}

// read reads one field by itself. It moves a field that can't be read, or that no author writes
// into a concern. It returns false if the field makes the whole front matter unreadable.
func (r *concernPieces) read(p *piece) bool {
	p.text, r.strictly.n = p.typed, notes{}
	if r.kind.asked.Fields.get(unquotedKey(strings.TrimSpace(p.key))) != nil {
		p.text = r.strictly.frontMatter(strings.TrimSuffix(p.typed, "\n"), p.line)
		r.quoted()
	}
	n := &notes{}
	root := frontMatter(n, p.text)
	if root == nil || len(root.Content) != 2 {
		p.moved = true
		_, p.value, _ = strings.Cut(p.typed, ":")
		r.unread(n.list, *p)
		return false
	}
	key, value := root.Content[0], root.Content[1]
	p.key = key.Value
	if value.Kind == yaml.ScalarNode { // an escape may make what cannot be seen
		p.value = visible(&notes{}, []byte(value.Value))
	}
	switch s := r.kind.asked.Fields.get(p.key); {
	case s == nil:
		p.moved = true
		r.note(RuleUnknownField, *p, "A concern has no field "+quoted(p.key)+".")
	case s.Program:
		p.moved = true
		r.note(RuleStampMismatch, *p, quoted(p.key)+" says what only the program writes.")
	default:
		p.also = r.strictly.remarks(p.text) ||
			p.key != "links" && !shows(root, p.typed) && !p.answers()
	}
	return true
}

// answers reports whether the value is yes or no in any spelling: the field has its own.
func (p piece) answers() bool {
	_, value, _ := strings.Cut(p.typed, ":")
	said := strings.ToLower(strings.TrimSpace(value))
	return slices.Contains([]string{"yes", "no", "true", "false"}, said)
}

// quoted notes the parts that were put between quotes, so that YAML reads the words that were
// typed.
func (r *concernPieces) quoted() {
	for _, f := range r.strictly.n.list {
		if f.Severity == Warning {
			r.own = append(r.own, f)
		}
	}
}

// unread says why a field can't be read: in the words of AsStrict where that knows, else
// in those of a list that was found in it as front matter of its own.
func (r *concernPieces) unread(list Findings, p piece) {
	if own := r.strictly.n.list; own.Failed() {
		for _, f := range own {
			if f.Severity == Error {
				r.notes.add(f.Rule, position{f.Line, f.Column}, f.Found, doMoved)
			}
		}
		return
	}
	if len(list) == 0 {
		r.note(RuleYAMLSyntax, p, "These words are not a field.")
	}
	for _, f := range list {
		r.notes.add(f.Rule, position{p.line + max(f.Line-2, 0), f.Column}, f.Found, doMoved)
	}
}

// doubled moves fields that are given twice, all of them: nothing tells which is right. Of
// lines that are the same one stays.
func (r *concernPieces) doubled() {
	first := map[string]int{}
	for i := range r.fields {
		p := &r.fields[i]
		at, twice := first[p.key]
		switch {
		case p.moved || p.key == "":
		case !twice:
			first[p.key] = i
		default:
			r.note(RuleYAMLDuplicateKey, *p, "The field "+quoted(p.key)+" is given twice.")
			p.moved = true
			if r.fields[at].typed != p.typed {
				r.fields[at].moved = true
			}
		}
	}
}

// takeSections splits a body at its headings; line is that of its first line. Hints of the template
// are no words of the author. Neither are the kind's headings without text.
func (r *concernPieces) takeSections(body string, line int) {
	var code codeBlock
	all := []piece{{line: line}}
	for text := range strings.Lines(body) {
		bare := strings.TrimSuffix(text, "\n")
		p := &all[len(all)-1]
		if !code.step(bare, line) {
			if title, ok := headingOf(bare); ok {
				all = append(all, piece{key: title, line: line})
				p = &all[len(all)-1]
			} else if partLine().MatchString(bare) {
				p.moved = true
			}
		}
		if !r.kind.isHint(bare) {
			p.typed += text
		}
		line++
	}
	seen := map[string]bool{}
	for _, p := range all {
		named := func(s SectionSpec) bool { return s.Title == p.key }
		known := slices.ContainsFunc(r.kind.Sections, named)
		_, below, _ := strings.Cut(p.typed, "\n")
		empty := strings.TrimSpace(below) == ""
		if strings.TrimSpace(p.typed) == "" || p.key != "" && empty && known {
			continue
		}
		p.moved = p.moved || p.key != "" && empty || seen[p.key]
		if !strings.HasSuffix(p.typed, "\n") {
			p.typed += "\n"
		}
		p.text, seen[p.key] = p.typed, true
		r.sections = append(r.sections, p)
	}
}

// bare makes a concern of a text without front matter: what stands above its first heading
// was seen or heard.
func (r *concernPieces) bare() {
	facts := r.kind.asked.Fields.get("seen_or_heard").OrSection[0]
	if len(r.sections) == 0 || r.sections[0].key != "" || r.section(facts) != nil {
		return
	}
	r.sections[0].key, r.sections[0].lead = facts, 1
}

func (r *concernPieces) section(title string) *piece {
	return find(r.sections, title)
}

func (r *concernPieces) field(key string) *piece { return find(r.fields, key) }

// find returns the piece of a name that stays where it is, or nil.
func find(all []piece, key string) *piece {
	i := slices.IndexFunc(all, func(p piece) bool { return p.key == key && !p.moved })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// said reports whether there is a word in it.
func (r *concernPieces) said() bool { return len(r.fields)+len(r.sections) > 0 }

// hides reports whether it has words that no page would show, or that are not for a field or
// a section of one concern.
func (r *concernPieces) hides() bool {
	goes := func(p piece) bool { return p.also || p.moved }
	return slices.ContainsFunc(r.fields, goes) || slices.ContainsFunc(r.sections, goes)
}

// note says why a piece is moved.
func (r *concernPieces) note(rule string, p piece, found string) {
	r.notes.add(rule, position{p.line, 1}, found, doMoved)
}

const doMoved = "It stands below ## " + AsTypedTitle + ", as it was typed."

// move moves what the errors of a check are about; false where they are about no piece.
func (r *concernPieces) move(found Findings) bool {
	moved := false
	for _, f := range found {
		if f.Severity != Error {
			continue
		}
		p := r.at(f.Line)
		if p == nil {
			continue
		}
		moved = true
		p.moved = true
		f.Line, f.Do, f.Severity = p.typedLine(f.Line), doMoved, Warning
		r.own = append(r.own, f)
	}
	return moved
}

// at returns the staying piece that has a line of the built text, or nil.
func (r *concernPieces) at(line int) *piece {
	for _, list := range [][]piece{r.fields, r.sections} {
		for i := range list {
			p := &list[i]
			if !p.moved && p.at <= line && line < p.at+p.lead+strings.Count(p.text, "\n") {
				return p
			}
		}
	}
	return nil
}

func (p *piece) typedLine(built int) int { return p.line + max(built-p.at-p.lead, 0) }

// moveAll moves every piece: what nobody can read is kept in any case.
func (r *concernPieces) moveAll() {
	r.whole = ""
	for _, list := range [][]piece{r.fields, r.sections} {
		for i := range list {
			list[i].moved = true
		}
	}
}

// build puts the concern together.
func (r *concernPieces) build() string {
	var b builder
	b.line("---")
	for i := range r.fields {
		b.piece(&r.fields[i])
	}
	for _, f := range r.fill() {
		b.line(f[0] + ": " + f[1])
	}
	b.line("---")
	for i := range r.sections {
		if r.sections[i].key == AsTypedTitle && !r.sections[i].moved {
			continue
		}
		if r.sections[i].lead > 0 && !r.sections[i].moved {
			b.head = "## " + r.sections[i].key
		}
		b.piece(&r.sections[i])
	}
	asTyped := r.asTyped()
	switch own := r.section(AsTypedTitle); {
	case own != nil:
		b.piece(own)
	case asTyped != "":
		b.line("## " + AsTypedTitle)
	}
	if asTyped != "" {
		fence := fenceFor(asTyped)
		b.line("")
		b.line(fence)
		b.WriteString(asTyped)
		b.line(fence)
	}
	return b.String()
}

// builder counts the lines that it has.
type builder struct {
	strings.Builder
	lines int
	head  string // goes before the next piece
}

func (b *builder) line(s string) {
	b.WriteString(s + "\n")
	b.lines++
}

func (b *builder) piece(p *piece) {
	if p.moved {
		return
	}
	p.at = b.lines + 1
	if b.head != "" {
		b.line(b.head)
		b.head = ""
	}
	for text := range strings.Lines(p.text) {
		b.line(strings.TrimSuffix(text, "\n"))
	}
}

// asTyped returns the words that go below As typed.
func (r *concernPieces) asTyped() string {
	var out strings.Builder
	put := func(s string) {
		if s = strings.TrimRight(s, " \t\n"); s != "" {
			out.WriteString(s + "\n")
		}
	}
	put(r.whole)
	for _, p := range r.fields {
		if (p.moved || p.also) && r.whole == "" {
			put(p.typed)
		}
	}
	for _, p := range r.sections {
		if p.moved {
			put(p.typed)
		}
	}
	return out.String()
}

// fenceFor returns a code fence that nothing in a text ends: of the mark that needs fewer.
func fenceFor(text string) string {
	best := ""
	for _, mark := range []string{"`", "~"} {
		fence := strings.Repeat(mark, 4)
		for strings.Contains(text, fence) {
			fence += mark
		}
		if best == "" || len(fence) < len(best) {
			best = fence
		}
	}
	return best
}

// fill returns the fields that a concern lacks, with their values: unknown, and for the headline
// the first words.
func (r *concernPieces) fill() [][2]string {
	asked := r.kind.asked
	var lacks []string
	for _, name := range asked.Required {
		if r.field(name) == nil {
			lacks = append(lacks, name)
		}
	}
	for _, group := range asked.oneOf() {
		if !slices.ContainsFunc(group, func(name string) bool { return r.field(name) != nil }) {
			lacks = append(lacks, group[0])
		}
	}
	for _, name := range asked.Fields.names {
		s := asked.Fields.get(name)
		if len(s.OrSection) > 0 && !r.has(name, s) {
			lacks = append(lacks, name)
		}
	}
	var out [][2]string
	for _, f := range r.kind.Fields {
		switch {
		case !slices.Contains(lacks, f.Name):
		case f.Name == "headline":
			out = append(out, [2]string{f.Name, r.strictly.scalarFor(r.firstWords())})
		default:
			out = append(out, [2]string{f.Name, Unknown})
		}
	}
	return out
}

// has reports whether a field is there, or what does in its place.
func (r *concernPieces) has(name string, s *shape) bool {
	return r.field(name) != nil || s.OrField != "" && r.field(s.OrField) != nil ||
		slices.ContainsFunc(s.OrSection, func(title string) bool { return r.section(title) != nil })
}

// firstWords returns a headline for a concern without one: the beginning of a headline that was too
// long, or of what was seen, heard or said, or of any other words.
func (r *concernPieces) firstWords() string {
	var from []string
	for _, p := range r.fields {
		if p.key == "headline" {
			from = append(from, p.value)
		}
	}
	for _, key := range []string{"seen_or_heard", "child_said"} {
		if p := r.field(key); p != nil {
			from = append(from, p.value)
		}
	}
	for _, p := range r.sections {
		title := ""
		if p.lead == 0 && p.key != "" {
			title, p.typed, _ = strings.Cut(p.typed, "\n")
		}
		first, rest, _ := strings.Cut(strings.TrimSpace(p.typed), "\n")
		from = append(from, first, rest, strings.TrimLeft(title, " #"))
	}
	if p := r.field("about"); p != nil {
		from = append(from, p.value)
	}
	for _, p := range r.fields {
		from = append(from, p.typed)
	}
	for _, s := range from {
		if line := headlineFrom(s); len(words(line)) > 0 && line != Unknown {
			return line
		}
	}
	return Unknown
}

// raised returns the concern with its findings, each at its line as typed.
func (r *concernPieces) raised(found Findings) ([]byte, Findings, error) {
	r.noteFilled()
	out := append(r.notes.list.eased(), r.own...)
	for _, f := range found {
		if p := r.at(f.Line); p != nil {
			f.Line = p.typedLine(f.Line)
		} else if f.Line > 0 {
			f.Line, f.Column = 1, 1
		}
		out = append(out, f)
	}
	return []byte(r.build()), out, nil
}

// noteFilled reports the fields that were filled in.
func (r *concernPieces) noteFilled() {
	var unknown []string
	for _, f := range r.fill() {
		switch {
		case f[0] != "headline":
			unknown = append(unknown, quoted(f[0]))
		case r.front:
			r.notes.add(RuleHeadlineMissing, position{1, 1}, quoted(f[0])+" is missing.",
				"The first words stand for it: "+f[1]+".")
		}
	}
	are, they := "are", "They are recorded as unknown, and become due."
	switch len(unknown) {
	case 0:
		return
	case 1:
		are, they = "is", "It is recorded as unknown, and becomes due."
	}
	r.notes.add(RuleMissingField, position{1, 1}, Enumerated(unknown)+" "+are+" missing.", they)
}

// eased returns the findings as warnings.
func (fs Findings) eased() Findings {
	out := slices.Clone(fs)
	out.ease()
	return out
}

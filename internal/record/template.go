package record

import (
	"bytes"
	"slices"
	"strings"

	"casefile/internal/pattern"
)

// templateMark is the line by which a text is known to come from a template.
const templateMark = "# Lines that begin with # are hints: no page shows what you write in one."

// optionalMark stands above the fields that nobody has to fill in.
const optionalMark = "# If you need them, take the # away:"

// Template returns a text to fill in: the fields that the kind needs with their hints (and those of
// which it needs one), the others commented out, and the sections. given fills fields in by name
// (links.outcome for a link). Unhint takes the hints away again.
func (k *Kind) Template(given map[string]string) []byte {
	t := template{given: given}
	t.line("---")
	t.line("# " + k.Title + ": " + k.About)
	t.line(templateMark)
	needed := k.needed(&t)
	for _, f := range needed {
		t.needed(f)
	}
	t.line(optionalMark)
	for _, f := range k.Fields {
		if !slices.ContainsFunc(needed, func(o Field) bool { return o.Name == f.Name }) {
			t.line("# " + hint(f))
			t.line("#" + f.Name + ":")
		}
	}
	t.line("---")
	for _, s := range k.Sections {
		if s.Program {
			continue
		}
		t.line("")
		t.line("## " + s.Title)
		t.line(sectionHint(s))
	}
	return t.Bytes()
}

type template struct {
	bytes.Buffer
	given map[string]string
}

func (t *template) line(s string) { t.WriteString(lineOf(s) + "\n") }

// lineOf keeps a line one: an agency's schema may have any text for a name or a hint.
func lineOf(s string) string { return Clean(strings.ReplaceAll(s, "\n", " ")) }

// has reports whether a field, or part of one, is given.
func (t *template) has(name string) bool {
	for g := range t.given {
		if g == name || strings.HasPrefix(g, name+".") {
			return true
		}
	}
	return false
}

// needed writes a field to fill in. One that holds named values is written
// out as far as its parts are needed or given.
func (t *template) needed(f Field) {
	t.line("# " + hint(f))
	var inner []Field
	if f.Type == "map" {
		inner = slices.DeleteFunc(slices.Clone(f.Fields), func(p Field) bool {
			return !p.Required && !t.has(f.Name+"."+p.Name)
		})
	}
	if len(inner) == 0 {
		t.line(strings.TrimRight(f.Name+": "+yamlText(t.given[f.Name]), " "))
		return
	}
	t.line(f.Name + ":")
	for _, p := range inner {
		t.line("#   " + hint(p))
		t.line(strings.TrimRight("  "+p.Name+": "+yamlText(t.given[f.Name+"."+p.Name]), " "))
	}
}

// hint returns the template's words about a field.
func hint(f Field) string {
	h := f.Name
	if f.About != "" {
		h += ": " + f.About
	}
	if missing := slices.DeleteFunc(slices.Clone(f.Choices), func(c string) bool {
		return strings.Contains(f.About, c)
	}); len(missing) > 0 {
		h += " (" + strings.Join(f.Choices, ", ") + ")"
	}
	return h
}

func sectionHint(s SectionSpec) string { return lineOf("<!-- " + s.About + ". -->") }

// safeScalar is a text that YAML can only take for itself.
var safeScalar = pattern.Of(`^[\pL\d]([\pL\d ,.()/+–-]|:[\pL\d])*$`)

// yamlText writes a text as a YAML scalar on one line, in quotes where it
// could be taken for anything else.
func yamlText(s string) string {
	if s == "" || safeScalar().MatchString(s) && strings.TrimSpace(s) == s {
		return s
	}
	return jsonText(s)
}

// ownHints returns the lines that the template writes for its reader alone, without the blanks at
// their ends.
func (k *Kind) ownHints() map[string]bool {
	out := map[string]bool{}
	add := func(line string) { out[strings.TrimRight(lineOf(line), " \t")] = true }
	add("# " + k.Title + ": " + k.About)
	add(templateMark)
	add(optionalMark)
	var t template
	for _, f := range append(k.needed(&t), k.Fields...) {
		add("# " + hint(f))
		add("#" + f.Name + ":")
		for _, p := range f.Fields {
			add("#   " + hint(p))
		}
	}
	return out
}

// Unhint removes the unfilled parts of a template: its own lines of front matter that begin with #,
// fields without a value of which only one is needed, the hints of sections, and sections without
// text that the kind doesn't need. Everything else stays.
func (k *Kind) Unhint(text []byte) []byte {
	p, problem := split(unixLines(text))
	if problem != "" || !p.has() {
		return text
	}
	var b strings.Builder
	b.WriteString("---\n")
	hints := k.ownHints()
	lines := slices.DeleteFunc(strings.SplitAfter(p.YAML, "\n"), func(l string) bool {
		return hints[strings.TrimRight(l, " \t\n")] || strings.HasPrefix(l, stoppedMark)
	})
	p.YAML = strings.Join(lines, "")
	for _, f := range p.Fields() {
		if k.leftEmpty(f) {
			_, f.Text, _ = strings.Cut(f.Text, "\n")
		}
		b.WriteString(f.Text)
	}
	b.WriteString("---\n")
	b.WriteString(k.unhintBody(p.Body))
	return []byte(b.String())
}

func (k *Kind) unhintBody(body string) string {
	lines := strings.SplitAfter(body, "\n")
	lines = slices.DeleteFunc(lines, k.isHint)
	sections, _ := sectionsOf(strings.Join(lines, ""), 1)
	for _, s := range slices.Backward(sections) {
		optional := slices.ContainsFunc(k.Sections, func(spec SectionSpec) bool {
			return spec.Title == s.Title && !spec.Required
		})
		if s.Text == "" && optional {
			end := s.Line
			for end < len(lines) && strings.TrimSpace(lines[end]) == "" {
				end++
			}
			lines = slices.Delete(lines, s.Line-1, end)
		}
	}
	out := strings.TrimRight(strings.Join(lines, ""), " \t\n")
	if out == "" {
		return ""
	}
	return out + "\n"
}

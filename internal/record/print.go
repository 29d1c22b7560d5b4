package record

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"casefile/internal/pattern"
)

// Print writes an entry for people to read, at most width characters wide
// (0: as wide as it comes). Nothing in it can steer a terminal.
func (k *Kind) Print(w io.Writer, e *Entry, width int) error {
	p := printer{width: width}
	p.text("", strings.TrimSpace(k.Title+"  "+e.Ref().String()))
	if e.Headline != "" {
		p.text("", e.Headline)
	}
	p.WriteByte('\n')
	p.fields(k.rows(e))
	for _, s := range e.Sections {
		p.WriteByte('\n')
		if s.Title != "" {
			p.text("", "## "+s.Title)
		}
		for _, line := range strings.Split(s.Text, "\n") {
			p.text("", line)
		}
	}
	_, err := w.Write(p.Bytes())
	return err
}

// Shown returns the fields of an entry as people read them, labels and values, in the order of the
// kind. It leaves out when the entry occurred and who recorded it, which each page says in its own
// way.
func (k *Kind) Shown(e *Entry) [][2]string {
	var out [][2]string
	for _, r := range k.rows(e) {
		if r.label != "Occurred" && r.label != "Recorded" {
			out = append(out, [2]string{r.label, r.value})
		}
	}
	return out
}

// row is one field as it is shown.
type row struct{ label, value string }

// rows returns the fields in the order of the kind, without those that are not given.
func (k *Kind) rows(e *Entry) []row {
	significant := "no"
	if e.Significant {
		significant = "yes"
	}
	rows := []row{
		{"Occurred", cmp.Or(e.Str("occurred"), e.Occurred.String())},
		{"Recorded", e.Recorded.UTC().Format("2006-01-02 15:04 UTC") + " by " + e.By},
	}
	shown := map[string]bool{"occurred": true}
	for _, f := range k.Fields {
		if !f.Common {
			shown[f.Name] = true
			rows = append(rows, row{label(f.Name), valueText(e.Fields[f.Name])})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
		if !shown[name] {
			rows = append(rows, row{label(name), valueText(e.Fields[name])})
		}
	}
	rows = append(rows, row{"Impact", e.Impact}, row{"Significant", significant},
		row{"Sources", sourcesText(e.Sources)},
		row{"Action", e.Action}, row{"Typed for", e.For},
		row{"References", referencesText(e.References)},
		row{"Confidential", e.Confidentiality}, row{"Links", linksText(e)},
		row{"Came from", originText(e.Origin)},
		row{"First dated", firstText(e.RecordedFirst)})
	return slices.DeleteFunc(rows, func(r row) bool { return r.value == "" })
}

// firstText says what a clock that was wrong had said of the recording.
func firstText(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format("2006-01-02 15:04 UTC") + ", by a clock that was wrong"
}

// choiceForm is a value of several words as the schemas write it.
var choiceForm = pattern.Of(`^[a-z]+(_[a-z]+)+$`)

// label turns the name of a field into words.
func label(name string) string {
	_, first := utf8.DecodeRuneInString(name)
	return strings.ToUpper(name[:first]) + strings.ReplaceAll(name[first:], "_", " ")
}

// FieldText writes any value on one line, in the words of everyday.
// FieldText is a field of the kind as people read it, on one line; "" where it
// is not given.
func (e *Entry) FieldText(name string) string { return Clean(valueText(e.Fields[name])) }

func valueText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		if choiceForm().MatchString(v) {
			v = strings.ReplaceAll(v, "_", " ")
		}
		return strings.Join(strings.Fields(v), " ")
	case []any:
		parts := make([]string, 0, len(v))
		for _, item := range v {
			parts = append(parts, valueText(item))
		}
		return strings.Join(parts, "; ")
	case map[string]any:
		parts := make([]string, 0, len(v))
		for _, name := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, strings.ReplaceAll(name, "_", " ")+": "+valueText(v[name]))
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(v)
}

func sourcesText(sources []Source) string {
	var parts []string
	for _, s := range sources {
		parts = append(parts,
			strings.Join(slices.DeleteFunc([]string{s.Who, s.How, s.Agency}, func(t string) bool {
				return t == ""
			}), ", "))
	}
	return strings.Join(parts, "; ")
}

func referencesText(refs []Reference) string {
	var parts []string
	for _, r := range refs {
		parts = append(parts, r.Agency+" "+r.Number)
	}
	return strings.Join(parts, "; ")
}

func linksText(e *Entry) string {
	var parts []string
	for _, relation := range slices.Sorted(maps.Keys(e.Links)) {
		for _, r := range e.Links[relation] {
			name := r.Entry.String()
			if r.Case != e.Case {
				name = r.String()
			}
			parts = append(parts, relation+" "+name)
		}
	}
	return strings.Join(parts, "; ")
}

// printer wraps lines at a width.
type printer struct {
	bytes.Buffer
	width int
}

// fields writes rows with their values under each other.
func (p *printer) fields(rows []row) {
	widest := 0
	for _, r := range rows {
		widest = max(widest, utf8.RuneCountInString(Clean(r.label)))
	}
	widest = min(widest, 24)
	for _, r := range rows {
		l := Clean(r.label)
		pad := max(widest-utf8.RuneCountInString(l), 0)
		p.text(strings.Repeat(" ", widest+2), l+strings.Repeat(" ", pad+2)+r.value)
	}
}

// text writes a line, broken between words where it is too wide; what follows
// a break begins with indent.
func (p *printer) text(indent, line string) {
	left := []rune(strings.TrimRight(Clean(line), " \t\n"))
	lead := "" // of the first line nothing
	for p.width > 0 && len(lead)+len(left) > p.width {
		at := lastBlank(left[:min(max(p.width+1-len(lead), 0), len(left))])
		if at < 0 {
			break
		}
		p.WriteString(strings.TrimRight(lead+string(left[:at]), " ") + "\n")
		lead, left = indent, left[at+1:]
	}
	p.WriteString(lead + string(left) + "\n")
}

// lastBlank returns the last place at which a line can be broken, after at least one character of
// its own, or -1.
func lastBlank(line []rune) int {
	for i := len(line) - 1; i > 0; i-- {
		if line[i] == ' ' && strings.TrimSpace(string(line[:i])) != "" {
			return i
		}
	}
	return -1
}

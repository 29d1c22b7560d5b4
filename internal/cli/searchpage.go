package cli

import (
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/search"
	"casefile/internal/term"
)

// searchPage is what a search answers.
type searchPage struct {
	app   *App
	zone  *time.Location
	count bool // only how many there are
	found int
	// unsearched says, once all is found, what was not searched.
	unsearched func() casebook.Unsearched
}

// write returns the answer in the form asked for, as it is found.
func (p *searchPage) write(find func(func(search.Found) error) error) error {
	switch {
	case p.app.global.json:
		return p.writeJSON(find)
	case p.count:
		err := find(func(search.Found) error {
			p.found++
			return nil
		})
		if err == nil {
			p.app.print("%d", p.found)
		}
		return err
	}
	return p.app.Flow(func(w io.Writer) error {
		return find(func(f search.Found) error {
			p.found++
			_, err := io.WriteString(w, p.line(f))
			return err
		})
	})
}

func (p *searchPage) writeJSON(find func(func(search.Found) error) error) error {
	hits := []map[string]any{}
	err := find(func(f search.Found) error {
		if p.found++; !p.count {
			hits = append(hits, p.fields(f))
		}
		return nil
	})
	if err != nil {
		return err
	}
	u := p.unsearched()
	answer := map[string]any{"count": p.found,
		"not_read": map[string]any{"cases": u.Cases, "entries": u.Entries, "refused": u.Refused}}
	if !p.count {
		answer["hits"] = hits
	}
	return p.app.document("search", answer)
}

func (p *searchPage) fields(f search.Found) map[string]any {
	hit, marks := f.Cover(f.Covered, true), [][2]int{}
	for _, m := range hit.Marks { // in characters, which every language counts alike
		from := utf8.RuneCountInString(hit.Line[:m[0]])
		marks = append(marks, [2]int{from, from + utf8.RuneCountInString(hit.Line[m[0]:m[1]])})
	}
	return map[string]any{"recorded": f.Recorded.UTC().Format(time.RFC3339),
		"case": f.Case.String(), "name": f.Name, "entry": f.Ref().String(), "kind": f.Kind,
		"by": f.By, "line": hit.Line,
		"marks": marks, "superseded": f.Superseded}
}

// leastWide is from how many columns on a hit stands in one row, and leastShown how many columns
// of that row its line has at least. All hits of a terminal have one layout.
const leastWide, leastShown = 100, 30

// amendedSince says of a hit that another text has taken the place of its own.
const amendedSince = "(amended since)  "

// line returns one hit in a row; at a narrow terminal in two.
func (p *searchPage) line(f search.Found) string {
	begin := f.Recorded.In(p.zone).Format(time.DateOnly) + "  " + f.Case.String() + "  "
	head := begin + p.name(f.Name, len(begin)) + "  " + pad(f.Short, 4)
	sep, left := "  ", p.app.Width-utf8.RuneCountInString(head)-4
	if p.app.OutTTY && p.app.Width < leastWide {
		sep, left = "\n    ", p.app.Width-6
	}
	if f.Superseded {
		sep, left = sep+amendedSince, left-len(amendedSince)
	}
	if f.Line == "" {
		return head + sep + f.Kind + "\n"
	}
	hit := f.Cover(f.Covered, false)
	if p.app.OutTTY {
		hit = hit.Around(left)
	}
	return head + sep + p.marked(hit) + "\n"
}

// minName is how much of a name a narrow terminal shows at least, in characters.
const minName = 8

// name returns a name as there is room for it: at a terminal the entry behind it stands in the same
// row.
func (p *searchPage) name(name string, before int) string {
	name = record.Clean(name)
	if !p.app.OutTTY {
		return name
	}
	left := p.app.Width - before - len("  7K2M-9QXH")
	if p.app.Width >= leastWide {
		left -= len(amendedSince) + leastShown
	}
	return record.Shorten(name, max(minName, left))
}

// Bold letters on and off, as every terminal has them (ECMA-48, SGR 1 and 22).
const boldOn, boldOff = "\x1b[1m", "\x1b[22m"

// marked returns a line with what was sought in bold letters, at a terminal that shows such.
func (p *searchPage) marked(h search.Hit) string {
	if !p.app.OutTTY || p.app.Getenv("NO_COLOR") != "" || term.IsDumb(p.app.Getenv) {
		return record.Clean(h.Line)
	}
	var b strings.Builder
	at := 0
	for _, m := range h.Marks {
		b.WriteString(record.Clean(h.Line[at:m[0]]))
		b.WriteString(boldOn + record.Clean(h.Line[m[0]:m[1]]) + boldOff)
		at = m[1]
	}
	return b.String() + record.Clean(h.Line[at:])
}

// sayUnsearched tells of it.
func sayUnsearched(app *App, u casebook.Unsearched) {
	var parts []string
	if u.Cases > 0 {
		parts = append(parts, record.Counted(u.Cases, "case"))
	}
	if u.Entries > 0 {
		parts = append(parts, record.Plural(u.Entries, "entry", "entries"))
	}
	if len(parts) > 0 {
		app.say("note: %s could not be read, so nothing is found there", record.Enumerated(parts))
	}
	if u.Refused > 0 {
		app.say("note: %s not searched, as the history refuses them: casefile validate names them",
			record.Plural(u.Refused, "entry was", "entries were"))
	}
}

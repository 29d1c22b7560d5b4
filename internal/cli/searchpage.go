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

// searchPage prints the answer of a search.
type searchPage struct {
	app   *App
	zone  *time.Location
	count bool // only the number of hits
	found int
	// unsearched returns, after the search, what was not searched.
	unsearched func() casebook.Unsearched
}

// write prints hits as they are found, in the format asked for.
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
	for _, m := range hit.Marks { // in characters, which all languages count alike
		from := utf8.RuneCountInString(hit.Line[:m[0]])
		marks = append(marks, [2]int{from, from + utf8.RuneCountInString(hit.Line[m[0]:m[1]])})
	}
	return map[string]any{"recorded": f.Recorded.UTC().Format(time.RFC3339),
		"case": f.Case.String(), "name": f.Name, "entry": f.Ref().String(), "kind": f.Kind,
		"by": f.By, "line": hit.Line,
		"marks": marks, "superseded": f.Superseded}
}

// leastWide is the width in columns from which a hit takes one row. leastShown is the least width
// of the hit's line in that row. All hits at a terminal have the same layout.
const leastWide, leastShown = 100, 30

// amendedSince marks a hit whose text was replaced since.
const amendedSince = "(amended since)  "

// line returns a hit in one row, or in two at a narrow terminal.
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

// minName is the least width in characters of a name at a narrow terminal.
const minName = 8

// name shortens a name at a terminal, so that the entry fits into the same row.
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

// These turn bold letters on and off (ECMA-48, SGR 1 and 22).
const boldOn, boldOff = "\x1b[1m", "\x1b[22m"

// marked shows the found words in bold letters, if the terminal can.
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

// sayUnsearched says what could not be searched.
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

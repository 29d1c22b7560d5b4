package cli

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"casefile/internal/access"
	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
	"casefile/internal/term"
)

// questionPage shows the open questions about a copy: names with all their places, and entries. The
// surrounding words are words of a record. They go to the terminal, stdout, stderr or a template,
// and nowhere else.
type questionPage struct {
	c     *cases.Case
	width int // columns
}

// heading returns the subject of a question, and the facts that are known of it.
func (p questionPage) heading(o disclose.Question) string {
	if o.Name == "" {
		return p.entry(o.Entry)
	}
	facts := ""
	for _, fact := range []string{o.Role, o.Agency} {
		if fact != "" {
			facts += ", " + fact
		}
	}
	return fmt.Sprintf("“%s”%s: %s", o.Name, facts, record.Counted(len(o.Passages), "place"))
}

// entry identifies an entry by its kind, its day and its headline.
func (p questionPage) entry(ref record.Ref) string {
	out := ref.String()
	_, it := p.c.Version(ref.Entry)
	if it == nil {
		return out + p.saidOf(ref)
	}
	out += "  " + it.Kind + " of " + dayOf(it)
	if it.Headline != "" {
		out += ": “" + it.Headline + "”"
	}
	return out
}

// saidOf identifies a manager's words by the entry that they are about.
func (p questionPage) saidOf(ref record.Ref) string {
	if t := p.c.EndorsedBy(ref); t != nil {
		return "  what a manager said of “" + t.Headline + "”, " + t.Entry.ID.String()
	}
	return ""
}

// dayOf returns the day of an event, as exactly as its author knew it. Without one it returns the
// day of recording.
func dayOf(it *cases.Item) string {
	switch o := it.Occurred; {
	case o.About:
		return o.String()
	case !o.From.Date.IsZero():
		return o.From.Date.String()
	}
	return record.DateOf(it.Recorded).String()
}

// reasons says why a question is asked, and what was decided about it before.
func (p questionPage) reasons(o disclose.Question) []string {
	var out []string
	switch {
	case o.Named && o.What == disclose.AskEntry:
		out = append(out, "! "+o.Why) // o.Why names who asks
	case o.Why != "":
		out = append(out, o.Why)
	}
	if o.Propose == disclose.DoKeep {
		out = append(out, "usually kept: named for their work")
	}
	if o.Earlier != "" {
		out = append(out, o.Earlier)
	}
	return out
}

// place shows where a question comes up, with the words there.
func (p questionPage) place(at disclose.Passage) []string {
	if at.Entry.Entry == "" { // words of the program around a name
		return []string{at.Field, wordsAround(at)}
	}
	where := at.Entry.Entry.String()
	if _, it := p.c.Version(at.Entry.Entry); it != nil {
		where += "  " + it.Kind + " of " + dayOf(it)
	}
	if where += ", " + spot(at); at.Words == "" {
		return []string{where}
	}
	return []string{where, wordsAround(at)}
}

// spot names a line of an entry, or a field of its front matter.
func spot(at disclose.Passage) string {
	if at.Field != "" {
		return at.Field
	}
	return fmt.Sprintf("line %d", at.Line)
}

// wordsAround returns the words of a place between »«, with the words around them.
func wordsAround(at disclose.Passage) string {
	before, after := at.Before, at.After
	if utf8.RuneCountInString(before) > maxShown {
		if _, rest, cut := strings.Cut(before, " "); cut {
			before = rest
		}
		before = "… " + before
	}
	if utf8.RuneCountInString(after) > maxShown {
		if i := strings.LastIndexByte(after, ' '); i > 0 {
			after = after[:i]
		}
		after += " …"
	}
	return strings.TrimSpace(before + "»" + at.Words + "«" + after)
}

// maxShown is a number of characters. Longer surrounding words may have been cut off: a place gives
// about 60 (disclose.Place).
const maxShown = 55

// lines returns a question with all its places, as notes of a template or lines of a refusal.
func (p questionPage) lines(o disclose.Question) []string {
	out := p.wrapped(p.heading(o), "", "    ")
	for _, why := range p.reasons(o) {
		out = append(out, p.wrapped(why, "  ", "    ")...)
	}
	for _, at := range p.placesOf(o) {
		out = append(out, p.wrapped(strings.Join(p.place(at), ": "), "  ", "    ")...)
	}
	return out
}

// placesOf returns the places of a question that say more than its heading.
func (p questionPage) placesOf(o disclose.Question) []disclose.Passage {
	if o.Name == "" && len(o.Passages) == 1 && o.Passages[0].Words == "" {
		return nil
	}
	return o.Passages
}

func (p questionPage) wrapped(text, indent, more string) []string {
	text = indent + record.Clean(strings.NewReplacer("\n", " ", "\t", " ").Replace(text))
	return strings.Split(term.Wrapped(text, more, p.width), "\n")
}

// sayOpen prints all open questions with all their places.
func sayOpen(app *App, c *cases.Case, open []disclose.Question) {
	page := questionPage{c: c, width: app.Width}
	for _, o := range open {
		for _, line := range page.lines(o) {
			app.say("%s", line)
		}
	}
}

// openOf counts the open questions about a request. An answered request has none.
func openOf(
	ctx context.Context, app *App, b *casebook.Book, c *cases.Case, r *cases.Access,
) (access.Counts, error) {
	if !r.Open() {
		return access.Counts{}, nil
	}
	s, err := decidedOn(b, c, r)
	if err != nil {
		return access.Counts{}, err
	}
	m, err := s.copyMaker(ctx, b, s.decided.All, b.Reached().Truncate(time.Second))
	if err != nil {
		return access.Counts{}, err
	}
	defer watched(app, &m, "looking for what is open")()
	open, uncovered, err := m.Questions()
	return access.Count(open, uncovered, r), refusedOf(err, s.named())
}

// countFields returns the numbers of open questions in JSON.
func countFields(n access.Counts) map[string]any {
	return map[string]any{"answer": n.Answer, "entries": n.Entries, "named": n.Named,
		"people": n.People, "numbers": n.Numbers, "addresses": n.Addresses, "words": n.Words,
		"exemptions": n.Exemptions}
}

// openFields returns the open questions in JSON.
func openFields(open []disclose.Question) []map[string]any {
	out := []map[string]any{}
	for _, o := range open {
		places := []map[string]any{}
		for _, p := range o.Passages {
			places = append(places,
				map[string]any{"entry": refOrNil(p.Entry), "kind": orNil(p.Kind),
					"field": orNil(p.Field), "line": p.Line, "before": p.Before, "words": p.Words,
					"after": p.After})
		}
		entry := any(nil)
		if o.Name == "" {
			entry = refOrNil(o.Entry)
		}
		out = append(out, map[string]any{"what": string(o.What), "name": orNil(o.Name),
			"entry": entry, "why": orNil(o.Why), "agency": orNil(o.Agency), "role": orNil(o.Role),
			"propose": orNil(o.Propose), "earlier": orNil(o.Earlier), "named": o.Named,
			"places": places})
	}
	return out
}

// refOrNil returns nil for a place that is only on a page and in no entry.
func refOrNil(ref record.Ref) any {
	if ref.Entry == "" {
		return nil
	}
	return ref.String()
}

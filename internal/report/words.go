package report

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// name returns a member's name, or the ID if the name is not known.
func (p *Page) name(member string) string { return cmp.Or(p.Names[member], member) }

// by returns the member who recorded an entry here. It also names an adopter: only the adopter
// vouches that the author wrote the entry.
func (p *Page) by(it *cases.Item) string { return p.forAuthor(it.By, it.Adopter()) }

// forAuthor returns an author, and the adopter; "" for none.
func (p *Page) forAuthor(author, adopter string) string {
	return p.name(author) + labelled(", who had left; taken over by ", p.name(adopter))
}

// recorder returns the person who recorded an entry: for an entry from another agency, a member
// there.
func (p *Page) recorder(e *cases.Item) string {
	if len(e.Origin) == 0 || e.Origin[0].By == "" {
		return p.by(e)
	}
	return e.Origin[0].By + labelled(" of ", e.Origin[0].Agency)
}

// recordedBy tells of the recording of an entry and, if it came from elsewhere, of its receipt:
// each with its time and its member.
func (p *Page) recordedBy(e *cases.Item) string {
	here := p.instant(e.Recorded) + " by " + p.by(e)
	if len(e.Origin) == 0 || e.Origin[0].By == "" {
		return here
	}
	return p.instant(e.FirstRecorded()) + " by " + p.recorder(e) + "; received " + here
}

func (p *Page) names(members []string) string {
	out := make([]string, len(members))
	for i, m := range members {
		out[i] = p.name(m)
	}
	return strings.Join(out, ", ")
}

func (p *Page) zone() *time.Location {
	if p.Zone == nil {
		return time.UTC
	}
	return p.Zone
}

// day returns a day as 6 Mar 2026; "" for none.
func day(d record.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s %d", d.Day, d.Month.String()[:3], d.Year)
}

// shortDay returns a day without its year if that is the report's.
func (p *Page) shortDay(d record.Date) string {
	if d.IsZero() || d.Year != p.Case.Today.Year {
		return day(d)
	}
	return fmt.Sprintf("%d %s", d.Day, d.Month.String()[:3])
}

// instant returns an instant as 6 Mar 2026 17:45 in the agency's zone; "" for none.
func (p *Page) instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(p.zone())
	return day(record.DateOf(t)) + t.Format(" 15:04")
}

// dayOf returns the agency's day at an instant.
func (p *Page) dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return day(record.DateOf(t.In(p.zone())))
}

// when returns the time of an event, as exactly as its author knew it. year is false if the reader
// sees the year above.
func (p *Page) when(o record.Occurred, year, clock bool) string {
	return occurredIn(p.zone(), o, year, clock)
}

// occurredIn returns in a zone when something happened, with or without the year and the time of
// day. It always has the year if the two ends of a range differ in it.
func occurredIn(zone *time.Location, o record.Occurred, year, clock bool) string {
	switch {
	case o.IsZero():
		return ""
	case o.About:
		return "about " + about(o, year)
	}
	first, last := inZone(o.From, zone), inZone(o.To, zone)
	year = year || first.Date.Year != last.Date.Year
	from := pointWords(first, year, clock)
	if to := pointWords(last, year, clock); to != from {
		return from + " – " + to
	}
	return from
}

// inZone returns a point by the clocks and calendars of a zone.
func inZone(p record.Point, zone *time.Location) record.Point {
	if p.Time.IsZero() {
		return p
	}
	at := p.Time.In(zone)
	return record.Point{Date: record.DateOf(at), Time: at}
}

// pointWords returns a day or an instant, with or without the year and the time of day.
func pointWords(p record.Point, year, clock bool) string {
	out := short(day(p.Date), !year)
	if clock && !p.Time.IsZero() {
		out += p.Time.Format(" 15:04")
	}
	return out
}

// about returns only as much of a day as the author knew.
func about(o record.Occurred, year bool) string {
	d := o.From.Date
	switch len(strings.TrimPrefix(o.String(), "about ")) {
	case len("2006"):
		return fmt.Sprint(d.Year)
	case len("2006-01"):
		return short(fmt.Sprintf("%s %d", d.Month.String()[:3], d.Year), !year)
	}
	return short(day(d), !year)
}

func (p *Page) point(pt record.Point, clock bool) string {
	return pointWords(inZone(pt, p.zone()), true, clock)
}

// short removes the year, four digits at the end of a day, if cut is set.
func short(s string, cut bool) string {
	if i := strings.LastIndexByte(s, ' '); cut && i > 0 && len(s)-i == len(" 2026") {
		return s[:i]
	}
	return s
}

// said returns a fact of an entry, which may be a day, an instant or a word.
func (p *Page) said(s string) string {
	if pt, err := record.ParsePoint(s); err == nil {
		return p.point(pt, true)
	}
	return plainWords(s)
}

// plainWords turns a value of a schema (child_protection) into words.
func plainWords(s string) string {
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyz_") == "" {
		return strings.ReplaceAll(s, "_", " ")
	}
	return s
}

// upperFirst begins a label with a capital.
func upperFirst(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// join joins the parts that are not blank.
func join(sep string, parts ...string) string {
	var out []string
	for _, s := range parts {
		if strings.TrimSpace(s) != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, sep)
}

// labelled returns "label value"; "" without a value.
func labelled(label, value string) string {
	if value == "" {
		return ""
	}
	return label + value
}

// numbered puts sentences on one line, with numbers to tell them apart.
func numbered(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	var out []string
	for i, s := range items {
		out = append(out, fmt.Sprintf("(%d) %s", i+1, s))
	}
	return strings.Join(out, " ")
}

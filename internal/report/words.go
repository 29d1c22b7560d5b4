package report

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// name returns a member's name, or the member where nobody has told the name.
func (p *Page) name(member string) string { return cmp.Or(p.Names[member], member) }

// by returns who recorded an entry here. Of a text that somebody left behind, whoever took it over
// is named too: they alone vouch that the author wrote it.
func (p *Page) by(it *cases.Item) string { return p.forAuthor(it.By, it.Adopter()) }

// forAuthor names who wrote something, and who took it over; adopter is "" for nobody.
func (p *Page) forAuthor(author, adopter string) string {
	return p.name(author) + labelled(", who had left; taken over by ", p.name(adopter))
}

// recorder returns who recorded an entry: for one that came from another agency, a member there.
func (p *Page) recorder(e *cases.Item) string {
	if len(e.Origin) == 0 || e.Origin[0].By == "" {
		return p.by(e)
	}
	return e.Origin[0].By + labelled(" of ", e.Origin[0].Agency)
}

// recordedBy says when and by whom an entry was recorded, and when and by whom
// it was received.
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

// day is 6 Mar 2026, or "" for none.
func day(d record.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s %d", d.Day, d.Month.String()[:3], d.Year)
}

// near returns a day without its year where that is the report's own.
func (p *Page) near(d record.Date) string {
	if d.IsZero() || d.Year != p.Case.Today.Year {
		return day(d)
	}
	return fmt.Sprintf("%d %s", d.Day, d.Month.String()[:3])
}

// instant is 6 Mar 2026 17:45 by the agency's clock, or "" for none.
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

// when says when a thing happened, as exactly as its author knew it. Where
// the reader sees the year above, it can be left out.
func (p *Page) when(o record.Occurred, year, clock bool) string {
	return occurredIn(p.zone(), o, year, clock)
}

// occurredIn says in a zone when a thing happened, with or without the year and the time
// of day. A year that the two ends of a range do not share is always said.
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

// inZone returns a point as the clocks and calendars of a zone showed it.
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

// about shows no more of a day than the author knew.
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

// short takes the year, four digits at the end of a day, away.
func short(s string, cut bool) string {
	if i := strings.LastIndexByte(s, ' '); cut && i > 0 && len(s)-i == len(" 2026") {
		return s[:i]
	}
	return s
}

// said returns a fact of an entry that may be a day, an instant or a word.
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

// join puts the parts that are there together.
func join(sep string, parts ...string) string {
	var out []string
	for _, s := range parts {
		if strings.TrimSpace(s) != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, sep)
}

// labelled returns "label value", or "" where there is no value.
func labelled(label, value string) string {
	if value == "" {
		return ""
	}
	return label + value
}

// numbered puts sentences on one line so that each can be told from the next.
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

package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// writeCSV writes a table in which no cell is a formula for a spreadsheet: such a cell begins with
// an apostrophe.
func writeCSV(w io.Writer, table [][]string) error {
	out := csv.NewWriter(w)
	for _, line := range table {
		safe := make([]string, len(line))
		for i, s := range line {
			safe[i] = neutral(s)
		}
		if err := out.Write(safe); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// neutral cleans a cell. Spreadsheets skip white space before a formula, and some accept the
// full-width signs of East Asian keyboards.
func neutral(s string) string {
	s = record.Clean(thirdParty().ReplaceAllString(s, "$1"))
	if rest := strings.TrimLeft(s, " \t\n\u00a0\u3000"); rest != "" &&
		strings.ContainsRune("=+-@＝＋－＠", []rune(rest)[0]) {
		return "'" + s
	}
	return s
}

// common adds the columns at the end of every line: case, subject, instant and commit.
func (p *Page) common(line ...string) []string {
	return append(line, string(p.Case.ID), p.Case.Subject.Name, utc(p.Case.Now), p.Tip)
}

var commonTitles = []string{"case", "subject", "as_at", "tip"}

// chronologyTable returns the chronology as a table. If the agency has kinds of its own, a last
// column has their fields.
func chronologyTable(p *Page) [][]string {
	out := [][]string{
		append([]string{"entry", "when", "day", "age", "impact", "kind", "event", "source",
			"action", "endorsed",
			"joint_with", "recorded", "late_working_days", "reached_record", "amended",
			"amended_by",
			"recorded_apart", "returned", "by", "seen_by", "refused"}, commonTitles...)}
	rows := p.Case.Chronology(!p.All)
	for _, r := range rows {
		source := r.Source
		if r.Withheld && source != "" {
			source = "withheld"
		}
		out = append(out, p.common(string(r.Entry.Entry), r.When.String(), r.Day.String(), r.Age,
			r.Impact, r.Kind, r.Event, source,
			r.Action, endorsedText(r.Endorsement), strings.Join(r.Joint, "; "), utc(r.Recorded),
			number(r.Late), utc(r.Reached),
			yes(r.Amended), amenderData(r).AmendedBy, r.ForkedFrom, yes(r.Returned), recordedBy(r),
			seenBy(r), r.Fault))
	}
	if len(p.Own) > 0 {
		out[0] = append(out[0], "fields")
		for i, r := range rows {
			out[i+1] = append(out[i+1], p.ownFields(r, nil))
		}
	}
	return out
}

// recordedBy returns the member who recorded a row, and its adopter if there is one.
func recordedBy(r cases.Row) string {
	if r.Item == nil {
		return r.By
	}
	return r.By + labelled(", taken over by ", r.Item.Adopter())
}

// seenBy returns the members who read a concern and may not triage it. For the triage of such a
// member, it returns that member.
func seenBy(r cases.Row) string {
	switch {
	case r.SeenOnly:
		return r.By
	case r.Concern != nil:
		return strings.Join(r.Concern.Seers(), " ")
	}
	return ""
}

func decisionsTable(p *Page) [][]string {
	out := [][]string{
		append([]string{"entry", "when", "mode", "decision", "decided_by", "decided_at",
			"rationale", "joint_with", "dissent",
			"endorsed", "missing", "amended"}, commonTitles...)}
	for _, d := range p.Case.Decisions {
		t, mode := d.Entry, "sole"
		var with []string
		for _, a := range d.With {
			with = append(with, fmt.Sprintf("%s (%s, agreed: %s)", a.Agency, a.Person, a.Agreed))
		}
		if d.Joint {
			mode = "joint"
		}
		out = append(out, p.common(string(t.ID), t.Occurred.String(), mode, t.Headline, d.DecidedBy,
			d.DecidedAt, d.Rationale,
			strings.Join(with, "; "), d.Dissent, endorsedText(t.Endorsement),
			strings.Join(t.Endorsement.Missing, " "), yes(len(t.History) > 0)))
	}
	return out
}

// endorsedText returns the endorsements; "" where none is required and none was given.
func endorsedText(e cases.Endorsement) string { return strings.Trim(e.Text(), "-") }

func number(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

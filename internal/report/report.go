package report

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
)

// Errors that the person who asked can correct.
var (
	ErrKind   = errors.New("there is no such report")
	ErrFormat = errors.New("there is no such format")
)

// Page holds the parts that every report needs.
type Page struct {
	Case        *cases.Case
	Duties      []duty.Duty        // all duties in the case
	Names       map[string]string  // member to name
	Agency      string             // whose record it is; may be empty
	Away        map[string]StandIn // members who are away, each with a stand-in or ""
	Left        map[string]bool    // members who have left
	LineManager string             // member: the key worker's line manager, or ""
	Leads       []string           // members: safeguarding leads
	Tip         string             // the commit up to which the record was verified
	Unpushed    int                // entries that no other copy has
	Seconds     []string           // sentences about appointed second people
	Made        time.Time          // when the report was asked for
	Zone        *time.Location     // the agency's; nil = UTC
	All         bool               // every entry, not only the significant ones
	// Copy: the text form goes to a file, and withholds what other formats withhold.
	Copy bool
	// Given: the page goes to its subject, without what must be left out. It shows what the entries
	// say, and nothing of what is missing, due or contradictory, because that could be among what
	// was left out.
	Given bool
	Width int // of the terminal; 0 = 100
	// Own holds the agency's own kinds, each with its fields in order. Chronologies show their
	// values, because no other report knows them.
	Own map[string][]string
}

// PageOf returns the page of a case, with the people around it as in today's roster: names, who has
// left or is away, and who oversees the case.
func PageOf(c *cases.Case, duties []duty.Duty, w duty.World) Page {
	p := Page{Case: c, Duties: duties, Names: w.Team.Names(), Away: map[string]StandIn{},
		Left: map[string]bool{}, Leads: w.Leads(), LineManager: w.LineManager(c.Docket),
		Zone: w.Policy.Zone()}
	for _, m := range w.Team.Members {
		p.Left[m.ID] = !m.Active()
		if by, away := w.ActsFor(m.ID); away {
			// the roster was judged, so the date is valid
			until, _ := record.ParseDate(m.CoveredUntil)
			p.Away[m.ID] = StandIn{Member: by, Until: until}
		}
	}
	return p
}

// Format is the form in which a report is written.
type Format string

// The formats.
const (
	Text     Format = "text"
	Markdown Format = "md"
	HTML     Format = "html"
	JSON     Format = "json"
	CSV      Format = "csv"
)

// kind is one report: its document, its data and its table.
type kind struct {
	name  string
	build func(*builder)
	data  func(*Page) any
	table func(*Page) [][]string
}

func kinds() []kind {
	return []kind{
		{"chronology", buildChronology, chronologyData, chronologyTable},
		{"summary", buildSummary, summaryData, summaryTable},
		{"plan", buildPlan, planData, planTable},
		{"decisions", buildDecisions, decisionsData, decisionsTable},
	}
}

// Kinds returns the names of the reports.
func Kinds() []string {
	var out []string
	for _, k := range kinds() {
		out = append(out, k.name)
	}
	return out
}

// Write writes one report. ErrKind and ErrFormat list the reports and formats that exist.
func Write(w io.Writer, name string, f Format, p Page) error {
	all := kinds()
	i := slices.IndexFunc(all, func(k kind) bool { return k.name == name })
	if i < 0 {
		return fmt.Errorf("%w: %q (there are %s)", ErrKind, name, strings.Join(Kinds(), ", "))
	}
	k := all[i]
	return shown{
		what:     "a " + name,
		formats:  []Format{Text, Markdown, HTML, JSON, CSV},
		document: func(screen bool) *document { return k.document(&p, screen) },
		data:     func() any { return k.data(&p) },
		table:    func() [][]string { return p.wholeTable(k.table(&p)) },
		width:    p.Width,
		copied:   p.Copy,
		shield:   p.shield(),
	}.write(w, f)
}

func (k kind) document(p *Page, screen bool) *document {
	b := &builder{Page: p, screen: screen, copied: !screen || p.Copy}
	b.head()
	k.build(b)
	return &b.doc
}

package exchange

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"casefile/internal/record"
)

// Mapping says what each column of a table is, and what all rows share.
type Mapping struct {
	Columns    map[string]string `yaml:"columns"`     // title by column or field
	Values     map[string]string `yaml:"values"`      // fields with the same value in all rows
	LeaveOut   []string          `yaml:"leave_out"`   // titles of columns that are left out
	Kind       string            `yaml:"kind"`        // of the entries; note if empty
	Agency     string            `yaml:"agency"`      // whose table it is
	DateFormat string            `yaml:"date_format"` // dd/mm/yyyy if empty
	Zone       string            `yaml:"zone"`        // of times without a zone
	Delimiter  string            `yaml:"delimiter"`   // comma, semicolon or tab
}

// ErrMapping says that a mapping does not fit the table.
var ErrMapping = errors.New("the columns can't be mapped")

// NoColumnError says that a column is missing which each table must have. It is an ErrMapping.
type NoColumnError struct {
	What   string   // date or event
	Titles []string // the titles of the table
}

func (e *NoColumnError) Error() string {
	return fmt.Sprintf("%v: no column is the %s", ErrMapping, e.What)
}

func (e *NoColumnError) Unwrap() error { return ErrMapping }

// ParseMapping reads a mapping that a person wrote.
func ParseMapping(data []byte) (Mapping, error) {
	var m Mapping
	if err := record.DecodeYAML(data, &m, true); err != nil {
		why := strings.TrimPrefix(err.Error(), "yaml: ")
		return m, fmt.Errorf("%w: %s", ErrMapping, strings.ReplaceAll(why, "\n", " "))
	}
	return m, nil
}

// What a column can be, if not a field of the kind.
const (
	colDate   = "date"   // when it happened
	colEvent  = "event"  // what happened
	colSource = "source" // who told it
	colAgency = "agency" // whose entry it was
	colImpact = "impact" // positive, negative, neutral
	colAction = "action" // what was done
	colText   = "text"   // more about it
)

// usualTitles returns the usual column titles of chronologies: those of the Care Inspectorate, of
// local agencies' templates, and of casefile's own reports.
func usualTitles() map[string][]string {
	return map[string][]string{
		colDate: {"when", "date", "date or period", "date of event", "date/time", "occurred"},
		colEvent: {"event", "what happened", "significant event", "details of event",
			"description"},
		colSource: {"source", "source of information", "informant"},
		colAgency: {"agency", "organisation", "service"},
		colImpact: {"impact", "±", "+/-", "impact on child"},
		colAction: {"action", "action taken", "outcome", "response"},
		colText:   {"text", "notes", "details", "comments"},
	}
}

// columns returns the index of each column. A column that the mapping does not name is looked for
// under its usual titles.
func (m Mapping) columns(titles []string) (map[string]int, error) {
	out := map[string]int{}
	for what, title := range m.Columns {
		i := indexOfTitle(titles, title)
		if i < 0 {
			return nil, fmt.Errorf("%w: there is no column %q; the titles are %s",
				ErrMapping, title, strings.Join(titles, ", "))
		}
		if other, taken := takenBy(out, i); taken {
			return nil, fmt.Errorf("%w: the column %q can't be both %s and %s",
				ErrMapping, title, other, what)
		}
		out[what] = i
	}
	usual := usualTitles()
	for _, what := range slices.Sorted(maps.Keys(usual)) {
		if _, named := out[what]; named {
			continue
		}
		for _, title := range usual[what] {
			if i := indexOfTitle(titles, title); i >= 0 {
				if _, taken := takenBy(out, i); !taken {
					out[what] = i
					break
				}
			}
		}
	}
	for _, needed := range []string{colDate, colEvent} {
		if _, ok := out[needed]; !ok {
			return nil, &NoColumnError{What: needed, Titles: titles}
		}
	}
	return out, nil
}

func indexOfTitle(titles []string, title string) int {
	title = strings.TrimSpace(title)
	same := func(t string) bool { return strings.EqualFold(strings.TrimSpace(t), title) }
	return slices.IndexFunc(titles, same)
}

func takenBy(columns map[string]int, at int) (string, bool) {
	for what, i := range columns {
		if i == at {
			return what, true
		}
	}
	return "", false
}

// delimiter returns the delimiter that the mapping names, or 0.
func (m Mapping) delimiter() (rune, error) {
	switch m.Delimiter {
	case "":
		return 0, nil
	case ",", "comma":
		return ',', nil
	case ";", "semicolon":
		return ';', nil
	case "\t", `\t`, "tab":
		return '\t', nil
	}
	return 0, fmt.Errorf("%w: the delimiter is comma, semicolon or tab, not %q",
		ErrMapping, m.Delimiter)
}

// zone returns the zone for times without one.
func (m Mapping) zone(usual *time.Location) (*time.Location, error) {
	if m.Zone == "" {
		return usual, nil
	}
	zone, err := time.LoadLocation(m.Zone)
	if err != nil {
		return nil, fmt.Errorf("%w: there is no time zone %q", ErrMapping, m.Zone)
	}
	return zone, nil
}

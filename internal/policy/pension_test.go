package policy

import (
	"strings"
	"testing"

	"casefile/internal/record"
)

// Both edges of each row of the law's table, as the Acts give it.
func TestPensionDay(t *testing.T) {
	p, _ := defaultOf(t, Casework)
	for _, tt := range []struct{ born, reached string }{
		{"1940-03-01", "2007-03-01"}, // earlier by law: the later of both in doubt
		{"1960-04-05", "2027-04-05"},
		{"1960-04-06", "2027-04-06"},
		{"1964-02-29", "2031-03-01"}, // no such day in 2031: the later candidate
		{"1976-02-29", "2043-03-01"},
		{"1977-04-05", "2044-04-05"},
		{"1977-04-06", "2044-05-06"}, {"1977-05-05", "2044-05-06"},
		{"1977-05-06", "2044-07-06"}, {"1977-06-05", "2044-07-06"},
		{"1977-06-06", "2044-09-06"}, {"1977-07-05", "2044-09-06"},
		{"1977-07-06", "2044-11-06"}, {"1977-08-05", "2044-11-06"},
		{"1977-08-06", "2045-01-06"}, {"1977-09-05", "2045-01-06"},
		{"1977-09-06", "2045-03-06"}, {"1977-10-05", "2045-03-06"},
		{"1977-10-06", "2045-05-06"}, {"1977-11-05", "2045-05-06"},
		{"1977-11-06", "2045-07-06"}, {"1977-12-05", "2045-07-06"},
		{"1977-12-06", "2045-09-06"}, {"1978-01-05", "2045-09-06"},
		{"1978-01-06", "2045-11-06"}, {"1978-02-05", "2045-11-06"},
		{"1978-02-06", "2046-01-06"}, {"1978-03-05", "2046-01-06"},
		{"1978-03-06", "2046-03-06"}, {"1978-04-05", "2046-03-06"},
		{"1978-04-06", "2046-04-06"},
		{"1980-02-29", "2048-02-29"}, // 2048 has a 29 February
		{"1984-02-29", "2052-02-29"},
		{"1990-05-05", "2058-05-05"},
	} {
		if got := p.PensionDay(day(t, tt.born)); got != day(t, tt.reached) {
			t.Errorf("born on %s: %s, want %s", tt.born, got, tt.reached)
		}
	}
	if got := p.PensionDay(record.Date{}); !got.IsZero() {
		t.Errorf("born on an unknown day: %s", got)
	}
}

// Nobody who was born later reaches that age earlier, in the table of the law.
func TestPensionDayNeverFalls(t *testing.T) {
	p, _ := defaultOf(t, Casework)
	before := p.PensionDay(day(t, "1976-01-01"))
	for born := day(t, "1976-01-02"); born.Before(day(t, "1980-01-01")); born = born.AddDays(1) {
		reached := p.PensionDay(born)
		if reached.Before(before) {
			t.Fatalf("born on %s: %s, before the %s of the day before", born, reached, before)
		}
		before = reached
	}
}

func withTable(table string) string {
	base, _ := Default(Casework)
	return strings.Replace(string(base), "no_rule_needed:",
		"pension_age: "+table+"\nno_rule_needed:", 1)
}

func TestPensionTableOfTheAgency(t *testing.T) {
	p, found := Parse([]byte(withTable(`
  - {born_from: 1900-01-01, years: 66}
  - {born_from: 1970-01-01, reached_on: 2037-06-01}
  - {born_from: 1971-01-01, years: 68}
  - {born_from: 1972-01-01, reached_on: 2039-02-01}`)), "casefile.yaml")
	if p == nil {
		t.Fatal(found)
	}
	for _, tt := range []struct{ born, reached string }{
		{"1890-02-03", "1956-02-03"}, // the first row counts for those before it too
		{"1969-12-31", "2035-12-31"},
		{"1970-01-01", "2037-06-01"},
		{"1970-12-31", "2037-06-01"},
		{"1971-01-01", "2039-01-01"},
		{"1972-01-01", "2040-01-01"}, // the row's day is earlier than 68 years allow
		{"1972-06-01", "2040-06-01"},
	} {
		if got := p.PensionDay(day(t, tt.born)); got != day(t, tt.reached) {
			t.Errorf("born on %s: %s, want %s", tt.born, got, tt.reached)
		}
	}
}

func TestPensionTableRefusals(t *testing.T) {
	for _, tt := range []struct{ table, rule, found string }{
		{"[]", RuleWrongValue, "is empty"},
		{"67", RuleWrongType, "not a list"},
		{"[67]", RuleWrongType, "pension_age.1 is not keys and values"},
		{"[{years: 67}]", RuleMissingKey, "born_from"},
		{"[{born_from: 1960-04-06}]", RuleWrongValue, "says not clearly"},
		{"[{born_from: 1960-04-06, years: 67, reached_on: 2030-01-01}]", RuleWrongValue,
			"says not clearly"},
		{"[{born_from: 1960-04-06, years: 0}]", RuleOutOfRange, "years is 0"},
		{"[{born_from: 1960-04-06, years: 59}]", RuleOutOfRange, "years is 59"},
		{"[{born_from: 1960-04-06, years: 151}]", RuleOutOfRange, "years is 151"},
		{"[{born_from: 1960-04-06, reached_on: 2020-04-05}]", RuleOutOfRange,
			"before the age of 60"},
		{"[{born_from: 1960-04-31, years: 67}]", RuleWrongType, "a date"},
		{"[{born_from: 1960-04-06, reached_on: soon}]", RuleWrongType, "a date"},
		{"[{born_from: 1960-04-06, years: 67, months: 2}]", RuleUnknownKey, "months"},
		{"[{born_from: 1960-04-06, years: 67}, {born_from: 1960-04-06, years: 68}]", RuleWrongValue,
			"pension_age.2 is lower"},
		{"[{born_from: 1978-04-06, years: 68}, {born_from: 1960-04-06, years: 68}]", RuleWrongValue,
			"pension_age.2 is lower"},
		{"[{born_from: 1960-04-06, years: 67}, {born_from: 1978-04-06, years: 66}]", RuleWrongValue,
			"pension_age.2 is lower"},
		{"[{born_from: 1960-04-06, reached_on: 2030-01-01}, {born_from: 1961-04-06, reached_on: " +
			"2029-01-01}]", RuleWrongValue, "pension_age.2 is lower"},
		{"[{born_from: 1960-04-06, years: 67}, {born_from: 1977-04-06, reached_on: 2044-05-06}, " +
			"{born_from: 1978-04-06, years: 66}]", RuleWrongValue, "pension_age.3 is lower"},
	} {
		p, found := Parse([]byte(withTable(tt.table)), "casefile.yaml")
		if p != nil || len(found) == 0 || found[0].Rule != tt.rule ||
			!strings.Contains(found[0].Found, tt.found) || found[0].Do == "" {
			t.Errorf("%s: policy given %v, findings %v, want %s %q", tt.table, p != nil, found,
				tt.rule, tt.found)
		}
	}
}

// The first five days of a term, counted in the days of send_within, the first among them.
func TestSendInTerm(t *testing.T) {
	base, _ := Default(Casework)
	for _, tt := range []struct{ transfer, first, last string }{
		{"send_within: {days: 5}, new_term: first_5_days", "2026-09-02", "2026-09-06"},
		{"send_within: {days: 7}, new_term: first_5_days", "2026-09-02", "2026-09-06"},
		// Wednesday, Thursday, Friday, Monday, Tuesday.
		{"send_within: {working_days: 5}, new_term: first_5_days", "2026-09-02", "2026-09-08"},
		// A term from Saturday 2 January 2027: Monday 4 to Friday 8.
		{"send_within: {working_days: 5}, new_term: first_5_days", "2027-01-02", "2027-01-08"},
		// From Thursday 1 April 2027: Good Friday was in March; Thursday, Friday, Monday to
		// Wednesday.
		{"send_within: {working_days: 5}, new_term: first_5_days", "2027-04-01", "2027-04-07"},
		{"send_within: {days: 5}, new_term: none", "2026-09-02", ""},
		{"send_within: {days: 5}", "2026-09-02", ""},
		{"send_within: {days: 5}, new_term: first_5_days", "", ""},
	} {
		text := strings.Replace(string(base), "send_within: {days: 5}, new_term: first_5_days",
			tt.transfer, 1)
		p, found := Parse([]byte(text), "casefile.yaml")
		if p == nil {
			t.Fatal(found)
		}
		var first record.Date
		if tt.first != "" {
			first = day(t, tt.first)
		}
		if got := p.SendInTerm(first).String(); got != tt.last {
			t.Errorf("%s from %q: %q, want %q", tt.transfer, tt.first, got, tt.last)
		}
	}
}

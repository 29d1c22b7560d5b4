package cases

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
)

// protection returns one of address_protected_from.
func protection(from, basis, until string) map[string]any {
	m := map[string]any{"from": from, "basis": basis}
	if until != "" {
		m["until"] = until
	}
	return m
}

// protecting returns a profile of Tobi with protections.
func (b *book) protecting(recorded string, list ...any) *record.Entry {
	b.t.Helper()
	f := fields{"name": "Tobi Adeyemi", "date_of_birth": "2016-11-02"}
	if len(list) > 0 {
		f["address_protected_from"] = list
	}
	return b.add("profile", recorded, f)
}

// inForce returns the people from whom the address is kept, with + where an earlier profile keeps
// it.
func inForce(c *Case) string {
	var out []string
	for _, p := range c.Subject.ProtectedFrom {
		if !p.InForce {
			continue
		}
		mark := ""
		if p.CarriedFrom != nil {
			mark = "+"
		}
		out = append(out, p.From+mark)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// A protection ends by a profile that says so, and by no other. The day is 6 March 2026.
func TestProtectionsEndOnlyByAWord(t *testing.T) {
	father := protection("father", "court order", "")
	for _, tc := range []struct {
		name     string
		profiles [][]any
		want     string
	}{
		{"it stands", [][]any{{father}}, "father"},
		{"left out by the next", [][]any{{father}, {}}, "father+"},
		{"left out by two", [][]any{{father}, {}, {}}, "father+"},
		{"ended", [][]any{{father}, {protection("father", "court order", "2026-03-05")}}, ""},
		{"ended, and left out after that",
			[][]any{{father}, {protection("father", "court order", "2026-03-05")}, {}}, ""},
		{"its last day is today",
			[][]any{{father}, {protection("father", "court order", "2026-03-06")}}, "father"},
		{"ended on an unknown day",
			[][]any{{father}, {protection("father", "court order", "unknown")}}, "father"},
		{"ended in other words",
			[][]any{{father}, {protection("Father ", "order of the court", "2026-03-05")}}, ""},
		{"another is ended", [][]any{{father}, {protection("uncle", "threats", "2026-03-05")}},
			"father+"},
		{"of two bases one is ended", [][]any{{father, protection("father", "the mother asks", "")},
			{protection("father", "the mother asks", "2026-03-05")}}, "father+"},
		{"put on again", [][]any{{father}, {protection("father", "court order", "2026-03-01")},
			{father}}, "father"},
		{"it ran out by itself", [][]any{{protection("father", "court order", "2026-03-05")}, {}},
			""},
		{"two people", [][]any{{father}, {protection("uncle", "threats", "")}}, "father+ uncle"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := newBook(t)
			for i, list := range tc.profiles {
				b.protecting("2026-02-0"+string(rune('1'+i))+"T09:00Z", list...)
			}
			c := b.fold()
			if got := inForce(c); got != tc.want {
				t.Errorf("in force: %q, want %q", got, tc.want)
			}
			n := 0
			for _, f := range c.Findings {
				n += btoi(f.Rule == RuleKept &&
					strings.Contains(f.Found, "kept from the profile of 2026-02-0"))
			}
			if want := strings.Count(tc.want, "+"); n != want {
				t.Errorf("%d findings say that one is kept, want %d", n, want)
			}
		})
	}
}

// An amendment that leaves a protection out keeps it, also as a correction of an error.
func TestAnAmendmentKeepsAProtection(t *testing.T) {
	b := newBook(t)
	first := b.protecting("2026-02-01T09:00Z", protection("father", "court order", ""))
	b.add("profile", "2026-02-02T09:00Z",
		fields{"name": "Tobi A.", "date_of_birth": "2016-11-02", "amend_reason": "error",
			"links": links{"amends": first}})
	if got := inForce(b.fold()); got != "father+" {
		t.Errorf("in force: %q", got)
	}
}

// Where people wrote apart, one of them ends a protection for himself alone.
func TestProtectionEndedApart(t *testing.T) {
	b := newBook(t)
	f := func(list ...any) fields {
		return fields{"name": "Tobi Adeyemi", "date_of_birth": "2016-11-02",
			"address_protected_from": list}
	}
	father, over := protection("father", "court order", ""),
		protection("father", "court order", "2026-02-09")
	first := b.written("profile", "asha", "2026-02-01T09:00Z", "2026-02-01T09:00Z", nil, f(father))
	ends := b.written("profile", "asha", "2026-02-10T09:00Z", "2026-02-10T18:00Z", on{first},
		f(over))
	goesOn := b.written("profile", "ben", "2026-02-10T10:00Z", "2026-02-10T19:00Z", on{first}, f())
	if got := inForce(b.fold()); got != "father+" {
		t.Errorf("ended apart: %q", got)
	}
	b.written("profile", "ben", "2026-02-11T10:00Z", "2026-02-11T10:00Z", on{ends, goesOn}, f(over))
	if got := inForce(b.fold()); got != "" {
		t.Errorf("settled: %q", got)
	}
}

// held returns the statuses, as name from/to, with + where one is kept and * where it is held now.
func held(list []Flag) string {
	var out []string
	for _, f := range list {
		s := f.Name + " " + f.From.String() + "/" + f.To.String()
		if f.Current {
			s += "*"
		}
		if f.CarriedFrom != nil {
			s += "+"
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// Statuses are the same by name and start: what was recorded first without and later with its
// end shows once, ended. Doubt counts as two. The day is 6 March 2026.
func TestStatusesAreMergedByWhatTheyAre(t *testing.T) {
	for _, tc := range []struct {
		name     string
		profiles [][]any
		ever     string // for retention
		now      string // what people look for
	}{
		{"held", [][]any{{flag("child_protection", "2026-01-02", "")}},
			"child_protection 2026-01-02/*", "child_protection 2026-01-02/*"},
		{"ended later", [][]any{{flag("child_protection", "2026-01-02", "")},
			{flag("child_protection", "2026-01-02", "2026-02-27")}},
			"child_protection 2026-01-02/2026-02-27", "child_protection 2026-01-02/2026-02-27"},
		{"ended, then left out",
			[][]any{{flag("missing_episodes", "2026-01-02", "2026-02-27")}, {}},
			"missing_episodes 2026-01-02/2026-02-27", ""},
		{"left out without an end", [][]any{{flag("looked_after", "2026-01-02", "")}, {}},
			"looked_after 2026-01-02/*+", "looked_after 2026-01-02/*+"},
		{"held twice", [][]any{{flag("looked_after", "2024-01-02", "2025-02-27")},
			{flag("looked_after", "2026-01-02", "")}},
			"looked_after 2024-01-02/2025-02-27, looked_after 2026-01-02/*",
			"looked_after 2026-01-02/*"},
		{"a start found out",
			[][]any{{flag("young_carer", "unknown", "")}, {flag("young_carer", "2025-05-05", "")}},
			"young_carer 2025-05-05/*", "young_carer 2025-05-05/*"},
		{"a start found out with the end",
			[][]any{{flag("young_carer", "unknown", "")},
				{flag("young_carer", "2025-05-05", "2026-01-31")}},
			"young_carer 2025-05-05/2026-01-31", "young_carer 2025-05-05/2026-01-31"},
		{"one ended, another of no known start",
			[][]any{{flag("young_carer", "2020-05-05", "2021-01-31")},
				{flag("young_carer", "unknown", "")}},
			"young_carer /*, young_carer 2020-05-05/2021-01-31", "young_carer /*"},
		{"two named side by side",
			[][]any{{flag("early_help", "unknown", ""), flag("early_help", "2025-05-05", "")},
				{flag("early_help", "2025-05-05", "")}},
			"early_help /*+, early_help 2025-05-05/*", "early_help /*+, early_help 2025-05-05/*"},
		{"two starts that it could be",
			[][]any{{flag("early_help", "unknown", "")}, {flag("early_help", "2025-05-05", "")},
				{flag("early_help", "2026-02-01", "")}},
			"early_help /*+, early_help 2025-05-05/*+, early_help 2026-02-01/*",
			"early_help /*+, early_help 2025-05-05/*+, early_help 2026-02-01/*"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := newBook(t)
			for i, list := range tc.profiles {
				b.profile("2026-02-0"+string(rune('1'+i))+"T09:00Z", "2016-11-02", list...)
			}
			s := b.fold().Subject
			if got := held(s.EverFlags); got != tc.ever {
				t.Errorf("ever: %q, want %q", got, tc.ever)
			}
			if got := held(s.Flags); got != tc.now {
				t.Errorf("now: %q, want %q", got, tc.now)
			}
		})
	}
}

// Who asked not to be named stays unnamed where a newer version says nothing of it, and so
// does from whom an entry is kept; a version that says no ends it.
func TestAnonymityEndsOnlyByAWord(t *testing.T) {
	for said, want := range map[string]bool{"": true, "yes": true, "no": false, "unknown": true} {
		b := newBook(t)
		first := b.add("concern", "2026-02-02T10:00Z", fields{"anonymous": "yes"})
		f := fields{"amend_reason": "addition", "links": links{"amends": first}}
		if said != "" {
			f["anonymous"] = said
		}
		e := b.add("concern", "2026-02-03T10:00Z", f)
		if row := find(t, b.fold(), e.ID); row.Withheld != want {
			t.Errorf("anonymous: %q, and the source is withheld: %v", said, row.Withheld)
		}
	}
	b := newBook(t)
	first := b.add("note", "2026-02-02T10:00Z", fields{})
	first.Confidentiality = "from the school: staff are named"
	e := b.add("note", "2026-02-03T10:00Z", fields{"links": links{"amends": first}})
	if row := find(t, b.fold(), e.ID); !row.Withheld {
		t.Error("a newer version took the confidentiality away")
	}
	if len(e.Confidentiality) > 0 {
		t.Error("the text as it was recorded was changed")
	}
}

// A person's own address stays protected once a profile protects it, until a later profile on the
// same line says that it is not.
func TestPeoplesAddressesAreKept(t *testing.T) {
	for name, tc := range map[string]struct {
		says []string // of the mother's address, one profile after another; "-": she is not named
		kept bool
	}{
		"left out":            {[]string{"yes", ""}, true},
		"nobody knows":        {[]string{"yes", "unknown"}, true},
		"ended":               {[]string{"yes", "no"}, false},
		"ended, and left out": {[]string{"yes", "no", ""}, false},
		"said again":          {[]string{"yes", "", "yes"}, false},
		"ended and begun":     {[]string{"no", "yes", ""}, true},
		"not named any more":  {[]string{"yes", "-"}, false},
		"never protected":     {[]string{"", "no", ""}, false},
	} {
		b := newBook(t)
		var before on
		for i, says := range tc.says {
			mother := map[string]any{"name": "Bea  Frost", "relation": "mother"}
			switch says {
			case "-":
				mother["name"] = "Jo Frost"
			case "":
			default:
				mother["address_protected"] = says
			}
			at := fmt.Sprintf("2026-02-%02dT09:00Z", i+1)
			f := fields{"name": "Una Frost", "people": []any{mother}}
			before = append(before, b.written("profile", "asha", at, at, before, f))
		}
		c := b.fold()
		if got := len(c.CarriedAddresses()) > 0; got != tc.kept {
			t.Errorf("%s: kept %v, want %v", name, got, tc.kept)
		}
		if got := len(c.CarriedOver()) > 0; got != tc.kept {
			t.Errorf("%s: told %v, want %v", name, got, tc.kept)
		}
	}
}

package cases

import (
	"fmt"
	"slices"

	"casefile/internal/record"
)

// subject takes the newest profile, which stands, and the flags of all.
func (c *Case) subject() {
	for _, t := range c.of(record.KindDeath) {
		if t.Str("who") == "subject" {
			c.Death = t.Item
			c.Subject.Died = t.Date("died_on")
		}
	}
	profiles := c.of(record.KindProfile)
	slices.SortStableFunc(profiles, byWritten)
	if len(profiles) == 0 {
		return
	}
	l := c.lineageOf(profiles)
	c.profiles = l.inForce(profiles)
	c.held(l, profiles)
	if len(c.profiles) == 1 {
		c.readProfile(c.profiles[0])
		return
	}
	c.fork(record.KindProfile, c.profiles)
	c.readProfile(c.combined(c.profiles))
	for _, p := range c.profiles {
		c.Subject.births = append(c.Subject.births, p.Date("date_of_birth"))
	}
}

// readProfile takes what the profile says that stands; of protections and flags what held
// gathered from all of them counts.
func (c *Case) readProfile(p *Item) {
	s := &c.Subject
	s.Profile = p
	s.Adult = p.Str("subject_type") == "adult"
	s.Name = p.Str("name")
	s.Born = p.Date("date_of_birth")
	s.Address = p.Str("address")
	s.Languages = p.Strs("languages")
	s.References = p.References
	s.OtherCases = append(s.OtherCases, otherCasesIn(p.Entry)...)
	for _, m := range p.Maps("people") {
		s.People = append(s.People,
			Person{Name: str(m, "name"), Relation: str(m, "relation"), Contact: str(m, "contact"),
				Agency: str(m, "agency"), ParentalResponsibility: str(m, "parental_responsibility"),
				Case: str(m, "case")})
	}
}

// otherCasesIn returns the cases that a profile names.
func otherCasesIn(profile *record.Entry) []OtherCase {
	var out []OtherCase
	for _, m := range profile.Maps("other_cases") {
		if id, err := record.ParseID(str(m, "case")); err == nil {
			out = append(out, OtherCase{id, str(m, "relation")})
		}
	}
	return out
}

func (c *Case) flags(p *Item) []Flag {
	var out []Flag
	for _, m := range p.Maps("flags") {
		f := Flag{Name: str(m, "flag"), Detail: str(m, "category"), From: dateOf(m, "from"),
			To: dateOf(m, "to")}
		out = append(out, c.current(f))
	}
	return out
}

// current says of a status whether it is held today.
func (c *Case) current(f Flag) Flag {
	f.Current = c.hour.begun(f.From) && (f.To.IsZero() || !c.hour.over(f.To))
	return f
}

// Age returns the age of the subject on a day as practitioners write it, 9y4m. It returns "" if the
// age is not known, and on days before the birth and after the death.
func (c *Case) Age(on record.Date) string {
	born, died := c.Subject.Born, c.Subject.Died
	if born.IsZero() || on.IsZero() || on.Before(born) || !died.IsZero() && died.Before(on) {
		return ""
	}
	years, months := born.AgeOn(on)
	return fmt.Sprintf("%dy%dm", years, months)
}

func str(m map[string]any, key string) string {
	s, _ := m[key].(string)
	return s
}

// dateOf returns a day among named values; zero for unknown.
func dateOf(m map[string]any, key string) record.Date {
	p, _ := record.ParsePoint(str(m, key))
	return p.Date
}

package record

// TestDays returns the days by which the entry's hypotheses are to be tested, as `Test: ring the
// school, by 2026-04-01` says it in the section Hypothesis. A day that the calendar lacks is left
// out; each day stands once.
func (e *Entry) TestDays() []Date {
	var out []Date
	seen := map[Date]bool{}
	for _, s := range e.Sections {
		if s.Title != "Hypothesis" { // looked at first: most texts have none, and are long
			continue
		}
		begins := testBegins().FindStringIndex(s.Text)
		if begins == nil {
			continue
		}
		for _, m := range testDay().FindAllStringSubmatch(s.Text[begins[1]:], -1) {
			if d, err := ParseDate(m[1]); err == nil && !seen[d] {
				seen[d] = true
				out = append(out, d)
			}
		}
	}
	return out
}

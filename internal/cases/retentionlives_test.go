package cases

import (
	"strings"
	"testing"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// life is a row: a case is built, service ends, and the rule that is named keeps
// it until the day that is named, reasoned by hand in the row's name; the docket
// has the end of that year. No day means that the case is kept for want of a
// fact. An empty end of service is the one that the entries themselves tell.
type life struct {
	name  string
	ended string
	build func(b *book)
	day   string
	rule  string
	held  bool
}

func TestRetentionOverLives(t *testing.T) {
	for _, rows := range [][]life{leapDays(), deaths(), stacked(), ownRules(), holds(), reopened(),
		everHeld(), lastEntries(), closingLives()} {
		for _, row := range rows {
			t.Run(row.name, row.test)
		}
	}
}

func (l life) test(t *testing.T) {
	b := newBook(t)
	b.in.Now = at(t, "2031-01-01T10:00Z")
	l.build(b)
	var r Retention
	if l.ended == "" {
		r = b.fold().Retention
	} else {
		r = Retain(b.in, day(t, l.ended))
	}
	var exact record.Date
	for _, res := range r.Considered {
		if res.ID == r.Rule {
			exact = res.Date
		}
	}
	until := day(t, l.day)
	if !until.IsZero() {
		until = day(t, l.day[:4]+"-12-31")
	}
	if exact != day(t, l.day) || r.Until != until || r.Rule != l.rule || r.Held != l.held {
		t.Errorf("%q, rounded %q, by %s, held %v (%s); want %q by %s, held %v", exact, r.Until,
			r.Rule, r.Held, r.Why, l.day, l.rule, l.held)
	}
}

// ended is the end of service where a row is not about it: the floor of one
// year ends on 14 June 2028.
const ended = "2027-06-14"

// changed puts another text in a place of the policy.
func (b *book) changed(pairs ...string) {
	b.t.Helper()
	data, err := policy.Default(policy.Casework)
	if err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(string(data), pairs[i]) {
			b.t.Fatalf("the policy does not say %s", pairs[i])
		}
		data = []byte(strings.Replace(string(data), pairs[i], pairs[i+1], 1))
	}
	p, found := policy.Parse(data, "casefile.yaml")
	if p == nil {
		b.t.Fatal(found)
	}
	b.in.Policy = p
}

// rules adds retention rules of the agency's own behind the floor.
func (b *book) rules(lines ...string) {
	b.t.Helper()
	const floor = "  - {id: floor, years: 1, from: service_end, source: policy template}\n"
	for i, line := range lines {
		lines[i] = strings.TrimSuffix(line, "}") + ", source: ours}"
	}
	b.changed(floor, floor+"  - "+strings.Join(lines, "\n  - ")+"\n")
}

// tobi was born on 20 November 2016: 18 in 2034, 21 in 2037, 25 in 2041.
func (b *book) tobi(flags ...any) *record.Entry {
	b.t.Helper()
	return b.profile("2026-01-12T10:00Z", "2016-11-20", flags...)
}

func (b *book) concern() { b.t.Helper(); b.add("concern", "2026-02-01T10:00Z", nil) }

func (b *book) died(on string) *record.Entry {
	b.t.Helper()
	e := b.add("death", "2027-04-01T10:00Z", fields{"who": "subject", "died_on": on})
	b.released("2027-05-01T10:00Z", e)
	return e
}

func (b *book) adopted(on string) {
	b.t.Helper()
	b.add("order", "2028-05-01T10:00Z", fields{"type": "adoption", "made_on": on})
}

func (b *book) we(are string) { b.in.Policy.WeAre = append(b.in.Policy.WeAre, are) }

// A day that a year lacks is the day after it: the later of the two that it can
// be. Rounding to 31 December comes last.
func leapDays() []life {
	return []life{
		{"service ended on 29 February 2028; 2029 has none: 1 March", "2028-02-29", func(b *book) {
			b.tobi()
		}, "2029-03-01", "floor", false},
		{"28 February 2027 stays 28 February, though 2028 has a 29th", "2027-02-28", func(b *book) {
			b.tobi()
		}, "2028-02-28", "floor", false},
		{"the last day of 2027: the year of grace ends on 31 December 2028 itself", "2027-12-31",
			func(b *book) {
				b.tobi()
			}, "2028-12-31", "floor", false},
		{"a day later, on 1 January 2028, it is kept all of 2029", "2028-01-01", func(b *book) {
			b.tobi()
		}, "2029-01-01", "floor", false},
		{"born on 29 February 2016: 25 on 1 March 2041", ended, func(b *book) {
			b.profile("2026-01-12T10:00Z", "2016-02-29", flag("child_protection", "2026-02-01", ""))
		}, "2041-03-01", "child_protection", false},
		{"born on 29 February 2016: 75 on 1 March 2091", ended, func(b *book) {
			b.we("responsible_authority")
			b.profile("2026-01-12T10:00Z", "2016-02-29", flag("looked_after", "2026-02-01", ""))
		}, "2091-03-01", "looked_after", false},
		{"born on 29 February 2008: 21 on 28 February + 1, 2029", ended, func(b *book) {
			b.profile("2026-01-12T10:00Z", "2008-02-29", flag("child_in_need", "2026-02-01", ""))
		}, "2029-03-01", "child_in_need", false},
		{"born on 29 February 1964: 67 on 1 March 2031; ten years end on 9 May 2030", "2026-07-01",
			func(b *book) {
				b.adult("2026-01-12T10:00Z", "1964-02-29", flag("allegation", "2020-05-09", ""))
			}, "2031-03-01", "allegation", false},
		{"an allegation of 29 February 2024: ten years end on 1 March 2034, after 67", ended,
			func(b *book) {
				b.adult("2026-01-12T10:00Z", "1960-05-05", flag("allegation", "2024-02-29", ""))
			}, "2034-03-01", "allegation", false},
		{"adopted on 29 February 2000; 2100 is no leap year: 1 March 2100", ended, func(b *book) {
			b.we("adoption_agency")
			b.adopted("2000-02-29")
		}, "2100-03-01", "adoption", false},
		{"adopted on 29 February 2028; 2128 is one: 29 February 2128", ended, func(b *book) {
			b.we("adoption_agency")
			b.adopted("2028-02-29")
		}, "2128-02-29", "adoption", false},
		{"the last entry on 29 February 2028, and 2103 has none: 1 March 2103", "2028-03-01",
			func(b *book) {
				b.tobi(flag("child_sexual_abuse", "2026-01-20", ""))
				b.add("note", "2028-02-29T10:00Z", nil)
			}, "2103-03-01", "abuse_records", false},
	}
}

func deaths() []life {
	lookedAfter := flag("looked_after", "2026-01-20", "")
	return []life{
		{"born on 29 February 2008 is 18 on 1 March 2026; died the day before: 15 years", ended,
			func(b *book) {
				b.we("responsible_authority")
				b.profile("2026-01-12T10:00Z", "2008-02-29", lookedAfter)
				b.died("2026-02-28")
			}, "2041-02-28", "looked_after_died_under_18", false},
		{"and died on that 1 March is not before 18: 75 on 1 March 2083", ended, func(b *book) {
			b.we("responsible_authority")
			b.profile("2026-01-12T10:00Z", "2008-02-29", lookedAfter)
			b.died("2026-03-01")
		}, "2083-03-01", "looked_after", false},
		{"died on 29 February 2024: 15 years end on 1 March 2039", ended, func(b *book) {
			b.tobi(lookedAfter)
			b.died("2024-02-29")
		}, "2039-03-01", "looked_after_died_under_18", false},
		{"the rule of a death before 18 asks for no kind of agency", ended, func(b *book) {
			b.tobi(lookedAfter)
			b.died("2027-03-03")
		}, "2042-03-03", "looked_after_died_under_18", false},
		{"died before 18 and never looked after: the concern's 25 years from birth stay", ended,
			func(b *book) {
				b.tobi()
				b.concern()
				b.died("2027-03-03")
			}, "2041-11-20", "concern", false},
		{"15 years from a death in March 2026 end before the 25th birthday in November 2041", ended,
			func(b *book) {
				b.tobi(lookedAfter, flag("child_protection", "2026-02-01", ""))
				b.died("2026-03-03")
			}, "2041-11-20", "child_protection", false},
		{"15 years from a death in March 2027 end after it", ended, func(b *book) {
			b.tobi(lookedAfter, flag("child_protection", "2026-02-01", ""))
			b.died("2027-03-03")
		}, "2042-03-03", "looked_after_died_under_18", false},
		{"whether it was before 18 is not known without a birthday: kept", ended, func(b *book) {
			b.profile("2026-01-12T10:00Z", "unknown", lookedAfter)
			b.died("2027-03-03")
		}, "", "looked_after_died_under_18", false},
		{"the day of death, first unknown, was learned: 3 March 2042", ended, func(b *book) {
			b.tobi(lookedAfter)
			d := b.died("unknown")
			b.add("death", "2027-05-10T10:00Z",
				fields{"who": "subject", "died_on": "2027-03-03", "amend_reason": "addition",
					"links": links{"amends": d}})
		}, "2042-03-03", "looked_after_died_under_18", false},
		{"the death was the mother's, recorded wrongly: 75 on 20 November 2091, and the hold " +
			"until it is released", ended, func(b *book) {
			b.we("responsible_authority")
			b.tobi(lookedAfter)
			d := b.add("death", "2027-04-01T10:00Z",
				fields{"who": "subject", "died_on": "2027-03-03"})
			b.add("death", "2027-04-02T10:00Z",
				fields{"who": "parent", "died_on": "2027-03-03", "amend_reason": "error",
					"links": links{"amends": d}})
		}, "2091-11-20", "looked_after", true},
		{"an adult who died at 41: the 68th birthday counts all the same", ended, func(b *book) {
			b.adult("2026-01-12T10:00Z", "1985-05-05", flag("allegation", "2026-02-10", ""))
			b.died("2027-03-03")
		}, "2053-05-05", "allegation", false},
	}
}

func stacked() []life {
	return []life{
		{"21, 25 and 75 from birth, and 75 from the last entry of 4 May 2027: the last", ended,
			func(b *book) {
				b.we("responsible_authority")
				b.tobi(flag("child_in_need", "2026-01-20", ""),
					flag("child_protection", "2026-02-01", ""),
					flag("looked_after", "2026-03-01", ""),
					flag("child_sexual_abuse", "2026-03-02", ""))
				b.concern()
				b.add("note", "2027-05-04T10:00Z", nil)
			}, "2102-05-04", "abuse_records", false},
		{"looked after until 75 and adopted through us in 2028: 100 years", "2028-06-14",
			func(b *book) {
				b.we("responsible_authority")
				b.we("adoption_agency")
				b.tobi(flag("looked_after", "2026-03-01", "2028-04-30"))
				b.adopted("2028-04-30")
			}, "2128-04-30", "adoption", false},
		{"two adoption orders: the later", ended, func(b *book) {
			b.we("adoption_agency")
			b.adopted("2026-10-01")
			b.adopted("2020-03-05")
		}, "2126-10-01", "adoption", false},
		{"two rules with one day: the first of the policy is named", ended, func(b *book) {
			b.tobi(flag("child_protection", "2026-02-01", ""))
			b.concern()
		}, "2041-11-20", "concern", false},
		{"a missing birthday keeps the case, though another rule has the year 2102", ended,
			func(b *book) {
				b.profile("2026-01-12T10:00Z", "unknown", flag("child_in_need", "2026-01-20", ""),
					flag("child_sexual_abuse", "2026-03-02", ""))
				b.add("note", "2027-05-04T10:00Z", nil)
			}, "", "child_in_need", false},
		{"an allegation of a known day against somebody of an unknown birthday: kept", ended,
			func(b *book) {
				b.adult("2026-01-12T10:00Z", "unknown", flag("allegation", "2026-02-10", ""))
			}, "", "allegation", false},
		{"the newest profile no longer knows the birthday: kept", ended, func(b *book) {
			b.tobi()
			b.profile("2026-03-12T10:00Z", "unknown")
			b.concern()
		}, "", "concern", false},
		{"the newest profile has another birthday: 25 on 20 November 2042", ended, func(b *book) {
			b.tobi()
			b.profile("2026-03-12T10:00Z", "2017-11-20")
			b.concern()
		}, "2042-11-20", "concern", false},
		{"a referral that went out by the record, and came in by its correction", ended,
			func(b *book) {
				b.tobi()
				r := b.add("referral", "2026-02-01T10:00Z",
					fields{"direction": "out", "to": "health", "made_at": "2026-02-01"})
				n := b.add("referral", "2026-02-02T10:00Z",
					fields{"direction": "in", "made_at": "2026-02-01", "amend_reason": "error",
						"links": links{"amends": r}})
				b.senior(n)
			}, "2028-06-14", "floor", false},
		{"an entry sealed with a key that is not here may hold anything: kept", ended,
			func(b *book) {
				b.tobi()
				b.add("note", "2026-02-01T10:00Z", nil)
				b.in.Items[1].Fault = "sealed with a key of an epoch that you do not have"
			}, "", "", false},
		{"a concern that triage found nothing in is a concern", ended, func(b *book) {
			b.tobi()
			c := b.add("concern", "2026-02-01T10:00Z", nil)
			b.add("triage", "2026-02-01T11:00Z",
				fields{"decision": "no_further_action", "links": links{"concern": c}})
		}, "2041-11-20", "concern", false},
	}
}

// ownRules are about a policy that the agency has made its own, and the profiles
// for smaller ones, which shorten no time of keeping.
func ownRules() []life {
	return []life{
		{"small: the concern's 25 years", ended, func(b *book) {
			b.policy(policy.Small)
			b.tobi()
			b.concern()
		}, "2041-11-20", "concern", false},
		{"informal: the concern's 25 years", ended, func(b *book) {
			b.policy(policy.Informal)
			b.tobi()
			b.concern()
		}, "2041-11-20", "concern", false},
		{"informal: the floor of one year", ended, func(b *book) {
			b.policy(policy.Informal)
			b.tobi()
		}, "2028-06-14", "floor", false},
		{"a floor of 7 years, to June 2034, outlasts the 25th birthday in November 2033", ended,
			func(b *book) {
				b.changed("floor, years: 1,", "floor, years: 7,")
				b.profile("2026-01-12T10:00Z", "2008-11-20")
				b.concern()
			}, "2034-06-14", "floor", false},
		{"a floor of 10 years, to June 2037, does not outlast the 21st in November 2037", ended,
			func(b *book) {
				b.changed("floor, years: 1,", "floor, years: 10,")
				b.tobi(flag("child_in_need", "2026-01-20", ""))
			}, "2037-11-20", "child_in_need", false},
		{"a raised floor from 29 February 2028: 4 years on there is one, in 2032", "2028-02-29",
			func(b *book) {
				b.changed("floor, years: 1,", "floor, years: 4,")
				b.tobi()
			}, "2032-02-29", "floor", false},
		{"version 2 of a policy keeps concerns for 30 years", ended, func(b *book) {
			b.changed("version: 1", "version: 2", "{id: concern, years: 25",
				"{id: concern, years: 30")
			b.in.Docket.Policy = 1
			b.tobi()
			b.concern()
		}, "2046-11-20", "concern", false},
		{"version 2 without the rule on need: the floor", ended, func(b *book) {
			b.changed("version: 1", "version: 2", "  - {id: child_in_need, years: 21, from: "+
				"birth, when: [child_in_need],\n"+
				"     source: \"local practice: three years from 18 in Devon, twelve in North "+
				"Somerset\"}\n", "")
			b.tobi(flag("child_in_need", "2026-01-20", ""))
		}, "2028-06-14", "floor", false},
		{"an agency's own rule for care leavers: 30 years from 14 June 2027", ended, func(b *book) {
			b.rules("{id: leavers, years: 30, from: service_end, when: [care_leaver]}")
			b.tobi(flag("care_leaver", "2026-01-20", ""))
		}, "2057-06-14", "leavers", false},
		{"a flag that no rule names: the floor", ended, func(b *book) {
			b.tobi(flag("privately_fostered", "2026-01-20", ""))
		}, "2028-06-14", "floor", false},
		{"a rule for another kind of agency", ended, func(b *book) {
			b.rules("{id: designated, years: 40, from: service_end, only_if: " +
				"designated_social_work_body}")
			b.we("adoption_agency")
			b.tobi()
		}, "2028-06-14", "floor", false},
		{"a rule for what we are", ended, func(b *book) {
			b.rules("{id: designated, years: 40, from: service_end, only_if: " +
				"designated_social_work_body}")
			b.we("designated_social_work_body")
			b.tobi()
		}, "2067-06-14", "designated", false},
		{"a rule for neglect that is another agency's: neglect counts as a concern", ended,
			func(b *book) {
				b.rules("{id: neglect, years: 2, from: service_end, when: [category neglect], " +
					"only_if: fostering_service}")
				b.tobi()
				b.of("risk", "2026-02-01T10:00Z", "neglect", nil)
			}, "2041-11-20", "concern", false},
		{"a rule for neglect of this agency's: two years from 14 June 2027, and no birthday is " +
			"needed", ended, func(b *book) {
			b.rules("{id: neglect, years: 2, from: service_end, when: [category neglect], " +
				"only_if: fostering_service}")
			b.we("fostering_service")
			b.profile("2026-01-12T10:00Z", "unknown")
			b.of("risk", "2026-02-01T10:00Z", "neglect", nil)
		}, "2029-06-14", "neglect", false},
		{"allegations against staff, by a rule for adults, in the case of a child: as a concern",
			ended, func(b *book) {
				b.rules("{id: staff, years: 10, from: service_end, when: [category " +
					"allegation_against_staff], subject: adult}")
				b.tobi()
				b.of("referral", "2026-02-01T10:00Z", "allegation_against_staff",
					fields{"direction": "in", "made_at": "2026-02-01"})
			}, "2041-11-20", "concern", false},
		{"neglect, by a rule for those who died before 18, and nobody died: as a concern", ended,
			func(b *book) {
				b.rules("{id: died, years: 2, from: death, when: [category neglect, " +
					"died_under_18]}")
				b.tobi()
				b.of("risk", "2026-02-01T10:00Z", "neglect", nil)
			}, "2041-11-20", "concern", false},
		{"the later of 30 from birth (2046) and 5 from the end of service (2032)", ended,
			func(b *book) {
				b.rules("{id: own, later_of: [{birthday: 30}, {years: 5, from: service_end}]}")
				b.tobi()
			}, "2046-11-20", "own", false},
		{"and where the birthday is unknown the later can't be told: kept", ended, func(b *book) {
			b.rules("{id: own, later_of: [{birthday: 30}, {years: 5, from: service_end}]}")
			b.profile("2026-01-12T10:00Z", "unknown")
		}, "", "own", false},
		{"a rule for every child who died: 20 years from 3 March 2027", ended, func(b *book) {
			b.rules("{id: died, years: 20, from: death, when: [died_under_18]}")
			b.tobi()
			b.died("2027-03-03")
		}, "2047-03-03", "died", false},
		{"what is replaced itself replaces nothing: 30 years from 2027, not 3", ended,
			func(b *book) {
				b.rules("{id: a, years: 2, from: service_end, replaces: b}",
					"{id: b, years: 3, from: service_end, replaces: c}",
					"{id: c, years: 30, from: service_end}")
				b.tobi()
			}, "2057-06-14", "c", false},
		{"whatever the order of the rules", ended, func(b *book) {
			b.rules("{id: c, years: 30, from: service_end}", "{id: b, years: 3, from: "+
				"service_end, replaces: c}", "{id: a, years: 2, from: service_end, replaces: b}")
			b.tobi()
		}, "2057-06-14", "c", false},
		{"two rules that replace each other: both stand, and the longer wins", ended,
			func(b *book) {
				b.rules("{id: a, years: 2, from: service_end, replaces: b}",
					"{id: b, years: 30, from: service_end, replaces: a}")
				b.tobi()
			}, "2057-06-14", "b", false},
	}
}

// A hold stops the destruction and leaves the date as it is.
func holds() []life {
	return []life{
		{"a hold", ended, func(b *book) {
			b.tobi()
			b.add("hold", "2027-02-01T10:00Z", fields{"basis": "court order"})
		}, "2028-06-14", "floor", true},
		{"two holds, one of them released", ended, func(b *book) {
			b.tobi()
			h := b.add("hold", "2027-02-01T10:00Z", fields{"basis": "court order"})
			b.add("hold", "2027-02-02T10:00Z", fields{"basis": "inquiry"})
			b.add("release", "2027-03-02T10:00Z", fields{"links": links{"hold": h}})
		}, "2028-06-14", "floor", true},
		{"a hold that only the docket tells of", ended, func(b *book) {
			b.tobi()
			b.in.Docket.Holds = []record.ID{"9QXH7K2M"}
		}, "2028-06-14", "floor", true},
		{"a hold on a case whose fact is missing", ended, func(b *book) {
			b.add("hold", "2027-02-01T10:00Z", fields{"basis": "court order"})
			b.concern()
		}, "", "concern", true},
		{"a release from before the death does not lift the hold of the death", ended,
			func(b *book) {
				b.tobi()
				h := b.add("hold", "2027-02-01T10:00Z", fields{"basis": "court order"})
				b.add("release", "2027-03-02T10:00Z", fields{"links": links{"hold": h}})
				b.add("death", "2027-04-01T10:00Z",
					fields{"who": "subject", "died_on": "2027-03-30"})
			}, "2028-06-14", "floor", true},
	}
}

// reopened are cases whose end of service the entries tell: the closure that
// was recorded last, unless a reopening was recorded after it.
func reopened() []life {
	closed := func(b *book, recorded, on string) *record.Entry {
		return b.add("closure", recorded, fields{"reason": "planned_end", "service_ended": on})
	}
	return []life{
		{"service ended on 15 January 2027, and again on 10 March 2029: the second", "",
			func(b *book) {
				b.tobi()
				closed(b, "2027-01-20T10:00Z", "2027-01-15")
				b.add("reopening", "2028-05-01T10:00Z", nil)
				closed(b, "2029-03-12T10:00Z", "2029-03-10")
			}, "2030-03-10", "floor", false},
		{"reopened: service goes on, and there is no date", "", func(b *book) {
			b.tobi()
			closed(b, "2027-01-20T10:00Z", "2027-01-15")
			b.add("reopening", "2028-05-01T10:00Z", nil)
		}, "", "floor", false},
		{"reopened for a correction, closed again with an earlier day: that day", "",
			func(b *book) {
				b.tobi()
				closed(b, "2027-01-20T10:00Z", "2027-01-15")
				b.add("reopening", "2027-02-01T10:00Z", nil)
				closed(b, "2027-02-01T11:00Z", "2026-12-20")
			}, "2027-12-20", "floor", false},
		{"the closure's day was corrected from 15 January to 15 February 2027", "", func(b *book) {
			b.tobi()
			c := closed(b, "2027-03-20T10:00Z", "2027-01-15")
			b.add("closure", "2027-03-21T10:00Z",
				fields{"reason": "planned_end", "service_ended": "2027-02-15",
					"amend_reason": "error", "links": links{"amends": c}})
		}, "2028-02-15", "floor", false},
		{"a flag of the first time counts at the second end: 21 on 20 November 2037", "",
			func(b *book) {
				b.tobi(flag("child_in_need", "2026-01-20", "2026-12-01"))
				closed(b, "2027-01-20T10:00Z", "2027-01-15")
				b.add("reopening", "2028-05-01T10:00Z", nil)
				b.profile("2028-05-02T10:00Z", "2016-11-20")
				closed(b, "2029-03-12T10:00Z", "2029-03-10")
			}, "2037-11-20", "child_in_need", false},
	}
}

// senior has a senior manager stand behind a text, on the day after it at ten.
func (b *book) senior(e *record.Entry) {
	b.t.Helper()
	b.endorse(e, "okoro", "senior", "endorsed",
		e.Recorded.AddDate(0, 0, 1).Format("2006-01-02T15:04Z"))
}

// A flag counts if it was ever held; what was recorded by mistake never was, once a senior
// manager has endorsed that.
func everHeld() []life {
	protection := flag("child_protection", "2026-02-02", "")
	amended := func(b *book, recorded, why string, p *record.Entry, born string,
		flags ...any) *record.Entry {
		return b.add("profile", recorded,
			fields{"date_of_birth": born, "flags": flags, "amend_reason": why,
				"links": links{"amends": p}})
	}
	return []life{
		{"a mistake that one addition carried along, then corrected: never held", ended,
			func(b *book) {
				p := amended(b, "2026-01-13T10:00Z", "addition", b.tobi(protection), "2016-11-20",
					flag("child_protection", "2026-02-02", "2026-08-01"))
				b.senior(amended(b, "2026-01-14T10:00Z", "error", p, "2016-11-20"))
			}, "2028-06-14", "floor", false},
		{"a flag that had ended, and a later slip in the profile that was corrected: held", ended,
			func(b *book) {
				p := amended(b, "2026-09-13T10:00Z", "addition", b.tobi(protection), "2016-11-19")
				b.senior(amended(b, "2026-09-14T10:00Z", "error", p, "2016-11-20"))
			}, "2041-11-20", "child_protection", false},
		{"held from 2 February; a second time, from May, was a mistake", ended, func(b *book) {
			p := amended(b, "2026-05-13T10:00Z", "addition", b.tobi(protection), "2016-11-20",
				flag("child_protection", "2026-05-02", ""))
			b.senior(amended(b, "2026-05-14T10:00Z", "error", p, "2016-11-20"))
		}, "2041-11-20", "child_protection", false},
		{"an earlier profile corrected after a newer one was recorded: never held", ended,
			func(b *book) {
				p := b.tobi(protection)
				b.profile("2026-03-12T10:00Z", "2016-11-20")
				b.senior(amended(b, "2026-04-14T10:00Z", "error", p, "2016-11-20"))
			}, "2028-06-14", "floor", false},
		{"a mistake of one profile is a truth of another", ended, func(b *book) {
			p := b.tobi(protection)
			b.profile("2026-03-12T10:00Z", "2016-11-20", protection)
			b.senior(amended(b, "2026-04-14T10:00Z", "error", p, "2016-11-20"))
		}, "2041-11-20", "child_protection", false},
		{"a flag that is to begin after service ended counts", ended, func(b *book) {
			b.tobi(flag("child_in_need", "2028-01-20", ""))
		}, "2037-11-20", "child_in_need", false},
		{"an allegation's day, first unknown, was learned: ten years from 10 February 2026", ended,
			func(b *book) {
				p := b.adult("2026-01-12T10:00Z", "1958-05-05", flag("allegation", "unknown", ""))
				amended(b, "2026-03-01T10:00Z", "addition", p, "1958-05-05",
					flag("allegation", "2026-02-10", ""))
			}, "2036-02-10", "allegation", false},
		{"or learned by the time of a newer profile", ended, func(b *book) {
			b.adult("2026-01-12T10:00Z", "1958-05-05", flag("allegation", "unknown", ""))
			b.adult("2026-03-01T10:00Z", "1958-05-05", flag("allegation", "2026-02-10", ""))
		}, "2036-02-10", "allegation", false},
		{"the newer profile dates one of two allegations, and no longer names the other: kept",
			ended, func(b *book) {
				b.adult("2026-01-12T10:00Z", "1958-05-05", flag("allegation", "unknown", ""),
					flag("allegation", "2025-02-10", ""))
				b.adult("2026-03-01T10:00Z", "1958-05-05", flag("allegation", "2025-02-10", ""))
			}, "", "allegation", false},
		{"the newer profile names none: the day is as unknown as it was", ended, func(b *book) {
			b.adult("2026-01-12T10:00Z", "1958-05-05", flag("allegation", "unknown", ""))
			b.profile("2026-03-01T10:00Z", "1958-05-05")
		}, "", "allegation", false},
	}
}

// The last entry is the last that tells of the child. What is done with the
// record itself (it is endorsed, held, disposed of) does not make it younger: a
// request for disposal would else put off the disposal by 75 years.
func lastEntries() []life {
	abuse := func(b *book) {
		b.tobi(flag("child_sexual_abuse", "2026-03-02", ""))
		b.add("note", "2026-12-30T10:00Z", nil)
	}
	return []life{
		{"endorsed in the next year: 75 years from 30 December 2026", ended, func(b *book) {
			abuse(b)
			b.endorse(b.in.Items[1].Entry, "hall", "line", "endorsed", "2027-01-04T10:00Z")
		}, "2101-12-30", "abuse_records", false},
		{"held and released in the next years", ended, func(b *book) {
			abuse(b)
			h := b.add("hold", "2027-02-01T10:00Z", fields{"basis": "inquiry"})
			b.add("release", "2028-02-01T10:00Z", fields{"links": links{"hold": h}})
		}, "2101-12-30", "abuse_records", false},
		{"a request for disposal that others declined", ended, func(b *book) {
			abuse(b)
			b.add("disposal", "2029-01-05T10:00Z", fields{"basis": "retention"})
		}, "2101-12-30", "abuse_records", false},
		{"moved to another agency, which said that it has it", ended, func(b *book) {
			abuse(b)
			b.add("transfer", "2027-01-05T10:00Z", nil)
			b.add("transfer-receipt", "2027-01-15T10:00Z", nil)
		}, "2101-12-30", "abuse_records", false},
		{"a correction tells of the child: 75 years from 4 January 2027", ended, func(b *book) {
			abuse(b)
			b.add("note", "2027-01-04T10:00Z",
				fields{"amend_reason": "addition", "links": links{"amends": b.in.Items[1].Entry}})
		}, "2102-01-04", "abuse_records", false},
		{"a closure does too: 75 years from 2 January 2027", ended, func(b *book) {
			abuse(b)
			b.add("closure", "2027-01-02T10:00Z",
				fields{"reason": "planned_end", "service_ended": "2026-12-31"})
		}, "2102-01-02", "abuse_records", false},
		{"half past eleven in the evening of 31 December, Greenwich, is next year in Paris", ended,
			func(b *book) {
				b.changed("timezone: Europe/London", "timezone: Europe/Paris")
				b.tobi(flag("child_sexual_abuse", "2026-03-02", ""))
				b.add("note", "2026-12-31T23:30Z", nil)
			}, "2102-01-01", "abuse_records", false},
		{"and the same year in London", ended, func(b *book) {
			b.tobi(flag("child_sexual_abuse", "2026-03-02", ""))
			b.add("note", "2026-12-31T23:30Z", nil)
		}, "2101-12-31", "abuse_records", false},
	}
}

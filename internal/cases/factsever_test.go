package cases

import (
	"fmt"
	"strings"
	"testing"

	"casefile/internal/record"
)

// Of every row service ended on 14 June 2027, and the floor ends on 14 June 2028. Tobi is 25
// on 20 November 2041 and 75 on 20 November 2091.
func TestRetentionByFactsEver(t *testing.T) {
	for _, rows := range [][]life{categories(), corrections(), ordersEver(), subjectsEver(),
		quotedFacts(), erasedFacts()} {
		for _, row := range rows {
			t.Run(row.name, row.test)
		}
	}
}

// of returns an entry with categories.
func (b *book) of(kind, recorded string, category any, more fields) *record.Entry {
	b.t.Helper()
	f := fields{"category": category}
	for key, v := range more {
		f[key] = v
	}
	return b.add(kind, recorded, f)
}

func several(words ...any) []any { return words }

func categories() []life {
	return []life{
		{"a risk of neglect counts as a concern: 25 on 20 November 2041", ended, func(b *book) {
			b.tobi()
			b.of("risk", "2026-02-01T10:00Z", "neglect", nil)
		}, "2041-11-20", "concern", false},
		{"a risk of none of these is no concern", ended, func(b *book) {
			b.tobi()
			b.of("risk", "2026-02-01T10:00Z", "none_of_these", nil)
		}, "2028-06-14", "floor", false},
		{"nor is one of which nobody knows yet", ended, func(b *book) {
			b.tobi()
			b.of("risk", "2026-02-01T10:00Z", "unknown", nil)
		}, "2028-06-14", "floor", false},
		{"of several the one that is known counts", ended, func(b *book) {
			b.tobi()
			b.of("risk", "2026-02-01T10:00Z", several("unknown", "bullying"), nil)
		}, "2041-11-20", "concern", false},
		{"a category needs the birthday as a concern does: kept", ended, func(b *book) {
			b.profile("2026-01-12T10:00Z", "unknown")
			b.of("risk", "2026-02-01T10:00Z", "neglect", nil)
		}, "", "concern", false},
		{"a child's disclosure: 75 years from 2 September 2026, the last entry", ended,
			func(b *book) {
				b.tobi()
				b.of("concern", "2026-09-02T15:30Z", several("sexual_abuse"), nil)
			}, "2101-09-02", "abuse_records", false},
		{"a concern of exploitation is none of sexual exploitation: 25 from birth", ended,
			func(b *book) {
				b.tobi()
				b.of("concern", "2026-09-02T15:30Z", "exploitation", nil)
			}, "2041-11-20", "concern", false},
		{"a risk of sexual exploitation: 75 years from 2 March 2026", ended, func(b *book) {
			b.tobi()
			b.of("risk", "2026-03-02T10:00Z", several("missing", "sexual_exploitation"), nil)
		}, "2101-03-02", "abuse_records", false},
		{"the triage names what the concern left open: 75 years from it", ended, func(b *book) {
			b.tobi()
			n := b.of("concern", "2026-02-01T10:00Z", "unknown", nil)
			b.of("triage", "2026-02-02T10:00Z", "sexual_abuse",
				fields{"links": links{"concern": n}})
		}, "2101-02-02", "abuse_records", false},
		{"a risk of sexual abuse, the birthday unknown: abuse_records alone needs none", ended,
			func(b *book) {
				b.profile("2026-01-12T10:00Z", "unknown")
				b.of("risk", "2026-02-01T10:00Z", "sexual_abuse", nil)
			}, "2101-02-01", "abuse_records", false},
		{"the same where no rule names the category: as a concern, which needs the birthday", ended,
			func(b *book) {
				b.changed("category sexual_abuse, category", "category")
				b.profile("2026-01-12T10:00Z", "unknown")
				b.of("risk", "2026-02-01T10:00Z", "sexual_abuse", nil)
			}, "", "concern", false},
		{"a referral in of sexual abuse: 75 years from 1 February 2026", ended, func(b *book) {
			b.tobi()
			b.of("referral", "2026-02-01T10:00Z", "sexual_abuse",
				fields{"direction": "in", "made_at": "2026-02-01"})
		}, "2101-02-01", "abuse_records", false},
		{"the word in another kind of entry is not a category", ended, func(b *book) {
			b.tobi()
			b.of("note", "2026-02-01T10:00Z", "sexual_abuse", nil)
		}, "2028-06-14", "floor", false},
		{"an old flag of exploitation is a category: 25 from birth", ended, func(b *book) {
			b.tobi(flag("exploitation", "2026-02-01", ""))
		}, "2041-11-20", "concern", false},
		{"somebody else's words beside a concern count: 75 years from 2 February 2026", ended,
			func(b *book) {
				b.tobi()
				n := b.of("concern", "2026-02-01T10:00Z", "neglect", nil)
				b.of("concern", "2026-02-02T10:00Z", "sexual_abuse",
					fields{"by": "ben", "amend_reason": "addition", "links": links{"amends": n}})
			}, "2101-02-02", "abuse_records", false},
	}
}

// abused returns a concern of sexual abuse of 1 February 2026 that was amended on the 5th.
func (b *book) abused(reason string, category any, more fields) *record.Entry {
	b.t.Helper()
	b.tobi()
	n := b.of("concern", "2026-02-01T10:00Z", several("sexual_abuse", "neglect"), nil)
	f := fields{"amend_reason": reason, "links": links{"amends": n}}
	for key, v := range more {
		f[key] = v
	}
	return b.of("concern", "2026-02-05T10:00Z", category, f)
}

func corrections() []life {
	return []life{
		{"a newer text leaves it out, and calls it no error: 75 years from 5 February 2026", ended,
			func(b *book) {
				b.senior(b.abused("addition", "neglect", nil))
			}, "2101-02-05", "abuse_records", false},
		{"corrected as an error, and nobody endorsed that: it counts", ended, func(b *book) {
			b.abused("error", "neglect", nil)
		}, "2101-02-05", "abuse_records", false},
		{"a senior manager endorsed it: 25 from birth for the neglect", ended, func(b *book) {
			b.senior(b.abused("error", "neglect", nil))
		}, "2041-11-20", "concern", false},
		{"the line manager's word is not enough", ended, func(b *book) {
			b.endorse(b.abused("error", "neglect", nil), "hall", "line", "endorsed",
				"2026-02-06T10:00Z")
		}, "2101-02-05", "abuse_records", false},
		{"the senior manager returned it", ended, func(b *book) {
			b.endorse(b.abused("error", "neglect", nil), "okoro", "senior", "returned",
				"2026-02-06T10:00Z")
		}, "2101-02-05", "abuse_records", false},
		{"the senior manager endorsed it, and returned it a day later", ended, func(b *book) {
			n := b.abused("error", "neglect", nil)
			b.senior(n)
			b.endorse(n, "okoro", "senior", "returned", "2026-02-07T10:00Z")
		}, "2101-02-05", "abuse_records", false},
		{"the senior manager had endorsed the text before the correction", ended, func(b *book) {
			b.abused("error", "neglect", nil)
			b.endorse(b.in.Items[1].Entry, "okoro", "senior", "endorsed", "2026-02-02T10:00Z")
		}, "2101-02-05", "abuse_records", false},
		{"what was only reported is no endorsement", ended, func(b *book) {
			n := b.abused("error", "neglect", nil)
			e := b.endorse(n, "okoro", "senior", "endorsed", "2026-02-06T10:00Z")
			e.Fields["reported"] = map[string]any{"name": "P. Osei", "role": "trustee"}
		}, "2101-02-05", "abuse_records", false},
		{"whoever corrected it does not endorse that, senior manager or not", ended, func(b *book) {
			b.tobi(flag("child_protection", "2026-02-02", ""))
			n := b.add("profile", "2026-02-05T10:00Z",
				fields{"by": "okoro", "subject_type": "child", "date_of_birth": "2016-11-20",
					"amend_reason": "error", "links": links{"amends": b.in.Items[0].Entry}})
			b.senior(n)
		}, "2041-11-20", "child_protection", false},
		{"a later text without it was endorsed, which is on the correction: 25 from birth", ended,
			func(b *book) {
				n := b.abused("error", "neglect", nil)
				b.senior(b.of("concern", "2026-02-08T10:00Z", "neglect",
					fields{"amend_reason": "addition", "links": links{"amends": n}}))
			}, "2041-11-20", "concern", false},
		{"a later text names it again: it counts, from 8 February 2026", ended, func(b *book) {
			n := b.abused("error", "neglect", nil)
			b.senior(n)
			b.of("concern", "2026-02-08T10:00Z", "sexual_abuse",
				fields{"amend_reason": "addition", "links": links{"amends": n}})
		}, "2101-02-08", "abuse_records", false},
		{"an error of another matter, on a text that had left it out: it counts", ended,
			func(b *book) {
				n := b.abused("addition", "neglect", nil)
				b.senior(b.of("concern", "2026-02-08T10:00Z", "bullying",
					fields{"amend_reason": "error", "links": links{"amends": n}}))
			}, "2101-02-08", "abuse_records", false},
		{"a referral that went out, corrected to one that came in, and not endorsed", ended,
			func(b *book) {
				b.tobi()
				r := b.add("referral", "2026-02-01T10:00Z",
					fields{"direction": "out", "to": "health", "made_at": "2026-02-01"})
				b.add("referral", "2026-02-02T10:00Z",
					fields{"direction": "in", "amend_reason": "error", "links": links{"amends": r}})
			}, "2041-11-20", "concern", false},
		{"two people amended apart; the correction of one was endorsed, the other's text names it",
			ended, func(b *book) {
				b.tobi()
				n := b.of("risk", "2026-02-01T10:00Z", "sexual_abuse", nil)
				amend := fields{"amend_reason": "error", "links": links{"amends": n}}
				one := b.of("risk", "2026-02-05T10:00Z", "neglect", amend)
				other := b.of("risk", "2026-02-05T11:00Z", several("sexual_abuse", "missing"),
					fields{"by": "ben", "amend_reason": "addition", "links": links{"amends": n}})
				one.Follows, other.Follows = []record.ID{n.ID}, []record.ID{n.ID}
				b.senior(one)
			}, "2101-02-05", "abuse_records", false},
	}
}

func ordersEver() []life {
	order := func(b *book, recorded, on, reason string, amends *record.Entry,
		kind string) *record.Entry {
		b.t.Helper()
		f := fields{"type": kind, "made_on": on}
		if amends != nil {
			f["amend_reason"], f["links"] = reason, links{"amends": amends}
		}
		return b.add("order", recorded, f)
	}
	agency := func(b *book) { b.tobi(); b.we("adoption_agency") }
	return []life{
		{"of two adoption orders the day of one is not known: kept", ended, func(b *book) {
			agency(b)
			b.adopted("2026-10-01")
			b.adopted("unknown")
		}, "", "adoption", false},
		{"the day was learned: 100 years from 1 October 2026", ended, func(b *book) {
			agency(b)
			o := order(b, "2026-10-05T10:00Z", "unknown", "", nil, "adoption")
			order(b, "2026-10-06T10:00Z", "2026-10-01", "addition", o, "adoption")
		}, "2126-10-01", "adoption", false},
		{"the day that was known is unknown in the newest text: kept", ended, func(b *book) {
			agency(b)
			o := order(b, "2026-10-05T10:00Z", "2026-10-01", "", nil, "adoption")
			order(b, "2026-10-06T10:00Z", "unknown", "error", o, "adoption")
		}, "", "adoption", false},
		{"corrected to an earlier day, and nobody endorsed that: the later", ended, func(b *book) {
			agency(b)
			o := order(b, "2026-10-05T10:00Z", "2026-10-01", "", nil, "adoption")
			order(b, "2026-10-06T10:00Z", "2020-03-05", "error", o, "adoption")
		}, "2126-10-01", "adoption", false},
		{"and endorsed: 100 years from 5 March 2020", ended, func(b *book) {
			agency(b)
			o := order(b, "2026-10-05T10:00Z", "2026-10-01", "", nil, "adoption")
			b.senior(order(b, "2026-10-06T10:00Z", "2020-03-05", "error", o, "adoption"))
		}, "2120-03-05", "adoption", false},
		{"it was a care order, by a correction that nobody endorsed", ended, func(b *book) {
			agency(b)
			o := order(b, "2026-10-05T10:00Z", "2026-10-01", "", nil, "adoption")
			order(b, "2026-10-06T10:00Z", "2026-10-01", "error", o, "care")
		}, "2126-10-01", "adoption", false},
		{"and by one that a senior manager endorsed: the floor", ended, func(b *book) {
			agency(b)
			o := order(b, "2026-10-05T10:00Z", "2026-10-01", "", nil, "adoption")
			b.senior(order(b, "2026-10-06T10:00Z", "2026-10-01", "error", o, "care"))
		}, "2028-06-14", "floor", false},
	}
}

// Normal pension age of who was born in 1990 is 68, and of 1958 it is 66.
func subjectsEver() []life {
	accused := flag("allegation", "2026-01-10", "")
	return []life{
		{"a child with an allegation: the rule is of adults", ended, func(b *book) {
			b.tobi(accused)
		}, "2028-06-14", "floor", false},
		{"an adult once, by an earlier profile: 68 on 5 May 2058", ended, func(b *book) {
			b.adult("2026-01-12T10:00Z", "1990-05-05", accused)
			b.profile("2026-02-12T10:00Z", "1990-05-05", accused)
		}, "2058-05-05", "allegation", false},
		{"that it was an adult was an error, which nobody endorsed", ended, func(b *book) {
			p := b.adult("2026-01-12T10:00Z", "1990-05-05", accused)
			b.add("profile", "2026-02-12T10:00Z",
				fields{"subject_type": "child", "date_of_birth": "1990-05-05",
					"flags":        several(accused),
					"amend_reason": "error", "links": links{"amends": p}})
		}, "2058-05-05", "allegation", false},
		{"and which a senior manager did endorse: the floor", ended, func(b *book) {
			p := b.adult("2026-01-12T10:00Z", "1990-05-05", accused)
			b.senior(b.add("profile", "2026-02-12T10:00Z",
				fields{"subject_type": "child", "date_of_birth": "1990-05-05",
					"flags":        several(accused),
					"amend_reason": "error", "links": links{"amends": p}}))
		}, "2028-06-14", "floor", false},
		{"the day of an allegation moved back as an error, not endorsed: ten years from the later",
			ended, func(b *book) {
				p := b.adult("2026-01-12T10:00Z", "1958-05-05", accused)
				b.add("profile", "2026-02-12T10:00Z",
					fields{"subject_type": "adult", "date_of_birth": "1958-05-05",
						"flags":        several(flag("allegation", "2024-01-10", "")),
						"amend_reason": "error",
						"links":        links{"amends": p}})
			}, "2036-01-10", "allegation", false},
		{"and endorsed: from the earlier, 10 January 2034", ended, func(b *book) {
			p := b.adult("2026-01-12T10:00Z", "1958-05-05", accused)
			b.senior(b.add("profile", "2026-02-12T10:00Z",
				fields{"subject_type": "adult", "date_of_birth": "1958-05-05",
					"flags": several(flag("allegation", "2024-01-10", "")), "amend_reason": "error",
					"links": links{"amends": p}}))
		}, "2034-01-10", "allegation", false},
		{"two texts disagree whether it was the subject who died: 75 on 20 November 2091", ended,
			func(b *book) {
				b.we("responsible_authority")
				b.tobi(flag("looked_after", "2026-01-20", ""))
				first := b.add("death", "2026-04-01T10:00Z",
					fields{"who": "subject", "died_on": "2026-03-30"})
				for _, who := range []string{"parent", "subject"} {
					e := b.add("death", "2026-04-02T10:00Z",
						fields{"who": who, "died_on": "2026-03-30", "amend_reason": "error",
							"links": links{"amends": first}})
					e.Follows = []record.ID{first.ID}
				}
				b.in.Items[len(b.in.Items)-1].Commit = "another"
				b.released("2026-05-01T10:00Z", first)
			}, "2091-11-20", "looked_after", false},
		{"of two days on which the subject died the later counts: 15 years from 30 March 2028",
			ended, func(b *book) {
				b.tobi(flag("looked_after", "2026-01-20", ""))
				for _, on := range []string{"2028-03-30", "2027-03-30"} {
					b.released("2028-05-01T10:00Z",
						b.add("death", "2028-04-01T10:00Z",
							fields{"who": "subject", "died_on": on}))
				}
			}, "2043-03-30", "looked_after_died_under_18", false},
		{"and where one of them is not known: kept", ended, func(b *book) {
			b.tobi(flag("looked_after", "2026-01-20", ""))
			for _, on := range []string{"2028-03-30", "unknown"} {
				b.released("2028-05-01T10:00Z",
					b.add("death", "2028-04-01T10:00Z", fields{"who": "subject", "died_on": on}))
			}
		}, "", "looked_after_died_under_18", false},
		{"profiles apart, born in 2016 and in 2017: 25 from the later birthday", ended,
			func(b *book) {
				b.concern()
				first := b.tobi()
				for _, born := range []string{"2017-11-20", "2016-11-21"} {
					e := b.profile("2026-02-12T10:00Z", born)
					e.Follows = []record.ID{first.ID}
				}
				b.in.Items[len(b.in.Items)-1].Commit = "another"
			}, "2042-11-20", "concern", false},
	}
}

const nonce = "5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC"

// there returns an entry as Northshire recorded it on 5 May 2025.
func there(kind, lines string) string {
	return "---\nid: 9QXH7K2M\ncase: M2T6K3F9\nkind: " + kind +
		"\nrecorded: 2025-05-05T10:00:00Z\nby: ben\nnonce: " + nonce + "\nheadline: x\n" + lines +
		"\n---\nWords.\n"
}

// quoting returns the text of a note that quotes one.
func quoting(kind, text string) string {
	o := record.Origin{Agency: "Northshire CSC", Case: "M2T6K3F9", Entry: "9QXH7K2M", Kind: kind,
		By: "ben", Nonce: nonce}
	return string(record.Quoting([]byte(text), o, "headline: x\n", "As it was recorded there:"))
}

// came adds a note of 2 May 2026 with a text of that form.
func (b *book) came(text string) *record.Entry {
	b.t.Helper()
	b.count++
	id := record.ID(fmt.Sprintf("%02dGH0000", 20+b.count))
	stamp := fmt.Sprintf("id: %s\ncase: %s\nkind: note\nrecorded: 2026-05-02T10:00:00Z\nby: asha\n"+
		"nonce: %s\n",
		string(id), string(caseID), nonce)
	kinds, err := record.Builtin()
	if err != nil {
		b.t.Fatal(err)
	}
	e, err := kinds.Decode([]byte(strings.Replace(text, "---\n", "---\n"+stamp, 1)))
	if err != nil {
		b.t.Fatal(err)
	}
	b.in.Items = append(b.in.Items,
		Item{Entry: e, SHA256: "sha-" + string(id), Author: "asha", MayAdd: true,
			Committed: e.Recorded, Op: "add"})
	return e
}

func (b *book) cameQuoted(kind, lines string) *record.Entry {
	b.t.Helper()
	return b.came(quoting(kind, there(kind, lines)))
}

func quotedFacts() []life {
	const held = "subject_type: child\ndate_of_birth: 2012-01-01\n" +
		"flags: [{flag: %s, from: 2025-01-01}]"
	of := func(flag string) string { return fmt.Sprintf(held, flag) }
	home := func(b *book) { b.tobi(); b.we("responsible_authority") }
	const tooLong = "too long to be quoted; what it came in has it\n"
	return []life{
		{"looked after, by the profile of another agency: 75", ended, func(b *book) {
			home(b)
			b.cameQuoted("profile", of("looked_after"))
		}, "2091-11-20", "looked_after", false},
		{"its date of birth is not this child's: kept for want of one", ended, func(b *book) {
			b.profile("2026-01-12T10:00Z", "unknown")
			b.cameQuoted("profile", of("child_protection"))
		}, "", "child_protection", false},
		{"nor does it change the one that is known", ended, func(b *book) {
			b.tobi()
			b.cameQuoted("profile", of("child_protection"))
		}, "2041-11-20", "child_protection", false},
		{"a quoted profile without a status: the floor", ended, func(b *book) {
			b.tobi()
			b.cameQuoted("profile", "subject_type: child")
		}, "2028-06-14", "floor", false},
		{"an old flag in it is a category: 75 years from 2 May 2026, when it came", ended,
			func(b *book) {
				b.tobi()
				b.cameQuoted("profile", of("child_sexual_abuse"))
			}, "2101-05-02", "abuse_records", false},
		{"a quoted concern is a concern", ended, func(b *book) {
			b.tobi()
			b.cameQuoted("concern", "about: Tobi")
		}, "2041-11-20", "concern", false},
		{"and its category is one", ended, func(b *book) {
			b.tobi()
			b.cameQuoted("concern", "category: [sexual_abuse]")
		}, "2101-05-02", "abuse_records", false},
		{"a quoted triage of sexual exploitation", ended, func(b *book) {
			b.tobi()
			b.cameQuoted("triage", "category: sexual_exploitation")
		}, "2101-05-02", "abuse_records", false},
		{"a referral that another agency sent out", ended, func(b *book) {
			b.tobi()
			b.cameQuoted("referral", "direction: out")
		}, "2041-11-20", "concern", false},
		{"one that it took in", ended, func(b *book) {
			b.tobi()
			b.cameQuoted("referral", "direction: in")
		}, "2028-06-14", "floor", false},
		{"an adoption order that it knew of: 100 years from 2 February 2020", ended, func(b *book) {
			b.tobi()
			b.we("adoption_agency")
			b.cameQuoted("order", "type: adoption\nmade_on: 2020-02-02")
		}, "2120-02-02", "adoption", false},
		{"and of an unknown day, beside one of ours: kept", ended, func(b *book) {
			b.tobi()
			b.we("adoption_agency")
			b.adopted("2026-10-01")
			b.cameQuoted("order", "type: adoption\nmade_on: unknown")
		}, "", "adoption", false},
		{"a quoted death shortens nothing: 75 from birth", ended, func(b *book) {
			home(b)
			b.add("profile", "2026-02-12T10:00Z",
				fields{"subject_type": "child", "date_of_birth": "2016-11-20",
					"flags": several(flag("looked_after", "2026-02-01", ""))})
			b.cameQuoted("death", "who: subject\ndied_on: 2026-03-03")
		}, "2091-11-20", "looked_after", false},
		{"it lengthens where a rule says so: 20 years from 3 March 2026", ended, func(b *book) {
			b.rules("{id: died, years: 20, from: death, when: [died_under_18]}")
			b.tobi()
			b.cameQuoted("death", "who: subject\ndied_on: 2026-03-03")
		}, "2046-03-03", "died", false},
		{"an adult accused, by a quoted profile: ten years from 1 January 2025", ended,
			func(b *book) {
				b.adult("2026-01-12T10:00Z", "1958-05-05")
				b.cameQuoted("profile",
					"subject_type: adult\nflags: [{flag: allegation, from: 2025-01-01}]")
			}, "2035-01-01", "allegation", false},
		{"on a day that it does not give: kept", ended, func(b *book) {
			b.adult("2026-01-12T10:00Z", "1958-05-05")
			b.cameQuoted("profile",
				"subject_type: adult\nflags: [{flag: allegation, from: unknown}]")
		}, "", "allegation", false},
		{"which our own profile gives: ten years from 10 January 2026", ended, func(b *book) {
			b.cameQuoted("profile",
				"subject_type: adult\nflags: [{flag: allegation, from: unknown}]")
			b.adult("2026-06-12T10:00Z", "1958-05-05", flag("allegation", "2026-01-10", ""))
		}, "2036-01-10", "allegation", false},
		{"a profile that was too long to be quoted may hold anything: kept", ended, func(b *book) {
			b.tobi()
			b.came(quoting("profile", tooLong))
		}, "", "", false},
		{"a closure that was holds nothing that keeps a case", ended, func(b *book) {
			b.tobi()
			b.came(quoting("closure", tooLong))
		}, "2028-06-14", "floor", false},
		{"a concern that was is one, and of what nobody can read: kept", ended, func(b *book) {
			b.tobi()
			b.came(quoting("concern", tooLong))
		}, "", "", false},
		{"a note that quotes one, and came to us as itself", ended, func(b *book) {
			b.tobi()
			text, err := record.WithOrigin(
				[]byte(quoting("profile", there("profile", of("child_protection")))),
				record.Origin{Agency: "Westmoor", Kind: "note", Entry: "7K2M9QXH"})
			if err != nil {
				b.t.Fatal(err)
			}
			b.came(string(text))
		}, "2041-11-20", "child_protection", false},
		{"a note that quotes a note that quotes one", ended, func(b *book) {
			b.tobi()
			inner := strings.Replace(quoting("profile", there("profile", of("child_protection"))),
				"---\n",
				"---\nid: 9QXH7K2M\ncase: M2T6K3F9\nkind: note\nrecorded: 2025-05-05T10:00:00Z\n"+
					"by: ben\nnonce: "+nonce+"\n", 1)
			b.came(quoting("note", inner))
		}, "2041-11-20", "child_protection", false},
		{"a note that was moved here from the wrong case, with what stands behind the quotation",
			ended, func(b *book) {
				b.tobi()
				b.came(quoting("profile", there("profile", of("child_protection"))) +
					"\n## Moved\nFirst recorded elsewhere.\n")
			}, "2041-11-20", "child_protection", false},
		{"the note was corrected as an error: it counts", ended, func(b *book) {
			b.tobi()
			e := b.cameQuoted("profile", of("child_protection"))
			b.add("note", "2026-05-03T10:00Z",
				fields{"amend_reason": "error", "links": links{"amends": e}})
		}, "2041-11-20", "child_protection", false},
		{"and a senior manager endorsed that: the floor", ended, func(b *book) {
			b.tobi()
			e := b.cameQuoted("profile", of("child_protection"))
			b.senior(b.add("note", "2026-05-03T10:00Z",
				fields{"amend_reason": "error", "links": links{"amends": e}}))
		}, "2028-06-14", "floor", false},
		{"so does one that could not be read", ended, func(b *book) {
			b.tobi()
			e := b.came(quoting("profile", tooLong))
			b.senior(b.add("note", "2026-05-03T10:00Z",
				fields{"amend_reason": "error", "links": links{"amends": e}}))
		}, "2028-06-14", "floor", false},
		{"somebody's own note with such a text in it quotes nothing", ended, func(b *book) {
			b.tobi()
			own := quoting("profile", there("profile", of("child_protection")))
			_, body, _ := strings.Cut(own[4:], "---\n")
			b.came("---\nheadline: x\n---\n" + body)
		}, "2028-06-14", "floor", false},
	}
}

// What was erased tells nothing any more; a version of it that stands does.
func erasedFacts() []life {
	erase := func(b *book, i int) {
		gone := b.in.Items[i]
		b.in.Erased = append(b.in.Erased,
			Tombstone{Entry: gone.Ref(), Author: gone.Author, Recorded: gone.Recorded})
		b.in.Items = append(b.in.Items[:i:i], b.in.Items[i+1:]...)
	}
	return []life{
		{"the only concern was erased: the floor", ended, func(b *book) {
			b.tobi()
			b.concern()
			erase(b, 1)
		}, "2028-06-14", "floor", false},
		{"one of two concerns was", ended, func(b *book) {
			b.tobi()
			b.concern()
			b.concern()
			erase(b, 1)
		}, "2041-11-20", "concern", false},
		{"the correction was erased, and the first text stands: 75 years from it", ended,
			func(b *book) {
				b.abused("error", "neglect", nil)
				erase(b, 2)
			}, "2101-02-01", "abuse_records", false},
		{"the first text was erased, and the correction stands: 25 from birth", ended,
			func(b *book) {
				b.abused("error", "neglect", nil)
				erase(b, 1)
			}, "2041-11-20", "concern", false},
	}
}

// The reason says that a case is held also where it says what is missing, or not readable.
func TestHeldIsSaidBesideWhatIsMissing(t *testing.T) {
	for name, build := range map[string]func(*book){
		"no birthday": func(b *book) { b.concern() },
		"sealed": func(b *book) {
			b.tobi()
			b.in.Items[1].Fault = "sealed with a key of an epoch that you do not have"
		},
		"not readable":      func(b *book) { b.came(quoting("profile", "cut short\n")) },
		"all that is there": func(b *book) { b.tobi() },
	} {
		b := newBook(t)
		b.add("hold", "2026-02-01T10:00Z", fields{"basis": "court order"})
		build(b)
		if r := Retain(b.in, day(t, ended)); !r.Held || !strings.HasPrefix(r.Why, "held: ") {
			t.Errorf("%s: held %v, %q", name, r.Held, r.Why)
		}
	}
}

// A death that nobody can read may be the subject's, from which a rule of the agency may count.
func TestQuotedDeathThatCantBeRead(t *testing.T) {
	b := newBook(t)
	b.tobi()
	b.came(quoting("death", "cut short\n"))
	r := Retain(b.in, day(t, ended))
	if want := "22GH quotes a death that can't be read whole"; !strings.Contains(r.Why, want) ||
		!r.Until.IsZero() {
		t.Errorf("%q, until %s, want %q", r.Why, r.Until, want)
	}
}

// What the note of another agency tells is said with the note, and what nobody can read is
// a finding that says what to do.
func TestQuotedFactsAreExplained(t *testing.T) {
	b := newBook(t)
	b.tobi()
	b.cameQuoted("profile", "subject_type: child\nflags: [{flag: looked_after, from: 2025-01-01}]")
	for _, res := range b.fold().Retention.Considered {
		if res.ID == "looked_after" && res.Facts != "the agency is no responsible_authority and "+
			"no childrens_home" {
			t.Errorf("looked_after: %q", res.Facts)
		}
	}
	b.we("responsible_authority")
	r := Retain(b.in, day(t, ended))
	if want := "the flag looked_after was held, as 22GH quotes"; !strings.Contains(r.Why, want) {
		t.Errorf("%q does not say %q", r.Why, want)
	}
	b.profile("2026-05-03T10:00Z", "2016-11-20", flag("looked_after", "2025-01-01", ""))
	r = Retain(b.in, day(t, ended)) // what we say ourselves explains it before what is quoted
	if want := "(the flag looked_after was held)"; !strings.Contains(r.Why, want) {
		t.Errorf("%q does not say %q", r.Why, want)
	}
	e := b.came(quoting("profile", "cut short\n"))
	r = Retain(b.in, day(t, ended))
	if want := "24GH quotes a profile that can't be read whole"; !strings.Contains(r.Why, want) ||
		!r.Until.IsZero() {
		t.Errorf("%q, until %s, want %q", r.Why, r.Until, want)
	}
	b.wantRule(b.fold(), nil, RuleRetentionUnknown, true)
	b.senior(b.add("note", "2026-05-03T10:00Z",
		fields{"amend_reason": "error", "links": links{"amends": e}}))
	if r := Retain(b.in, day(t, ended)); r.Until != day(t, "2091-12-31") {
		t.Errorf("after the correction: %s, %s", r.Until, r.Why)
	}
}

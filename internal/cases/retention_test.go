package cases

import (
	"strings"
	"testing"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// Each row opens a case whose service ends on 14 June 2027, so that the floor
// of one year ends on 14 June 2028, rounded up to 31 December 2028.
func TestRetention(t *testing.T) {
	const ended = "2027-06-14"
	for _, tt := range []struct {
		name  string
		build func(b *book)
		until string
		rule  string
		why   string // a part of it
	}{
		{"only the floor", func(b *book) { b.profile("2026-01-12T10:00Z", "2016-11-20") },
			"2028-12-31", "floor", "every case"},
		{"no profile, and no rule asks for one", func(b *book) {},
			"2028-12-31", "floor", "every case"},
		{"an unknown birthday that no rule asks for", func(b *book) {
			b.profile("2026-01-12T10:00Z", "unknown")
		},
			"2028-12-31", "floor", ""},
		{"a concern: 25 years from 20 November 2016 is 20 November 2041", func(b *book) {
			b.profile("2026-01-12T10:00Z", "2016-11-20")
			b.add("concern", "2026-02-01T10:00Z", nil)
		}, "2041-12-31", "concern", "holds a concern"},
		{"a concern with an unknown birthday keeps the case", func(b *book) {
			b.profile("2026-01-12T10:00Z", "unknown")
			b.add("concern", "2026-02-01T10:00Z", nil)
		}, "", "concern", "date of birth"},
		{"a concern with no profile keeps the case", func(b *book) {
			b.add("concern", "2026-02-01T10:00Z", nil)
		}, "", "concern", "date of birth"},
		{"a referral out counts as a concern does", func(b *book) {
			b.profile("2026-01-12T10:00Z", "2016-11-20")
			b.add("referral", "2026-02-01T10:00Z",
				fields{"direction": "out", "to": "health", "made_at": "2026-02-01"})
		}, "2041-12-31", "concern", "referral out"},
		{"a referral in does not", func(b *book) {
			b.profile("2026-01-12T10:00Z", "2016-11-20")
			b.add("referral", "2026-02-01T10:00Z",
				fields{"direction": "in", "made_at": "2026-02-01"})
		}, "2028-12-31", "floor", ""},
		{"in need: 21 years from birth is 20 November 2037", func(b *book) {
			b.profile("2026-01-12T10:00Z", "2016-11-20", flag("child_in_need", "2026-01-20", ""))
		}, "2037-12-31", "child_in_need", "child_in_need was held"},
		{"a flag that ended counts", func(b *book) {
			b.profile("2026-01-12T10:00Z", "2016-11-20",
				flag("child_protection", "2026-02-02", "2026-08-01"))
		}, "2041-12-31", "child_protection", ""},
		{"a flag that only an earlier profile held counts", func(b *book) {
			b.profile("2026-01-12T10:00Z", "2016-11-20",
				flag("child_protection", "2026-02-02", "2026-08-01"))
			b.profile("2026-09-12T10:00Z", "2016-11-20")
		}, "2041-12-31", "child_protection", ""},
		{"a flag corrected as an error counts until a senior endorses that", func(b *book) {
			p := b.profile("2026-01-12T10:00Z", "2016-11-20",
				flag("child_protection", "2026-02-02", ""))
			b.add("profile", "2026-01-13T10:00Z",
				fields{"date_of_birth": "2016-11-20", "amend_reason": "error",
					"links": links{"amends": p}})
		}, "2041-12-31", "child_protection", "corrected as an error by Asha Rao on 2026-01-13; " +
			"counts until a senior manager endorses the correction 22GH"},
		{"said again and corrected once more: the last correction is to be endorsed",
			func(b *book) {
				held := []any{flag("child_protection", "2026-02-02", "")}
				p := b.profile("2026-01-12T10:00Z", "2016-11-20", held...)
				amend := func(at string, flags ...any) {
					p = b.add("profile", at, fields{"date_of_birth": "2016-11-20", "flags": flags,
						"amend_reason": "error", "links": links{"amends": p}})
				}
				amend("2026-01-13T10:00Z")
				amend("2026-01-14T10:00Z", held...)
				amend("2026-01-15T10:00Z")
			}, "2041-12-31", "child_protection",
			"corrected as an error by Asha Rao on 2026-01-15; counts until a senior manager " +
				"endorses the correction 24GH"},
		{"and was never held once one has", func(b *book) {
			p := b.profile("2026-01-12T10:00Z", "2016-11-20",
				flag("child_protection", "2026-02-02", ""))
			n := b.add("profile", "2026-01-13T10:00Z",
				fields{"date_of_birth": "2016-11-20", "amend_reason": "error",
					"links": links{"amends": p}})
			b.endorse(n, "okoro", "senior", "endorsed", "2026-01-14T10:00Z")
		}, "2028-12-31", "floor", ""},
		{"the latest of several: in need 2037, concern 2041", func(b *book) {
			b.profile("2026-01-12T10:00Z", "2016-11-20", flag("child_in_need", "2026-01-20", ""))
			b.add("concern", "2026-02-01T10:00Z", nil)
		}, "2041-12-31", "concern", ""},
		{"born on 29 February 2016: 21 years on it is 1 March 2037", func(b *book) {
			b.profile("2026-01-12T10:00Z", "2016-02-29", flag("child_in_need", "2026-01-20", ""))
		}, "2037-12-31", "child_in_need", ""},
		{"an adult's 25th birthday is long past: the floor is later", func(b *book) {
			b.profile("2026-01-12T10:00Z", "1985-05-05")
			b.add("concern", "2026-02-01T10:00Z", nil)
		}, "2028-12-31", "floor", ""},
		{"an allegation: the 68th birthday, 5 May 2053, is later than 10 years", func(b *book) {
			b.adult("2026-01-12T10:00Z", "1985-05-05", flag("allegation", "2026-02-10", ""))
		}, "2053-12-31", "allegation", ""},
		{"an allegation against somebody of 65: 10 years from it, 10 February 2036", func(b *book) {
			b.adult("2026-01-12T10:00Z", "1961-05-05", flag("allegation", "2026-02-10", ""))
		}, "2036-12-31", "allegation", ""},
		{"two allegations: the later counts, 1 January 2037", func(b *book) {
			b.adult("2026-01-12T10:00Z", "1961-05-05", flag("allegation", "2026-02-10", ""),
				flag("allegation", "2027-01-01", ""))
		}, "2037-12-31", "allegation", ""},
		{"an allegation of an unknown day keeps the case", func(b *book) {
			b.adult("2026-01-12T10:00Z", "1961-05-05", flag("allegation", "unknown", ""))
		}, "", "allegation", "date of the allegation"},
		{"looked after, elsewhere responsible: no rule but the floor", func(b *book) {
			b.profile("2026-01-12T10:00Z", "2016-11-20", flag("looked_after", "2026-01-20", ""))
		}, "2028-12-31", "floor", ""},
		{"looked after by us: the 75th birthday, 20 November 2091", func(b *book) {
			b.in.Policy.WeAre = []string{"responsible_authority"}
			b.profile("2026-01-12T10:00Z", "2016-11-20", flag("looked_after", "2026-01-20", ""))
		}, "2091-12-31", "looked_after", ""},
		{"looked after, died at 10: 15 years from 3 March 2027 replace the birthday",
			func(b *book) {
				b.in.Policy.WeAre = []string{"responsible_authority"}
				b.profile("2026-01-12T10:00Z", "2016-11-20", flag("looked_after", "2026-01-20", ""))
				b.released("2027-04-01T10:00Z",
					b.add("death", "2027-03-04T10:00Z",
						fields{"who": "subject", "died_on": "2027-03-03"}))
			}, "2042-12-31", "looked_after_died_under_18", "died before 18"},
		{"looked after, died on the 18th birthday: not before 18", func(b *book) {
			b.in.Policy.WeAre = []string{"responsible_authority"}
			b.profile("2026-01-12T10:00Z", "2009-03-03", flag("looked_after", "2026-01-20", ""))
			b.released("2027-04-01T10:00Z",
				b.add("death", "2027-03-04T10:00Z",
					fields{"who": "subject", "died_on": "2027-03-03"}))
		}, "2084-12-31", "looked_after", ""},
		{"looked after, died on an unknown day: kept", func(b *book) {
			b.profile("2026-01-12T10:00Z", "2016-11-20", flag("looked_after", "2026-01-20", ""))
			b.released("2027-04-01T10:00Z",
				b.add("death", "2027-03-04T10:00Z", fields{"who": "subject", "died_on": "unknown"}))
		}, "", "looked_after_died_under_18", "date of death"},
		{"a parent's death changes nothing", func(b *book) {
			b.profile("2026-01-12T10:00Z", "2016-11-20", flag("looked_after", "2026-01-20", ""))
			b.add("death", "2027-03-04T10:00Z", fields{"who": "parent", "died_on": "2027-03-03"})
		}, "2028-12-31", "floor", ""},
		{"abuse: 75 years from the last entry, 4 May 2027, needs no birthday", func(b *book) {
			b.profile("2026-01-12T10:00Z", "unknown", flag("child_sexual_abuse", "2026-01-20", ""))
			b.add("note", "2027-05-04T10:00Z", nil)
		}, "2102-12-31", "abuse_records", ""},
		{"adopted, and we are no adoption agency", func(b *book) {
			b.profile("2026-01-12T10:00Z", "2016-11-20", flag("adopted", "2026-10-01", ""))
		}, "2028-12-31", "floor", ""},
		{"adopted through us: 100 years from the order of 1 October 2026", func(b *book) {
			b.in.Policy.WeAre = []string{"adoption_agency"}
			b.profile("2026-01-12T10:00Z", "2016-11-20", flag("adopted", "2026-10-01", ""))
			b.add("order", "2026-10-02T10:00Z", fields{"type": "adoption", "made_on": "2026-10-01"})
		}, "2126-12-31", "adoption", ""},
		{"adopted through us with no order recorded: kept", func(b *book) {
			b.in.Policy.WeAre = []string{"adoption_agency"}
			b.profile("2026-01-12T10:00Z", "2016-11-20", flag("adopted", "2026-10-01", ""))
			b.add("order", "2026-10-02T10:00Z", fields{"type": "care", "made_on": "2026-10-01"})
		}, "", "adoption", "adoption order"},
		{"a refused entry counts for nothing", func(b *book) {
			b.profile("2026-01-12T10:00Z", "2016-11-20")
			b.add("concern", "2026-02-01T10:00Z", nil)
			b.in.Items[1].Fault, b.in.Items[1].Rule = "its SHA-256 differs from the commit's",
				"entry-text"
		}, "2028-12-31", "floor", ""},
		{"a floor that the agency raised to 3 years: 14 June 2030", func(b *book) {
			b.in.Policy.Retention[0].Terms[0].Years = 3
		}, "2030-12-31", "floor", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBook(t)
			b.in.Now = at(t, "2027-07-01T10:00Z")
			tt.build(b)
			r := Retain(b.in, day(t, ended))
			if r.Until != day(t, tt.until) || r.Rule != tt.rule ||
				!strings.Contains(r.Why, tt.why) {
				t.Errorf("until %q by %s (%s), want %q by %s (%s)", r.Until, r.Rule, r.Why,
					tt.until, tt.rule, tt.why)
			}
			if len(r.Considered) != len(b.in.Policy.Retention) {
				t.Errorf("%d rules considered, want all %d", len(r.Considered),
					len(b.in.Policy.Retention))
			}
		})
	}
}

// released ends what an entry holds.
func (b *book) released(recorded string, hold *record.Entry) {
	b.t.Helper()
	b.add("release", recorded,
		fields{"reason": "the inquiry has ended", "links": links{"hold": hold}})
}

func TestRetentionWhileServiceGoesOn(t *testing.T) {
	b := newBook(t)
	b.profile("2026-01-12T10:00Z", "2016-11-20")
	r := b.fold().Retention
	if !r.Until.IsZero() || r.Rule != policy.Floor ||
		r.Why != "service has not ended: there is no date yet, and the case is kept" {
		t.Errorf("an open case is kept until %q (%s)", r.Until, r.Why)
	}
	if got := r.Considered[0].Lacks(); got != "service has not ended: there is no date yet" {
		t.Errorf("the floor lacks %q", got)
	}
}

// What somebody can find out is named before the end of service, which has not come.
func TestRetentionNamesWhatCanBeFoundOut(t *testing.T) {
	b := newBook(t)
	b.profile("2026-01-12T10:00Z", "unknown")
	b.concern()
	r := b.fold().Retention
	if !r.Until.IsZero() || r.Rule != "concern" || !strings.Contains(r.Why, "date of birth") {
		t.Errorf("an open case without a birthday is kept until %q by %s (%s)", r.Until, r.Rule,
			r.Why)
	}
	if got := r.Considered[1].Lacks(); got != "needs the date of birth, which nobody recorded: "+
		"keeps the case" {
		t.Errorf("the rule on concerns lacks %q", got)
	}
}

func TestRetentionSaysWhatWasReplaced(t *testing.T) {
	b := newBook(t)
	b.in.Now = at(t, "2027-07-01T10:00Z")
	b.in.Policy.WeAre = []string{"responsible_authority"}
	b.profile("2026-01-12T10:00Z", "2016-11-20", flag("looked_after", "2026-01-20", ""))
	b.add("death", "2027-03-04T10:00Z", fields{"who": "subject", "died_on": "2027-03-03"})
	r := Retain(b.in, day(t, "2027-06-14"))
	for _, res := range r.Considered {
		if res.ID == "looked_after" && (res.Applies || !strings.Contains(res.Facts, "replaced")) {
			t.Errorf("looked_after: %+v, want replaced", res)
		}
	}
	if !r.Held {
		t.Error("a death holds the case until somebody releases it")
	}
}

func TestRetentionOfAHeldCase(t *testing.T) {
	b := newBook(t)
	hold := b.add("hold", "2026-02-01T10:00Z", fields{"basis": "court order"})
	if r := Retain(b.in, day(t, "2026-03-01")); !r.Held || !strings.HasPrefix(r.Why, "held") ||
		r.Until != day(t, "2027-12-31") {
		t.Errorf("a held case: %+v", r)
	}
	b.add("release", "2026-02-10T10:00Z", fields{"links": links{"hold": hold}})
	if r := Retain(b.in, day(t, "2026-03-01")); r.Held {
		t.Error("a released hold still holds")
	}
}

func TestReviewBeforeDisposal(t *testing.T) {
	b := newBook(t)
	b.profile("2026-01-12T10:00Z", "2016-11-20")
	if Retain(b.in, day(t, "2026-03-01")).Review {
		t.Error("the floor asks for no review")
	}
	b.add("concern", "2026-02-01T10:00Z", nil)
	if !Retain(b.in, day(t, "2026-03-01")).Review {
		t.Error("a case with a concern is reviewed before disposal")
	}
}

func TestDue(t *testing.T) {
	today := day(t, "2029-01-01")
	for _, tt := range []struct {
		name   string
		docket record.Docket
		state  string
		flags  string // r = recheck, o = older policy
	}{
		{"past its date", record.Docket{Status: record.Closed, RetainUntil: day(t, "2028-12-31"),
			Policy: 2}, DisposalDue, ""},
		{"on its last day", record.Docket{Status: record.Closed, RetainUntil: today, Policy: 2},
			DisposalNotDue, ""},
		{"transferred and past",
			record.Docket{Status: record.Transferred, RetainUntil: day(t, "2028-12-31"), Policy: 2},
			DisposalDue, ""},
		{"asked to be disposed of",
			record.Docket{Status: record.Disposing, RetainUntil: day(t, "2028-12-31"), Policy: 2},
			DisposalDue, ""},
		{"held", record.Docket{Status: record.Closed, RetainUntil: day(t, "2020-12-31"), Policy: 2,
			Holds: []record.ID{"9QXH7K2M"}}, DisposalHeld, ""},
		{"waiting for a receipt",
			record.Docket{Status: record.Closed, RetainUntil: day(t, "2020-12-31"), Policy: 2,
				Blocks: []string{"transfer"}}, DisposalHeld, ""},
		{"a fact is missing", record.Docket{Status: record.Closed, Policy: 2}, DisposalUnknown, ""},
		{"open", record.Docket{Status: record.Open}, DisposalOpen, ""},
		{"open and held", record.Docket{Status: record.Open, Holds: []record.ID{"9QXH7K2M"}},
			DisposalHeld, ""},
		{"intake", record.Docket{Status: record.Intake}, DisposalOpen, ""},
		{"closing", record.Docket{Status: record.Closing, RetainUntil: day(t, "2020-12-31"),
			Policy: 2}, DisposalOpen, ""},
		{"destroyed", record.Docket{Status: record.Destroyed, RetainUntil: day(t, "2020-12-31"),
			Policy: 1}, DisposalDone, ""},
		{"something was added",
			record.Docket{Status: record.Closed, RetainUntil: day(t, "2028-12-31"), Policy: 2,
				Blocks: []string{"recheck"}}, DisposalUnknown, "r"},
		{"before the policy's last change of retention",
			record.Docket{Status: record.Closed, RetainUntil: day(t, "2028-12-31"), Policy: 1},
			DisposalRecompute, "o"},
		{"the same, and not yet due",
			record.Docket{Status: record.Closed, RetainUntil: day(t, "2030-12-31"), Policy: 1},
			DisposalRecompute, "o"},
		{"the same, and no date", record.Docket{Status: record.Closed, Policy: 1},
			DisposalRecompute, "o"},
		{"the same, and something was added",
			record.Docket{Status: record.Closed, RetainUntil: day(t, "2028-12-31"), Policy: 1,
				Blocks: []string{"recheck"}}, DisposalRecompute, "ro"},
		{"the same, and held",
			record.Docket{Status: record.Closed, RetainUntil: day(t, "2028-12-31"), Policy: 1,
				Holds: []record.ID{"9QXH7K2M"}}, DisposalHeld, "o"},
		{"under an earlier version that keeps cases as long",
			record.Docket{Status: record.Closed, RetainUntil: day(t, "2028-12-31"), Policy: 2},
			DisposalDue, ""},
	} {
		got := DisposalStateOf(&tt.docket, today, &policy.Policy{Version: 3, RetentionVersion: 2})
		flags := ""
		if got.Recheck {
			flags += "r"
		}
		if got.OlderPolicy {
			flags += "o"
		}
		if got.State != tt.state || flags != tt.flags || got.Why == "" {
			t.Errorf("%s: %+v, want %s with %q", tt.name, got, tt.state, tt.flags)
		}
	}
}

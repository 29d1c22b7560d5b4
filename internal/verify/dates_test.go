package verify

import (
	"testing"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// A new date ends a request for disposal, which depended on the old date.
func TestRetainEndsARequest(t *testing.T) {
	ends := func(t testing.TB) *draft { return retainOneBy(disposing(t), "ruth") }
	vary(t, ends, []variation{
		{"still disposing", set(func(k *record.Docket) {
			k.Status = record.Disposing
		}), "pending status"},
		{"still pending", set(func(k *record.Docket) { k.Pending = disposal }), "pending"},
		{"another entry pending", set(func(k *record.Docket) {
			k.Pending = closure
		}), "docket pending"},
		{"destroyed", set(func(k *record.Docket) { k.Status = record.Destroyed }), "status"},
	})
	s := disposing(t)
	s.land(retainOneBy(s, "ruth"))
	if got := rules(s.faults(disposeBy(s, "ruth"))); got != "dispose endorsements status" {
		t.Errorf("destroyed by the request of before: got rules %q", got)
	}
	s = closing(t)
	cleared := retainBy(s, "mina").on(theCase, func(k *record.Docket) { k.Pending = "" })
	if got := rules(s.faults(cleared)); got != "docket pending" {
		t.Errorf("a closure is no request: got rules %q", got)
	}
}

// Closing again never brings the docket's date forward, except by records or a senior.
func TestDateNeverFallsAcrossReopening(t *testing.T) {
	again := func(t testing.TB, who string, year int) []Fault {
		s := closed(t)
		s.land(s.next("reopen", "asha").entry(theCase, letter).on(theCase, func(k *record.Docket) {
			*k = AfterReopen(*k)
		}))
		end := Ending{third, day(2026, 1, 5), day(year, 12, 31), 1}
		if year == 0 {
			end.RetainUntil = record.Date{}
		}
		return s.faults(s.next("close", who).entry(theCase, third).on(theCase,
			func(k *record.Docket) {
				*k = AfterClose(*k, end, []string{"line", "senior"})
			}))
	}
	// The docket said 2032 before it was reopened.
	for _, tt := range []struct {
		who  string
		year int
		want string
	}{
		{"asha", 2032, ""},
		{"asha", 2040, ""},
		{"asha", 0, ""},
		{"asha", 2031, "role"},
		{"mina", 2031, "role"},
		{"judith", 2031, ""},
	} {
		if got := rules(again(t, tt.who, tt.year)); got != tt.want {
			t.Errorf("%s, %d: got rules %q, want %q", tt.who, tt.year, got, tt.want)
		}
	}
}

// A date that a senior or records brought forward is the one that counts from then on.
func TestDateBroughtForwardCounts(t *testing.T) {
	s := closed(t)
	s.land(s.next("retain", "judith").on(theCase, func(k *record.Docket) {
		k.RetainUntil = day(2028, 12, 31)
	}))
	facts, err := s.judge.CaseFacts(theCase)
	if err != nil || facts.Until != day(2028, 12, 31) {
		t.Fatalf("%v, %v", facts.Until, err)
	}
	s.land(retainBy(s, "mina"))
	if got := rules(s.faults(s.next("retain", "mina").on(theCase, func(k *record.Docket) {
		k.RetainUntil = day(2035, 12, 31)
	}))); got != "role" {
		t.Errorf("2040 to 2035 by a manager: got rules %q", got)
	}
}

// twoClosed returns two closed cases, the second one without a recheck.
func twoClosed(t testing.TB) *story {
	s := opened(t)
	secondCase(s)
	s.land(s.next("close", "asha").entry(another, "7K2M0JJJ").on(another, func(k *record.Docket) {
		*k = AfterClose(*k, Ending{"7K2M0JJJ", day(2026, 1, 5), day(2032, 12, 31), 1},
			[]string{"line"})
	}))
	s.land(closeBy(s, "asha", "line", "senior"))
	return s
}

// looks asks for a recheck of the second case's date.
func looks(d *draft) *draft {
	d.on(another, func(k *record.Docket) { *k = AfterLinked(*k) })
	d.trailers(another)
	return d
}

// An operation that closes, reopens or dates a case asks for a recheck of other cases of the same
// child, and changes nothing else in them.
func TestLinkedCases(t *testing.T) {
	variations := []variation{
		{"not named", func(d *draft) { d.msg.Cases = d.msg.Cases[:1] }, "trailers"},
		{"its date moved", func(d *draft) {
			d.on(another, func(k *record.Docket) { k.RetainUntil = day(2027, 12, 31) })
		}, "*"},
		{"held by the way", func(d *draft) {
			d.on(another, func(k *record.Docket) { k.Holds = []record.ID{letter} })
		}, "*"},
		{"an entry by the way", func(d *draft) { d.entry(another, "7K2M0KKK") }, "*"},
		{"somebody let in", func(d *draft) {
			d.on(another, func(k *record.Docket) { k.Keys[0]["vera"] = d.key() })
		}, "*"},
	}
	for name, honest := range map[string]func(testing.TB) *draft{
		"reopen": func(t testing.TB) *draft { return looks(reopenBy(twoClosed(t), "asha")) },
		"retain": func(t testing.TB) *draft { return looks(retainBy(twoClosed(t), "ruth")) },
		"endorse": func(t testing.TB) *draft {
			s := twoClosed(t)
			return looks(s.next("endorse", "mina").endorse(theCase, "7K2M1AAA", closure, "line",
				"returned").
				on(theCase, func(k *record.Docket) { k.Status, k.Pending = record.Open, "" }))
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, v := range variations {
				d := honest(t)
				v.spoil(d)
				faults := d.story.faults(d)
				if got := rules(faults); got == "" || v.want != "*" && got != v.want {
					t.Errorf("%s: got rules %q, want %q", v.name, got, v.want)
				}
			}
			d := honest(t)
			if faults := d.story.faults(d); len(faults) > 0 {
				t.Errorf("honest:%s", means(faults))
			}
		})
	}
	// No other operation may touch a second case so, and none only asks for a recheck.
	s := twoClosed(t)
	if got := rules(s.faults(looks(holdBy(s, "asha")))); got == "" {
		t.Error("a hold that touches another case passes")
	}
	s = twoClosed(t)
	if got := rules(s.faults(looks(s.next("retain", "ruth")))); got == "" {
		t.Error("a retain that only asks for a look passes")
	}
	// Cases are reopened one by one, as they are closed.
	s = twoClosed(t)
	both := reopenBy(s, "asha").entry(another, "7K2M0KKK").on(another, func(k *record.Docket) {
		*k = AfterReopen(*k)
	})
	if got := rules(s.faults(both)); got != "trailers" {
		t.Errorf("two cases reopened in one commit: got rules %q", got)
	}
	// An open case has no date to recheck.
	s = opened(t)
	secondCase(s)
	d := closeBy(s, "asha", "line", "senior").on(another, func(k *record.Docket) {
		*k = k.WithBlock(record.BlockRecheck)
	})
	d.trailers(another)
	if got := rules(s.faults(d)); got == "" {
		t.Error("a look at an open case passes")
	}
}

// A date older than the last change of retention allows no disposal.
func TestDisposalUnderAnOlderPolicy(t *testing.T) {
	after := func(t testing.TB, state func(testing.TB) *story, retention int) *story {
		s := state(t)
		d := s.next("policy", "judith")
		d.policy("\nversion: 1\n", "\nversion: 2\n")
		if retention == 2 {
			d.policy("retention_version: 1", "retention_version: 2")
			d.policy("{id: floor, years: 1,", "{id: floor, years: 10,")
		} else {
			d.policy("max_weeks: 4", "max_weeks: 3")
		}
		s.land(d)
		return s
	}
	for _, tt := range []struct {
		retention int
		want      string
	}{{1, ""}, {2, "dispose"}} {
		s := after(t, overdue, tt.retention)
		if got := rules(s.faults(requestBy(s, "ruth"))); got != tt.want {
			t.Errorf("requested, retention_version %d: got rules %q, want %q", tt.retention, got,
				tt.want)
		}
		s = after(t, agreed, tt.retention)
		if got := rules(s.faults(disposeBy(s, "ruth"))); got != tt.want {
			t.Errorf("destroyed, retention_version %d: got rules %q, want %q", tt.retention, got,
				tt.want)
		}
	}
}

// A false retention_version makes the policy refused.
func TestRetentionVersionIsTrue(t *testing.T) {
	for _, tt := range []struct {
		name, old, by, version, want string
	}{
		{"another rhythm", "max_weeks: 4", "max_weeks: 3", "1", ""},
		{"another rhythm, as if it were another date", "max_weeks: 4", "max_weeks: 3", "2",
			"policy"},
		{"longer", "{id: floor, years: 1,", "{id: floor, years: 10,", "2", ""},
		{"longer, and not told", "{id: floor, years: 1,", "{id: floor, years: 10,", "1", "policy"},
		{"longer, and of a version to come", "{id: floor, years: 1,", "{id: floor, years: 10,", "3",
			"policy"},
	} {
		s := founded(t, policy.Casework)
		d := s.next("policy", "judith")
		d.policy("\nversion: 1\n", "\nversion: 2\n")
		d.policy("retention_version: 1", "retention_version: "+tt.version)
		d.policy(tt.old, tt.by)
		if got := rules(s.faults(d)); got != tt.want {
			t.Errorf("%s: got rules %q, want %q", tt.name, got, tt.want)
		}
	}
}

// A case that is held by anything is not destroyed, at no step.
func TestHeldCasesStay(t *testing.T) {
	for name, state := range map[string]func(testing.TB) *draft{
		"request": func(t testing.TB) *draft {
			s := overdue(t)
			s.land(holdBy(s, "asha"))
			return requestBy(s, "ruth")
		},
		"dispose": func(t testing.TB) *draft {
			s := agreed(t)
			s.land(holdBy(s, "asha"))
			return disposeBy(s, "ruth")
		},
	} {
		d := state(t)
		if got := rules(d.story.faults(d)); got != "dispose" {
			t.Errorf("%s: got rules %q", name, got)
		}
	}
}

// A reader of a release sees whether it names the hold that its commit ends, and whether a senior
// ended a hold for a death.
func TestReleaseFault(t *testing.T) {
	const inquiry, death = letter, third
	release := func(holds ...record.ID) *record.Entry {
		e := &record.Entry{ID: erasure, Case: theCase, Links: map[string][]record.Ref{}}
		for _, h := range holds {
			e.Links["hold"] = append(e.Links["hold"], record.Ref{Case: theCase, Entry: h})
		}
		return e
	}
	dead := func(id record.ID) bool { return id == death }
	for _, tt := range []struct {
		name   string
		e      *record.Entry
		ended  record.ID
		senior bool
		good   bool
	}{
		{"an inquiry's, by records", release(inquiry), inquiry, false, true},
		{"a death's, by a senior", release(death), death, true, true},
		{"a death's, by records", release(death), death, false, false},
		{"an inquiry's, and the death named too, by records", release(inquiry, death), inquiry,
			false, false},
		{"an inquiry's, and the death named too, by a senior", release(inquiry, death), inquiry,
			true, true},
		{"the inquiry named, the death ended", release(inquiry), death, true, false},
		{"nothing named", release(), inquiry, true, false},
	} {
		facts := []ReleaseFact{{Entry: erasure, Hold: tt.ended, Senior: tt.senior}}
		if got := ReleaseFault(tt.e, facts, dead); (got == "") != tt.good {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
	if ReleaseFault(release(inquiry), nil, dead) == "" {
		t.Error("a release whose commit ends nothing passes")
	}
}

// A request for disposal does not replace a pending request for erasure.
func TestDisposalWaitsForErasure(t *testing.T) {
	s := overdue(t)
	s.land(eraseBy(s, "asha"))
	if got := rules(s.faults(requestBy(s, "ruth"))); got != "pending" {
		t.Errorf("an erasure is pending: got rules %q", got)
	}
	s = overdue(t)
	s.land(eraseBy(s, "asha"))
	s.land(s.next("endorse", "judith").endorse(theCase, "7K2M2AAA", erasure, "senior", "returned").
		on(theCase, func(k *record.Docket) { k.Pending = "" }))
	if got := rules(s.faults(requestBy(s, "ruth"))); got != "" {
		t.Errorf("the erasure was returned: got rules %q", got)
	}
}

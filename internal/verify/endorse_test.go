package verify

import (
	"testing"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

func TestEndorse(t *testing.T) {
	first := func(d *draft) *EndorseTrailer { return &d.trailers(theCase).Endorses[0] }
	endorses := func(t testing.TB) *draft {
		s := opened(t)
		secondCase(s)
		s.land(s.next("add", "asha").attach(theCase, "7K2M0GGG").entry(theCase, "7K2M0HHH"))
		return endorseBy("line")(s, "mina")
	}
	vary(t, endorses, []variation{
		{"returned", func(d *draft) { first(d).Verdict = "returned" }, ""},
		{"declined", func(d *draft) { first(d).Verdict = "declined" }, ""},
		{"a manager at senior's level", func(d *draft) { first(d).Level = "senior" }, "role"},
		{"a senior at senior's level", func(d *draft) {
			d.by("judith")
			first(d).Level = "senior"
		}, ""},
		{"one's own entry", func(d *draft) { d.by("asha") }, "endorse-own role"},
		{"returning one's own entry", func(d *draft) {
			d.by("asha")
			first(d).Verdict = "returned"
		}, "endorse-own role"},
		{"a senior who can't read", func(d *draft) { d.by("vera") }, "role"},
		{"an entry that is not there", func(d *draft) {
			first(d).Target = noEntry
		}, "endorse-target"},
		{"an entry of another case", func(d *draft) {
			first(d).Target, first(d).SHA256 = letter, sum(string(letter))
		}, "endorse-target"},
		{"another text", func(d *draft) { first(d).SHA256 = sum("other") }, "endorse-target"},
		{"an attached file", func(d *draft) {
			first(d).Target, first(d).SHA256 = "7K2M0GGG", sum("7K2M0GGG")
		}, "endorse-target"},
		{"itself", func(d *draft) {
			first(d).Target, first(d).SHA256 = "7K2M1AAA", sum("7K2M1AAA")
		}, "endorse-target"},
		{"no endorsement in the trailers", func(d *draft) {
			d.trailers(theCase).Endorses = nil
		}, "trailers"},
		{"two in the trailers, one entry", func(d *draft) {
			d.trailers(theCase).Endorses = append(d.trailers(theCase).Endorses,
				EndorseTrailer{"7K2M0HHH", sum("7K2M0HHH"), "line", "endorsed"})
		}, "trailers"},
		{"another entry as well", func(d *draft) {
			d.endorse(theCase, "7K2M1BBB", "7K2M0HHH", "line", "endorsed")
		}, ""},
		{"the same twice", func(d *draft) {
			d.endorse(theCase, "7K2M1BBB", profile, "line", "endorsed")
		}, "endorse-twice"},
		{"yes and no", func(d *draft) {
			d.endorse(theCase, "7K2M1BBB", profile, "line", "returned")
		}, "endorse-twice"},
		{"in a second case as well", func(d *draft) {
			d.endorse(another, "7K2M1BBB", letter, "line", "endorsed")
		}, ""},
		{"a second case's entry missing", func(d *draft) {
			d.endorse(another, "7K2M1BBB", noEntry, "line", "endorsed")
		}, "endorse-target"},
		{"with a file", func(d *draft) { d.attach(theCase, "7K2M9ZZZ") }, "entries trailers"},
		{"something made pending", set(func(k *record.Docket) {
			k.Pending = profile
		}), "endorsements pending"},
	})
	vary(t, adding, []variation{{"add endorses", func(d *draft) {
		d.trailers(theCase).Endorses = []EndorseTrailer{
			{profile, sum(string(profile)), "line", "endorsed"}}
	}, "trailers"}})
}

func TestEndorseTwice(t *testing.T) {
	again := func(who, level, verdict string) func(*testing.T) string {
		return func(t *testing.T) string {
			s := opened(t)
			s.endorsed("7K2M1AAA", profile, "judith", "line", nil)
			return rules(s.faults(s.next("endorse", who).endorse(theCase, "7K2M1BBB", profile,
				level, verdict)))
		}
	}
	for name, tt := range map[string]struct {
		run  func(*testing.T) string
		want string
	}{
		"the same person": {again("judith", "line", "endorsed"), "endorse-twice"},
		"the same person, at another level": {again("judith", "senior", "endorsed"),
			"endorse-twice"},
		"returned after all": {again("judith", "senior", "returned"), ""},
		"another person":     {again("mina", "line", "endorsed"), ""},
	} {
		if got := tt.run(t); got != tt.want {
			t.Errorf("%s: got rules %q, want %q", name, got, tt.want)
		}
	}
}

// outcome lands one more endorsement and says which docket follows honestly.
type outcome struct {
	name, who, level, verdict string
	status                    record.Status
	pending                   record.ID
}

func tryOutcomes(t *testing.T, state func(testing.TB) *story, target record.ID, list []outcome) {
	t.Helper()
	docketOf := map[string]func(*record.Docket){
		"nothing happens": func(*record.Docket) {},
		"closed":          toClosed,
		"open":            func(k *record.Docket) { k.Status, k.Pending = record.Open, "" },
		"not pending":     func(k *record.Docket) { k.Pending = "" },
		"still pending":   func(k *record.Docket) { k.Status = record.Closed },
	}
	for _, o := range list {
		for name, change := range docketOf {
			s := state(t)
			d := s.next("endorse", o.who).endorse(theCase, "7K2M3CCC", target, o.level,
				o.verdict).on(theCase, change)
			k, err := record.ParseDocket(
				[]byte(d.mem.blobs[d.files[record.DocketPath(theCase)].id]))
			if err != nil {
				t.Fatal(err)
			}
			honest := k.Status == o.status && k.Pending == o.pending
			if faults := s.faults(d); (len(faults) == 0) != honest {
				t.Errorf("%s, then %s (%s, pending %q): honest is %v%s", o.name, name, k.Status,
					k.Pending, honest, means(faults))
			}
		}
	}
}

func TestClosureOutcomes(t *testing.T) {
	tryOutcomes(t, closing, closure, []outcome{
		{"first the line", "mina", "line", "endorsed", record.Closing, closure},
		{"first a senior", "judith", "senior", "endorsed", record.Closing, closure},
		{"returned by the line", "mina", "line", "returned", record.Open, ""},
		{"declined by a senior", "judith", "senior", "declined", record.Open, ""},
	})
	line := func(t testing.TB) *story {
		s := closing(t)
		s.endorsed("7K2M1AAA", closure, "mina", "line", nil)
		return s
	}
	tryOutcomes(t, line, closure, []outcome{
		{"then a senior", "judith", "senior", "endorsed", record.Closed, ""},
		{"then a senior at the line's level", "judith", "line", "endorsed", record.Closing,
			closure},
		{"then returned by a senior", "judith", "senior", "returned", record.Open, ""},
		{"then returned by the same", "mina", "line", "returned", record.Open, ""},
	})
	tryOutcomes(t, closing, profile, []outcome{
		{"another entry returned", "mina", "line", "returned", record.Closing, closure},
		{"another entry endorsed", "judith", "senior", "endorsed", record.Closing, closure},
	})
	small := func(t testing.TB) *story {
		s := openedUnder(t, policy.Small)
		s.land(closeBy(s, "asha", "line"))
		return s
	}
	tryOutcomes(t, small, closure, []outcome{
		{"small: the line", "mina", "line", "endorsed", record.Closed, ""},
		{"small: a senior alone", "judith", "senior", "endorsed", record.Closed, ""},
	})
}

// Levels already met are remembered. A returned closure is no longer pending: a new one begins
// again.
func TestClosureAgain(t *testing.T) {
	s := closing(t)
	s.endorsed("7K2M1AAA", closure, "mina", "line", nil)
	d := s.next("endorse", "judith").endorse(theCase, "7K2M1BBB", closure, "senior", "returned")
	s.land(d.on(theCase, func(k *record.Docket) { k.Status, k.Pending = record.Open, "" }))
	s.land(s.next("close", "asha").entry(theCase, letter).on(theCase, func(k *record.Docket) {
		*k = AfterClose(*k, Ending{letter, day(2026, 1, 5), day(2032, 12, 31), 1},
			[]string{"line", "senior"})
	}))
	d = s.next("endorse", "judith").endorse(theCase, "7K2M1CCC", letter, "senior",
		"endorsed").on(theCase, toClosed)
	if got := rules(s.faults(d)); got != "endorsements" {
		t.Errorf("the line's endorsement was of the first closure: got rules %q", got)
	}
}

func TestDisposalAndErasureOutcomes(t *testing.T) {
	tryOutcomes(t, disposing, disposal, []outcome{
		{"disposal endorsed", "mina", "line", "endorsed", record.Disposing, disposal},
		{"disposal returned", "judith", "senior", "returned", record.Closed, ""},
		{"disposal declined", "mina", "line", "declined", record.Closed, ""},
	})
	erasing := func(t testing.TB) *story {
		s := opened(t)
		s.land(eraseBy(s, "asha"))
		return s
	}
	tryOutcomes(t, erasing, erasure, []outcome{
		{"erasure endorsed", "judith", "senior", "endorsed", record.Open, erasure},
		{"erasure returned", "mina", "line", "returned", record.Open, ""},
	})
}

// Only verdicts of people who may endorse count: others return nothing and close nothing.
func TestVerdictsOfOthers(t *testing.T) {
	for _, who := range []string{"asha", "ben", "carl", "lena", "orla", "recovery-1", "rob", "ruth",
		"vera"} {
		for _, verdict := range []string{"returned", "declined", "endorsed"} {
			s := closing(t)
			d := s.next("endorse", who).endorse(theCase, "7K2M1AAA", closure, "line", verdict)
			if verdict != "endorsed" {
				d.on(theCase, func(k *record.Docket) { k.Status, k.Pending = record.Open, "" })
			}
			if got := rules(s.faults(d)); got != "role" && got != "endorse-own role" {
				t.Errorf("%s by %s: got rules %q", verdict, who, got)
			}
		}
	}
}

// A manager who closed the case can't endorse the closure in any role.
func TestOwnClosure(t *testing.T) {
	s := opened(t)
	s.land(closeBy(s, "mina", "line", "senior"))
	d := s.next("endorse", "mina").endorse(theCase, "7K2M1AAA", closure, "line", "returned")
	d.on(theCase, func(k *record.Docket) { k.Status, k.Pending = record.Open, "" })
	if got := rules(s.faults(d)); got != "endorse-own" {
		t.Errorf("got rules %q", got)
	}
}

// A member who left endorses no more. Their earlier endorsements stand.
func TestEndorserLeaves(t *testing.T) {
	s := closing(t)
	s.endorsed("7K2M1AAA", closure, "mina", "line", nil)
	d := s.next("team", "judith")
	d.member("mina", func(m *team.Member) { m.Left = s.now })
	s.land(d)
	s.now = s.now.Add(24 * time.Hour)
	s.endorsed("7K2M1BBB", closure, "judith", "senior", toClosed)
	if k := s.next("add", "asha").dockets(theCase); k.Status != record.Closed {
		t.Errorf("the case is %s", k.Status)
	}
}

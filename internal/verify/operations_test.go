package verify

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// operation is an honest example of a row of the table of operations.
type operation struct {
	op    string
	state func(testing.TB) *story
	build func(*story, string) *draft
	who   string // all who may do it in that state, the first for the example
	free  string // the docket's facts that it may change, whatever to
}

func operations() []operation {
	casework := "asha carl judith lena mina ruth vera"
	founded := func(t testing.TB) *story { return founded(t, policy.Casework) }
	return []operation{
		{"open", founded, openBy, casework, ""},
		{"intake", founded, intakeBy, "ben " + casework, ""},
		{"accept", intaken, acceptBy, "lena", "status key_worker keys"},
		{"concern", opened, plain("concern"), "ben " + casework, ""},
		{"add", opened, plain("add"), "asha judith mina ruth", "retain_until"},
		{"endorse", opened, endorseBy("line"), "mina judith", "pending"},
		{"endorse", opened, endorseBy("senior"), "judith", "pending"},
		{"close", opened, func(s *story, who string) *draft {
			return closeBy(s, who, "line", "senior")
		},
			"asha judith mina", "status pending service_ended retain_until policy"},
		{"reopen", closed, reopenBy, "asha judith mina",
			"status pending service_ended retain_until policy"},
		{"handover", opened, handoverBy, "asha judith mina", "key_worker"},
		{"grant", opened, grantBy, "asha judith mina", "keys"},
		{"revoke", grantedCarl, revokeBy, "asha judith mina", "keys"},
		{"hold", opened, holdBy, "asha judith mina ruth vera", "holds"},
		{"release", held, releaseBy, "ruth judith vera", "holds"},
		{"retain", closed, retainBy, "ruth judith mina", "retain_until policy blocks"},
		{"retain", disposing, retainOneBy, "ruth judith mina",
			"status pending retain_until policy blocks"},
		{"transfer", closed, transferBy, "asha judith mina", "blocks"},
		{"transfer", sent, receiptBy, "asha judith mina", "blocks status"},
		{"dispose-request", overdue, requestBy, "ruth", "status pending"},
		{"dispose", agreed, disposeBy, "ruth", "status pending keys"},
		{"erase-request", opened, eraseBy, "asha judith mina", "pending"},
		{"reseal", erasable, resealBy, "asha judith mina", "pending keys"},
		{"team", founded, teamBy, "judith recovery-1 vera", ""},
		{"policy", founded, policyBy, "judith vera", ""},
	}
}

// plain returns an operation that only brings one entry.
func plain(op string) func(*story, string) *draft {
	return func(s *story, who string) *draft { return s.next(op, who).entry(theCase, letter) }
}

func acceptBy(s *story, who string) *draft {
	return s.next("accept", who).on(theCase, func(k *record.Docket) {
		*k = AfterAccept(*k, "asha", s.keys("asha", "mina"))
	})
}

func endorseBy(level string) func(*story, string) *draft {
	return func(s *story, who string) *draft {
		return s.next("endorse", who).endorse(theCase, "7K2M1AAA", profile, level, "endorsed")
	}
}

func reopenBy(s *story, who string) *draft {
	return s.next("reopen", who).entry(theCase, letter).on(theCase, func(k *record.Docket) {
		*k = AfterReopen(*k)
	})
}

func handoverBy(s *story, who string) *draft {
	return s.next("handover", who).entry(theCase, letter).on(theCase, func(k *record.Docket) {
		k.KeyWorker = "mina"
	})
}

func holdBy(s *story, who string) *draft {
	return s.next("hold", who).entry(theCase, letter).on(theCase, func(k *record.Docket) {
		*k = AfterHold(*k, letter)
	})
}

func held(t testing.TB) *story {
	s := opened(t)
	s.land(s.next("hold", "asha").entry(theCase, erasure).on(theCase, func(k *record.Docket) {
		*k = AfterHold(*k, erasure)
	}))
	return s
}

func releaseBy(s *story, who string) *draft {
	d := s.next("release", who).entry(theCase, letter)
	d.trailers(theCase).Releases = erasure
	return d.on(theCase, func(k *record.Docket) { *k = AfterRelease(*k, erasure) })
}

func retainBy(s *story, who string) *draft {
	return s.next("retain", who).on(theCase, func(k *record.Docket) {
		k.RetainUntil = day(2040, 12, 31)
	})
}

// retainOneBy gives a case that is being disposed of a later date, which ends the request.
func retainOneBy(s *story, who string) *draft {
	return s.next("retain", who).on(theCase, func(k *record.Docket) {
		*k = AfterRetain(*k, day(2040, 12, 31), 1)
	})
}

func receiptBy(s *story, who string) *draft {
	return s.next("transfer", who).entry(theCase, erasure).on(theCase, func(k *record.Docket) {
		*k = k.WithoutBlock(record.BlockTransfer)
		k.Status = record.Transferred
	})
}

func eraseBy(s *story, who string) *draft {
	return s.next("erase-request", who).entry(theCase, erasure).on(theCase, func(k *record.Docket) {
		k.Pending = erasure
	})
}

// Every operation passes if an eligible person does it. By anybody else it breaks the rule "role",
// though everything else is right.
func TestWhoMay(t *testing.T) {
	everybody := strings.Fields("asha ben carl judith lena mina orla recovery-1 rob ruth vera")
	for _, o := range operations() {
		may := strings.Fields(o.who)
		for _, who := range everybody {
			faults := o.state(t).faultsOf(o, who)
			own := o.op == "endorse" && who == "asha" // her own entry, besides
			switch got := rules(faults); {
			case slices.Contains(may, who) && got != "":
				t.Errorf("%s by %s:%s", o.op, who, means(faults))
			case !slices.Contains(may, who) && !own &&
				!slices.Contains(strings.Fields(got), "role"):
				t.Errorf("%s by %s: got rules %q, want role", o.op, who, got)
			case own && got != "endorse-own role":
				t.Errorf("%s by %s: got rules %q, want both", o.op, who, got)
			}
		}
	}
}

func (s *story) faultsOf(o operation, who string) []Fault { return s.faults(o.build(s, who)) }

// Facts that an operation does not list must not change.
func TestUnlistedFactsStay(t *testing.T) {
	facts := []struct {
		name, want string
		change     func(*story, *record.Docket)
	}{
		{"opened", "docket", func(_ *story, k *record.Docket) { k.Opened = day(2026, 1, 4) }},
		{"key_worker", "docket", func(_ *story, k *record.Docket) { k.KeyWorker = "judith" }},
		{"status", "status", func(_ *story, k *record.Docket) { k.Status = record.Intake }},
		{"service_ended", "docket", func(_ *story, k *record.Docket) {
			k.ServiceEnded = day(2026, 1, 4)
		}},
		{"retain_until", "docket", func(_ *story, k *record.Docket) {
			k.RetainUntil = day(2070, 12, 31)
		}},
		{"holds", "holds", func(_ *story, k *record.Docket) { *k = k.WithHold(noEntry) }},
		{"blocks", "blocks", func(_ *story, k *record.Docket) {
			*k = k.WithBlock(record.BlockRecheck)
		}},
		{"pending", "docket", func(_ *story, k *record.Docket) { k.Pending = noEntry }},
		{"policy", "docket", func(_ *story, k *record.Docket) { k.Policy += 7 }},
		{"keys", "keys", func(s *story, k *record.Docket) {
			k.Keys[k.Newest()-1]["vera"] = s.key()
		}},
	}
	for _, o := range operations() {
		if o.op == "open" || o.op == "intake" || o.op == "team" || o.op == "policy" {
			continue
		}
		for _, f := range facts {
			if slices.Contains(strings.Fields(o.free), f.name) {
				continue
			}
			s := o.state(t)
			d := o.build(s, strings.Fields(o.who)[0])
			d.on(theCase, func(k *record.Docket) { f.change(s, k) })
			if got := rules(s.faults(d)); !slices.Contains(strings.Fields(got), f.want) {
				t.Errorf("%s with another %s: got rules %q, want %q", o.op, f.name, got, f.want)
			}
		}
	}
}

// Nothing follows the status destroyed.
func TestNothingFollowsDestroyed(t *testing.T) {
	for _, o := range operations() {
		if o.op == "open" || o.op == "intake" || o.op == "team" || o.op == "policy" {
			continue
		}
		s := agreed(t)
		s.land(disposeBy(s, "ruth"))
		d := s.next(o.op, "judith").entry(theCase, "7K2M9ZZZ").on(theCase, nil)
		if got := rules(s.faults(d)); !slices.Contains(strings.Fields(got), "status") {
			t.Errorf("%s: got rules %q", o.op, got)
		}
	}
}

// Nothing but open and intake makes a case.
func TestOnNoCase(t *testing.T) {
	for _, o := range operations() {
		if o.op == "open" || o.op == "intake" || o.op == "team" || o.op == "policy" {
			continue
		}
		s := o.state(t)
		d := s.next(o.op, "judith").entry(another, letter).on(another, func(k *record.Docket) {
			k.KeyWorker, k.Status, k.Keys = "judith", record.Open,
				[]record.Epoch{s.keys("judith", "mina")}
		}).epoch(another, 1)
		if got := rules(s.faults(d)); !slices.Contains(strings.Fields(got), "status") {
			t.Errorf("%s: got rules %q", o.op, got)
		}
	}
}

// Each operation refuses other numbers of entries.
func TestNumberOfEntries(t *testing.T) {
	for _, o := range operations() {
		for _, n := range []int{-1, +1, +2} {
			s := o.state(t)
			d := o.build(s, strings.Fields(o.who)[0])
			want := "entries"
			switch {
			case o.op == "team" || o.op == "policy":
				want = "paths trailers"
			// then no case is touched
			case o.op == "endorse", o.op == "reseal", n < 0 && (o.op == "add" || o.op == "concern"):
				want = "trailers"
			case o.op == "open" && n == 1 || o.op == "add" && n > 0:
				want = ""
			case n < 0 && len(d.msg.Cases[0].Entries) == 0:
				continue
			}
			if n < 0 && (want == "paths trailers" || !d.dropEntry()) {
				continue
			}
			for i := range max(n, 0) {
				d.entry(theCase, []record.ID{"7K2M9YYY", "7K2M9ZZZ"}[i])
			}
			got := rules(s.faults(d))
			if got != want && !slices.Contains(strings.Fields(got), want) {
				t.Errorf("%s with %+d entries: got rules %q, want %q", o.op, n, got, want)
			}
		}
	}
}

// dropEntry takes the last entry and its trailer away.
func (d *draft) dropEntry() bool {
	t := &d.msg.Cases[0]
	last := t.Entries[len(t.Entries)-1].ID
	t.Entries = t.Entries[:len(t.Entries)-1]
	d.remove(d.path(t.Case, last))
	d.on(t.Case, nil)
	return true
}

// Attached files come with the operation add, and never alone.
func TestAttachments(t *testing.T) {
	for _, o := range operations() {
		if o.op == "team" || o.op == "policy" {
			continue
		}
		s := o.state(t)
		d := o.build(s, strings.Fields(o.who)[0]).attach(theCase, "7K2M9ZZZ")
		want := "entries"
		switch o.op {
		case "add":
			want = ""
		case "reseal":
			want = "paths"
		}
		if got := rules(s.faults(d)); got != want && !slices.Contains(strings.Fields(got), want) {
			t.Errorf("%s with a file: got rules %q, want %q", o.op, got, want)
		}
	}
	alone := func(s *story) *draft { return s.next("add", "asha").attach(theCase, "7K2M9ZZZ") }
	s := opened(t)
	if got := rules(s.faults(alone(s))); got != "entries" {
		t.Errorf("a file alone: got rules %q", got)
	}
	s = opened(t)
	if got := rules(
		s.faults(alone(s).entry(theCase, "7K2MAZZZ").attach(theCase,
			"7K2MBZZZ"))); got != "entries" {
		t.Errorf("two files with one entry: got rules %q", got)
	}
}

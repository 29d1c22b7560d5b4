package verify

import (
	"errors"
	"strings"
	"testing"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// A policy of format 2 is no fault: this program can't judge it. But only a signer who may change
// the policy can make the program give up on the records.
func TestANewerFormatIsNoFault(t *testing.T) {
	for _, tt := range []struct {
		first, by string
		newer     bool
	}{
		{"format: 2\n", "judith", true},
		{"format: 17\n", "vera", true},
		{"format: 1\n", "judith", false},
		{"format: 1\nrules: 5\n", "judith", true},
		{"format: 1\nrules: 5\n", "mina", false},
		{"format: 1\nrules: 5\n", "", false},
		{"format: x\n", "judith", false},
		{"format: 2\n", "mina", false},
		{"format: 2\n", "", false},
	} {
		s := founded(t, policy.Casework)
		d := s.next("policy", "judith")
		if tt.by != "" {
			d.by(tt.by)
		} else {
			d.c.Signer = ""
		}
		old := "format: 1\n"
		if strings.Contains(tt.first, "rules: ") {
			old += "rules: 4\n"
		}
		d.policy(old, tt.first)
		d.policy("version: 1", "version: 2")
		d.finish()
		v, err := s.judge.Commit(d.c.ID)
		if got := errors.Is(err, ErrNewer); got != tt.newer {
			t.Errorf("%q by %q: newer is %v, want %v", tt.first, tt.by, got, tt.newer)
		}
		if wellMade := tt.first == "format: 1\n"; !tt.newer &&
			(err != nil || len(v.Faults) == 0 != wellMade) {
			t.Errorf("%q by %q: %v%s", tt.first, tt.by, err, means(v.Faults))
		}
	}
}

// Records that began under older rules are no fault: this program can't judge them. Rules
// that go down later are a fault, whoever signs.
func TestOlderRules(t *testing.T) {
	for _, tt := range []struct{ name, old, first string }{
		{"a lower number", "rules: 4\n", "rules: 1\n"},
		{"no number", "rules: 4\n", ""},
	} {
		s := &story{TB: t, mem: newMemory(), now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}
		s.judge = New(whole{s.mem})
		d := s.founding(policy.Casework)
		d.policy(tt.old, tt.first)
		d.finish()
		if _, err := s.judge.Commit(d.c.ID); !errors.Is(err, ErrOlder) || errors.Is(err, ErrNewer) {
			t.Errorf("%s at the beginning: %v", tt.name, err)
		}
		s = founded(t, policy.Casework)
		d = policyBy(s, "judith")
		d.policy(tt.old, tt.first)
		if faults := s.faults(d); rules(faults) != "policy" {
			t.Errorf("%s later: %q%s", tt.name, rules(faults), means(faults))
		}
	}
}

// A program says so and stops if the newest commit has other rules than its own, and an earlier or
// later program judged it.
func TestOtherRulesWhereOneStands(t *testing.T) {
	for first, want := range map[string]error{"rules: 5\n": ErrNewer, "rules: 1\n": ErrOlder,
		"": ErrOlder} {
		s := founded(t, policy.Casework)
		d := policyBy(s, "judith")
		d.policy("rules: 4\n", first)
		d.finish()
		if _, err := Resume(whole{s.mem}, d.c.ID); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", first, err, want)
		}
	}
}

// A roster or a docket of a later format is no fault if its signer may write one: a later program
// wrote it. By anybody else it is a fault.
func TestANewerFileIsNoFault(t *testing.T) {
	roster := func(s *story, who string) *draft {
		d := s.next("team", who)
		d.put(TeamPath, "format: 2\nversion: 2\nmembers: []\n")
		return d
	}
	docket := func(format string) func(*story, string) *draft {
		return func(s *story, who string) *draft {
			d := s.next("add", who).entry(theCase, letter).on(theCase, nil)
			text := d.mem.blobs[d.files[record.DocketPath(theCase)].id]
			d.put(record.DocketPath(theCase), strings.Replace(text, "format: 1", format, 1))
			return d
		}
	}
	for _, tt := range []struct {
		name, who string
		draft     func(*story, string) *draft
		want      string // the rules, or newer
	}{
		{"a roster by a senior", "judith", roster, "newer"},
		{"a roster by a recovery member", "recovery-1", roster, "newer"},
		{"a roster by a manager", "mina", roster, "role team"},
		{"a docket by a reader", "asha", docket("format: 2"), "newer"},
		{"a docket of a far later format", "asha", docket("format: 17"), "newer"},
		{"a docket by one who may not add", "ben", docket("format: 2"), "docket"},
		{"a docket by one who does not read", "carl", docket("format: 2"), "docket"},
		{"a docket of an earlier format", "asha", docket("format: 0"), "docket"},
		{"a docket of no format", "asha", docket("format: x"), "docket"},
		{"a docket of a format with a zero before it", "asha", docket("format: 02"), "docket"},
	} {
		s := opened(t)
		d := tt.draft(s, tt.who)
		d.finish()
		v, err := s.judge.Commit(d.c.ID)
		got := rules(v.Faults)
		if errors.Is(err, ErrNewer) {
			got = "newer"
		} else if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q%s", tt.name, got, tt.want, means(v.Faults))
		}
	}
}

// An introduction with a roster of a later format is no fault.
func TestANewerIntroduction(t *testing.T) {
	s := &story{TB: t, mem: newMemory(), now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}
	s.judge = New(whole{s.mem})
	d := s.founding(policy.Casework)
	d.put(TeamPath, strings.Replace(d.mem.blobs[d.files[TeamPath].id], "format: 1", "format: 2", 1))
	d.finish()
	if _, err := s.judge.Commit(d.c.ID); !errors.Is(err, ErrNewer) {
		t.Errorf("got %v", err)
	}
}

package verify

import (
	"strings"
	"testing"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// eased lands a policy that asks for fewer endorsements.
func eased(s *story, old, now string) *story {
	d := policyBy(s, "judith")
	d.policy(old, now)
	s.land(d)
	return s
}

// risen makes carl a senior, and lets him in.
func risen(s *story) *story {
	d := s.next("team", "judith")
	d.member("carl", func(m *team.Member) { m.Roles = []team.Role{team.Senior} })
	s.land(d)
	s.land(s.next("grant", "judith").on(theCase, func(k *record.Docket) {
		k.Keys[0]["carl"] = s.key()
	}))
	return s
}

// The pending entry fits the status, whatever operation came last.
func TestPendingFitsTheStatus(t *testing.T) {
	for _, tt := range []struct {
		status  record.Status
		pending record.ID
		op      string // that brought it
		fits    bool
	}{
		{record.Open, "", "", true}, {record.Open, erasure, team.OpEraseRequest, true},
		{record.Open, closure, team.OpClose, false}, {record.Open, letter, team.OpAdd, false},
		{record.Intake, erasure, team.OpEraseRequest, true},
		{record.Closing, closure, team.OpClose, true}, {record.Closing, "", "", false},
		{record.Closing, erasure, team.OpEraseRequest, false}, {record.Closing, noEntry, "", false},
		{record.Closed, "", "", true}, {record.Closed, erasure, team.OpEraseRequest, true},
		{record.Closed, disposal, team.OpDisposeRequest, false},
		{record.Transferred, erasure, team.OpEraseRequest, true},
		{record.Disposing, disposal, team.OpDisposeRequest, true},
		{record.Disposing, "", "", false},
		{record.Disposing, closure, team.OpClose, false},
		{record.Destroyed, "", "", true},
		{record.Destroyed, disposal, team.OpDisposeRequest, false},
	} {
		past := NewCaseFacts()
		past.Entries[tt.pending] = EntryFact{Op: tt.op}
		ct := &caseJudge{commitJudge: &commitJudge{}, row: &opRow{}, id: theCase, past: past,
			after: &record.Docket{Case: theCase, Status: tt.status, Pending: tt.pending}}
		ct.judgePendingState()
		if got := len(ct.faults) == 0; got != tt.fits {
			t.Errorf("%s with %q of %q: fits is %v", tt.status, tt.pending, tt.op, got)
		}
	}
}

// A block is allowed only in its statuses, and is removed with them.
func TestFittingBlocks(t *testing.T) {
	for status, want := range map[record.Status]string{
		record.Intake: "", record.Open: "", record.Closing: "recheck",
		record.Closed: "recheck transfer", record.Transferred: "recheck",
		record.Disposing: "recheck",
	} {
		d := record.Docket{Status: status}.WithBlock(record.BlockRecheck).
			WithBlock(record.BlockTransfer)
		if got := strings.Join(fitting(d).Blocks, " "); got != want {
			t.Errorf("%s: %q, want %q", status, got, want)
		}
	}
}

// An endorsement of another entry moves no case, even if policy now asks for less.
func TestOnlyTheRequestMovesACase(t *testing.T) {
	waits := func(t testing.TB) *story {
		s := closing(t)
		s.endorsed("7K2M1AAA", closure, "mina", "line", nil)
		return eased(s, "closure: [line, senior]", "closure: [line]")
	}
	other := func(t testing.TB) *draft {
		return waits(t).next("endorse", "judith").
			endorse(theCase, "7K2M1BBB", profile, "line", "endorsed").on(theCase, nil)
	}
	vary(t, other, []variation{
		{"and the case is closed", set(toClosed), "endorsements"},
		{"and the request is dropped", set(func(k *record.Docket) { k.Pending = "" }),
			"endorsements pending"},
		{"together with the closure", func(d *draft) {
			d.endorse(theCase, "7K2M1CCC", closure, "senior", "endorsed")
			set(toClosed)(d)
		}, ""},
	})
	s := waits(t) // what the policy of the request asks is asked still
	d := s.next("endorse", "judith").on(theCase, toClosed)
	if got := rules(
		s.faults(d.endorse(theCase, "7K2M1BBB", closure, "line",
			"endorsed"))); got != "endorsements" {
		t.Error("a case was closed under an easier policy")
	}
}

// A member with a role newer than the request endorses later requests only.
func TestEndorsersOfThen(t *testing.T) {
	s := closing(t)
	s.endorsed("7K2M1AAA", closure, "mina", "line", nil)
	risen(s)
	d := s.next("endorse", "carl").endorse(theCase, "7K2M1BBB", closure, "senior", "endorsed")
	if got := rules(s.faults(d.on(theCase, toClosed))); got != "endorsements" {
		t.Errorf("closed by a senior of later: got rules %q", got)
	}
	s = closing(t)
	s.endorsed("7K2M1AAA", closure, "mina", "line", nil)
	risen(s)
	s.endorsed("7K2M1BBB", closure, "carl", "senior", nil) // recorded, and counts for nothing
	s.endorsed("7K2M1CCC", closure, "judith", "senior", toClosed)
	s = risen(closing(t))
	s.land(s.next("endorse", "carl").endorse(theCase, "7K2M1BBB", closure, "senior", "returned").
		on(theCase, func(k *record.Docket) { k.Status, k.Pending = record.Open, "" }))
}

// If nobody is left who could endorse a request, a new one may replace it, for those who hold the
// roles now.
func TestRequestMadeAnew(t *testing.T) {
	again := func(s *story) *draft {
		return s.next("erase-request", "asha").entry(theCase, letter).
			on(theCase, func(k *record.Docket) { k.Pending = letter })
	}
	s := opened(t)
	s.land(eraseBy(s, "asha"))
	s = gone(s, "vera")
	if got := rules(s.faults(again(s))); got != "pending" {
		t.Errorf("judith is left: got rules %q", got)
	}
	s = opened(t)
	s.land(eraseBy(s, "judith"))
	s = gone(risen(s), "vera")
	s.land(again(s))
	s.land(s.next("endorse", "carl").endorse(theCase, "7K2M1BBB", letter, "senior", "endorsed").
		on(theCase, nil))
	s.land(s.next("reseal", "asha").reseal(profile))
}

// Reopening keeps a pending erasure, and clears a closure and blocks.
func TestReopenKeepsAnErasure(t *testing.T) {
	reopens := func(t testing.TB) *draft {
		s := sent(t)
		s.land(eraseBy(s, "asha"))
		return s.next("reopen", "asha").entry(theCase, third).
			on(theCase, func(k *record.Docket) { *k = AfterReopen(*k) })
	}
	vary(t, reopens, []variation{
		{"the erasure dropped", set(func(k *record.Docket) { k.Pending = "" }), "reopen"},
		{"still sent", set(func(k *record.Docket) {
			*k = k.WithBlock(record.BlockTransfer)
		}), "blocks"},
		{"a look asked for", set(func(k *record.Docket) { *k = k.WithBlock(record.BlockRecheck) }),
			"blocks"},
	})
}

// An introduction can't be adopted, and nobody's work is from before they joined.
func TestAdoptedTimes(t *testing.T) {
	s := &story{TB: t, mem: newMemory(), now: founded(t, policy.Casework).now}
	s.judge = New(whole{s.mem})
	d := s.founding(policy.Casework)
	d.msg = Message{Op: "adopt", Adopts: "init"}
	d.c.Author.Name, d.c.Author.Email = "Nobody At All", "stranger@elsewhere.example"
	if got := rules(s.faults(d)); got != "init" {
		t.Errorf("an introduction that is adopted: got rules %q", got)
	}
	for name, before := range map[string]int{"as the records began": 0, "a second before": 1} {
		d := adoptedNote(t)
		carl, _ := d.team().Member("carl")
		d.remove(d.path(theCase, letter))
		d.c.Author.When = carl.Since.Add(-time.Duration(before) * time.Second)
		d.put(d.path(theCase, letter), "age entry moved")
		want := map[int]string{0: "", 1: "adopt"}[before]
		if got := rules(d.story.faults(d)); got != want {
			t.Errorf("%s: got rules %q, want %q", name, got, want)
		}
	}
}

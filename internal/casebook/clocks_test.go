package casebook

import (
	"errors"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/team"
)

func TestClockFault(t *testing.T) {
	at := func(s string) time.Time {
		when, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	begin := at("2026-03-06")
	for _, tt := range []struct{ now, machine, built, want string }{
		{"2026-03-06", "", "", ""},
		{"2026-03-05", "", "", ""}, // a day is allowed
		{"2026-03-04", "", "", "these records begin on 2026-03-06"},
		{"2019-01-01", "", "", "these records begin"},
		{"2031-01-01", "", "", ""}, // ahead can't be known
		{"2026-05-01", "2026-05-01", "2026-06-01", "this program was built on 2026-06-01"},
		{"2026-05-02", "2026-05-02", "2026-06-01", ""}, // thirty days before
		{"2026-05-31", "2026-05-31", "2026-06-01", ""},
		{"2026-05-01", "2026-07-01", "2026-06-01", ""}, // set apart, by a right clock
	} {
		c := Clock{Now: at(tt.now)}
		if tt.machine != "" {
			c.Machine = at(tt.machine)
		}
		if tt.built != "" {
			c.Built = at(tt.built)
		}
		got := c.fault(begin)
		if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%+v: %q", tt, got)
		}
	}
}

// A clock that a server found ahead stays so while it runs on. It counts as right once it was put
// back, or once a server took what it dates.
func TestFastClock(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	server := o.now
	o.now = server.Add(11 * time.Minute)
	if b := o.as("asha"); !b.NoteServerClock(server) || !errors.Is(b.ClockFault(o.ctx), ErrClock) {
		t.Error("eleven minutes ahead are no fault")
	}
	o.now = server.Add(30 * time.Minute)
	b := o.as("asha")
	if _, _, err := b.Prepare(o.ctx,
		EntryText{Case: id, Kind: "note", Text: []byte("---\nheadline: x\n---\nx\n")}); !errors.Is(
		err, ErrClock) {
		t.Errorf("while it runs on: %v", err)
	}
	o.now = server.Add(5 * time.Minute)
	if err := o.as("asha").ClockFault(o.ctx); err != nil {
		t.Errorf("put back: %v", err)
	}
	o.now = server.Add(30 * time.Minute)
	if o.as("asha").ServerTook(); o.as("asha").ClockFault(o.ctx) != nil {
		t.Error("a server took it")
	}
	if o.as("asha").NoteServerClock(server.Add(25 * time.Minute)) {
		t.Error("ten minutes are what clocks may differ by")
	}
}

// What a contributor recorded ahead is known to the outbox alone: recorded anew, it has the
// same words and ID, and a sync that is broken off in between loses nothing.
func TestRedatedByWhoReadsNothing(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	o.join("ben", "Ben Ito", team.Contributor)
	o.must(o.as("asha").Repo().AddRemote(o.ctx, ledger.RemoteName, t.TempDir()))
	o.git("update-ref", ledger.LastRef, "HEAD")
	right := o.now
	o.now = right.Add(100 * time.Hour)
	entry := o.concern("ben", id)
	o.now = right.Add(time.Minute)
	b := o.as("ben")
	if ahead, err := b.UnpushedAhead(o.ctx); err != nil || !ahead {
		t.Fatalf("ahead: %v, %v", ahead, err)
	}
	old := o.git("rev-parse", ledger.MainRef)
	base := o.git("rev-parse", ledger.LastRef)
	j, err := b.Join(o.ctx, base, Loss{})
	o.must(err)
	if len(j.Redated) != 1 || j.Redated[0].Ref.Entry != entry {
		t.Fatalf("recorded again: %+v", j)
	}
	// Main is set back to before, as if the machine had stopped in between.
	anew := o.git("rev-parse", ledger.MainRef)
	o.git("update-ref", ledger.MainRef, old)
	o.git("update-ref", ledger.VerifiedRef, old)
	o.setIndex("", nil)
	j, err = o.as("ben").Join(o.ctx, base, Loss{})
	o.must(err)
	if len(j.Redated) != 1 || len(j.Conflicts) != 0 {
		t.Fatalf("once more: %+v", j)
	}
	c, err := o.as("mina").Case(o.ctx, id)
	o.must(err)
	th := c.Thread(entry)
	if th == nil || !th.Recorded.Equal(j.Redated[0].Now) || th.RecordedFirst.IsZero() {
		t.Errorf("it says %+v", th)
	}
	if anew == old {
		t.Error("nothing was done again")
	}
}

// By a clock that lies before all commits, the line is walked once, however many entries ask.
func TestOldClockWalksOnce(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	for range 6 {
		o.note(o.as("asha"), id, "Visit")
	}
	begin := o.now
	o.now = time.Unix(10, 0)
	b := o.as("asha")
	c, err := b.Case(o.ctx, id)
	o.must(err)
	if n := len(c.Threads()); n != 7 {
		t.Errorf("%d texts are shown, want all 7", n)
	}
	line, err := b.Repo().Since(o.ctx, "", b.Tip())
	o.must(err)
	if len(b.notAfter) == 0 || len(b.notAfter) > len(line) {
		t.Errorf("%d commits were looked at, of %d", len(b.notAfter), len(line))
	}
	for at, last := range b.notAfter {
		if !last.Before(begin) {
			t.Errorf("%s: %s", at.commit, last)
		}
	}
}

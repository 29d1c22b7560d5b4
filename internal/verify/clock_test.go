package verify

import (
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
)

// aheadBy opens a case whose newest commit is dated so far ahead of the next one's clock.
func aheadBy(t testing.TB, ahead time.Duration) (s *story, next *draft) {
	s = opened(t)
	s.now = s.now.Add(ahead)
	first := plain("add")(s, "asha")
	s.land(first)
	s.now = s.now.Add(-ahead - time.Hour)
	next = s.next("add", "asha")
	return s, next.entry(theCase, "7K2M0QQQ")
}

// The parent is dated at s.mem.commits[s.tip]. A commit may be dated before it if that is more than
// 600 seconds, and the trailer says so exactly.
func TestClock(t *testing.T) {
	for _, tt := range []struct {
		name    string
		ahead   time.Duration
		trailer int64 // seconds added to the parent's time; -1: no trailer
		want    string
	}{
		{"11 minutes, said", 11 * time.Minute, 0, ""},
		{"601 seconds, said", 601 * time.Second, 0, ""},
		{"600 seconds, said", 600 * time.Second, 0, "clock"},
		{"10 years, said", 87600 * time.Hour, 0, ""},
		{"11 minutes, not said", 11 * time.Minute, -1, "commit-time"},
		{"a second, not said", time.Second, -1, "commit-time"},
		{"11 minutes, another time said", 11 * time.Minute, 1, "clock"},
		{"not before its parent, said", -time.Hour, 0, "clock"},
	} {
		s, d := aheadBy(t, tt.ahead)
		if tt.trailer >= 0 {
			d.msg.Clock = s.mem.commits[s.tip].Committer.When.Unix() + tt.trailer
		}
		if got := rules(s.faults(d)); got != tt.want {
			t.Errorf("%s: got rules %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Nobody can choose when the record arrived: a server refuses a time that has passed, and every
// judge a time before the records. The story's records begin on 2026-01-05.
func TestClockSetBackTooFar(t *testing.T) {
	for _, tt := range []struct {
		name string
		// by how much the clock is behind; by how much the server's limit is later; 0 none
		back, soon time.Duration
		want       string
	}{
		{"of a while ago, to a server", 0, time.Second, "clock"},
		{"just now, to a server", 0, -time.Second, ""},
		{"of a while ago, with no server's clock", 0, 0, ""},
		{"before the records began", 87600 * time.Hour, 0, "clock"},
	} {
		s, _ := aheadBy(t, 48*time.Hour)
		s.now = s.now.Add(-tt.back)
		d := s.next("add", "asha").entry(theCase, "7K2M0QQQ")
		d.msg.Clock = s.mem.commits[s.tip].Committer.When.Unix()
		if d.finish(); tt.soon != 0 {
			s.judge.NotBackTo(d.c.Committer.When.Add(tt.soon))
		}
		v, err := s.judge.Commit(d.c.ID)
		if err != nil || rules(v.Faults) != tt.want {
			t.Errorf("%s: %v, got rules %q, want %q", tt.name, err, rules(v.Faults), tt.want)
		}
	}
}

// The introduction has no parent whose clock it could set back.
func TestClockOfTheIntroduction(t *testing.T) {
	s := &story{TB: t, mem: newMemory(), now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}
	s.judge = New(whole{s.mem})
	d := s.founding("casework")
	d.msg.Clock = s.now.Unix() + 601
	if got := rules(s.faults(d)); got != "clock" {
		t.Errorf("got rules %q", got)
	}
}

// Entries before a commit with an earlier time had arrived by that time. Later ones arrive when
// their own commits say.
func TestArrival(t *testing.T) {
	s, d := aheadBy(t, time.Hour)
	ahead := s.mem.commits[s.tip].Committer.When
	d.msg.Clock = ahead.Unix()
	s.land(d)
	back := ahead.Add(-time.Hour)
	s.now = back.Add(2 * time.Hour)
	s.land(s.next("add", "asha").entry(theCase, "7K2M0RRR"))
	facts, err := s.judge.CaseFacts(theCase)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[record.ID]time.Time{letter: back, "7K2M0QQQ": back,
		"7K2M0RRR": s.now} {
		if got := facts.Entries[id].Arrived; !got.Equal(want) {
			t.Errorf("%s arrived %s, want %s", id, got, want)
		}
	}
	if got := facts.Entries[letter].Committed; !got.Equal(ahead) {
		t.Errorf("committed %s, want %s as its commit says", got, ahead)
	}
	if profile := facts.Entries[profile].Arrived; profile.After(back) {
		t.Errorf("the profile arrived %s", profile)
	}
}

// A case first read after the clock was set back had arrived by then as well.
func TestArrivalOfWhatIsAskedForLater(t *testing.T) {
	s, _ := aheadBy(t, time.Hour)
	j, err := Resume(s.mem, s.tip)
	if err != nil {
		t.Fatal(err)
	}
	back := j.Reached().Add(-time.Hour)
	j.setBack(&SetBack{To: back.Add(time.Minute)})
	j.setBack(&SetBack{To: back})
	j.setBack(&SetBack{To: back.Add(2 * time.Minute)})
	arrived := func(j *Judge) time.Time {
		facts, err := j.CaseFacts(theCase)
		if err != nil {
			t.Fatal(err)
		}
		return facts.Entries[letter].Arrived
	}
	if got := arrived(j); !got.Equal(back) {
		t.Errorf("arrived %s, want %s", got, back)
	}
	if got := arrived(j.Over(s.mem)); !got.After(back) { // that history knows for itself
		t.Errorf("another history: arrived %s", got)
	}
}

func TestClockTrailer(t *testing.T) {
	good := "casefile add\n\nCasefile-Op: add\nCasefile-Clock: 2082758400\n" +
		"Casefile-Case: K3F927QM\n"
	if m, err := ParseMessage(good); err != nil || m.Clock != 2082758400 {
		t.Fatal(m, err)
	}
	for _, value := range []string{"0", "-1", "+5", "02082758400", "2082758400.0", "", "x",
		"99999999999999999999"} {
		if m, err := ParseMessage(strings.Replace(good, "2082758400", value, 1)); err == nil {
			t.Errorf("%q is taken: %+v", value, m)
		}
	}
}

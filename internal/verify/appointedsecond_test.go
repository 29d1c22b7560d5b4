package verify

import (
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
)

// rosterStep is a change of the roster: by whom, about whom, and what becomes of them.
type rosterStep struct{ who, whom, what string }

// takes lands the steps, an hour apart.
func (s *story) takes(steps ...rosterStep) {
	s.Helper()
	for i, step := range steps {
		if step.what == "rec" {
			s.land(joinBy(s, step.who))
			continue
		}
		d := s.next("team", step.who)
		d.member(step.whom, func(m *team.Member) {
			switch step.what {
			case "senior":
				m.Roles = []team.Role{team.Senior}
			case "leaves":
				m.Left = s.now
				for k := range m.Keys {
					m.Keys[k].To = s.now
				}
			case "key":
				m.Keys[0].To = s.now
				m.Keys = append(m.Keys, team.Key{Key: signingKey(60 + i), From: s.now})
			}
		})
		s.land(d)
	}
}

// Whoever confirms a recovery key was a senior before it was added, and signs with a key that the
// adder has not recorded since. What the adder gave them shortly before is reported.
func TestConfirmedByWhoWasThere(t *testing.T) {
	rec := rosterStep{"judith", "", "rec"}
	carl := func(by string) rosterStep { return rosterStep{by, "carl", "senior"} }
	for name, c := range map[string]struct {
		steps     []rosterStep
		confirms  string
		days      int // that pass before
		want, has string
	}{
		"a senior of before": {[]rosterStep{rec}, "vera", 0, "", ""},
		"made a senior since": {[]rosterStep{rec, carl("judith")}, "carl", 0, "confirmed",
			"senior"},
		"made a senior since, by vera": {[]rosterStep{rec, carl("vera")}, "carl", 0, "confirmed",
			""},
		"made a senior before": {[]rosterStep{carl("judith"), rec}, "carl", 0, "",
			"senior"},
		"made a senior before, by vera": {[]rosterStep{carl("vera"), rec}, "carl", 0, "", ""},
		"made a senior long before":     {[]rosterStep{carl("judith"), rec}, "carl", 29, "", ""},
		"made a senior by one whom judith made": {[]rosterStep{carl("judith"),
			{"carl", "mina", "senior"}, rec}, "mina", 0, "", "senior"},
		"the last who was there has left": {[]rosterStep{rec, carl("judith"),
			{"judith", "vera", "leaves"}}, "carl", 0, "", "senior"},
		"a key that judith recorded since": {[]rosterStep{rec, {"judith", "vera", "key"}},
			"vera", 0, "confirmed", "key"},
		"a key that judith recorded before": {[]rosterStep{{"judith", "vera", "key"}, rec},
			"vera", 0, "", "key"},
		"a key that vera recorded": {[]rosterStep{rec, {"vera", "vera", "key"}},
			"vera", 0, "", ""},
	} {
		s := opened(t)
		s.takes(c.steps...)
		s.now = s.now.AddDate(0, 0, c.days)
		got, seconds := s.told(confirmBy(s, c.confirms))
		if got != c.want {
			t.Errorf("%s: got rules %q, want %q", name, got, c.want)
		}
		checkSecond(t, name, seconds, c.confirms, c.has)
	}
}

// told judges a commit, and returns the rules it breaks and the appointed seconds.
func (s *story) told(d *draft) (string, []AppointedSecond) {
	s.Helper()
	found := rules(s.faults(d))
	j, err := Resume(s.mem, s.tip)
	if err != nil {
		s.Fatal(err)
	}
	v, err := j.Commit(d.c.ID)
	if err != nil {
		s.Fatal(err)
	}
	var out []AppointedSecond
	for _, l := range v.Learned {
		out = append(out, l.AppointedSeconds...)
	}
	return found, out
}

func checkSecond(t *testing.T, name string, got []AppointedSecond, member, given string) {
	t.Helper()
	ok := given == "" && len(got) == 0 || given != "" && len(got) == 1 &&
		got[0].Member == member && got[0].First == "judith" && got[0].Given == given
	if !ok {
		t.Errorf("%s: it is told that %+v", name, got)
	}
}

// An endorser does not sign with a key that the requester has recorded since the request.
func TestEndorsedByWhoWasThere(t *testing.T) {
	erase := rosterStep{"judith", "", "erase"}
	key := rosterStep{"judith", "mina", "key"}
	for name, c := range map[string]struct {
		steps     []rosterStep
		verdict   string
		want, has string
	}{
		"there before":            {[]rosterStep{erase}, "endorsed", "", ""},
		"a key of since":          {[]rosterStep{erase, key}, "endorsed", "endorse-own", "key"},
		"a key of since, returns": {[]rosterStep{erase, key}, "returned", "", ""},
		"a key of before":         {[]rosterStep{key, erase}, "endorsed", "", "key"},
		"a key by another": {[]rosterStep{erase, {"vera", "mina", "key"}}, "endorsed",
			"", ""},
		"their own": {[]rosterStep{{"judith", "mina", "senior"}, erase,
			{"mina", "mina", "key"}}, "endorsed", "", ""},
	} {
		s := opened(t)
		for i, step := range c.steps {
			if step.what == "erase" {
				s.land(eraseBy(s, step.who))
				continue
			}
			s.takes(c.steps[i])
		}
		d := s.next("endorse", "mina").endorse(theCase, "7K2M1AAA", erasure, "line", c.verdict)
		d.on(theCase, func(k *record.Docket) {
			if c.verdict != "endorsed" {
				k.Pending = ""
			}
		})
		got, seconds := s.told(d)
		if got != c.want {
			t.Errorf("%s: got rules %q, want %q", name, got, c.want)
		}
		checkSecond(t, name, seconds, "mina", c.has)
	}
}

// A giver is read as it was written. A damaged word gives an empty giver.
func TestGiver(t *testing.T) {
	at := time.Date(2026, 3, 6, 17, 40, 0, 0, time.UTC)
	if h := (giver{"judith", 7, at}); parseGiver(h.word()) != h {
		t.Errorf("%q is read as %+v", h.word(), parseGiver(h.word()))
	}
	for _, word := range []string{"", "judith", "judith/x/1", "judith/1/x", "a/1/1/1"} {
		if h := parseGiver(word); h != (giver{}) {
			t.Errorf("%q is read as %+v", word, h)
		}
	}
}

// The words name who, what and how long.
func TestSecondWords(t *testing.T) {
	for want, s := range map[string]AppointedSecond{
		"vera endorsed what judith asked for, " +
			"and had been made a senior manager by carl 3 days before, whom judith had made one": {
			Case: theCase, Member: "vera", First: "judith", Given: "senior", Giver: "carl",
			Days: 3},
		"vera confirmed the recovery key that judith added, " +
			"and had a new signing key recorded by judith on the same day": {Member: "vera",
			First: "judith", Given: "key", Giver: "judith"},
	} {
		if got := s.Words(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

package verify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
)

// Two people stand behind what can't be undone, and one senior alone writes the roster. So who
// stands second must have been there before the first one acted: in the role, and with a
// signing key that the first one did not record for them since. Nothing can keep one senior
// from taking in another person beforehand; the record says it where that was not long ago.

// NewlyGiven is how long the record says of a role or a signing key whose hand it came from.
const NewlyGiven = 28 * 24 * time.Hour

// GivenKey is what a AppointedSecond has as given where it was no level of endorsement.
const GivenKey = "key"

// AppointedSecond says that somebody who stood second behind an act had the role or the signing key
// for it, not long before, from who was first. No rule forbids that: in an agency of two, one
// takes in the other.
type AppointedSecond struct {
	Commit string
	Case   record.ID // "" where a recovery key was confirmed
	Member string    // who endorsed or confirmed
	First  string    // who asked, or added the recovery key
	Given  string    // line, senior, or GivenKey
	Giver  string    // who gave it: First, or a senior whom First had made one
	Days   int       // for which they had it
}

// Words tell it: who stood second to whom, and since when by their hand.
func (s AppointedSecond) Words() string {
	did, had := "endorsed what "+s.First+" asked for", ""
	if s.Case == "" {
		did = "confirmed the recovery key that " + s.First + " added"
	}
	switch s.Given {
	case record.LevelSenior:
		had = "had been made a senior manager"
	case record.LevelLine:
		had = "had been made a manager"
	default:
		had = "had a new signing key recorded"
	}
	out := fmt.Sprintf("%s %s, and %s by %s %s", s.Member, did, had, s.Giver, before(s.Days))
	if s.Giver != s.First {
		out += ", whom " + s.First + " had made one"
	}
	return out
}

func before(days int) string {
	if days == 0 {
		return "on the same day"
	}
	return record.Counted(days, "day") + " before"
}

// giver says whose signature put something into a roster, in which version of it and when. It
// is kept as the member of a claim.
type giver struct {
	by      string // "" where nobody did since the introduction
	version int
	at      time.Time
}

func (h giver) word() string { return fmt.Sprintf("%s/%d/%d", h.by, h.version, h.at.Unix()) }

func parseGiver(word string) giver {
	w := strings.Split(word, "/")
	if len(w) != 3 {
		return giver{}
	}
	version, err1 := strconv.Atoi(w[1])
	seconds, err2 := strconv.ParseInt(w[2], 10, 64)
	if err1 != nil || err2 != nil {
		return giver{}
	}
	return giver{w[0], version, time.Unix(seconds, 0).UTC()}
}

// giverNow is that of the signer, in a version of the roster.
func (t *commitJudge) giverNow(version int) string {
	return giver{t.signer.ID, version, t.c.Committer.When}.word()
}

// given lists what a roster gives members that they did not have: "senior vera", "key ssh-…".
func given(before, next team.Team) []string {
	var out []string
	for _, level := range []string{record.LevelLine, record.LevelSenior} {
		had := before.Endorsers(level)
		for _, id := range next.Endorsers(level) {
			if !slices.Contains(had, id) {
				out = append(out, level+" "+id)
			}
		}
	}
	for _, m := range next.Members {
		for _, k := range m.Keys {
			if _, _, had := before.BySigningKey(k.Key); !had {
				out = append(out, GivenKey+" "+k.Key)
			}
		}
	}
	return out
}

// learnGiven notes whose hand gave what. A role may be given more than once.
func (t *commitJudge) learnGiven(next team.Team) error {
	l := t.learn("")
	for _, what := range given(t.j.team, next) {
		_, times, err := t.j.givenBy(what)
		if err != nil {
			return err
		}
		l.Claims = append(l.Claims, Claim{givenClaim(what, times+1), t.giverNow(next.Version)})
	}
	return nil
}

func givenClaim(what string, times int) string {
	return Fingerprint(fmt.Sprintf("given %d %s", times, what))
}

// givenBy is whose hand gave something the last time, and how often it was given.
func (j *Judge) givenBy(what string) (last giver, times int, err error) {
	for {
		word, err := j.claimedBefore(Claim{What: givenClaim(what, times+1)})
		if err != nil || word == "" {
			return last, times, err
		}
		last, times = parseGiver(word), times+1
	}
}

// askedClaim is kept for each request: by whom, and in which version of the roster.
func askedClaim(id, entry record.ID) string {
	return Fingerprint("asked " + string(id) + "/" + string(entry))
}

// learnAsked notes the version of the roster that a request finds.
func (t *caseJudge) learnAsked(entry record.ID) {
	l := t.learn("")
	l.Claims = append(l.Claims, Claim{askedClaim(t.id, entry), t.giverNow(t.j.team.Version)})
}

// judgeEndorserKey: nobody endorses what waits with a signing key that was recorded for them, since
// the request, by who made it.
func (t *caseJudge) judgeEndorserKey() error {
	if t.op != team.OpEndorse || t.before == nil || t.before.Pending == "" {
		return nil
	}
	request := t.past.Entries[t.before.Pending]
	word, err := t.j.claimedBefore(Claim{What: askedClaim(t.id, t.before.Pending)})
	if err != nil {
		return err
	}
	for _, e := range t.trailers.Endorses {
		if e.Target != t.before.Pending || e.Verdict != record.VerdictEndorsed {
			continue
		}
		path, first := record.DocketPath(t.id), request.writers()
		if err := t.judgeOwnKey(RuleEndorseOwn, path, first, parseGiver(word).version); err != nil {
			return err
		}
		if request.Request.Counts(e.Level, t.signer.ID) {
			return t.learnAppointedSecond(t.id, e.Level, first)
		}
	}
	return nil
}

// judgeOwnKey: the key that signs was not put into the roster after a version of it by one of
// those who were first.
func (t *commitJudge) judgeOwnKey(rule, path string, first []string, after int) error {
	h, _, err := t.j.givenBy(GivenKey + " " + t.c.Signer)
	if err == nil && h.version > after && slices.Contains(first, h.by) {
		t.fault(rule, path, "the key that signs for %s was recorded by %s, since %s acted first",
			t.signer.ID, h.by, h.by)
	}
	return err
}

// learnAppointedSecond notes where the signer had the role or the key from who was first.
func (t *commitJudge) learnAppointedSecond(id record.ID, level string, first []string) error {
	for _, g := range []struct{ given, what string }{
		{level, level + " " + t.signer.ID}, {GivenKey, GivenKey + " " + t.c.Signer},
	} {
		last, from, err := t.j.traced(g.what, first, t.c.Committer.When.Add(-NewlyGiven))
		if err != nil {
			return err
		}
		if from != "" && last.by != t.signer.ID {
			l := t.learn("")
			l.AppointedSeconds = append(l.AppointedSeconds, AppointedSecond{Commit: t.c.ID,
				Case: id, Member: t.signer.ID, First: from, Given: g.given, Giver: last.by,
				Days: days(last.at, t.c.Committer.When)})
			return nil
		}
	}
	return nil
}

func days(from, to time.Time) int { return max(0, int(to.Sub(from)/(24*time.Hour))) }

// traced follows what was given from hand to hand, as seniors make each other, to one of those
// who were first; "" where it does not come from them, or is longer ago.
func (j *Judge) traced(what string, first []string, since time.Time) (
	last giver, from string, err error,
) {
	last, _, err = j.givenBy(what)
	for h := last; err == nil && h.by != "" && !h.at.Before(since); {
		if slices.Contains(first, h.by) {
			return last, h.by, nil
		}
		earlier, _, err := j.givenBy(record.LevelSenior + " " + h.by)
		if err != nil || earlier.version >= h.version {
			return last, "", err
		}
		h = earlier
	}
	return last, "", err
}

// judgeConfirmed: two seniors stand behind a recovery key, one who added or changed it and one
// who confirms it. Who vouched for it first is kept as the claims of members are.
func (t *commitJudge) judgeConfirmed(next team.Team) error {
	for _, m := range t.j.team.NewlyConfirmed(next) {
		if err := t.judgeConfirms(m); err != nil {
			return err
		}
	}
	l := t.learn("")
	for _, m := range next.InRole(team.Recovery) {
		c := Claim{Fingerprint(m.Vouched()), t.giverNow(next.Version)}
		first, err := t.j.claimedBefore(c)
		if err != nil {
			return err
		}
		if first == "" {
			l.Claims = append(l.Claims, c)
		}
	}
	return nil
}

// judgeConfirms: who confirms was a senior before the key came, and signs with a key that who
// added it did not record since.
func (t *commitJudge) judgeConfirms(m team.Member) error {
	word, err := t.j.claimedBefore(Claim{What: Fingerprint(m.Vouched())})
	if err != nil {
		return err
	}
	first := parseGiver(word)
	if first.by == t.signer.ID || first.by == "" {
		t.fault(RuleConfirmed, TeamPath, "%s is confirmed by the one who added or changed it, "+
			"not by a second senior", m.ID)
		return nil
	}
	if !t.signer.Has(team.Senior) {
		return nil // the rules of rosters name it
	}
	were, err := t.j.seniorsBefore(first)
	if err != nil {
		return err
	}
	if len(were) > 0 && !slices.Contains(were, t.signer.ID) {
		t.fault(RuleConfirmed, TeamPath, "%s is confirmed by %s, who was made a senior since it "+
			"came; %s could confirm it", m.ID, t.signer.ID, record.Enumerated(were))
	}
	if err := t.judgeOwnKey(RuleConfirmed, TeamPath, []string{first.by},
		first.version-1); err != nil {
		return err
	}
	return t.learnAppointedSecond("", record.LevelSenior, []string{first.by})
}

// seniorsBefore are the active seniors, besides who acted first, who were seniors before that
// and ever since. Where nobody is left of them, or there was none, any other senior may confirm.
func (j *Judge) seniorsBefore(first giver) ([]string, error) {
	var out []string
	for _, m := range j.team.InRole(team.Senior) {
		h, _, err := j.givenBy(record.LevelSenior + " " + m.ID)
		if err != nil {
			return nil, err
		}
		if m.ID != first.by && h.version < first.version {
			out = append(out, m.ID)
		}
	}
	return out, nil
}

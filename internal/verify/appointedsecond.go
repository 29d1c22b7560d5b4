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

// Two people must stand behind an act that can't be undone, and one senior alone can write the
// roster. So the second person must have been there before the first one acted: in the role, and
// with a signing key that the first one has not recorded for them since. No rule can keep one
// senior from taking in another person beforehand. The record reports it where that was less than
// NewlyGiven before.

// NewlyGiven is the time for which the record names the giver of a member's role or signing key.
const NewlyGiven = 28 * 24 * time.Hour

// GivenKey is the value of AppointedSecond.Given for a signing key. Other values are levels of
// endorsement.
const GivenKey = "key"

// AppointedSecond says that the second person behind an act had got the role or the signing key for
// it from the first, less than NewlyGiven before. No rule forbids that: in an agency of two, one
// takes in the other.
type AppointedSecond struct {
	Commit string
	Case   record.ID // "" where a recovery key was confirmed
	Member string    // who endorsed or confirmed
	First  string    // who asked, or added the recovery key
	Given  string    // line, senior, or GivenKey
	Giver  string    // First, or a senior whom First made a senior
	Days   int       // between the giving and the act
}

// Words tells the fact in a sentence: the second, the member, the day, and who appointed them.
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

// giver is the signer of the roster that gave a member something, with the version of that roster
// and its time. History keeps a giver in the field Member of a Claim.
type giver struct {
	by      string // "" where the introduction gave it
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

// giverNow returns the signer of this commit as the giver, for a version of the roster.
func (t *commitJudge) giverNow(version int) string {
	return giver{t.signer.ID, version, t.c.Committer.When}.word()
}

// given lists the roles and keys that a new roster gives to members: "senior vera", "key ssh-…".
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

// learnGiven notes who gave each role and key that the new roster gives. A role may be given more
// than once.
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

// givenBy returns the last giver of something, and the number of times it was given.
func (j *Judge) givenBy(what string) (last giver, times int, err error) {
	for {
		word, err := j.claimedBefore(Claim{What: givenClaim(what, times+1)})
		if err != nil || word == "" {
			return last, times, err
		}
		last, times = parseGiver(word), times+1
	}
}

// askedClaim names the claim that is kept for each request: who made it, under which version of the
// roster.
func askedClaim(id, entry record.ID) string {
	return Fingerprint("asked " + string(id) + "/" + string(entry))
}

// learnAsked notes the version of the roster under which a request is made.
func (t *caseJudge) learnAsked(entry record.ID) {
	l := t.learn("")
	l.Claims = append(l.Claims, Claim{askedClaim(t.id, entry), t.giverNow(t.j.team.Version)})
}

// judgeEndorserKey refuses an endorsement of a request by a signing key that the requester recorded
// for the endorser after the request.
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

// judgeOwnKey refuses a signing key that one of the first people put into the roster after version
// after.
func (t *commitJudge) judgeOwnKey(rule, path string, first []string, after int) error {
	h, _, err := t.j.givenBy(GivenKey + " " + t.c.Signer)
	if err == nil && h.version > after && slices.Contains(first, h.by) {
		t.fault(rule, path, "the key that signs for %s was recorded by %s, since %s acted first",
			t.signer.ID, h.by, h.by)
	}
	return err
}

// learnAppointedSecond notes that the signer got the role or the key from one of the first people.
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

// traced follows back who gave something: from its giver to the senior who made the giver a senior,
// and so on. It returns the last giver, and the first person at whom the line ends. from is ""
// where it ends at nobody of first, or a step was before since.
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

// judgeConfirmed checks that two seniors stand behind each recovery key: one added or changed it,
// another confirms it. It keeps who vouched for a key first as a claim.
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

// judgeConfirms checks that whoever confirms a recovery key was a senior before the key was added,
// and signs with a key that the adder has not recorded since.
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
		return nil // the rules of rosters report that
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

// seniorsBefore returns the active seniors, other than the first person, who have been seniors
// since before the first person acted. Where the list is empty, any other senior may confirm.
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

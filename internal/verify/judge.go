package verify

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// Judge passes commits one after another, oldest first. It holds the roster and the policy of the
// last judged commit, and the facts of the cases touched since it began.
type Judge struct {
	h      History
	tip    *Commit // the last judged commit; nil before the introduction
	team   team.Team
	policy *policy.Policy
	cases  map[record.ID]*CaseFacts
	seen   map[string]bool   // sealed files, wrapped keys and epochs' recipients since it began
	claims map[string]string // also since it began: Claim.What to the member
	latest time.Time         // refuses commits dated later; zero for none
	soon   time.Time         // refuses clocks set back to before it; zero for none
	// the earliest time to which a clock was set back since it began; zero for none
	back time.Time
}

// Verdict holds the judge's findings about one commit, and what it learned from the commit.
type Verdict struct {
	Commit  Commit
	Message Message
	Faults  []Fault
	Learned []Learned
}

// Learned holds the facts that one commit adds to a case. Case is "" for facts of the roster
// (claims and appointed seconds), for SetBack and for Lost, which concern all cases.
type Learned struct {
	Case             record.ID
	Entries          []EntryFact
	Endorsements     []EndorseFact
	Keys             []KeyFact
	Epochs           []EpochFact
	Resealed         []ResealedFact
	Erased           []ErasedFact
	Releases         []ReleaseFact
	Dated            []DateFact // a date of disposal that the docket did not have before
	Claims           []Claim
	AppointedSeconds []AppointedSecond
	SetBack          *SetBack
	Lost             []string // commits that main no longer has, as a rejoin says
}

// New returns a judge that begins with the introduction.
func New(h History) *Judge {
	j := &Judge{h: h}
	j.forget()
	return j
}

func (j *Judge) forget() {
	j.cases, j.seen, j.claims = map[record.ID]*CaseFacts{}, map[string]bool{}, map[string]string{}
	j.back = time.Time{}
}

// ClockSkew is the time by which a commit may be dated ahead of a server's clock. Clocks of two
// machines that nobody tends differ by minutes.
const ClockSkew = 10 * time.Minute

// BeginSlack is the time by which a clock may be before the introduction. The clock of the
// introduction may have been fast.
const BeginSlack = 24 * time.Hour

// NotAfter makes the judge refuse commits that are dated later. A server, which knows the time,
// uses it.
func (j *Judge) NotAfter(latest time.Time) { j.latest = latest }

// NotBackTo makes the judge refuse commits that set a clock back to before soon. A server uses it.
// Such a commit makes everything before it arrive by its time. A member who could choose that time
// could make the whole record arrive in time.
func (j *Judge) NotBackTo(soon time.Time) { j.soon = soon }

// Resume returns a judge that begins after tip, which was judged before.
func Resume(h History, tip string) (*Judge, error) {
	j := New(h)
	c, err := h.Commit(tip)
	if err != nil {
		return nil, err
	}
	j.tip = &c
	if err := j.readRules(tip); err != nil {
		return nil, err
	}
	return j, nil
}

// Over returns a judge in the same state that looks at another history, which also shows objects
// not yet written. What the new judge learns stays its own.
func (j *Judge) Over(h History) *Judge {
	next := *j
	next.h = h
	next.forget()
	return &next
}

// Fork returns a judge like that of Over which also remembers what this one learned since it began:
// for commits that no index has yet. The two then learn separately.
func (j *Judge) Fork(h History) *Judge {
	next := *j
	next.h, next.seen, next.claims = h, maps.Clone(j.seen), maps.Clone(j.claims)
	next.cases = make(map[record.ID]*CaseFacts, len(j.cases))
	for id, f := range j.cases {
		next.cases[id] = &CaseFacts{maps.Clone(f.Entries), slices.Clone(f.Endorsements),
			slices.Clone(f.Keys), slices.Clone(f.Releases), f.Until}
	}
	return &next
}

// History returns the history that the judge looks at.
func (j *Judge) History() History { return j.h }

// UseHistory makes the judge look at the same history in another way, for example with prefetched
// objects.
func (j *Judge) UseHistory(h History) { j.h = h }

// Tip returns the last judged commit; "" before the introduction.
func (j *Judge) Tip() string {
	if j.tip == nil {
		return ""
	}
	return j.tip.ID
}

// Team returns the roster after the last judged commit.
func (j *Judge) Team() team.Team { return j.team }

// Policy returns the policy after the last judged commit.
func (j *Judge) Policy() *policy.Policy { return j.policy }

// readRules takes roster and policy from a commit. Where a file is faulty, the previous one stays
// in force. Judging the commit has reported the fault.
func (j *Judge) readRules(commit string) error {
	data, ok, err := j.h.File(commit, TeamPath)
	if err != nil {
		return err
	}
	if t, parseErr := team.Parse(data); ok && parseErr == nil {
		j.team = t
	} else if j.policy == nil {
		return fmt.Errorf("%s of %s: %w", TeamPath, commit, parseErr)
	}
	data, ok, err = j.h.File(commit, PolicyPath)
	if err != nil {
		return err
	}
	if p, findings := policy.Parse(data, PolicyPath); ok && p != nil {
		j.policy = p
	} else if j.policy == nil {
		if err := policy.Known(data); err != nil {
			return err
		}
		return fmt.Errorf("%s of %s has %d findings", PolicyPath, commit, len(findings))
	}
	return nil
}

// Commit judges the next commit, and moves on to it. An error means that history could not be read.
// A breach of the rules is a Fault.
func (j *Judge) Commit(id string) (Verdict, error) {
	c, err := j.h.Commit(id)
	if err != nil {
		return Verdict{}, err
	}
	t := &commitJudge{j: j, c: c, facts: map[record.ID]*Learned{}, brings: map[string]bool{}}
	if j.tip != nil {
		t.parent = j.tip.ID
	}
	if t.changes, err = j.h.Changes(t.parent, id); err != nil {
		return Verdict{}, err
	}
	if err := t.checkPolicyVersion(); err != nil {
		return Verdict{}, err
	}
	if err := t.judge(); errors.Is(err, ErrHuge) {
		t.fault(RuleSize, "", "%v", err)
	} else if err != nil {
		return Verdict{Commit: c, Faults: t.faults}, err
	}
	if err := j.advance(t); err != nil {
		return Verdict{}, err
	}
	return Verdict{Commit: c, Message: t.msg, Faults: t.faults, Learned: t.learned()}, nil
}

func (j *Judge) advance(t *commitJudge) error {
	j.tip = &t.c
	j.setBack(t.setBack)
	for _, l := range t.facts {
		j.remember(*l)
		if l.Case == "" {
			continue
		}
		facts, err := j.caseFacts(l.Case)
		if err != nil {
			return err
		}
		facts.Add(*l)
	}
	if t.parent == "" || touchesRules(t.changes) {
		if err := j.readRules(t.c.ID); err != nil && len(t.faults) == 0 {
			return err
		}
	}
	return nil
}

// setBack limits the arrival of all known facts to the time of a commit that is dated before its
// parent. nil changes nothing.
func (j *Judge) setBack(s *SetBack) {
	if s == nil {
		return
	}
	for _, f := range j.cases {
		f.ArrivedBy(s.To)
	}
	if j.back.IsZero() || s.To.Before(j.back) {
		j.back = s.To
	}
}

// Reached returns the committer time of the last judged commit; zero before the introduction. All
// commits before it had arrived by then.
func (j *Judge) Reached() time.Time {
	if j.tip == nil {
		return time.Time{}
	}
	return j.tip.Committer.When
}

// remember notes the objects and claims that must be new to all of history.
func (j *Judge) remember(l Learned) {
	for _, e := range l.Entries {
		j.seen[e.Blob] = true
	}
	for _, k := range l.Keys {
		j.seen[k.Blob] = true
	}
	for _, e := range l.Epochs {
		j.seen[e.Blob] = true
	}
	for _, r := range l.Resealed {
		j.seen[r.Blob] = true
	}
	for _, c := range l.Claims {
		if j.claims[c.What] == "" {
			j.claims[c.What] = c.Member
		}
	}
}

// seenBefore reports whether history before this commit had the sealed file or wrapped key.
func (j *Judge) seenBefore(blob string) (bool, error) {
	if j.seen[blob] {
		return true, nil
	}
	return j.h.Seen(blob)
}

// claimedBefore returns the member who had a claim before this commit.
func (j *Judge) claimedBefore(c Claim) (string, error) {
	if m := j.claims[c.What]; m != "" {
		return m, nil
	}
	return j.h.Claimed(c)
}

// ArrivedBy limits the arrival of all known facts to an instant. A later commit bears this earlier
// time, so all facts before it had arrived by then (FORMAT.md, 9).
func (f *CaseFacts) ArrivedBy(at time.Time) {
	for id, e := range f.Entries {
		if e.Arrived.After(at) {
			e.Arrived = at
			f.Entries[id] = e
		}
	}
	for i := range f.Endorsements {
		if e := &f.Endorsements[i]; e.Arrived.After(at) {
			e.Arrived = at
		}
	}
}

// Add adds the facts of one commit.
func (f *CaseFacts) Add(l Learned) {
	for _, e := range l.Entries {
		if _, known := f.Entries[e.ID]; !known {
			e.Seq = len(f.Entries) + 1
			f.Entries[e.ID] = e
		}
	}
	f.Endorsements = append(f.Endorsements, l.Endorsements...)
	f.Keys = append(f.Keys, l.Keys...)
	f.Releases = append(f.Releases, l.Releases...)
	for _, d := range l.Dated {
		f.Until = d.Until
	}
	for _, r := range l.Resealed {
		if e, known := f.Entries[r.Entry]; known {
			e.Blob, e.Resealed = r.Blob, r.Commit
			if e.Erased != nil { // only a repair names an erased entry
				e.PutBack, e.Erased = e.Erased, nil
			}
			f.Entries[r.Entry] = e
		}
	}
	for _, x := range l.Erased {
		if e, known := f.Entries[x.Entry]; known {
			e.Erased = &x
			f.Entries[x.Entry] = e
		}
	}
}

// Asked sets the request of a known entry that has none yet.
func (f *CaseFacts) Asked(entry record.ID, r *policy.Request) {
	if e, known := f.Entries[entry]; known && e.Request == nil {
		e.Request = r
		f.Entries[entry] = e
	}
}

func touchesRules(changes []Change) bool {
	for _, c := range changes {
		if c.Path == TeamPath || c.Path == PolicyPath {
			return true
		}
	}
	return false
}

// CaseFacts returns history's facts of a case up to the last judged commit.
func (j *Judge) CaseFacts(id record.ID) (*CaseFacts, error) { return j.caseFacts(id) }

// caseFacts returns history's facts of a case before the commit being judged.
func (j *Judge) caseFacts(id record.ID) (*CaseFacts, error) {
	if f, ok := j.cases[id]; ok {
		return f, nil
	}
	f, err := j.h.Case(id)
	if err != nil {
		return nil, err
	}
	if f == nil {
		f = NewCaseFacts()
	}
	if !j.back.IsZero() { // all these facts are from before the judge began
		f.ArrivedBy(j.back)
	}
	j.cases[id] = f
	return f, nil
}

// docket returns a case's docket in a commit; nil for none.
func (j *Judge) docket(commit string, id record.ID) (*record.Docket, error) {
	if commit == "" {
		return nil, nil
	}
	data, ok, err := j.h.File(commit, record.DocketPath(id))
	if err != nil || !ok {
		return nil, err
	}
	d, err := record.ParseDocket(bytes.Clone(data))
	if err == nil && d.Case != id {
		err = fmt.Errorf("%w: it names the case %s", record.ErrDocket, d.Case)
	}
	return d, err
}

package verify

import (
	"errors"
	"slices"
	"strings"
	"time"

	"casefile/internal/team"
)

var (
	rootHeaders  = []string{"tree", "author", "committer", "gpgsig"}
	childHeaders = []string{"tree", "parent", "author", "committer", "gpgsig"}
)

// judgeForm checks what needs no roster: headers, parent, time zones, dates.
func (t *commitJudge) judgeForm() {
	want := childHeaders
	if t.parent == "" {
		want = rootHeaders
	}
	if !slices.Equal(t.c.Headers, want) {
		t.fault(RuleCommitForm, "", "the commit's headers are %s; they must be exactly %s",
			strings.Join(t.c.Headers, " "), strings.Join(want, " "))
	}
	if t.parent != "" && !slices.Equal(t.c.Parents, []string{t.parent}) {
		t.fault(RuleLinearHistory, "", "the commit must have the one commit before it as its only "+
			"parent")
	}
	if t.c.Author.Zone != "+0000" || t.c.Committer.Zone != "+0000" {
		t.fault(RuleCommitZone, "", "the commit's times must be in the zone +0000")
	}
	if t.c.Author.When.After(t.c.Committer.When) {
		t.fault(RuleCommitTime, "", "the author's time is later than the committer's")
	}
	if !t.j.latest.IsZero() && t.c.Committer.When.After(t.j.latest) {
		t.fault(RuleAhead, "", "the commit is dated %s, which is still to come",
			t.c.Committer.When.Format(time.RFC3339))
	}
}

// judgeOrder refuses a commit that is dated before its parent. A commit may say so by
// Casefile-Clock, where its parent lies more than ClockSkew ahead of it. Without this exception one
// wrong clock would date everybody's later work (FORMAT.md, 9).
func (t *commitJudge) judgeOrder() {
	if t.j.tip == nil {
		if t.msg.Clock != 0 {
			t.fault(RuleClock, "", "the introduction has no parent whose clock it could set back")
		}
		return
	}
	parent, at := t.j.tip.Committer.When, t.c.Committer.When
	switch {
	case t.msg.Clock == 0 && at.Before(parent):
		t.fault(RuleCommitTime, "", "the commit is dated before its parent")
	case t.msg.Clock == 0:
	case t.msg.Clock != parent.Unix():
		t.fault(RuleClock, "", "its Casefile-Clock is %d, and its parent is dated %d", t.msg.Clock,
			parent.Unix())
	case parent.Sub(at) <= ClockSkew:
		t.fault(RuleClock, "", "its parent is at most 10 minutes ahead of it, so it must not be "+
			"dated before its parent")
	case at.Before(t.j.team.RecordsBegan().Add(-BeginSlack)):
		t.fault(RuleClock, "", "it is dated before the records began, on %s",
			t.j.team.RecordsBegan().Format(time.DateOnly))
	case at.Before(t.j.soon):
		t.fault(RuleClock, "", "it sets the clock back to %s, which has passed",
			at.Format(time.RFC3339))
	default:
		t.setBack = &SetBack{Commit: t.c.ID, Signer: t.signer.ID, From: parent, To: at}
	}
}

// judgeSigner finds the member who signed the commit, in the roster of its parent; for the
// introduction, in its own roster.
func (t *commitJudge) judgeSigner() (known bool, err error) {
	if t.c.Signer == "" {
		t.fault(RuleUnsigned, "", "the commit has no good signature: %s", t.c.SignFault)
		return false, nil
	}
	roster := t.j.team
	if t.parent == "" {
		if roster, err = t.ownTeam(); err != nil {
			return false, t.newerTeam(err)
		}
	}
	m, key, ok := roster.BySigningKey(t.c.Signer)
	switch {
	case !ok:
		t.fault(RuleStranger, "", "the commit is signed with a key that no member has")
		return false, nil
	case !m.Active():
		t.fault(RuleLeft, "", "the commit is signed by %s, who left on %s", m.ID,
			m.Left.Format("2006-01-02"))
		return false, nil
	case !key.To.IsZero():
		t.fault(RuleKeyEnded, "", "the commit is signed by %s with a key that ended on %s", m.ID,
			key.To.Format("2006-01-02"))
		return false, nil
	}
	t.signer, t.author = m, m
	t.judgePerson("committer", t.c.Committer, m)
	return true, nil
}

// judgeAuthor checks that the signer is the author, except in an adoption.
func (t *commitJudge) judgeAuthor() {
	if t.msg.Adopts == "" {
		t.judgePerson("author", t.c.Author, t.signer)
	}
}

func (t *commitJudge) judgePerson(role string, p Person, m team.Member) {
	if p.Name != m.Name || p.Email != m.Email {
		t.fault(RuleAuthor, "", "the %s is %q <%s>, but %s signed, who is %q <%s>", role, p.Name,
			p.Email, m.ID, m.Name, m.Email)
	}
}

func (t *commitJudge) ownTeam() (team.Team, error) {
	data, _, err := t.j.h.File(t.c.ID, TeamPath)
	if err != nil {
		return team.Team{}, err
	}
	roster, err := team.Parse(data)
	if err != nil && !errors.Is(err, team.ErrNewer) {
		t.fault(RuleTeam, TeamPath, "%v", err)
	}
	return roster, err
}

func (t *commitJudge) judgeMessage() bool {
	m, err := ParseMessage(t.c.Message)
	if err != nil {
		t.fault(RuleMessage, "", "%v", err)
		return false
	}
	t.msg, t.op = m, m.Op
	if (m.Op == team.OpAdopt) != (m.Adopts != "") {
		t.fault(RuleMessage, "", "the operation adopt, and no other, names the operation that it "+
			"adopts")
		return false
	}
	if (m.Op == team.OpRejoin) != (len(m.Lost) > 0) {
		t.fault(RuleMessage, "", "the operation rejoin, and no other, names commits that main lost")
		return false
	}
	if m.Adopts != "" {
		t.op = m.Adopts
	}
	return true
}

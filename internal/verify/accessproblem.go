package verify

import (
	"fmt"
	"slices"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// AccessProblem is a fault in who can read a case that no commit on the case caused: members left,
// lost a role or joined since. History has no fault then. The problem stands until somebody mends
// it.
type AccessProblem struct {
	Case  record.ID // "" where it is about the team
	Rule  string    // the rule of history that a commit on the case would break
	Means string
	Mend  string // the command, or what to do
}

// TeamAccessProblems returns a problem for each recovery key that no second senior has confirmed.
func TeamAccessProblems(t team.Team) []AccessProblem {
	var out []AccessProblem
	for _, m := range t.Unconfirmed() {
		means := m.ID + " is a recovery key that no second senior has confirmed: it reads " +
			"nothing before"
		mend := "a senior other than who added it: casefile team confirm " + m.ID
		if t.Counts(m) {
			means = m.ID + " is a recovery key that one senior alone stands behind, as there is " +
				"no second one"
			mend = "once there is a second senior, they run casefile team confirm " + m.ID
		}
		out = append(out, AccessProblem{Rule: RuleConfirmed, Means: means, Mend: mend})
	}
	return out
}

// CaseAccessProblems returns the problems of one case. A destroyed case has none: nobody reads it.
func CaseAccessProblems(t team.Team, p *policy.Policy, d *record.Docket) []AccessProblem {
	if d.Status == record.Destroyed {
		return nil
	}
	var out []AccessProblem
	add := func(rule, mend, format string, args ...any) {
		out = append(out, AccessProblem{d.Case, rule, fmt.Sprintf(format, args...), mend})
	}
	if kw, _ := t.Member(d.KeyWorker); worked(d) && (!kw.ActiveCasework() || !d.Reads(kw.ID)) {
		mend := fmt.Sprintf("casefile assign %s MEMBER", d.Case)
		if kw.ActiveCasework() {
			mend = fmt.Sprintf("casefile readers %s grant %s", d.Case, kw.ID)
		}
		add(RuleKeyWorker, mend, "its key worker %s has left, has no role for it, or can't read it",
			d.KeyWorker)
	}
	if is, need := len(t.Working(d.Readers())), p.MinReaders(); is < need &&
		d.Status != record.Intake {
		add(RuleReaders, fmt.Sprintf("casefile readers %s grant MEMBER", d.Case),
			"%s can read it; the policy asks for %d",
			record.Plural(is, "active person", "active people"), need)
	}
	for i, e := range d.Keys {
		if len(e) > 0 && !slices.ContainsFunc(e.Members(), t.MayRead) {
			add(RuleEpochUnread, "who left can still open it, or nobody: ask them, or a backup of "+
				"their identity",
				"nobody who is active can read what was recorded in epoch %d", i+1)
		}
	}
	for _, id := range t.RecoveryIDs() {
		if lacking := lacks(d, id); len(lacking) > 0 {
			add(RuleKeys, fmt.Sprintf("casefile readers %s grant %s", d.Case, id),
				"the recovery key %s can't read what was recorded in epoch %s", id,
				record.Enumerated(lacking))
		}
	}
	return out
}

// worked reports whether the key worker still works on the case: it is open or closing.
func worked(d *record.Docket) bool { return d.Status == record.Open || d.Status == record.Closing }

// lacks returns the epochs, from 1, that have wrapped keys and none for the member.
func lacks(d *record.Docket, id string) []string {
	var out []string
	for i, e := range d.Keys {
		if len(e) > 0 && e[id] == "" {
			out = append(out, fmt.Sprint(i+1))
		}
	}
	return out
}

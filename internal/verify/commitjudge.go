package verify

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"casefile/internal/record"
	"casefile/internal/team"
)

// commitJudge judges one commit.
type commitJudge struct {
	j       *Judge
	c       Commit
	parent  string // "" for the introduction
	msg     Message
	op      string // for an adoption, the adopted operation
	signer  team.Member
	author  team.Member // the signer, except in an adoption
	changes []Change
	faults  []Fault
	facts   map[record.ID]*Learned
	setBack *SetBack        // where the commit is lawfully dated before its parent
	lost    []string        // commits that a rejoin says main lost
	brings  map[string]bool // sealed files and wrapped keys of this commit
}

// fault notes a breach of a rule. path may be "".
func (t *commitJudge) fault(rule, path, format string, args ...any) {
	t.faults = append(t.faults, Fault{
		Commit: t.c.ID, When: t.c.Committer.When, Signer: t.signer.ID,
		Path: path, Rule: rule, Means: fmt.Sprintf(format, args...),
	})
}

// judge checks all rules on the commit. It stops early only where a fault makes the rest
// unintelligible.
func (t *commitJudge) judge() error {
	known, err := t.judgeSigner() // first, so that later faults can name the signer
	if err != nil {
		return err
	}
	t.judgeForm()
	understood := t.judgeMessage()
	t.judgeOrder()
	if known {
		t.judgeAuthor()
	}
	if !understood || !known {
		return nil
	}
	if t.parent == "" {
		return t.judgeInit()
	}
	r, ok := table[t.op]
	if !ok {
		t.fault(RuleUnknownOperation, "", "the operation %q is not of format 1", t.op)
		return nil
	}
	if t.msg.Adopts != "" {
		t.judgeAdoption()
	}
	if r.root != nil {
		return t.judgeRoot(r)
	}
	return t.judgeCases(r)
}

// may notes a fault where the roster does not allow the signer the operation.
func (t *commitJudge) may(op, path string, s team.Stance) {
	var denied *team.Denied
	if err := t.j.team.May(op, t.signer.ID, s); errors.As(err, &denied) {
		t.fault(RuleRole, path, "%s", denied)
	} else if err != nil {
		t.fault(RuleRole, path, "%v", err)
	}
}

func (t *commitJudge) learn(id record.ID) *Learned {
	if t.facts[id] == nil {
		t.facts[id] = &Learned{Case: id}
	}
	return t.facts[id]
}

func (t *commitJudge) learned() []Learned {
	out := make([]Learned, 0, len(t.facts))
	for _, l := range t.facts {
		out = append(out, *l)
	}
	slices.SortFunc(out, func(a, b Learned) int { return cmp.Compare(a.Case, b.Case) })
	if t.setBack != nil {
		out = append(out, Learned{SetBack: t.setBack})
	}
	if len(t.lost) > 0 {
		out = append(out, Learned{Lost: t.lost})
	}
	return out
}

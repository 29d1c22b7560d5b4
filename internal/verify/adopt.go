package verify

import "casefile/internal/team"

// Adoptable says whether an operation can be taken over: one that brings
// entries. What is done without a text (letting in readers, say) a manager does
// in their own name, and an endorsement is nobody's but the endorser's.
func Adoptable(op string) bool {
	r, ok := table[op]
	return ok && r.entries[1] > 0
}

// judgeAdoption: the signer may adopt; the author is a member who left, and
// recorded it before that. Whether the signer may do the operation itself is
// judged as for anybody.
func (t *commitJudge) judgeAdoption() {
	t.may(team.OpAdopt, "", team.Stance{})
	if !Adoptable(t.op) {
		t.fault(RuleAdopt, "", "the operation %s can't be adopted: only what brings entries can, "+
			"and no endorsement", t.op)
	}
	m, ok := t.j.team.ByEmail(t.c.Author.Email)
	if !ok || m.Name != t.c.Author.Name {
		t.fault(RuleAuthor, "", "the author is %q <%s>, who is not a member", t.c.Author.Name,
			t.c.Author.Email)
		return
	}
	t.author = m
	if m.Active() {
		t.fault(RuleAdopt, "", "%s has not left, and sends their work themselves", m.ID)
	} else if t.c.Author.When.After(m.Left) {
		t.fault(RuleAdopt, "", "it is recorded at %s, after %s left",
			t.c.Author.When.Format(stampForm), m.ID)
	}
	t.judgeAdoptedSince(m)
}

// judgeAdoptedSince: nobody recorded anything here before they were a member, nor before the
// records began. Two clocks may differ by ClockSkew about the former.
func (t *commitJudge) judgeAdoptedSince(m team.Member) {
	at := t.c.Author.When
	switch {
	case at.Before(t.j.team.RecordsBegan()):
		t.fault(RuleAdopt, "", "it is recorded at %s, before the records began",
			at.Format(stampForm))
	case at.Before(m.Since.Add(-ClockSkew)):
		t.fault(RuleAdopt, "", "it is recorded at %s, before %s was a member", at.Format(stampForm),
			m.ID)
	}
}

const stampForm = "2006-01-02T15:04:05Z"

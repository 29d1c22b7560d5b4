package verify

import "casefile/internal/team"

// Adoptable reports whether an operation can be taken over. Only operations that bring entries can.
// A manager does operations without a text, such as a grant, in their own name. An endorsement
// belongs to its endorser alone.
func Adoptable(op string) bool {
	r, ok := table[op]
	return ok && r.entries[1] > 0
}

// judgeAdoption checks the right of the signer to adopt, and that the author was a member who
// recorded the work before they left. Other code judges the signer's right to the adopted
// operation.
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

// judgeAdoptedSince checks that the work was recorded after the records began and after its author
// became a member. The second check allows two clocks to differ by ClockSkew.
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

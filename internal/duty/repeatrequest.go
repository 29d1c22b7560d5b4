package duty

import (
	"slices"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// repeatRequest adds the duty to repeat a request that nobody is left to endorse. The duty is
// for the people who may make the request, and whose request those with the roles now could
// endorse. It reports whether there is such a person. If not, a role has to be given first.
func (l *lister) repeatRequest(t Text, due time.Time) bool {
	op, role := team.OpClose, cases.RoleKeyWorker
	switch t.Kind {
	case record.KindDisposal:
		op, role = team.OpDisposeRequest, cases.RoleRecords
	case record.KindErasure:
		op = team.OpEraseRequest
	}
	s := l.staff(op)
	h := s.keyWorker("")
	if role == cases.RoleRecords {
		h = s.holding(team.Records)
	}
	h.whose = slices.DeleteFunc(slices.Clone(h.whose), func(id string) bool {
		return !t.asked().WorthRepeating(l.w.Policy, l.w.Team, id)
	})
	if len(h.whose) == 0 {
		return false
	}
	l.put(l.w.timed(Duty{
		Rule:    RuleRepeatRequest,
		What:    "new request for the " + t.Kind + ", which nobody is left to endorse",
		Ref:     t.Ref,
		First:   t.First,
		Short:   t.Short,
		Kind:    t.Kind,
		Since:   t.Since,
		Due:     due,
		Day:     l.w.Policy.Calendar().LastOf(due),
		Role:    role,
		About:   t.Author,
		Adopter: t.Adopter,
		Command: repeatCommand(t),
	}, Watch), s, h).Mark = Watch
	return true
}

// repeatCommand returns the command that makes the request of a text again.
func repeatCommand(t Text) string {
	id := t.Ref.Case
	switch {
	case t.Kind == record.KindClosure:
		return "casefile close " + id.String()
	case t.Kind == record.KindDisposal:
		return "casefile dispose " + id.String()
	case len(t.Erases) == 0: // its text was not read
		return "casefile erase " + id.String() + "/ENTRY"
	}
	var all []string
	for _, entry := range t.Erases {
		all = append(all, record.Ref{Case: id, Entry: entry}.String())
	}
	return "casefile erase " + strings.Join(all, " ")
}

// RequestToRepeat finds the duty to repeat the request that an entry made, if there is one.
func RequestToRepeat(duties []Duty, request record.Ref) (Duty, bool) {
	i := slices.IndexFunc(duties, func(d Duty) bool {
		return d.Rule == RuleRepeatRequest && d.Ref == request
	})
	if i < 0 {
		return Duty{}, false
	}
	return duties[i], true
}

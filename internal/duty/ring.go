package duty

import (
	"casefile/internal/record"
	"casefile/internal/team"
)

// PeopleToRing returns the people whom me should tell by telephone of a concern in a case: those
// whose duty the triage is; else managers and senior managers who are here and read the case; else
// any senior manager who is here; else any. A person who does not read a restricted case may be the
// one whom it is about. There may be nobody.
func PeopleToRing(d *record.Docket, w World, me string) []team.Member {
	having := func(reads, here bool, roles ...team.Role) []string {
		var out []string
		for _, m := range w.Team.Members {
			_, away := w.ActsFor(m.ID)
			if m.Active() && m.HasAny(roles...) && (d.Reads(m.ID) || !reads) && !(here && away) {
				out = append(out, m.ID)
			}
		}
		return out
	}
	for _, list := range [][]string{
		triage(d, w, me),
		having(true, true, team.Manager, team.Senior),
		having(false, true, team.Senior),
		having(false, false, team.Senior),
	} {
		var people []team.Member
		for _, id := range list {
			if m, _ := w.Team.Member(id); id != me {
				people = append(people, m)
			}
		}
		if len(people) > 0 {
			return people
		}
	}
	return nil
}

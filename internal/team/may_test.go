package team

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// opTable is written by hand from FORMAT.md, 12. A letter means a role: c contributor, w
// caseworker, l lead, m manager, s senior, r records, a auditor, v service, y recovery.
type opTable struct {
	op       string
	stranger string // who may without a place in the case
	reader   string // who may as a reader of the case
	worker   string // who may as its key worker and reader
}

func opTables() []opTable {
	return []opTable{
		{"init", "s", "s", "s"},
		{"open", "wlmsr", "wlmsr", "wlmsr"},
		{"intake", "cwlmsr", "cwlmsr", "cwlmsr"},
		{"accept", "", "ls", "ls"},
		{"concern", "cwlmsr", "cwlmsr", "cwlmsr"},
		{"add", "", "wlmsr", "wlmsr"},
		{"endorse", "", "ms", "ms"},
		{"endorse:line", "", "ms", "ms"},
		{"endorse:senior", "", "s", "s"},
		{"close", "", "lms", "wlmsr"},
		{"reopen", "", "ms", "wlmsr"},
		{"handover", "", "ms", "wlmsr"},
		{"grant", "", "ms", "wlmsr"},
		{"grant:key-worker", "", "wlmsr", "wlmsr"},
		{"revoke", "", "ms", "wlmsr"},
		{"revoke:left", "rs", "rsm", "wlmsr"},
		{"rekey", "cwlmsravy", "cwlmsravy", "cwlmsravy"},
		{"hold", "rs", "wlmsr", "wlmsr"},
		{"release", "rs", "rs", "rs"},
		{"retain", "", "rms", "rms"},
		{"transfer", "", "ms", "wlmsr"},
		{"dispose-request", "", "r", "r"},
		{"dispose", "", "r", "r"},
		{"erase-request", "", "ms", "wlmsr"},
		{"reseal", "", "ms", "wlmsr"},
		{"adopt", "ms", "ms", "ms"},
		{"team", "sy", "sy", "sy"},
		{"policy", "s", "s", "s"},
		{"", "", "", ""},
		{"delete", "", "", ""},
		{"endorse:chief", "", "", ""},
		{"Open", "", "", ""},
	}
}

func roleLetters() map[Role]string {
	return map[Role]string{Contributor: "c", Caseworker: "w", Lead: "l", Manager: "m", Senior: "s",
		Records: "r",
		Auditor: "a", Service: "v", Recovery: "y"}
}

func TestMay(t *testing.T) {
	for _, row := range opTables() {
		for role, letter := range roleLetters() {
			team := Team{Members: []Member{{ID: "kim", Roles: []Role{role}}}}
			for _, c := range []struct {
				who    string
				stance Stance
			}{
				{row.stranger, Stance{}},
				{row.reader, Stance{Reader: true}},
				{row.worker, Stance{Reader: true, KeyWorker: true}},
				// A key worker whose keys were taken away has no more rights than a stranger.
				{row.stranger, Stance{KeyWorker: true}},
			} {
				err := team.May(row.op, "kim", c.stance)
				if want := strings.Contains(c.who, letter); want != (err == nil) {
					t.Errorf("%s, %s, %+v: %v", row.op, role, c.stance, err)
				}
			}
		}
	}
}

func TestMayDeniesAllToThoseWhoLeft(t *testing.T) {
	everything := Member{ID: "kim", Roles: Roles(), Left: day(3, 1)}
	team := Team{Members: []Member{everything}}
	for _, row := range opTables() {
		for _, id := range []string{"kim", "nobody", ""} {
			var denied *Denied
			err := team.May(row.op, id, Stance{true, true})
			if !errors.As(err, &denied) || denied.Op != row.op || denied.Member != id ||
				denied.Needs == "" {
				t.Errorf("%s by %q: %v", row.op, id, err)
			}
		}
	}
}

// Several roles add up: another role takes no right away.
func TestRolesAddUp(t *testing.T) {
	for _, row := range opTables() {
		team := Team{Members: []Member{{ID: "kim", Roles: []Role{Contributor, Senior, Auditor}}}}
		want := strings.ContainsAny(row.reader, "csa")
		if err := team.May(row.op, "kim", Stance{Reader: true}); want != (err == nil) {
			t.Errorf("%s: %v", row.op, err)
		}
	}
}

func TestDeniedSpeaksPlainly(t *testing.T) {
	team := Team{Members: []Member{{ID: "ben", Roles: []Role{Caseworker}},
		{ID: "cai", Roles: []Role{Senior}, Left: day(3, 1)}}}
	for _, c := range []struct{ op, id, want string }{
		{"reopen", "ben", "ben may not reopen: only the case's key worker, or a manager or " +
			"senior who reads the case may"},
		{"team", "ben", "ben may not change the team: only a senior or a recovery key may"},
		{"open", "cai", "cai may not open: this member left on 2026-03-01T09:00:00Z"},
		{"open", "dee", "dee may not open: only members of the team may"},
	} {
		if err := team.May(c.op, c.id, Stance{}); err == nil || err.Error() != c.want {
			t.Errorf("%v", err)
		}
	}
}

func TestPredicates(t *testing.T) {
	for role := range roleLetters() {
		m := Member{Roles: []Role{role}}
		worksWithCases := slices.Contains([]Role{Caseworker, Lead, Manager, Senior, Records}, role)
		if m.Casework() != worksWithCases {
			t.Errorf("%s: casework is %v", role, m.Casework())
		}
		alone := Team{Members: []Member{m}}
		if mayRead := worksWithCases || role == Recovery; alone.MayRead("") != mayRead {
			t.Errorf("%s: may read is %v", role, !mayRead)
		}
		m.Left = day(3, 1)
		if gone := (Team{Members: []Member{m}}); gone.MayRead("") || m.Active() {
			t.Errorf("%s: reads after leaving", role)
		}
		if !m.HasAny(Senior, role) || m.HasAny() {
			t.Errorf("%s: HasAny", role)
		}
	}
}

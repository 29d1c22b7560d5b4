package team

import (
	"strings"
	"testing"
	"time"
)

// golden returns the text that the package comment asks for, written by hand.
func golden() string {
	return `format: 1
version: 3
members:
  - id: asha
    name: "Asha Rao"
    email: "Asha@agency.example"
    roles: [caseworker, lead]
    recipient: ` + recipient("q") + `
    line_manager: vera
    since: 2026-01-12T09:00:00Z
    left: 2026-09-30T16:00:00Z
    keys:
      - key: ` + ed25519Line(1) + `
        from: 2026-01-12T09:00:00Z
        to: 2026-06-01T10:00:00Z
      - key: ` + ed25519Line(2) + `
        from: 2026-06-01T10:00:00Z
  - id: backup
    name: "Nightly backup"
    email: "backup@agency.example"
    roles: [auditor, service]
    since: 2026-02-01T00:00:00Z
  - id: vera
    name: "Véra O'Koye"
    email: "vera@agency.example"
    roles: [senior]
    recipient: ` + recipient("p") + `
    since: 2026-01-12T09:00:00Z
    keys:
      - key: ` + ed25519Line(3) + `
        from: 2026-01-12T09:00:00Z
`
}

// goldenTeam returns the same roster, in another order.
func goldenTeam() Team {
	start, swap := day(1, 12), time.Date(2026, 6, 1, 10, 0, 0, 0, time.UTC)
	return Team{1, 3, []Member{
		{ID: "vera", Name: "Véra O'Koye", Email: "vera@agency.example", Roles: []Role{Senior},
			Recipient: recipient("p"), Since: start,
			Keys: []Key{{ed25519Line(3), start, time.Time{}}}},
		{ID: "backup", Name: "Nightly backup", Email: "backup@agency.example",
			Roles: []Role{Service, Auditor},
			Since: time.Date(2026, 2, 1, 1, 0, 0, 0, time.FixedZone("", 3600))},
		{ID: "asha", Name: "Asha Rao", Email: "Asha@agency.example",
			Roles:     []Role{Lead, Caseworker},
			Recipient: recipient("q"), LineManager: "vera", Since: start,
			Left: time.Date(2026, 9, 30, 16, 0, 0, 0, time.UTC),
			Keys: []Key{{ed25519Line(1), start, swap}, {ed25519Line(2), swap, time.Time{}}}},
	}}
}

func TestEncodeGolden(t *testing.T) {
	if got := string(goldenTeam().Encode()); got != golden() {
		t.Errorf("got\n%s", got)
	}
	if err := goldenTeam().Check(); err != nil {
		t.Error(err)
	}
	if got := string(Team{Format: 1, Version: 1}.Encode()); got != "format: 1\nversion: 1\n"+
		"members: []\n" {
		t.Errorf("nobody: %q", got)
	}
}

func TestAllowedSignersGolden(t *testing.T) {
	want := `Asha@agency.example namespaces="git",valid-before="20260601100000Z" ` +
		ed25519Line(1) + `
Asha@agency.example namespaces="git",valid-before="20260930160000Z" ` + ed25519Line(2) + `
vera@agency.example namespaces="git" ` + ed25519Line(3) + `
`
	if got := string(goldenTeam().AllowedSigners()); got != want {
		t.Errorf("got\n%s", got)
	}
	// A key that would end after its member left ends with the member.
	left := with(goldenTeam(), "asha", func(m *Member) { m.Left = day(5, 1) })
	if got := string(left.AllowedSigners()); strings.Count(got,
		`valid-before="20260501090000Z"`) != 2 {
		t.Errorf("the earlier date does not win:\n%s", got)
	}
}

package verify

import (
	"strings"
	"testing"

	"casefile/internal/policy"
	"casefile/internal/team"
)

// renewed returns an agency in which carl has changed everything that named him: email, recipient
// and signing key.
func renewed(t testing.TB) *story {
	s := founded(t, policy.Casework)
	d := s.next("team", "judith")
	d.member("carl", func(m *team.Member) {
		m.Email, m.Recipient = "c.amadi@agency.example", recipient(20)
		m.Keys[0].To = s.now
		m.Keys = append(m.Keys, team.Key{Key: signingKey(20), From: s.now})
	})
	s.land(d)
	return s
}

// newcomer adds a member, who begins with the commit.
func (d *draft) newcomer(change func(*team.Member)) *draft {
	m := team.Member{ID: "nia", Name: "Nia Lowe", Email: "nia@agency.example",
		Roles:     []team.Role{team.Caseworker},
		Recipient: recipient(21), Since: d.now,
		Keys: []team.Key{{Key: signingKey(21), From: d.now}}}
	change(&m)
	t := d.team()
	t.Version++
	for i := range t.Members {
		if t.Members[i].ID > m.ID {
			t.Members = append(t.Members[:i:i], append([]team.Member{m}, t.Members[i:]...)...)
			break
		}
	}
	d.roster(t)
	return d
}

// What once named a member never names another: otherwise an email would be signed by another
// person's key, and a recipient would open another person's keys.
func TestClaimsStay(t *testing.T) {
	type change = func(*team.Member)
	for _, tt := range []struct {
		name, want string
		change     change
	}{
		{"somebody new altogether", "", func(*team.Member) {}},
		{"the email that carl gave up", "team", func(m *team.Member) {
			m.Email = "carl@agency.example"
		}},
		{"the same in capitals", "team", func(m *team.Member) { m.Email = "CARL@Agency.Example" }},
		{"carl's email of today, in capitals", "team", func(m *team.Member) {
			m.Email = "C.Amadi@agency.example"
		}},
		{"the recipient that carl gave up", "team", func(m *team.Member) {
			m.Recipient = recipient(2)
		}},
		{"the signing key that carl ended", "team", func(m *team.Member) {
			m.Keys[0].Key = signingKey(2)
		}},
		{"an address like carl's", "", func(m *team.Member) { m.Email = "carl2@agency.example" }},
	} {
		s := renewed(t)
		// years later, with other commits between
		s.land(s.next("team", "vera").newcomer(func(m *team.Member) {
			m.ID, m.Name, m.Email, m.Recipient, m.Keys[0].Key = "noor", "Noor Ali",
				"noor@agency.example", recipient(22), signingKey(22)
		}))
		if got := rules(s.faults(s.next("team", "judith").newcomer(tt.change))); got != tt.want {
			t.Errorf("%s: got rules %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Existing members take over no claims either. A member may have back what they gave up.
func TestClaimsOfMembers(t *testing.T) {
	for _, tt := range []struct {
		name, member, want string
		change             func(*story, *team.Member)
	}{
		{"asha takes the old email", "asha", "team", func(_ *story, m *team.Member) {
			m.Email = "carl@agency.example"
		}},
		{"asha takes the old recipient", "asha", "team", func(_ *story, m *team.Member) {
			m.Recipient = recipient(2)
		}},
		{"asha takes the ended key", "asha", "team", func(s *story, m *team.Member) {
			m.Keys = append(m.Keys, team.Key{Key: signingKey(2), From: s.now})
		}},
		{"carl has his email again", "carl", "", func(_ *story, m *team.Member) {
			m.Email = "carl@agency.example"
		}},
		{"carl has his recipient again", "carl", "", func(_ *story, m *team.Member) {
			m.Recipient = recipient(2)
		}},
		{"carl's email in other letters", "carl", "", func(_ *story, m *team.Member) {
			m.Email = "C.AMADI@agency.example"
		}},
	} {
		s := renewed(t)
		d := s.next("team", "judith")
		d.member(tt.member, func(m *team.Member) { tt.change(s, m) })
		if got := rules(s.faults(d)); got != tt.want {
			t.Errorf("%s: got rules %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Two members who exchange emails in one commit are both found.
func TestExchangedClaims(t *testing.T) {
	s := founded(t, policy.Casework)
	d := s.next("team", "judith")
	d.member("asha", func(m *team.Member) { m.Email = "mina@agency.example" })
	edit(d, func(r *team.Team) {
		for i := range r.Members {
			if r.Members[i].ID == "mina" {
				r.Members[i].Email = "asha@agency.example"
			}
		}
	})
	faults := s.faults(d)
	text := means(faults)
	if rules(faults) != "team" || !strings.Contains(text, "the email of asha was mina's before") ||
		!strings.Contains(text, "the email of mina was asha's before") {
		t.Errorf("got%s", text)
	}
}

// The words name the kind of claim, and never spell out the other's address or
// key.
func TestClaimWords(t *testing.T) {
	s := renewed(t)
	faults := s.faults(s.next("team", "judith").newcomer(func(m *team.Member) {
		m.Recipient = recipient(2)
	}))
	if len(faults) != 1 || faults[0].Path != TeamPath || faults[0].Signer != "judith" ||
		faults[0].Means != "the recipient of nia was carl's before" {
		t.Errorf("got %+v", faults)
	}
}

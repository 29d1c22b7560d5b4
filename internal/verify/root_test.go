package verify

import (
	"strings"
	"testing"
	"time"

	"casefile/internal/policy"
	"casefile/internal/team"
)

func teamBy(s *story, who string) *draft {
	d := s.next("team", who)
	d.member("carl", func(m *team.Member) { m.Left = s.now })
	return d
}

func policyBy(s *story, who string) *draft {
	d := s.next("policy", who)
	d.policy("version: 1", "version: 2")
	return d
}

// policy replaces words in casefile.yaml.
func (d *draft) policy(old, by string) {
	text := d.mem.blobs[d.files[PolicyPath].id]
	if !strings.Contains(text, old) {
		d.Fatalf("the policy has no %q", old)
	}
	d.put(PolicyPath, strings.Replace(text, old, by, 1))
}

// variation is one way to spoil an honest commit, and the rules it breaks.
type variation struct {
	name  string
	spoil func(*draft)
	want  string
}

// vary judges an honest commit, then each variation of it.
func vary(t *testing.T, honest func(testing.TB) *draft, list []variation) {
	t.Helper()
	for _, v := range append([]variation{{"honest", func(*draft) {}, ""}}, list...) {
		d := honest(t)
		v.spoil(d)
		if faults := d.story.faults(d); rules(faults) != v.want {
			t.Errorf("%s: got rules %q, want %q%s", v.name, rules(faults), v.want, means(faults))
		}
	}
}

func TestInit(t *testing.T) {
	founding := func(t testing.TB) *draft {
		s := &story{TB: t, mem: newMemory(), now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}
		s.judge = New(whole{s.mem})
		return s.founding(policy.Casework)
	}
	vary(t, founding, []variation{
		{"a schema", func(d *draft) { d.put("schema/visit.json", "{}") }, ""},
		{"another operation", func(d *draft) { d.msg.Op = "team" }, "init"},
		{"a parent", func(d *draft) { d.c.Headers = childHeaders }, "commit-form"},
		{"unsigned", func(d *draft) { d.c.Signer = "" }, "unsigned"},
		{"a stranger", func(d *draft) { d.c.Signer = signingKey(30) }, "stranger"},
		{"not a senior", func(d *draft) { d.by("mina") }, "team"},
		{"a case", func(d *draft) { d.put("cases/K3/K3F927QM.yaml", "") }, "paths"},
		{"a case in the trailers", func(d *draft) { d.trailers(theCase) }, "trailers"},
		{"a file of its own", func(d *draft) { d.put("README.md", "") }, "paths"},
		{"an executable", func(d *draft) {
			d.files[PolicyPath] = file{"100755", d.files[PolicyPath].id}
		}, "mode"},
		{"no attributes", func(d *draft) { d.remove(AttributesPath) }, "attributes"},
		{"other attributes", func(d *draft) { d.put(AttributesPath, "* text\n") }, "attributes"},
		{"no signers", func(d *draft) { d.remove(SignersPath) }, "allowed-signers"},
		{"other signers", func(d *draft) { d.put(SignersPath, "x\n") }, "allowed-signers"},
		{"policy version 2", func(d *draft) { d.policy("version: 1", "version: 2") }, "policy"},
		{"team version 2", func(d *draft) { d.member("asha", func(*team.Member) {}) }, "team"},
		{"a member of yesterday", func(d *draft) {
			d.member("asha", func(m *team.Member) { m.Since = m.Since.Add(-time.Hour) })
		}, "team"},
	})
}

func TestUnreadableInit(t *testing.T) {
	for path, want := range map[string]string{PolicyPath: "policy", TeamPath: "team"} {
		s := &story{TB: t, mem: newMemory(), now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}
		s.judge = New(whole{s.mem})
		d := s.founding(policy.Casework)
		d.put(path, "nothing: here\n")
		if got := rules(s.faults(d)); got != want {
			t.Errorf("%s: got rules %q", path, got)
		}
	}
}

func TestTeam(t *testing.T) {
	leaves := func(t testing.TB) *draft { return teamBy(founded(t, policy.Casework), "judith") }
	vary(t, leaves, []variation{
		{"the same version", func(d *draft) {
			edit(d, func(t *team.Team) { t.Version-- })
		}, "team"},
		{"a version left out", func(d *draft) {
			edit(d, func(t *team.Team) { t.Version++ })
		}, "team"},
		{"left at another time", func(d *draft) {
			edit(d, func(t *team.Team) { t.Members[2].Left = d.now.Add(time.Hour) })
		}, "team"},
		{"a member removed", func(d *draft) {
			edit(d, func(t *team.Team) { t.Members = t.Members[1:] })
		}, "team"},
		{"a key of another", func(d *draft) {
			edit(d, func(t *team.Team) { t.Members[0].Keys[0].Key = signingKey(5) })
		}, "team"},
		{"no senior left", func(d *draft) {
			edit(d, func(t *team.Team) {
				t.Members[3].Roles, t.Members[10].Roles = []team.Role{team.Manager},
					[]team.Role{team.Manager}
			})
		}, "team"},
		{"old signers", func(d *draft) {
			d.files[SignersPath] = d.mem.commits[d.tip].files[SignersPath]
		}, "allowed-signers"},
		{"comments in the roster", func(d *draft) {
			d.put(TeamPath, "# staff\n"+d.mem.blobs[d.files[TeamPath].id])
		}, "team"},
		{"no roster", func(d *draft) { d.remove(TeamPath) }, "team"},
		{"policy too", func(d *draft) { d.policy("version: 1", "version: 2") }, "paths"},
		{"a case too", func(d *draft) { d.put("cases/K3/K3F927QM.yaml", "") }, "paths"},
		{"a case named", func(d *draft) { d.trailers(theCase) }, "trailers"},
		{"a symlink", func(d *draft) {
			d.files[SignersPath] = file{"120000", d.files[SignersPath].id}
		}, "mode"},
	})
}

func edit(d *draft, change func(*team.Team)) {
	t := d.team()
	change(&t)
	d.roster(t)
}

func TestPolicy(t *testing.T) {
	changes := func(t testing.TB) *draft { return policyBy(founded(t, policy.Casework), "judith") }
	vary(t, changes, []variation{
		{"the same version", func(d *draft) { d.policy("version: 2", "version: 1") }, "policy"},
		{"a version left out", func(d *draft) { d.policy("version: 2", "version: 3") }, "policy"},
		{"a schema with it", func(d *draft) { d.put("schema/home-visit.json", "{}") }, ""},
		{"a schema alone", func(d *draft) {
			d.policy("version: 2", "version: 1")
			d.put("schema/visit.json", "{}")
		}, "policy"},
		{"a schema in a folder", func(d *draft) { d.put("schema/more/visit.json", "{}") }, "paths"},
		{"a schema in capitals", func(d *draft) { d.put("schema/Visit.json", "{}") }, "paths"},
		{"a schema of no name", func(d *draft) { d.put("schema/.json", "{}") }, "paths"},
		{"no schema", func(d *draft) { d.put("schema/visit.yaml", "{}") }, "paths"},
		{"an executable schema", func(d *draft) {
			d.files["schema/visit.json"] = file{"100755", d.mem.blob("{}")}
		}, "mode"},
		{"an unknown profile", func(d *draft) {
			d.policy("profile: casework", "profile: none")
		}, "policy"},
		{"no policy", func(d *draft) { d.remove(PolicyPath) }, "policy"},
		{"the roster too", func(d *draft) { d.put(TeamPath, "") }, "paths"},
		{"the attributes too", func(d *draft) { d.put(AttributesPath, "") }, "paths"},
	})
}

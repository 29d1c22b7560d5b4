package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
)

// person is a member with their own secrets.
type person struct {
	member team.Member
	signer store.Signer // nil for recovery
}

// roles are the people of the agency, with their roles and line managers. All are invented.
var roles = []struct {
	name, manager string
	roles         []team.Role
}{
	{"Judith Pryce", "", []team.Role{team.Senior, team.Records}},
	{"Mina Hall", "judith", []team.Role{team.Manager}},
	{"Owen Farrar", "judith", []team.Role{team.Manager}},
	{"Lena Marsh", "judith", []team.Role{team.Lead}},
	{"Recovery-1", "", []team.Role{team.Recovery}},
	{"Asha Rao", "mina", []team.Role{team.Caseworker}},
	{"Ben Ito", "mina", []team.Role{team.Caseworker}},
	{"Carys Bevan", "mina", []team.Role{team.Caseworker}},
	{"Dov Adler", "mina", []team.Role{team.Caseworker}},
	{"Esi Mensah", "mina", []team.Role{team.Caseworker}},
	{"Femi Ola", "owen", []team.Role{team.Caseworker}},
	{"Gwen Tait", "owen", []team.Role{team.Caseworker}},
	{"Hana Sato", "owen", []team.Role{team.Caseworker}},
	{"Ivo Petrov", "owen", []team.Role{team.Caseworker}},
	{"Joan Keane", "owen", []team.Role{team.Caseworker}},
}

// workers returns the ids of the caseworkers, in the order of the table; asha, the first, is the
// one whom the benchmarks work as.
func workers() []string {
	var out []string
	for _, r := range roles {
		if r.roles[0] == team.Caseworker {
			out = append(out, memberID(r.name))
		}
	}
	return out
}

func memberID(name string) string {
	first, _, _ := strings.Cut(strings.ToLower(name), " ")
	return first
}

// makePeople makes everyone's secrets below dir, as `identity new
// --no-passphrase` does, so that commands can be run as any of them with
// XDG_CONFIG_HOME=dir/ID.
func makePeople(dir string, at time.Time) (map[string]person, team.Team, error) {
	people := map[string]person{}
	roster := team.Team{Format: team.Format, Version: 1}
	for _, r := range roles {
		id := memberID(r.name)
		m := team.Member{ID: id, Name: r.name, Email: id + "@agency.example", Roles: r.roles,
			LineManager: r.manager, Since: at}
		if m.Has(team.Recovery) {
			m.Confirmed = at
		}
		signer, err := writePerson(filepath.Join(dir, id, "casefile"), &m, at)
		if err != nil {
			return nil, roster, fmt.Errorf("making %s: %w", id, err)
		}
		people[id] = person{m, signer}
		roster.Members = append(roster.Members, m)
	}
	return people, roster, nil
}

// writePerson makes a person's keys and fills in the member's public halves.
func writePerson(dir string, m *team.Member, at time.Time) (store.Signer, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	id, err := seal.NewIdentity()
	if err != nil {
		return nil, err
	}
	private, public, err := store.NewSigningKey(m.ID, nil)
	if err != nil {
		return nil, err
	}
	m.Recipient = id.Recipient()
	m.Keys = []team.Key{{Key: public, From: at}}
	config, err := yaml.Marshal(map[string]string{"id": m.ID, "name": m.Name, "email": m.Email,
		"recipient": m.Recipient})
	if err != nil {
		return nil, err
	}
	for name, data := range map[string][]byte{
		"identity.txt": seal.PlainFile(id, at), "config.yaml": config,
		"signing": private, "signing.pub": []byte(public + " " + m.ID + "\n"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			return nil, err
		}
	}
	return store.FileSigner(filepath.Join(dir, "signing"), nil)
}

package casebook

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// join adds a member to the team.
func (o *office) join(id, name string, role team.Role) {
	o.Helper()
	b := o.as("judith")
	o.now = b.clock.Now
	m := o.hire(id, name, role)
	_, err := b.setTeam(o.ctx, func(t team.Team, at int64) (team.Team, error) {
		when := time.Unix(at, 0).UTC()
		m.Since, m.Keys[0].From = when, when
		t.Version++
		t.Members = append(slices.Clone(t.Members), m)
		slices.SortFunc(t.Members, func(a, b team.Member) int {
			return strings.Compare(a.ID, b.ID)
		})
		return t, nil
	})
	o.must(err)
}

// alter changes a member of the team.
func (o *office) alter(id string, change func(m *team.Member, at time.Time)) {
	o.Helper()
	_, err := o.as("judith").setTeam(o.ctx, func(t team.Team, at int64) (team.Team, error) {
		t.Version++
		t.Members = slices.Clone(t.Members)
		for i := range t.Members {
			if t.Members[i].ID == id {
				t.Members[i].Keys = slices.Clone(t.Members[i].Keys)
				change(&t.Members[i], time.Unix(at, 0).UTC())
			}
		}
		return t, nil
	})
	o.must(err)
}

func leaves(m *team.Member, at time.Time) { m.Left, m.Keys[0].To = at, at }

func (o *office) grant(who string, id record.ID, members ...string) {
	o.Helper()
	_, err := o.as(who).Grant(o.ctx, id, members)
	o.must(err)
}

func (o *office) revoke(who string, id record.ID, member string) *Revoked {
	o.Helper()
	r, err := o.as(who).Revoke(o.ctx, id, member)
	o.must(err)
	return r
}

// opens counts the entries of a case that a member can open.
func (o *office) opens(who string, id record.ID) (open int) {
	o.Helper()
	b := o.as(who)
	d, err := b.Docket(o.ctx, id)
	o.must(err)
	items, err := b.Items(o.ctx, d)
	if err != nil && !errors.Is(err, ErrNoKey) {
		o.Fatal(err)
	}
	for _, it := range items {
		if it.Fault == "" {
			open++
		}
	}
	return open
}

// keysOf returns the case keys that a member can unwrap from any object of the repository, listed
// or not.
func (o *office) keysOf(who string) []*seal.Identity {
	o.Helper()
	b := o.as(who)
	var out []*seal.Identity
	for line := range strings.Lines(o.git("cat-file", "--batch-all-objects", "--batch-check")) {
		w := strings.Fields(line)
		if size, _ := strconv.Atoi(w[2]); w[1] != "blob" || size > verify.MaxWrapped {
			continue
		}
		data, err := b.repo.Blob(o.ctx, w[0], verify.MaxWrapped)
		if errors.Is(err, store.ErrTooLarge) {
			continue // not a wrapped key, for example a roster
		}
		o.must(err)
		if key, err := seal.Unwrap(o.keys[who], data); err == nil {
			out = append(out, key)
		}
	}
	return out
}

// epochs returns the epochs of a case, from 1, that keys open.
func (o *office) epochs(id record.ID, keys []*seal.Identity) []int {
	o.Helper()
	b := o.as("asha")
	d, err := b.Docket(o.ctx, id)
	o.must(err)
	var out []int
	for n := 1; n <= d.Newest(); n++ {
		pub, err := b.epochFile(o.ctx, id, n)
		o.must(err)
		if slices.ContainsFunc(keys, func(k *seal.Identity) bool {
			return k.Recipient()+"\n" == string(pub)
		}) {
			out = append(out, n)
		}
	}
	return out
}

func TestGrantAndRevoke(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	id := o.newCase()
	o.note(o.as("asha"), id, "Before")
	if n := o.opens("nia", id); n != 0 {
		t.Fatalf("nia opens %d entries of a case that she was not let into", n)
	}
	o.grant("asha", id, "nia")
	o.note(o.as("nia"), id, "Between")
	if n := o.opens("nia", id); n != 3 {
		t.Errorf("let in, nia opens %d entries of 3", n)
	}
	r := o.revoke("mina", id, "nia")
	if r.Entries != 3 || r.Files != 0 || len(r.Left) != 0 {
		t.Errorf("the revoke says %+v", r)
	}
	o.note(o.as("asha"), id, "After")
	if n := o.opens("nia", id); n != 0 {
		t.Errorf("taken away, nia opens %d entries by what main lists", n)
	}
	if got := o.epochs(id, o.keysOf("nia")); !slices.Equal(got, []int{1}) {
		t.Errorf("by what she may have copied, nia opens epochs %v", got)
	}
	if n := o.opens("mina", id); n != 4 {
		t.Errorf("mina opens %d entries of 4", n)
	}
	o.grant("mina", id, "nia")
	if n := o.opens("nia", id); n != 4 {
		t.Errorf("let in again, nia opens %d entries of 4", n)
	}
}

func TestGrantRefusals(t *testing.T) {
	o := newOffice(t)
	for id, role := range map[string]team.Role{"ben": team.Contributor, "orla": team.Auditor,
		"rob": team.Service, "nia": team.Caseworker, "zoe": team.Caseworker} {
		o.join(id, "Somebody "+id, role)
	}
	o.alter("zoe", leaves)
	id := o.newCase()
	for _, c := range []struct {
		who     string
		members []string
		want    error
	}{
		{"asha", []string{"ben"}, ErrState}, {"asha", []string{"orla"}, ErrState},
		{"asha", []string{"rob"}, ErrState},
		{"asha", []string{"zoe"}, ErrState}, {"asha", []string{"mina"}, ErrState},
		{"asha", []string{"mina", "judith", "mina"}, ErrState},
		{"asha", []string{"nia", "ben"}, ErrState}, {"asha", nil, ErrState},
		{"asha", []string{"nobody"}, ErrNotFound}, {"asha", []string{"nia", "nobody"}, ErrNotFound},
		{"nia", []string{"nia"}, ErrDenied}, {"ben", []string{"nia"}, ErrDenied},
		{"orla", []string{"nia"}, ErrDenied}, {"zoe", []string{"nia"}, ErrNotMember},
	} {
		tip := o.git("rev-parse", "main")
		if _, err := o.as(c.who).Grant(o.ctx, id, c.members); !errors.Is(err, c.want) {
			t.Errorf("%s lets in %v: got %v, want %v", c.who, c.members, err, c.want)
		}
		if o.git("rev-parse", "main") != tip {
			t.Errorf("%s lets in %v: main has moved", c.who, c.members)
		}
	}
	// asha's signing key, and the identity of a member who can't read the case
	o.keys["asha"] = o.keys["nia"]
	if _, err := o.as("asha").Grant(o.ctx, id, []string{"nia"}); !errors.Is(err, ErrNoKey) {
		t.Errorf("without the case's key: %v", err)
	}
}

func TestRevokeRefusals(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	o.join("ruth", "Ruth Vale", team.Records)
	id := o.newCase()
	for _, c := range []struct {
		who, member string
		want        error
	}{
		{"mina", "asha", ErrState}, {"asha", "asha", ErrState}, {"asha", "nia", ErrNotFound},
		{"asha", "nobody", ErrNotFound},
		{"nia", "mina", ErrDenied}, {"ruth", "mina", ErrDenied}, {"ruth", "nobody", ErrDenied},
	} {
		tip := o.git("rev-parse", "main")
		if _, err := o.as(c.who).Revoke(o.ctx, id, c.member); !errors.Is(err, c.want) {
			t.Errorf("%s takes %s away: got %v, want %v", c.who, c.member, err, c.want)
		}
		if o.git("rev-parse", "main") != tip {
			t.Errorf("%s takes %s away: main has moved", c.who, c.member)
		}
	}
	o.revoke("judith", id, "mina")
	if _, err := o.as("asha").Revoke(o.ctx, id, "judith"); !errors.Is(err, ErrState) {
		t.Errorf("asha is left alone: %v", err)
	}
}

// Members who left still count as readers until they are revoked one by one, which needs no key.
// They don't count among the readers who must remain.
func TestRevokeThoseWhoLeft(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	o.join("ruth", "Ruth Vale", team.Records)
	id := o.newCase()
	o.grant("asha", id, "nia")
	o.alter("nia", leaves)
	o.alter("mina", leaves)
	delete(o.keys, "ruth")
	r := o.revoke("ruth", id, "nia")
	if !slices.Equal(r.Left, []string{"mina"}) {
		t.Errorf("of those who left, these stay: %v", r.Left)
	}
	if _, err := o.as("asha").Revoke(o.ctx, id, "judith"); !errors.Is(err, ErrState) {
		t.Errorf("asha and one who left are enough: %v", err)
	}
	o.revoke("ruth", id, "mina")
	d, err := o.as("asha").Docket(o.ctx, id)
	if err != nil || !slices.Equal(d.Readers(), []string{"asha", "judith"}) || d.Newest() != 3 {
		t.Errorf("left are %v in epoch %d, %v", d.Readers(), d.Newest(), err)
	}
}

// A key that is wrapped to an earlier recipient opens nothing. A grant wraps it again, and touches
// no other key.
func TestGrantAfterANewRecipient(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	fresh, err := seal.NewIdentity()
	o.must(err)
	o.alter("mina", func(m *team.Member, _ time.Time) { m.Recipient = fresh.Recipient() })
	o.keys["mina"] = fresh
	before, err := o.as("asha").Docket(o.ctx, id)
	o.must(err)
	if list, err := o.as("asha").Access(o.ctx, id); err != nil || !list[2].Outdated ||
		list[0].Outdated {
		t.Errorf("who can read: %+v, %v", list, err)
	}
	g, err := o.as("asha").Grant(o.ctx, id, []string{"judith", "mina"})
	if err != nil || !slices.Equal(g.Members, []string{"mina"}) ||
		!slices.Equal(g.Already, []string{"judith"}) || len(g.Missing) != 0 {
		t.Fatalf("got %+v, %v", g, err)
	}
	after := g.Dockets[0]
	if before.Keys[0]["asha"] != after.Keys[0]["asha"] ||
		before.Keys[0]["mina"] == after.Keys[0]["mina"] {
		t.Errorf("from %v to %v", before.Keys, after.Keys)
	}
	if n := o.opens("mina", id); n != 1 {
		t.Errorf("mina opens %d entries", n)
	}
	if _, err := o.as("asha").Grant(o.ctx, id, []string{"mina"}); !errors.Is(err, ErrState) {
		t.Errorf("a second time: %v", err)
	}
}

// An epoch whose keys an erasure destroyed is not reported as missing to the member who lets others
// in: nothing of it is left to read.
func TestGrantedOfEpochs(t *testing.T) {
	id, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	d := &record.Docket{Keys: []record.Epoch{{}, {"asha": "a", "mina": "b"}, {"mina": "c"},
		{"asha": "d"}}}
	additions := []record.Epoch{nil, nil, nil, {"nia": "e"}}
	g := granted(d, []*seal.Identity{nil, id, nil, id}, additions, []string{"nia", "mina"})
	if !slices.Equal(g.Missing, []int{3}) || !slices.Equal(g.Members, []string{"nia"}) ||
		!slices.Equal(g.Already, []string{"mina"}) {
		t.Errorf("%+v", g)
	}
}

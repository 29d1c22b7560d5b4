package remote

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
)

// office is an agency with a bare repository on a server (no hook judges there),
// and people who each have copies.
type office struct {
	testing.TB
	ctx    context.Context
	server string // its folder
	intro  string
	now    time.Time
	keys   map[string]*seal.Identity
	signer map[string]store.Signer
	first  *copied // where the records were founded
}

// copied is one copy, and who works in it.
type copied struct {
	*office
	who, dir string
}

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{TB: t, ctx: t.Context(), server: filepath.Join(t.TempDir(), "server.git"),
		now:  time.Date(2026, 3, 6, 9, 0, 0, 0, time.UTC),
		keys: map[string]*seal.Identity{}, signer: map[string]store.Signer{}}
	roster := team.Team{Format: 1, Version: 1, Members: []team.Member{
		o.hire("asha", "Asha Rao", "mina", team.Caseworker),
		o.hire("judith", "Judith Pryce", "", team.Senior),
		o.hire("mina", "Mina Hall", "judith", team.Manager),
	}}
	o.initBare()
	o.first = &copied{o, "judith", filepath.Join(t.TempDir(), "first.git")}
	repo, err := store.Init(o.ctx, o.first.dir, store.InitOptions{Bare: true})
	o.must(err)
	defer repo.Close()
	text, err := policy.Default(policy.Casework)
	o.must(err)
	o.intro, err = casebook.Init(o.ctx, repo,
		casebook.InitOptions{Mark: testMark, Team: roster, Policy: text,
			Clock: casebook.Clock{Now: o.now}, Signer: o.signer["judith"]})
	o.must(err)
	o.must(repo.AddRemote(o.ctx, ledger.RemoteName, o.server))
	return o
}

func (o *office) initBare() {
	o.Helper()
	o.initAt(o.server)
}

func (o *office) initAt(dir string) {
	o.Helper()
	repo, err := store.Init(o.ctx, dir, store.InitOptions{Bare: true})
	o.must(err)
	o.must(repo.Close())
}

func (o *office) hire(id, name, manager string, role team.Role) team.Member {
	o.Helper()
	key, err := seal.NewIdentity()
	o.must(err)
	private, public, err := store.NewSigningKey(id, nil)
	o.must(err)
	file := filepath.Join(o.TempDir(), id)
	o.must(os.WriteFile(file, private, 0o600))
	o.signer[id], err = store.FileSigner(file, nil)
	o.must(err)
	o.keys[id] = key
	return team.Member{ID: id, Name: name, Email: id + "@agency.example", Roles: []team.Role{role},
		Recipient: key.Recipient(), LineManager: manager,
		Since: o.now, Keys: []team.Key{{Key: strings.TrimSpace(public), From: o.now}}}
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

func (o *office) options(who, trust string) casebook.Options {
	o.now = o.now.Add(time.Minute)
	return casebook.Options{Mark: testMark, Clock: casebook.Clock{Now: o.now}, Trust: trust,
		Person: casebook.Person{
			Identity: func() (*seal.Identity, error) { return o.keys[who], nil },
			Signer:   func() (store.Signer, error) { return o.signer[who], nil },
		}}
}

// clone makes a copy for somebody.
func (o *office) clone(who string) *copied {
	o.Helper()
	c := &copied{o, who, filepath.Join(o.TempDir(), who+".git")}
	b, err := Clone(o.ctx,
		CloneOptions{URL: o.server, Dir: c.dir, Bare: true, Open: o.options(who, o.intro)})
	o.must(err)
	o.must(b.Repo().Close())
	return c
}

// book opens the book as each command does.
func (c *copied) book() *casebook.Book {
	c.Helper()
	repo, err := store.Open(c.ctx, c.dir)
	c.must(err)
	c.Cleanup(func() { repo.Close() })
	b, err := casebook.Open(c.ctx, repo, c.options(c.who, ""))
	c.must(err)
	return b
}

func (c *copied) sync() *Outcome {
	c.Helper()
	out, err := Sync(c.ctx, c.book())
	c.must(err)
	return out
}

const profileText = `---
kind: profile
headline: Robin, 9, referred by the school
subject_type: child
name: Robin Example
date_of_birth: 2016-04-17
gender: unknown
people:
  - {name: Sam Example, relation: parent, parental_responsibility: yes, lives_with: yes, contact: unknown}
address: 1 Example Street
address_since: unknown
address_in_area: yes
languages: English
interpreter: no
school: unknown
health: unknown
communication: unknown
---
`

func (c *copied) prepared(b *casebook.Book, id record.ID, kind, text string) *casebook.Prepared {
	c.Helper()
	p, findings, err := b.Prepare(c.ctx,
		casebook.EntryText{Case: id, Kind: kind, File: "-", Text: []byte(text)})
	if err != nil || p == nil {
		c.Fatalf("%s: %v, %v", kind, err, findings)
	}
	return p
}

// newCase opens a case of asha's.
func (c *copied) newCase() record.ID {
	c.Helper()
	b := c.book()
	id, err := b.NewCaseID(c.ctx)
	c.must(err)
	_, err = b.OpenCase(c.ctx,
		casebook.OpenOrder{Case: id, KeyWorker: "asha",
			Entries: []*casebook.Prepared{c.prepared(b, id, "profile", profileText)}})
	c.must(err)
	return id
}

func (c *copied) note(id record.ID, headline string) {
	c.Helper()
	b := c.book()
	p := c.prepared(b, id, "note", "---\nkind: note\noccurred: 2026-03-05\nheadline: "+headline+
		"\n---\n## Facts\n\nF1: Robin came.\n")
	_, err := b.Add(c.ctx, id, []*casebook.Prepared{p}, nil)
	c.must(err)
}

// headlines returns the headlines of a case's notes, sorted.
func (c *copied) headlines(id record.ID) (out []string) {
	c.Helper()
	b := c.book()
	d, err := b.Docket(c.ctx, id)
	c.must(err)
	items, err := b.Items(c.ctx, d)
	c.must(err)
	for _, it := range items {
		if it.Fault != "" {
			c.Errorf("%s: %s", it.ID, it.Fault)
		}
		if it.Kind == "note" {
			out = append(out, it.Headline)
		}
	}
	slices.Sort(out)
	return out
}

// git runs stock git in a repository.
func (o *office) git(dir string, args ...string) string {
	o.Helper()
	out, err := exec.Command("git", append([]string{"--git-dir", dir}, args...)...).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = errors.New(string(exit.Stderr))
		}
		o.Fatalf("git %v: %v", args, err)
	}
	return strings.TrimSpace(string(out))
}

// refs returns the refs that must be the same on both sides.
func (o *office) refs(dir string) string {
	o.Helper()
	return o.git(dir, "for-each-ref", "--format=%(refname) %(objectname)", ledger.MainRef,
		ledger.KeysPrefix)
}

// even checks that a copy and the remote have the same.
func (c *copied) even() {
	c.Helper()
	here, there := c.refs(c.dir), c.refs(c.server)
	if here != there {
		c.Errorf("here are\n%s\nthere are\n%s", here, there)
	}
	main := c.git(c.dir, "rev-parse", ledger.MainRef)
	for _, ref := range []string{ledger.LastRef, ledger.TrackingRef, ledger.VerifiedRef} {
		if got := c.git(c.dir, "rev-parse", ref); got != main {
			c.Errorf("%s is at %s, main at %s", ref, got, main)
		}
	}
}

// testMark is the mark of the account that runs the tests.
var testMark = ledger.Mark("a mark of 32 bytes for all tests")

package casebook

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
)

// office is a records repository and the people who work with it: asha, a
// caseworker, her manager mina, and judith, a senior.
type office struct {
	testing.TB
	ctx    context.Context
	dir    string
	now    time.Time
	intro  string
	keys   map[string]*seal.Identity
	signer map[string]store.Signer
}

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{TB: t, ctx: t.Context(), dir: filepath.Join(t.TempDir(), "records.git"),
		now:  time.Date(2026, 3, 6, 9, 0, 0, 0, time.UTC),
		keys: map[string]*seal.Identity{}, signer: map[string]store.Signer{}}
	roster := team.Team{Format: 1, Version: 1}
	for _, p := range []struct{ id, name, manager, role string }{
		{"asha", "Asha Rao", "mina", "caseworker"}, {"judith", "Judith Pryce", "", "senior"},
		{"mina", "Mina Hall", "judith", "manager"},
	} {
		m := o.hire(p.id, p.name, team.Role(p.role))
		m.LineManager = p.manager
		roster.Members = append(roster.Members, m)
	}
	repo, err := store.Init(o.ctx, o.dir, store.InitOptions{Bare: true})
	o.must(err)
	defer repo.Close()
	text, err := policy.Default(policy.Casework)
	o.must(err)
	o.intro, err = Init(o.ctx, repo,
		InitOptions{Mark: testMark, Team: roster, Policy: text, Clock: Clock{Now: o.now},
			Signer: o.signer["judith"]})
	o.must(err)
	return o
}

// hire creates a person's keys.
func (o *office) hire(id, name string, roles ...team.Role) team.Member {
	o.Helper()
	key, err := seal.NewIdentity()
	o.must(err)
	private, public, err := store.NewSigningKey(id, nil)
	o.must(err)
	file := filepath.Join(o.TempDir(), id)
	o.must(os.WriteFile(file, private, 0o600))
	signer, err := store.FileSigner(file, nil)
	o.must(err)
	o.keys[id], o.signer[id] = key, signer
	return team.Member{ID: id, Name: name, Email: id + "@agency.example", Roles: roles,
		Recipient: key.Recipient(), Since: o.now,
		Keys: []team.Key{{Key: strings.TrimSpace(public), From: o.now}}}
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

// open does what each command does first. Every call is a process of its own.
func (o *office) open(who, trust string) (*Book, error) {
	o.Helper()
	repo, err := store.Open(o.ctx, o.dir)
	o.must(err)
	o.Cleanup(func() { repo.Close() })
	return Open(o.ctx, repo,
		Options{Mark: testMark, Clock: Clock{Now: o.now, Again: func() time.Time {
			return o.now
		}}, Trust: trust, Person: Person{
			Identity: func() (*seal.Identity, error) { return o.keys[who], nil },
			Signer:   func() (store.Signer, error) { return o.signer[who], nil },
		}})
}

// as opens the book as a person, a minute later.
func (o *office) as(who string) *Book {
	o.Helper()
	o.now = o.now.Add(time.Minute)
	b, err := o.open(who, "")
	o.must(err)
	return b
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

func noteText(headline string) string {
	return "---\nkind: note\noccurred: 2026-03-05\nheadline: " + headline +
		"\n---\n## Facts\n\nF1: Robin came.\n"
}

func endorsementText(target, sum, level, verdict string) string {
	return "---\nkind: endorsement\nheadline: Read and agreed\ntarget: " + target +
		"\ntarget_sha256: " + sum +
		"\nlevel: " + level + "\nverdict: " + verdict + "\ncomment: Agreed.\n---\n"
}

// prepared returns an entry that must have no findings of error.
func (b *Book) prepared(t testing.TB, id record.ID, kind, text string) *Prepared {
	t.Helper()
	p, findings, err := b.Prepare(t.Context(),
		EntryText{Case: id, Kind: kind, File: "-", Text: []byte(text)})
	if err != nil || p == nil {
		t.Fatalf("%s: %v, %v", kind, err, findings)
	}
	return p
}

// newCase opens a case as asha.
func (o *office) newCase() record.ID {
	o.Helper()
	b := o.as("asha")
	id, err := b.NewCaseID(o.ctx)
	o.must(err)
	_, err = b.OpenCase(o.ctx,
		OpenOrder{Case: id, KeyWorker: "asha",
			Entries: []*Prepared{b.prepared(o, id, "profile", profileText)}})
	o.must(err)
	return id
}

// note adds a note, and returns its ID.
func (o *office) note(b *Book, id record.ID, headline string) record.ID {
	o.Helper()
	p := b.prepared(o, id, "note", noteText(headline))
	_, err := b.Add(o.ctx, id, []*Prepared{p}, nil)
	o.must(err)
	return p.Entry.ID
}

// endorse endorses an entry as a person, at the line's level.
func (o *office) endorse(who string, id, target record.ID) error {
	o.Helper()
	b := o.as(who)
	facts, err := b.Facts(id)
	o.must(err)
	p := b.prepared(o, id, "endorsement",
		endorsementText(string(target), facts.Entries[target].SHA256, "line", "endorsed"))
	_, err = b.Endorse(o.ctx, id, []*Prepared{p})
	return err
}

// headlines returns the headlines of a case's notes as asha reads them. No note may have a fault.
func (o *office) headlines(id record.ID) []string {
	o.Helper()
	b := o.as("asha")
	d, err := b.Docket(o.ctx, id)
	o.must(err)
	items, err := b.Items(o.ctx, d)
	o.must(err)
	var out []string
	for _, it := range items {
		if it.Fault != "" {
			o.Errorf("%s: %s", it.ID, it.Fault)
		}
		if it.Kind == "note" {
			out = append(out, it.Headline)
		}
	}
	return out
}

// git runs stock git in the repository.
func (o *office) git(args ...string) string {
	o.Helper()
	out, err := exec.Command("git", append([]string{"--git-dir", o.dir}, args...)...).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = errors.New(string(exit.Stderr))
		}
		o.Fatalf("git %v: %v", args, err)
	}
	return strings.TrimSpace(string(out))
}

// saved returns the attached file of an entry, as a person saves it.
func (o *office) saved(who string, ref record.Ref) (string, error) {
	o.Helper()
	file, err := o.as(who).OpenFile(o.ctx, ref)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	_, err = file.WriteTo(&out)
	return out.String(), err
}

// blob writes a blob by stock git.
func (o *office) blob(data []byte) string {
	o.Helper()
	cmd := exec.Command("git", "--git-dir", o.dir, "hash-object", "-w", "--stdin")
	cmd.Stdin = bytes.NewReader(data)
	out, err := cmd.Output()
	o.must(err)
	return strings.TrimSpace(string(out))
}

func (o *office) indexFile(name string) string {
	return filepath.Join(o.dir, "casefile", "index", testMark.Name(), name)
}

// testMark is the mark of the account that runs the tests.
var testMark = ledger.Mark("a mark of 32 bytes for all tests")

// pin pins another introduction, as this account.
func (o *office) pin(text string) {
	o.Helper()
	repo, err := store.Open(o.ctx, o.dir)
	o.must(err)
	defer repo.Close()
	o.must(ledger.New(repo, ledger.Options{Mark: testMark}).WriteTrust(ledger.ParseTrust(text)))
}

package casebook

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// remoted gives the office's copy a remote, which may be out of reach.
func (o *office) remoted() *office {
	o.Helper()
	o.git("config", "remote.origin.url", filepath.Join(o.dir, "..", "server.git"))
	return o
}

// outboxOf lists a member's outbox, by case and entry.
func (o *office) outboxOf(member string) []string {
	o.Helper()
	list, err := os.ReadDir(filepath.Join(o.dir, "casefile", "outbox", member))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		o.Fatal(err)
	}
	var out []string
	for _, e := range list {
		out = append(out, e.Name())
	}
	return out
}

const concernText = `---
kind: concern
occurred: 2026-03-05T08:50+00:00
headline: Robin came with a bruised hand
about: Robin Example
where: Breakfast club
seen_or_heard: '"I fell off the wall", said Robin, and hid the hand.'
immediate_danger: no
told: Mina Hall, at once
reason_for_none: Mina Hall decides what is done
sources: [{who: Ben Ito, how: in person}]
---
`

// concern records a concern in a case as a member who may read nothing.
func (o *office) concern(who string, id record.ID) record.ID {
	o.Helper()
	b := o.as(who)
	p := b.prepared(o, id, "concern", concernText)
	_, err := b.Append(o.ctx, "concern", id, p)
	o.must(err)
	return p.Entry.ID
}

func TestOutbox(t *testing.T) {
	o := newOffice(t)
	o.newCase()
	if got := o.outboxOf(""); len(got) > 0 {
		t.Errorf("with no remote there is nobody to wait for: %v", got)
	}
	o.remoted()
	id := o.newCase()
	entry := o.note(o.as("mina"), id, "Of mina")
	b := o.as("asha")
	d, err := b.Docket(o.ctx, id)
	o.must(err)
	key, err := b.unwrap(o.ctx, o.keys["asha"], id, 1, d.Keys[0]["asha"])
	o.must(err)
	files := o.outboxOf("asha")
	if len(files) != 2 || !slices.Contains(files, string(id)+"-key.age") {
		t.Errorf("asha's outbox has %v", files)
	}
	me, err := b.Me()
	o.must(err)
	if text, err := b.outboxText(me, id, outboxKey); err != nil || string(text) != key.Secret() {
		t.Errorf("the case's key is not in it: %v", err)
	}
	if got := o.outboxOf("mina"); !slices.Equal(got,
		[]string{string(id) + "-" + string(entry) + ".age"}) {
		t.Errorf("mina's outbox has %v", got)
	}
	mina := o.as("mina")
	her, err := mina.Me()
	o.must(err)
	if text, err := mina.outboxText(her, id, string(entry)); err != nil ||
		!strings.Contains(string(text), "headline: Of mina\n") {
		t.Errorf("mina's text: %q, %v", text, err)
	}
	if _, err := mina.outboxText(me, id, outboxKey); !errors.Is(err, seal.ErrNoMatch) {
		t.Errorf("mina opens asha's outbox: %v", err)
	}
	if _, err := b.outboxText(me, id, string(entry)); !errors.Is(err, ErrNotFound) {
		t.Errorf("an entry of somebody else: %v", err)
	}
	info, err := os.Stat(filepath.Join(o.dir, "casefile", "outbox"))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is %v, %v", info, err)
	}
	made := func() (*seal.Identity, error) { return b.keyMade(o.ctx, b.Tip(), d, key.Recipient()) }
	if again, err := made(); err != nil || again.Secret() != key.Secret() {
		t.Errorf("the key that was made: %v", err)
	}
	damaged := filepath.Join(o.dir, "casefile", "outbox", "asha", string(id)+"-key.age")
	o.must(os.WriteFile(damaged, []byte("age-encryption.org/v1\n"), 0o600))
	if again, err := made(); err != nil || again.Secret() != key.Secret() {
		t.Errorf("with a damaged outbox the key that was made: %v", err)
	}
	if _, err := b.keyMade(o.ctx, b.Tip(), d, "another"); !errors.Is(err, ErrState) {
		t.Errorf("another key: %v", err)
	}
}

// Commits that are reported as unpushed have their texts in the outbox, even if the copy has lost
// its remote.
func TestOutboxWithoutRemote(t *testing.T) {
	base := newOffice(t)
	id := base.newCase()
	for _, tt := range []struct {
		name   string
		sent   string // the ref that has the remote's tip
		remote bool
		kept   bool
	}{
		{name: "never had one"},
		{name: "has one, and never reached it", remote: true, kept: true},
		{name: "has one", sent: ledger.LastRef, remote: true, kept: true},
		{name: "had one", sent: ledger.LastRef, kept: true},
		{name: "had one, by git's own ref", sent: ledger.TrackingRef, kept: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := base.afresh(t)
			if tt.sent != "" {
				o.git("update-ref", tt.sent, ledger.MainRef)
			}
			if tt.remote {
				o.remoted()
			}
			o.note(o.as("mina"), id, "Of mina")
			kept, unsent := len(o.outboxOf("mina")), o.as("mina").Unpushed(o.ctx)
			if (kept == 1) != tt.kept || (unsent > 0) != tt.kept {
				t.Errorf("%d texts kept, %d commits unsent", kept, unsent)
			}
		})
	}
}

// The texts of a transaction, such as an import that opens a case, are in the outbox like those of
// any act. A failed transaction leaves none there.
func TestOutboxOfTransaction(t *testing.T) {
	o := newOffice(t).remoted()
	b := o.as("asha")
	id := must(b.NewCaseID(o.ctx))
	opening := opens(b.prepared(t, id, "profile", profileText))
	note := b.prepared(t, id, "note", noteText("It came"))
	letter := b.prepared(t, id, "attachment", letterText("2JRGAVKF", "A letter."))
	lost := errors.New("the file is lost")
	if _, err := b.TakeIn(o.ctx, opening, []*Prepared{note, letter},
		func(*record.Entry) (record.ID, []byte, error) {
			return "", nil, lost
		}); !errors.Is(err, lost) {
		t.Fatalf("with a file that is lost: %v", err)
	}
	if got := o.outboxOf(""); len(got) > 0 {
		t.Errorf("of what was not recorded there waits %v", got)
	}
	_, err := b.TakeIn(o.ctx, opening, []*Prepared{note, letter},
		func(e *record.Entry) (record.ID, []byte, error) {
			return record.ID(e.Str("file")), []byte("A letter."), nil
		})
	o.must(err)
	want := []string{string(id) + "-key.age"}
	for _, p := range []*Prepared{opening.Entries[0], note, letter} {
		want = append(want, string(id)+"-"+string(p.Entry.ID)+".age")
	}
	slices.Sort(want)
	if got := slices.Sorted(slices.Values(o.outboxOf("asha"))); !slices.Equal(got, want) {
		t.Errorf("asha's outbox has %v, want %v", got, want)
	}
}

// The text is in the outbox before main moves. A process that is killed between the two loses
// nothing.
func TestOutboxComesFirst(t *testing.T) {
	o := newOffice(t).remoted()
	id := o.newCase()
	b := o.as("asha")
	p := b.prepared(t, id, "note", noteText("Never on main"))
	o.must(b.repo.Move(o.ctx,
		[]store.Move{{Ref: "refs/casefile/verified", Old: o.git("rev-parse", ledger.VerifiedRef)}}))
	// no file can replace a folder with content
	o.must(os.MkdirAll(filepath.Join(o.dir, "refs", "casefile", "verified", "x"), 0o755))
	o.must(os.WriteFile(filepath.Join(o.dir, "refs", "casefile", "verified", "x", "y"),
		[]byte(o.intro+"\n"), 0o600))
	if _, err := b.Add(o.ctx, id, []*Prepared{p}, nil); err == nil {
		t.Fatal("main has moved all the same")
	}
	if got := o.outboxOf("asha"); !slices.Contains(got, string(id)+"-"+string(p.Entry.ID)+".age") {
		t.Errorf("the outbox has %v", got)
	}
}

// After a push the remote has what is on main. It lacks what waits for its author, and what was
// recorded since.
func TestEmptyOutbox(t *testing.T) {
	o := newOffice(t).remoted()
	id := o.newCase()
	there := o.copied()
	there.note(there.as("judith"), id, "Theirs")
	o.note(o.as("asha"), id, "Of asha")
	o.note(o.as("mina"), id, "Of mina")
	o.meets("asha", there)
	behind := o.as("asha")
	o.must(o.as("asha").EmptyOutbox(o.ctx))
	if got := o.outboxOf("asha"); len(got) > 0 {
		t.Errorf("asha's outbox has %v", got)
	}
	if got := o.outboxOf("mina"); len(got) != 1 {
		t.Errorf("mina's outbox has %v", got)
	}
	o.note(o.as("asha"), id, "Recorded while another process pushed")
	o.must(behind.EmptyOutbox(o.ctx))
	if got := o.outboxOf("asha"); len(got) != 1 {
		t.Errorf("asha's outbox has %v", got)
	}
	o.meets("mina", there)
	o.must(o.as("asha").EmptyOutbox(o.ctx))
	if got := o.outboxOf(""); len(got) > 0 {
		t.Errorf("outboxes of %v are left", got)
	}
	o.must(o.as("asha").EmptyOutbox(o.ctx))
}

// rekeyedThere returns a case whose key has changed in another copy, as nia's access was revoked
// there.
func rekeyedThere(t *testing.T) (o, there *office, id record.ID) {
	o = newOffice(t).remoted()
	o.join("nia", "Nia Lowe", team.Caseworker)
	o.join("ben", "Ben Ito", team.Contributor)
	id = o.newCase()
	o.grant("asha", id, "nia")
	there = o.copied()
	there.revoke("mina", id, "nia")
	return o, there, id
}

// openedBy returns the epochs whose keys, as asha has them, open an entry.
func (o *office) openedBy(id, entry record.ID) (epochs []int) {
	o.Helper()
	b := o.as("asha")
	d, err := b.Docket(o.ctx, id)
	o.must(err)
	keys, err := b.heldKeys(o.ctx, d)
	o.must(err)
	sealed, err := b.repo.Blob(o.ctx, o.blobIn(b.Tip(), id, entry), verify.MaxSealed)
	o.must(err)
	for i, key := range keys {
		if _, err := seal.OpenFile(key, sealed); err == nil {
			epochs = append(epochs, i+1)
		}
	}
	return epochs
}

// A contributor, who can open nothing, seals their text again from their outbox.
func TestResealByContributor(t *testing.T) {
	o, there, id := rekeyedThere(t)
	entry := o.concern("ben", id)
	if got := o.openedBy(id, entry); !slices.Equal(got, []int{1}) {
		t.Fatalf("before, it opens with the keys of epochs %v", got)
	}
	o.wants(o.meets("ben", there), 1, 1, 0, 0)
	if got := o.openedBy(id, entry); !slices.Equal(got, []int{2}) {
		t.Errorf("it opens with the keys of epochs %v", got)
	}
	b := o.as("mina")
	it, err := b.OpenEntry(o.ctx, record.Ref{Case: id, Entry: entry})
	if err != nil || it.Fault != "" || it.By != "ben" ||
		it.Headline != "Robin came with a bruised hand" {
		t.Errorf("mina reads %+v, %v", it, err)
	}
}

// A reader seals entries and attached files again, even if the outbox is lost or can't be opened.
func TestResealByReader(t *testing.T) {
	base, there, id := rekeyedThere(t)
	for name, spoil := range map[string]func(o *office, folder string){
		"from the outbox":    func(*office, string) {},
		"the outbox is gone": func(o *office, folder string) { o.must(os.RemoveAll(folder)) },
		"an outbox cut short": func(o *office, folder string) {
			o.inOutbox(folder, func(data []byte) []byte { return data[:len(data)/2] })
		},
		"an outbox of nonsense": func(o *office, folder string) {
			o.inOutbox(folder, func([]byte) []byte { return []byte("x") })
		},
		"an outbox that is sealed to another key": func(o *office, folder string) {
			o.inOutbox(folder, func([]byte) []byte { return o.sealedTo("mina", "lost") })
		},
		"an outbox of another text": func(o *office, folder string) {
			o.inOutbox(folder, func([]byte) []byte {
				return o.sealedTo("asha", "---\nkind: note\n---\nAnother text.\n")
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := base.afresh(t)
			b := o.as("asha")
			letter, sum, err := b.SealFile(o.ctx, id, strings.NewReader("A letter."), 9)
			o.must(err)
			text := "---\nkind: attachment\nheadline: A letter\nfile: " + string(letter.ID) +
				"\nname: letter.txt\ntype: text/plain\nlength: 9\nsha256: " + sum + "\n---\n"
			p := b.prepared(t, id, "attachment", text)
			_, err = b.Add(o.ctx, id, []*Prepared{p}, []Attached{letter})
			o.must(err)
			spoil(o, filepath.Join(o.dir, "casefile", "outbox", "asha"))
			o.wants(o.meets("asha", there), 1, 1, 0, 0)
			for _, entry := range []record.ID{p.Entry.ID, letter.ID} {
				if got := o.openedBy(id, entry); !slices.Equal(got, []int{2}) {
					t.Errorf("%s opens with the keys of epochs %v", entry, got)
				}
			}
			saved, err := o.saved("mina", record.Ref{Case: id, Entry: p.Entry.ID})
			if err != nil || saved != "A letter." {
				t.Errorf("mina saves %q, %v", saved, err)
			}
			open := o.as("mina").Opener(o.ctx, id)
			if _, err := open("2JRGAVKF"); !errors.Is(err, ErrNotFound) {
				t.Errorf("the file of no entry: %v", err)
			}
		})
	}
}

// inOutbox changes every file of an outbox.
func (o *office) inOutbox(folder string, change func([]byte) []byte) {
	o.Helper()
	list, err := os.ReadDir(folder)
	o.must(err)
	for _, e := range list {
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		o.must(err)
		o.must(os.WriteFile(filepath.Join(folder, e.Name()), change(data), 0o600))
	}
}

func (o *office) sealedTo(who, text string) []byte {
	o.Helper()
	sealed, err := seal.Seal(o.keys[who].Recipient(), []byte(text))
	o.must(err)
	return sealed
}

// A member who can open nothing has only the outbox. If a text in it is not the recorded one, it
// never replaces that, on main or as a draft.
func TestResealRefusesWrongText(t *testing.T) {
	base, there, id := rekeyedThere(t)
	for name, spoil := range map[string]func(o *office, folder string){
		"another text": func(o *office, folder string) {
			o.inOutbox(folder, func([]byte) []byte {
				return o.sealedTo("ben", "---\nkind: concern\n---\nAnother text.\n")
			})
		},
		"nothing": func(o *office, folder string) { o.must(os.RemoveAll(folder)) },
		"another key": func(o *office, folder string) {
			o.inOutbox(folder, func([]byte) []byte { return o.sealedTo("mina", "x") })
		},
		"half a file": func(o *office, folder string) {
			o.inOutbox(folder, func(data []byte) []byte { return data[:len(data)/2] })
		},
		"an empty one": func(o *office, folder string) {
			o.inOutbox(folder, func([]byte) []byte { return nil })
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := base.afresh(t)
			entry := o.concern("ben", id)
			commit := o.git("rev-parse", ledger.MainRef)
			spoil(o, filepath.Join(o.dir, "casefile", "outbox", "ben"))
			j := o.meets("ben", there)
			o.wants(j, 1, 0, 1, 0)
			if got := o.git("rev-parse", j.Conflicts[0].Ref); got != commit {
				t.Errorf("the commit is kept as %s", got)
			}
			b := o.as("ben")
			drafts, err := b.Drafts()
			o.must(err)
			for _, d := range drafts {
				open, err := b.OpenDraft(d.ID.String())
				if err != nil || strings.Contains(string(open.Text), "Another text.") {
					t.Errorf("the draft %s says %q, %v", d.ID, open.Text, err)
				}
			}
			if _, err := b.FindEntry(o.ctx, entry.String(), id); !errors.Is(err, ErrNotFound) {
				t.Errorf("the entry is on main: %v", err)
			}
		})
	}
}

// A text in conflict that can't be opened now is only in the outbox, and stays there. One that
// became a draft does not.
func TestOutboxKeepsWhatIsNoDraft(t *testing.T) {
	for name, tt := range map[string]struct {
		identity string
		drafts   int
		left     int
	}{"with another identity at hand": {"zoe", 0, 1}, "with the right one": {"ben", 1, 0}} {
		o, there, id := rekeyedThere(t)
		entry := o.concern("ben", id)
		there.alter("ben", func(m *team.Member, _ time.Time) {
			m.Roles = []team.Role{team.Auditor}
		})
		o.hire("zoe", "Zoe Lane") // who is no member
		ben := o.keys["ben"]
		o.keys["ben"] = o.keys[tt.identity]
		o.wants(o.meets("ben", there), 2, 0, 1, 0)
		o.must(o.as("asha").EmptyOutbox(o.ctx))
		drafts, err := o.as("ben").Drafts()
		if err != nil || len(drafts) != tt.drafts || len(o.outboxOf("ben")) != tt.left {
			t.Errorf("%s: drafts %v, outbox %v, %v", name, drafts, o.outboxOf("ben"), err)
		}
		o.keys["ben"] = ben
		b := o.as("ben")
		me, err := b.Me()
		o.must(err)
		if _, err := b.outboxText(me, id, string(entry)); (err == nil) != (tt.left == 1) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

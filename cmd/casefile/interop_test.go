package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	profileText = "---\nsubject_type: child\nname: Tobi Adeyemi\ndate_of_birth: 2016-11-02\n" +
		"people: [{name: Dana Adeyemi, relation: mother}]\nlanguages: English\n---\n"
	contactText = `---
occurred: 2026-03-06T14:30+00:00
headline: Home visit, Tobi seen alone
method: visit
purpose: First meeting with the family
with: [Tobi, his mother Dana]
kept: held
child_seen: yes
seen_alone: yes
sources: [{who: Asha Rao, how: in person}]
---

## Facts
F1: The kitchen was clean, and there was food for two days.
`
	noteText = "---\nheadline: Written with no casefile at all\n---\nA note in plain words.\n"
)

// TestInterop does with stock git, ssh-keygen, age and sha256sum what
// schema/FORMAT.md says they can do.
func TestInterop(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	k3, profile := o.record("asha", profileText, "open", "--key-worker", "asha")
	_, contact := o.record("asha", contactText, "contact", k3)
	file := bytes.Repeat([]byte("date,present\n2026-03-06,yes\n"), 90)
	path := filepath.Join(o.dir, "attendance.csv")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	attached := savedLine().FindStringSubmatch(o.as("asha", "casefile", "attach", k3, path))
	o.as("mina", "casefile", "endorse", k3+"/"+contact)
	reader := []string{"CASE=" + k3, "MEMBER=asha",
		"IDENTITY=" + filepath.Join(o.folder("asha"), "identity.txt")}

	if n := len(blocks(t)); n != 7 {
		t.Errorf("FORMAT.md has %d blocks of commands; these tests follow 7", n)
	}
	t.Run("every commit is good to stock git", func(t *testing.T) { allGood(o.in(t)) })
	t.Run("a commit by hand", func(t *testing.T) {
		o := o.in(t)
		for _, id := range strings.Fields(o.git("rev-list", "main")) {
			if out, _ := o.follow("check-commit", "COMMIT="+id); !strings.Contains(out,
				`Good "git" signature for `) {
				t.Errorf("%s: %s", id, out)
			}
		}
	})
	t.Run("entries with stock age", func(t *testing.T) {
		for _, id := range []string{profile, contact} {
			readEntry(o.in(t), id, append(reader, "ENTRY="+id))
		}
	})
	t.Run("an attached file", func(t *testing.T) {
		_, folder := o.in(t).follow("read-entry read-file",
			append(reader, "ENTRY="+strings.ReplaceAll(attached[2], "-", ""))...)
		if got, err := os.ReadFile(filepath.Join(folder, "file")); err != nil ||
			!bytes.Equal(got, file) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
	})
	t.Run("the keys commit", func(t *testing.T) {
		out, _ := o.in(t).follow("check-keys", "SHARD="+k3[:2])
		if ids := strings.Fields(out); len(ids) != 2 || len(ids[0]) != 40 || ids[0] != ids[1] {
			t.Errorf("computed and found: %v", ids)
		}
	})
	t.Run("an identity protected to an SSH key", func(t *testing.T) {
		sshProtected(o.in(t), contact, reader)
	})
	t.Run("an entry by stock tools", func(t *testing.T) { writtenByStock(o.in(t), k3, reader) })
	t.Run("faulty commits by stock git", func(t *testing.T) { forgeries(o.in(t), k3) })
}

func allGood(o *office) {
	out, _ := o.follow("check-all")
	var good int
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, "G ") {
			o.t.Errorf("not good: %s", line)
		}
		good++
	}
	if want := strings.Fields(o.git("rev-list", "main")); good != len(want) || good < 7 {
		o.t.Errorf("%d commits are good, of %d", good, len(want))
	}
}

// readEntry reads an entry by FORMAT.md, and compares it with casefile's output.
func readEntry(o *office, id string, variables []string) {
	o.t.Helper()
	out, folder := o.follow("read-entry", variables...)
	text, err := os.ReadFile(filepath.Join(folder, "entry.md"))
	if err != nil {
		o.t.Fatal(err)
	}
	if want := o.as("asha", "casefile", "show", "--raw", id); string(text) != want ||
		!strings.Contains(want, "id: "+id+"\n") {
		o.t.Errorf("stock age prints\n%s\nand casefile\n%s", text, want)
	}
	sum := sha256.Sum256(text)
	if want := "Casefile-Entry: " + id + " " +
		hex.EncodeToString(sum[:]); !strings.Contains(out, want) {
		o.t.Errorf("the trailer is not %s:\n%s", want, out)
	}
}

func sshProtected(o *office, entry string, reader []string) {
	signing, sealed := filepath.Join(o.folder("asha"), "signing"),
		filepath.Join(o.dir, "identity.age")
	o.as("asha", "env", "age", "-R", signing+".pub", "-o", sealed,
		filepath.Join(o.folder("asha"), "identity.txt"))
	_, folder := o.follow("unlock-ssh", "SIGNING_KEY="+signing, "IDENTITY="+sealed)
	plain := "IDENTITY=" + filepath.Join(folder, "identity")
	readEntry(o, entry, append(append([]string{}, reader...), plain, "ENTRY="+entry))
	if got := o.tell("asha", "", "env", "CASEFILE_SIGNING_KEY="+signing, "casefile", "--identity",
		sealed, "show", entry); !strings.Contains(got, "Tobi seen alone") {
		o.t.Errorf("casefile, with the same file: %s", got)
	}
}

// writtenByStock records a note with no casefile, which casefile then takes.
func writtenByStock(o *office, k3 string, reader []string) {
	const entry = "4T7Z9MQX"
	note := filepath.Join(o.dir, "note.md")
	if err := os.WriteFile(note, []byte(noteText), 0o600); err != nil {
		o.t.Fatal(err)
	}
	variables := append([]string{"ENTRY=" + entry, "NOTE=" + note,
		"NONCE=5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC", "NAME=Asha Rao", "EMAIL=asha@agency.example",
		"WHEN=2026-03-06T17:55:00Z", "SIGNING_KEY=" + filepath.Join(o.folder("asha"), "signing")},
		reader...)
	o.follow("write-note", variables...)
	o.now = "2026-03-06T18:00:00Z"
	if got := o.as("asha", "casefile", "show", entry); !strings.Contains(got,
		"A note in plain words.") {
		o.t.Errorf("casefile shows\n%s", got)
	}
	readEntry(o, entry, variables)
	if _, next := o.record("asha", contactText, "contact", k3); next == "" {
		o.t.Error("nothing can be recorded after it")
	}
	allGood(o)
}

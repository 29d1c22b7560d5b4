package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// overMany returns the commands that look over many cases, and so go by the index.
func overMany(day string) [][]string {
	return [][]string{{}, {"--json"}, {"list", "--all"}, {"list", "--json"}, {"inbox"}, {"due"},
		{"due", "--all", "--json"}, {"due", "--late", "--all"},
		{"report", "caseload", "--format", "csv"},
		{"report", "caseload", "--json"}, {"report", "audit", "--sample", "2", "--seed", "7"},
		{"report", "handover", "--worker", "asha"}, {"validate"}, {"validate", "--json"},
		{"list", "--as-at", day}, {"due", "--all", "--as-at", day}}
}

// ofOneCase returns the commands that show a case, whose entries the index has; and some that go
// without it. entry is one of the case.
func ofOneCase(id, entry string) [][]string {
	out := filepath.Join("..", id+".md")
	return [][]string{{"show", id}, {"show", id, "--json"}, {"show", entry},
		{"show", entry, "--json"},
		{"show", entry, "--raw"}, {"show", entry, "--history"}, {"chronology", id, "--all"},
		{"chronology", id, "--json"}, {"plan", id}, {"report", "summary", id},
		{"report", "chronology", id, "--format", "csv"}, {"report", "handover", id},
		{"report", "summary", id, "-o", out}, {"validate", id},
		{"show", id, "--as-at", "2026-03-07"}}
}

// Each command over many cases writes the same bytes and ends with the same code with any index:
// new, stale, damaged, lost, somebody else's, of another program, or locked. It is the same without
// one, and with two commands at once.
func TestCommandsAreAsWithoutAnIndex(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	texts := filepath.Join("..", "..", "testdata", "script", "texts")
	tell := func(file string) string {
		data, err := os.ReadFile(filepath.Join(texts, file))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	first, entry := o.record("asha", tell("profile.md"), "open")
	second, _ := o.record("asha", tell("sibling.md"), "open")
	o.record("asha", tell("decision.md"), "decision", first)
	o.tell("ben", tell("concern.md"), "casefile", "concern", "-F", "-")
	draw := rand.New(rand.NewPCG(18, 7))
	for i, state := range []struct {
		name string
		make func(folder string) error
	}{
		{"new", os.RemoveAll},
		{"as it was left", func(string) error { return nil }},
		{"stale", func(string) error {
			o.record("asha", tell("note.md"), "note", first)
			o.record("asha", tell("note.md"), "note", second)
			return nil
		}},
		{"of an earlier day", func(string) error { o.now = "2026-04-20T09:00:12Z"; return nil }},
		{"with a damaged database", func(folder string) error {
			return spoil(draw, folder, "db-*")
		}},
		{"with a damaged key", func(folder string) error { return spoil(draw, folder, "key.age") }},
		{"without its key", func(folder string) error {
			return os.Remove(filepath.Join(folder, "key.age"))
		}},
		{"of somebody else", func(folder string) error {
			return errors.Join(os.RemoveAll(folder),
				os.CopyFS(folder, os.DirFS(filepath.Join(filepath.Dir(folder), "mina"))))
		}},
		{"of a policy before", func(string) error {
			policy := strings.ReplaceAll(o.as("judith", "casefile", "policy"), "max_weeks: 4",
				"max_weeks: 3")
			o.tell("judith", policy, "casefile", "policy", "edit", "-F", "-")
			return nil
		}},
		{"where it can't be", func(folder string) error {
			return errors.Join(os.RemoveAll(folder),
				os.WriteFile(folder, []byte("no folder\n"), 0o600))
		}},
	} {
		if i%3 == 0 {
			o.sameOverMany(state.name, "mina", i, overMany("2026-03-06"))
		}
		folder := filepath.Join(o.repo, ".git", "casefile", "lists", "asha")
		if err := state.make(folder); err != nil {
			t.Fatalf("%s: %v", state.name, err)
		}
		o.sameOverMany(state.name, "asha", i, slices.Concat(ofOneCase(first, first+"/"+entry),
			overMany("2026-03-06")))
	}
}

// sameOverMany runs commands with the index, two at a time, and without: some of them in each
// state.
func (o *office) sameOverMany(state, who string, turn int, commands [][]string) {
	o.t.Helper()
	for i, args := range commands {
		if (i+turn)%3 > 0 {
			continue
		}
		run := func(more ...string) string {
			out, _, code := o.try(who, "",
				append(append([]string{"casefile", "--no-input"}, more...), args...)...)
			return fmt.Sprintf("exit code %d\n%s", code, out)
		}
		want := run("--no-index")
		var got [2]string
		var both sync.WaitGroup
		for k := range got {
			both.Go(func() { got[k] = run() })
		}
		both.Wait()
		for _, g := range got {
			if g != want {
				o.t.Errorf("an index %s, %s: %v:\n%s\nand without one\n%s", state, who, args, g,
					want)
			}
		}
	}
}

// spoil changes some bytes of a file.
func spoil(draw *rand.Rand, folder, name string) error {
	files, err := filepath.Glob(filepath.Join(folder, name))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no %s: %w", name, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		return err
	}
	for range 50 {
		data[draw.IntN(len(data))] ^= byte(1 + draw.IntN(255))
	}
	return os.WriteFile(files[0], data, 0o600)
}

//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestFlips damages one file below .git after the other: a flipped bit, a file that is cut,
// emptied, doubled, older, gone, or something else than a file. Whatever is asked of the copy
// then is answered as before, or is refused with a sentence; nothing hangs, nothing crashes,
// and damage of what the copy noted for itself is never taken for a history that was set back.
// The same is done to the server's refs, hooks and notes, and work is sent there.
// CASEFILE_FLIPS sets how many of all combinations are tried; the others are left to chance.
func TestFlips(t *testing.T) {
	rows := 50
	if n := os.Getenv("CASEFILE_FLIPS"); n != "" {
		if _, err := fmt.Sscan(n, &rows); err != nil {
			t.Fatalf("CASEFILE_FLIPS=%s: %v", n, err)
		}
	}
	t.Parallel()
	seed := uint64(17)
	if os.Getenv("CASEFILE_SEED") != "" {
		seed = seedFrom(t, "CASEFILE_SEED")
	}
	f := newFlips(t, rand.New(rand.NewPCG(seed, 4)))
	tally := map[string]int{}
	for i := range rows {
		outcome := f.row(i)
		tally[outcome]++
	}
	t.Logf("%d files, %d rows: %v", len(f.files), rows, tally)
	if rows > 20 && (tally["found"] == 0 || tally["same"] == 0) {
		t.Error("nothing was found, or nothing was borne")
	}
}

// flips is a copy with something of everything, and what it answers while it is whole.
type flips struct {
	*branches
	random *rand.Rand
	id     string   // of the case
	groups []string // of files, in order
	files  map[string][]string
	asked  [][]string
	whole  map[string]string // by command, what it answers
}

const flipper = "asha"

// newFlips tells the story: work that was sent, packs and packed refs, an older state beside,
// newer work in loose objects, unsent work, a draft.
func newFlips(t *testing.T, random *rand.Rand) *flips {
	t.Helper()
	f := &flips{branches: &branches{t: t, dir: t.TempDir(), dates: []string{whenOpened}},
		random: random, files: map[string][]string{}, whole: map[string]string{}}
	f.begin()
	note := func(n int) {
		text := fmt.Sprintf("---\nkind: note\nheadline: Note %d\n"+
			"sources: [{who: mother, how: telephone}]\n---\n", n)
		f.must(flipper, text, "casefile", "note", f.id, "-F", "-")
	}
	note(1)
	f.must(flipper, "", "casefile", "sync")
	for _, args := range [][]string{{"repack", "-abq"}, {"prune-packed", "-q"},
		{"commit-graph", "write", "--reachable"}, {"multi-pack-index", "write"}, {"pack-refs", "--all"}} {
		f.git(flipper, args...)
	}
	f.copyAll(f.copy(flipper), filepath.Join(f.dir, "older"))
	note(2)
	f.must(flipper, "", "casefile", "sync")
	note(3)
	f.try(flipper, "---\nkind: note\n---\n", "casefile", "note", f.id, "-F", "-") // kept as a draft
	f.copyAll(f.copy(flipper), filepath.Join(f.dir, "sound"))
	f.copyAll(f.server, filepath.Join(f.dir, "sound.git"))
	f.list()
	f.asked = [][]string{{"list"}, {"chronology", f.id}, {"verify"}, {"retention", "check"},
		{"retention", "proof"}, {"doctor", "--offline"}, {"draft"}, {"sync"},
		{"note", f.id, "-F", filepath.Join(f.dir, "note.md")}}
	if err := os.WriteFile(filepath.Join(f.dir, "note.md"), []byte("Rang; no answer.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range f.asked {
		f.back()
		f.whole[args[0]+args[len(args)-1]], _, _ = f.asks(args)
	}
	return f
}

// begin makes the agency: two people, a server, a case.
func (f *flips) begin() {
	f.server = filepath.Join(f.dir, "server.git")
	f.hire("judith", "Judith Pryce")
	f.hire(flipper, "Asha Rao")
	f.must("judith", "", "casefile", "init", f.copy("judith"), "--no-recovery",
		"--roles", "senior,records", "--policy", "small")
	card := filepath.Join(f.dir, "card")
	f.must(flipper, "", "casefile", "identity", "card", "-o", card)
	f.must("judith", "", "casefile", "team", "add", card, "--roles", "caseworker",
		"--line-manager", "judith")
	said := f.must("judith", "", "casefile", "version")
	f.trust = regexp.MustCompile(`--trust (\S+)`).FindStringSubmatch(said)[1]
	f.must("judith", "", "git", "init", "-q", "--bare", "--initial-branch=main", f.server)
	f.must("judith", "", "casefile", "-C", f.server, "hook", "install", "--trust", f.trust)
	f.git("judith", "remote", "add", "origin", f.server)
	f.must("judith", "", "casefile", "sync")
	f.must(flipper, "", "casefile", "clone", f.server, f.copy(flipper), "--trust", f.trust)
	opened := f.must(flipper, f.text("profile.md", nil), "casefile", "open", "-F", "-")
	f.id = openedLine.FindStringSubmatch(opened)[1]
}

func (f *flips) copyAll(from, to string) {
	f.t.Helper()
	if out, err := exec.Command("cp", "-a", from, to).CombinedOutput(); err != nil {
		f.t.Fatalf("%v\n%s", err, out)
	}
}

// back makes copy and server whole again.
func (f *flips) back() {
	f.t.Helper()
	for to, from := range map[string]string{f.copy(flipper): "sound", f.server: "sound.git"} {
		if err := os.RemoveAll(to); err != nil {
			f.t.Fatal(err)
		}
		f.copyAll(filepath.Join(f.dir, from), to)
	}
}

// list finds the files below .git, by their groups: all files of a folder, but that packs and
// their companions, and what has a name of its own, are told apart.
func (f *flips) list() {
	f.t.Helper()
	f.below(filepath.Join(f.copy(flipper), ".git"), "")
	f.below(f.server, onServer)
	for group := range f.files {
		f.groups = append(f.groups, group)
	}
	slices.Sort(f.groups)
	g := f.groups
	f.random.Shuffle(len(g), func(i, j int) { g[i], g[j] = g[j], g[i] })
}

// onServer begins the names of the server's files.
const onServer = "server:"

// below finds those below a folder. Objects of the server are as those of a copy.
func (f *flips) below(root, prefix string) {
	f.t.Helper()
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if prefix != "" && strings.HasPrefix(name, "objects") {
			return err
		}
		group := filepath.Dir(name)
		switch {
		case group == "." || strings.HasPrefix(group, "casefile") && !strings.Contains(group, "index"):
			group = name
		case strings.HasPrefix(group, "objects/pack"):
			group += filepath.Ext(name)
		case regexp.MustCompile(`^objects/..$`).MatchString(group):
			group = "loose"
		}
		group = prefix + group
		f.files[group] = append(f.files[group], prefix+name)
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
}

// flipWays are what happens to a file.
var flipWays = []string{"bit", "half", "empty", "double", "older", "gone", "garbage", "folder",
	"link", "pipe"}

// row does one row: the groups take turns, and so do the ways; which file of the group, which
// place in it and which command, chance says.
func (f *flips) row(i int) string {
	f.t.Helper()
	files := f.files[f.groups[i%len(f.groups)]]
	file := files[f.random.IntN(len(files))]
	way := flipWays[(i+i/len(f.groups))%len(flipWays)]
	args := f.asked[f.random.IntN(len(f.asked))]
	if strings.HasPrefix(file, onServer) {
		args = []string{"sync"}
	}
	f.back()
	if !f.damage(file, way) {
		return "no such damage"
	}
	out, errs, code := f.asks(args)
	outcome := f.judge(file, way, args, out, errs, code)
	if outcome != "found" && outcome != "same" && outcome != "excused" {
		f.t.Errorf("row %d, %s: %s, then %v: %s (exit code %d)\n%.2000s\n--- and was\n%.2000s\n--- said\n%.2000s",
			i, file, way, args, outcome, code, out, f.whole[args[0]+args[len(args)-1]], errs)
	}
	return outcome
}

// damage damages a file; false where nothing changes by it.
func (f *flips) damage(file, way string) bool {
	f.t.Helper()
	path := filepath.Join(f.copy(flipper), ".git", file)
	if name, ok := strings.CutPrefix(file, onServer); ok {
		if way == "pipe" {
			return false // git's own receive-pack waits for it
		}
		path = filepath.Join(f.server, name)
	}
	before, err := os.ReadFile(path)
	if err == nil {
		err = os.Remove(path)
	}
	if err != nil {
		f.t.Fatal(err)
	}
	after := slices.Clone(before)
	switch way {
	case "bit":
		if len(after) > 0 {
			after[f.random.IntN(len(after))] ^= 1 << f.random.IntN(8)
		}
	case "half":
		after = after[:len(after)/2]
	case "empty":
		after = nil
	case "double":
		after = append(after, before...)
	case "older":
		after, _ = os.ReadFile(filepath.Join(f.dir, "older", ".git", file))
	case "garbage":
		after = bytes.Repeat([]byte("no such file\x00"), 9)
	case "gone":
		return true
	case "folder":
		err = os.Mkdir(path, 0o700)
	case "link":
		err = os.Symlink(filepath.Join(f.dir, "note.md"), path)
	case "pipe":
		err = syscall.Mkfifo(path, 0o600)
	}
	if slices.Contains(flipWays[:7], way) && way != "gone" {
		err = os.WriteFile(path, after, 0o600)
	}
	if err != nil {
		f.t.Fatal(err)
	}
	return !slices.Contains(flipWays[:7], way) || !bytes.Equal(before, after)
}

// asks runs a command, and leaves out of its answer what is new each time.
func (f *flips) asks(args []string) (out, errs string, code int) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.t.Context(), 2*time.Minute)
	defer cancel()
	made := f.command(flipper, "", append([]string{"casefile"}, args...)...)
	cmd := exec.CommandContext(ctx, made.Path, made.Args[1:]...)
	cmd.Env, cmd.Dir, cmd.WaitDelay = made.Env, made.Dir, time.Second
	var o, e strings.Builder
	cmd.Stdout, cmd.Stderr = &o, &e
	_ = cmd.Run()
	code = cmd.ProcessState.ExitCode()
	out = o.String()
	switch args[0] {
	case "draft":
		out = regexp.MustCompile(`kept \d+ min ago`).ReplaceAllString(out, "kept")
	case "note":
		out = regexp.MustCompile(`/\w{4}-\w{4}`).ReplaceAllString(out, "/…")
	case "verify": // how much had to be judged anew is no answer
		out = regexp.MustCompile(`judged \d+ commits.*, up to`).ReplaceAllString(out, "judged up to")
	}
	return fmt.Sprintf("%s[%d]", out, code), e.String(), code
}

// borne are answers that may differ, and why: what is lawful either way can't be told from
// what was meant.
var borne = []struct{ file, asked, why string }{
	{`^config$`, `.`, "another configuration may be as lawful: a remote's name and place, a setting that git does not know"},
	{`^(HEAD|index)$`, `doctor`, "it says how the work tree lies to them"},
	{`^casefile/`, `doctor|draft|sync|proof`, "these tell of what the copy noted for itself, and say so"},
	{`^server:(hooks/|config)`, `sync`, "a server whose hooks or settings are gone judges nothing; doctor on the server tells"},
	{`^refs/|^packed-refs$`, `doctor|proof|sync|draft`, "what is sent and received depends on them"},
}

// judge says what to make of an answer.
func (f *flips) judge(file, way string, args []string, out, errs string, code int) string {
	own := strings.HasPrefix(file, "casefile/") || strings.HasPrefix(file, "objects/")
	switch {
	case code < 0:
		return "it hung, or was ended"
	case strings.Contains(errs, "goroutine "):
		return "it crashed"
	case own && strings.Contains(errs, "senior manager") && !strings.Contains(out+errs, file):
		return "damage is taken for a history that was set back"
	case strings.Contains(errs, "install git"):
		return "damage is taken for an old git"
	case out == f.whole[args[0]+args[len(args)-1]]:
		return "same"
	case code != 0 && strings.Contains("\n"+errs, "\ncasefile: "):
		return "found"
	case code != 0 && len(out) > 5: // findings
		return "found"
	}
	for _, b := range borne {
		if regexp.MustCompile(b.file).MatchString(file) &&
			regexp.MustCompile(b.asked).MatchString(strings.Join(args, " ")) {
			return "excused"
		}
	}
	return "another answer"
}

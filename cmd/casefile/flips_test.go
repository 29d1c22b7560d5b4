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

// TestFlips damages one file below .git after the other: a flipped bit, or a file that is cut,
// emptied, doubled, older, gone, or something else than a file. Each command on the copy then
// answers as before, or refuses with a sentence. Nothing hangs, nothing crashes, and damage of the
// copy's own notes is never taken for a history that was set back. The same is done to the server's
// refs, hooks and notes, and work is sent there. CASEFILE_FLIPS sets how many of all combinations
// are tried, chosen at random.
func TestFlips(t *testing.T) {
	rows := 40
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
	begin := time.Now()
	f := newFlips(t, rand.New(rand.NewPCG(seed, 4)))
	t.Log("told the story in", time.Since(begin))
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

// flips is a copy with something of everything, and its answers while it is whole.
type flips struct {
	*vault
	groups []string // of files, in order
	files  map[string][]string
	asked  [][]string
	whole  map[string]answered
	uid    uint32 // an ordinary account's, where the test runs as root
}

// answered is the answer of a command, and the numbers of commits that copy and server have then.
type answered struct {
	out           string
	here, onthere int
}

const flipper = "asha"

// newFlips tells the story of the kills to its end: a case that was closed and destroyed, an
// erasure that can be undone, and keys that must still go. Then come a new reader, packs and packed
// refs, an older state beside, newer work in loose objects, unsent work, a draft, and an
// interrupted grant.
func newFlips(t *testing.T, random *rand.Rand) *flips {
	t.Helper()
	f := &flips{vault: newVault(t, random, map[string]bool{"done": true}),
		files: map[string][]string{}, whole: map[string]answered{}}
	f.folder = f.wronged
	f.must("judith", "", "casefile", "sync")
	f.record(flipper)
	for _, args := range [][]string{{"repack", "-abq"}, {"prune-packed", "-q"},
		{"commit-graph", "write", "--reachable"}, {"multi-pack-index", "write"},
		{"pack-refs", "--all"}} {
		f.git(flipper, args...)
	}
	f.copyAll(f.copy(flipper), filepath.Join(f.kept, "older"))
	f.record(flipper)
	f.must(flipper, "", "casefile", "sync")
	f.record(flipper)
	f.must(flipper, "", "casefile", "readers", f.stands, "grant", "omar")
	// kept as a draft
	f.try(flipper, "---\nkind: note\n---\n", "casefile", "note", f.wronged, "-F", "-")
	f.cut()
	f.ordinary()
	f.copyAll(f.copy(flipper), filepath.Join(f.kept, "sound"))
	f.copyAll(f.server, filepath.Join(f.kept, "sound.git"))
	f.list()
	f.asks0()
	return f
}

// cut grants again, and is ended when the intent is on the disk and nothing has moved yet.
func (f *flips) cut() {
	f.t.Helper()
	f.write(filepath.Join("path", "git"), `#!/bin/sh
case " $* " in *" update-ref "*) kill -9 $PPID; exit 1 ;; esac
exec "$FAULT/git" "$@"
`)
	f.calls("", flipper, "", "casefile", "readers", f.stands, "grant", "noor")
	if _, err := os.Stat(filepath.Join(f.copy(flipper), ".git", "casefile", "intent")); err != nil {
		f.t.Fatal("no grant was cut off with its intent there: ", err)
	}
}

// ordinary gives all of it to an ordinary account where the test runs as root, whom no right
// that is missing keeps out.
func (f *flips) ordinary() {
	f.t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	f.uid = 61009
	(&shared{f.branches}).program()
	f.must("judith", "", "casefile", "-C", f.server, "hook", "install", "--trust", f.trust)
	for _, dir := range []string{f.dir, f.kept} {
		if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
			f.t.Fatal(err)
		}
		own := fmt.Sprintf("%d:%d", f.uid, f.uid)
		if out, err := exec.Command("chown", "-R", own, dir).CombinedOutput(); err != nil {
			f.t.Fatalf("%v\n%s", err, out)
		}
	}
}

// asks0 asks while all is whole.
func (f *flips) asks0() {
	f.t.Helper()
	text := filepath.Join(f.dir, "note.md")
	if err := os.WriteFile(text, []byte("Rang; no answer.\n"), 0o644); err != nil {
		f.t.Fatal(err)
	}
	f.asked = [][]string{{"list"}, {"chronology", f.wronged}, {"show", f.note}, {"verify"},
		{"retention", "check"}, {"retention", "proof", f.doomed}, {"doctor", "--offline"},
		{"draft"}, {"sync"}, {"note", f.wronged, "-F", text}}
	for _, args := range f.asked {
		f.back()
		now, errs, code := f.asks(args)
		if code != 0 && code != 20 {
			f.t.Fatalf("%v: exit code %d\n%s%s", args, code, now.out, errs)
		}
		f.whole[strings.Join(args, " ")] = now
	}
}

// back makes copy and server whole again.
func (f *flips) back() {
	f.t.Helper()
	for to, from := range map[string]string{f.copy(flipper): "sound", f.server: "sound.git"} {
		if err := os.RemoveAll(to); err != nil {
			f.t.Fatal(err)
		}
		f.copyAll(filepath.Join(f.kept, from), to)
	}
}

// list finds the files below .git, by their groups: all files of a folder. Packs and their
// companions, and files with a name of their own, are groups of their own.
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
		case group == "." ||
			strings.HasPrefix(group, "casefile") && !strings.Contains(group, "index"):
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

// flipWays are the kinds of damage to a file.
var flipWays = []string{"bit", "half", "empty", "double", "older", "gone", "garbage", "folder",
	"link", "pipe", "locked"}

// row does one row. The groups of files take turns, and so do the ways of damage. Chance chooses
// the file in the group, the place in it and the command.
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
	now, errs, code := f.asks(args)
	was := f.whole[strings.Join(args, " ")]
	outcome := f.judge(file, way, args, now, errs, code)
	if !slices.Contains([]string{"found", "named", "same", "excused"}, outcome) {
		f.t.Errorf("row %d, %s: %s, then %v: %s (exit code %d)\n%+v\n--- and was\n%+v\n"+
			"--- said\n%.2000s",
			i, file, way, args, outcome, code, now, was, errs)
	}
	return outcome
}

// where returns the whole name of a file.
func (f *flips) where(file string) string {
	if name, ok := strings.CutPrefix(file, onServer); ok {
		return filepath.Join(f.server, name)
	}
	return filepath.Join(f.copy(flipper), ".git", file)
}

// damage damages a file; false where nothing changes by it.
func (f *flips) damage(file, way string) bool {
	f.t.Helper()
	path := f.where(file)
	if strings.HasPrefix(file, onServer) && way == "pipe" {
		return false // git's own receive-pack waits for it
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
		after, _ = os.ReadFile(filepath.Join(f.kept, "older", ".git", file))
	case "garbage":
		after = bytes.Repeat([]byte("no such file\x00"), 9)
	case "gone":
		return true
	case "locked":
		err = os.WriteFile(path, before, 0)
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
	if err == nil && f.uid != 0 {
		err = os.Lchown(path, int(f.uid), int(f.uid))
	}
	if err != nil {
		f.t.Fatal(err)
	}
	return !slices.Contains(flipWays[:7], way) || !bytes.Equal(before, after)
}

// asks runs a command, and leaves out of its answer what is new each time.
func (f *flips) asks(args []string) (now answered, errs string, code int) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.t.Context(), 2*time.Minute)
	defer cancel()
	name := "casefile"
	if f.uid != 0 {
		name = filepath.Join(f.dir, "bin", name)
	}
	made := f.command(flipper, "", append([]string{name}, args...)...)
	cmd := exec.CommandContext(ctx, made.Path, made.Args[1:]...)
	cmd.Env, cmd.Dir, cmd.WaitDelay = made.Env, made.Dir, time.Second
	cmd.SysProcAttr = f.account()
	var o, e strings.Builder
	cmd.Stdout, cmd.Stderr = &o, &e
	_ = cmd.Run()
	code = cmd.ProcessState.ExitCode()
	out := o.String()
	switch args[0] {
	case "draft":
		out = regexp.MustCompile(`kept \d+ min ago`).ReplaceAllString(out, "kept")
	case "note":
		out = regexp.MustCompile(`/\w{4}-\w{4}`).ReplaceAllString(out, "/…")
	case "verify": // how much was judged again may differ
		out = regexp.MustCompile(`judged \d+ commits.*, up to`).ReplaceAllString(out,
			"judged up to")
	}
	now.out = fmt.Sprintf("%s[%d]", out, code)
	if code == 0 && (args[0] == "note" || args[0] == "sync") {
		now.here, now.onthere = f.commits(f.copy(flipper)), f.commits(f.server)
	}
	return now, e.String(), code
}

// commits counts those of main; -1 where git can't.
func (f *flips) commits(dir string) (n int) {
	cmd := f.command(flipper, "", "git", "-C", dir, "rev-list", "--count", "main")
	cmd.SysProcAttr = f.account()
	out, err := cmd.Output()
	if _, scan := fmt.Sscan(string(out), &n); err != nil || scan != nil {
		return -1
	}
	return n
}

// account returns the account that runs the commands.
func (f *flips) account() *syscall.SysProcAttr {
	if f.uid == 0 {
		return nil
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: f.uid, Gid: f.uid}}
}

// borne lists answers that may differ, with the reason: a file that is lawful in both forms can't
// be told from the intended one.
var borne = []struct{ file, asked, why string }{
	{`^config$`, `.`, "another configuration may be as lawful: a remote's name and place"},
	{`^casefile/purged$`, `^sync$`, "what the copy forgot to have purged is purged once more"},
	{`^packed-refs$`, `^note`, "git counts no commits where refs stand there twice"},
	{`^casefile/drafts/`, `^draft$`, "the draft stands in the list, and a note names it"},
}

// judge says what to make of an answer.
func (f *flips) judge(file, way string, args []string, now answered, errs string, code int) string {
	out, was := now.out, f.whole[strings.Join(args, " ")]
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
	case now == was:
		return "same"
	case code != 0 && strings.Contains("\n"+errs, "\ncasefile: "):
		return "found"
	case code != 0 && len(out) > 5: // findings
		return "found"
	case strings.Contains(out+errs, f.where(file)):
		return "named"
	}
	for _, b := range borne {
		if regexp.MustCompile(b.file).MatchString(file) &&
			regexp.MustCompile(b.asked).MatchString(strings.Join(args, " ")) {
			return "excused"
		}
	}
	return "another answer"
}

package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"casefile/internal/pattern"
)

// branches is an agency whose people each work in a copy of their own, joined
// by a bare repository with the hooks. Dates are those of the clock.
type branches struct {
	t              *testing.T
	dir            string // people's folders, the copies, the server
	server         string
	trust          string
	folders, tools []string // of members who have a copy; put before PATH
	dates          []string // variables that set clocks apart, if any
}

// staff is hired in this order, after judith, who founds the agency: two of
// each trade that two people could do at the same time.
var staff = []struct{ id, name, roles, manager string }{
	{"asha", "Asha Rao", "caseworker", "mina"},
	{"mina", "Mina Hall", "manager,lead", "judith"},
	{"omar", "Omar Diaz", "caseworker", "mina"},
	{"ben", "Ben Ito", "contributor", "mina"},
	{"vera", "Vera Lund", "senior", "judith"},
	{"noor", "Noor Aziz", "manager", "judith"},
	{"lena", "Lena Okoye", "lead", "judith"},
}

// newBranches makes the server, and copies for judith and the first of the
// staff; all of them are members.
func newBranches(t *testing.T, copies int) *branches {
	t.Helper()
	b := &branches{t: t, dir: t.TempDir()}
	b.found(copies)
	return b
}

// found does that; flags go to casefile init.
func (b *branches) found(copies int, flags ...string) {
	b.t.Helper()
	dir := b.dir
	b.server = filepath.Join(dir, "server.git")
	b.hire("judith", "Judith Pryce")
	begin := []string{"casefile", "init", b.copy("judith"), "--no-recovery", "--roles",
		"senior,records"}
	b.must("judith", "", append(begin, flags...)...)
	// a manager comes before whom she manages
	for _, p := range slices.Concat(staff[1:2], staff[:1], staff[2:]) {
		b.hire(p.id, p.name)
		card := filepath.Join(dir, p.id+".card")
		b.must(p.id, "", "casefile", "identity", "card", "-o", card)
		b.must("judith", "", "casefile", "team", "add", card, "--roles", p.roles, "--line-manager",
			p.manager)
	}
	b.trust = regexp.MustCompile(`--trust (\S+)`).FindStringSubmatch(
		b.must("judith", "", "casefile", "version"))[1]
	b.must("judith", "", "git", "init", "-q", "--bare", "--initial-branch=main", b.server)
	b.must("judith", "", "casefile", "-C", b.server, "hook", "install", "--trust", b.trust)
	b.must("judith", "", "git", "-C", b.copy("judith"), "remote", "add", "origin", b.server)
	b.must("judith", "", "casefile", "sync")
	b.folders = []string{"judith"}
	for _, p := range staff[:copies-1] {
		b.must(p.id, "", "casefile", "clone", b.server, b.copy(p.id), "--trust", b.trust)
		b.folders = append(b.folders, p.id)
	}
}

func (b *branches) hire(id, name string) {
	b.t.Helper()
	b.must(id, "", "casefile", "identity", "new", "--id", id, "--name", name, "--email",
		id+"@agency.example", "--no-passphrase")
}

func (b *branches) copy(id string) string { return filepath.Join(b.dir, "copies", id) }

// command returns one process of a member, in the member's own copy.
func (b *branches) command(id, stdin string, args ...string) *exec.Cmd {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir, cmd.Stdin = b.dir, strings.NewReader(stdin)
	cmd.Env = append(os.Environ(), pathAfter(b.tools...), "HOME="+b.dir,
		"CASEFILE_DIR="+b.copy(id), "XDG_CONFIG_HOME="+filepath.Join(b.dir, "home", id))
	cmd.Env = append(cmd.Env, b.dates...)
	return cmd
}

// try runs a command to its end. It may be called from any goroutine.
func (b *branches) try(id, stdin string, args ...string) (stdout, stderr string, code int) {
	cmd := b.command(id, stdin, args...)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		return "", err.Error(), -1
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// must runs a command that has to succeed.
func (b *branches) must(id, stdin string, args ...string) string {
	b.t.Helper()
	out, errs, code := b.try(id, stdin, args...)
	if code != 0 {
		b.t.Fatalf("%s: %v: exit code %d\n%s%s", id, args, code, out, errs)
	}
	return out
}

// git runs stock git in a copy, or in the server ("").
func (b *branches) git(id string, args ...string) string {
	b.t.Helper()
	dir := b.server
	if id != "" {
		dir = b.copy(id)
	}
	return strings.TrimSpace(b.must("nobody", "", append([]string{"git", "-C", dir}, args...)...))
}

// entryIDs counts the files of each entry of main.
func (b *branches) entryIDs(id string) map[string]int {
	b.t.Helper()
	found := map[string]int{}
	for _, m := range entryFile().FindAllStringSubmatch(
		b.git(id, "ls-tree", "-r", "--name-only", "main", "cases"), -1) {
		found[m[1]+"/"+m[2]]++
	}
	return found
}

var entryFile = pattern.Of(`(?m)^cases/../(\w{8})/\d{8}T\d{6}Z-(\w{8})\.md\.age$`)

// savedIn finds the entries, as CASE/ENTRY, that a command reported as recorded.
func savedIn(stdout string) []string {
	var out []string
	for _, m := range savedLine().FindAllStringSubmatch(stdout, -1) {
		out = append(out, strings.ReplaceAll(m[1]+"/"+m[2], "-", ""))
	}
	return out
}

// refsOf lists the refs that must be the same in all copies and on the server.
func (b *branches) refsOf(id string) string {
	b.t.Helper()
	return b.git(id, "for-each-ref", "--format=%(objectname) %(refname)", "refs/heads",
		"refs/casefile/keys")
}

// sound wants a copy, or the server (""), to be whole and its history good.
func (b *branches) sound(id string) {
	b.t.Helper()
	b.git(id, "fsck", "--strict", "--no-dangling")
	who, dir := id, b.copy(id)
	if id == "" {
		who, dir = "judith", b.server
	}
	if out := b.must(who, "", "casefile", "-C", dir, "verify", "--from-scratch"); !strings.Contains(
		out, ": 0 faults") {
		b.t.Errorf("%s: verify said\n%s", id, out)
	}
}

// text reads one of the scripts' texts, with its $NAMEs replaced.
func (b *branches) text(name string, known map[string]string) string {
	b.t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "script", "texts", name))
	if err != nil {
		b.t.Fatal(err)
	}
	return os.Expand(string(data), func(word string) string {
		if known[word] == "" {
			b.t.Fatalf("%s: nothing is known as $%s", name, word)
		}
		return known[word]
	})
}

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

// office is a small agency of judith (senior, records), mina (manager, lead),
// asha (caseworker) and ben (contributor), made through the real command line.
type office struct {
	t     *testing.T
	dir   string // people's folders and the records
	repo  string
	tools string // stock age programs
	now   string // date of what is recorded next
}

func newOffice(t *testing.T) *office {
	t.Helper()
	dir := t.TempDir()
	o := &office{t: t, dir: dir, repo: filepath.Join(dir, "records"), tools: buildAge(t),
		now: "2026-03-06T17:40:12Z"}
	o.hire("judith", "Judith Pryce")
	o.as("judith", "casefile", "init", o.repo, "--no-recovery", "--roles", "senior,records")
	for _, p := range people {
		o.hire(p.id, p.name)
		card := filepath.Join(dir, p.id+".card")
		o.as(p.id, "casefile", "identity", "card", "-o", card)
		o.as("judith", "casefile", "team", "add", card, "--roles", p.roles, "--line-manager",
			p.manager)
	}
	return o
}

// in returns the same office within a subtest.
func (o office) in(t *testing.T) *office {
	o.t = t
	return &o
}

func (o *office) hire(id, name string) {
	o.t.Helper()
	o.as(id, "casefile", "identity", "new", "--id", id, "--name", name, "--email",
		id+"@agency.example", "--no-passphrase")
}

// folder returns the folder of a person's own keys.
func (o *office) folder(id string) string { return filepath.Join(o.dir, "home", id, "casefile") }

// env returns the environment of a command, far from UTC.
func (o *office) env(more ...string) []string {
	own := []string{pathAfter(o.tools), "HOME=" + o.dir, "TZ=Pacific/Auckland",
		"CASEFILE_DIR=" + o.repo}
	return slices.Concat(os.Environ(), own, more)
}

// try runs a command as a person.
func (o *office) try(id, stdin string, args ...string) (stdout, stderr string, code int) {
	o.t.Helper()
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir, cmd.Stdin = o.dir, strings.NewReader(stdin)
	cmd.Env = o.env("XDG_CONFIG_HOME="+filepath.Join(o.dir, "home", id),
		"GIT_COMMITTER_DATE="+o.now)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		o.t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// as runs a command as a person, and wants it to succeed.
func (o *office) as(id string, args ...string) string { return o.tell(id, "", args...) }

func (o *office) tell(id, stdin string, args ...string) string {
	o.t.Helper()
	out, errs, code := o.try(id, stdin, args...)
	if code != 0 {
		o.t.Fatalf("%s: %v: exit code %d\n%s%s", id, args, code, out, errs)
	}
	return out
}

// git runs stock git in the records.
func (o *office) git(args ...string) string {
	o.t.Helper()
	return strings.TrimSpace(
		o.tell("nobody", "", append([]string{"git", "-C", o.repo}, args...)...))
}

// savedLine matches a command's report of a recorded entry.
var savedLine = pattern.Of(`(?m)^(\w{4}-\w{4})/(\w{4}-\w{4})  (\S+) recorded by`)

// record records a text and gives the IDs of case and entry as files have them.
func (o *office) record(id, text string, args ...string) (casefile, entry string) {
	o.t.Helper()
	out := o.tell(id, text, append(append([]string{"casefile"}, args...), "-F", "-")...)
	m := savedLine().FindStringSubmatch(out)
	if m == nil {
		o.t.Fatalf("no entry in %q", out)
	}
	return strings.ReplaceAll(m[1], "-", ""), strings.ReplaceAll(m[2], "-", "")
}

// blocks returns the commands of schema/FORMAT.md by name: the tests run the same ones.
func blocks(t *testing.T) map[string]string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "schema", "FORMAT.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, m := range regexp.MustCompile("(?ms)^```sh (\\S+)\n(.*?)^```$").FindAllStringSubmatch(
		string(page), -1) {
		found[m[1]] = m[2]
	}
	return found
}

// follow runs blocks of FORMAT.md, one after the other in one shell and an
// empty folder, with variables set.
func (o *office) follow(names string, variables ...string) (stdout, folder string) {
	o.t.Helper()
	script := ""
	for _, name := range strings.Fields(names) {
		block, found := blocks(o.t)[name]
		if !found {
			o.t.Fatalf("FORMAT.md has no block %s", name)
		}
		script += block
	}
	cmd := exec.Command("sh", "-euc", script)
	cmd.Dir, cmd.Env = o.t.TempDir(), o.env(append(variables, "REPO="+o.repo)...)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		o.t.Fatalf("%s: %v\n%s%s", names, err, out.String(), errs.String())
	}
	return strings.TrimSpace(out.String()), cmd.Dir
}

package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"casefile/internal/pattern"
)

// What the attack scripts have besides. Their attackers use stock git, age and
// ssh-keygen alone (texts/attack.sh):
//
//	server                 makes server.git of the records, with the hook, or brings it up to date
//	attack NAME RULES [hook=RULES] [git=REGEXP] [fsck=REGEXP] [list=ok]
//	                       plays NAME.sh on a throw-away copy of the server's records, copy.git. What
//	                       comes of it must be refused when it is pushed, naming exactly these rules
//	                       (a list with commas) or those of hook=, or in git's own words (git=); no ref
//	                       of the server moves. hook=- stands for what can't be pushed, and fsck= for
//	                       what git refuses on a server that checks objects, and the hook on another.
//	                       In the copy, verify names exactly RULES, with and without what it knew before
//	                       (- for what only a server can tell), and list refuses where main carries the
//	                       fault: wherever it was moved, but for list=ok
//	lawful NAME            plays NAME.sh likewise, which breaks no rule: the server keeps what comes of it
//	deceive NAME RULES CASE[/ENTRY] [save]
//	                       plays NAME.sh likewise, which only a reader can find out: the server takes it,
//	                       verify finds nothing without a key, and with judith's exactly RULES. What is
//	                       named is not shown to her, and nothing of the forged entry counts in its case.
//	                       With save it is the entry's file that is forged: it is not saved, exported or
//	                       packed. - stands for a file that no page can ask for
//	served NAME CLONE SYNC plays NAME.sh likewise, on a server that serves it: a new clone pinned to $TRUST
//	                       is refused with the rule CLONE and leaves nothing behind (- where it can't know);
//	                       the clone mine, which knew the records before, is refused with SYNC and stays as it was
//	handed NAME RULES      plays NAME.sh likewise, on a folder that is then handed over, with all that it
//	                       says it has judged and pinned: verify names exactly RULES, also where nobody
//	                       asks for all from scratch, and list refuses. So it is for the account whose
//	                       folder it was, for another one, and for another that pins it to $TRUST
//	unlooked NAME RULE     plays NAME.sh likewise, which the server takes and only a reader can find out. The
//	                       folder again is then the clone mine, with that server for its origin: what the
//	                       script does next must lose no key before RULE is found
//	given NAME CODE        plays NAME.sh likewise, on a server that gives back keys which were destroyed; their
//	                       ids are in the file dead. A sync of the clone mine has the exit code CODE; neither
//	                       it nor a new clone has any of the keys afterwards
const makeServer = `
if ! test -d server.git; then
	git init -q --bare --template= server.git
	casefile -C server.git --trust "$(casefile version | sed -n 's/^to pin a copy: --trust //p')" hook install
fi
git -C records push -q --atomic "$WORK/server.git" main '+refs/casefile/keys/*:refs/casefile/keys/*'
git -C server.git repack -aq
git -C server.git prune-packed -q
casefile -C server.git verify --no-key || test $? = 20`

func server(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Check(ts.Exec("sh", "-euc", makeServer))
}

func attack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: attack NAME RULES [OPTION…]")
	}
	name, found, o := args[0], args[1], map[string]string{"hook": args[1]}
	for _, option := range args[2:] {
		key, value, _ := strings.Cut(option, "=")
		if !slices.Contains([]string{"hook", "git", "fsck", "list"}, key) {
			ts.Fatalf("attack has no option %s", option)
		}
		o[key] = value
	}
	play(ts, name)
	if o["hook"] != "-" {
		repelled(ts, name, o["hook"], cmp.Or(o["git"], o["fsck"]))
	}
	if o["fsck"] != "" {
		ts.Check(ts.Exec("git", "-C", "server.git", "config", "receive.fsckObjects", "false"))
		repelled(ts, name, o["hook"], "")
		ts.Check(ts.Exec("git", "-C", "server.git", "config", "receive.fsckObjects", "true"))
	}
	wantFaults(ts, name, found, "--no-key")
	wantFaults(ts, name, found, "--no-key", "--from-scratch")
	want := 0
	if tip(ts, "copy.git") != tip(ts, "server.git") && found != "-" && o["list"] != "ok" {
		want = 21
	}
	if got := exitCode(ts, "judith", "casefile", "-C", "copy.git", "list"); got != want {
		ts.Fatalf("%s: list has exit code %d, want %d\n%s", name, got, want, ts.ReadFile("stderr"))
	}
}

// play makes the copy and has the attacker at it.
func play(ts *testscript.TestScript, name string) {
	for _, dir := range []string{"copy.git", "attack"} {
		ts.Check(os.RemoveAll(ts.MkAbs(dir)))
	}
	ts.Check(os.CopyFS(ts.MkAbs("copy.git"), os.DirFS(ts.MkAbs("server.git"))))
	ts.Check(os.RemoveAll(ts.MkAbs("copy.git/hooks")))
	ts.Check(os.Mkdir(ts.MkAbs("attack"), 0o700))
	script := "cd attack; export GIT_DIR=$WORK/copy.git; . ../texts/attack.sh; . ../" + name + ".sh"
	if err := ts.Exec("sh", "-euc", script); err != nil {
		ts.Fatalf("%s.sh: %v\n%s", name, err, ts.ReadFile("stderr"))
	}
	collect(ts, name)
}

// collect keeps what an attack made of main, where CASEFILE_HISTORIES names a folder: the
// golden histories are chosen from there (TestHistories). What git does not take is no vector.
func collect(ts *testscript.TestScript, name string) {
	folder := os.Getenv("CASEFILE_HISTORIES")
	if folder == "" {
		return
	}
	repo := filepath.Join(folder, ts.Name()+".git")
	ts.Check(ts.Exec("git", "init", "-q", "--bare", "--template=", repo))
	_ = ts.Exec("git", "-C", "copy.git", "push", "-q", repo, "+refs/heads/main:refs/heads/"+name)
	ts.Check(ts.Exec("git", "-C", "server.git", "push", "-q", repo, "+refs/heads/main:refs/heads/"+
		sound))
}

// pushed pushes what the attacker made, from the copy to a folder.
func pushed(ts *testscript.TestScript, to string) error {
	refspecs := []string{"+refs/heads/main", "+refs/casefile/keys/*:refs/casefile/keys/*"}
	if own, err := os.ReadFile(ts.MkAbs("attack/push")); err == nil {
		refspecs = strings.Fields(string(own))
	}
	return ts.Exec("git",
		append([]string{"-C", "copy.git", "push", "-q", "--atomic", ts.MkAbs(to)}, refspecs...)...)
}

// repelled wants the server to refuse, and to stay as it was.
func repelled(ts *testscript.TestScript, name, rules, words string) {
	before := allRefs(ts, "server.git")
	if pushed(ts, "server.git") == nil {
		ts.Fatalf("%s: the server has taken it", name)
	}
	said := ts.ReadFile("stderr")
	if after := allRefs(ts, "server.git"); after != before {
		ts.Fatalf("%s: a refused push has moved refs:\n%s\nnow:\n%s", name, before, after)
	}
	if words != "" {
		if !regexp.MustCompile(words).MatchString(said) {
			ts.Fatalf("%s: git does not say %s:\n%s", name, words, said)
		}
		return
	}
	var got []string
	for _, m := range refusedRule().FindAllStringSubmatch(said, -1) {
		got = append(got, m[1])
	}
	wantRules(ts, name+" by the server", rules, got, said)
}

func handed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: handed NAME RULES")
	}
	name, own := args[0], ts.Getenv("XDG_STATE_HOME")
	for _, account := range []string{own, ts.MkAbs("elsewhere"), ts.MkAbs("elsewhere")} {
		play(ts, name)
		ts.Setenv("XDG_STATE_HOME", account)
		wantFaults(ts, name, args[1], "--no-key")
		if got := exitCode(ts, "judith", "casefile", "-C", "copy.git", "list"); got != 21 {
			ts.Fatalf("%s: list has exit code %d\n%s", name, got, ts.ReadFile("stderr"))
		}
		wantFaults(ts, name, args[1], "--no-key", "--trust", ts.Getenv("TRUST"))
	}
	ts.Setenv("XDG_STATE_HOME", own)
}

var refusedRule = pattern.Of(`(?m)casefile: refused: .* \[([a-z-]+)\] *$`)

// wantFaults wants verify to find exactly these rules broken in the copy.
func wantFaults(ts *testscript.TestScript, name, want string, flags ...string) {
	args := append([]string{"casefile", "-C", "copy.git", "--json", "verify"}, flags...)
	code := exitCode(ts, "judith", args...)
	var answer struct {
		Faults []struct{ Rule string }
		Amiss  []any
	}
	if err := json.Unmarshal([]byte(ts.ReadFile("stdout")), &answer); err != nil {
		ts.Fatalf("%s: verify has exit code %d: %v\n%s%s", name, code, err, ts.ReadFile("stdout"),
			ts.ReadFile("stderr"))
	}
	due := 0
	if len(answer.Amiss) > 0 {
		due = 20
	}
	if len(answer.Faults) > 0 {
		due = 21
	}
	if code != due {
		ts.Fatalf("%s: verify has exit code %d and lists %d faults\n%s", name, code,
			len(answer.Faults), ts.ReadFile("stderr"))
	}
	var rules []string
	for _, f := range answer.Faults {
		rules = append(rules, f.Rule)
	}
	wantRules(ts, strings.Join(append([]string{name + " by verify"}, flags...), " "), want, rules,
		ts.ReadFile("stdout"))
}

func deceive(ts *testscript.TestScript, neg bool, args []string) {
	save := len(args) == 4 && args[3] == "save"
	if neg || len(args) != 3 && !save {
		ts.Fatalf("usage: deceive NAME RULES CASE[/ENTRY] [save]")
	}
	name := args[0]
	play(ts, name)
	ts.Check(os.RemoveAll(ts.MkAbs("deceived.git")))
	ts.Check(os.CopyFS(ts.MkAbs("deceived.git"), os.DirFS(ts.MkAbs("server.git"))))
	if pushed(ts, "deceived.git") != nil {
		ts.Fatalf("%s: the server can't know, and yet refuses:\n%s", name, ts.ReadFile("stderr"))
	}
	wantFaults(ts, name, "-", "--no-key")
	wantFaults(ts, name, args[1])
	wantFaults(ts, name, args[1], "--from-scratch")
	switch {
	case save:
		notSaved(ts, name, args[2])
	case args[2] != "-":
		notShown(ts, name, args[2])
	}
}

// notSaved wants the forged file of an entry refused to judith, and nothing of it left where she
// asked for it.
func notSaved(ts *testscript.TestScript, name, what string) {
	id, _, _ := strings.Cut(what, "/")
	for _, args := range [][]string{{"show", what, "--save", "left"},
		{"export", id, "--format", "md", "-o", "left"},
		{"export", id, "--format", "json", "-o", "left"}} {
		code := exitCode(ts, "judith", append([]string{"casefile", "-C", "copy.git"}, args...)...)
		said := ts.ReadFile("stderr")
		if _, err := os.Lstat(ts.MkAbs("left")); code != 21 || !os.IsNotExist(err) ||
			strings.Contains(said, "she said") {
			ts.Fatalf("%s: %v has exit code %d, something is left: %t\n%s", name, args, code,
				err == nil, said)
		}
	}
}

func unlooked(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: unlooked NAME RULE")
	}
	play(ts, args[0])
	for _, dir := range []string{"deceived.git", "again"} {
		ts.Check(os.RemoveAll(ts.MkAbs(dir)))
	}
	ts.Check(os.CopyFS(ts.MkAbs("deceived.git"), os.DirFS(ts.MkAbs("server.git"))))
	if pushed(ts, "deceived.git") != nil {
		ts.Fatalf("%s: the server can't know, and yet refuses:\n%s", args[0], ts.ReadFile("stderr"))
	}
	ts.Check(os.CopyFS(ts.MkAbs("again"), os.DirFS(ts.MkAbs("mine"))))
	ts.Check(ts.Exec("git", "-C", "again", "remote", "set-url", "origin", ts.MkAbs("deceived.git")))
	ts.Setenv("RULE", args[1])
}

func given(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: given NAME CODE")
	}
	play(ts, args[0])
	for _, dir := range []string{"again", "new"} {
		ts.Check(os.RemoveAll(ts.MkAbs(dir)))
	}
	ts.Check(os.CopyFS(ts.MkAbs("again"), os.DirFS(ts.MkAbs("mine"))))
	ts.Check(ts.Exec("git", "-C", "again", "remote", "set-url", "origin", ts.MkAbs("copy.git")))
	clone := []string{"casefile", "clone", ts.MkAbs("copy.git"), "new", "--trust",
		ts.Getenv("TRUST")}
	if got := exitCode(ts, "judith", clone...); got != 0 {
		ts.Fatalf("%s: clone has exit code %d\n%s", args[0], got, ts.ReadFile("stderr"))
	}
	if got := exitCode(ts, "judith", "casefile", "-C", "again",
		"sync"); strconv.Itoa(got) != args[1] {
		ts.Fatalf("%s: sync has exit code %d\n%s%s", args[0], got, ts.ReadFile("stdout"),
			ts.ReadFile("stderr"))
	}
	if said := ts.ReadFile("stdout"); args[1] == "20" &&
		!strings.Contains(said, "the server gave back") {
		ts.Fatalf("%s: sync does not say what came:\n%s", args[0], said)
	}
	dead := strings.Fields(ts.ReadFile("dead"))
	if len(dead) == 0 {
		ts.Fatalf("%s: no key is dead", args[0])
	}
	for _, dir := range []string{"again", "new"} {
		for _, blob := range dead {
			if ts.Exec("git", "-C", dir, "cat-file", "-e", blob) == nil {
				ts.Fatalf("%s: %s has the destroyed key %s again", args[0], dir, blob)
			}
		}
	}
}

// notShown wants the forged entry refused to judith where she asks for it; where
// she reads its case it is named as refused, and nothing of it is added up. Of a
// case whose key is wrong she reads nothing, or what her other keys open, and is told.
func notShown(ts *testscript.TestScript, name, what string) {
	id, _, entry := strings.Cut(what, "/")
	read := func(args ...string) (code int, out, said string) {
		code = exitCode(ts, "judith", append([]string{"casefile", "-C", "copy.git"}, args...)...)
		return code, ts.ReadFile("stdout"), ts.ReadFile("stderr")
	}
	ask := []string{"show", what}
	if !entry {
		ask = []string{id}
	}
	code, out, said := read(ask...)
	if !entry && strings.Contains(said, "opens nothing, and what was recorded in it is not shown") {
		return // what her other keys open is shown
	}
	if code != 21 || out != "" {
		ts.Fatalf("%s: %v has exit code %d\n%s%s", name, ask, code, out, said)
	}
	if !entry {
		return
	}
	_, out, said = read("chronology", id, "--all")
	if !strings.Contains(said, "fault: "+what) ||
		strings.Contains(out, "Forged") && !strings.Contains(out, "REFUSED by the history rules") {
		ts.Fatalf("%s: the chronology does not refuse the entry\n%s%s", name, out, said)
	}
	if _, out, said = read(id); strings.Contains(out, "Forged") ||
		!strings.Contains(said, "fault: "+what) {
		ts.Fatalf("%s: the front sheet counts the entry\n%s%s", name, out, said)
	}
}

func lawful(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: lawful NAME")
	}
	play(ts, args[0])
	if pushed(ts, "server.git") != nil {
		ts.Fatalf("%s: the server refuses it:\n%s", args[0], ts.ReadFile("stderr"))
	}
	wantFaults(ts, args[0], "-", "--no-key")
	inOrder(ts, args[0], "server.git")
}

func served(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: served NAME CLONE SYNC")
	}
	name := args[0]
	play(ts, name)
	for _, dir := range []string{"new", "again"} {
		ts.Check(os.RemoveAll(ts.MkAbs(dir)))
	}
	code := exitCode(ts, "judith", "casefile", "clone", ts.MkAbs("copy.git"), "new", "--trust",
		ts.Getenv("TRUST"))
	if args[1] == "-" {
		code = 21 // the TIP alone does not show the fault
	} else if _, err := os.Stat(ts.MkAbs("new")); code != 21 || !os.IsNotExist(err) ||
		!strings.Contains(ts.ReadFile("stderr"), "["+args[1]+"]") {
		ts.Fatalf("%s: clone has exit code %d, folder left: %t\n%s", name, code, err == nil,
			ts.ReadFile("stderr"))
	}
	ts.Check(os.CopyFS(ts.MkAbs("again"), os.DirFS(ts.MkAbs("mine"))))
	ts.Check(ts.Exec("git", "-C", "again", "remote", "set-url", "origin", ts.MkAbs("copy.git")))
	before := allRefs(ts, "again", "refs/heads", "refs/casefile/keys", "refs/casefile/verified")
	code = exitCode(ts, "judith", "casefile", "-C", "again", "sync")
	if code != 21 || !strings.Contains(ts.ReadFile("stderr"), "["+args[2]+"]") {
		ts.Fatalf("%s: sync has exit code %d\n%s", name, code, ts.ReadFile("stderr"))
	}
	if after := allRefs(ts, "again", "refs/heads", "refs/casefile/keys",
		"refs/casefile/verified"); after != before {
		ts.Fatalf("%s: a refused sync has moved refs:\n%s\nnow:\n%s", name, before, after)
	}
	inOrder(ts, name, "again")
}

// inOrder wants a history without a fault; who can read the cases may be amiss.
func inOrder(ts *testscript.TestScript, name, dir string) {
	code := exitCode(ts, "judith", "casefile", "-C", dir, "verify", "--no-key")
	if code != 0 && code != 20 {
		ts.Fatalf("%s: verify of %s has exit code %d\n%s", name, dir, code, ts.ReadFile("stdout"))
	}
}

// exitCode runs a command as an actor.
func exitCode(ts *testscript.TestScript, who string, args ...string) int {
	args = actor(ts, append([]string{"as", who}, args...))
	err := ts.Exec(args[0], args[1:]...)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		ts.Fatalf("%v", err)
	}
	if exit != nil {
		return exit.ExitCode()
	}
	return 0
}

// wantRules wants exactly these rules, however often each.
func wantRules(ts *testscript.TestScript, where, rules string, got []string, said string) {
	var want []string
	if rules != "-" {
		want = strings.Split(rules, ",")
	}
	slices.Sort(want)
	slices.Sort(got)
	if got = slices.Compact(got); !slices.Equal(got, want) {
		ts.Fatalf("%s: found %v, want %v\n%s", where, got, want, said)
	}
}

// tip returns the commit of main, and allRefs every ref of a repository.
func tip(ts *testscript.TestScript, repo string) string {
	return allRefs(ts, repo, "refs/heads/main")
}

func allRefs(ts *testscript.TestScript, repo string, patterns ...string) string {
	out, err := exec.Command("git",
		append([]string{"-C", ts.MkAbs(repo), "for-each-ref"}, patterns...)...).Output()
	ts.Check(err)
	return string(out)
}

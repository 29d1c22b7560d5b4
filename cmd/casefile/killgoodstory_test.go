package main

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// vault is an agency at work on what takes keys away for good. One case waits to be
// destroyed, in another a note and a letter wait to be erased, and a third stands by. The
// story is told once; each of its stages is kept, and every kill begins from one of them.
type vault struct {
	*faulty
	kept    string   // the folder of the stages
	doomed  string   // the case that is destroyed
	wronged string   // the case in which something is erased
	stands  string   // the case that stands by
	note    string   // an entry of wronged that stays
	going   []string // entries of wronged that are erased
	known   *keychain
	old     map[string]secrets // by case, those of epoch 1
	wanted  map[string]bool    // stages that are kept
	steps   map[string]int     // by deed, its calls of git
}

// Days of the story. A server takes nothing that is dated ahead, so all days are years back.
const (
	whenOpened = "GIT_COMMITTER_DATE=2022-03-06T17:40:12Z"
	whenEnded  = "GIT_COMMITTER_DATE=2024-01-05T10:00:00Z"
)

// afterUndo returns a day when nothing can be undone any more, for a copy and for a server's hook.
func afterUndo() []string {
	day := time.Now().Add(9 * 24 * time.Hour).UTC().Format(time.RFC3339)
	return []string{"GIT_COMMITTER_DATE=" + day, "CASEFILE_TEST_SERVER_CLOCK=" + day}
}

const (
	textOfDisposal = `---
kind: disposal
basis: the agency's retention rule floor
retain_until: 2023-12-31
reason: the time of keeping it is over, and no inquiry needs it
reviewed: [no inquiry or claim is open, no family case refers to it]
copies_elsewhere: [none]
---
`
	textOfErasure = `---
basis: wrong_case
authority: M. Hall
reason: recorded in the wrong case
breach: no
---
`
)

// newVault tells the story as far as the stages that are wanted.
func newVault(t *testing.T, random *rand.Rand, wanted map[string]bool) *vault {
	t.Helper()
	b := &branches{t: t, dir: t.TempDir(), dates: []string{whenOpened}}
	b.found(3, "--policy", "informal")
	k := &killer{branches: b, random: random, usual: map[string]time.Duration{},
		tally: map[string]int{}}
	v := &vault{faulty: newFaulty(k), kept: t.TempDir(), wanted: wanted, steps: map[string]int{}}
	v.known = newKeychain(v)
	v.hooksCanDie()
	v.open()
	v.end()
	return v
}

// hooksCanDie has the server's hooks call the git that kills, too: git puts its own folder
// before PATH for them.
func (v *vault) hooksCanDie() {
	v.t.Helper()
	for _, name := range []string{"pre-receive", "post-receive"} {
		hook := filepath.Join(v.server, "hooks", name)
		text, err := os.ReadFile(hook)
		if err != nil {
			v.t.Fatal(err)
		}
		first, rest, _ := strings.Cut(string(text), "\n")
		lines := first + "\ntest -z \"$FAULT\" || PATH=\"$FAULT/path:$PATH\"\n" + rest
		if err := os.WriteFile(hook, []byte(lines), 0o700); err != nil {
			v.t.Fatal(err)
		}
	}
}

func (v *vault) cases() []string { return []string{v.doomed, v.wronged, v.stands} }

// places returns the server and all copies.
func (v *vault) places() []string { return append([]string{""}, readers()...) }

// opened opens a case.
func (v *vault) opened() string {
	v.t.Helper()
	said := v.must("asha", v.text("profile.md", nil), "casefile", "open", "-F", "-")
	return openedLine().FindStringSubmatch(said)[1]
}

// open tells the beginning: three cases, one of them closed.
func (v *vault) open() {
	v.t.Helper()
	v.doomed, v.wronged, v.stands = v.opened(), v.opened(), v.opened()
	v.folder = v.stands
	closure := v.saw(v.must("asha", v.closure(), "casefile", "close", v.doomed, "-F", "-"))[0]
	v.must("mina", "", "casefile", "sync") // nothing yet
	v.must("asha", "", "casefile", "sync")
	v.must("mina", "", "casefile", "sync")
	v.saw(v.must("mina", "", "casefile", "endorse", closure))
	v.must("mina", "", "casefile", "sync")
	letter := filepath.Join(v.dir, "letter.txt")
	if err := os.WriteFile(letter, []byte("Words of another family.\n"), 0o600); err != nil {
		v.t.Fatal(err)
	}
	v.folder = v.wronged
	v.record("asha")
	v.note = v.recorded[len(v.recorded)-1]
	v.record("asha")
	v.going = []string{v.recorded[len(v.recorded)-1]}
	v.going = append(v.going, v.saw(v.must("asha", "", "casefile", "attach", v.wronged, letter))...)
	v.record("asha")
	v.folder = v.stands
	v.record("asha")
	v.settle()
	v.pack()
	v.keep("opened")
}

// pack packs some repositories: keys go from packs in these, and else loose.
func (v *vault) pack() {
	v.t.Helper()
	for _, where := range []string{"", "judith"} {
		v.git(where, "repack", "-aq")
		v.git(where, "prune-packed", "-q")
	}
}

func (v *vault) closure() string {
	return strings.ReplaceAll(v.text("closure.md", nil), "2026-", "2022-")
}

// end tells the end: requests, endorsements and deeds, in copies that have not all heard of them;
// and accidents of a copy or an identity.
func (v *vault) end() {
	v.t.Helper()
	v.dates = []string{whenEnded}
	v.old = map[string]secrets{}
	for _, id := range v.cases() {
		v.old[id] = v.known.listed("", "main", id)
	}
	v.newIdentity()
	v.accident()
	v.later()
	if !v.wants("asked", "endorsed", "exchanged", "done") {
		return
	}
	v.back("opened")
	for _, ask := range []string{"ask for a disposal", "ask for an erasure"} {
		v.deed(ask)
	}
	v.settle()
	v.keep("asked")
	if !v.wants("endorsed", "exchanged", "done") {
		return
	}
	for _, endorse := range []string{"endorse a disposal", "endorse an erasure"} {
		v.deed(endorse)
	}
	v.settle()
	v.pack()
	v.keep("endorsed")
	v.exchanged()
	if !v.wants("done") {
		return
	}
	v.back("endorsed")
	for _, do := range []string{"destroy", "erase"} {
		v.deed(do)
	}
	v.keep("done")
}

// deed does a deed, undisturbed.
func (v *vault) deed(name string) {
	v.t.Helper()
	for _, d := range deedsForGood() {
		if d.name == name {
			stdin, args := d.does(v)
			v.saw(v.must(d.who, stdin, args...))
			return
		}
	}
	v.t.Fatalf("there is no deed %q", name)
}

// newIdentity gives Asha another key, to which none of hers is wrapped yet.
func (v *vault) newIdentity() {
	v.t.Helper()
	if !v.wants("new identity") {
		return
	}
	home := filepath.Join(v.dir, "home", "asha", "casefile")
	v.shell(`cp identity.txt ../old.txt
age-keygen -pq -o new.txt 2>/dev/null
mv -f new.txt identity.txt
recipient=$(sed -n 's/^# public key: //p' identity.txt)
sed -i "s/^recipient: .*/recipient: $recipient/" config.yaml`, home)
	card := filepath.Join(v.dir, "again.card")
	v.must("asha", "", "casefile", "identity", "card", "-o", card)
	v.must("judith", "", "casefile", "team", "update", card)
	v.settle()
	v.keep("new identity")
	v.back("opened")
}

// accident makes somebody's own commit on main, over unsent work, and removes a file.
func (v *vault) accident() {
	v.t.Helper()
	if !v.wants("accident") {
		return
	}
	v.must("asha", "", "casefile", "doctor", "--backed-up")
	v.record("asha")
	v.shell(`git -c user.name=x -c user.email=x@agency.example commit -q --amend --allow-empty -m mine
rm casefile.yaml`, v.copy("asha"))
	v.keep("accident")
}

// exchanged makes a server on which a member with a key carried the erasure out and exchanged
// another text. A reader of the case has found that, and keeps the earlier keys.
func (v *vault) exchanged() {
	v.t.Helper()
	if !v.wants("exchanged") {
		return
	}
	v.shell(`mkdir -p attack people
for who in asha mina judith; do
	mkdir -p "people/$who" && ln -sfn "$PWD/home/$who" "people/$who/.config"
done
texts=$PWD/attack.sh work=$PWD
git clone -q --mirror server.git copy.git
cd attack
export GIT_DIR=$work/copy.git HOME=$work/people CASE=$DONE
. "$texts"
act mina
open_key >keys
says "$NOTE" | sed 's/Note/Word/' >"as-$(bare "$NOTE")"
reseal $GOES $(git ls-files "$folder/*.att.age" | sed 's/.*-\([0-9A-Z]*\)\..*/\1/')
land reseal
shards
git push -q --atomic "$work/server.git" main '+refs/casefile/keys/*:refs/casefile/keys/*'`, v.dir)
	for _, who := range []string{"mina", "judith", "asha"} {
		if _, errs, code := v.try(who, "", "casefile", "sync"); code != 21 {
			v.t.Fatalf("%s has not found that a text was exchanged: exit code %d\n%s", who, code,
				errs)
		}
	}
	v.keep("exchanged")
}

// shell runs commands in a folder.
func (v *vault) shell(script, dir string) {
	v.t.Helper()
	attack, err := os.ReadFile(filepath.Join("..", "..", "testdata", "script", "texts",
		"attack.sh"))
	if err == nil {
		err = os.WriteFile(filepath.Join(v.dir, "attack.sh"), attack, 0o600)
	}
	if err != nil {
		v.t.Fatal(err)
	}
	var goes []string
	for _, entry := range v.going {
		goes = append(goes, entry[9:])
	}
	cmd := v.command("nobody", "", "sh", "-euc", script)
	cmd.Dir = dir
	cmd.Env = append(cmd.Env, pathAfter(buildAge(v.t)), "DONE="+v.wronged, "NOTE="+v.note,
		"GOES="+strings.Join(goes, " "))
	if out, err := cmd.CombinedOutput(); err != nil {
		v.t.Fatalf("%s: %v\n%s", script, err, out)
	}
}

// wants reports whether one of these stages is wanted.
func (v *vault) wants(stages ...string) bool {
	return slices.ContainsFunc(stages, func(s string) bool { return v.wanted[s] })
}

// keep saves the present state, with everything recorded so far.
func (v *vault) keep(stage string) {
	v.t.Helper()
	if !v.wants(stage) && stage != "opened" && stage != "endorsed" {
		return // the story goes back to these two
	}
	recorded := strings.Join(v.recorded, "\n") + "\n"
	if err := os.WriteFile(filepath.Join(v.dir, "recorded"), []byte(recorded), 0o600); err != nil {
		v.t.Fatal(err)
	}
	v.copyAll(v.dir, filepath.Join(v.kept, strings.ReplaceAll(stage, " ", "-")))
}

// back makes everything what it was at a stage.
func (v *vault) back(stage string) {
	v.t.Helper()
	if err := os.RemoveAll(v.dir); err != nil {
		v.t.Fatal(err)
	}
	v.copyAll(filepath.Join(v.kept, strings.ReplaceAll(stage, " ", "-")), v.dir)
	text, err := os.ReadFile(filepath.Join(v.dir, "recorded"))
	if err != nil {
		v.t.Fatal(err)
	}
	v.recorded, v.endorsed, v.grouped = strings.Fields(string(text)), nil, false
	v.dates = []string{whenEnded}
}

func (v *vault) copyAll(from, to string) {
	v.t.Helper()
	if out, err := exec.Command("cp", "-a", from, to).CombinedOutput(); err != nil {
		v.t.Fatalf("%v\n%s", err, out)
	}
}

// times counts the commits on a copy's main of an operation, timesAt those of another ref.
func (v *vault) times(id, op string) int { return v.timesAt(id, "main", op) }

func (v *vault) timesAt(id, ref, op string) int {
	v.t.Helper()
	return strings.Count(v.git(id, "log", "--format=%B", ref), "\nCasefile-Op: "+op+"\n")
}

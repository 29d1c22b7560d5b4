//go:build unix

package main

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// account is one of several on a server, as numbers: none need be set up for it.
type account struct {
	id    string // the member whose account it is
	uid   uint32
	umask string
	home  bool
}

// group is the group of all of them except the stranger.
const group = 61000

// shared is a server of several accounts.
type shared struct{ *branches }

// run runs a command as an account, in the copy of its member.
func (s *shared) run(a account, stdin string, args ...string) (out string, code int) {
	sh := append([]string{"sh", "-c", "umask " + a.umask + `; exec "$@"`, "sh"}, args...)
	cmd := s.command(a.id, stdin, sh...)
	home := filepath.Join(s.dir, "accounts", a.id)
	if !a.home {
		home = "/nonexistent"
	}
	cmd.Env = append(cmd.Env, "HOME="+home, "XDG_STATE_HOME="+filepath.Join(home, "state"),
		"GIT_CONFIG_GLOBAL="+filepath.Join(s.dir, "gitconfig"))
	gid := uint32(group)
	if a.id == "stranger" {
		gid = group + 1
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: a.uid, Gid: gid}}
	said, err := cmd.CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		s.t.Fatal(err)
	} else if ok {
		code = exit.ExitCode()
	}
	return string(said), code
}

// TestAccounts has each person push with a unix account of their own to one server that is
// their group's, whatever their umask, with a home or without.
func TestAccounts(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can be several accounts")
	}
	t.Parallel()
	s := &shared{newBranches(t, 4)}
	people := []account{{"judith", 61001, "022", true}, {"asha", 61002, "077", true},
		{"mina", 61003, "002", true}, {"omar", 61004, "027", true}}
	s.own(people)
	told, code := s.run(people[0], "", "casefile", "-C", s.server, "hook", "install", "--trust",
		s.trust)
	if code != 0 {
		t.Fatalf("hook install: %d %s", code, told)
	}
	opened := ""
	for round := range 2 {
		for _, a := range people {
			if out, code := s.run(a, "", "casefile", "sync"); code != 0 {
				t.Fatalf("%s: sync: %d %s", a.id, code, out)
			}
			if round == 0 && a.id == "judith" {
				out, _ := s.run(a, s.text("profile.md", nil), "casefile", "open", "-F", "-",
					"--reader", "omar", "--reader", "asha")
				opened = openedLine().FindStringSubmatch(out)[1]
			}
			begin := time.Now()
			text := "---\nheadline: Round " + strconv.Itoa(round) + " of " + a.id +
				"\nsources: [{who: mother, how: telephone}]\n---\n"
			if out, code := s.run(a, text, "casefile", "note", opened, "-F", "-"); code != 0 {
				t.Fatalf("%s: note: %d %s", a.id, code, out)
			}
			if out, code := s.sends(a, round); code != 0 {
				t.Fatalf("%s: %d %s", a.id, code, out)
			}
			t.Logf("%s: %s", a.id, time.Since(begin))
		}
	}
	s.keysTaken(people, opened)
	s.ofTheGroup()
	stranger := account{"stranger", 61009, "022", true}
	if _, code := s.run(stranger, "", "ls", filepath.Join(s.server, "casefile")); code == 0 {
		t.Error("a stranger sees what the hooks keep")
	}
	s.soundServer(people[2])
}

// sends sends what an account recorded, by a sync. Two of the four accounts send by stock git
// instead, since the account of their ssh has no home on the server.
func (s *shared) sends(a account, round int) (out string, code int) {
	if a.uid%2 == 1 || round == 0 {
		return s.run(a, "", "casefile", "sync")
	}
	away := a
	away.home = false
	return s.run(away, "", "git", "-C", s.copy(a.id), "push", "-q", "--atomic", "origin", "main")
}

// own gives each account its copy and its keys, and the server to the group.
func (s *shared) own(people []account) {
	s.t.Helper()
	for dir := s.dir; dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
		s.must("judith", "", "chmod", "a+rx", dir)
	}
	s.program()
	config := filepath.Join(s.dir, "gitconfig")
	if err := os.WriteFile(config, []byte("[safe]\n\tdirectory = "+s.server+"\n"),
		0o644); err != nil {
		s.t.Fatal(err)
	}
	s.must("judith", "", "rm", "-rf", filepath.Join(s.server, "casefile"))
	s.must("judith", "", "git", "-C", s.server, "config", "core.sharedRepository", "group")
	s.must("judith", "", "chown", "-R", "61001:"+strconv.Itoa(group), s.server)
	s.must("judith", "", "chmod", "-R", "g+rwX,o-rwx", s.server)
	s.must("judith", "", "find", s.server, "-type", "d", "-exec", "chmod", "g+s", "{}", "+")
	s.must("judith", "", "chmod", "a+rx", filepath.Join(s.dir, "home"),
		filepath.Join(s.dir, "copies"))
	for _, a := range people {
		home := filepath.Join(s.dir, "accounts", a.id)
		if err := os.MkdirAll(home, 0o755); err != nil {
			s.t.Fatal(err)
		}
		own := strconv.Itoa(int(a.uid)) + ":" + strconv.Itoa(group)
		s.must(a.id, "", "chown", "-R", own, s.copy(a.id), filepath.Join(s.dir, "home", a.id), home)
		if out, code := s.run(a, "", "casefile", "--trust", s.trust, "sync"); code != 0 {
			s.t.Fatalf("%s: first sync: %d %s", a.id, code, out)
		}
	}
}

// program gives the accounts a casefile that they can run.
func (s *shared) program() {
	s.t.Helper()
	from, err := exec.LookPath("casefile")
	if err != nil {
		s.t.Fatal(err)
	}
	bin := filepath.Join(s.dir, "bin")
	s.must("judith", "", "mkdir", "-m", "755", bin)
	s.must("judith", "", "cp", "--dereference", from, bin)
	s.must("judith", "", "chmod", "755", filepath.Join(bin, "casefile"))
	s.tools = []string{bin}
}

// keysTaken has one account take somebody off a case, so that main and its keys move together,
// and the others go on.
func (s *shared) keysTaken(people []account, opened string) {
	s.t.Helper()
	for _, verb := range []string{"revoke", "grant"} {
		for _, a := range []account{people[0], people[1]} {
			_, _ = s.run(a, "", "casefile", "sync")
			out, code := s.run(a, "", "casefile", "readers", opened, verb, "omar")
			if verb == "grant" && code == 0 || verb == "revoke" && a.id == "judith" {
				if code != 0 {
					s.t.Fatalf("%s: %s: %s", a.id, verb, out)
				}
				if out, code := s.run(a, "", "casefile", "sync"); code != 0 {
					s.t.Fatalf("%s: sync of %s: %d %s", a.id, verb, code, out)
				}
			}
		}
	}
}

// ofTheGroup checks that the group can go on with everything on the server, except the files that
// each account keeps for itself, and that strangers can read nothing.
func (s *shared) ofTheGroup() {
	s.t.Helper()
	err := filepath.WalkDir(s.server, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(s.server, path)
		own := strings.HasPrefix(rel, "casefile/index/") || strings.HasPrefix(rel, "casefile/mark")
		want := fs.FileMode(0o040)
		if e.IsDir() {
			want = 0o070
		}
		if have := info.Mode().Perm(); !own && have&want != want {
			s.t.Errorf("%s: %v", rel, info.Mode())
		}
		if rel == "casefile" && info.Mode().Perm()&0o007 != 0 {
			s.t.Errorf("%s is for strangers too: %v", rel, info.Mode())
		}
		return nil
	})
	if err != nil {
		s.t.Error(err)
	}
}

// soundServer wants the server's history to be good, as an account sees it.
func (s *shared) soundServer(a account) {
	s.t.Helper()
	out, code := s.run(a, "", "casefile", "-C", s.server, "verify", "--no-key")
	if code != 0 || !strings.Contains(out, ": 0 faults") {
		s.t.Errorf("verify: %d %s", code, out)
	}
	if out, code := s.run(a, "", "git", "-C", s.server, "fsck", "--strict"); code != 0 {
		s.t.Errorf("fsck: %s", out)
	}
}

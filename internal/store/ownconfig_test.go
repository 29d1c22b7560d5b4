package store

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// planted returns a configuration that names a program wherever git knows a place for one. Each
// leaves a file of its own.
func planted(mark string) string {
	touch := func(name string) string { return "touch " + filepath.Join(mark, name) }
	var b strings.Builder
	add := func(section string, pairs ...string) {
		b.WriteString("[" + section + "]\n")
		for i := 0; i < len(pairs); i += 2 {
			b.WriteString("\t" + pairs[i] + " = \"" + pairs[i+1] + "\"\n")
		}
	}
	add(`filter "evil"`, "clean", touch("clean")+"; cat", "smudge", touch("smudge")+"; cat",
		"required", "true")
	add(`filter "long"`, "process", touch("process"), "required", "true")
	add(`diff "casefile"`, "textconv", touch("textconv"), "command", touch("command"))
	add(`diff`, "external", touch("external"))
	add(`merge "evil"`, "driver", touch("driver"))
	add(`core`, "fsmonitor", touch("fsmonitor"), "sshCommand", touch("ssh"), "gitProxy",
		touch("proxy"),
		"askPass", touch("askpass"), "editor", touch("editor"), "pager", touch("pager"),
		"alternateRefsCommand", touch("alternates"), "hooksPath", filepath.Join(mark, "hooks"))
	add(`sequence`, "editor", touch("sequence"))
	add(`pager`, "log", touch("pagerlog"))
	add(`credential`, "helper", "!"+touch("helper"))
	add(`credential "https://server.example"`, "helper", "!"+touch("helper2"))
	add(`gpg`, "program", touch("gpg"))
	add(`gpg "ssh"`, "program", touch("gpgssh"), "defaultKeyCommand", touch("keycommand"))
	add(`remote "origin"`, "uploadpack", touch("uploadpack")+"; git-upload-pack",
		"receivepack", touch("receivepack")+"; git-receive-pack", "vcs", "evil", "proxy",
		"http://127.0.0.1:9", "promisor", "true")
	add(`uploadpack`, "packObjectsHook", touch("packobjects"))
	add(`hook "evil"`, "command", touch("confighook"), "event", "post-index-change")
	add(`http`, "cookieFile", filepath.Join(mark, "cookies"), "saveCookies", "true")
	add(`url "ext::sh -c touch% `+filepath.Join(mark, "ext")+`"`, "insteadOf", "/")
	return b.String()
}

// bare and work are a repository to fetch from and one with a work tree, main in both.
func bareAndWork(t *testing.T) (bare, work string) {
	t.Helper()
	dir := t.TempDir()
	bare, work = filepath.Join(dir, "server.git"), filepath.Join(dir, "work")
	sh := exec.Command("sh", "-euc", `
git init -q --bare -b main "$1" && git init -q -b main "$2" && cd "$2"
printf '* -text\n' >.gitattributes && echo one >file
git add . && git -c user.name=A -c user.email=a@b.example commit -q -m one
git push -q "$1" main && git remote add origin "$1"`, "-", bare, work)
	if out, err := sh.CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	return bare, work
}

// None of the programs that a repository's own configuration names runs, whatever we do.
func TestOwnConfigRunsNothing(t *testing.T) {
	bare, work := bareAndWork(t)
	mark := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(mark, "hooks"), 0o700))
	for _, hook := range []string{"reference-transaction", "post-index-change", "post-checkout",
		"pre-push"} {
		must(t, os.WriteFile(filepath.Join(mark, "hooks", hook),
			[]byte("#!/bin/sh\ntouch "+filepath.Join(mark, hook)+"\n"), 0o700))
	}
	for how, place := range map[string]func(text string){
		"in config": func(text string) { appendTo(t, filepath.Join(work, ".git", "config"), text) },
		"included": func(text string) {
			must(t, os.WriteFile(filepath.Join(work, ".git", "more"), []byte(text), 0o600))
			appendTo(t, filepath.Join(work, ".git", "config"), "[include]\n\tpath = more\n")
		},
		"included if": func(text string) {
			must(t, os.WriteFile(filepath.Join(work, ".git", "more"), []byte(text), 0o600))
			appendTo(t, filepath.Join(work, ".git", "config"),
				"[includeIf \"onbranch:main\"]\n\tpath = more\n")
		},
		"of the work tree": func(text string) {
			appendTo(t, filepath.Join(work, ".git", "config"),
				"[extensions]\n\tworktreeConfig = true\n")
			must(t, os.WriteFile(filepath.Join(work, ".git", "config.worktree"), []byte(text),
				0o600))
		},
	} {
		sound, err := os.ReadFile(filepath.Join(work, ".git", "config"))
		must(t, err)
		place(planted(mark))
		must(t, os.MkdirAll(filepath.Join(work, ".git", "info"), 0o700))
		must(t, os.WriteFile(filepath.Join(work, ".git", "info", "attributes"),
			[]byte("* filter=evil diff=evil merge=evil\nother filter=long\n"), 0o600))
		must(t, os.MkdirAll(filepath.Join(work, ".git", "objects", "info"), 0o700))
		must(t, os.WriteFile(filepath.Join(work, ".git", "objects", "info", "alternates"),
			[]byte(filepath.Join(bare, "objects")+"\n"), 0o600))
		r, err := Open(t.Context(), work)
		must(t, err)
		main, err := r.Ref(t.Context(), "refs/heads/main")
		must(t, err)
		next := commitOn(t, r, main, how)
		must(t, r.Move(t.Context(), []Move{{"refs/heads/main", main, next}}))
		must(t, r.Checkout(t.Context(), main, next))
		r.refresh(t.Context())
		must(t, r.Fetch(t.Context(), "origin",
			[]string{"+refs/heads/main:refs/casefile/incoming/main"}))
		_, err = r.Push(t.Context(), "origin",
			Push{[]PushUpdate{{Ref: "refs/heads/main", New: next}}})
		must(t, err)
		_, err = r.Trace(t.Context(), []string{next})
		must(t, err)
		must(t, r.PackRefs(t.Context()))
		must(t, r.Purge(t.Context(), []string{strings.Repeat("a1", 20)}))
		list, err := os.ReadDir(mark)
		must(t, err)
		for _, e := range list {
			if e.Name() != "hooks" {
				t.Errorf("%s: %s ran", how, e.Name())
			}
		}
		if len(r.Unused()) < 20 {
			t.Errorf("%s: of what was planted only %v is told", how, r.Unused())
		}
		must(t, r.Close())
		must(t, os.WriteFile(filepath.Join(work, ".git", "config"), sound, 0o600))
		must(t, os.RemoveAll(filepath.Join(work, ".git", "config.worktree")))
		must(t, os.RemoveAll(filepath.Join(work, ".git", "objects", "info", "alternates")))
	}
}

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	old, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, append(old, text...), 0o600))
}

// commitOn makes a commit in which a file has another text.
func commitOn(t *testing.T, r *Repo, parent, text string) string {
	t.Helper()
	b := r.NewBatch()
	old, err := r.Commit(t.Context(), parent)
	must(t, err)
	tree, err := b.Tree(t.Context(), old.Tree, []Edit{
		{"file", "100644", b.Blob([]byte(text + "\n"))},
		{"other", "100644", b.Blob([]byte(text + "\n"))},
	})
	must(t, err)
	who := Ident{Name: "A", Email: "a@b.example", When: old.Committer.When}
	c, err := b.Commit(NewCommit{Tree: tree, Parents: []string{parent}, Author: who, Committer: who,
		Message: "x\n"}, nil)
	must(t, err)
	must(t, b.Write(t.Context()))
	return c.ID
}

// The person's settings stand where the repository's differ.
func TestOwnConfigBelowThePersons(t *testing.T) {
	all := scopes{
		stands: [][2]string{{"core.sshcommand", "ssh -4"}, {"credential.helper", "store"},
			{"credential.https://a.example.helper", "cache"}, {"core.fsmonitor", "true"}},
		own: [][2]string{{"core.sshcommand", "evil"}, {"credential.helper", "evil"},
			{"core.fsmonitor", "evil"},
			{"core.bare", "false"}, {"diff.casefile.textconv", "casefile textconv"},
			{"filter.X.smudge", "evil"},
			{"remote.origin.url", "/srv/x"}, {"core.sshcommand", "worse"}},
	}
	var own ownConfig
	own.judge(all)
	if want := [][2]string{{"core.sshcommand", "ssh -4"}, {"credential.helper", ""},
		{"credential.helper", "store"},
		{"credential.https://a.example.helper", "cache"}, {"core.fsmonitor", "false"},
		{"filter.X.smudge", ""},
	}; !reflect.DeepEqual(own.over, want) {
		t.Errorf("overridden: %q", own.over)
	}
	if len(own.unused) != 4 || own.detour {
		t.Errorf("unused: %v, detour %t", own.unused, own.detour)
	}
}

// The fast look may err on one side only.
func TestMayTellKnowsEveryKey(t *testing.T) {
	for _, k := range ownKeys {
		name := k.name
		if name == "*" {
			name = "x"
		}
		if k.verdict.why != "" && !mayTell("["+k.section+"]\n"+name+" = evil\n") {
			t.Errorf("%s.%s is overlooked", k.section, k.name)
		}
	}
	if mayTell("[core]\n\tbare = false\n[gpg]\n\tformat = ssh\n[diff \"casefile\"]\n" +
		"\tcachetextconv = false\n\ttextconv = casefile textconv\n" +
		"[remote \"origin\"]\n\turl = /srv/x\n" +
		"\tfetch = +refs/heads/main:refs/remotes/origin/main\n" +
		"[core]\n\tlogAllRefUpdates = false\n\thooksPath = hooks\n\tbigFileThreshold = 8m\n" +
		"[receive]\n\tfsckObjects = true\n[transfer]\n\thideRefs = refs/casefile/verified\n" +
		"[maintenance \"gc\"]\n\tenabled = false\n[extensions]\n\tpreciousObjects = true\n" +
		"\tworktreeConfig = true\n[core]\n\tsparseCheckout = true\n[index]\n\tsparse = true\n") {
		t.Error("what casefile itself writes costs a process each time")
	}
}

func TestAddresses(t *testing.T) {
	all := scopes{
		stands: [][2]string{{"url.ssh://git@a.example/.insteadof", "work:"},
			{"url.ssh://git@b.example/.insteadof", "work:b/"},
			{"url.ssh://push.example/.pushinsteadof", "https://"}},
		own: [][2]string{{"remote.origin.url", "work:x"}, {"remote.two.url", "https://h/x"},
			{"remote.two.pushurl", "work:b/y"},
			{"url.ext::evil.insteadof", "work:"}},
	}
	for _, c := range []struct {
		remote string
		push   bool
		want   string
	}{
		{"origin", false, "ssh://git@a.example/x"}, {"origin", true, "ssh://git@a.example/x"},
		{"two", false, "https://h/x"}, {"two", true, "ssh://git@b.example/y"},
		{"https://h/z", true, "ssh://push.example/h/z"}, {"/srv/x", false, "/srv/x"},
		{"work:b/z", false, "ssh://git@b.example/z"},
	} {
		if got := all.address(c.remote, c.push); got != c.want {
			t.Errorf("%s, push %t: %s, want %s", c.remote, c.push, got, c.want)
		}
	}
	for address, want := range map[string]string{"/a": "/a", "../a": "../a", "a": "a",
		"file:///a": "/a", "./a:b": "./a:b",
		"host:a": "", "https://a/b": "", "ext::sh": "", "user@host:/a": ""} {
		if got, local := localPath(address); got != want || local != (want != "") {
			t.Errorf("%s: %q, %t", address, got, local)
		}
	}
}

// A repository that came along with the records has hooks of its own.
func TestRemoteWithinIsNone(t *testing.T) {
	_, work := bareAndWork(t)
	r, err := Open(t.Context(), work)
	must(t, err)
	defer r.Close()
	main, err := r.Ref(t.Context(), "refs/heads/main")
	must(t, err)
	for _, place := range []string{"inner.git", ".git/inner.git"} {
		inner := filepath.Join(work, place)
		if out, err := exec.Command("git", "init", "-q", "--bare",
			inner).CombinedOutput(); err != nil {
			t.Fatal(err, string(out))
		}
		for _, address := range []string{inner, place, "file://" + inner, "./" + place} {
			_, err := r.Push(t.Context(), address,
				Push{[]PushUpdate{{Ref: "refs/heads/main", New: main}}})
			if !errors.Is(err, ErrOwnRemote) {
				t.Errorf("%s: %v", address, err)
			}
		}
	}
}

// core.worktree would have files put into another folder.
func TestWorkTreeElsewhere(t *testing.T) {
	_, work := bareAndWork(t)
	for _, other := range []string{"../..", t.TempDir()} {
		must(t, exec.Command("git", "-C", work, "config", "core.worktree", other).Run())
		_, err := Open(t.Context(), work)
		if !errors.Is(err, ErrConfiguration) || errors.Is(err, ErrNotRepository) {
			t.Errorf("%s: %v", other, err)
		}
	}
}

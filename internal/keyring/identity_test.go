package keyring

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"casefile/internal/seal"
)

// The design's order: --identity, CASEFILE_IDENTITY_FILE, CASEFILE_IDENTITY_CMD, the
// agent, identity.age, identity.txt. All are there; one after the other goes away.
func TestOrderOfIdentities(t *testing.T) {
	d := sit(t, nil)
	elsewhere := t.TempDir()
	var ids []*seal.Identity
	for range 6 {
		ids = append(ids, newIdentity(t))
	}
	file := func(n int) string {
		return d.write(t, filepath.Join(elsewhere, strconv.Itoa(n)), plain(t, ids[n]))
	}
	d.o.Identity = file(0)
	d.env["CASEFILE_IDENTITY_FILE"] = file(1)
	d.env["CASEFILE_IDENTITY_CMD"] = "cat '" + file(2) + "'"
	d.write(t, "config.yaml", []byte("recipient: "+ids[3].Recipient()+"\n"))
	lock := keep(t, d, ids[3])
	age := d.write(t, "identity.age", plain(t, ids[4]))
	txt := d.write(t, "identity.txt", plain(t, ids[5]))
	away := []func(){
		func() { d.o.Identity = "" },
		func() { delete(d.env, "CASEFILE_IDENTITY_FILE") },
		func() { delete(d.env, "CASEFILE_IDENTITY_CMD") },
		lock,
		func() { os.Remove(age) },
		func() { os.Remove(txt) },
	}
	for n, goes := range away {
		if n == 3 && !agentsWork {
			continue
		}
		id, err := d.again().Identity()
		if err != nil {
			t.Fatalf("%d: %v", n, err)
		}
		found := func(i *seal.Identity) bool { return i.Recipient() == id.Recipient() }
		if at := slices.IndexFunc(ids, found); at != n {
			t.Errorf("identity %d stood before %d", at, n)
		}
		goes()
	}
	if _, err := d.again().Identity(); !errors.Is(err, ErrNoIdentity) {
		t.Errorf("with none at all: %v", err)
	}
}

// keep runs the agent of an identity in this process, until end is called.
func keep(t *testing.T, d *desk, id *seal.Identity) (end func()) {
	t.Helper()
	if !agentsWork {
		return func() {}
	}
	dir, err := os.MkdirTemp("", "run") // a socket's path has 107 bytes at most
	if err != nil {
		t.Fatal(err)
	}
	d.env["XDG_RUNTIME_DIR"] = dir
	socket, err := d.socket(id.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	k, err := readOrder(bytes.NewReader(agentOrder(socket, time.Now().Add(time.Minute), id)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ready, gone := make(chan struct{}), make(chan error, 1)
	go func() { gone <- k.Serve(ctx, func() { close(ready) }) }()
	select {
	case <-ready:
	case err := <-gone:
		t.Fatal(err)
	}
	ended := false
	end = func() {
		if !ended {
			cancel()
			<-gone
		}
		ended = true
	}
	t.Cleanup(func() { end(); os.RemoveAll(dir) })
	return end
}

// What is named and can't be had is not replaced by the next in the order.
func TestNamedIdentityIsNeverPassedOver(t *testing.T) {
	for name, c := range map[string]struct {
		name func(d *desk)
		is   error
		says string
	}{
		"no such file": {func(d *desk) { d.o.Identity = "/nowhere/id.txt" }, ErrNoIdentity,
			"/nowhere/id.txt"},
		"no such file in env": {func(d *desk) {
			d.env["CASEFILE_IDENTITY_FILE"] = "/nowhere/id.age"
		},
			ErrNoIdentity, "/nowhere/id.age"},
		"a failing command": {func(d *desk) { d.env["CASEFILE_IDENTITY_CMD"] = "exit 3" },
			ErrNoIdentity, "CASEFILE_IDENTITY_CMD: exit status 3"},
		"a silent command": {func(d *desk) { d.env["CASEFILE_IDENTITY_CMD"] = "true" },
			seal.ErrNotIdentity, "CASEFILE_IDENTITY_CMD: "},
		"another kind of file": {func(d *desk) { d.o.Identity = d.in("config.yaml") },
			seal.ErrNotIdentity,
			"config.yaml: not a post-quantum age identity"},
	} {
		d := judith(t, plainly)
		c.name(d)
		if _, err := d.Identity(); !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := d.Protect(plainly); !errors.Is(err, ErrNamed) {
			t.Errorf("%s: protecting gives %v", name, err)
		}
		if _, err := d.Rotate(RotateOptions{Identity: true}); !errors.Is(err, ErrNamed) {
			t.Errorf("%s: rotating gives %v", name, err)
		}
	}
}

// Who reads by the way is asked nothing; what is open anyhow is used.
func TestOpensUnasked(t *testing.T) {
	id := newIdentity(t)
	for name, c := range map[string]struct {
		set  func(d *desk)
		want bool
	}{
		"nothing there": {func(*desk) {}, false},
		"a plain file":  {func(d *desk) { d.write(t, "identity.txt", plain(t, id)) }, true},
		"a passphrase": {func(d *desk) {
			d.write(t, "identity.age", locked(t, id, "three plain words"))
		}, false},
		"a passphrase that was given": {func(d *desk) {
			d.write(t, "identity.age", locked(t, id, "three plain words"))
			d.passphrase = []byte("three plain words")
		}, true},
		"another passphrase that was given": {func(d *desk) {
			d.write(t, "identity.age", locked(t, id, "three plain words"))
			d.passphrase = []byte("two words")
		}, false},
		"a plugin, which may want a touch": {func(d *desk) {
			d.write(t, "identity.txt", plain(t, id))
			d.write(t, "config.yaml", []byte("plugin_recipient: age1yubikey1q\n"))
		}, false},
		"no file where one is named": {func(d *desk) {
			d.write(t, "identity.txt", plain(t, id))
			d.o.Identity = "/nowhere"
		}, false},
	} {
		d := sit(t, nil)
		c.set(d)
		if got := d.OpensUnasked(); got != c.want || len(d.asked) > 0 {
			t.Errorf("%s: %v, asked %q", name, got, d.asked)
		}
		if !c.want {
			continue
		}
		if got, err := d.Identity(); err != nil || got.Recipient() != id.Recipient() ||
			len(d.asked) > 0 {
			t.Errorf("%s: then %v, asked %q", name, err, d.asked)
		}
	}
}

// The passphrase at hand is tried on an old identity; another one is asked for.
func TestOldIdentity(t *testing.T) {
	old := newIdentity(t)
	for name, c := range map[string]struct {
		atHand  string
		answers []string
		asked   int
		fails   error
	}{
		"the same":            {"three plain words", nil, 0, nil},
		"another":             {"two words", []string{"three plain words"}, 1, nil},
		"none yet":            {"", []string{"three plain words"}, 1, nil},
		"none yet, and wrong": {"", []string{"four words"}, 1, seal.ErrPassphrase},
		"another, and wrong":  {"two words", []string{"four words"}, 1, seal.ErrPassphrase},
	} {
		d := sit(t, nil)
		d.someone.answers = c.answers
		if c.atHand != "" {
			d.passphrase = []byte(c.atHand)
		}
		id, err := d.Old(d.write(t, "identity-2026-01-31.age", locked(t, old, "three plain words")))
		if !errors.Is(err, c.fails) || err == nil && id.Recipient() != old.Recipient() ||
			len(d.asked) != c.asked {
			t.Errorf("%s: %v, asked %q", name, err, d.asked)
		}
		if string(d.passphrase) != c.atHand {
			t.Errorf("%s: the passphrase at hand became another's", name)
		}
	}
	if _, err := sit(t, nil).Old("/nowhere"); !errors.Is(err, ErrNoIdentity) {
		t.Errorf("no such file: %v", err)
	}
}

// config.yaml is strict YAML; what another version wrote in it is passed over.
func TestConfig(t *testing.T) {
	for name, c := range map[string]struct {
		text, id string
		fails    bool
	}{
		"nothing":              {"", "", false},
		"as it is written":     {"id: judith\nname: Judith Pryce\n", "judith", false},
		"a field not known":    {"id: judith\ntelephone: none\n", "judith", false},
		"a key twice":          {"id: judith\nid: mina\n", "", true},
		"an alias":             {"name: &a judith\nid: *a\n", "", true},
		"no mapping":           {"- judith\n", "", true},
		"a list for a name":    {"id: [judith]\n", "", true},
		"broken off in quotes": {"id: \"judith\n", "", true},
	} {
		d := sit(t, nil)
		d.write(t, "config.yaml", []byte(c.text))
		got, err := d.Config()
		if (err != nil) != c.fails || err == nil && got.ID != c.id {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if c.fails && (!strings.HasPrefix(err.Error(), d.in("config.yaml")+": ") ||
			strings.Contains(err.Error(), "keyring.")) {
			t.Errorf("%s is told as: %v", name, err)
		}
		if _, err := d.Owner(); err == nil || !c.fails && !errors.Is(err, ErrNoIdentity) {
			t.Errorf("%s: the owner, with no recipient: %v", name, err)
		}
	}
}

// Keys never land in the folder that the person happens to be in.
func TestFolder(t *testing.T) {
	for name, c := range map[string]struct{ config, home, want string }{
		"both":              {"/etc/mine", "/home/judith", "/etc/mine/casefile"},
		"home alone":        {"", "/home/judith", "/home/judith/.config/casefile"},
		"a relative folder": {"mine", "/home/judith", "/home/judith/.config/casefile"},
	} {
		env := map[string]string{"XDG_CONFIG_HOME": c.config, "HOME": c.home}
		k := Open(Options{Getenv: func(name string) string { return env[name] }})
		if got := k.Folder(); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	k := Open(Options{Getenv: func(string) string { return "." }})
	if !filepath.IsAbs(k.Folder()) {
		t.Errorf("with a relative home: %s", k.Folder())
	}
}

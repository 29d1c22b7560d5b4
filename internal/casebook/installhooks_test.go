package casebook

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/store"
)

const program = "/opt/casefile"

func (s *server) install(i ServerOrder) (*Installed, error) {
	s.Helper()
	i.Program = program
	return InstallHooks(s.ctx, s.repo(), i)
}

// hooks returns the text of each hook, "" of one that is not there.
func (s *server) hooks() (out []string) {
	s.Helper()
	for _, name := range Hooks() {
		text, _ := os.ReadFile(filepath.Join(s.dir, "hooks", name))
		out = append(out, string(text))
	}
	return out
}

// A server is pinned, configured and given its hooks in one go; what it has stays when that
// is repeated without.
func TestInstallHooks(t *testing.T) {
	s := newServer(t)
	s.pin("")
	for _, i := range []ServerOrder{
		{Options: Options{Mark: testMark, Trust: s.intro}, Notify: "mail-the-team"},
		{}, // the program has moved, say
	} {
		done, err := s.install(i)
		s.must(err)
		if len(done.Faults) > 0 || done.Trust != s.intro || done.Notify != "mail-the-team" {
			t.Errorf("installed %+v", done)
		}
		for n, text := range s.hooks() {
			if !strings.Contains(text, "exec '"+program+"' hook "+Hooks()[n]+"\n") {
				t.Errorf("the hook %s is %q", Hooks()[n], text)
			}
		}
	}
	for key, want := range map[string]string{
		"receive.fsckObjects": "true", "receive.denyDeletes": "true",
		"receive.denyNonFastForwards": "true", "core.logAllRefUpdates": "false",
		"core.fsync":     "objects,derived-metadata,reference",
		"core.hooksPath": "hooks", "transfer.hideRefs": ledger.VerifiedRef,
		NotifyKey: "mail-the-team",
	} {
		if got := s.git("config", "--local", "--get-all", key); got != want {
			t.Errorf("%s is %q", key, got)
		}
	}
}

// What keeps a server from being one leaves no hook behind, and no pin.
func TestInstallHooksRefused(t *testing.T) {
	other := "#!/bin/sh\nexec mail-the-team\n"
	for _, tt := range []struct {
		name   string
		before func(s *server)
		trust  func(s *server) string
		is     error
		faults bool
	}{
		{"no introduction", func(*server) {}, func(*server) string {
			return ""
		}, ledger.ErrUntrusted, false},
		{"no form of one", func(*server) {}, func(*server) string {
			return "x"
		}, ledger.ErrUntrusted, false},
		{"that of other records", func(*server) {}, func(s *server) string {
			return s.old
		}, nil, true},
		{"another's hook", func(s *server) {
			s.must(os.MkdirAll(filepath.Join(s.dir, "hooks"), 0o755))
			s.must(os.WriteFile(filepath.Join(s.dir, "hooks", "post-receive"), []byte(other),
				0o755))
		}, func(s *server) string { return s.intro }, store.ErrOtherHook, false},
		{"hooks elsewhere", func(s *server) { s.git("config", "core.hooksPath", "/etc/hooks") },
			func(s *server) string { return s.intro }, ErrHooksElsewhere, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t)
			s.pin("")
			tt.before(s)
			done, err := s.install(
				ServerOrder{Options: Options{Mark: testMark, Trust: tt.trust(s)}})
			if !errors.Is(err, tt.is) || (done != nil && len(done.Faults) > 0) != tt.faults {
				t.Errorf("%+v, %v", done, err)
			}
			if found, ok := errors.AsType[*OtherHookError](err); ok &&
				found.Hook != "post-receive" {
				t.Errorf("the other hook is %s", found.Hook)
			}
			for _, text := range s.hooks() {
				if text != "" && text != other {
					t.Errorf("there is a hook %q", text)
				}
			}
			now, err := installed(s.ctx, s.repo())
			s.must(err)
			if now.Trust != "" {
				t.Errorf("pinned to %q", now.Trust)
			}
		})
	}
}

// A work tree is nobody's server.
func TestInstallHooksInAWorkTree(t *testing.T) {
	o := newOffice(t)
	dir := filepath.Join(t.TempDir(), "records")
	repo, err := store.Init(o.ctx, dir, store.InitOptions{})
	o.must(err)
	defer repo.Close()
	if _, err := InstallHooks(o.ctx, repo, ServerOrder{}); !errors.Is(err, ErrNotBare) {
		t.Errorf("got %v", err)
	}
}

// A damaged file trust of a server is named to whoever pushes, and hook install with an
// introduction writes it anew; other records' introduction does not.
func TestDamagedTrustOfServer(t *testing.T) {
	s := newServer(t)
	_, err := s.install(ServerOrder{Options: Options{Mark: testMark, Trust: s.intro}})
	s.must(err)
	file := filepath.Join(s.dir, "casefile", "trust")
	right, err := os.ReadFile(file)
	s.must(err)
	flipped := append([]byte{right[0] ^ 1}, right[1:]...)
	for name, damage := range map[string]func() error{
		"a flipped bit": func() error { return os.WriteFile(file, flipped, 0o600) },
		"nonsense":      func() error { return os.WriteFile(file, []byte("nonsense\n"), 0o600) },
		"a folder": func() error {
			return errors.Join(os.Remove(file), os.Mkdir(file, 0o700))
		},
	} {
		s.must(damage())
		err := s.judgePush(update(ledger.MainRef, s.old, s.new), s.keys())
		if !errors.Is(err, ledger.ErrTrustFile) || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: a push was judged: %v", name, err)
		}
		for _, given := range []string{"", s.old} {
			done, err := s.install(ServerOrder{Options: Options{Mark: testMark, Trust: given}})
			if err == nil && len(done.Faults) == 0 {
				t.Errorf("%s: installed with %q", name, given)
			}
		}
		_, err = s.install(ServerOrder{Options: Options{Mark: testMark, Trust: s.intro}})
		if text, _ := os.ReadFile(file); err != nil || string(text) != string(right) {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}

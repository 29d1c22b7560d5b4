package keyring

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The mark is drawn once, stays the same wherever it can be read, and is nobody else's.
func TestMark(t *testing.T) {
	home := t.TempDir()
	keys := func(env map[string]string) *Keyring {
		return Open(Options{Getenv: func(name string) string { return env[name] }})
	}
	first := keys(map[string]string{"HOME": home}).Mark()
	path := filepath.Join(home, ".local", "state", "casefile", "mark")
	info, err := os.Stat(path)
	if err != nil || len(first) != markLength || info.Mode().Perm() != 0o600 {
		t.Fatalf("%d bytes, %v, %v", len(first), info, err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if again := keys(map[string]string{"HOME": home}).Mark(); !bytes.Equal(again, first) {
		t.Error("the same account has another mark")
	}
	if info, err = os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info, err)
	}
	other := keys(map[string]string{"HOME": home, "XDG_STATE_HOME": t.TempDir()}).Mark()
	if len(other) != markLength || bytes.Equal(other, first) {
		t.Error("another account has the same mark, or none")
	}
	file := filepath.Join(home, "file")
	for name, text := range map[string]string{"short": "00\n", "no number": strings.Repeat("x", 64) + "\n", "longer": strings.Repeat("0", 66)} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if mark := keys(map[string]string{"HOME": home}).Mark(); mark != nil {
			t.Errorf("%s: %x is a mark", name, mark)
		}
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if mark := keys(map[string]string{"XDG_STATE_HOME": file}).Mark(); mark != nil {
		t.Errorf("with no place for it, the mark is %x", mark)
	}
}

// The mark of a server's hooks is drawn once, and again when the hooks are installed anew. What
// is a link, or of another form, is none; beside another account's lies one's own.
func TestServerMark(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "casefile")
	first := ServerMark(folder)
	if len(first) != markLength || !bytes.Equal(ServerMark(folder), first) {
		t.Fatalf("the mark is %x, then another", first)
	}
	if err := DropServerMark(folder); err != nil {
		t.Fatal(err)
	}
	again := ServerMark(folder)
	if len(again) != markLength || bytes.Equal(again, first) {
		t.Errorf("installed anew, the mark is %x", again)
	}
	path := filepath.Join(folder, "mark")
	if os.Geteuid() == 0 { // nobody else can give files away
		if err := os.Chown(path, 4242, 4242); err != nil {
			t.Fatal(err)
		}
		own := ServerMark(folder)
		if len(own) != markLength || bytes.Equal(own, again) || !bytes.Equal(own, ServerMark(folder)) {
			t.Errorf("beside another account's, %x, the mark is %x", again, own)
		}
		if err := os.Chown(path+".0", 4242, 4242); err != nil {
			t.Fatal(err)
		}
		if mark := ServerMark(folder); mark != nil {
			t.Errorf("two of another account's give %x", mark)
		}
		if err := DropServerMark(folder); err != nil {
			t.Fatal(err)
		}
		if mark := ServerMark(folder); len(mark) != markLength || bytes.Equal(mark, own) {
			t.Errorf("installed anew, the mark is %x", mark)
		}
	}
	elsewhere := filepath.Join(t.TempDir(), "mark")
	if err := os.Rename(path, elsewhere); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, path); err != nil {
		t.Fatal(err)
	}
	if mark := ServerMark(folder); mark != nil {
		t.Errorf("by a link it is %x", mark)
	}
	if err := errors.Join(DropServerMark(folder), DropServerMark(folder)); err != nil {
		t.Errorf("dropped twice: %v", err)
	}
}

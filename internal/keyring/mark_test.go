package keyring

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// The mark is drawn once, stays the same wherever it can be read, and is nobody else's.
func TestMark(t *testing.T) {
	home := t.TempDir()
	keys := func(env map[string]string) *Keyring {
		return Open(Options{Getenv: func(name string) string { return env[name] }})
	}
	whole := func(k *Keyring) []byte {
		mark, err := k.Mark()
		if err != nil {
			t.Error(err)
		}
		return mark
	}
	first := whole(keys(map[string]string{"HOME": home}))
	path := filepath.Join(home, ".local", "state", "casefile", "mark")
	info, err := os.Stat(path)
	if err != nil || len(first) != markLength || info.Mode().Perm() != 0o600 {
		t.Fatalf("%d bytes, %v, %v", len(first), info, err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if again := whole(keys(map[string]string{"HOME": home})); !bytes.Equal(again, first) {
		t.Error("the same account has another mark")
	}
	if info, err = os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info, err)
	}
	other := whole(keys(map[string]string{"HOME": home, "XDG_STATE_HOME": t.TempDir()}))
	if len(other) != markLength || bytes.Equal(other, first) {
		t.Error("another account has the same mark, or none")
	}
	file := filepath.Join(home, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if mark := whole(keys(map[string]string{"XDG_STATE_HOME": file})); mark != nil {
		t.Errorf("with no place for it, the mark is %x", mark)
	}
}

// serverMarkOf returns the mark alone.
func serverMarkOf(folder string) []byte {
	mark, _ := ServerMark(folder)
	return mark
}

// A mark of a server's that a disk has spoiled is told of, also to whoever only looks, until the
// hooks are installed anew.
func TestDamagedServerMark(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "casefile")
	if err := ServerMarkFault(folder); err != nil {
		t.Error(err)
	}
	first := serverMarkOf(folder)
	path := filepath.Join(folder, "mark")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 8 * len(text) {
		flipped := bytes.Clone(text)
		flipped[i/8] ^= 1 << (i % 8)
		if err := os.WriteFile(path, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		mark, err := ServerMark(folder)
		fault, told := errors.AsType[*MarkError](err)
		if same := bytes.Equal(mark, first); !same && (mark != nil || !told || fault.Path != path) {
			t.Fatalf("bit %d flipped: %x, %v", i, mark, err)
		}
		if told != (ServerMarkFault(folder) != nil) {
			t.Fatalf("bit %d flipped: who looks hears %v", i, ServerMarkFault(folder))
		}
	}
	if err := DropServerMark(folder); err != nil || len(serverMarkOf(folder)) != markLength {
		t.Errorf("it is not drawn anew: %v", err)
	}
}

// The mark of a server's hooks is drawn once, and again when the hooks are installed anew. What
// is a link, or of another form, is none; beside another account's lies one's own.
func TestServerMark(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "casefile")
	first := serverMarkOf(folder)
	if len(first) != markLength || !bytes.Equal(serverMarkOf(folder), first) {
		t.Fatalf("the mark is %x, then another", first)
	}
	if err := DropServerMark(folder); err != nil {
		t.Fatal(err)
	}
	again := serverMarkOf(folder)
	if len(again) != markLength || bytes.Equal(again, first) {
		t.Errorf("installed again, the mark is %x", again)
	}
	path := filepath.Join(folder, "mark")
	if os.Geteuid() == 0 { // nobody else can give files away
		if err := os.Chown(path, 4242, 4242); err != nil {
			t.Fatal(err)
		}
		own := serverMarkOf(folder)
		if len(own) != markLength || bytes.Equal(own, again) ||
			!bytes.Equal(own, serverMarkOf(folder)) {
			t.Errorf("beside another account's, %x, the mark is %x", again, own)
		}
		if err := os.Chown(path+".0", 4242, 4242); err != nil {
			t.Fatal(err)
		}
		if mark := serverMarkOf(folder); mark != nil {
			t.Errorf("two of another account's give %x", mark)
		}
		if err := DropServerMark(folder); err != nil {
			t.Fatal(err)
		}
		if mark := serverMarkOf(folder); len(mark) != markLength || bytes.Equal(mark, own) {
			t.Errorf("installed again, the mark is %x", mark)
		}
	}
	elsewhere := filepath.Join(t.TempDir(), "mark")
	if err := os.Rename(path, elsewhere); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, path); err != nil {
		t.Fatal(err)
	}
	if mark := serverMarkOf(folder); mark != nil {
		t.Errorf("by a link it is %x", mark)
	}
	if err := errors.Join(DropServerMark(folder), DropServerMark(folder)); err != nil {
		t.Errorf("dropped twice: %v", err)
	}
}

// What is no mark is named with its file and why, and nothing is drawn in its place until
// somebody has it mended. Then it is kept aside, whatever it is, and another mark holds.
func TestMarkThatIsNone(t *testing.T) {
	digits := strings.Repeat("0a", markLength)
	summed := string(markText([]byte(strings.Repeat("\x0a", markLength))))
	put := func(text string) func(path string) error {
		return func(path string) error { return os.WriteFile(path, []byte(text), 0o600) }
	}
	for name, tt := range map[string]struct {
		lay func(path string) error
		why string
	}{
		"empty":          {put(""), "is empty"},
		"short":          {put("0a\n"), "is damaged"},
		"no number":      {put(strings.Repeat("x", 64) + "\n"), "is damaged"},
		"cut":            {put(summed[:len(summed)-1]), "is damaged"},
		"cut in its sum": {put(digits + " 0a\n"), "is damaged: its sum is another"},
		"another digit":  {put("1" + summed[1:]), "is damaged: its sum is another"},
		"another sum": {put(digits + " " + strings.Repeat("0a", 32) + "\n"),
			"is damaged: its sum is another"},
		"a byte more": {put(summed + "\n"), "is too large for that"},
		"of any size": {func(p string) error {
			return errors.Join(put("")(p), os.Truncate(p, 5<<30))
		}, "is too large for that"},
		"a pipe": {func(p string) error {
			return syscall.Mkfifo(p, 0o600)
		}, "is not a plain file"},
		"a folder": {func(p string) error {
			return os.Mkdir(p, 0o700)
		}, "is not a plain file"},
		"a link": {func(p string) error {
			return os.Symlink(os.DevNull, p)
		}, "is not a plain file"},
		"a link to nowhere": {func(p string) error {
			return os.Symlink(p+"-", p)
		}, "is not a plain file"},
	} {
		t.Run(name, func(t *testing.T) {
			keys, path := stateAt(t)
			if err := tt.lay(path); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				mark, err := keys.Mark()
				wrong, ok := errors.AsType[*MarkError](err)
				if mark != nil || !ok || wrong.Path != path || wrong.Why != tt.why {
					t.Fatalf("the mark is %x, %v", mark, err)
				}
			}
			aside, err := keys.MendMark("20260306T180500Z")
			if _, statErr := os.Lstat(aside); err != nil || statErr != nil {
				t.Fatalf("kept as %q: %v, %v", aside, err, statErr)
			}
			mark, err := keys.Mark()
			if again, _ := keys.Mark(); len(mark) != markLength || err != nil ||
				!bytes.Equal(mark, again) {
				t.Errorf("mended, the mark is %x, then %x: %v", mark, again, err)
			}
			if aside, err := keys.MendMark("20260306T180501Z"); aside != "" || err != nil {
				t.Errorf("a whole one is put aside as %q: %v", aside, err)
			}
		})
	}
}

// A mark of before they had a sum stays what it is, and is given one.
func TestMarkWithoutSum(t *testing.T) {
	keys, path := stateAt(t)
	if err := os.WriteFile(path, []byte(strings.Repeat("0a", markLength)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	want := bytes.Repeat([]byte{10}, markLength)
	for range 2 {
		if mark, err := keys.Mark(); !bytes.Equal(mark, want) || err != nil {
			t.Errorf("the mark is %x, %v", mark, err)
		}
	}
	if text, err := os.ReadFile(path); string(text) != string(markText(want)) || err != nil {
		t.Errorf("the file has %q, %v", text, err)
	}
}

// stateAt returns a keyring with a folder for its mark, and where that is to lie.
func stateAt(t *testing.T) (k *Keyring, path string) {
	state := t.TempDir()
	path = filepath.Join(state, "casefile", "mark")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	return Open(Options{Getenv: func(name string) string {
		return map[string]string{"XDG_STATE_HOME": state}[name]
	}}), path
}

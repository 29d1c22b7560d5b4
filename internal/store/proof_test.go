package store

import (
	"bytes"
	"encoding/hex"
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestHashObject(t *testing.T) {
	for _, c := range []struct{ kind, raw, want string }{
		// From git's own documentation and source: the empty blob and tree.
		{"blob", "", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"},
		{"tree", "", "4b825dc642cb6eb9a060e54bf8d69288fbee4904"},
		{"blob", "hello\n", "ce013625030ba8dba906f756967f9e9ca394464a"},
		{"commit", "", "dcf5b16e76cce7425d0beaef62d79a7d10fce1f5"},
	} {
		if got, err := HashObject(c.kind, []byte(c.raw)); err != nil || got != c.want {
			t.Errorf("%s %q: %s, %v; want %s", c.kind, c.raw, got, err, c.want)
		}
	}
	for _, kind := range []string{"", "entry", "ofs-delta", "Blob"} {
		if id, err := HashObject(kind, nil); err == nil {
			t.Errorf("a %q has the id %s", kind, id)
		}
	}
}

func TestParseTree(t *testing.T) {
	line := func(mode, name string, id byte) string {
		return mode + " " + name + "\x00" + strings.Repeat(string(rune(id)), 20)
	}
	got, err := ParseTree(
		[]byte(line("100644", "allowed_signers", 'a') + line("40000", "cases", 'b')))
	want := []TreeEntry{{"allowed_signers", "100644", strings.Repeat("61", 20)},
		{"cases", "040000", strings.Repeat("62", 20)}}
	if err != nil || len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("%v, %v", got, err)
	}
	for about, raw := range map[string]string{
		"out of order": line("100644", "b", 'a') + line("100644", "a", 'a'),
		"a name twice": line("100644", "team.yaml", 'a') + line("100644", "team.yaml", 'b'),
		"cut short":    line("100644", "team.yaml", 'a')[:25],
		"a path":       line("100644", "cases/team.yaml", 'a'),
	} {
		if got, err := ParseTree([]byte(raw)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v, %v", about, got, err)
		}
	}
}

func FuzzGoodTree(f *testing.F) {
	f.Add([]byte("100644 team.yaml\x0001234567890123456789"))
	f.Add([]byte("40000 cases\x0001234567890123456789100644 team.yaml\x0001234567890123456789"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		list, err := ParseTree(raw)
		if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTooLarge) {
			t.Errorf("another error: %v", err)
		}
		seen := map[string]bool{}
		for _, e := range list {
			if seen[e.Name] {
				t.Errorf("%q twice", e.Name)
			}
			seen[e.Name] = true
			if badName(e.Name) || strings.ContainsAny(e.Name, "/\x00") ||
				!filepath.IsLocal(e.Name) {
				t.Errorf("%q is no step of a path", e.Name)
			}
		}
		if back := treeAgain(list); err == nil && !bytes.Equal(back, raw) {
			t.Errorf("%q written again is %q", raw, back)
		}
	})
}

// treeAgain writes a tree as git does.
func treeAgain(list []TreeEntry) []byte {
	var raw []byte
	for _, e := range list {
		id, _ := hex.DecodeString(e.ID)
		raw = append(append(raw, strings.TrimLeft(e.Mode, "0")+" "+e.Name+"\x00"...), id...)
	}
	return raw
}

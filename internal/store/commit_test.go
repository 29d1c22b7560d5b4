package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	someTree   = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
	someParent = "1111111111111111111111111111111111111111"
	people     = "author Asha Rao <asha@example.org> 5 +0000\n" +
		"committer Ben <ben@example.org> 6 -0130\n"
	block = "-----BEGIN SSH SIGNATURE-----\n AAAA\n -----END SSH SIGNATURE-----\n"
)

func TestParseCommit(t *testing.T) {
	tests := []struct {
		name, raw  string
		headers    string
		signatures int
		payload    string // "" when it is the whole
	}{
		{"plain", "tree " + someTree + "\n" + people + "\nm\n", "tree author committer", 0, ""},
		{"no message", "tree " + someTree + "\n" + people + "\n", "tree author committer", 0, ""},
		{"parents", "tree " + someTree + "\nparent " + someParent + "\nparent " + someTree + "\n" +
			people + "\nm", "tree parent parent author committer", 0, ""},
		{"signed", "tree " + someTree + "\n" + people + "gpgsig " + block + "\nm\n",
			"tree author committer gpgsig", 1, "tree " + someTree + "\n" + people + "\nm\n"},
		{"signed twice", "tree " + someTree + "\n" + people + "gpgsig " + block + "gpgsig " +
			block + "\nm\n",
			"tree author committer gpgsig gpgsig", 2, "tree " + someTree + "\n" + people + "\nm\n"},
		{"two blocks in one header", "tree " + someTree + "\n" + people + "gpgsig " + block + " " +
			block + "\nm\n",
			"tree author committer gpgsig", 2, "tree " + someTree + "\n" + people + "\nm\n"},
		{"gpgsig that is no block", "tree " + someTree + "\n" + people + "gpgsig x\n\nm\n",
			"tree author committer gpgsig", 1, "tree " + someTree + "\n" + people + "\nm\n"},
		{"encoding after the signature", "tree " + someTree + "\n" + people + "gpgsig " + block +
			"encoding latin1\n\n\xe9\n",
			"tree author committer gpgsig encoding", 1, "tree " + someTree + "\n" + people +
				"encoding latin1\n\n\xe9\n"},
		{"mergetag", "tree " + someTree + "\n" + people + "mergetag object " + someTree +
			"\n type commit\n \n text\n\nm\n", "tree author committer mergetag", 0, ""},
		{"unknown header with blank continuation", "tree " + someTree + "\n" + people +
			"x-note a\n \n b\n\nm\n", "tree author committer x-note", 0, ""},
		{"sha-256 signature", "tree " + someTree + "\n" + people + "gpgsig-sha256 " + block +
			"\nm\n", "tree author committer gpgsig-sha256", 0, ""},
		{"a signature in the message", "tree " + someTree + "\n" + people + "\ngpgsig " + block,
			"tree author committer", 0, ""},
		{"empty name", "tree " + someTree + "\nauthor <a@b> 5 +0000\ncommitter  <> 5 +0000\n\n",
			"tree author committer", 0, ""},
	}
	for _, test := range tests {
		c, err := ParseCommit("id", []byte(test.raw))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if test.payload == "" {
			test.payload = test.raw
		}
		if got := strings.Join(c.Headers, " "); got != test.headers ||
			c.Signatures != test.signatures || string(c.Payload) != test.payload {
			t.Errorf("%s: headers %q, %d signatures, payload %q", test.name, got, c.Signatures,
				c.Payload)
		}
	}
}

func TestParseCommitFields(t *testing.T) {
	raw := "tree " + someTree + "\nparent " + someParent + "\n" + people + "gpgsig " + block +
		"\ncasefile add\n\nCasefile-Op: add\n"
	c, err := ParseCommit("the id", []byte(raw))
	must(t, err)
	got := fmt.Sprintf("%s|%s|%s|%s %s %s %s|%s %s %s %s|%q|%q", c.ID, c.Tree, c.Parents,
		c.Author.Name, c.Author.Email,
		c.Author.When, c.Author.Zone, c.Committer.Name, c.Committer.Email, c.Committer.When,
		c.Committer.Zone, c.Message, c.Signature)
	want := "the id|" + someTree + "|[" + someParent + "]|Asha Rao asha@example.org 1970-01-01 " +
		"00:00:05 +0000 UTC +0000|Ben ben@example.org 1970-01-01 00:00:06 +0000 UTC " +
		"-0130|\"casefile add\\n\\nCasefile-Op: add\\n\"|" +
		"\"-----BEGIN SSH SIGNATURE-----\\nAAAA\\n-----END SSH SIGNATURE-----\\n\""
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestParseCommitRefuses(t *testing.T) {
	tree := "tree " + someTree + "\n"
	for name, raw := range map[string]string{
		"empty":                     "",
		"blank":                     "\n",
		"no blank line":             tree + people,
		"cut in a header":           tree + people + "gpgsig -----BEGIN",
		"no tree":                   people + "\nm\n",
		"short tree":                "tree 4b825d\n" + people + "\nm\n",
		"upper-case tree":           "tree " + strings.ToUpper(someTree) + "\n" + people + "\nm\n",
		"two trees":                 tree + tree + people + "\nm\n",
		"tree at the end":           tree + people + tree + "\nm\n",
		"folded tree":               "tree " + someTree + "\n x\n" + people + "\nm\n",
		"parent after the author":   tree + people + "parent " + someParent + "\n\nm\n",
		"malformed parent":          tree + "parent x\n" + people + "\nm\n",
		"committer first":           tree + "committer A <a> 1 +0000\nauthor A <a> 1 +0000\n\nm\n",
		"no committer":              tree + "author A <a> 1 +0000\n\nm\n",
		"two authors":               tree + "author A <a> 1 +0000\n" + people + "\nm\n",
		"second committer":          tree + people + "committer A <a> 1 +0000\n\nm\n",
		"header before the author":  tree + "encoding x\n" + people + "\nm\n",
		"continuation at the start": " x\n" + tree + people + "\nm\n",
		"header without a value":    tree + people + "gpgsig\n\nm\n",
		"zero byte":                 tree + people + "x-note a\x00b\n\nm\n",
		"no email":                  tree + "author A 1 +0000\ncommitter A <a> 1 +0000\n\n",
		"two emails":                tree + "author A <a> <b> 1 +0000\ncommitter A <a> 1 +0000\n\n",
		"name touches email":        tree + "author A<a> 1 +0000\ncommitter A <a> 1 +0000\n\n",
		"no time":                   tree + "author A <a>\ncommitter A <a> 1 +0000\n\n",
		"negative time":             tree + "author A <a> -1 +0000\ncommitter A <a> 1 +0000\n\n",
		"leading zero":              tree + "author A <a> 01 +0000\ncommitter A <a> 1 +0000\n\n",
		"plus sign":                 tree + "author A <a> +1 +0000\ncommitter A <a> 1 +0000\n\n",
		"time past all years": tree + "author A <a> 99999999999999999999 +0000\n" +
			"committer A <a> 1 +0000\n\n",
		"no zone":             tree + "author A <a> 1\ncommitter A <a> 1 +0000\n\n",
		"short zone":          tree + "author A <a> 1 +000\ncommitter A <a> 1 +0000\n\n",
		"zone of letters":     tree + "author A <a> 1 +00x0\ncommitter A <a> 1 +0000\n\n",
		"text after the zone": tree + "author A <a> 1 +0000 x\ncommitter A <a> 1 +0000\n\n",
	} {
		if c, err := ParseCommit("id", []byte(raw)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: got %+v, %v; want ErrDamaged", name, c, err)
		}
	}
}

func TestSignerWantsOneGoodSignature(t *testing.T) {
	s := newSigner(t)
	payload := "tree " + someTree + "\n" + people + "\nm\n"
	head, message, _ := strings.Cut(payload, "\n\n")
	armored, err := s.Sign("git", []byte(payload))
	must(t, err)
	sig := "gpgsig " + strings.ReplaceAll(strings.TrimSuffix(string(armored), "\n"), "\n", "\n ")
	for name, test := range map[string]struct {
		raw  string
		good bool
	}{
		"good":     {head + "\n" + sig + "\n\n" + message, true},
		"unsigned": {payload, false},
		"twice":    {head + "\n" + sig + "\n" + sig + "\n\n" + message, false},
		"two blocks": {head + "\n" + sig + "\n" + strings.Replace(sig, "gpgsig", "", 1) +
			"\n\n" + message, false},
		"other message":   {head + "\n" + sig + "\n\nother\n", false},
		"one more header": {head + "\n" + sig + "\nx-note y\n\n" + message, false},
		"line before": {head + "\n" + strings.Replace(sig, "gpgsig ", "gpgsig note\n ", 1) +
			"\n\n" + message, false},
		"line after": {head + "\n" + sig + "\n note\n\n" + message, false},
	} {
		c, err := ParseCommit("id", []byte(test.raw))
		must(t, err)
		key, err := c.Signer("git")
		if test.good && (err != nil || key != s.PublicKey()) {
			t.Errorf("%s: %v", name, err)
		}
		if !test.good && !errors.Is(err, ErrBadSignature) {
			t.Errorf("%s: got %q, %v; want ErrBadSignature", name, key, err)
		}
	}
}

func FuzzParseCommit(f *testing.F) {
	f.Add([]byte("tree " + someTree + "\nparent " + someParent + "\n" + people + "gpgsig " + block +
		"\nm\n"))
	f.Add([]byte("tree " + someTree + "\n" + people + "x-note a\n \n b\n\nm\n"))
	f.Add([]byte("tree " + someTree + "\nauthor <> 0 +0000\ncommitter <> 0 +0000\n\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := ParseCommit("id", raw)
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Fatalf("error of another kind: %v", err)
			}
			return
		}
		if string(c.Raw) != string(raw) || !strings.HasSuffix(string(raw), "\n\n"+c.Message) {
			t.Fatalf("message %q of %q", c.Message, raw)
		}
		if c.Signatures == 0 && string(c.Payload) != string(raw) {
			t.Fatalf("unsigned, but the payload %q differs from %q", c.Payload, raw)
		}
		again, err := ParseCommit("id", c.Payload)
		if err != nil || again.Signatures != 0 || again.Tree != c.Tree ||
			again.Author != c.Author || again.Message != c.Message {
			t.Fatalf("payload %q reads as %+v, %v", c.Payload, again, err)
		}
		_, _ = c.Signer("git")
	})
}

// The odd headers that git itself accepts keep their ids through our reader.
func TestOddStockCommits(t *testing.T) {
	r := newRepo(t)
	tree := stock(t, r.WorkDir(), "", "write-tree")
	for _, extra := range []string{"", "encoding ISO-8859-1\n", "x-unknown 1\n x\n",
		"HG:rename-source hg\n", "gpgsig x\ngpgsig y\n"} {
		raw := "tree " + tree + "\n" + people + extra + "\nm\n"
		path := filepath.Join(t.TempDir(), "commit")
		must(t, os.WriteFile(path, []byte(raw), 0o600))
		id := stock(t, r.WorkDir(), "", "hash-object", "-t", "commit", "-w", "--literally", path)
		c, err := r.Commit(t.Context(), id)
		if err != nil || string(c.Raw) != raw || c.ID != id {
			t.Errorf("%q: %+v, %v", extra, c, err)
		}
	}
}

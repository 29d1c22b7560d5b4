package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

var commitVectors = filepath.Join("..", "..", "testdata", "vectors", "commit")

type commitVector struct {
	Name, Expect, ID, Signer string
	Headers                  []string
	Again                    bool // test-key makes the same signature again
}

func TestCommitVectors(t *testing.T) {
	var index struct{ Vectors []commitVector }
	data, err := os.ReadFile(filepath.Join(commitVectors, "index.json"))
	must(t, err)
	must(t, json.Unmarshal(data, &index))
	if len(index.Vectors) < 8 {
		t.Fatal("too few vectors")
	}
	key, err := FileSigner(filepath.Join(commitVectors, "test-key"), nil)
	must(t, err)
	for _, v := range index.Vectors {
		raw, err := os.ReadFile(filepath.Join(commitVectors, v.Name+".commit"))
		must(t, err)
		c, err := ParseCommit(plumbing.ComputeHash(plumbing.CommitObject, raw).String(), raw)
		switch {
		case v.Expect == "damaged":
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("%s: want %v, got %v", v.Name, ErrDamaged, err)
			}
		case err != nil:
			t.Errorf("%s: %v", v.Name, err)
		case v.Expect == "bad-signature":
			if signer, err := c.Signer("git"); !errors.Is(err, ErrBadSignature) {
				t.Errorf("%s: want %v, got %q, %v", v.Name, ErrBadSignature, signer, err)
			}
		default:
			v.check(t, c, key)
		}
	}
}

func (v commitVector) check(t *testing.T, c Commit, key Signer) {
	t.Helper()
	signer, err := c.Signer("git")
	if err != nil || signer != v.Signer || c.ID != v.ID || !slices.Equal(c.Headers, v.Headers) {
		t.Errorf("%s: id %s, headers %v, signer %q, %v", v.Name, c.ID, c.Headers, signer, err)
	}
	if !v.Again {
		return
	}
	made, err := NewCommit{Tree: c.Tree, Parents: c.Parents, Author: c.Author,
		Committer: c.Committer, Message: c.Message}.object()
	must(t, err)
	payload, err := encoded(made.EncodeWithoutSignature)
	must(t, err)
	if !bytes.Equal(payload, c.Payload) {
		t.Errorf("%s: what we sign is\n%s\nwant\n%s", v.Name, payload, c.Payload)
	}
	armored, err := key.Sign(gitNamespace, payload)
	must(t, err)
	if !bytes.Equal(armored, c.Signature) {
		t.Errorf("%s: our signature differs from ssh-keygen's", v.Name)
	}
}

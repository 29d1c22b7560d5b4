package store

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// NewCommit holds the parts of a commit to be made. Times are written in whole seconds with zone
// +0000, whatever Ident.Zone says.
type NewCommit struct {
	Tree              string
	Parents           []string
	Author, Committer Ident
	Message           string
}

// gitNamespace is the namespace of git's signatures.
const gitNamespace = "git"

// Commit adds a commit with exactly the headers tree, parent, author, committer
// and, unless s is nil, gpgsig. What the signer gives back is verified before
// it is taken.
func (b *Batch) Commit(c NewCommit, s Signer) (Commit, error) {
	made, err := c.object()
	if err != nil {
		return Commit{}, err
	}
	if s != nil {
		if made.PGPSignature, err = signature(made, s); err != nil {
			return Commit{}, err
		}
	}
	raw, err := encoded(made.Encode)
	if err != nil {
		return Commit{}, err
	}
	if len(raw) > MaxCommit {
		return Commit{},
			fmt.Errorf("%w: a commit of %d bytes; do it for fewer at once", ErrTooLarge, len(raw))
	}
	commit, err := ParseCommit(plumbing.ComputeHash(plumbing.CommitObject, raw).String(), raw)
	if err != nil {
		return Commit{}, err
	}
	b.put(plumbing.CommitObject, raw)
	return commit, nil
}

// object checks the fields that could break out of their header.
func (c NewCommit) object() (*object.Commit, error) {
	made := &object.Commit{TreeHash: plumbing.NewHash(c.Tree), Message: c.Message}
	for _, id := range append([]string{c.Tree}, c.Parents...) {
		if !isID(id) {
			return nil, fmt.Errorf("new commit: %q is not an object id", id)
		}
	}
	for _, p := range c.Parents {
		made.ParentHashes = append(made.ParentHashes, plumbing.NewHash(p))
	}
	for _, p := range []struct {
		from Ident
		to   *object.Signature
	}{{c.Author, &made.Author}, {c.Committer, &made.Committer}} {
		if err := p.from.check(); err != nil {
			return nil, fmt.Errorf("new commit: %w", err)
		}
		*p.to = object.Signature{Name: p.from.Name, Email: p.from.Email, When: p.from.When.UTC()}
	}
	return made, nil
}

// check refuses what would break out of a header, or not survive in it.
func (p Ident) check() error {
	bad := strings.ContainsAny(p.Name+p.Email, "<>\n\r\x00")
	if bad || strings.TrimSpace(p.Name) != p.Name || strings.TrimSpace(p.Email) != p.Email ||
		p.When.Unix() < 0 {
		return fmt.Errorf("%q <%q> at %s is not an identity", p.Name, p.Email, p.When)
	}
	return nil
}

func signature(c *object.Commit, s Signer) (string, error) {
	payload, err := encoded(c.EncodeWithoutSignature)
	if err != nil {
		return "", err
	}
	armored, err := s.Sign(gitNamespace, payload)
	if err != nil {
		return "", err
	}
	key, err := VerifySignature(armored, payload, gitNamespace)
	if err != nil {
		return "", err
	}
	if key != s.PublicKey() {
		return "", fmt.Errorf("%w: made by %s instead of %s", ErrBadSignature, key, s.PublicKey())
	}
	return string(armored), nil
}

func encoded(encode func(plumbing.EncodedObject) error) ([]byte, error) {
	o := new(plumbing.MemoryObject)
	if err := encode(o); err != nil {
		return nil, fmt.Errorf("encoding a commit: %w", err)
	}
	r, err := o.Reader()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	return data, errors.Join(err, r.Close())
}

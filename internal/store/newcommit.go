package store

import (
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// NewCommit is what a commit is made from. Times are written in whole seconds,
// zone +0000, whatever Ident.Zone says.
type NewCommit struct {
	Tree              string
	Parents           []string
	Author, Committer Ident
	Message           string
}

// gitNamespace is what git signs commits in.
const gitNamespace = "git"

// Commit adds a commit with exactly the headers tree, parent, author, committer
// and, unless s is nil, gpgsig. What the signer gives back is verified before
// it is taken.
func (b *Batch) Commit(c NewCommit, s Signer) (Commit, error) {
	if err := c.check(); err != nil {
		return Commit{}, err
	}
	raw := c.encode(nil)
	if s != nil {
		armored, err := signature(raw, s)
		if err != nil {
			return Commit{}, err
		}
		raw = c.encode(armored)
	}
	if len(raw) > MaxCommit {
		return Commit{}, fmt.Errorf("%w: a commit of %d bytes; do it for fewer at once", ErrTooLarge, len(raw))
	}
	commit, err := ParseCommit(plumbing.ComputeHash(plumbing.CommitObject, raw).String(), raw)
	if err != nil {
		return Commit{}, err
	}
	b.put(plumbing.CommitObject, raw)
	return commit, nil
}

// check refuses fields that could break out of their header.
func (c NewCommit) check() error {
	for _, id := range append([]string{c.Tree}, c.Parents...) {
		if !isID(id) {
			return fmt.Errorf("new commit: %q is no object id", id)
		}
	}
	for _, p := range []Ident{c.Author, c.Committer} {
		if err := p.check(); err != nil {
			return fmt.Errorf("new commit: %w", err)
		}
	}
	return nil
}

// encode gives the raw bytes; without a signature they are what is signed.
func (c NewCommit) encode(armored []byte) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "tree %s\n", c.Tree)
	for _, p := range c.Parents {
		fmt.Fprintf(&b, "parent %s\n", p)
	}
	fmt.Fprintf(&b, "author %s\ncommitter %s\n", c.Author.encode(), c.Committer.encode())
	if armored != nil { // a header of several lines: each further one begins with a space
		lines := strings.TrimSuffix(string(armored), "\n")
		fmt.Fprintf(&b, "gpgsig %s\n", strings.ReplaceAll(lines, "\n", "\n "))
	}
	fmt.Fprintf(&b, "\n%s", c.Message)
	return []byte(b.String())
}

// encode is the text of a header.
func (p Ident) encode() string {
	return fmt.Sprintf("%s <%s> %d +0000", p.Name, p.Email, p.When.Unix())
}

// check refuses what would break out of a header, or not survive in it.
func (p Ident) check() error {
	bad := strings.ContainsAny(p.Name+p.Email, "<>\n\r\x00")
	if bad || strings.TrimSpace(p.Name) != p.Name || strings.TrimSpace(p.Email) != p.Email || p.When.Unix() < 0 {
		return fmt.Errorf("%q <%q> at %s is no identity", p.Name, p.Email, p.When)
	}
	return nil
}

// signature signs a payload, and verifies what the signer gave back.
func signature(payload []byte, s Signer) ([]byte, error) {
	armored, err := s.Sign(gitNamespace, payload)
	if err != nil {
		return nil, err
	}
	key, err := VerifySignature(armored, payload, gitNamespace)
	if err != nil {
		return nil, err
	}
	if key != s.PublicKey() {
		return nil, fmt.Errorf("%w: made by %s instead of %s", ErrBadSignature, key, s.PublicKey())
	}
	return armored, nil
}

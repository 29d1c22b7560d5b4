package store

import (
	"bytes"
	"errors"
	"fmt"
)

// Commit is a commit as its raw bytes have it.
type Commit struct {
	ID, Tree          string
	Parents           []string
	Author, Committer Ident
	Message           string
	Headers           []string // the names of all headers, in order
	Raw               []byte   // the exact bytes of the object
	Payload           []byte   // Raw without its gpgsig headers: what is signed
	Signature         []byte   // the armored block of the first gpgsig, unfolded; nil when unsigned
	// armored blocks (or gpgsig headers) in all; an honest commit has one
	Signatures int
}

// ParseCommit reads the raw bytes of a commit. It accepts what git would write
// (any further headers included, named in Headers) and refuses with ErrDamaged
// what two programs might read differently: the four fixed headers missing,
// repeated or out of order, an identity without its exact form, a zero byte in
// a header, no blank line before the message.
func ParseCommit(id string, raw []byte) (Commit, error) {
	hs, message, err := splitHeaders(raw)
	if err == nil {
		c := Commit{ID: id, Raw: raw, Message: string(message)}
		if err = c.fixed(hs); err == nil {
			c.sign(hs, message)
			return c, nil
		}
	}
	return Commit{}, malformed{fmt.Errorf("%w: commit %s: %w", ErrDamaged, id, err)}
}

// malformed is ErrMalformed beside what is said of an object.
type malformed struct{ error }

func (m malformed) Unwrap() []error { return []error{m.error, ErrMalformed} }

// fixed reads tree, parents, author and committer, in git's order.
func (c *Commit) fixed(hs []header) error {
	for _, h := range hs {
		c.Headers = append(c.Headers, h.name)
	}
	if len(hs) == 0 || hs[0].name != "tree" || !isID(hs[0].value()) {
		return errors.New("no tree header at the start")
	}
	c.Tree, hs = hs[0].value(), hs[1:]
	for len(hs) > 0 && hs[0].name == "parent" {
		if !isID(hs[0].value()) {
			return fmt.Errorf("malformed parent %q", hs[0].value())
		}
		c.Parents, hs = append(c.Parents, hs[0].value()), hs[1:]
	}
	if len(hs) < 2 || hs[0].name != "author" || hs[1].name != "committer" {
		return errors.New("no author and committer in their place")
	}
	for _, h := range hs[2:] {
		switch h.name {
		case "tree", "parent", "author", "committer":
			return fmt.Errorf("%s header out of place", h.name)
		}
	}
	var errs [2]error
	c.Author, errs[0] = parseIdent(hs[0].value())
	c.Committer, errs[1] = parseIdent(hs[1].value())
	return errors.Join(errs[:]...)
}

// sign sets the payload and the signature.
func (c *Commit) sign(hs []header, message []byte) {
	for _, h := range hs {
		if h.name != "gpgsig" {
			c.Payload = append(c.Payload, h.raw...)
			continue
		}
		armored := []byte(h.value() + "\n")
		if c.Signature == nil {
			c.Signature = armored
		}
		c.Signatures += max(1, bytes.Count(armored, []byte("-----BEGIN ")))
	}
	c.Payload = append(append(c.Payload, '\n'), message...)
}

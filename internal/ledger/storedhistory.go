package ledger

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// storedHistory shows a repository to the judge, or a batch of objects not yet written.
type storedHistory struct {
	ctx   context.Context
	read  store.Reader
	index *index // nil: facts of earlier runs are not used
}

var _ verify.History = storedHistory{}

// Commit implements verify.History.
func (p storedHistory) Commit(id string) (verify.Commit, error) {
	c, err := p.read.Commit(p.ctx, id)
	if err != nil {
		return verify.Commit{}, err
	}
	return CommitFacts(c), nil
}

// CommitFacts returns a commit as the judge sees it.
func CommitFacts(c store.Commit) verify.Commit {
	out := verify.Commit{
		ID: c.ID, Parents: c.Parents, Headers: c.Headers, Message: c.Message,
		Author: person(c.Author), Committer: person(c.Committer),
	}
	key, err := c.Signer("git")
	if out.Signer = key; err != nil {
		out.SignFault = err.Error()
	}
	return out
}

func person(i store.Ident) verify.Person {
	return verify.Person{Name: i.Name, Email: i.Email, When: i.When, Zone: i.Zone}
}

// Changes implements verify.History.
func (p storedHistory) Changes(parent, commit string) ([]verify.Change, error) {
	list, err := p.read.Diff(p.ctx, parent, commit)
	if err != nil {
		return nil, err
	}
	return changesOf(list), nil
}

func changesOf(list []store.Change) []verify.Change {
	out := make([]verify.Change, len(list))
	for i, c := range list {
		out[i] = verify.Change(c)
	}
	return out
}

// FileAt reads a plain file of a commit; false where it has none. An error names the path of a file
// that this copy lacks or has damaged: see store.Lost.
func FileAt(ctx context.Context, read store.Reader, commit, path string) ([]byte, bool, error) {
	return storedHistory{ctx: ctx, read: read}.File(commit, path)
}

// File implements verify.History.
func (p storedHistory) File(commit, path string) ([]byte, bool, error) {
	e, ok, err := p.read.Lookup(p.ctx, commit, path)
	if err != nil || !ok || e.IsFolder() {
		return nil, false, err
	}
	data, err := p.Blob(e.ID)
	if errors.Is(err, verify.ErrAbsent) {
		err = errors.Join(store.ErrNotFound, err)
	}
	return data, err == nil, store.Lost(path, err)
}

// Blob implements verify.History.
func (p storedHistory) Blob(id string) ([]byte, error) {
	data, err := p.read.Blob(p.ctx, id, verify.MaxPlain)
	switch {
	case errors.Is(err, store.ErrNotFound): // or the object is no file
		return nil, verify.ErrAbsent
	case errors.Is(err, store.ErrTooLarge):
		return nil, fmt.Errorf("%w: %w", verify.ErrHuge, err)
	}
	return data, err
}

// Sealed implements verify.History.
func (p storedHistory) Sealed(id string) (verify.Sealed, error) {
	return p.sealedUpTo(verify.MaxSealedFile, id)
}

// sealedUpTo reads the header of a sealed file, unless the file exceeds limit.
func (p storedHistory) sealedUpTo(limit int64, id string) (verify.Sealed, error) {
	head := &start{most: seal.MaxHeader}
	size, err := p.read.Stream(p.ctx, id, limit, head)
	huge, other := errors.Is(err, store.ErrTooLarge), errors.Is(err, store.ErrOtherKind)
	switch {
	case huge || other: // a huge file, or no file
		sizes, err := p.read.Sizes(p.ctx, []string{id})
		if err != nil {
			return verify.Sealed{}, err
		}
		return verify.Sealed{Size: sizes[0], OneHybrid: huge, Padded: huge}, nil
	case errors.Is(err, store.ErrNotFound):
		return verify.Sealed{}, verify.ErrAbsent
	case err != nil:
		return verify.Sealed{}, err
	}
	return sealedOf(head.data, size), nil
}

// start keeps the first bytes of what is written to it.
type start struct {
	data []byte
	most int
}

func (s *start) Write(p []byte) (int, error) {
	s.data = append(s.data, p[:min(len(p), s.most-len(s.data))]...)
	return len(p), nil
}

// sealedOf reads the public part of a sealed file, from its first bytes and its size.
func sealedOf(head []byte, size int64) verify.Sealed {
	h, err := seal.Inspect(head)
	if err != nil {
		return verify.Sealed{Size: size}
	}
	return verify.Sealed{Size: size, OneHybrid: h.OneHybrid(), Hybrid: h.Hybrid(),
		Padded: h.Padded(size)}
}

// Seen implements verify.History.
func (p storedHistory) Seen(blob string) (bool, error) {
	if p.index == nil {
		return false, nil
	}
	_, ok, err := p.index.sealedBy(blob)
	return ok, err
}

// Claimed implements verify.History.
func (p storedHistory) Claimed(c verify.Claim) (string, error) {
	if p.index == nil {
		return "", nil
	}
	return p.index.claimed(c)
}

// Case implements verify.History.
func (p storedHistory) Case(id record.ID) (*verify.CaseFacts, error) {
	if p.index == nil {
		return nil, nil
	}
	return p.index.facts(id)
}

package ledger

import (
	"errors"
	"fmt"

	"casefile/internal/verify"
)

// maxSealed is what is read of a sealed file before a policy says how much.
const maxSealed = 128 << 20

// pushed is the history of a push, from people whom nobody knows yet: a huge
// file is judged by its size, and not read.
type pushed struct {
	past
	judge *verify.Judge // whose policy limits sealed files
}

var _ verify.History = (*pushed)(nil)

// File implements verify.History.
func (p *pushed) File(commit, path string) ([]byte, bool, error) {
	e, ok, err := p.read.Lookup(p.ctx, commit, path)
	if err != nil || !ok || e.IsFolder() {
		return nil, false, err
	}
	data, err := p.Blob(e.ID)
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", path, err)
	}
	return data, true, nil
}

// size is that of an object; -1 of a missing one, which its reader will miss.
func (p *pushed) size(id string) (int64, error) {
	sizes, err := p.read.Sizes(p.ctx, []string{id})
	if err != nil {
		return 0, err
	}
	return sizes[0], nil
}

// Blob implements verify.History.
func (p *pushed) Blob(id string) ([]byte, error) {
	size, err := p.size(id)
	if err != nil {
		return nil, err
	}
	if size > verify.MaxPlain {
		return nil, fmt.Errorf("%w: %d bytes, where at most %d are read", verify.ErrHuge, size, verify.MaxPlain)
	}
	return p.past.Blob(id)
}

// Sealed implements verify.History.
func (p *pushed) Sealed(id string) (verify.Sealed, error) { return p.sealedUpTo(p.limit(), id) }

// sealedUpTo looks into a sealed file unless its size condemns it.
func (p *pushed) sealedUpTo(limit int64, id string) (verify.Sealed, error) {
	size, err := p.size(id)
	if err != nil {
		return verify.Sealed{}, err
	}
	if size > limit {
		return verify.Sealed{Size: size, OneHybrid: true, Padded: true}, nil
	}
	sealed, err := p.past.Sealed(id)
	if errors.Is(err, verify.ErrAbsent) && size >= 0 {
		return verify.Sealed{Size: size}, nil // it is there, and no file
	}
	return sealed, err
}

// limit is no less than what the judge allows of any sealed file: beyond it,
// the size alone condemns.
func (p *pushed) limit() int64 {
	if p.judge == nil || p.judge.Policy() == nil {
		return maxSealed
	}
	_, file := p.judge.Policy().Limits()
	return 1<<20 + file + file/8
}

// ruleOf is the rule that a history breaks which can't be read to its end.
func ruleOf(err error) string {
	if errors.Is(err, verify.ErrHuge) {
		return verify.RuleSize
	}
	return verify.RuleUnreadable
}

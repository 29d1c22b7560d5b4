package ledger

import (
	"errors"
	"fmt"

	"casefile/internal/verify"
)

// pushedHistory reads the history of a push, whose sender is not known yet. It judges a huge file
// by its size, without reading it.
type pushedHistory struct {
	storedHistory
	judge *verify.Judge // whose policy limits sealed files
}

var _ verify.History = (*pushedHistory)(nil)

// File implements verify.History.
func (p *pushedHistory) File(commit, path string) ([]byte, bool, error) {
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

// Sealed implements verify.History.
func (p *pushedHistory) Sealed(id string) (verify.Sealed, error) {
	return p.storedHistory.sealedUpTo(p.limit(), id)
}

// limit returns a size no smaller than the policy allows any sealed file. A larger file breaks
// the rule on size, and is not read.
func (p *pushedHistory) limit() int64 {
	if p.judge == nil || p.judge.Policy() == nil {
		return verify.MaxSealedFile
	}
	_, file := p.judge.Policy().Limits()
	return 1<<20 + file + file/8
}

// ruleOf returns the rule that an unreadable history breaks: by its size, or as unreadable.
func ruleOf(err error) string {
	if errors.Is(err, verify.ErrHuge) {
		return verify.RuleSize
	}
	return verify.RuleUnreadable
}

package ledger

import (
	"errors"
	"fmt"

	"casefile/internal/verify"
)

// pushedHistory is the history of a push, from people whom nobody knows yet: a huge
// file is judged by its size, and not read.
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

// limit is no less than what the judge allows of any sealed file: beyond it,
// the size alone condemns.
func (p *pushedHistory) limit() int64 {
	if p.judge == nil || p.judge.Policy() == nil {
		return verify.MaxSealedFile
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

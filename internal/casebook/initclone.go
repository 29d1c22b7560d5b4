package casebook

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/ledger"
	"casefile/internal/store"
)

// InitClone turns a history that was just fetched into the records of a new copy. The copy trusts
// the introduction that was given with it. All of the history is judged before anything is begun; a
// bad one is a ledger.FaultError.
func InitClone(ctx context.Context, repo *store.Repo, tip string, o Options) (*Book, error) {
	if now, err := repo.Ref(ctx, ledger.MainRef); err != nil || now != "" {
		return nil, errors.Join(err, fmt.Errorf("%w: main has commits already", ErrState))
	}
	l, err := ledger.InitClone(ctx, repo, tip, o.ledger())
	if l == nil {
		return nil, err
	}
	return bookOn(l, o), err
}

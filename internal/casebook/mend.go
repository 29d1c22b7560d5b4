package casebook

import (
	"context"
	"errors"
	"path/filepath"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
)

// Mended lists the repairs made in a copy.
type Mended struct {
	Accident *ledger.Accident   // nil where main was as casefile left it
	Stray    []string           // refs that keep commits taken off main or off HEAD
	Intent   string             // where a damaged intent file lies now
	Tree     store.RepairedTree // what was repaired in HEAD, index and work tree
	Drafts   []record.ID        // drafts made of lost texts
	Struck   int                // keys on a server whose days for a repair were over
	Unopened error              // why lost texts could not be looked for, or nil
	Untidy   error              // why the work tree could not be repaired, or nil
}

// Nothing reports whether nothing had to be repaired.
func (m *Mended) Nothing() bool {
	return m.Accident == nil && m.Intent == "" && len(m.Stray) == 0 &&
		len(m.Drafts) == 0 && m.Struck == 0 &&
		!m.Tree.Head && !m.Tree.Unlocked && len(m.Tree.Restored) == 0 && m.Untidy == nil
}

// Mend repairs what happened to this copy alone: main, then HEAD with index and work tree, then
// texts that main has lost. Each step can be repeated. stamp begins the names of everything that is
// put aside. If a fault may have come from another copy, Mend returns it as an error and changes
// nothing.
func Mend(ctx context.Context, repo *store.Repo, o Options, stamp string) (*Mended, *Book, error) {
	m := &Mended{}
	var err error
	aside := filepath.Join(repo.GitDir(), "casefile", "aside", stamp)
	if m.Intent, err = repo.PutIntentAside(ctx, aside); err != nil {
		return m, nil, err
	}
	a, stray, err := ledger.PutBack(ctx, repo, o.ledger(), stamp)
	if err != nil {
		return m, nil, err
	}
	if m.Accident = a; stray != "" {
		m.Stray = append(m.Stray, stray)
	}
	b, err := Open(ctx, repo, o) // Open also repairs the keys refs that main lists
	if err == nil && m.Intent != "" {
		err = b.DropLooseKeys(ctx)
	}
	if err != nil {
		return m, nil, err
	}
	// The work tree is only for people to look at. While another git holds it, the rest goes on.
	if m.Untidy = m.mendTree(ctx, b, stamp); ctx.Err() != nil {
		return m, b, m.Untidy
	}
	if m.Struck, err = b.RemoveExpiredUndo(ctx); err != nil {
		return m, b, err
	}
	m.Drafts, m.Unopened = b.LostToDrafts(ctx)
	if errors.Is(m.Unopened, ErrNotMember) || errors.Is(m.Unopened, store.ErrNoKey) {
		m.Unopened = nil // a person without a key here has recorded nothing here
	}
	return m, b, nil
}

func (m *Mended) mendTree(ctx context.Context, b *Book, stamp string) error {
	if b.repo.Bare() {
		return nil
	}
	if head := b.repo.DetachedHead(); head != "" {
		ref, err := b.KeepAside(ctx, head, stamp)
		if err != nil {
			return err
		}
		if ref != "" {
			m.Stray = append(m.Stray, ref)
		}
	}
	before := b.repo.DetachedHead()
	if a := m.Accident; a != nil && len(a.Stray) > 0 || a != nil && a.Lost > 0 {
		before = a.Main
	}
	var err error
	m.Tree, err = b.repo.RepairTree(ctx, b.Tip(), before, stamp)
	return err
}

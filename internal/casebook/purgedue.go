package casebook

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Erasure is what became of cases of which main no longer lists some keys.
type Erasure struct {
	Cases []record.ID
	Texts int // drafts, and what waited in outboxes, that were removed
	Purged
}

// PurgeDue purges here what commits since the last time took off the record: the
// keys of every destroyed case, and those of the epochs before an erasure; with them
// drafts, and what waited to be sent, of a destroyed case or an erased entry. It
// needs nobody's key. A purge that fails or is killed is taken up the next time.
func (b *Book) PurgeDue(ctx context.Context) (*Erasure, error) {
	out := &Erasure{}
	if b.Pinned() != nil {
		return out, nil
	}
	unlock, err := b.repo.Lock(purgedFile)
	if err != nil {
		return nil, err
	}
	defer unlock()
	commit, place := b.purgedUpTo()
	due, err := b.endedSince(ctx, commit)
	if err != nil {
		return nil, err
	}
	late, end, err := b.deadSince(ctx, place)
	if err != nil {
		return nil, err
	}
	due = slices.Compact(slices.Sorted(slices.Values(slices.Concat(due, late))))
	due, faults, err := b.allButLost(ctx, due)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, id := range due {
		gone, err := b.GoneKeys(ctx, id)
		if err != nil {
			return nil, err
		}
		texts, err := b.dropTextsOf(ctx, id)
		if err != nil {
			return nil, err
		}
		out.Texts += texts
		ids = append(ids, gone...)
	}
	p, err := b.purge(ctx, ids)
	if err != nil {
		return nil, err
	}
	out.Cases, out.Purged = due, *p
	for _, id := range due {
		err = errors.Join(err, b.owesNoMore(id))
	}
	if err != nil {
		return nil, err
	}
	if len(faults) > 0 { // all is looked at again the next time
		return out, &ledger.FaultError{Faults: faults}
	}
	return out, b.notePurged(end)
}

// purgedFile, in the folder casefile, has the commit up to which all was purged,
// and the place in wrappedFile.
const purgedFile = "purged"

func (b *Book) purgedUpTo() (commit string, place int64) {
	data, _ := os.ReadFile(b.besideRefs(purgedFile)) // lost or nonsense: all is looked at again
	_, _ = fmt.Sscan(string(data), &commit, &place)
	return commit, max(place, 0)
}

func (b *Book) notePurged(place int64) error {
	if commit, before := b.purgedUpTo(); commit == b.Tip() && before == place {
		return nil
	}
	if err := os.MkdirAll(b.besideRefs(""), 0o700); err != nil {
		return err
	}
	return store.WriteFile(b.besideRefs(purgedFile), 0o600, store.Content(fmt.Appendf(nil, "%s %d\n", b.Tip(), place)))
}

// endedSince lists the cases of which commits after a commit took keys away for
// good; where it is not on the line of main, all cases that lack the keys of an
// epoch.
func (b *Book) endedSince(ctx context.Context, commit string) ([]record.ID, error) {
	if len(commit) == 40 {
		if line, err := b.repo.Since(ctx, commit, b.Tip()); err == nil {
			return b.endedIn(ctx, line)
		}
	}
	all, err := b.Dockets(ctx)
	var out []record.ID
	for _, d := range all {
		if slices.ContainsFunc(d.Keys, func(e record.Epoch) bool { return len(e) == 0 }) {
			out = append(out, d.Case)
		}
	}
	return out, err
}

func (b *Book) endedIn(ctx context.Context, line []string) ([]record.ID, error) {
	commits, faults, err := b.repo.Commits(ctx, line)
	if err = errors.Join(err, errors.Join(faults...)); err != nil {
		return nil, err
	}
	var out []record.ID
	for _, c := range commits {
		m, err := verify.ParseMessage(c.Message)
		if err != nil {
			return nil, err
		}
		if !ends(m) {
			continue
		}
		for _, t := range m.Cases {
			if !slices.Contains(out, t.Case) {
				out = append(out, t.Case)
			}
		}
	}
	return out, nil
}

// ends says whether an operation takes wrapped keys away for good.
func ends(m verify.Message) bool {
	isOne := func(op string) bool { return op == team.OpDispose || op == team.OpReseal }
	return isOne(m.Op) || isOne(m.Adopts)
}

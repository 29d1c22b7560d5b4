package casebook

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// A join moves main before its conflicts are reported: the sync may still lose the network, or be
// killed. The file casefile/untold/MEMBER lists commits, one a line. It is removed once a sync that
// names them all has ended.

// ErrEarlier is the reason given for a conflict of an earlier, interrupted sync. The original
// reason is lost.
var ErrEarlier = errors.New("a sync that did not come to its end has put it aside")

func (b *Book) unreportedFile(member string) string {
	return filepath.Join(b.repo.CommonDir(), "casefile", "untold", member)
}

// noteUnreported notes conflicts before main moves. If main then does not move, no ref keeps the
// commits, and the note does not count. It leaves out commits that a ref already keeps, as another
// sync at the same time found them.
func (b *Book) noteUnreported(ctx context.Context, list []Conflict) error {
	list, err := b.notKept(ctx, list)
	if err != nil || len(list) == 0 {
		return err
	}
	me, err := b.signerInHistory(nil)
	if err != nil {
		return err
	}
	commits, err := b.unreported(me.ID)
	if err != nil {
		return err
	}
	for _, c := range list {
		commits = append(commits, c.Commit)
	}
	if err := os.MkdirAll(filepath.Dir(b.unreportedFile(me.ID)), 0o700); err != nil {
		return err
	}
	return store.WriteFile(b.unreportedFile(me.ID), 0o600,
		store.Content([]byte(strings.Join(commits, "\n")+"\n")))
}

func (b *Book) notKept(ctx context.Context, list []Conflict) ([]Conflict, error) {
	var out []Conflict
	for _, c := range list {
		at, err := b.repo.Ref(ctx, c.Ref)
		if err != nil {
			return nil, err
		}
		if at != c.Commit {
			out = append(out, c)
		}
	}
	return out, nil
}

func (b *Book) unreported(member string) ([]string, error) {
	data, err := readOwn(b.unreportedFile(member), mostNote)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	commits := slices.DeleteFunc(strings.Fields(string(data)), func(id string) bool {
		return len(id) != 40
	})
	slices.Sort(commits)
	return slices.Compact(commits), err
}

// UnreportedConflicts lists my open conflicts that no sync has named yet.
func (b *Book) UnreportedConflicts(ctx context.Context) ([]Conflict, error) {
	if _, err := os.Stat(b.unreportedFile("")); errors.Is(err, fs.ErrNotExist) {
		return nil, nil // no member has a note, so the signer need not be asked for
	}
	me, err := b.signerInHistory(nil)
	if err != nil {
		return nil, err
	}
	commits, err := b.unreported(me.ID)
	if err != nil {
		return nil, err
	}
	var out []Conflict
	for _, id := range commits {
		ref := ledger.ConflictsPrefix + id[:12]
		if at, err := b.repo.Ref(ctx, ref); err != nil || at != id {
			if err != nil {
				return nil, err
			}
			continue // main did not move then
		}
		o, err := b.original(ctx, id)
		if err != nil {
			return nil, err
		}
		c := Conflict{Commit: id, Op: o.op(), Cases: o.cases(), Why: ErrEarlier, Ref: ref}
		if c.Repeat, err = b.repeatLater(ctx, o, me.ID); err != nil {
			return nil, err
		}
		if len(c.Repeat) > 0 {
			out = append(out, c)
		}
	}
	return out, nil
}

// ForgetUnreported removes the note, once all conflicts are named.
func (b *Book) ForgetUnreported() error {
	if _, err := os.Stat(b.unreportedFile("")); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	me, err := b.signerInHistory(nil)
	if err != nil {
		return err
	}
	if err := os.Remove(b.unreportedFile(me.ID)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// repeatLater says how an operation in conflict is repeated. It looks at its drafts, which know
// more than the commit. It returns none if all drafts are settled.
func (b *Book) repeatLater(ctx context.Context, o original, member string) ([]Repeat, error) {
	if len(o.msg.Cases) == 0 || !verify.Adoptable(o.op()) {
		c, err := b.conflict(ctx, o, ErrEarlier)
		if err != nil {
			return nil, err
		}
		return c.Repeat, nil
	}
	var out []Repeat
	for _, c := range o.msg.Cases {
		for _, e := range c.Entries {
			if _, err := os.Stat(b.draftFile(member, e.ID)); err == nil {
				out = append(out, Repeat{Draft: e.ID})
			} else if _, err := os.Stat(b.outboxFile(member, c.Case, string(e.ID))); err == nil {
				out = append(out, Repeat{Sealed: record.Ref{Case: c.Case, Entry: e.ID}})
			}
		}
	}
	return out, nil
}

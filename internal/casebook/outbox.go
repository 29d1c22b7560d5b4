package casebook

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// The outbox keeps what a member recorded and no other copy has yet, sealed to that member: the
// text of each entry, and the key of each new case. Both can then be sealed again, if readers or
// keys of a case have changed when the copies meet. A file is named by its case and entry. It is
// removed once the remote has the commit.

// outbox returns the folder of a member's outbox.
func (b *Book) outbox(member string) string {
	return filepath.Join(b.repo.CommonDir(), "casefile", "outbox", member)
}

// outboxKey takes the place of the entry in the name of a file that holds a case key.
const outboxKey = "key"

func (b *Book) outboxFile(member string, id record.ID, what string) string {
	return filepath.Join(b.outbox(member), string(id)+"-"+what+".age")
}

// keepInOutbox puts the texts that changes seal into the outbox of their author. From then on they
// count as unpushed. Until unlock is called, once main has moved, no sync removes them.
func (b *Book) keepInOutbox(ctx context.Context, me team.Member, changes ...*Change) (
	unlock func(), err error,
) {
	if has, err := b.hasRemote(ctx); err != nil || !has {
		return func() {}, err
	}
	if unlock, err = b.repo.Lock(ctx, outboxLock); err != nil {
		return nil, err
	}
	for _, change := range changes {
		if err := b.keepTexts(me, change); err != nil {
			unlock()
			return nil, err
		}
	}
	return unlock, nil
}

// outboxLock is held from before a text is in the outbox until it is on main.
const outboxLock = "outbox"

func (b *Book) keepTexts(me team.Member, change *Change) error {
	for _, c := range change.Cases {
		for _, e := range c.Entries {
			if err := b.keepSealed(me, c.Docket.Case, string(e.Entry.ID), e.Text); err != nil {
				return err
			}
		}
		if c.caseKey != nil {
			if err := b.keepSealed(me, c.Docket.Case, outboxKey,
				[]byte(c.caseKey.Secret())); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *Book) keepSealed(me team.Member, id record.ID, what string, text []byte) error {
	if me.Recipient == "" { // nothing could open it later
		return nil
	}
	sealed, err := seal.Seal(me.Recipient, text)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(b.outbox(me.ID), 0o700); err != nil {
		return err
	}
	return store.WriteFile(b.outboxFile(me.ID, id, what), 0o600, store.Content(sealed))
}

// outboxText opens a text of the outbox. It returns ErrNotFound if the outbox does not have it.
func (b *Book) outboxText(me team.Member, id record.ID, what string) ([]byte, error) {
	sealed, err := readOwn(b.outboxFile(me.ID, id, what), verify.MaxSealed)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: the text of %s/%s is not in your outbox", ErrNotFound, id, what)
	}
	if errors.Is(err, errOwnFile) {
		return nil, fmt.Errorf("%w: the text of %s/%s in your outbox: %w", seal.ErrDamaged, id,
			what, err)
	}
	if err != nil {
		return nil, err
	}
	return b.person.opens(sealed)
}

// EmptyOutbox empties the outboxes of this copy, once the remote has everything that the book has.
// It keeps the texts of other members that main lacks. If another process has recorded more since,
// it keeps everything.
func (b *Book) EmptyOutbox(ctx context.Context) error {
	list, err := memberFolders(b.outbox(""))
	if err == nil && len(list) == 0 {
		return nil
	}
	unlock, lockErr := b.repo.Lock(ctx, outboxLock)
	if err = errors.Join(err, lockErr); err != nil {
		return err
	}
	defer unlock()
	if main, err := b.repo.Ref(ctx, ledger.MainRef); err != nil || main != b.Tip() {
		return err
	}
	waiting, refsErr := b.repo.Refs(ctx, ledger.UnpushedPrefix)
	aside, asideErr := b.inConflict(ctx)
	err = errors.Join(err, refsErr, asideErr)
	for _, e := range list {
		waits := func(name string) bool {
			return strings.HasPrefix(name, ledger.UnpushedPrefix+e+"/")
		}
		if err == nil && !slices.ContainsFunc(slices.Collect(maps.Keys(waiting)), waits) {
			err = b.emptyOf(e, aside)
		}
	}
	return err
}

// inConflict returns the outbox names of all entries of operations in conflict whose texts become
// drafts. An endorsement is repeated without a draft, and a reseal adds no text.
func (b *Book) inConflict(ctx context.Context) (map[string]bool, error) {
	refs, err := b.repo.Refs(ctx, ledger.ConflictsPrefix)
	found := map[string]bool{}
	for _, commit := range refs {
		o, originalErr := b.original(ctx, commit)
		if err = errors.Join(err, originalErr); err != nil {
			return nil, err
		}
		if o.op() == team.OpEndorse || o.op() == team.OpReseal {
			continue
		}
		for _, c := range o.msg.Cases {
			for _, e := range c.Entries {
				for _, what := range outboxNames(e) {
					found[filepath.Base(b.outboxFile("", c.Case, what))] = true
				}
			}
		}
	}
	return found, err
}

// emptyOf empties one member's outbox. It keeps the texts in conflict that could not be opened, as
// they are in no draft and nowhere else. It also removes the texts of a process that was killed
// before main moved: nobody was told that those are recorded.
func (b *Book) emptyOf(member string, aside map[string]bool) error {
	list, err := os.ReadDir(b.outbox(member))
	left := 0
	for _, e := range list {
		keep := false
		if err == nil && aside[e.Name()] {
			keep, err = b.onlyInOutbox(member, e.Name())
		}
		if keep {
			left++
		} else if err == nil {
			err = os.Remove(filepath.Join(b.outbox(member), e.Name()))
		}
	}
	if err == nil && left == 0 {
		err = os.Remove(b.outbox(member))
	}
	return err
}

// onlyInOutbox reports whether an entry in conflict became no draft and did not reach main either.
func (b *Book) onlyInOutbox(member, name string) (bool, error) {
	id, entry, _ := strings.Cut(strings.TrimSuffix(name, ".age"), "-")
	entry, _, _ = strings.Cut(entry, "-") // the name of a redated text has a third part
	facts, err := b.Facts(record.ID(id))
	if err != nil || facts != nil && facts.Entries[record.ID(entry)].File != "" {
		return false, err
	}
	_, err = os.Stat(b.draftFile(member, record.ID(entry)))
	return errors.Is(err, fs.ErrNotExist), nil
}

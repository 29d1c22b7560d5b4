package casebook

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// caseKeys opens the case keys that I hold, the newest epoch first. Each is compared with the
// recipient that the case's folder names for its epoch. A wrong key opens nothing that is shown,
// and a note reports it.
func (b *Book) caseKeys(ctx context.Context, d *record.Docket) ([]*seal.Identity, error) {
	if d.Status == record.Destroyed {
		return nil, b.keyDestroyedError(ctx, d.Case, "was destroyed")
	}
	if b.LooksBack() { // past keys may be purged, and today's keys open the past too
		now, err := ledger.DocketAt(ctx, b.repo.Reader, b.Present(), d.Case)
		if err != nil {
			return nil, err
		}
		if now.Status == record.Destroyed {
			return nil, b.keyDestroyedError(ctx, d.Case, "was destroyed since")
		}
		d = now
	}
	return b.caseKeysIn(ctx, b.newest(), d)
}

// keyDestroyedError returns ErrKeyDestroyed for a case that is destroyed in the record. Until the
// remote has accepted the disposal, the keys are still here: then it is ErrDestructionUnpushed.
func (b *Book) keyDestroyedError(ctx context.Context, id record.ID, was string) error {
	accepted, err := b.remoteDestroyed(ctx, id)
	if err == nil && !accepted {
		return worded(ErrDestructionUnpushed, "the disposal of %s is recorded here, and the "+
			"remote has not "+
			"accepted it: its keys are in this copy until casefile sync", id)
	}
	return fmt.Errorf("%w: %s %s, and its key with it", ErrKeyDestroyed, id, was)
}

// caseKeysIn opens the keys that a docket of a commit lists for me, the newest epoch first.
func (b *Book) caseKeysIn(ctx context.Context, commit string, d *record.Docket) (
	[]*seal.Identity, error,
) {
	good, bad, err := b.myKeysIn(ctx, commit, d)
	if err != nil {
		return nil, err
	}
	if len(good) == 0 {
		return nil, bad[0].Err
	}
	b.sayBadKeys(d, bad)
	return good, nil
}

// EpochsKept counts the epochs whose keys are still listed for a member.
func EpochsKept(d *record.Docket) int {
	n := 0
	for _, e := range d.Keys {
		if len(e) > 0 {
			n++
		}
	}
	return n
}

// whoReads returns the member whose identity this is.
func (b *Book) whoReads(id *seal.Identity) (team.Member, bool) {
	return b.TeamNow().ByRecipient(id.Recipient())
}

func (b *Book) unwrap(ctx context.Context, me *seal.Identity, id record.ID, epoch int,
	blob string,
) (*seal.Identity, error) {
	return b.unwrapIn(ctx, b.newest(), me, id, epoch, blob)
}

// unwrapIn opens a wrapped key, and compares it with the recipient that a commit has for the epoch.
func (b *Book) unwrapIn(ctx context.Context, commit string, me *seal.Identity, id record.ID,
	epoch int, blob string,
) (*seal.Identity, error) {
	wrapped, err := b.repo.Blob(ctx, blob, verify.MaxWrapped)
	if errors.Is(err, store.ErrNotFound) && b.KeyAwaited(ctx, id, epoch, blob) {
		return nil, fmt.Errorf("%w: epoch %d of %s", ErrKeysMissing, epoch, id)
	}
	if err != nil {
		return nil, store.Lost(fmt.Sprintf("the wrapped key of epoch %d of %s", epoch, id), err)
	}
	key, err := b.unwrapAny(me, wrapped)
	if err != nil {
		misfit := isMisfit(err)
		err = fmt.Errorf("the wrapped key of epoch %d of %s: %w", epoch, id, err)
		switch {
		case misfit && b.wrappedFor(id, blob, me):
			err = b.wrongKey(id, epoch, err.Error())
		case errors.Is(err, seal.ErrNoMatch):
			err = &RosterError{worded(errors.Join(ErrOtherKey, err), "%v", err), b.TeamNow()}
		}
		return nil, err
	}
	pub, err := b.epochFileIn(ctx, commit, id, epoch)
	if err == nil && strings.TrimSuffix(string(pub), "\n") != key.Recipient() {
		err = b.wrongKey(id, epoch, "the wrapped key is not the key of this epoch")
	}
	return key, err
}

// isMisfit reports whether an error is of a wrapped key that does not open. An identity that can't
// be used, as of an agent that has ended, is no fault of the history.
func isMisfit(err error) bool {
	for _, misfit := range []error{seal.ErrNoMatch, seal.ErrDamaged, seal.ErrNotIdentity,
		seal.ErrTooLarge} {
		if errors.Is(err, misfit) {
			return true
		}
	}
	return false
}

// wrappedFor reports whether a wrapped key was listed when its member already had the present
// recipient. Such a key must open.
func (b *Book) wrappedFor(id record.ID, blob string, me *seal.Identity) bool {
	facts, err := b.Facts(id)
	return err == nil && facts != nil &&
		slices.ContainsFunc(facts.Keys, func(k verify.KeyFact) bool {
			return k.Blob == blob && k.Recipient == verify.Fingerprint(me.Recipient())
		})
}

func (b *Book) wrongKey(id record.ID, epoch int, means string) error {
	return &ledger.FaultError{
		Faults: []verify.Fault{{Commit: b.Tip(), Path: record.EpochPath(id, epoch),
			Rule: verify.RuleWrappedKey, Means: means}}}
}

// epochFile reads the recipient of an epoch from the newest commit.
func (b *Book) epochFile(ctx context.Context, id record.ID, epoch int) ([]byte, error) {
	return b.epochFileIn(ctx, b.newest(), id, epoch)
}

// newest returns the newest commit, even while the book looks back.
func (b *Book) newest() string {
	if b.LooksBack() {
		return b.Present()
	}
	return b.Tip()
}

func (b *Book) epochFileIn(ctx context.Context, commit string, id record.ID, epoch int) (
	[]byte, error,
) {
	data, _, err := ledger.FileAt(ctx, b.repo.Reader, commit, record.EpochPath(id, epoch))
	return data, err
}

// sealedFile is an entry's file as found in the tree.
type sealedFile struct {
	name, blob string
	id         record.ID
	fact       verify.EntryFact
}

// sealedFiles lists a case's entry files with what history says of each.
func (b *Book) sealedFiles(ctx context.Context, id record.ID, attachments bool) (
	[]sealedFile, error,
) {
	entries, err := b.List(ctx, record.CaseFolder(id))
	if err != nil {
		return nil, err
	}
	facts, err := b.Facts(id)
	if err != nil {
		return nil, err
	}
	now, err := b.blobsNow(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []sealedFile
	for _, e := range entries {
		if now != nil {
			if e.ID = now[e.Name]; e.ID == "" {
				continue // was erased since
			}
		}
		_, entry, attached, ok := record.ParseFileName(e.Name)
		if !ok || attached != attachments {
			continue
		}
		fact, known := verify.EntryFact{}, false
		if facts != nil {
			fact, known = facts.Entries[entry]
		}
		if !known {
			return b.afterRebuild(ctx, id, attachments)
		}
		out = append(out, sealedFile{e.Name, e.ID, entry, fact})
	}
	return out, nil
}

// afterRebuild rebuilds a damaged index once, and lists the files again.
func (b *Book) afterRebuild(ctx context.Context, id record.ID, attachments bool) (
	[]sealedFile, error,
) {
	if err := b.Rebuild(ctx); err != nil {
		return nil, err
	}
	return b.sealedFiles(ctx, id, attachments)
}

// Items opens every entry of a case that I hold a key for. An entry that breaks a rule which needs
// the key is also returned, with its Fault and without a text.
func (b *Book) Items(ctx context.Context, d *record.Docket) ([]cases.Item, error) {
	all, err := b.openedItems(ctx, d, nil)
	return all.items, err
}

// openedItems returns Items, with the texts that the items were opened from. It does not open what
// cached has.
func (b *Book) openedItems(ctx context.Context, d *record.Docket, cached *cachedTexts) (
	opened, error,
) {
	_, all, err := b.opened(ctx, d, cached)
	if err != nil {
		return opened{}, err
	}
	return all, errors.Join(b.confirmFiled(all.items), b.boundFutureDated(ctx, all.items))
}

// opened opens every entry of a case, except those that cached has.
func (b *Book) opened(ctx context.Context, d *record.Docket, cached *cachedTexts) (
	opener, opened, error,
) {
	files, err := b.sealedFiles(ctx, d.Case, false)
	if err != nil {
		return opener{}, opened{}, err
	}
	door, err := b.opener(ctx, d)
	if err != nil {
		return opener{}, opened{}, err
	}
	all, err := door.openEach(ctx, b.repo.Reader, files, cached.withKeys(door.Keys))
	if err != nil {
		return opener{}, opened{}, err
	}
	door.judgeTogether(all)
	return door, all, nil
}

// Case folds a case's entries as they are at the book's instant.
func (b *Book) Case(ctx context.Context, id record.ID) (*cases.Case, error) {
	d, items, err := b.ItemsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	return b.Fold(ctx, d, items)
}

// ItemsOf opens a case's entries in the order of their commits, and returns them with its docket.
func (b *Book) ItemsOf(ctx context.Context, id record.ID) (*record.Docket, []cases.Item, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	items, err := b.Items(ctx, d)
	return d, items, err
}

// Fold computes the state of a case from items that were read before.
func (b *Book) Fold(ctx context.Context, d *record.Docket, items []cases.Item) (
	*cases.Case, error,
) {
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return nil, err
	}
	names, active, endorsers := map[string]string{}, map[string]bool{}, []string{}
	for _, m := range b.Team().Members {
		names[m.ID], active[m.ID] = m.Name, m.Active()
		if m.Active() && m.Endorses() && d.Reads(m.ID) {
			endorsers = append(endorsers, m.ID)
		}
	}
	erased, err := b.tombstones(d.Case)
	if err != nil {
		return nil, err
	}
	others := func(id record.ID) (*record.Docket, bool) {
		b.looksAt(id)
		other, err := b.Docket(ctx, id)
		return other, !errors.Is(err, ErrNotFound)
	}
	return cases.Fold(cases.Input{Docketed: others, Docket: d, Items: items, Erased: erased,
		Policy: b.Policy(), Kinds: kinds,
		Names: names, Active: active, Endorsers: endorsers, Now: b.clock.Now}), nil
}

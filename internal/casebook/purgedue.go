package casebook

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Erasure is the result of purging cases of which main no longer lists some keys.
type Erasure struct {
	Cases    []record.ID
	Texts    int                 // removed texts of drafts and outboxes
	Keeps    []KeptKeys          // cases whose keys go only later
	Unlooked map[record.ID]error // cases whose keys stay, as nobody could look, and why
	Unsound  int                 // faults found in what reseals left
	LeftOut  []record.ID         // cases left out in haste: their keys were found a short while ago
	going    map[record.ID][]string
	Purged
}

// PurgeDue purges what commits since the last time took off the record. These are the keys of each
// destroyed case, and the keys of the epochs before an erasure, as far as letsGo says that this is
// safe. Drafts and outbox texts of a destroyed case or an erased entry go too.
//
// If the purge fails or is killed, the next command goes on with it. A command in haste leaves out
// cases whose keys were found a short while ago.
func (b *Book) PurgeDue(ctx context.Context) (*Erasure, error) {
	if b.MayWrite() != nil {
		return &Erasure{}, nil
	}
	unlock, err := b.repo.LockToPurge(ctx, purgedFile)
	if err != nil {
		return nil, err
	}
	defer unlock()
	b.NoteOwner()
	_, struckErr := b.RemoveExpiredUndo(ctx)
	upTo := b.purgedUpTo()
	due, err := b.endedSince(ctx, upTo.commit)
	if err != nil {
		return nil, err
	}
	late, end, err := b.deadJournalledSince(ctx, upTo.place)
	if err != nil {
		return nil, err
	}
	waiting, err := b.waitingCases()
	if err != nil {
		return nil, err
	}
	pending, err := b.notedPurges()
	if err == nil {
		pending, err = b.duePurges(ctx, pending)
	}
	if err != nil {
		return nil, err
	}
	var leftOut []record.ID
	if b.repo.Hasty() {
		pending, leftOut = b.lookedFor(pending)
	}
	due = slices.Compact(slices.Sorted(slices.Values(slices.Concat(due, late, waiting, pending))))
	out, err := b.purgeCases(ctx, due)
	if out != nil {
		out.LeftOut = leftOut
	}
	if noted := b.notePurgedUnless(err, end); noted != nil || err != nil {
		return out, cmp.Or(err, noted)
	}
	return out, struckErr
}

// notePurgedUnless notes that everything was looked at, unless err is set. A case with a fault has
// its own note, or is destroyed and looked at again.
func (b *Book) notePurgedUnless(err error, end int64) error {
	if err != nil {
		return nil
	}
	return b.notePurged(end)
}

// purgeCases purges those cases whose keys may go. It returns the faults of the others as a
// FaultError.
func (b *Book) purgeCases(ctx context.Context, due []record.ID) (*Erasure, error) {
	out := &Erasure{Unlooked: map[record.ID]error{}}
	going, faults, err := b.keysToPurge(ctx, due, out)
	if err != nil {
		return nil, err
	}
	out.going = going
	if err := b.notePurgesDue(ctx, going); err != nil {
		return nil, err
	}
	ids := slices.Concat(slices.Collect(maps.Values(going))...)
	p, err := b.purge(ctx, ids, shardsOf(out.Cases))
	if err != nil {
		return nil, err
	}
	out.Purged = *p
	if err = b.settlePurges(ctx, going, p); err == nil && len(faults) == 0 {
		err = b.othersWait(due, going)
	}
	if err == nil && len(faults) > 0 {
		err = unsound(faults, out.Unsound)
	}
	return out, err
}

// keysToPurge decides for each case whether its keys go, and lists the keys that do.
func (b *Book) keysToPurge(ctx context.Context, due []record.ID, out *Erasure) (
	going map[record.ID][]string, faults []verify.Fault, err error,
) {
	for _, id := range due {
		o, err := b.letsGo(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		switch {
		case len(o.faults) > 0:
			faults = append(faults, o.faults...)
			if _, waits := b.waitingOn(id); waits {
				out.Unsound += len(o.faults)
			}
		case o.unseen != nil:
			out.Unlooked[id] = o.unseen
		case !o.goes:
			out.Keeps = append(out.Keeps, KeptKeys{id, o.until})
		default:
			out.Cases = append(out.Cases, id)
		}
	}
	if going, err = b.DeadKeysOf(ctx, out.Cases); err != nil {
		return nil, nil, err
	}
	for _, id := range out.Cases {
		if err := b.dropTextsToo(ctx, id, out); err != nil {
			return nil, nil, err
		}
	}
	return going, faults, nil
}

// othersWait removes the begun part from the notes of cases whose keys wait. Another note says that
// these wait. Keys that an earlier act settled stay pending.
func (b *Book) othersWait(due []record.ID, going map[record.ID][]string) (err error) {
	for _, id := range due {
		if _, goes := going[id]; goes {
			continue
		}
		o, _, readErr := b.pendingPurge(id)
		if err = errors.Join(err, readErr); readErr == nil {
			err = errors.Join(err, b.notePendingPurge(id, o.onlySettled()))
		}
	}
	return err
}

// ResealError is a FaultError whose faults all come from reseals. This copy keeps the earlier keys,
// so that the case can be repaired.
type ResealError struct{ Faults *ledger.FaultError }

func (e *ResealError) Error() string { return e.Faults.Error() }

// Unwrap returns the FaultError.
func (e *ResealError) Unwrap() error { return e.Faults }

// unsound returns the error for faults, of which ofReseals come from reseals.
func unsound(faults []verify.Fault, ofReseals int) error {
	all := &ledger.FaultError{Faults: faults}
	if ofReseals == len(faults) {
		return &ResealError{all}
	}
	return all
}

func shardsOf(list []record.ID) (out []string) {
	for _, id := range list {
		out = append(out, id.Shard())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// dropTextsToo removes the texts of a case that go with its keys.
func (b *Book) dropTextsToo(ctx context.Context, id record.ID, out *Erasure) error {
	texts, err := b.dropTextsOf(ctx, id)
	if err != nil {
		return err
	}
	out.Texts += texts
	d, err := b.Docket(ctx, id)
	if err == nil && d.Status == record.Destroyed {
		err = b.dropUndo(id)
	}
	return err
}

// endedSince lists the cases of which commits after the given one took keys away for good. If that
// commit is not on main, it lists every case with an epoch without keys.
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

// ends reports whether an operation takes wrapped keys away for good.
func ends(m verify.Message) bool {
	return m.Op == team.OpDispose || m.Adopts == team.OpDispose || isReseal(m)
}

// isReseal reports whether an operation resealed a case.
func isReseal(m verify.Message) bool { return m.Op == team.OpReseal || m.Adopts == team.OpReseal }

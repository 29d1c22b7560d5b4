package casebook

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"casefile/internal/record"
	"casefile/internal/store"
)

// purgeLooksFile, in the folder casefile, has a line `CASE SECONDS` for each case: when a look last
// found its keys. A look reads everything in this copy. While something holds keys for months,
// commands must not wait for a look each time. If the file is lost, the next command looks.
const purgeLooksFile = "owedlooks"

// purgeLookEvery is the time for which a command relies on the last look, unless it is asked to
// look now.
const purgeLookEvery = time.Hour

// purgeLockPatience bounds the time that such a command waits for a process that is destroying
// keys.
const purgeLockPatience = 200 * time.Millisecond

// maxPurgeLooks is the greatest size of that file in bytes, enough for far more cases than an
// agency destroys at once.
const maxPurgeLooks = 1 << 20

// Resumed is the result of going on with pending purges.
type Resumed struct {
	Done  []*Erasure  // of each case that was looked for
	Waits []record.ID // cases whose keys were found less than purgeLookEvery before
}

// FinishErasure goes on with pending purges. A process was interrupted between the disposal or
// erasure and the purge, or something kept a copy of a key. A purge waits until the remote has
// accepted the act. It also waits if keys were found a short while ago, unless now is set.
func (b *Book) FinishErasure(ctx context.Context, now bool) (r Resumed, err error) {
	if b.MayWrite() != nil {
		return r, nil
	}
	list, err := b.notedPurges()
	if err != nil {
		return r, err
	}
	b.NoteOwner()
	if _, err := b.RemoveExpiredUndo(ctx); err != nil || len(list) == 0 && !now {
		return r, err
	}
	if now {
		var again []record.ID
		if again, err = b.reappeared(ctx, list); err != nil {
			return r, err
		}
		list = append(list, again...)
	} else {
		list, r.Waits = b.lookedFor(list)
	}
	if list, err = b.duePurges(ctx, list); err != nil || len(list) == 0 {
		return r, err
	}
	all, err := b.purgeCases(ctx, list)
	if all != nil {
		r.Done = all.byCase()
	}
	return r, err
}

// reappeared finds the cases whose keys were gone, and are back here or at a visible remote:
// somebody put a copy back, or a note is lost. It leaves out cases that are noted or wait. One look
// serves all cases.
func (b *Book) reappeared(ctx context.Context, noted []record.ID) (out []record.ID, err error) {
	waiting, err := b.waitingCases()
	if err != nil {
		return nil, err
	}
	ended, err := b.endedSince(ctx, "")
	if err != nil {
		return nil, err
	}
	if ended, err = b.acceptedPurges(ctx, ended); err != nil {
		return nil, err
	}
	known := slices.Concat(noted, waiting)
	gone, err := b.DeadKeysOf(ctx, slices.DeleteFunc(ended, func(id record.ID) bool {
		return slices.Contains(known, id)
	}))
	if err != nil {
		return nil, err
	}
	whose := map[string]record.ID{}
	for id, blobs := range gone {
		for _, blob := range blobs {
			whose[blob] = id
		}
	}
	ids := slices.Sorted(maps.Keys(whose))
	found, err := b.trace(ctx, ids)
	if err != nil {
		return nil, err
	}
	there, _, _, err := b.RemoteCopies(ctx, ids)
	for _, p := range append(found, there...) {
		if id, ours := whose[p.ID]; ours && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out, err
}

// duePurges removes the notes of acts that were never recorded. It returns the accepted purges
// among the others.
func (b *Book) duePurges(ctx context.Context, list []record.ID) ([]record.ID, error) {
	if err := b.dropUnmadeNotes(ctx, list); err != nil {
		return nil, err
	}
	return b.acceptedPurges(ctx, list)
}

// dropUnmadeNotes removes the notes of acts that never reached main, as their process was killed.
// It leaves the note of a running process to that process.
func (b *Book) dropUnmadeNotes(ctx context.Context, list []record.ID) error {
	begun := func(id record.ID) bool {
		o, _, err := b.pendingPurge(id)
		return err == nil && len(o.begun) > 0
	}
	if list = slices.DeleteFunc(slices.Clone(list), func(id record.ID) bool {
		return !begun(id)
	}); len(list) == 0 {
		return nil
	}
	soon, done := context.WithTimeout(ctx, purgeLockPatience)
	defer done()
	unlock, err := b.repo.Lock(soon, pendingPurgeLock)
	if errors.Is(err, store.ErrLocked) && ctx.Err() == nil {
		return nil
	}
	if err != nil {
		return err
	}
	defer unlock()
	for _, id := range list {
		o, _, err := b.pendingPurge(id)
		if err != nil {
			return err
		}
		unmade, err := b.unmade(ctx, id, o)
		if err == nil && unmade {
			err = b.notePendingPurge(id, o.onlySettled())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// unmade reports whether the act that a note was written for is not on main. Then the last act that
// took keys away is an earlier one, or main still lists a key of the note. An interrupted move of
// main is complete by now, as opening a copy completes it.
func (b *Book) unmade(ctx context.Context, id record.ID, o pendingPurge) (bool, error) {
	if len(o.begun) == 0 {
		return false, nil
	}
	by, err := b.settledBy(ctx, id)
	if err != nil || by == o.settled {
		return err == nil, err
	}
	d, err := b.Docket(ctx, id)
	if err != nil {
		return false, err
	}
	for _, e := range d.Keys {
		for _, blob := range e {
			if slices.Contains(o.begun, blob) {
				return true, nil
			}
		}
	}
	return false, nil
}

// byCase splits the result of a purge into one for each case.
func (e *Erasure) byCase() (out []*Erasure) {
	for _, id := range e.Cases {
		ids := e.going[id]
		its := func(list []Place) []Place {
			other := func(p Place) bool { return p.ID != "" && !slices.Contains(ids, p.ID) }
			return slices.DeleteFunc(slices.Clone(list), other)
		}
		out = append(out, &Erasure{Cases: []record.ID{id},
			Purged: Purged{ids, its(e.Left), its(e.There)}})
	}
	return out
}

// lookedFor splits cases by whether a look found keys of theirs a short while ago.
func (b *Book) lookedFor(list []record.ID) (due, waits []record.ID) {
	looks, now := b.lastLooks(), b.clock.machine()
	for _, id := range list {
		at, found := looks[id]
		if since := now.Sub(at); found && since >= 0 && since < purgeLookEvery {
			waits = append(waits, id)
		} else {
			due = append(due, id)
		}
	}
	return due, waits
}

// lastLooks reads when a look last found keys, by case. It ignores unreadable lines.
func (b *Book) lastLooks() map[record.ID]time.Time {
	out := map[record.ID]time.Time{}
	data, _ := readOwn(b.besideRefs(purgeLooksFile), maxPurgeLooks)
	for line := range strings.Lines(string(data)) {
		var id record.ID
		var at int64
		if n, _ := fmt.Sscanf(line, "%s %d\n", &id, &at); n == 2 && id.Valid() {
			out[id] = time.Unix(at, 0)
		}
	}
	return out
}

// noteLook notes that a look found keys of some cases just now. It removes cases without a pending
// purge from the file.
func (b *Book) noteLook(found []record.ID) error {
	looks := b.lastLooks()
	if len(found)+len(looks) == 0 {
		return nil
	}
	for _, id := range found {
		looks[id] = b.clock.machine()
	}
	return b.writeLooks(looks)
}

// forgetLook makes the next command look for the keys of a case.
func (b *Book) forgetLook(id record.ID) error {
	looks := b.lastLooks()
	if _, there := looks[id]; !there {
		return nil
	}
	delete(looks, id)
	return b.writeLooks(looks)
}

func (b *Book) writeLooks(looks map[record.ID]time.Time) error {
	noted, err := b.notedPurges()
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, id := range slices.Sorted(maps.Keys(looks)) {
		if slices.Contains(noted, id) {
			fmt.Fprintf(&text, "%s %d\n", string(id), looks[id].Unix())
		}
	}
	path := b.besideRefs(purgeLooksFile)
	return store.WriteCache(path, 0o600, store.Content([]byte(text.String())))
}

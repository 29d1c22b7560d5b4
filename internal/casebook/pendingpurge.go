package casebook

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// pendingPurgeFolder, in the folder casefile, has one file for each case whose wrapped keys must
// still go. The file is written before a disposal or an erasure is recorded. It is removed when a
// look finds none of the keys. An interrupted purge goes on with the next command.
//
// A file has up to three parts. The first line names the act that took the keys off the record, and
// the keys follow. Below a line of heldAtRemote are the keys that a look found at the remote. Below
// a line of unsettled are the keys of an act that may still fail.
const pendingPurgeFolder = "owed"

// pendingPurgeLock is held from before the file is written until the act is on main or given up. If
// the lock is free, the act of a file has ended.
const pendingPurgeLock = "owed"

// pendingPurge is the content of one such file.
type pendingPurge struct {
	settled string   // settledBy of the case when ids were settled to go; "" for none
	ids     []string // keys that go
	there   []string // those of ids that the last look found at the remote
	begun   []string // keys of an act that is not settled
}

// settledUnknown stands for an act whose note is lost.
const settledUnknown = "?"

// heldAtRemote is the line before the keys that a look found at the remote. They stay in the file
// while nobody can look there.
const heldAtRemote = "remote"

// unsettled is the line before the keys of an act that may still fail.
const unsettled = "-"

// maxPendingPurge is the greatest size of a file in bytes: as many keys as a list of keys may have.
const maxPendingPurge = 42 * maxKeyFiles

// withPendingPurge carries out an act that takes the keys of a case off the record. It notes the
// keys first. If the act fails, it restores the earlier note.
func (b *Book) withPendingPurge(
	ctx context.Context, id record.ID, act func() (*Done, error),
) (*Done, error) {
	unlock, err := b.repo.Lock(ctx, pendingPurgeLock)
	if err != nil {
		return nil, err
	}
	defer unlock()
	was, _, err := b.pendingPurge(id)
	if err != nil {
		return nil, err
	}
	facts, err := b.Facts(id)
	if err != nil {
		return nil, err
	}
	now := was.onlySettled()
	if facts != nil {
		for _, k := range facts.Keys {
			now.begun = append(now.begun, k.Blob)
		}
	}
	if err := errors.Join(b.notePendingPurge(id, now), b.forgetLook(id)); err != nil {
		return nil, err
	}
	done, err := act()
	if err != nil {
		err = errors.Join(err, b.notePendingPurge(id, was.onlySettled()))
	}
	return done, err
}

// onlySettled returns o without the keys of an act that may still fail.
func (o pendingPurge) onlySettled() pendingPurge {
	return pendingPurge{settled: o.settled, ids: o.ids, there: o.there}
}

// notePendingPurge writes the file of a case and syncs it to the disk. If nothing is pending, it
// removes the file.
func (b *Book) notePendingPurge(id record.ID, o pendingPurge) error {
	if odd := b.oddNotes(id); len(odd) > 0 {
		return fmt.Errorf("%s %w", odd[0].Where, errOddNote)
	}
	if o.settled == "" && len(o.begun) == 0 {
		return b.dropPendingPurge(id)
	}
	if err := store.MakeFolder(b.besideRefs(pendingPurgeFolder), 0o700); err != nil {
		return err
	}
	text := string(store.Summed(o.text()))
	if there, err := readOwn(b.pendingPurgePath(id), maxPendingPurge); err == nil &&
		string(there) == text {
		return nil
	}
	return store.WriteFile(b.pendingPurgePath(id), 0o600, store.Content([]byte(text)))
}

func (o pendingPurge) text() string {
	var lines []string
	if o.settled != "" {
		lines = append([]string{o.settled}, sortedOnce(o.ids)...)
		if len(o.there) > 0 {
			lines = append(append(lines, heldAtRemote), sortedOnce(o.there)...)
		}
	}
	if len(o.begun) > 0 {
		lines = append(append(lines, unsettled), sortedOnce(o.begun)...)
	}
	return strings.Join(lines, "\n") + "\n"
}

func sortedOnce[T ~string](list []T) []T {
	return slices.Compact(slices.Sorted(slices.Values(list)))
}

// pendingPurge reads the file of a case. Words that are no key ID are ignored. If the file is
// damaged, settled is settledUnknown: then all keys must go that the record took off. The same
// holds if the file is lost and the last look found keys.
func (b *Book) pendingPurge(id record.ID) (o pendingPurge, pending bool, err error) {
	data, err := readOwn(b.pendingPurgePath(id), maxPendingPurge)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		if pending = slices.Contains(b.purgedUpTo().left, id); pending {
			o.settled = settledUnknown
		}
		return o, pending, nil
	}
	if errors.Is(err, errOwnFile) {
		return pendingPurge{settled: settledUnknown}, true, nil
	}
	if err != nil {
		return o, false, err
	}
	text, err := store.FromSummed(data)
	if err != nil {
		return pendingPurge{settled: settledUnknown}, true, nil
	}
	return parsePendingPurge(text), true, nil
}

// parsePendingPurge reads the text of a file.
func parsePendingPurge(text string) (o pendingPurge) {
	first, rest, _ := strings.Cut(text, "\n")
	list := &o.ids
	if first == unsettled {
		list = &o.begun
	} else {
		o.settled = first
	}
	for line := range strings.Lines(rest) {
		switch blob := strings.TrimSuffix(line, "\n"); {
		case blob == unsettled:
			list = &o.begun
		case blob == heldAtRemote && list == &o.ids:
			list = &o.there
		case verify.IsCommitID(blob):
			*list = append(*list, blob)
		}
	}
	return o
}

func (b *Book) pendingPurgePath(id record.ID) string {
	return filepath.Join(b.besideRefs(pendingPurgeFolder), string(id))
}

func (b *Book) dropPendingPurge(id record.ID) error {
	return missingIsFine(os.Remove(b.pendingPurgePath(id)))
}

// settledBy names the last act that took keys of a case off the record, or returns "".
func (b *Book) settledBy(ctx context.Context, id record.ID) (string, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return "", err
	}
	if d.Status == record.Destroyed {
		return string(record.Destroyed), nil
	}
	facts, err := b.Facts(id)
	if err != nil || facts == nil {
		return "", err
	}
	return facts.LastReseal(), nil
}

// purgeSettled reports whether the keys that the last act took off the record should have gone
// before, and something kept them. Then the question is not asked again.
func (b *Book) purgeSettled(ctx context.Context, id record.ID) (bool, error) {
	o, pending, err := b.pendingPurge(id)
	if err != nil || !pending || o.settled == "" {
		return false, err
	}
	by, err := b.settledBy(ctx, id)
	return by == o.settled, err
}

// notePurgesDue notes keys before the first of them is taken away. A case of which this copy has no
// keys needs no note.
func (b *Book) notePurgesDue(ctx context.Context, going map[record.ID][]string) error {
	list, err := b.repo.Missing(ctx, slices.Concat(slices.Collect(maps.Values(going))...))
	if err != nil {
		return err
	}
	missing := map[string]bool{}
	for _, blob := range list {
		missing[blob] = true
	}
	for id, ids := range going {
		isMissing := func(blob string) bool { return missing[blob] }
		if here := slices.DeleteFunc(slices.Clone(ids), isMissing); len(here) == 0 {
			continue
		}
		if err := b.markIndexes(ctx, id); err != nil {
			return err
		}
		held, err := b.heldByRemote(ctx, id)
		if err == nil {
			err = b.noteSettled(ctx, id, ids, held)
		}
		if err != nil && !errors.Is(err, errOddNote) { // the look names an odd note
			return err
		}
	}
	return nil
}

func (b *Book) noteSettled(ctx context.Context, id record.ID, ids, there []string) error {
	by, err := b.settledBy(ctx, id)
	if err != nil {
		return err
	}
	begun, err := b.begunExcept(id, ids)
	if err != nil {
		return err
	}
	return b.notePendingPurge(id, pendingPurge{by, ids, there, begun})
}

// begunExcept returns the keys of an act that may be under way in another process, without ids.
func (b *Book) begunExcept(id record.ID, ids []string) ([]string, error) {
	o, _, err := b.pendingPurge(id)
	looked := func(blob string) bool { return slices.Contains(ids, blob) }
	return slices.DeleteFunc(o.begun, looked), err
}

// endPendingPurge ends the purge of a case. It keeps the note of keys that another process is about
// to take away.
func (b *Book) endPendingPurge(id record.ID, ids []string) error {
	begun, err := b.begunExcept(id, ids)
	if err != nil {
		return err
	}
	return b.notePendingPurge(id, pendingPurge{begun: begun})
}

// settlePurges ends the purges of cases in which a look found no key, and keeps the others pending.
func (b *Book) settlePurges(ctx context.Context, going map[record.ID][]string, p *Purged) error {
	var found, there []record.ID
	for _, id := range slices.Sorted(maps.Keys(going)) {
		var err error
		if p.remains(going[id]) {
			found = append(found, id)
			held := among(p.There, going[id])
			if len(held) > 0 {
				there = append(there, id)
			}
			err = b.noteSettled(ctx, id, going[id], held)
		} else {
			err = b.endPendingPurge(id, going[id])
		}
		if errors.Is(err, errOddNote) { // the look names it
			err = nil
		}
		if err = errors.Join(err, b.waitsNoMore(id)); err != nil {
			return err
		}
	}
	looked := slices.Collect(maps.Keys(going))
	return errors.Join(b.noteLeft(looked, found, there), b.noteLook(found))
}

// remains reports whether a look found one of these keys, or a place that may hide any key.
func (p *Purged) remains(ids []string) bool {
	return len(among(slices.Concat(p.Left, p.There), ids)) > 0
}

// among returns the keys that were found in one of the places. A place that may hide any key counts
// for all of them.
func among(places []Place, ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return !slices.ContainsFunc(places, func(at Place) bool {
			return at.ID == "" || at.ID == id
		})
	})
}

// PendingPurges lists the cases whose keys should have gone from this copy, and have not.
func (b *Book) PendingPurges() (out []record.ID, err error) {
	list, err := b.notedPurges()
	for _, id := range list {
		o, _, readErr := b.pendingPurge(id)
		if err = errors.Join(err, readErr); o.settled != "" {
			out = append(out, id)
		}
	}
	return out, err
}

// notedPurges lists the cases that have a file, and the cases in which the last look found keys.
func (b *Book) notedPurges() (out []record.ID, err error) {
	out = b.purgedUpTo().left
	dir := b.besideRefs(pendingPurgeFolder)
	// the look names another file in its place
	if info, err := os.Lstat(dir); err != nil || !info.IsDir() {
		return out, missingIsFine(err)
	}
	list, err := os.ReadDir(dir)
	for _, f := range list {
		if id := record.ID(f.Name()); id.Valid() { // others are files before their renaming
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), missingIsFine(err)
}

// errOddNote says that something of another kind is in the place of the note of a pending purge.
var errOddNote = errors.New("is not casefile's, and stands where it notes which keys must go; " +
	"move it away")

// oddNotes finds everything that is in the place of a note and is none. With an id it looks at the
// note of that case only.
func (b *Book) oddNotes(id record.ID) (out []Place) {
	dir := b.besideRefs(pendingPurgeFolder)
	odd := func(path string) { out = append(out, Place{Where: path, What: errOddNote.Error()}) }
	if info, err := os.Lstat(dir); err == nil && !info.IsDir() {
		odd(dir)
		return out
	}
	list, _ := os.ReadDir(dir)
	for _, e := range list {
		of := record.ID(e.Name())
		if e.IsDir() && of.Valid() && (id == "" || of == id) {
			odd(filepath.Join(dir, e.Name()))
		}
	}
	return out
}

// acceptedPurges returns the cases whose act is recorded, and accepted by the remote.
func (b *Book) acceptedPurges(ctx context.Context, list []record.ID) (out []record.ID, err error) {
	for _, id := range list {
		accepted, err := b.disposalAccepted(ctx, id)
		if err != nil {
			return nil, err
		}
		if accepted {
			out = append(out, id)
		}
	}
	return out, nil
}

// finishDestruction purges what is left here of a destroyed case, for example if something kept a
// copy of a key.
func (b *Book) finishDestruction(ctx context.Context, id record.ID) (*Erasure, error) {
	accepted, err := b.disposalAccepted(ctx, id)
	if err != nil {
		return nil, err
	}
	if !accepted {
		return nil, worded(ErrNotAccepted, "what destroys keys of %s is not sent yet, and no key "+
			"is "+
			"destroyed before the remote has accepted it", id)
	}
	return b.purgeCases(ctx, []record.ID{id})
}

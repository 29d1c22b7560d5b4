package casebook

import (
	"cmp"
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
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// owedFolder, in the folder casefile, has a file named by each case of which wrapped keys must
// still go: from before its disposal, or an erasure in it, is recorded here until a look finds
// none of them. The first line says which act settled that they go, or -; each other line is
// the id of a key. Whatever was killed or held up in between, each command goes on with it.
const owedFolder = "owed"

// owing is what one of those files says.
type owing struct {
	settled string // settledBy of the case when it was settled that they go; "" before
	ids     []string
}

// unsettled stands in the first line while the act may still come to nothing.
const unsettled = "-"

// maxOwed bounds such a file: as many keys as a list of keys may have.
const maxOwed = 42 * maxKeyFiles

// owe notes a case before its keys are taken off the record, with those that it has now. drop
// takes that back, and leaves what was owed before.
func (b *Book) owe(id record.ID) (drop func() error, err error) {
	was, owed, err := b.owes(id)
	if err != nil {
		return nil, err
	}
	facts, err := b.Facts(id)
	if err != nil {
		return nil, err
	}
	now := owing{was.settled, slices.Clone(was.ids)}
	if facts != nil {
		for _, k := range facts.Keys {
			now.ids = append(now.ids, k.Blob)
		}
	}
	drop = func() error { return b.owesNoMore(id) }
	if owed {
		drop = func() error { return b.noteOwed(id, was) }
	}
	return drop, b.noteOwed(id, now)
}

// noteOwed writes what is owed of a case, durably.
func (b *Book) noteOwed(id record.ID, o owing) error {
	if err := store.MakeFolder(b.besideRefs(owedFolder), 0o700); err != nil {
		return err
	}
	ids := slices.Compact(slices.Sorted(slices.Values(o.ids)))
	lines := append([]string{cmp.Or(o.settled, unsettled)}, ids...)
	return store.WriteFile(b.owed(id), 0o600, store.Content([]byte(strings.Join(lines, "\n")+"\n")))
}

// owes reads it. What is no id of a key counts for nothing.
func (b *Book) owes(id record.ID) (o owing, owed bool, err error) {
	data, err := readOwn(b.owed(id), maxOwed)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errOwnFile) { // nobody's, or not of ours
		return o, false, nil
	}
	if err != nil {
		return o, false, err
	}
	first, rest, _ := strings.Cut(string(data), "\n")
	if first != unsettled {
		o.settled = first
	}
	for line := range strings.Lines(rest) {
		if blob := strings.TrimSuffix(line, "\n"); verify.IsCommitID(blob) {
			o.ids = append(o.ids, blob)
		}
	}
	return o, true, nil
}

func (b *Book) owed(id record.ID) string {
	return filepath.Join(b.besideRefs(owedFolder), string(id))
}

func (b *Book) owesNoMore(id record.ID) error { return missingIsFine(os.Remove(b.owed(id))) }

// settledBy names the act that took keys of a case off the record last; "" where none did.
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

// isSettled reports whether the keys that the last act took off the record were to go already,
// and something kept them from it. Then nobody is asked again.
func (b *Book) isSettled(ctx context.Context, id record.ID) (bool, error) {
	o, owed, err := b.owes(id)
	if err != nil || !owed || o.settled == "" {
		return false, err
	}
	by, err := b.settledBy(ctx, id)
	return by == o.settled, err
}

// noteGoing notes keys whose time has come, before the first of them goes. A case of which
// this copy has none needs no note.
func (b *Book) noteGoing(ctx context.Context, going map[record.ID][]string) error {
	missing, err := b.repo.Missing(ctx, slices.Concat(slices.Collect(maps.Values(going))...))
	if err != nil {
		return err
	}
	for id, ids := range going {
		isMissing := func(blob string) bool { return slices.Contains(missing, blob) }
		if here := slices.DeleteFunc(slices.Clone(ids), isMissing); len(here) == 0 {
			continue
		}
		if err := b.noteSettled(ctx, id, ids); err != nil {
			return err
		}
	}
	return nil
}

func (b *Book) noteSettled(ctx context.Context, id record.ID, ids []string) error {
	by, err := b.settledBy(ctx, id)
	if err != nil {
		return err
	}
	return b.noteOwed(id, owing{by, ids})
}

// strike ends what was owed of cases of which a look found nothing, and keeps the others owed.
func (b *Book) strike(ctx context.Context, going map[record.ID][]string, p *Purged) error {
	for _, id := range slices.Sorted(maps.Keys(going)) {
		var err error
		if p.remains(going[id]) {
			err = b.noteSettled(ctx, id, going[id])
		} else {
			err = b.owesNoMore(id)
		}
		if err = errors.Join(err, b.waitsNoMore(id)); err != nil {
			return err
		}
	}
	return nil
}

// remains reports whether a look found one of these keys, or a place that may hide any.
func (p *Purged) remains(ids []string) bool {
	return slices.ContainsFunc(slices.Concat(p.Left, p.There), func(at Place) bool {
		return at.ID == "" && len(ids) > 0 || slices.Contains(ids, at.ID)
	})
}

// Owed lists the cases of which keys were to be gone from here by now, and are not.
func (b *Book) Owed() (out []record.ID, err error) {
	list, err := b.noted()
	for _, id := range list {
		o, _, readErr := b.owes(id)
		if err = errors.Join(err, readErr); o.settled != "" {
			out = append(out, id)
		}
	}
	return out, err
}

// noted lists the cases that have a file there.
func (b *Book) noted() (out []record.ID, err error) {
	list, err := os.ReadDir(b.besideRefs(owedFolder))
	for _, f := range list {
		if id := record.ID(f.Name()); id.Valid() { // else a file that was about to be renamed
			out = append(out, id)
		}
	}
	return out, missingIsFine(err)
}

// owedCases lists the cases with such a file whose act is recorded, and known to the remote.
func (b *Book) owedCases(ctx context.Context) (out []record.ID, err error) {
	list, err := b.noted()
	if err != nil {
		return nil, err
	}
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

// FinishErasure goes on with the cases of which keys are owed: their disposal, or an erasure in
// them, was recorded here by a process that did not come to the purge, or something kept a copy.
// What the remote has not accepted waits for that.
func (b *Book) FinishErasure(ctx context.Context) ([]*Erasure, error) {
	if b.MayWrite() != nil {
		return nil, nil
	}
	list, err := b.owedCases(ctx)
	if err != nil {
		return nil, err
	}
	b.NoteOwner()
	if _, err := b.StrikeUndo(); err != nil {
		return nil, err
	}
	var out []*Erasure
	for _, id := range list {
		e, err := b.eraseAgain(ctx, id)
		if err != nil {
			return out, err
		}
		out = append(out, e)
	}
	return out, nil
}

// disposalAccepted says whether a case is destroyed in the record and, where there
// is a remote, in what the remote was last known to have.
func (b *Book) disposalAccepted(ctx context.Context, id record.ID) (bool, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return false, err
	}
	if d.Status != record.Destroyed {
		return b.resealAccepted(ctx, d)
	}
	last, alone, err := b.lastOfRemote(ctx)
	if err != nil || last == "" {
		return alone, err
	}
	there, err := ledger.DocketAt(ctx, b.repo.Reader, last, id)
	return err == nil && there.Status == record.Destroyed, err
}

// lastOfRemote is the tip that the remote was last known to have, "" where nothing is
// known of it; alone says that there is no remote.
func (b *Book) lastOfRemote(ctx context.Context) (last string, alone bool, err error) {
	url, err := b.repo.Remote(ctx, ledger.RemoteName)
	if err != nil || url == "" {
		return "", err == nil, err
	}
	last, err = b.repo.Ref(ctx, ledger.LastRef)
	return last, false, err
}

// eraseAgain purges what is left here of one destroyed case, as where something
// had kept a copy from being taken away.
func (b *Book) eraseAgain(ctx context.Context, id record.ID) (*Erasure, error) {
	accepted, err := b.disposalAccepted(ctx, id)
	if err != nil {
		return nil, err
	}
	if !accepted {
		return nil, fmt.Errorf("%w: what destroys keys of %s is not sent yet, and no key is "+
			"destroyed before the remote has accepted it", ErrState, id)
	}
	return b.purgeCases(ctx, []record.ID{id})
}

// resealAccepted says the same of an erasure: it is recorded, none waits to be, and
// the remote was last known to have it.
func (b *Book) resealAccepted(ctx context.Context, d *record.Docket) (bool, error) {
	facts, err := b.Facts(d.Case)
	if err != nil || facts == nil {
		return false, err
	}
	commit := facts.LastReseal()
	if commit == "" || facts.Entries[d.Pending].Op == team.OpEraseRequest {
		return false, nil
	}
	last, alone, err := b.lastOfRemote(ctx)
	if err != nil || last == "" {
		return alone, err
	}
	_, err = b.repo.Since(ctx, commit, last)
	return err == nil, nil
}

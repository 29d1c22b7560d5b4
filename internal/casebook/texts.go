package casebook

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/record"
)

// dropTextsOf removes what this copy has of a destroyed case, or of erased entries,
// beside the record, of whichever member: what waits in outboxes, and drafts.
// Nothing of it can be recorded any more.
func (b *Book) dropTextsOf(ctx context.Context, id record.ID) (n int, err error) {
	unlock, err := b.repo.Lock(outboxLock)
	if err != nil {
		return 0, err
	}
	defer unlock()
	list, err := b.textsOf(ctx, id)
	for _, p := range list {
		if p.What == aDraft {
			err = errors.Join(err, missingIsFine(b.removeDraft(p.Where)))
		} else {
			err = errors.Join(err, missingIsFine(os.Remove(p.Where)))
		}
	}
	return len(list), errors.Join(err, b.dropRecent(ctx, id))
}

// What may be left of a text besides the record.
const (
	inOutbox = "a text in an outbox"
	aDraft   = "a draft"
)

// textsOf lists the files of the outboxes and the drafts that are about a destroyed
// case or erased entries; and the first key of a case, where a member who made the
// case keeps it, once it opens nothing but what went.
func (b *Book) textsOf(ctx context.Context, id record.ID) ([]Place, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return nil, err
	}
	facts, err := b.Facts(id)
	if err != nil {
		return nil, err
	}
	gone := map[string]bool{}
	if facts != nil {
		for entry, f := range facts.Entries {
			gone[string(entry)] = f.Erased != nil
		}
	}
	gone[outboxKey] = deadEpochs(d) > 0
	destroyed := d.Status == record.Destroyed
	waiting, err := b.waitingOf(id)
	var out []Place
	for _, path := range waiting {
		_, what, _ := strings.Cut(strings.TrimSuffix(filepath.Base(path), ".age"), "-")
		if destroyed || gone[what] {
			out = append(out, Place{Where: path, What: inOutbox})
		}
	}
	drafts, draftsErr := b.draftsOf(id, func(entry record.ID) bool { return destroyed || gone[string(entry)] })
	for _, path := range drafts {
		out = append(out, Place{Where: path, What: aDraft})
	}
	return out, errors.Join(err, draftsErr)
}

// waitingOf lists the files of a case in the outboxes.
func (b *Book) waitingOf(id record.ID) ([]string, error) {
	members, err := os.ReadDir(b.outbox(""))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var out []string
	for _, m := range members {
		files, readErr := os.ReadDir(b.outbox(m.Name()))
		err = errors.Join(err, readErr)
		for _, f := range files {
			if strings.HasPrefix(f.Name(), string(id)+"-") {
				out = append(out, filepath.Join(b.outbox(m.Name()), f.Name()))
			}
		}
	}
	return out, err
}

// LeftOf names every place of this copy where one of a case's keys, or a text that
// is gone from the record and waits in an outbox or was kept as a draft, is still
// found.
func (b *Book) LeftOf(ctx context.Context, id record.ID, keys []string) ([]Place, error) {
	out, err := b.trace(ctx, keys)
	if err != nil {
		return nil, err
	}
	list, err := b.textsOf(ctx, id)
	return append(out, list...), err
}

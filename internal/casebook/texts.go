package casebook

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/record"
	"casefile/internal/seal"
)

// dropTextsOf removes what this copy has, besides the record, of a destroyed case or of erased
// entries: outbox texts and drafts of all members. Nothing of it can be recorded any more.
func (b *Book) dropTextsOf(ctx context.Context, id record.ID) (n int, err error) {
	unlock, err := b.repo.Lock(ctx, outboxLock)
	if err != nil {
		return 0, err
	}
	defer unlock()
	list, err := b.textsOf(ctx, id)
	for _, p := range list {
		if p.What == aDraft {
			err = errors.Join(err, missingIsFine(dropDraft(p.Where)))
		} else {
			err = errors.Join(err, missingIsFine(os.Remove(p.Where)))
		}
	}
	return len(list), errors.Join(err, b.dropRecent(ctx, id))
}

// Where a text may be left besides the record.
const (
	inOutbox = "a text in an outbox"
	aDraft   = "a draft"
)

// textsOf lists the outbox files and drafts of a destroyed case or of erased entries. It also lists
// the first key of a case, in the outbox of the member who created the case, once that key opens
// only erased texts.
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
	gone[outboxKey] = lastDeadEpoch(d) > 0
	destroyed := d.Status == record.Destroyed
	waiting, err := b.waitingOf(id)
	var out []Place
	for _, path := range waiting {
		_, what, _ := strings.Cut(strings.TrimSuffix(filepath.Base(path), ".age"), "-")
		if destroyed || gone[what] {
			out = append(out, Place{Where: path, What: inOutbox})
		}
	}
	drafts, draftsErr := b.draftsOf(id, func(entry record.ID) bool {
		return destroyed || gone[string(entry)]
	})
	for _, path := range drafts {
		out = append(out, Place{Where: path, What: aDraft})
	}
	return out, errors.Join(err, draftsErr)
}

// waitingOf lists the files of a case in the outboxes.
func (b *Book) waitingOf(id record.ID) ([]string, error) {
	members, err := memberFolders(b.outbox(""))
	var out []string
	for _, m := range members {
		files, readErr := os.ReadDir(b.outbox(m))
		err = errors.Join(err, readErr)
		for _, f := range files {
			if strings.HasPrefix(f.Name(), string(id)+"-") {
				out = append(out, filepath.Join(b.outbox(m), f.Name()))
			}
		}
	}
	return out, err
}

// Remains is the result of a search for the keys of a case in this copy.
type Remains struct {
	Places  []Place
	Skipped []string // files that were not searched, and why
}

// LeftOf names every place of this copy that still has one of a case's keys, or a removed text in
// an outbox or a draft.
func (b *Book) LeftOf(ctx context.Context, id record.ID, keys []string) ([]Place, error) {
	left, err := b.SearchFor(ctx, id, keys)
	return left.Places, err
}

// SearchFor does what LeftOf does, and also names what could not be searched.
func (b *Book) SearchFor(ctx context.Context, id record.ID, keys []string) (Remains, error) {
	found, err := b.repo.Search(ctx, keys)
	if err == nil {
		found.Places, err = b.withoutKept(ctx, b.repo, found.Places)
	}
	if err != nil {
		return Remains{}, err
	}
	clear, err := b.inClear(ctx, id, found.Clear)
	if err != nil {
		return Remains{}, err
	}
	kept, err := b.inKeptDamaged(ctx, id, keys)
	if err != nil {
		return Remains{}, err
	}
	list, err := b.textsOf(ctx, id)
	return Remains{slices.Concat(found.Places, kept.Places, clear, list),
		slices.Concat(found.Skipped, kept.Skipped)}, err
}

// inClear names the files that hold a dead key of a case unencrypted.
func (b *Book) inClear(ctx context.Context, id record.ID, files []string) (out []Place, err error) {
	if len(files) == 0 {
		return nil, nil
	}
	d, err := b.Docket(ctx, id)
	if err != nil {
		return nil, err
	}
	dead := map[string]int{}
	for n := 1; n <= min(lastDeadEpoch(d), len(d.Keys)); n++ {
		pub, err := b.epochFile(ctx, id, n)
		if err != nil {
			return nil, err
		}
		dead[strings.TrimSpace(string(pub))] = n
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(data)) {
			key, err := seal.ParseIdentity(strings.TrimSpace(line))
			if err != nil {
				continue
			}
			if n := dead[key.Recipient()]; n > 0 {
				out = append(out, Place{Where: path, Saved: true,
					What: fmt.Sprintf("the key of epoch %d itself, in clear", n)})
			}
		}
	}
	return out, nil
}

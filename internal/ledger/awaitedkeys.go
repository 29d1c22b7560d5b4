package ledger

import (
	"context"
	"fmt"
	"path"
	"slices"

	"casefile/internal/record"
	"casefile/internal/store"
)

// KeyAwaited reports whether a missing wrapped key has not come to this copy yet: no keys ref of
// this copy or of the remote lists it. A server's keys ref may be behind main, where a push was
// cut off. A missing key that a ref does list was here once, and is damage.
func (l *Ledger) KeyAwaited(ctx context.Context, id record.ID, epoch int, blob string) bool {
	return !l.keyListed(ctx, fmt.Sprintf("%s/%d", string(id), epoch), blob)
}

// keyListed reports whether a keys ref lists a blob in a folder of keys. A ref that can't be
// read counts as listing it.
func (l *Ledger) keyListed(ctx context.Context, folder, blob string) bool {
	for _, prefix := range []string{KeysPrefix, KeysThere} {
		at, err := l.repo.Ref(ctx, prefix+folder[:2])
		if err == nil && at == "" {
			continue
		}
		listed, err := l.ListIn(ctx, at, folder)
		is := func(e store.TreeEntry) bool { return e.ID == blob }
		if err != nil || slices.ContainsFunc(listed, is) {
			return true
		}
	}
	return false
}

// awaited returns the files of a shard that are wrapped keys still to come.
func (l *Ledger) awaited(ctx context.Context, files []store.Edit) ([]store.Edit, error) {
	missing, err := l.repo.Missing(ctx, idsOf(files))
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(files), func(f store.Edit) bool {
		return !slices.Contains(missing, f.ID) || l.keyListed(ctx, path.Dir(f.Path), f.ID)
	}), nil
}

func idsOf(files []store.Edit) []string {
	ids := make([]string, len(files))
	for i, f := range files {
		ids[i] = f.ID
	}
	return ids
}

// AwaitedKeys lists, in order, the cases whose wrapped keys are still to come, as Heal found.
func (l *Ledger) AwaitedKeys(ctx context.Context) (cases []record.ID, err error) {
	for _, shard := range l.late {
		files, err := shardFiles(ctx, l.repo.Reader, l.tip, shard)
		if err != nil {
			return nil, err
		}
		come, err := l.awaited(ctx, files)
		if err != nil {
			return nil, err
		}
		cases = append(cases, casesOf(come)...)
	}
	return cases, nil
}

// casesOf lists, in order, the cases that files of keys commits belong to.
func casesOf(files []store.Edit) (cases []record.ID) {
	for _, f := range files {
		cases = append(cases, record.ID(path.Dir(path.Dir(f.Path))))
	}
	slices.Sort(cases)
	return slices.Compact(cases)
}

// AwaitsKeys reports whether a shard has wrapped keys that are not here: Heal leaves its keys
// ref as it is.
func (l *Ledger) AwaitsKeys() bool { return len(l.late) > 0 }

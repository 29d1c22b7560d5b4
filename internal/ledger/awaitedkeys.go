package ledger

import (
	"context"
	"fmt"
	"path"
	"slices"

	"casefile/internal/record"
	"casefile/internal/store"
)

// KeyAwaited reports whether a wrapped key that is not here has not come to this copy yet: no
// keys ref lists it, neither one of this copy nor the notes of what the remote had. A server's
// keys ref may stand behind main, as whoever recorded the key was cut off. What such a ref lists
// was here once, and is damage.
func (l *Ledger) KeyAwaited(ctx context.Context, id record.ID, epoch int, blob string) bool {
	return !l.keyListed(ctx, fmt.Sprintf("%s/%d", string(id), epoch), blob)
}

// keyListed reports whether a keys ref lists a blob in a folder of keys. One that can't be read
// may list it.
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

// awaited are the wrapped keys among files of a shard that are not here, and are yet to come.
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

// AwaitedKeys are the cases with wrapped keys that are yet to come, as Heal found them, in order.
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

// casesOf are the cases that files of keys commits belong to, in order.
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

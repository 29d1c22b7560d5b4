package ledger

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// ShardMoves returns the moves of the keys refs that differ from what the dockets in a commit say.
// ref returns the present commit of a ref.
func (l *Ledger) ShardMoves(ctx context.Context, batch *store.Batch, commit string, shards []string,
	ref func(context.Context, string) (string, error)) ([]store.Move, error) {
	moves, _, err := shardMoves(ctx, batch, commit, shards, ref)
	return moves, err
}

// shardMoves returns the moves of ShardMoves, and the shards with a wrapped key that is not here.
// git would call a ref with missing objects broken, so such a ref stays until sync brings them.
func shardMoves(ctx context.Context, batch *store.Batch, commit string, shards []string,
	ref func(context.Context, string) (string, error)) (moves []store.Move, late []string,
	err error) {
	for _, shard := range shards {
		id, whole, err := shardHere(ctx, batch, commit, shard)
		if err != nil {
			return nil, nil, err
		}
		if !whole {
			late = append(late, shard)
			continue
		}
		old, err := ref(ctx, KeysPrefix+shard)
		if err != nil {
			return nil, nil, err
		}
		if old != id {
			moves = append(moves, store.Move{Ref: KeysPrefix + shard, Old: old, New: id})
		}
	}
	return moves, late, nil
}

// shardHere makes a shard's keys commit. whole says whether all wrapped keys that it lists are
// here.
func shardHere(ctx context.Context, batch *store.Batch, commit, shard string) (
	id string, whole bool, err error,
) {
	edits, err := shardFiles(ctx, batch.Reader, commit, shard)
	if err != nil {
		return "", false, err
	}
	blobs := make([]string, len(edits))
	for i, e := range edits {
		blobs[i] = e.ID
	}
	missing, err := batch.Reader.Missing(ctx, blobs)
	if err != nil {
		return "", false, err
	}
	id, err = KeysCommit(ctx, batch, edits)
	return id, len(missing) == 0, err
}

// ShardCommit makes a shard's keys commit from the dockets in a commit.
func ShardCommit(ctx context.Context, batch *store.Batch, commit, shard string) (string, error) {
	edits, err := shardFiles(ctx, batch.Reader, commit, shard)
	if err != nil {
		return "", err
	}
	return KeysCommit(ctx, batch, edits)
}

// KeysCommit makes the keys commit of a shard. Its wrapped keys determine every byte of it
// (FORMAT.md, 8).
func KeysCommit(ctx context.Context, batch *store.Batch, edits []store.Edit) (string, error) {
	tree, err := batch.Tree(ctx, "", edits)
	if err != nil {
		return "", err
	}
	nobody := store.Ident{Name: "casefile", Email: "casefile@invalid", When: time.Unix(0, 0)}
	keys, err := batch.Commit(store.NewCommit{Tree: tree, Author: nobody, Committer: nobody,
		Message: "casefile keys\n"}, nil)
	return keys.ID, err
}

// shardFiles returns the wrapped keys that the dockets of a shard list.
func shardFiles(ctx context.Context, read store.Reader, commit, shard string) (
	[]store.Edit, error,
) {
	folder, ok, err := read.Lookup(ctx, commit, "cases/"+shard)
	if err != nil || !ok {
		return nil, err
	}
	entries, err := read.Tree(ctx, folder.ID)
	if err != nil {
		return nil, store.Lost("the folder cases/"+shard, err)
	}
	var blobs []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name, ".yaml") {
			blobs = append(blobs, e.ID)
		}
	}
	var out []store.Edit
	err = read.Blobs(ctx, blobs, verify.MaxPlain, func(_ int, data []byte) error {
		d, err := record.ParseDocket(data)
		if err == nil {
			out = append(out, KeyFiles(d)...)
		}
		return err
	})
	return out, err
}

// KeyFiles returns the files of a keys commit for one docket.
func KeyFiles(d *record.Docket) []store.Edit {
	var out []store.Edit
	for i, e := range d.Keys {
		for member, blob := range e {
			path := fmt.Sprintf("%s/%d/%s.age", string(d.Case), i+1, member)
			out = append(out, store.Edit{Path: path, Mode: "100644", ID: blob})
		}
	}
	return out
}

// ShardsBetween returns the moves of the keys refs of every shard that differs between the ledger's
// tip and another commit.
func (l *Ledger) ShardsBetween(ctx context.Context, next string) ([]store.Move, error) {
	was, err := l.ListIn(ctx, l.tip, "cases")
	if err != nil {
		return nil, err
	}
	now, err := l.ListIn(ctx, next, "cases")
	if err != nil {
		return nil, err
	}
	trees := map[string]string{}
	for _, e := range was {
		trees[e.Name] = e.ID
	}
	var changed []string
	for _, e := range now {
		if trees[e.Name] != e.ID {
			changed = append(changed, e.Name)
		}
		delete(trees, e.Name)
	}
	gone := slices.Sorted(maps.Keys(trees))
	batch := l.repo.NewBatch()
	moves, late, err := shardMoves(ctx, batch, next, changed, l.repo.Ref)
	if err != nil {
		return nil, err
	}
	l.noteUnsure(late)
	for _, shard := range gone { // its only case was opened here, and is in conflict
		if old, err := l.repo.Ref(ctx, KeysPrefix+shard); err != nil {
			return nil, err
		} else if old != "" {
			moves = append(moves, store.Move{Ref: KeysPrefix + shard, Old: old})
		}
	}
	return moves, batch.Write(ctx)
}

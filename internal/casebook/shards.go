package casebook

import (
	"context"
	"fmt"
	"strings"
	"time"

	"casefile/internal/record"
	"casefile/internal/store"
)

// shardMoves computes the moves of the keys refs of shards that differ from
// what the dockets in a commit say; ref tells where each is now.
func (b *Book) shardMoves(ctx context.Context, batch *store.Batch, commit string, shards []string,
	ref func(context.Context, string) (string, error)) ([]store.Move, error) {
	var moves []store.Move
	for _, shard := range shards {
		id, whole, err := shardHere(ctx, batch, commit, shard)
		if err != nil {
			return nil, err
		}
		if !whole { // git would call a ref broken that lacks objects; sync brings them
			continue
		}
		old, err := ref(ctx, KeysPrefix+shard)
		if err != nil {
			return nil, err
		}
		if old != id {
			moves = append(moves, store.Move{Ref: KeysPrefix + shard, Old: old, New: id})
		}
	}
	return moves, nil
}

// shardHere makes a shard's keys commit, and says whether all wrapped keys that it
// lists are here.
func shardHere(ctx context.Context, batch *store.Batch, commit, shard string) (id string, whole bool, err error) {
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
	id, err = keysCommit(ctx, batch, edits)
	return id, len(missing) == 0, err
}

// shardCommit makes a shard's keys commit from the dockets in a commit.
func shardCommit(ctx context.Context, batch *store.Batch, commit, shard string) (string, error) {
	edits, err := shardFiles(ctx, batch.Reader, commit, shard)
	if err != nil {
		return "", err
	}
	return keysCommit(ctx, batch, edits)
}

func keysCommit(ctx context.Context, batch *store.Batch, edits []store.Edit) (string, error) {
	tree, err := batch.Tree(ctx, "", edits)
	if err != nil {
		return "", err
	}
	nobody := store.Ident{Name: "casefile", Email: "casefile@invalid", When: time.Unix(0, 0)}
	keys, err := batch.Commit(store.NewCommit{Tree: tree, Author: nobody, Committer: nobody, Message: "casefile keys\n"}, nil)
	return keys.ID, err
}

// shardFiles lists exactly what the dockets of a shard list.
func shardFiles(ctx context.Context, read store.Reader, commit, shard string) ([]store.Edit, error) {
	folder, ok, err := read.Lookup(ctx, commit, "cases/"+shard)
	if err != nil || !ok {
		return nil, err
	}
	entries, err := read.Tree(ctx, folder.ID)
	if err != nil {
		return nil, err
	}
	var blobs []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name, ".yaml") {
			blobs = append(blobs, e.ID)
		}
	}
	var out []store.Edit
	err = read.Objects(ctx, blobs, func(_ int, _ string, data []byte) error {
		d, err := record.ParseDocket(data)
		if err == nil {
			out = append(out, keyFiles(d)...)
		}
		return err
	})
	return out, err
}

func keyFiles(d *record.Docket) []store.Edit {
	var out []store.Edit
	for i, e := range d.Keys {
		for member, blob := range e {
			path := fmt.Sprintf("%s/%d/%s.age", string(d.Case), i+1, member)
			out = append(out, store.Edit{Path: path, Mode: "100644", ID: blob})
		}
	}
	return out
}

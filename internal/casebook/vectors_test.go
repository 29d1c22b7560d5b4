package casebook

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
)

type shardVector struct{ Name, Tree, Commit, Expect string }

func TestShardVectors(t *testing.T) {
	var index struct {
		Shard   string
		Vectors []shardVector
	}
	folder := filepath.Join("..", "..", "testdata", "vectors", "shard")
	data, err := os.ReadFile(filepath.Join(folder, "index.json"))
	if err == nil {
		err = json.Unmarshal(data, &index)
	}
	if err != nil || len(index.Vectors) < 8 {
		t.Fatal(len(index.Vectors), err)
	}
	ctx := context.Background()
	repo, err := store.Init(ctx, t.TempDir(), store.InitOptions{Bare: true})
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	for _, v := range index.Vectors {
		batch := repo.NewBatch()
		main := commitDockets(t, batch, filepath.Join(folder, v.Name), index.Shard)
		id, err := ledger.ShardCommit(ctx, batch, main, index.Shard)
		if v.Expect != "" {
			if !errors.Is(err, record.ErrDocket) {
				t.Errorf("%s: want a refusal, got %s, %v", v.Name, id, err)
			}
			continue
		}
		if err != nil || id != v.Commit {
			t.Errorf("%s: %s, %v; want %s", v.Name, id, err, v.Commit)
			continue
		}
		if c, err := batch.Reader.Commit(ctx, v.Commit); err != nil || c.Tree != v.Tree {
			t.Errorf("%s: tree %s, %v; want %s", v.Name, c.Tree, err, v.Tree)
		}
	}
}

// commitDockets makes a commit that holds the dockets of a folder.
func commitDockets(t *testing.T, batch *store.Batch, folder, shard string) string {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil || len(files) == 0 {
		t.Fatal(folder, err)
	}
	var edits []store.Edit
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		edits = append(edits, store.Edit{Path: "cases/" + shard + "/" + f.Name(), Mode: "100644",
			ID: batch.Blob(data)})
	}
	tree, err := batch.Tree(context.Background(), "", edits)
	if err != nil {
		t.Fatal(err)
	}
	who := store.Ident{Name: "Asha Rao", Email: "asha@agency.example",
		When: time.Unix(1772818812, 0)}
	c, err := batch.Commit(store.NewCommit{Tree: tree, Author: who, Committer: who, Message: "m\n"},
		nil)
	if err != nil {
		t.Fatal(err)
	}
	return c.ID
}

package ledger

import (
	"testing"
	"time"

	"casefile/internal/store"
)

// bench is a bare repository to try a ledger on.
type bench struct {
	*testing.T
	repo *store.Repo
}

func newBench(t *testing.T) *bench {
	t.Helper()
	repo, err := store.Init(t.Context(), t.TempDir(), store.InitOptions{Bare: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { repo.Close() })
	return &bench{t, repo}
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// blob writes a file's bytes.
func (b *bench) blob(data []byte) string {
	b.Helper()
	batch := b.repo.NewBatch()
	id := batch.Blob(data)
	b.must(batch.Write(b.Context()))
	return id
}

// line writes commits after another, each with a word as its message, and without a signature: git
// accepts them, and no judge does.
func (b *bench) line(after string, words ...string) (ids []string) {
	b.Helper()
	batch := b.repo.NewBatch()
	tree, err := batch.Tree(b.Context(), "", nil)
	b.must(err)
	for i, word := range words {
		who := store.Ident{Name: "A", Email: "a@agency.example",
			When: time.Unix(1_772_000_000+int64(i), 0).UTC()}
		c := store.NewCommit{Tree: tree, Author: who, Committer: who, Message: word + "\n"}
		if after != "" {
			c.Parents = []string{after}
		}
		made, err := batch.Commit(c, nil)
		b.must(err)
		after, ids = made.ID, append(ids, made.ID)
	}
	b.must(batch.Write(b.Context()))
	return ids
}

func (b *bench) setRef(name, id string) {
	b.Helper()
	old, err := b.repo.Ref(b.Context(), name)
	b.must(err)
	b.must(b.repo.Move(b.Context(), []store.Move{{Ref: name, Old: old, New: id}}))
}

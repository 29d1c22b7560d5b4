package store

import (
	"context"
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
)

// Batch collects new objects in memory; nothing reaches the disk before Write. Its embedded Reader
// looks for an object among the new ones first, then in the repository. So Batch.Reader.Commit and
// Batch.Reader.Tree read; Batch.Commit and Batch.Tree make. It serves one goroutine.
type Batch struct {
	Reader
	repo    *Repo
	order   []string
	pending map[string]pendingObject
}

type pendingObject struct {
	kind plumbing.ObjectType
	data []byte
}

// NewBatch starts an empty batch.
func (r *Repo) NewBatch() *Batch {
	b := &Batch{repo: r, pending: make(map[string]pendingObject)}
	b.Reader = Reader{src: b, trees: r.trees.fork()}
	return b
}

// Blob adds a file's content, which must not change afterwards.
func (b *Batch) Blob(data []byte) string { return b.put(plumbing.BlobObject, data) }

func (b *Batch) put(kind plumbing.ObjectType, data []byte) string {
	id := plumbing.ComputeHash(kind, data).String()
	if _, ok := b.pending[id]; !ok {
		b.pending[id] = pendingObject{kind, data}
		b.order = append(b.order, id)
	}
	return id
}

// read serves the pending objects from memory, and each run of others between
// them through the repository.
func (b *Batch) read(ctx context.Context, want ask, ids []string, visit visitor) error {
	for at := 0; at < len(ids); {
		if o, ok := b.pending[ids[at]]; ok {
			a := answer{kind: o.kind.String(), size: int64(len(o.data)), data: o.data}
			if a.fault = want.judge(ids[at], a); a.fault != nil {
				a.data = nil
			} else if want.to != nil {
				if _, err := want.to.Write(a.data); err != nil {
					return unstop(err)
				}
				a.sum = ids[at]
				a.data = nil
			}
			if err := visit(at, a); err != nil {
				return err
			}
			at++
			continue
		}
		from := at
		for at < len(ids) && !b.has(ids[at]) {
			at++
		}
		err := b.repo.cat.read(ctx, want, ids[from:at], func(i int, a answer) error {
			return visit(from+i, a)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *Batch) has(id string) bool {
	_, ok := b.pending[id]
	return ok
}

// Write makes every object of the batch durable. Objects that no ref names are
// harmless, so a batch that fails, or loses a race, needs no undoing.
func (b *Batch) Write(ctx context.Context) error {
	if b.repo.quarantine {
		return fmt.Errorf("nothing is written to %s from within a hook", b.repo.GitDir())
	}
	return writeLoose(ctx, b.repo.objects, b.order, b.pending)
}

package casebook

import (
	"context"
	"fmt"
	"strings"

	"casefile/internal/record"
	"casefile/internal/store"
)

// list gives the entries of a folder at the tip; none where it is absent.
func (b *Book) list(ctx context.Context, folder string) ([]store.TreeEntry, error) {
	return b.listIn(ctx, b.tip, folder)
}

// listIn does the same in any commit.
func (b *Book) listIn(ctx context.Context, commit, folder string) ([]store.TreeEntry, error) {
	e, ok, err := b.repo.Lookup(ctx, commit, folder)
	if err != nil || !ok {
		return nil, err
	}
	return b.repo.Tree(ctx, e.ID)
}

// folder reads the files of one folder whose names have an ending, by their
// names without it.
func (b *Book) folder(ctx context.Context, folder, ending string) (map[string][]byte, error) {
	return b.filesIn(ctx, b.tip, folder, ending)
}

// filesIn does the same in any commit.
func (b *Book) filesIn(ctx context.Context, commit, folder, ending string) (map[string][]byte, error) {
	out := map[string][]byte{}
	e, ok, err := b.repo.Lookup(ctx, commit, folder)
	if err != nil || !ok {
		return out, err
	}
	entries, err := b.repo.Tree(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name, ending)
		if !ok {
			continue
		}
		if _, out[name], err = b.repo.Object(ctx, e.ID); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// root reads one file at the tip.
func (b *Book) root(ctx context.Context, path string) ([]byte, error) {
	data, ok, err := past{ctx: ctx, read: b.repo.Reader}.File(b.tip, path)
	if err == nil && !ok {
		err = fmt.Errorf("%w: %s", ErrNotFound, path)
	}
	return data, err
}

// PolicyText is casefile.yaml as its authors wrote it.
func (b *Book) PolicyText(ctx context.Context) ([]byte, error) { return b.root(ctx, "casefile.yaml") }

// Schemas are the agency's own schemas, by kind.
func (b *Book) Schemas(ctx context.Context) (map[string][]byte, error) {
	return b.folder(ctx, "schema", ".json")
}

// Docket reads the docket of one case.
func (b *Book) Docket(ctx context.Context, id record.ID) (*record.Docket, error) {
	return docketAt(ctx, b.repo.Reader, b.tip, id)
}

func docketAt(ctx context.Context, read store.Reader, commit string, id record.ID) (*record.Docket, error) {
	data, ok, err := past{ctx: ctx, read: read}.File(commit, record.DocketPath(id))
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("%w: case %s", ErrNotFound, id)
	}
	return record.ParseDocket(data)
}

// Dockets reads all dockets in order of ID; no key is needed.
func (b *Book) Dockets(ctx context.Context) ([]*record.Docket, error) {
	var out []*record.Docket
	err := b.EachDocket(ctx, func(d *record.Docket) error {
		out = append(out, d)
		return nil
	})
	return out, err
}

// EachDocket reads all dockets in order of ID, and keeps none of them: 100,000
// with their keys take 300 MB. An error of do ends it.
func (b *Book) EachDocket(ctx context.Context, do func(*record.Docket) error) error {
	shards, err := b.list(ctx, "cases")
	if err != nil {
		return err
	}
	blobs, err := b.docketBlobs(ctx, shards)
	if err != nil {
		return err
	}
	return b.repo.Objects(ctx, blobs, func(_ int, _ string, data []byte) error {
		d, err := record.ParseDocket(data)
		if err != nil {
			return err
		}
		return do(d)
	})
}

// docketBlobs reads the shards' folders in one go, and gives the blobs of all
// dockets in them.
func (b *Book) docketBlobs(ctx context.Context, shards []store.TreeEntry) ([]string, error) {
	ids := make([]string, len(shards))
	for i, s := range shards {
		ids[i] = s.ID
	}
	folders, err := b.repo.Trees(ctx, ids)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, entries := range folders {
		for _, e := range entries {
			if strings.HasSuffix(e.Name, ".yaml") {
				out = append(out, e.ID)
			}
		}
	}
	return out, nil
}

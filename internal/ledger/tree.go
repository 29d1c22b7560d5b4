package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// List returns the entries of a folder at the tip; none where it is absent.
func (l *Ledger) List(ctx context.Context, folder string) ([]store.TreeEntry, error) {
	return l.ListIn(ctx, l.tip, folder)
}

// ListIn does the same in any commit.
func (l *Ledger) ListIn(ctx context.Context, commit, folder string) ([]store.TreeEntry, error) {
	e, ok, err := l.repo.Lookup(ctx, commit, folder)
	if err != nil || !ok {
		return nil, err
	}
	list, err := l.repo.Tree(ctx, e.ID)
	return list, store.Lost("the folder "+folder, err)
}

// folder reads the files of a folder whose names have an ending, by their names without it.
func (l *Ledger) folder(ctx context.Context, folder, ending string) (map[string][]byte, error) {
	return l.FilesIn(ctx, l.tip, folder, ending)
}

// FilesIn does the same in any commit.
func (l *Ledger) FilesIn(ctx context.Context, commit, folder, ending string) (
	map[string][]byte, error,
) {
	out := map[string][]byte{}
	e, ok, err := l.repo.Lookup(ctx, commit, folder)
	if err != nil || !ok {
		return out, err
	}
	entries, err := l.repo.Tree(ctx, e.ID)
	if err != nil {
		return nil, store.Lost("the folder "+folder, err)
	}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name, ending)
		if !ok {
			continue
		}
		if out[name], err = l.repo.Blob(ctx, e.ID, verify.MaxPlain); err != nil {
			return nil, store.Lost(folder+"/"+e.Name, err)
		}
	}
	return out, nil
}

// Root reads one file at the tip.
func (l *Ledger) Root(ctx context.Context, path string) ([]byte, error) {
	data, ok, err := FileAt(ctx, l.repo.Reader, l.tip, path)
	if err == nil && !ok {
		err = fmt.Errorf("%w: %s", ErrNotFound, path)
	}
	return data, err
}

// PolicyText returns casefile.yaml as its authors wrote it.
func (l *Ledger) PolicyText(ctx context.Context) ([]byte, error) {
	return l.Root(ctx, "casefile.yaml")
}

// Schemas returns the agency's own schemas, by kind.
func (l *Ledger) Schemas(ctx context.Context) (map[string][]byte, error) {
	return l.folder(ctx, "schema", ".json")
}

// Docket reads the docket of one case.
func (l *Ledger) Docket(ctx context.Context, id record.ID) (*record.Docket, error) {
	return DocketAt(ctx, l.repo.Reader, l.tip, id)
}

// DocketAt reads the docket of one case in a commit; ErrNotFound where it has none.
func DocketAt(ctx context.Context, read store.Reader, commit string, id record.ID) (
	*record.Docket, error,
) {
	data, ok, err := FileAt(ctx, read, commit, record.DocketPath(id))
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("%w: case %s", ErrNotFound, id)
	}
	return record.ParseDocket(data)
}

// Dockets reads all dockets in order of ID. It needs no key.
func (l *Ledger) Dockets(ctx context.Context) ([]*record.Docket, error) {
	var out []*record.Docket
	err := l.EachDocket(ctx, func(d *record.Docket) error {
		out = append(out, d)
		return nil
	})
	return out, err
}

// EachDocket reads all dockets in order of ID, and keeps none of them: 100,000 with their keys take
// 300 MB. An error of do ends it.
func (l *Ledger) EachDocket(ctx context.Context, do func(*record.Docket) error) error {
	files, lost, err := l.docketFiles(ctx, func(string, string) bool { return true })
	if err != nil {
		return err
	}
	if len(lost) > 0 {
		return store.Lost("the folder "+lost[0].Path, lost[0].Why)
	}
	blobs := make([]string, len(files))
	for i, f := range files {
		blobs[i] = f.ID
	}
	return l.repo.EachBlob(ctx, blobs, verify.MaxPlain, func(i int, data []byte, why error) error {
		if why != nil {
			return store.Lost(record.DocketPath(caseOf(files[i])), why)
		}
		d, err := record.ParseDocket(data)
		if err != nil {
			return err
		}
		return do(d)
	})
}

// caseOf returns the case of a docket, by the name of its file.
func caseOf(docket store.TreeEntry) record.ID {
	return record.ID(strings.TrimSuffix(docket.Name, ".yaml"))
}

// docketFiles reads the folders of some shards at once. It returns all dockets in them, and the
// folders that this copy has lost.
func (l *Ledger) docketFiles(ctx context.Context, of func(shard, tree string) bool) (
	out []store.TreeEntry, lost []Lost, err error) {
	shards, err := l.List(ctx, "cases")
	if err != nil {
		return nil, nil, err
	}
	other := func(s store.TreeEntry) bool { return !of(s.Name, s.ID) }
	shards = slices.DeleteFunc(shards, other)
	ids := make([]string, len(shards))
	for i, s := range shards {
		ids[i] = s.ID
	}
	err = l.repo.EachTree(ctx, ids, func(i int, list []store.TreeEntry, why error) error {
		if why != nil {
			lost = append(lost, Lost{Path: "cases/" + shards[i].Name, Why: why})
		}
		for _, e := range list {
			if strings.HasSuffix(e.Name, ".yaml") {
				out = append(out, e)
			}
		}
		return nil
	})
	return out, lost, err
}

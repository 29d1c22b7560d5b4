package store

import (
	"context"
	"fmt"
	"strings"
)

// Reader reads objects. Every content is hashed again; one that does not fit
// its id gives ErrDamaged. Each read says what it takes: see source.
type Reader struct {
	src   source
	trees *treeCache
}

// The kinds of objects that have bounds of their own.
var (
	aCommit = ask{kind: "commit", most: MaxCommit}
	aTree   = ask{kind: "tree", most: MaxTree}
)

// bytes reads objects and visits them in the order of ids, one in memory at a time. It
// stops at the first that is missing, damaged or otherwise than wanted, and at the first
// error of visit. The visitor may keep data, and may read.
func (r Reader) bytes(ctx context.Context, want ask, ids []string,
	visit func(i int, data []byte) error,
) error {
	for _, id := range ids {
		if !isID(id) {
			return noID(id)
		}
	}
	return r.each(ctx, want, ids, func(i int, a answer) error {
		if a.fault != nil {
			return a.fault
		}
		return visit(i, a.data)
	})
}

func (r Reader) one(ctx context.Context, want ask, id string) (data []byte, err error) {
	err = r.bytes(ctx, want, []string{id}, func(_ int, d []byte) error {
		data = d
		return nil
	})
	return data, err
}

// Blob reads a file of at most so many bytes: ErrTooLarge where it has more, ErrOtherKind
// where the object is none.
func (r Reader) Blob(ctx context.Context, id string, most int64) ([]byte, error) {
	return r.one(ctx, ask{kind: "blob", most: most}, id)
}

// Blobs reads many files of at most so many bytes each, and visits them in the order of
// ids, one in memory at a time. It stops at the first that can't be had, and at the first
// error of visit. The visitor may keep data, and may read.
func (r Reader) Blobs(ctx context.Context, ids []string, most int64,
	visit func(i int, data []byte) error,
) error {
	return r.bytes(ctx, ask{kind: "blob", most: most}, ids, visit)
}

// EachBlob reads many files as Blobs does, and goes on where one can't be had: what is wrong
// with it (ErrNotFound, ErrDamaged, ErrTooLarge) comes to visit in the place of its bytes.
func (r Reader) EachBlob(ctx context.Context, ids []string, most int64,
	visit func(i int, data []byte, fault error) error) error {
	return r.each(ctx, ask{kind: "blob", most: most}, ids, func(i int, a answer) error {
		return visit(i, a.data, a.fault)
	})
}

// RawTree reads one tree as git keeps it.
func (r Reader) RawTree(ctx context.Context, id string) ([]byte, error) {
	return r.one(ctx, aTree, id)
}

// Commit reads and parses one commit.
func (r Reader) Commit(ctx context.Context, id string) (Commit, error) {
	raw, err := r.one(ctx, aCommit, id)
	if err != nil {
		return Commit{}, Lost(fmt.Sprintf("the commit %.12s", id), err)
	}
	return ParseCommit(id, raw)
}

// Tree lists one level of a tree in its raw order, whatever that is.
func (r Reader) Tree(ctx context.Context, id string) ([]TreeEntry, error) {
	t, err := r.tree(ctx, id)
	if err != nil {
		return nil, err
	}
	return t.all(), nil
}

func (r Reader) tree(ctx context.Context, id string) (treeListing, error) {
	if t, ok := r.trees.get(id); ok {
		return t, nil
	}
	raw, err := r.RawTree(ctx, id)
	if err != nil {
		return treeListing{}, err
	}
	t, err := asTree(id, raw)
	if err != nil {
		return treeListing{}, err
	}
	r.trees.put(id, t)
	return t, nil
}

// Trees lists one level of many trees, read in one pipelined go. They pass by
// the cache, which so many would empty of the few that are asked for again.
func (r Reader) Trees(ctx context.Context, ids []string) ([][]TreeEntry, error) {
	out := make([][]TreeEntry, len(ids))
	err := r.bytes(ctx, aTree, ids, func(i int, raw []byte) error {
		t, err := asTree(ids[i], raw)
		out[i] = t.all()
		return err
	})
	return out, err
}

// EachTree lists one level of many trees as Trees does, and goes on where one can't be had.
func (r Reader) EachTree(ctx context.Context, ids []string,
	visit func(i int, entries []TreeEntry, fault error) error) error {
	return r.each(ctx, aTree, ids, func(i int, a answer) error {
		if a.fault != nil {
			return visit(i, nil, a.fault)
		}
		t, err := asTree(ids[i], a.data)
		return visit(i, t.all(), err)
	})
}

func asTree(id string, raw []byte) (treeListing, error) {
	t, err := listTree(raw)
	if err != nil {
		return treeListing{}, fmt.Errorf("tree %s: %w", id, err)
	}
	return t, nil
}

// Lookup finds a path in the tree of a commit; the path "" is the root tree. A
// name that a hostile tree holds twice gives ErrDamaged.
func (r Reader) Lookup(ctx context.Context, commit, path string) (TreeEntry, bool, error) {
	top, err := r.rootOf(ctx, commit)
	if err != nil {
		return TreeEntry{}, false, err
	}
	at, above := TreeEntry{Mode: modeTree, ID: top}, ""
	if path == "" {
		return at, true, nil
	}
	for name := range strings.SplitSeq(path, "/") {
		if at.Mode != modeTree {
			return TreeEntry{}, false, nil
		}
		t, err := r.tree(ctx, at.ID)
		if err != nil {
			return TreeEntry{}, false, Lost(folderWords(commit, above), err)
		}
		above += "/" + name
		next, n := t.find(name)
		if n > 1 {
			return TreeEntry{}, false,
				fmt.Errorf("%w: tree %s has %q twice", ErrDamaged, at.ID, name)
		}
		if n == 0 {
			return TreeEntry{}, false, nil
		}
		at = next
	}
	return at, true, nil
}

// folderWords returns people's name for a folder: "" is the root.
func folderWords(commit, path string) string {
	if path == "" {
		return fmt.Sprintf("the folder of all records in commit %.12s", commit)
	}
	return "the folder " + strings.TrimPrefix(path, "/")
}

// rootOf returns the root tree of a commit.
func (r Reader) rootOf(ctx context.Context, commit string) (tree string, err error) {
	if tree, ok := r.trees.rootOf(commit); ok {
		return tree, nil
	}
	c, err := r.Commit(ctx, commit)
	if err == nil {
		r.trees.putRoot(commit, c.Tree)
	}
	return c.Tree, err
}

// isID says that s is 40 lower-case hexadecimal digits.
func isID(s string) bool {
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(s) == 40
}

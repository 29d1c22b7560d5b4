package store

import (
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
)

// HashObject returns the id that git gives an object of this kind (blob, tree, commit or tag) with
// exactly this content; no repository is needed.
func HashObject(kind string, raw []byte) (string, error) {
	t, err := plumbing.ParseObjectType(kind)
	if err != nil || !t.Valid() || t.IsDelta() {
		return "", fmt.Errorf("%q is not a kind of object", kind)
	}
	return plumbing.ComputeHash(t, raw).String(), nil
}

// ParseTree lists one level of a tree from its raw bytes. It refuses with
// ErrDamaged what git itself would not have written, and with ErrTooLarge a name that is
// longer than any of ours.
func ParseTree(raw []byte) ([]TreeEntry, error) {
	t, err := listTree(raw)
	if err == nil && t.odd {
		err = fmt.Errorf("%w: not as git writes trees", ErrDamaged)
	}
	if err != nil {
		return nil, err
	}
	return t.all(), nil
}

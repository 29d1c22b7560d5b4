package store

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Ref is the id that a ref names, "" when there is none. The name is full:
// refs/heads/main.
func (r *Repo) Ref(ctx context.Context, name string) (string, error) {
	if err := checkRef(name); err != nil {
		return "", err
	}
	// A loose ref wins over a packed one, and git replaces it by a rename, so
	// what is read here is whole. All else (packed, symbolic, reftable) is left
	// to git, at the price of a process.
	text, err := os.ReadFile(filepath.Join(r.common, filepath.FromSlash(name)))
	if id, ended := strings.CutSuffix(string(text), "\n"); err == nil && ended && isID(id) {
		return id, nil
	}
	refs, err := r.list(ctx, name)
	return refs[name], err
}

// Refs lists the refs whose names begin with prefix, "" for all.
func (r *Repo) Refs(ctx context.Context, prefix string) (map[string]string, error) {
	if prefix != "" && !strings.HasPrefix(prefix, "refs/") {
		return nil, fmt.Errorf("%q is no beginning of a ref name", prefix)
	}
	// for-each-ref matches whole steps of a name.
	refs, err := r.list(ctx, path.Dir(prefix))
	maps.DeleteFunc(refs, func(name, _ string) bool { return !strings.HasPrefix(name, prefix) })
	return refs, err
}

// list asks git for the ref of that name and those below it; "." is all.
func (r *Repo) list(ctx context.Context, name string) (map[string]string, error) {
	args := []string{"for-each-ref", "--format=%(objectname) %(refname)"}
	if name != "." {
		args = append(args, name)
	}
	out, err := r.git.run(ctx, nil, args...)
	if err != nil {
		return nil, err
	}
	refs := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		id, ref, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if !ok || !isID(id) {
			return nil, fmt.Errorf("git for-each-ref answered %q", line)
		}
		refs[ref] = id
	}
	return refs, nil
}

// checkRef keeps a name from being a command of its own, or a path elsewhere;
// git-check-ref-format has more rules, and git applies them.
func checkRef(name string) error {
	bad := strings.ContainsFunc(name, func(c rune) bool { return c <= ' ' || c == 0x7f || strings.ContainsRune("~^:?*[\\", c) })
	if bad || !strings.HasPrefix(name, "refs/") || path.Clean(name) != name || strings.Contains(name, "..") {
		return fmt.Errorf("%q is no ref name", name)
	}
	return nil
}

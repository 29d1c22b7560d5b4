package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Ref returns the id that a ref names, "" when there is none. The name is full: refs/heads/main.
func (r *Repo) Ref(ctx context.Context, name string) (string, error) {
	if err := checkRef(name); err != nil {
		return "", err
	}
	// A loose ref wins over a packed one, and git replaces both kinds of file by
	// a rename, so what is read here is whole; a ref that is being packed is
	// loose until it is packed. All else (symbolic, reftable) is left to git, at
	// the price of a process.
	text, err := ReadAtMost(filepath.Join(r.common, filepath.FromSlash(name)), mostOwn)
	if id, ended := strings.CutSuffix(string(text), "\n"); err == nil && ended && isID(id) {
		return id, nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		if id, ok := r.packedRef(name); ok {
			return id, nil
		}
	}
	refs, err := r.list(ctx, name)
	return refs[name], err
}

// packedRef finds a ref in the file packed-refs, "" where it has none; ok is
// false where refs are kept otherwise, or the file is not as git writes it.
func (r *Repo) packedRef(name string) (id string, ok bool) {
	text, ok := r.packedRefs()
	before, _, found := strings.Cut(text, " "+name+"\n")
	if !found {
		return "", ok
	}
	id = before[strings.LastIndexByte(before, '\n')+1:]
	return id, isID(id)
}

// packedRefs returns the file packed-refs, "" where there is none; ok is false where refs are kept
// otherwise, or the file ends within a line.
func (r *Repo) packedRefs() (text string, ok bool) {
	if _, err := os.Lstat(filepath.Join(r.common, "reftable")); !errors.Is(err, fs.ErrNotExist) {
		return "", false
	}
	data, err := ReadAtMost(filepath.Join(r.common, "packed-refs"), mostRefs)
	if errors.Is(err, fs.ErrNotExist) {
		return "", true
	}
	if err != nil || !bytes.HasSuffix(data, []byte("\n")) {
		return "", false
	}
	return string(data), true
}

// Refs lists the refs whose names begin with prefix, "" for all.
func (r *Repo) Refs(ctx context.Context, prefix string) (map[string]string, error) {
	if prefix != "" && !strings.HasPrefix(prefix, "refs/") {
		return nil, fmt.Errorf("%q is not the beginning of a ref name", prefix)
	}
	// for-each-ref matches whole steps of a name.
	name := path.Dir(prefix)
	refs, ok := r.listed(name)
	if !ok {
		var err error
		if refs, err = r.list(ctx, name); err != nil {
			return nil, err
		}
	}
	maps.DeleteFunc(refs, func(name, _ string) bool { return !strings.HasPrefix(name, prefix) })
	return refs, nil
}

// list asks git for the ref of that name and those below it; "." is all.
func (r *Repo) list(ctx context.Context, name string) (map[string]string, error) {
	args := []string{"for-each-ref", "--format=%(objectname) %(refname)"}
	if name != "." {
		args = append(args, name)
	}
	out, err := r.git.run(ctx, nil, args...)
	if err != nil {
		return nil, r.ofRefs(err)
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
	bad := strings.ContainsFunc(name, func(c rune) bool {
		return c <= ' ' || c == 0x7f || strings.ContainsRune("~^:?*[\\", c)
	})
	if bad || !strings.HasPrefix(name, "refs/") || path.Clean(name) != name ||
		strings.Contains(name, "..") {
		return fmt.Errorf("%q is not a ref name", name)
	}
	return nil
}

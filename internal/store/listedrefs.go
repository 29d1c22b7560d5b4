package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// listed returns the ref of that name and those below it, as git would list them; "." is all. It
// reads the files as git keeps them: a command asks for lists of refs many times, and each git that
// answers one takes longer than all the rest. ok is false where something is there that is not just
// as git writes it, and git is asked.
//
// Loose refs are read before packed ones, as git does: a ref that is packed meanwhile is in one
// of the two at least, since git takes the loose file away last. Where it is in both, the loose
// one is newer.
func (r *Repo) listed(name string) (refs map[string]string, ok bool) {
	if r.common != r.GitDir() { // a linked work tree has some refs of its own
		return nil, false
	}
	if name == "." {
		name = "refs"
	}
	if top, err := os.Lstat(filepath.Join(r.common, "refs")); err != nil || !top.IsDir() {
		return nil, false
	}
	refs = map[string]string{}
	if !r.looseBelow(name, refs) {
		return nil, false
	}
	return refs, r.packedBelow(name, refs)
}

// looseBelow adds the refs at a name and below it that have a file each.
func (r *Repo) looseBelow(name string, refs map[string]string) (ok bool) {
	top := filepath.Join(r.common, filepath.FromSlash(name))
	err := filepath.WalkDir(top, func(path string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // git removes folders that are empty
			return nil
		case err != nil:
			return err
		case strings.HasSuffix(e.Name(), ".lock"):
			return skipped(e)
		case e.IsDir():
			return nil
		}
		at, err := filepath.Rel(r.common, path)
		if err != nil || !e.Type().IsRegular() {
			return errors.Join(err, errOtherRef)
		}
		id, err := looseRef(path)
		if ref := filepath.ToSlash(at); err == nil && id != "" {
			err = plainRef(ref, id)
			refs[ref] = id
		}
		return err
	})
	return err == nil
}

// errOtherRef says that a ref is not as casefile and git write those of records.
var errOtherRef = errors.New("a ref of another kind")

// skipped makes a walk skip a file, or a folder with everything below it.
func skipped(e fs.DirEntry) error {
	if e.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// looseRef returns the id in the file of a ref; "" where the file has gone since.
func looseRef(path string) (string, error) {
	text, err := ReadAtMost(path, mostOwn)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	id, ended := strings.CutSuffix(string(text), "\n")
	if err == nil && !ended {
		err = errOtherRef
	}
	return id, err
}

// packedBelow adds the refs at a name and below it that lie in the file packed-refs, and have no
// file of their own.
func (r *Repo) packedBelow(name string, refs map[string]string) (ok bool) {
	text, ok := r.packedRefs()
	for line := range strings.Lines(text) {
		if line[0] == '#' || line[0] == '^' { // a heading, or the object that a tag leads to
			continue
		}
		id, ref, two := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if !two || plainRef(ref, id) != nil {
			return false
		}
		if _, loose := refs[ref]; !loose && (ref == name || strings.HasPrefix(ref, name+"/")) {
			refs[ref] = id
		}
	}
	return ok
}

// plainRef wants a ref to have a name that git has no doubt about, and an id.
func plainRef(ref, id string) error {
	odd := strings.Contains(ref, "/.") || strings.Contains(ref, ".lock/") ||
		strings.Contains(ref, "@{") || strings.HasSuffix(ref, ".lock") ||
		strings.HasSuffix(ref, ".")
	if odd || checkRef(ref) != nil || !isID(id) || strings.Trim(id, "0") == "" {
		return errOtherRef
	}
	return nil
}

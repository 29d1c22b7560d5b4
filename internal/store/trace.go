package store

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
)

// Place is where a copy of an object was found. ID is "" if a copy may be hidden there.
type Place struct {
	ID    string
	Where string // a path, or the name of a ref
	What  string // the find, in a few words
	// Saved says that somebody put it there, and may take it away again. Objects, packs and the
	// refs of casefile are not anybody's: other cases need what else they hold.
	Saved bool
}

// Trace looks for objects wherever this repository could still give them out: loose, in packs of
// every sort, in alternates, and in temporary files and folders that a killed git left. It also
// searches the files that somebody saved in a work tree or in the git directory: keys, packs,
// bundles, other repositories. If it finds one, it also names each ref, reflog and index that holds
// it. It reads the files themselves, because an object that git calls missing may still be in one.
func (r *Repo) Trace(ctx context.Context, ids []string) ([]Place, error) {
	found, err := r.Search(ctx, ids)
	return found.Places, err
}

// traceObjects looks into this repository's own objects.
func (r *Repo) traceObjects(ctx context.Context, ids []string) ([]Place, error) {
	found, err := lookUntilStill(r.packNames, func() ([]objectCopy, error) {
		return r.copies(ctx, ids)
	})
	if err != nil {
		return nil, err
	}
	out := r.packing(ctx)
	for _, c := range found {
		out = append(out, c.place())
	}
	if len(found) == 0 {
		return out, nil
	}
	held, err := r.referrers(ctx, ids)
	for _, h := range held {
		out = append(out, h.Place)
	}
	return out, err
}

// copies looks into the folder of objects and into all alternates.
func (r *Repo) copies(ctx context.Context, ids []string) ([]objectCopy, error) {
	l := &copySearch{ctx: ctx, git: r.git, wanted: set(ids), seen: map[string]bool{}}
	if err := l.folder(r.objects, ownFolder); err != nil {
		return nil, err
	}
	return l.found, l.alternates(r.objects)
}

// set returns a list as a set.
func set(list []string) map[string]bool {
	m := map[string]bool{}
	for _, s := range list {
		m[s] = true
	}
	return m
}

// alternates follows info/alternates, which names other folders of objects, a
// line each (gitrepository-layout(5)).
func (l *copySearch) alternates(objects string) error {
	data, err := ReadAtMost(filepath.Join(objects, "info", "alternates"), mostOwn)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(data)) {
		dir := strings.TrimSuffix(line, "\n")
		if dir == "" || strings.HasPrefix(dir, "#") {
			continue
		}
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(objects, dir)
		}
		if dir = filepath.Clean(dir); l.seen[dir] {
			continue
		}
		l.seen[dir] = true
		if err := l.folder(dir, alternateFolder); err != nil {
			return err
		}
		if err := l.alternates(dir); err != nil {
			return err
		}
	}
	return nil
}

// maxSaved bounds the files of a work tree that are looked into: a sealed file
// holds 64 MiB at most, and a wrapped key 2 KiB.
const maxSaved = 80 << 20

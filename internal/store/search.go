package store

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/pattern"
)

// Found is the result of a search for copies of objects.
type Found struct {
	Places  []Place
	Clear   []string // files that hold an age identity in clear
	Skipped []string // places that could not be searched, and why
}

// maxSearched bounds the files beside the objects that are looked into.
const maxSearched = 200_000

// search looks into files that are no objects of this repository: whatever somebody saved in
// a work tree or in the git directory.
type search struct {
	look   *copySearch
	common string // the git directory
	found  Found
	files  int
}

// Search searches as Trace does. It also returns the places that it could not search.
func (r *Repo) Search(ctx context.Context, ids []string) (Found, error) {
	if len(ids) == 0 {
		return Found{}, nil
	}
	traced, err := r.traceObjects(ctx, ids)
	if err != nil {
		return Found{}, err
	}
	s := &search{look: &copySearch{ctx: ctx, git: r.git, wanted: set(ids), seen: map[string]bool{}},
		common: r.common}
	if err := s.everywhere(ctx, r); err != nil {
		return Found{}, err
	}
	for _, c := range s.look.found {
		s.found.Places = append(s.found.Places, c.place())
	}
	s.found.Places = append(traced, notNamed(traced, s.found.Places)...)
	return s.found, nil
}

// notNamed leaves out what was found under the same path before.
func notNamed(before, places []Place) []Place {
	named := map[string]bool{}
	for _, p := range before {
		named[p.Where] = true
	}
	return slices.DeleteFunc(places, func(p Place) bool { return named[p.Where] })
}

// everywhere looks into the work trees and the git directory.
func (s *search) everywhere(ctx context.Context, r *Repo) error {
	if !r.Bare() {
		if err := s.workTree(ctx, r, r.WorkDir()); err != nil {
			return err
		}
	}
	linked, err := os.ReadDir(filepath.Join(r.common, "worktrees"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range linked {
		git, err := ReadAtMost(filepath.Join(r.common, "worktrees", e.Name(), "gitdir"), mostOwn)
		dir := filepath.Dir(strings.TrimSpace(string(git)))
		if err == nil && dir != r.WorkDir() && dir != "." {
			err = s.tree(dir, "a file in a linked work tree")
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := s.gitFolder(r); err != nil {
		return err
	}
	if err := s.strayObjects(r.objects); err != nil {
		return err
	}
	return s.otherRemotes(ctx, r)
}

// workTree searches the untracked and the changed files of a work tree.
func (s *search) workTree(ctx context.Context, r *Repo, dir string) error {
	// Both, as --exclude-standard would hide what a .gitignore names.
	list, err := r.git.run(ctx, nil, "ls-files", "-z", "--others", "--modified")
	if err != nil {
		return err
	}
	listed := map[string]bool{}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(list), "\x00"), "\x00") {
		if name == "" {
			continue
		}
		// A repository within the work tree is listed as a folder.
		path := filepath.Join(dir, filepath.FromSlash(name))
		listed[path] = true
		if err := s.tree(path, inWorkTree); err != nil {
			return err
		}
	}
	return s.passedOver(dir, listed)
}

const inWorkTree = "a file in the work tree"

// gitFolder searches the git directory. It leaves out the objects, which have a search of their
// own, and casefile's indexes, which hold no key of a case: the proof reports on them separately.
// Files that casefile keeps there until a day are found like any other: the caller knows the days.
func (s *search) gitFolder(r *Repo) error {
	own := []string{r.objects, filepath.Join(r.common, "casefile", "index"),
		filepath.Join(r.common, "casefile", "lists")}
	return s.treeBut(r.common, "a file in the git directory", own)
}

func (s *search) tree(root, what string) error { return s.treeBut(root, what, nil) }

// treeBut walks a folder, or looks into one file.
func (s *search) treeBut(root, what string, but []string) error {
	return filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case s.look.ctx.Err() != nil:
			return s.look.ctx.Err()
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			s.skip(path, "can't be read")
			return nil
		case e.IsDir() && slices.Contains(but, path):
			return filepath.SkipDir
		case e.Type()&fs.ModeSymlink != 0:
			s.skip(path, "is a link, which is not followed")
			return nil
		case !e.Type().IsRegular():
			return nil
		}
		if s.files++; s.files > maxSearched {
			s.skip(root, fmt.Sprintf("has more files than the %d that are looked into",
				maxSearched))
			return filepath.SkipAll
		}
		return s.file(path, what)
	})
}

func (s *search) skip(path, why string) {
	s.found.Skipped = append(s.found.Skipped, path+" "+why)
}

// archives begin so.
var archives = map[string]string{
	"\x1f\x8b": "gzip", "PK\x03\x04": "zip", "\xfd7zXZ": "xz", "BZh": "bzip2",
	"\x28\xb5\x2f\xfd": "zstd",
	"7z\xbc\xaf":       "7z", "Rar!": "rar",
}

// looseName is the end of a path of a loose object.
var looseName = pattern.Of(`([0-9a-f]{2})[/\\]([0-9a-f]{38})$`)

// file looks into one file.
func (s *search) file(path, what string) error {
	if err := s.elsewhere(path); err != nil {
		return err
	}
	if m := looseName().FindStringSubmatch(path); m != nil && s.look.wanted[m[1]+m[2]] {
		s.add(m[1]+m[2], path, "a loose object of another folder of objects")
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		s.skip(path, "can't be read")
		return nil
	}
	defer f.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if head = head[:n]; err != nil && !errors.Is(err, io.ErrUnexpectedEOF) &&
		!errors.Is(err, io.EOF) {
		s.skip(path, "can't be read")
		return nil
	}
	switch {
	case bytes.HasPrefix(head, []byte("PACK")):
		return s.pack(path)
	case bytes.HasPrefix(head, []byte("# v2 git bundle\n")),
		bytes.HasPrefix(head, []byte("# v3 git bundle\n")):
		return s.bundle(path)
	case isArchive(head):
		s.skip(path, "is an archive, which is not unpacked")
		return nil
	}
	return s.plain(path, what)
}

func isArchive(head []byte) bool {
	for magic := range archives {
		if bytes.HasPrefix(head, []byte(magic)) {
			return true
		}
	}
	return len(head) > 262 && string(head[257:262]) == "ustar"
}

// plain compares a file with the objects that are sought: as it is, and as a loose object.
func (s *search) plain(path, what string) error {
	info, err := os.Stat(path)
	if err != nil || info.Size() > maxSaved {
		if err == nil {
			s.skip(path, "is larger than any file of the records")
		}
		return nil
	}
	data, err := ReadAtMost(path, maxSaved)
	if err != nil {
		s.skip(path, "can't be read")
		return nil
	}
	id, err := HashObject("blob", data)
	if err != nil {
		return err
	}
	if loose, ok := looseID(bufio.NewReader(bytes.NewReader(data))); ok && s.look.wanted[loose] {
		id = loose
	}
	if s.look.wanted[id] {
		s.add(id, path, what)
	}
	if err := s.within(path, data); err != nil {
		return err
	}
	if bytes.Contains(data, []byte("AGE-SECRET-KEY-")) {
		s.found.Clear = append(s.found.Clear, path)
	}
	return nil
}

func (s *search) add(id, path, what string) {
	s.found.Places = append(s.found.Places,
		Place{ID: id, Where: path, What: what, Saved: s.saved(path)})
}

// saved reports whether a file is somebody's: git and casefile look after their own. Of another
// folder of objects nobody may take out one.
func (s *search) saved(path string) bool {
	own := filepath.Join(s.common, "casefile") + string(filepath.Separator)
	return !strings.HasPrefix(path, own) && !looseName().MatchString(path)
}

// pack searches a pack in any folder.
func (s *search) pack(path string) error {
	idx := strings.TrimSuffix(path, ".pack") + ".idx"
	if _, err := os.Stat(idx); err == nil && strings.HasSuffix(path, ".pack") {
		return s.look.indexed(path, idx, alternateFolder, alternateCopy)
	}
	return s.look.unindexed(path, alternateFolder, alternateCopy)
}

// bundle searches the pack of a bundle (gitformat-bundle(5)): lines, an empty line, a pack. A
// bundle that leaves out objects of its receiver can't be searched.
func (s *search) bundle(path string) error {
	f, err := os.Open(path)
	if err != nil {
		s.skip(path, "can't be read")
		return nil
	}
	defer f.Close()
	if fitsInTemp(f) != nil {
		s.skip(path, "is a bundle too large for the room that is left")
		return nil
	}
	lines := bufio.NewReader(f)
	for {
		line, err := lines.ReadSlice('\n') // no name of a ref is as long as its buffer
		if err != nil {
			s.skip(path, "is a bundle that is cut short")
			return nil
		}
		if len(line) == 1 {
			break
		}
	}
	dir, err := os.MkdirTemp("", "casefile-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	whole := filepath.Join(dir, "bundle.pack")
	if err := writeAll(whole, lines); err != nil {
		return err
	}
	before := len(s.look.found)
	if err := s.look.unindexed(whole, alternateFolder, alternateCopy); err != nil {
		return err
	}
	for _, c := range s.look.found[before:] {
		place := Place{ID: c.id, Where: path, What: "in a bundle", Saved: s.saved(path)}
		if c.id == "" {
			place.What = "a bundle that can't be looked into, and may hold it"
		}
		s.found.Places = append(s.found.Places, place)
	}
	s.look.found = s.look.found[:before]
	return nil
}

func writeAll(path string, from io.Reader) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, from)
	return errors.Join(err, f.Close())
}

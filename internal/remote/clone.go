package remote

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/pattern"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// ErrEmpty says that the remote has nothing to clone yet.
var ErrEmpty = errors.New("the remote has no records yet")

// ErrOccupied says that a folder is not empty.
var ErrOccupied = errors.New("is not empty")

// CloneOptions configures Clone.
type CloneOptions struct {
	URL, Dir     string
	Bare, Sparse bool             // as in store.InitOptions
	Backup       bool             // makes a backup, in which nobody records
	Restores     bool             // made by RestoreCopy, which drops it when interrupted
	Open         casebook.Options // must have Trust
}

// Clone makes a new copy of the records at a URL. If they can't be believed, or the clone fails,
// dir stays as it was. What a killed clone left in dir is removed first.
func Clone(ctx context.Context, o CloneOptions) (b *casebook.Book, err error) {
	if !o.Backup && !o.Restores { // their callers clear away what these two left
		clearCloning(o.Dir, o.Bare)
	}
	fresh, err := vacant(o.Dir)
	if err != nil {
		return nil, err
	}
	note := cloningIn(o.Dir, o.Bare)
	defer func() {
		if err != nil {
			clear(o.Dir, fresh)
			return
		}
		os.Remove(note)
	}()
	switch {
	case o.Backup:
		err = casebook.NoteBackup(o.Dir, casebook.BackupBegun)
	case o.Restores:
		err = noteBegun(restoringIn(o.Dir))
	default:
		err = noteBegun(note)
	}
	if err != nil {
		return nil, err
	}
	repo, err := store.Init(ctx, o.Dir, store.InitOptions{Bare: o.Bare, Sparse: o.Sparse})
	if err != nil {
		return nil, err
	}
	if err := repo.AddRemote(ctx, ledger.RemoteName, o.URL); err != nil {
		return nil, errors.Join(err, repo.Close())
	}
	b, err = begin(ctx, repo, o.Open)
	if err != nil {
		return nil, errors.Join(err, repo.Close())
	}
	return b, nil
}

func begin(ctx context.Context, repo *store.Repo, o casebook.Options) (*casebook.Book, error) {
	s := &session{repo: repo}
	theirs, err := s.fetch(ctx)
	if err != nil {
		return nil, err
	}
	if theirs == "" {
		return nil, ErrEmpty
	}
	if s.book, err = casebook.InitClone(ctx, repo, theirs, o); err != nil {
		return nil, err
	}
	if err := s.settle(ctx); err != nil {
		return nil, err
	}
	s.book.NoteOwner()
	if err := s.dropGivenBack(ctx); err != nil {
		return nil, err
	}
	return s.book, repo.PackRefs(ctx)
}

// vacant accepts only a missing folder (fresh), or an empty one.
func vacant(dir string) (fresh bool, err error) {
	list, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return true, nil
	}
	if err == nil && len(list) > 0 {
		err = fmt.Errorf("%s %w", dir, ErrOccupied)
	}
	return false, err
}

// clear removes what a failed clone has made, and nothing that somebody has put into the folder
// meanwhile. It removes the folder too if that is fresh and empty.
func clear(dir string, fresh bool) {
	clearTrials(dir)
	for _, name := range []string{"cases", "schema"} {
		clearFolder(filepath.Join(dir, name))
	}
	for _, name := range []string{verify.TeamPath, verify.SignersPath, verify.PolicyPath,
		verify.AttributesPath} {
		os.Remove(filepath.Join(dir, name))
	}
	clearGit(dir)
	if fresh {
		os.Remove(dir)
	}
}

// clearGit removes .git or, in a bare repository, the names that git and casefile use there. The
// note by which an interrupted run is known goes last: this run may be interrupted too.
func clearGit(dir string) {
	home, names := dir, madeByGit()
	if info, err := os.Lstat(gitDirOf(dir, false)); err == nil && info.IsDir() {
		home = gitDirOf(dir, false)
		names = namesIn(home)
	}
	notes := filepath.Join(home, "casefile")
	for _, name := range names {
		os.Remove(filepath.Join(home, name+".lock")) // of a git that was killed
		if path := filepath.Join(home, name); path != notes {
			os.RemoveAll(path)
		}
	}
	for _, name := range namesIn(notes) {
		path := filepath.Join(notes, name)
		if path != cloningIn(dir, home == dir) && path != casebook.BackupNote(dir) {
			os.RemoveAll(path)
		}
	}
	os.RemoveAll(notes)
	if home != dir {
		os.Remove(home)
	}
}

// namesIn lists a folder; nothing where there is none.
func namesIn(dir string) (names []string) {
	list, _ := os.ReadDir(dir)
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

// madeByGit returns the names that git uses in a bare repository.
func madeByGit() []string {
	return []string{"HEAD", "FETCH_HEAD", "ORIG_HEAD", "config", "description", "hooks",
		"info", "objects", "refs", "packed-refs", "packed-refs.new", "logs", "branches", "shallow",
		"gc.pid", "gc.log"}
}

// gitsTrial matches the file by which git init tries whether a disk supports links.
var gitsTrial = pattern.Of(`^t[A-Za-z0-9]{6}$`)

// clearTrials removes the trial file of an interrupted git init: an empty file, or a dangling link.
func clearTrials(dir string) {
	list, _ := os.ReadDir(dir)
	for _, e := range list {
		path := filepath.Join(dir, e.Name())
		info, err := e.Info()
		if err != nil || !gitsTrial().MatchString(e.Name()) {
			continue
		}
		to, _ := os.Readlink(path)
		if info.Mode().IsRegular() && info.Size() == 0 || to == "testing" {
			os.Remove(path)
		}
	}
}

// clearFolder removes the files of records below a folder, as a work tree has them, and then the
// empty folders.
func clearFolder(dir string) {
	var folders []string
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fs.SkipDir
		case d.IsDir():
			folders = append(folders, path)
		case slices.Contains([]string{".age", ".pub", ".yaml", ".json"}, filepath.Ext(path)):
			os.Remove(path)
		}
		return nil
	})
	for _, folder := range slices.Backward(folders) {
		os.Remove(folder)
	}
}

// Absolute makes the path of an existing folder absolute, as git clone does. A URL stays as it is.
func Absolute(url string) string {
	if info, err := os.Stat(url); err != nil || !info.IsDir() {
		return url
	}
	path, err := filepath.Abs(url)
	if err != nil {
		return url
	}
	return path
}

// CloneDir returns the folder for a clone where none is named: the last step of the URL, as git
// does.
func CloneDir(from string) string {
	_, after, found := strings.Cut(from, ":")
	url := strings.TrimRight(from, "/")
	if found && !strings.Contains(after, "/") { // host:records
		url = after
	}
	return strings.TrimSuffix(path.Base(strings.TrimSuffix(url, "/.git")), ".git")
}

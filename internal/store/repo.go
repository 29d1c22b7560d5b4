package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Repo is one records repository. Its methods may be called from several
// goroutines.
type Repo struct {
	Reader
	git        program
	cat        *catFile
	common     string // the git directory that linked work trees share: refs lie here
	objects    string // where loose objects are written
	quarantine bool
	silence    time.Duration // 0 for mostSilence
	notice     *waitNotice   // who hears of long waits for locks; nil for nobody
	haste      bool          // purges wait for nobody
	apart      int64         // files of that size lie in packs of their own; 0 for none
	known      knownSettings
}

// Open finds the repository of dir: any folder inside a work tree, or a bare repository.
func Open(ctx context.Context, dir string) (*Repo, error) {
	return open(ctx, dir, allOfIt)
}

// OpenInHook opens the repository for a hook of a server, which git runs in its repository. It does
// not search the folders of objects for pipes. They are many, each hook would search them at each
// push, and the git that runs the hook has read the objects already.
func OpenInHook(ctx context.Context, dir string) (*Repo, error) {
	return open(ctx, dir, exceptObjects)
}

// WithQuarantine returns the same repository for a pre-receive hook. It also reads the pushed
// objects in git's quarantine, and it writes nothing.
func (r *Repo) WithQuarantine() *Repo {
	git := r.git
	git.env = environment(true)
	cat := &catFile{git: git, objects: []string{r.objects}}
	if apart := os.Getenv("GIT_OBJECT_DIRECTORY"); apart != "" {
		cat.objects = append(cat.objects, apart) // absolute, as receive-pack sets it
	}
	return &Repo{Reader: Reader{src: cat, trees: newTreeCache()}, git: git, cat: cat,
		common: r.common, objects: r.objects, quarantine: true}
}

func open(ctx context.Context, dir string, look look) (*Repo, error) {
	place, err := locate(ctx, dir, look)
	if err != nil {
		return nil, err
	}
	if err := place.owned(); err != nil {
		return nil, err
	}
	if !place.bare && place.workTree == "" {
		return nil, fmt.Errorf("%w: %s is inside a git directory; go to the work tree",
			ErrNotRepository, dir)
	}
	if place.format != "sha1" {
		return nil, fmt.Errorf("%w: %s uses object format %q, and records use sha1",
			ErrNotRepository, dir, place.format)
	}
	if place.common != place.gitDir { // a linked work tree: git alone knows where that is
		if _, err := plainParts(place.common, look); err != nil {
			return nil, err
		}
	}
	place.seen.remember()
	git := program{gitDir: place.gitDir, env: environment(false)}
	if git.own, err = readOwnConfig(ctx, git, place.common); err != nil {
		return nil, err
	}
	objects := filepath.Join(place.common, "objects")
	cat := &catFile{git: git, objects: []string{objects}}
	git.workTree = place.workTree
	return &Repo{
		Reader: Reader{src: cat, trees: newTreeCache()}, git: git, cat: cat,
		common: place.common, objects: objects,
	}, nil
}

// place is a repository as git finds it from some folder.
type place struct {
	gitDir, common, workTree, format string
	elsewhere                        string // a work tree that does not hold the folder we are in
	bare                             bool
	seen                             *seenPlain // of the folder that git looked at
}

func locate(ctx context.Context, dir string, look look) (place, error) {
	// A physical path, since --show-cdup counts the steps of the physical one.
	abs, err := filepath.Abs(dir)
	if err == nil {
		abs, err = filepath.EvalSymlinks(abs)
	}
	if errors.Is(err, fs.ErrPermission) {
		return place{}, noRight(dir, err)
	}
	if err != nil {
		return place{}, fmt.Errorf("%w: %w", ErrNotRepository, err)
	}
	seen, err := plainAbove(abs, look)
	if err != nil {
		return place{}, err
	}
	if nothingAbove(abs) {
		return place{}, cmp.Or(CheckGit(ctx), fmt.Errorf("%w: %s", ErrNotRepository, abs))
	}
	p, known := plainPlace(abs)
	if !known {
		p, err = askPlace(ctx, dir, abs)
	}
	p.seen = seen
	return p, err
}

// askPlace asks git where the repository of a folder is. abs is the folder's physical path.
func askPlace(ctx context.Context, dir, abs string) (place, error) {
	// If safe.bareRepository is set, a bare repository must be named. Here it counts as named: a
	// person has named the folder or stands in it, or git runs the hooks of a server there. Git
	// still checks the owner.
	out, err := program{env: environment(false)}.runIn(ctx, abs,
		"-c", "safe.bareRepository=all", "rev-parse", "--absolute-git-dir",
		"--path-format=absolute", "--git-common-dir", "--show-object-format",
		"--is-bare-repository",
		"--is-inside-work-tree", "--show-cdup")
	if failed, ok := errors.AsType[*gitError](err); ok {
		if old := CheckGit(ctx); old != nil {
			return place{}, old
		}
		return place{}, refused(abs, failed)
	}
	if errors.Is(err, fs.ErrPermission) { // to go there
		return place{}, noRight(dir, err)
	}
	if err != nil {
		return place{}, err
	}
	p, err := readPlace(abs, strings.Split(string(out), "\n"))
	if err != nil { // an old git knows fewer questions
		return p, cmp.Or(CheckGit(ctx), err)
	}
	return p, nil
}

// readPlace reads the answer of rev-parse, one line for each question.
func readPlace(dir string, lines []string) (place, error) {
	if len(lines) < 5 || !filepath.IsAbs(lines[0]) || !filepath.IsAbs(lines[1]) {
		return place{}, fmt.Errorf("%w: git rev-parse answered %d lines, %q first", ErrGitBroken,
			len(lines), lines[0])
	}
	p := place{gitDir: lines[0], common: lines[1], format: lines[2], bare: lines[3] == "true"}
	if lines[4] == "true" && len(lines) > 5 {
		p.workTree = filepath.Join(dir, filepath.FromSlash(lines[5]))
	}
	if inGit := strings.HasPrefix(dir+"/", p.gitDir+"/"); lines[4] == "false" && !inGit &&
		len(lines) > 5 {
		p.elsewhere = lines[5]
	}
	return p, nil
}

// owned refuses a work tree that only core.worktree names: a repository that somebody
// brought could have files put anywhere by it.
func (p place) owned() error {
	if p.workTree == "" && p.elsewhere == "" {
		return nil
	}
	if p.elsewhere != "" {
		p.workTree = p.elsewhere
	}
	if _, err := os.Lstat(filepath.Join(p.workTree, ".git")); err != nil {
		return &Refusal{ErrConfiguration, p.gitDir, "core.worktree names another folder, " +
			p.workTree}
	}
	return nil
}

// Close ends the git processes that serve reads.
func (r *Repo) Close() error { return r.cat.close() }

// GitDir returns the absolute path of the git directory.
func (r *Repo) GitDir() string { return r.git.gitDir }

// CommonDir returns the git directory that linked work trees share; GitDir in any other repository.
func (r *Repo) CommonDir() string { return r.common }

// WorkDir returns the absolute path of the work tree, or "" when there is none.
func (r *Repo) WorkDir() string { return r.git.workTree }

// Bare says that there is no work tree.
func (r *Repo) Bare() bool { return r.git.workTree == "" }

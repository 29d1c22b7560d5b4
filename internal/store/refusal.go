package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The reasons why git does not open a repository that is there. None of them is ErrNotRepository:
// people who are told that there are no records begin new ones beside their own.
var (
	ErrOwner         = errors.New("git does not open a repository of another user's")
	ErrConfiguration = errors.New("git can't read its configuration")
	ErrExtension     = errors.New("git is too old for how the repository is kept")
	ErrBareUnnamed   = errors.New("git does not open a bare repository that nobody named")
	ErrNoRight       = errors.New("there is no right to read the repository")
	ErrNoWrite       = errors.New("the records can be read here and not written")
	ErrBrokenFolder  = errors.New("the repository's folder is damaged")
)

// refusals are git's messages, in English as environment asks for it, and their meanings. The words
// are in setup.c, config.c and wrapper.c of git 2.36 to 2.51.
var refusals = []struct {
	words string
	means error
}{
	{"detected dubious ownership", ErrOwner},
	{"is owned by someone else", ErrOwner}, // 2.36
	{"bad config", ErrConfiguration},
	{"bad numeric config", ErrConfiguration},
	{"bad boolean config", ErrConfiguration},
	{"unknown error occurred while reading the configuration", ErrConfiguration},
	{"unable to access", ErrConfiguration},
	{"unknown repository extension", ErrExtension},
	{"Expected git repo version", ErrExtension},
	{"unknown repository format", ErrExtension},
	{"invalid value for 'extensions.", ErrExtension},
	{"cannot use bare repository", ErrBareUnnamed},
	{"not a git repository: ", ErrBrokenFolder}, // a file .git that leads nowhere
	{"invalid gitfile format", ErrBrokenFolder},
	{"error reading ", ErrBrokenFolder},
	{"Permission denied", ErrNoRight},
	{"unterminated line in ", ErrBrokenFolder}, // of packed-refs
	{"unexpected line in ", ErrBrokenFolder},
	{"couldn't read ", ErrBrokenFolder},
}

// Refusal is an error: git does not open the repository that Folder holds.
type Refusal struct {
	Means        error
	Folder, Said string
}

func (r *Refusal) Error() string { return fmt.Sprintf("%v: %s", r.Means, r.Said) }

// Unwrap gives which of the refusals it is.
func (r *Refusal) Unwrap() error { return r.Means }

// owned returns the folder that git wants named in safe.directory, where it says one.
func owned(dir, stderr string) string {
	_, rest, _ := strings.Cut(stderr, "repository at '")
	if folder, _, quoted := strings.Cut(rest, "'"); quoted {
		return folder
	}
	return dir
}

// refused says what it means that git found no repository at dir: mostly there is none.
// Where git calls a folder none that looks like one, it keeps its reason to itself, and
// the folder is looked at.
func refused(dir string, failed *gitError) error {
	if TroubleOf(failed) != nil {
		return failed
	}
	if r := inWords(dir, failed); r != nil {
		return r
	}
	if home := gitFolder(dir); home != "" {
		return ailing(home)
	}
	return fmt.Errorf("%w: %s: %w", ErrNotRepository, dir, failed)
}

// inWords returns the refusal that git's words are; nil where they are none.
func inWords(dir string, failed *gitError) error {
	for _, r := range refusals {
		if strings.Contains(failed.stderr, r.words) {
			return &Refusal{r.means, owned(dir, failed.stderr), said(failed.stderr)}
		}
	}
	return nil
}

// ofRefs returns why git could not read the refs of a repository. A packed-refs file that is
// damaged or unreadable is reported like the folder itself.
func (r *Repo) ofRefs(err error) error {
	failed, ok := errors.AsType[*gitError](err)
	if !ok || TroubleOf(err) != nil {
		return err
	}
	if found := inWords(r.common, failed); found != nil {
		return found
	}
	return err
}

// noRight returns the error for a right that the operating system denies.
func noRight(dir string, err error) error {
	what := dir
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		what = at.Path
	}
	return &Refusal{ErrNoRight, dir, what}
}

// said returns git's message in one line, without the advice that follows. That advice is for
// people who run git; ours is in a hint.
func said(stderr string) string {
	what, _, _ := strings.Cut(stderr, "\nTo add an exception")
	var lines []string
	for line := range strings.Lines(what) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "warning: ") && line != "" {
			lines = append(lines, strings.TrimPrefix(line, "fatal: "))
		}
	}
	return printable(strings.Join(lines, " "))
}

// gitFolder returns the git directory that dir, or a folder above it, seems to have: a folder .git,
// or the parts of one; "" where nothing looks like it.
func gitFolder(dir string) string {
	for {
		if info, err := os.Lstat(filepath.Join(dir, ".git")); err == nil && info.IsDir() {
			return filepath.Join(dir, ".git")
		}
		if hasParts(dir) {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// NothingAbove says that there is no repository in a folder, nor above it. Where it is no
// folder that can be looked at, that is not known.
func NothingAbove(dir string) bool {
	abs, err := filepath.Abs(dir)
	if err == nil {
		abs, err = filepath.EvalSymlinks(abs)
	}
	return err == nil && nothingAbove(abs)
}

// nothingAbove says that git can't find a repository from a folder, which then need not be
// asked: no folder up to the root holds a .git, nor parts of a git directory. Where one can't
// be looked into, git says what it makes of that.
func nothingAbove(dir string) bool {
	for {
		_, err := os.Lstat(filepath.Join(dir, ".git"))
		if !errors.Is(err, fs.ErrNotExist) || hasParts(dir) {
			return false
		}
		up := filepath.Dir(dir)
		if up == dir {
			return true
		}
		dir = up
	}
}

// hasParts says that at least two of the three parts of a git directory are there. One
// alone may be anything: many a project has a folder called objects.
func hasParts(dir string) bool {
	n := 0
	for _, part := range []string{"HEAD", "objects", "refs"} {
		if _, err := os.Lstat(filepath.Join(dir, part)); err == nil {
			n++
		}
	}
	return n >= 2
}

// ailing says what is wrong with a git directory that git calls none.
func ailing(home string) *Refusal {
	if _, err := os.ReadDir(home); errors.Is(err, fs.ErrPermission) {
		return &Refusal{ErrNoRight, home, home}
	}
	head := filepath.Join(home, "HEAD")
	text, err := ReadAtMost(head, mostOwn)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return &Refusal{ErrNoRight, home, head}
	case TroubleOf(err) != nil:
		return &Refusal{TroubleOf(err), home, err.Error()}
	case err != nil:
		return &Refusal{ErrBrokenFolder, home, fmt.Sprintf("%s can't be read: %v", head, err)}
	case len(strings.TrimSpace(string(text))) == 0:
		return &Refusal{ErrBrokenFolder, home, fmt.Sprintf("%s is empty", head)}
	}
	for _, part := range []string{"objects", "refs"} {
		path := filepath.Join(home, part)
		if _, err := os.ReadDir(path); errors.Is(err, fs.ErrPermission) {
			return &Refusal{ErrNoRight, home, path}
		} else if err != nil {
			return &Refusal{ErrBrokenFolder, home,
				fmt.Sprintf("%s is not a folder that can be read", path)}
		}
	}
	line := strings.TrimSpace(string(text))
	if strings.HasPrefix(line, "ref: refs/") || isID(line) {
		return &Refusal{ErrMoment, home, head}
	}
	return &Refusal{ErrBrokenFolder, home,
		fmt.Sprintf("%s says nothing that git understands", head)}
}

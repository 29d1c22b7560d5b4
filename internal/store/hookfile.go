package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// hookMark is in every hook that casefile wrote.
const hookMark = "# casefile hook 1: "

// HookKept is added to the name of another program's hook when casefile's hook replaces it.
const HookKept = ".before-casefile"

// ErrOtherHook says that a hook of somebody else is in the place.
var ErrOtherHook = errors.New("there is another hook")

// MayWriteHook refuses to replace somebody's hook (ErrOtherHook), unless keep is set. Even then it
// refuses if an older hook is kept already.
func MayWriteHook(path string, keep bool) error {
	text, err := ReadAtMost(path, mostOwn)
	if errors.Is(err, fs.ErrNotExist) || err == nil && strings.Contains(string(text), hookMark) {
		return nil
	}
	if err != nil {
		return err
	}
	if !keep {
		return fmt.Errorf("%w: %s", ErrOtherHook, path)
	}
	if _, err := os.Lstat(path + HookKept); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(
			err,
			fmt.Errorf("%s is there already: take it away first", path+HookKept),
		)
	}
	return nil
}

// WriteHook writes a hook of git that calls "program hook name". Another program's hook in its
// place is kept as path.before-casefile.
func WriteHook(path, program, name string) error {
	return putHook(path, fmt.Sprintf("#!/bin/sh\n"+
		"%swritten by casefile hook install, and again when that is repeated\n"+
		"exec %s hook %s\n", hookMark, shellQuoted(program), name))
}

// WriteClosedHook writes a hook that refuses every call, and says why. It calls no program of ours,
// since the repository may be moved to a machine without one.
func WriteClosedHook(path string, why ...string) error {
	text := "#!/bin/sh\n" + hookMark + "written by casefile, and again at its next run\n"
	for _, line := range why {
		text += "echo " + shellQuoted(line) + " >&2\n"
	}
	return putHook(path, text+"exit 1\n")
}

// putHook writes a hook, and keeps another's.
func putHook(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := letIn(filepath.Dir(path)); err != nil {
		return err
	}
	if old, err := ReadAtMost(path, mostOwn); err == nil &&
		!strings.Contains(string(old), hookMark) {
		if err := os.Rename(path, path+HookKept); err != nil {
			return err
		}
	}
	return WriteFile(path, 0o755, Content([]byte(text)))
}

// letIn lets every account read a folder. Git skips a hook that it can't run, and takes the push
// unjudged.
func letIn(dir string) error {
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm()&0o555 == 0o555 {
		return err
	}
	return os.Chmod(dir, info.Mode()|0o555)
}

// ReadHook returns the program that a hook of ours calls; ours is false for a hook of somebody
// else.
func ReadHook(path string) (program string, ours bool, err error) {
	text, err := ReadAtMost(path, mostOwn)
	if err != nil || !strings.Contains(string(text), hookMark) {
		return "", false, err
	}
	_, line, _ := strings.Cut(string(text), "\nexec ")
	program, _, _ = strings.Cut(line, " hook "+filepath.Base(path))
	inside := strings.TrimSuffix(strings.TrimPrefix(program, "'"), "'")
	return strings.ReplaceAll(inside, `'\''`, "'"), true, nil
}

func shellQuoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

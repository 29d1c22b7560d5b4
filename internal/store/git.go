package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// program is the git program bound to one repository; gitDir is empty while a
// repository is still being looked for, workTree is empty when bare.
type program struct {
	gitDir, workTree string
	env              []string
	own              ownConfig
	more             [][2]string // settings of one call
}

// gitError is a git process that ended with a failure.
type gitError struct {
	command string
	code    int // -1 when a signal ended it
	stderr  string
}

func (e *gitError) Error() string {
	return fmt.Sprintf("git %s (exit %d): %s", e.command, e.code, e.stderr)
}

// Is recognises git's words for a full disk and for a failing machine.
func (e *gitError) Is(target error) bool {
	if means := troubleIn(e.code, e.stderr); means != nil && means == target {
		return true
	}
	if target == ErrBrokenFolder && strings.Contains(e.stderr, "packed-refs") {
		return errors.Is(inWords("", e), target)
	}
	if target == syscall.EROFS {
		return strings.Contains(e.stderr, "Read-only file system")
	}
	return target == syscall.ENOSPC && (strings.Contains(e.stderr, noSpace) ||
		strings.Contains(e.stderr, "Out of diskspace"))
}

// noSpace is the system's message for a full disk.
const noSpace = "No space left on device"

// explained adds the reason to git's message that it could not write a file, if the disk is full.
// For a lock and for its configuration, git gives no cause.
func explained(said string, free func(dir string) (uint64, bool)) string {
	if strings.Contains(said, noSpace) {
		return said
	}
	for _, words := range []string{"couldn't write '", "failed to write new configuration file "} {
		_, path, found := strings.Cut(said, words)
		end := strings.IndexAny(path, "'\n")
		if end < 0 {
			end = len(path)
		}
		if !found || !filepath.IsAbs(path[:end]) {
			continue
		}
		dir := filepath.Dir(path[:end])
		for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			if _, err := os.Lstat(dir); err == nil {
				break
			}
		}
		if left, known := free(dir); known && left < hardlyAny {
			return said + ": " + noSpace
		}
	}
	return said
}

// hardlyAny is the free space, in bytes, below which a failed write is blamed on a full disk.
const hardlyAny = 64 << 10

// command prepares a git process. No hook, monitor, filter or ext:: transport of the user's
// configuration can widen it. None of the user's attributes (git-lfs, line ends, encodings) can
// change its bytes.
func (p program) command(ctx context.Context, args ...string) *exec.Cmd {
	full := []string{"-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c",
		"protocol.ext.allow=never",
		"-c", "core.attributesFile=/dev/null", "-c", "advice.graftFileDeprecated=false"}
	if p.gitDir != "" {
		full = append(full, "--git-dir="+p.gitDir)
	}
	if p.workTree != "" {
		full = append(full, "--work-tree="+p.workTree)
	}
	cmd := exec.CommandContext(ctx, "git", append(full, args...)...)
	cmd.Env, cmd.Dir = append(slices.Clone(p.env),
		p.own.environment(append(p.more, mappedPacks...)...)...), p.dir()
	return cmd
}

// dir returns the folder in which git runs, to which relative paths are relative.
func (p program) dir() string {
	if p.workTree != "" {
		return p.workTree
	}
	return p.gitDir
}

// run runs git to its end and returns what it printed.
func (p program) run(ctx context.Context, stdin io.Reader, args ...string) ([]byte, error) {
	return finish(ctx, p.command(ctx, args...), stdin, name(args))
}

// name returns the git command among args, behind its -c pairs.
func name(args []string) string {
	for len(args) > 2 && args[0] == "-c" {
		args = args[2:]
	}
	return args[0]
}

// runIn runs git in the folder dir and returns what it printed.
func (p program) runIn(ctx context.Context, dir string, args ...string) ([]byte, error) {
	cmd := p.command(ctx, args...)
	cmd.Dir = dir
	return finish(ctx, cmd, nil, name(args))
}

func finish(ctx context.Context, cmd *exec.Cmd, stdin io.Reader, name string) ([]byte, error) {
	out, _, err := finishBoth(ctx, cmd, stdin, name)
	return out, err
}

// finishBoth runs git to its end and returns both of its outputs, also when it failed.
func finishBoth(ctx context.Context, cmd *exec.Cmd, stdin io.Reader, name string) (
	out []byte, said string, err error,
) {
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = stdin, &stderr
	out, err = cmd.Output()
	err = outcome(ctx, entering(cmd.Dir, err), name, stderr.String())
	if _, ended := errors.AsType[*gitError](err); err != nil && !ended {
		out = nil
	}
	return out, stderr.String(), err
}

// outcome returns the error for the end of a git process and for its messages.
func outcome(ctx context.Context, err error, name, said string) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if none := notFound(err); none != nil {
		return none
	}
	if errors.Is(err, ErrNoRight) {
		return err
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return &gitError{name, exit.ExitCode(), explained(strings.TrimSpace(said), Free)}
	}
	return fmt.Errorf("running git %s: %w", name, err)
}

// notFound returns an error if there is no git that can be started; nil if there is one. A git that
// PATH finds in the current folder is not run.
func notFound(err error) error {
	switch {
	case errors.Is(err, exec.ErrDot):
		return fmt.Errorf("%w: PATH leads to one in the current folder, which is not run", ErrNoGit)
	case errors.Is(err, exec.ErrNotFound):
		return ErrNoGit
	}
	at, ok := errors.AsType[*fs.PathError](err)
	if ok && at.Op == "fork/exec" && slices.Contains(noProgram, at.Err) {
		// Its cause says nothing of the records: it is no missing file and no missing right of
		// theirs.
		return fmt.Errorf("%w: %v", ErrGitBroken, err)
	}
	return nil
}

// entering returns the error of a git that could not be started. It is a missing right if git may
// not enter its folder: the system reports that in the same way as a program that may not be run.
func entering(dir string, err error) error {
	if dir == "" || !errors.Is(err, syscall.EACCES) {
		return err
	}
	if _, enters := os.Stat(dir + "/."); errors.Is(enters, fs.ErrPermission) {
		return noRight(dir, nil)
	}
	return err
}

// noProgram are the answers of a system that does not take a file for a program: its form, its
// interpreter, a disk from which nothing may be run.
var noProgram = []error{syscall.ENOEXEC, syscall.EACCES, syscall.EPERM, syscall.ENOENT,
	syscall.ENOTDIR, syscall.ELOOP}

// neededGit is the first version with cat-file --batch-command and core.fsync.
const neededGit = "2.36"

// NeededGit returns the oldest version of git that will do.
func NeededGit() string { return neededGit }

// GitVersion returns the version that the git program gives: 2.39.5.
func GitVersion(ctx context.Context) (string, error) {
	out, err := program{env: environment(false)}.run(ctx, nil, "version")
	return strings.TrimPrefix(strings.TrimSpace(string(out)), "git version "), err
}

// CheckGit reports a git program that is missing or too old.
func CheckGit(ctx context.Context) error {
	found, err := GitVersion(ctx)
	if failed, ok := errors.AsType[*gitError](err); ok && TroubleOf(err) == nil {
		// It reads its configuration even for that.
		return cmp.Or(inWords("", failed), fmt.Errorf("%w: %w", ErrGitBroken, err))
	}
	if err != nil {
		return err
	}
	major, minor := version(found)
	if major == 0 {
		return fmt.Errorf("%w: git version answered %q", ErrGitBroken, found)
	}
	if major < 2 || major == 2 && minor < 36 {
		return fmt.Errorf("%w: found %q, needed %s or newer", ErrOldGit, found, neededGit)
	}
	return nil
}

// version reads the first two numbers of "2.39.5 (Apple Git-154)".
func version(s string) (major, minor int) {
	first, rest, _ := strings.Cut(s, ".")
	second, _, _ := strings.Cut(rest, ".")
	major, _ = strconv.Atoi(first)
	minor, _ = strconv.Atoi(strings.TrimSpace(second))
	return major, minor
}

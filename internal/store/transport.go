package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"time"
	"unicode"
)

// grace is the time that git may take to clean up (half a pack, lock files) when a transfer is
// called off.
const grace = 5 * time.Second

// talkAs runs a git command that speaks to another repository. Its own stdin is
// empty; ssh and credential helpers ask on the terminal, as in any git.
func (r *Repo) talkAs(ctx context.Context, git program, args ...string) (
	out []byte, said string, err error,
) {
	return r.talkWithin(ctx, newGuard(""), git, args...)
}

func (r *Repo) talkWithin(ctx context.Context, within guard, git program, args ...string) (
	out []byte, said string, err error,
) {
	if r.quarantine {
		return nil, "", fmt.Errorf("a hook of %s does not speak to other repositories", r.GitDir())
	}
	plain := []string{ // what git says here is shown to people; the advice is on our GIT_GRAFT_FILE
		"-c", "color.ui=false", "-c", "color.remote=false", "-c", "color.push=false", "-c",
		"color.transport=false",
		"-c", "advice.graftFileDeprecated=false",
		"-c", "http.lowSpeedLimit=1",
		"-c", fmt.Sprintf("http.lowSpeedTime=%d", int(r.mostSilence().Seconds())),
	}
	within.quiet = &silence{most: r.mostSilence(), moved: movedBy, asks: asksPerson}
	cmd := git.command(ctx, append(plain, args...)...)
	out, said, err = within.hear(ctx, cmd, name(args))
	if failed, ok := errors.AsType[*gitError](err); ok {
		failed.stderr = printable(lastLines(failed.stderr))
		if why := notMet(failed); why != nil && !errors.Is(err, ErrSilent) {
			err = why
		}
	}
	return out, said, err
}

// printable removes the parts that could steer a terminal: the words come from another machine.
func printable(s string) string {
	return strings.Map(func(c rune) rune {
		if c != '\n' && c != '\t' && !unicode.IsPrint(c) {
			return -1
		}
		return c
	}, s)
}

// mostTold is the greatest number of bytes of another machine's words in a message.
const mostTold = 2000

// lastLines returns the last lines of a text, as many as are told: the reason stands there.
func lastLines(s string) string {
	if len(s) <= mostTold {
		return s
	}
	end := s[len(s)-mostTold:]
	if _, whole, more := strings.Cut(end, "\n"); more {
		return whole
	}
	return end
}

// Fetch brings what the refspecs name from a remote: a configured name, a URL
// or a path. Objects are checked by git before any ref is set (fetch.fsckObjects).
// Nothing else is touched: no tags, no FETCH_HEAD, no refs that the
// configuration names. A ref that a refspec with a wildcard once brought, and
// that the remote lacks by now, is taken away. ErrNoRoom, before the disk is full, where
// there is more than it has room for; a fetch that failed leaves nothing behind.
func (r *Repo) Fetch(ctx context.Context, remote string, refspecs []string) error {
	if err := checkRemote(remote); err != nil {
		return err
	}
	prune := "--no-prune"
	for _, spec := range refspecs {
		if err := checkRefspec(spec); err != nil {
			return err
		}
		if strings.Contains(spec, "*") {
			prune = "--prune"
		}
	}
	if len(refspecs) == 0 {
		return nil // git takes none for those of the configuration
	}
	address, git, err := r.detour(ctx, remote, false)
	if err != nil {
		return err
	}
	_, local, err := r.localRemote(ctx, remote, false)
	if err != nil {
		return err
	}
	args := append(durably(),
		"-c", "transfer.fsckObjects=true", "-c", "fetch.fsckObjects=true",
		"fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
		"--no-auto-maintenance", "--refmap=", prune)
	if local { // as an option: git passes over such a setting of a remote that is a path
		args = append(args, "--upload-pack="+localUploadPack)
	}
	args = append(args, "--", address)
	err = r.fetchPast(ctx, refspecs, func() error {
		begun := r.begunPacks()
		_, _, err := r.talkWithin(ctx, newGuard(r.objects), git, append(args, refspecs...)...)
		if err != nil {
			r.dropBegun(begun)
		}
		return err
	})
	failed, ended := errors.AsType[*gitError](err)
	if errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("fetching from %s: %w: %v", remote, ErrNoRoom, err)
	}
	if ended && outOfBounds(failed) {
		return fmt.Errorf("%w: fetching from %s: git refused the objects: %w", ErrTooLarge, remote,
			err)
	}
	if err != nil {
		return fmt.Errorf("fetching from %s: %w", remote, err)
	}
	return nil
}

// outOfBounds reports whether git gave up on an object that needs more memory than it has: see
// gitMemory.
func outOfBounds(failed *gitError) bool {
	return strings.Contains(failed.stderr, "over limit") ||
		strings.Contains(failed.stderr, "Out of memory") ||
		strings.Contains(failed.stderr, "out of memory")
}

// checkRefspec takes [+]SOURCE:REF with full names, each with one * or none.
func checkRefspec(spec string) error {
	from, to, both := strings.Cut(strings.TrimPrefix(spec, "+"), ":")
	stars := []int{strings.Count(from, "*"), strings.Count(to, "*")}
	for _, name := range []string{from, to} {
		if !both || checkRef(strings.ReplaceAll(name, "*", "x")) != nil ||
			!slices.Equal(stars, []int{0, 0}) && !slices.Equal(stars, []int{1, 1}) {
			return fmt.Errorf("%q is not a refspec", spec)
		}
	}
	return nil
}

package casebook

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// trustFile names the introduction that this copy was given out of band. It is
// a file, not a ref, so that no server can bring its own.
func (b *Book) trustFile() string {
	return filepath.Join(b.repo.CommonDir(), "casefile", "trust")
}

// Introduction is the first commit of a copy's records: the pinned one, or,
// where none is pinned, the one that its own history begins with. ErrNoRecords
// where the repository holds none.
func Introduction(ctx context.Context, repo *store.Repo, tip string) (string, error) {
	if _, ok, err := repo.Lookup(ctx, tip, verify.PolicyPath); err != nil || !ok {
		return "", errors.Join(err, ErrNoRecords)
	}
	if p, err := (&Book{repo: repo}).readTrust(); err == nil && p.intro != "" {
		return p.intro, nil
	}
	line, err := repo.Since(ctx, "", tip)
	if err != nil {
		return "", err
	}
	return line[0], nil
}

// trust is what a copy was given out of band: the introduction, and a commit
// that history had by then ("" where only the introduction was given).
type trust struct{ intro, seen string }

func parseTrust(text string) trust {
	intro, seen, _ := strings.Cut(strings.TrimSpace(text), "@")
	return trust{intro, seen}
}

func (t trust) String() string {
	if t.seen == "" {
		return t.intro
	}
	return t.intro + "@" + t.seen
}

// readTrust reads what is pinned; empty where nothing is.
func (b *Book) readTrust() (trust, error) {
	data, err := os.ReadFile(b.trustFile())
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return parseTrust(string(data)), err
}

func (b *Book) writeTrust(t trust) error {
	if err := os.MkdirAll(filepath.Dir(b.trustFile()), 0o700); err != nil {
		return err
	}
	return store.WriteFile(b.trustFile(), 0o600, store.Content([]byte(t.String()+"\n")))
}

// pin settles what introduction this copy believes in. A copy that was given
// none can be looked at, and believes nothing for ever.
func (b *Book) pin(ctx context.Context, given, tip string) error {
	pinned, err := b.readTrust()
	if err != nil {
		return err
	}
	if given == "" && pinned.intro == "" {
		b.Notes = append(b.Notes, "this copy has no pinned introduction: its history is judged by itself alone")
		return b.index.forget()
	}
	want := parseTrust(given)
	if given == "" {
		want = pinned
	}
	if pinned.intro != "" && want.intro != pinned.intro {
		return repoFault(verify.RuleIntroduction, "", "this copy is pinned to the introduction %s", pinned.intro)
	}
	b.pinned, b.intro = true, want.intro
	if given == "" {
		return nil
	}
	if pinned.intro != "" && want.seen == "" {
		return nil
	}
	if err := b.checkRoot(ctx, want, tip); err != nil {
		return err
	}
	if pinned.intro != "" {
		return nil
	}
	return b.writeTrust(want)
}

// checkRoot requires that a line begins with the introduction and has passed
// the tip that was named with it.
func (b *Book) checkRoot(ctx context.Context, t trust, tip string) error {
	line, err := b.repo.Since(ctx, "", tip)
	if err != nil {
		return err
	}
	return t.check(line)
}

// check judges a whole line of commits.
func (t trust) check(line []string) error {
	if len(line) == 0 || line[0] != t.intro {
		return repoFault(verify.RuleIntroduction, "", "main does not begin with the introduction %s", t.intro)
	}
	if t.seen != "" && !slices.Contains(line, t.seen) {
		return repoFault(verify.RuleIntroduction, "", "main lacks the commit %s, which was in it before", t.seen)
	}
	return nil
}

// repoFault is a fault of a repository as a whole, as an error.
func repoFault(rule, path, format string, args ...any) error {
	return &FaultError{[]verify.Fault{{Path: path, Rule: rule, Means: fmt.Sprintf(format, args...)}}}
}

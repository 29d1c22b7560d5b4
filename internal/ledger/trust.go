package ledger

import (
	"context"
	"errors"
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
func (l *Ledger) trustFile() string {
	return filepath.Join(l.repo.CommonDir(), "casefile", "trust")
}

// Introduction is the first commit of a copy's records: the pinned one, or,
// where none is pinned, the one that its own history begins with. ErrNoRecords
// where the repository holds none.
func Introduction(ctx context.Context, repo *store.Repo, tip string) (string, error) {
	if _, ok, err := repo.Lookup(ctx, tip, verify.PolicyPath); err != nil || !ok {
		return "", errors.Join(err, ErrNoRecords)
	}
	if p, err := (&Ledger{repo: repo}).ReadTrust(); err == nil && p.Intro != "" {
		return p.Intro, nil
	}
	line, err := repo.Since(ctx, "", tip)
	if err != nil {
		return "", err
	}
	return line[0], nil
}

// Trust is what a copy was given out of band: the introduction, and a commit
// that history had by then ("" where only the introduction was given).
type Trust struct{ Intro, Seen string }

func ParseTrust(text string) Trust {
	intro, seen, _ := strings.Cut(strings.TrimSpace(text), "@")
	return Trust{intro, seen}
}

func (t Trust) String() string {
	if t.Seen == "" {
		return t.Intro
	}
	return t.Intro + "@" + t.Seen
}

// ReadTrust reads what is pinned; empty where nothing is.
func (l *Ledger) ReadTrust() (Trust, error) {
	data, err := os.ReadFile(l.trustFile())
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return ParseTrust(string(data)), err
}

func (l *Ledger) WriteTrust(t Trust) error {
	if err := os.MkdirAll(filepath.Dir(l.trustFile()), 0o700); err != nil {
		return err
	}
	return store.WriteFile(l.trustFile(), 0o600, store.Content([]byte(t.String()+"\n")))
}

// pin settles what introduction this copy believes in. A copy that was given
// none can be looked at, and believes nothing for ever.
func (l *Ledger) pin(ctx context.Context, given, tip string) error {
	pinned, err := l.ReadTrust()
	if err != nil {
		return err
	}
	if given == "" && pinned.Intro == "" {
		l.Notes = append(l.Notes, "this copy has no pinned introduction: its history is judged by itself alone")
		return l.index.forget()
	}
	want := ParseTrust(given)
	if given == "" {
		want = pinned
	}
	if pinned.Intro != "" && want.Intro != pinned.Intro {
		return RepoFault(verify.RuleIntroduction, "", "this copy is pinned to the introduction %s", pinned.Intro)
	}
	l.pinned, l.intro = true, want.Intro
	if given == "" {
		return nil
	}
	if pinned.Intro != "" && want.Seen == "" {
		return nil
	}
	if err := l.checkRoot(ctx, want, tip); err != nil {
		return err
	}
	if pinned.Intro != "" {
		return nil
	}
	return l.WriteTrust(want)
}

// checkRoot requires that a line begins with the introduction and has passed
// the tip that was named with it.
func (l *Ledger) checkRoot(ctx context.Context, t Trust, tip string) error {
	line, err := l.repo.Since(ctx, "", tip)
	if err != nil {
		return err
	}
	return t.check(ctx, l.repo.Reader, line)
}

// check judges a whole line of commits, which a reader has.
func (t Trust) check(ctx context.Context, read store.Reader, line []string) error {
	if len(line) == 0 || line[0] != t.Intro {
		return RepoFault(verify.RuleIntroduction, "", "main does not begin with the introduction %s", t.Intro)
	}
	if t.Seen == "" || slices.Contains(line, t.Seen) {
		return nil
	}
	if excused, err := namesLost(ctx, read, line, t.Seen); err != nil || excused {
		return err
	}
	return RepoFault(verify.RuleIntroduction, "", "main lacks the commit %s, which was in it before", t.Seen)
}

// Unpin takes back what was pinned just now.
func (l *Ledger) Unpin() error { return os.Remove(l.trustFile()) }

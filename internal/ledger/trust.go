package ledger

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/pattern"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// trustFile names the introduction that this copy was given out of band. It is a file, not a ref,
// so that no server can bring its own.
func (l *Ledger) trustFile() string {
	return filepath.Join(l.repo.CommonDir(), "casefile", "trust")
}

// Introduction returns the first commit of a copy's records: the pinned one or, where this account
// pinned none, the first of its history. ErrNoRecords where the repository holds none.
func Introduction(ctx context.Context, repo *store.Repo, tip string, o Options) (string, error) {
	if p, err := New(repo, o).pinnedHere(); err == nil && p.Intro != "" {
		return p.Intro, nil // only records are pinned, so git is not needed
	}
	if _, ok, err := repo.Lookup(ctx, tip, verify.PolicyPath); err != nil {
		return "", err
	} else if !ok {
		return "", ErrNoRecords
	}
	line, err := repo.Since(ctx, "", tip)
	if err != nil {
		return "", err
	}
	return line[0], nil
}

// PinnedHere reports whether this account has pinned the copy. Only then may its introduction be
// given to others.
func PinnedHere(repo *store.Repo, o Options) (bool, error) {
	t, err := New(repo, o).pinnedHere()
	return err == nil && t.Intro != "", err
}

// Trust is what a copy was told out of band: the introduction, and a commit that was in history by
// then ("" where only the introduction was told).
type Trust struct {
	Intro, Seen string
	named       string // another commit, from the file trust, or ""
}

func ParseTrust(text string) Trust {
	intro, seen, _ := strings.Cut(strings.TrimSpace(text), "@")
	return Trust{Intro: intro, Seen: seen}
}

// commitID matches a commit's id as git writes it.
var commitID = pattern.Of(`^[0-9a-f]{40}$`)

// formed reports whether the trust has the form INTRO or INTRO@TIP.
func (t Trust) formed() bool {
	return commitID().MatchString(t.Intro) && (t.Seen == "" || commitID().MatchString(t.Seen))
}

// key identifies what history was judged by. An index with another key is not believed.
func (t Trust) key() string {
	if t.named == "" {
		return t.String()
	}
	return t.String() + "@" + t.named
}

func (t Trust) String() string {
	if t.Seen == "" {
		return t.Intro
	}
	return t.Intro + "@" + t.Seen
}

// ReadTrust reads what is pinned; empty for nothing, ErrTrustFile where the file is not as it was
// written.
func (l *Ledger) ReadTrust() (Trust, error) {
	pinned, wrong, err := l.readTrust()
	if wrong != "" {
		return Trust{}, l.trustFault(Trust{}, wrong)
	}
	return pinned, err
}

// readTrust returns the trust, and in words what is wrong with the file; "" for nothing. A file of
// one line, as a person may write it, has no checksum.
func (l *Ledger) readTrust() (pinned Trust, wrong string, err error) {
	data, err := store.ReadAtMost(l.trustFile(), mostLine)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Trust{}, "", nil
	case errors.Is(err, store.ErrNoPlainFile), errors.Is(err, store.ErrTooLarge):
		return Trust{}, "can't be read: " + err.Error(), nil
	case err != nil:
		return Trust{}, "", err
	}
	text, line, _ := strings.Cut(string(data), "\n")
	if _, err := store.FromSummed(data); line != "" && err != nil {
		return Trust{}, err.Error(), nil
	}
	pinned = ParseTrust(text)
	if pinned.Intro != "" && !pinned.formed() {
		return Trust{}, "is not INTRO@TIP", nil
	}
	return pinned, "", nil
}

// markFile is the path of the trust that this account pinned, with its mark. The file trust is for
// people, and for the hooks of a server.
func (l *Ledger) markFile() string {
	return filepath.Join(l.repo.CommonDir(), "casefile", "marks", l.mark.Name())
}

// trustSort is the sort of its text under the mark.
const trustSort = "trust"

// pinnedHere returns the trust that this account has pinned; on a server, the trust that anyone
// pinned there. It is empty where nothing is pinned, or where somebody else wrote it. ErrTrustFile
// says that the file trust differs from this account's.
func (l *Ledger) pinnedHere() (Trust, error) {
	if l.served {
		return l.ReadTrust()
	}
	pinned, wrong, err := l.readTrust()
	if len(l.mark) == 0 {
		return Trust{}, err
	}
	own, markErr := l.ownTrust()
	if own.Intro == "" {
		return Trust{}, errors.Join(err, markErr)
	}
	if err := l.asPinned(own, pinned, wrong, err); err != nil {
		return Trust{}, err
	}
	if own.named = pinned.Seen; own.named == own.Seen {
		own.named = ""
	}
	return own, nil
}

// ownTrust returns the trust that this account pinned, by its mark. It is empty where it pinned
// nothing, or where the file does not bear the mark.
func (l *Ledger) ownTrust() (Trust, error) {
	line, err := readNote(l.markFile(), mostLine)
	if text, ok := l.mark.unline(trustSort, string(line)); ok {
		return ParseTrust(text), err
	}
	return Trust{}, err
}

// asPinned compares the file trust with what this account pinned. wrong and err say what is wrong
// with the file.
func (l *Ledger) asPinned(own, file Trust, wrong string, err error) error {
	switch {
	case wrong != "":
		return l.trustFault(own, wrong)
	case err != nil:
		return l.trustFault(own, "can't be read: "+err.Error())
	case file.Intro == "":
		return l.trustFault(own, "is missing or empty")
	case file.Intro != own.Intro:
		return l.trustFault(own, "names the introduction "+file.Intro)
	}
	return nil
}

// ErrTrustFile says that the file that names what a copy is pinned to is not as it was written.
var ErrTrustFile = errors.New("what this copy is pinned to can't be relied on")

// trustError is ErrTrustFile and a fault.
type trustError struct {
	means string
	own   Trust // what this account pinned
}

func (e *trustError) Error() string { return fmt.Sprintf("%v: %s", ErrTrustFile, e.means) }

// Unwrap lets errors.Is find ErrFault too.
func (e *trustError) Unwrap() []error {
	return []error{ErrTrustFile, RepoFault(verify.RuleIntroduction, "", "%s", e.means)}
}

func (l *Ledger) trustFault(own Trust, what string) error {
	if own.Intro != "" {
		what += "; this account pinned " + own.String()
	}
	return &trustError{fmt.Sprintf("the file %s %s", l.trustFile(), what), own}
}

// PinnedIn returns what this account has pinned in the git directory of a copy that may no longer
// open; empty for nothing.
func PinnedIn(gitDir string, mark Mark) Trust {
	file := filepath.Join(gitDir, "casefile", "marks", mark.Name())
	line, err := store.ReadAtMost(file, mostLine)
	if text, ok := mark.unline(trustSort, string(line)); err == nil && ok {
		return ParseTrust(text)
	}
	return Trust{}
}

// WriteTrust pins an introduction, with the mark of this account. It writes the mark first, because
// the mark alone has no effect.
func (l *Ledger) WriteTrust(t Trust) error {
	if err := store.MakeFolder(filepath.Dir(l.markFile()), 0o700); err != nil {
		return err
	}
	if len(l.mark) > 0 {
		line := store.Content([]byte(l.mark.line(trustSort, t.String())))
		if err := store.WriteFile(l.markFile(), 0o600, line); err != nil {
			return err
		}
	}
	return l.writeTrustFile(t)
}

// writeTrustFile writes the file trust. It removes a folder or a pipe in its place.
func (l *Ledger) writeTrustFile(t Trust) error {
	info, err := os.Lstat(l.trustFile())
	if err == nil && !info.Mode().IsRegular() {
		if err := os.Remove(l.trustFile()); err != nil {
			return err
		}
	}
	return store.WriteFile(l.trustFile(), 0o600, store.Content(store.Summed(t.String()+"\n")))
}

// believe sets the introduction that the ledger relies on. An index counts only if it was judged by
// the same one.
func (l *Ledger) believe(ctx context.Context, t Trust) {
	l.pinned, l.intro, l.seen, l.named = t.Intro != "", t.Intro, t.Seen, t.named
	files := l.index.files
	files.trust, files.anew = t.key(), func(tip string) error { return l.relearn(ctx, tip) }
}

// pin decides which introduction this copy believes. A copy without one can be read, and does not
// believe later what was judged. A TIP in given makes everything be judged again from the
// introduction.
func (l *Ledger) pin(ctx context.Context, given, tip string) error {
	want := ParseTrust(given)
	pinned, err := l.pinnedHere()
	wrong, ok := errors.AsType[*trustError](err)
	switch {
	case ok && given != "" && (l.served || want.Intro == wrong.own.Intro):
		return l.pinAgain(ctx, Trust{Intro: want.Intro, Seen: cmp.Or(want.Seen, wrong.own.Seen)},
			tip)
	case err != nil:
		return err
	case given == "" && pinned.Intro == "":
		l.believe(ctx, Trust{})
		l.index.files.forget()
		return l.noteUnpinned()
	case given == "":
		l.believe(ctx, pinned)
		return nil
	case pinned.Intro != "" && want.Intro != pinned.Intro:
		return RepoFault(verify.RuleIntroduction, "", "this copy is pinned to the introduction %s",
			pinned.Intro)
	case pinned.Intro != "":
		l.believe(ctx, pinned)
		if want.Seen == "" {
			return nil
		}
		l.index.files.forget()
		return l.checkRoot(ctx, want, tip)
	}
	if err := l.checkRoot(ctx, want, tip); err != nil {
		return err
	}
	l.believe(ctx, want)
	if err := l.WriteTrust(want); err != nil {
		l.Notes = append(l.Notes, "the introduction holds for this command alone: "+err.Error())
	}
	return nil
}

// pinAgain writes the file trust again, where it was not as this account had written it.
func (l *Ledger) pinAgain(ctx context.Context, t Trust, tip string) error {
	if err := l.checkRoot(ctx, t, tip); err != nil {
		return err
	}
	l.believe(ctx, t)
	return l.WriteTrust(t)
}

// checkPinned checks a whole line of commits against everything that this copy is pinned to.
func (l *Ledger) checkPinned(ctx context.Context, line []string) error {
	pinned := Trust{Intro: l.intro, Seen: l.seen}
	err := pinned.check(ctx, l.repo.Reader, line)
	if err != nil || l.named == "" {
		return err
	}
	err = Trust{Intro: l.intro, Seen: l.named}.check(ctx, l.repo.Reader, line)
	if errors.Is(err, ErrFault) {
		return l.trustFault(pinned, "names the commit "+l.named+", which main lacks")
	}
	return err
}

// noteUnpinned notes why nothing is pinned.
func (l *Ledger) noteUnpinned() error {
	why := "this copy has no pinned introduction"
	pinned, wrong, err := l.readTrust()
	switch {
	case err != nil:
		return err
	case wrong != "":
		why = fmt.Sprintf("the file %s %s", l.trustFile(), wrong)
	case pinned.Intro != "" && len(l.mark) == 0:
		why = "this account has no secret of its own, outside the records, to know by what it " +
			"pinned"
	case l.markDamaged():
		why = "the file " + l.markFile() + ", by which this account knew what it pinned, is damaged"
	case pinned.Intro != "":
		why = "another account, or another machine, has pinned this copy, and that is not " +
			"believed here"
	}
	l.Notes = append(l.Notes, why+": its history is judged by itself alone")
	return nil
}

// markDamaged reports whether a file is in the place of this account's mark and does not bear it.
func (l *Ledger) markDamaged() bool {
	if len(l.mark) == 0 {
		return false
	}
	own, _ := l.ownTrust()
	_, err := os.Lstat(l.markFile())
	return err == nil && own.Intro == ""
}

// checkRoot checks that the line up to tip begins with the introduction and has the commit that was
// named with it.
func (l *Ledger) checkRoot(ctx context.Context, t Trust, tip string) error {
	line, err := l.repo.Since(ctx, "", tip)
	if err != nil {
		return err
	}
	return t.check(ctx, l.repo.Reader, line)
}

// check checks a whole line of commits, which read can read.
func (t Trust) check(ctx context.Context, read store.Reader, line []string) error {
	if len(line) == 0 || line[0] != t.Intro {
		return RepoFault(verify.RuleIntroduction, "", "main does not begin with the introduction "+
			"%s", t.Intro)
	}
	if t.Seen == "" || slices.Contains(line, t.Seen) {
		return nil
	}
	if excused, err := namesLost(ctx, read, line, t.Seen); err != nil || excused {
		return err
	}
	return &lacksError{RepoFault(verify.RuleIntroduction, "",
		"main lacks the commit %s, which was in it before", t.Seen)}
}

// Unpin takes back what was pinned just now.
func (l *Ledger) Unpin() error {
	if err := os.Remove(l.trustFile()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

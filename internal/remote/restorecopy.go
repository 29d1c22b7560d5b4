package remote

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/store"
)

// Reasons not to restore a copy.
var (
	ErrSoundCopy = errors.New("this copy is sound: nothing of it is damaged")
	ErrNoOrigin  = errors.New("the damaged copy does not say where its server is")
	ErrNotACopy  = errors.New("it is not a copy that people work in")
	ErrInTheWay  = errors.New("a folder is in the way")
	// Only the configuration is damaged: the copy has synced, so there was a server.
	ErrForgotServer = errors.New("nothing of this copy is damaged, but it no longer knows its " +
		"server")
)

// CopyOptions configures RestoreCopy.
type CopyOptions struct {
	Dir   string           // the new copy; "" for the place of the damaged one
	From  string           // its source; "" for the server of the damaged copy
	Stamp string           // ends the name under which the damaged copy is kept
	Open  casebook.Options // without Trust, uses what the damaged copy was pinned to
}

// RestoredCopy is a new copy in place of a damaged one.
type RestoredCopy struct {
	Book    *casebook.Book
	Dir     string
	Damaged string // the folder of the damaged copy now
	From    string
	// Destroyed on a line that the server lost, as a senior signed; readable again.
	Revived []casebook.Revived
	*casebook.Salvaged
}

// RestoreCopy makes a new copy from the server of a damaged one, and takes over what only the
// damaged copy has. The damaged copy is kept as it was, under another name if the new one takes its
// place. The new copy takes the place only when the whole damaged copy has been searched. An
// interrupted run begins again.
func RestoreCopy(ctx context.Context, w *store.Wreck, o CopyOptions) (*RestoredCopy, error) {
	if w.Work == "" {
		return nil, ErrNotACopy
	}
	if o.Dir == "" {
		if place := placeOf(w.Work); place != w.Work && keeps(place, w.Work) {
			return nil, &AlreadyRestoredError{place}
		}
	}
	err := damaged(ctx, w, o.Open)
	if _, made := madeNote(w.Work); made && errors.Is(err, ErrSoundCopy) {
		return finishCopy(ctx, w.Work, o.Open)
	}
	if err != nil {
		return nil, err
	}
	made := o.Dir
	if made == "" {
		made = besideOf(w.Work)
		if err := dropBegun(made); err != nil {
			return nil, err
		}
	}
	out, err := o.anew(ctx, w, made)
	if err != nil {
		return nil, err
	}
	out.Dir, out.Damaged = made, w.Work
	if o.Dir != "" {
		return out, os.Remove(restoringIn(made))
	}
	if err := out.Book.Repo().Close(); err != nil {
		return nil, err
	}
	if err := out.changePlaces(w.Work, o.aside(w)); err != nil {
		return nil, err
	}
	return out, out.reopen(ctx, o.Open)
}

// aside returns the path at which the damaged copy is kept: its own place, or another name beside
// it.
func (o CopyOptions) aside(w *store.Wreck) string {
	if o.Dir != "" {
		return w.Work
	}
	return strings.TrimRight(w.Work, "/") + damagedMark + o.Stamp
}

// damaged refuses a copy that can be read and judged completely (ErrSoundCopy), and one in which
// only main was moved (ledger.ErrAccident), which needs no new copy.
func damaged(ctx context.Context, w *store.Wreck, o casebook.Options) error {
	repo, err := store.Open(ctx, w.Work)
	if err != nil {
		return nil
	}
	defer repo.Close()
	b, err := casebook.Open(ctx, repo, o)
	switch {
	case errors.Is(err, ledger.ErrAccident):
		return err
	case err != nil:
		return nil
	case b.Accident() != nil:
		return b.Accident()
	}
	x, err := casebook.Examine(ctx, repo, o, casebook.ExamineOptions{FromScratch: true})
	if err != nil || len(x.Faults) > 0 || repo.Sound(ctx) != nil {
		return ctx.Err()
	}
	if url, err := repo.Remote(ctx, ledger.RemoteName); err == nil && url == "" && hasSynced(w) {
		return ErrForgotServer
	}
	return ErrSoundCopy
}

// hasSynced reports whether a copy noted what its server had.
func hasSynced(w *store.Wreck) bool {
	return w.Ref(ledger.LastRef) != "" || w.Ref(ledger.TrackingRef) != ""
}

// anew makes the new copy in a folder, with everything that only the damaged one has.
func (o CopyOptions) anew(ctx context.Context, w *store.Wreck, dir string) (*RestoredCopy, error) {
	server := w.Setting(ctx, "remote."+ledger.RemoteName+".url")
	if server != "" {
		server = store.AddressFrom(server, w.Work)
	}
	from := o.From
	if from == "" {
		from = server
	}
	if from == "" {
		return nil, ErrNoOrigin
	}
	if o.Open.Trust == "" {
		o.Open.Trust = trustOf(w, o.Open.Mark)
	}
	if o.Open.Trust == "" {
		return nil, ledger.ErrUntrusted
	}
	b, err := Clone(ctx, CloneOptions{URL: from, Dir: dir, Open: o.Open, Restores: true,
		Sparse: w.Setting(ctx, "core.sparseCheckout") == "true"})
	if err != nil {
		return nil, err
	}
	out := &RestoredCopy{Book: b, From: from}
	if server != "" {
		err = b.Repo().PointRemote(ctx, ledger.RemoteName, server)
	}
	if err == nil {
		out.Revived, err = revived(ctx, b, w, from)
	}
	if err == nil {
		out.Salvaged, err = b.Salvage(ctx, w)
	}
	if err == nil {
		err = b.Repo().KeepsDamaged(append(w.KeptDamaged(), o.aside(w))...)
	}
	if err == nil {
		made := store.Content([]byte(madeWord + o.aside(w) + "\n"))
		err = store.WriteFile(restoringIn(dir), 0o600, made)
	}
	if err != nil { // what only the damaged copy has is still there
		return nil, errors.Join(err, b.Repo().Close(), os.RemoveAll(dir))
	}
	return out, nil
}

// RevivedError says that a restore would bring back what was destroyed.
type RevivedError struct {
	From string
	List []casebook.Revived
}

func (e *RevivedError) Error() string {
	return fmt.Sprintf("%s is older than a destruction that this copy knows of: "+
		"what was destroyed would be readable again", e.From)
}

// Unwrap lets errors.Is find a history that was set back.
func (e *RevivedError) Unwrap() error { return ledger.ErrFault }

// revived refuses a source that has keys that the damaged copy knows to be destroyed. It accepts
// them where the source's history says that the destruction was on a lost line: nothing newer will
// come.
func revived(ctx context.Context, b *casebook.Book, w *store.Wreck, from string) (
	[]casebook.Revived, error,
) {
	list, err := b.RevivedFrom(ctx, w)
	if err != nil {
		return nil, err
	}
	settled, open, err := b.SettledLost(ctx, w, list)
	if err == nil && len(open) > 0 {
		err = &RevivedError{from, open}
	}
	return settled, err
}

// trustOf returns the trust that this account had pinned in the damaged copy, with the last known
// commit of its server.
func trustOf(w *store.Wreck, mark ledger.Mark) string {
	t := ledger.PinnedIn(w.GitDir, mark)
	if t.Intro == "" {
		return ""
	}
	for _, ref := range []string{ledger.LastRef, ledger.TrackingRef} {
		if last := w.Ref(ref); last != "" {
			t.Seen = last
			break
		}
	}
	return t.String()
}

// besideOf returns the folder in which a new copy is made before it takes the place of the damaged
// one.
func besideOf(dir string) string { return strings.TrimRight(dir, "/") + ".restoring" }

// dropBegun removes what an interrupted run has made, and nothing else.
func dropBegun(dir string) error {
	if _, err := vacant(dir); err == nil {
		return nil
	}
	if _, err := os.Lstat(restoringIn(dir)); err == nil || barelyBegun(dir, restoringIn(dir)) {
		return os.RemoveAll(dir)
	}
	return fmt.Errorf("%w: %s", ErrInTheWay, dir)
}

// barelyBegun reports whether a folder holds only what a run leaves that is interrupted while it
// writes its first note: the folders above that note, and at most its temporary file.
func barelyBegun(dir, note string) bool {
	home := filepath.Dir(note)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		above := d != nil && d.IsDir() && (path == home || strings.HasPrefix(home, path+"/"))
		half := filepath.Dir(path) == home && strings.HasPrefix(filepath.Base(path), ".casefile-")
		if err == nil && !above && !half {
			err = ErrInTheWay
		}
		return err
	})
	return err == nil
}

// changePlaces renames the damaged copy, and puts the new one in its place. If it is killed between
// the two, UnfinishedCopy finds both.
func (r *RestoredCopy) changePlaces(dir, aside string) error {
	if _, err := os.Lstat(aside); err == nil {
		return fmt.Errorf("%w: %s", ErrInTheWay, aside)
	}
	if err := os.Rename(dir, aside); err != nil {
		return err
	}
	if err := os.Rename(r.Dir, dir); err != nil {
		return errors.Join(err, os.Rename(aside, dir))
	}
	made := r.Dir
	r.Dir, r.Damaged = dir, aside
	if r.Salvaged != nil {
		r.moved(made, dir, aside)
	}
	return os.Remove(restoringIn(dir))
}

// moved corrects the paths of files after the change of places: the new copy is at dir now, and the
// damaged one at aside.
func (r *RestoredCopy) moved(made, dir, aside string) {
	now := func(path string) string {
		if rest, ok := strings.CutPrefix(path, made+"/"); ok {
			return filepath.Join(dir, rest)
		}
		if rest, ok := strings.CutPrefix(path, strings.TrimRight(dir, "/")+"/"); ok {
			return filepath.Join(aside, rest)
		}
		return path
	}
	for i := range r.Broken {
		r.Broken[i] = now(r.Broken[i])
	}
	for i := range r.Theirs {
		r.Theirs[i].Path = now(r.Theirs[i].Path)
	}
}

// reopen opens the book in the new place.
func (r *RestoredCopy) reopen(ctx context.Context, o casebook.Options) error {
	repo, err := store.Open(ctx, r.Dir)
	if err != nil {
		return err
	}
	o.Trust = ""
	var notes []string
	if r.Book != nil {
		notes = r.Book.Notes
	}
	if r.Book, err = casebook.Open(ctx, repo, o); err != nil {
		return errors.Join(err, repo.Close())
	}
	r.Book.Notes = append(notes, r.Book.Notes...)
	return nil
}

package remote

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// Reasons not to restore a server.
var (
	ErrNoServer = errors.New("the folder is not a server of these records, and not empty")
	ErrHasAll   = errors.New("nothing is missing there")
)

// DivergedError says that a server and this copy have diverged.
type DivergedError struct {
	casebook.Divergence
	Lost string // the server's last known main; "" where it still has that
}

func (e *DivergedError) Error() string {
	return fmt.Sprintf("both went on: the server lacks %d of this copy's commits, "+
		"and this copy %d of the server's", e.AllHere, e.AllThere)
}

// Unwrap lets errors.Is find a conflict.
func (e *DivergedError) Unwrap() error { return casebook.ErrConflict }

// Restored is a server that has the records again.
type Restored struct {
	Where   string
	Fresh   bool   // the folder was made a server in this run
	Sent    int    // commits that it lacked
	Before  string // this copy's server until now; "" for none other
	Fixed   bool   // this copy can't be written, and still names Before as its server
	Far     bool   // it is on another machine, where its hook can't be seen
	Tip     string
	Outcome *Outcome           // of the first sync with it
	Ended   []casebook.Revived // destroyed after the state with which the server came back
}

// restoring is the name of the note in a server's folder that it is being restored. After an
// interruption the same command is run again.
const restoring = "restoring"

// RestoreServer gives a server the records that this copy has. The server is lost, and gets a new
// folder or URL, or came back older and nobody went on there. It gets main and the keys refs,
// through its own hook. This copy then syncs with it, unless the copy is on a read-only medium.
func RestoreServer(ctx context.Context, b *casebook.Book, where string, i casebook.ServerOrder) (
	*Restored, error,
) {
	s := &session{book: b, repo: b.Repo()}
	out := &Restored{Where: where, Far: !store.IsFolder(where)}
	before, err := s.repo.RemoteAddress(ctx, ledger.RemoteName)
	if err != nil {
		return nil, err
	}
	if before != where {
		out.Before = before
	}
	if !out.Far {
		if out.Fresh, err = s.prepareServer(ctx, where); err != nil {
			return nil, damagedAt(where, err)
		}
	}
	there, err := s.repo.RemoteRefs(ctx, where, ledger.MainRef, ledger.KeysPrefix+"*")
	if err == nil {
		err = s.comparedWith(ctx, out, there[ledger.MainRef])
	}
	if err == nil && !out.Far {
		err = damagedAt(where, s.installHooks(ctx, out, i))
	}
	if err != nil {
		return nil, err
	}
	if out.Sent, err = s.giveAll(ctx, where, there); err != nil {
		return nil, err
	}
	if was := there[ledger.MainRef]; was != "" {
		if out.Ended, err = b.EndedAfter(ctx, was); err != nil {
			return nil, err
		}
	}
	out.Tip = b.Tip()
	if out.Fixed = s.repo.MayWrite() != nil; out.Fixed {
		out.Outcome = &Outcome{Remote: where, Sent: out.Sent}
	} else if err = s.goOver(ctx, out); err != nil {
		return nil, err
	}
	if out.Fresh {
		err = os.Remove(restoringNote(where))
	}
	return out, err
}

// goOver makes the server this copy's remote, and syncs.
func (s *session) goOver(ctx context.Context, out *Restored) (err error) {
	if err := s.repo.PointRemote(ctx, ledger.RemoteName, out.Where); err != nil {
		return err
	}
	out.Outcome, err = Sync(ctx, s.book)
	out.Tip = s.book.Tip()
	return err
}

func restoringNote(folder string) string { return filepath.Join(folder, "casefile", restoring) }

// prepareServer checks that a folder is a server's repository, or makes one there. fresh says that
// this run, or an interrupted one, made it.
func (s *session) prepareServer(ctx context.Context, folder string) (fresh bool, err error) {
	if _, err := os.Lstat(restoringNote(folder)); err == nil {
		fresh = true
	} else if _, err := vacant(folder); err == nil {
		fresh = true
		if err := noteRestoring(folder, s.book.Intro()); err != nil {
			return true, err
		}
	}
	repo, err := s.serverIn(ctx, folder, fresh)
	if err != nil {
		return fresh, err
	}
	return fresh, repo.Close()
}

// installHooks installs casefile's hooks on a server, and pins it to these records.
func (s *session) installHooks(ctx context.Context, out *Restored, i casebook.ServerOrder) error {
	repo, err := store.Open(ctx, out.Where)
	if err != nil {
		return err
	}
	defer repo.Close()
	if i.Trust = s.book.Intro(); out.Fresh { // a server that came back older lacks the known commit
		i.Trust, err = s.known(ctx)
	}
	if err != nil {
		return err
	}
	done, err := casebook.InstallHooks(ctx, repo, i)
	if err == nil && len(done.Faults) > 0 {
		err = &ledger.FaultError{Faults: done.Faults}
	}
	return err
}

func noteRestoring(folder, intro string) error {
	if err := os.MkdirAll(filepath.Dir(restoringNote(folder)), 0o777); err != nil {
		return err
	}
	return store.WriteFile(restoringNote(folder), 0o644, store.Content([]byte(intro+"\n")))
}

// serverIn opens a server's bare repository; it makes a fresh one first. It refuses a backup, which
// follows another server.
func (s *session) serverIn(ctx context.Context, folder string, fresh bool) (*store.Repo, error) {
	if fresh {
		note, err := store.ReadAtMost(restoringNote(folder), 1<<10)
		if err != nil || strings.TrimSpace(string(note)) != s.book.Intro() {
			return nil, fmt.Errorf("%w: another restore has begun there", ErrNoServer)
		}
		return begunServer(ctx, folder)
	}
	repo, err := store.Open(ctx, folder)
	if errors.Is(err, store.ErrNotRepository) {
		err = ErrNoServer
	}
	if err != nil {
		return nil, err
	}
	follows, err := repo.Remote(ctx, ledger.RemoteName)
	switch {
	case err != nil:
	case !repo.Bare():
		err = fmt.Errorf("%w: it has a work tree", ErrNoServer)
	case follows != "":
		err = fmt.Errorf("%w: it is a copy or a backup, which follows %s", ErrNoServer, follows)
	}
	if err != nil {
		return nil, errors.Join(err, repo.Close())
	}
	return repo, nil
}

// begunServer opens the repository that a restore makes, or has begun to make. Without main, it may
// lack anything that init makes.
func begunServer(ctx context.Context, folder string) (*store.Repo, error) {
	repo, err := store.Open(ctx, folder)
	if err != nil || !repo.Bare() || repo.CommonDir() != folder {
		return store.Init(ctx, folder, store.InitOptions{Bare: true})
	}
	main, err := repo.Ref(ctx, ledger.MainRef)
	if err == nil && main != "" {
		err = repo.ClearBegun()
	}
	if err == nil && main != "" {
		return repo, nil
	}
	if err = errors.Join(err, repo.Close()); err != nil {
		return nil, err
	}
	return store.Init(ctx, folder, store.InitOptions{Bare: true})
}

// known returns the trust for a server: the introduction, and this copy's commit that the last
// server had. That commit can't be recorded again.
func (s *session) known(ctx context.Context) (string, error) {
	last, err := s.repo.Ref(ctx, ledger.LastRef)
	if err != nil || last == "" {
		return s.book.Intro(), err
	}
	return s.book.Intro() + "@" + last, nil
}

// giveAll pushes main and the keys refs where the server lacks something. It returns how many
// commits the server lacked.
func (s *session) giveAll(ctx context.Context, where string, there map[string]string) (int, error) {
	main := there[ledger.MainRef]
	line, err := s.repo.Since(ctx, main, s.book.Tip())
	if err != nil {
		return 0, err
	}
	updates, err := s.everyShard(ctx, below(there, ledger.KeysPrefix))
	if err != nil {
		return 0, err
	}
	if main != s.book.Tip() {
		updates = append([]store.PushUpdate{{Ref: ledger.MainRef, New: s.book.Tip(), Lease: &main}},
			updates...)
	}
	_, err = s.repo.Push(ctx, where, store.Push{Updates: updates})
	if said, ok := errors.AsType[*store.PushError](err); ok && casebook.SaidBackup(said.Reasons) {
		err = fmt.Errorf("%w: it is a backup", ErrNoServer)
	}
	return len(line), err
}

// comparedWith refuses a server that has what this copy lacks, or that lacks nothing.
func (s *session) comparedWith(ctx context.Context, out *Restored, main string) error {
	if main == "" {
		return nil
	}
	if main == s.book.Tip() {
		if out.Fresh || out.Before != "" {
			return nil
		}
		return s.soundAt(ctx, out)
	}
	spec := "+" + ledger.MainRef + ":" + incoming
	if err := s.repo.Fetch(ctx, out.Where, []string{spec}); err != nil {
		return err
	}
	base, h, err := s.book.DivergedFrom(ctx, main)
	switch {
	case err != nil:
		return err
	case base == "":
		return ledger.RepoFault(verify.RuleIntroduction, "",
			"the records there do not begin as these do")
	case len(h.Here) == 0:
		return fmt.Errorf("%w: all commits of this copy are there, and %d more", ErrHasAll,
			h.AllThere)
	case len(h.There) > 0:
		e := &DivergedError{Divergence: h}
		if back := SetBack(ctx, s.book, out.Where, main); back != nil {
			e.Lost = back.Lost
		}
		return e
	}
	return nil
}

// damagedAt marks damage as that of a server's folder. This copy was read before and is sound.
func damagedAt(where string, err error) error {
	if !store.IsDamage(err) && !errors.Is(err, store.ErrBrokenFolder) {
		return err
	}
	return fmt.Errorf("%w: %s: %v", store.ErrDamagedThere, where,
		cmp.Or(store.LostPart(err), err.Error()))
}

// soundAt returns ErrHasAll for a server with the same main as this copy, unless parts of its
// history are gone: a push would not bring them.
func (s *session) soundAt(ctx context.Context, out *Restored) error {
	if out.Far {
		return ErrHasAll
	}
	repo, err := store.Open(ctx, out.Where)
	if err != nil {
		return damagedAt(out.Where, err)
	}
	defer repo.Close()
	err = repo.Sound(ctx)
	if errors.Is(err, store.ErrNotSound) {
		return fmt.Errorf("%w: %s: %v", store.ErrDamagedThere, out.Where, store.ErrNotSound)
	}
	return cmp.Or(err, ErrHasAll)
}

// OtherRecords reports whether a server has other records than this copy. Other errors are faults
// in the server's own state.
func OtherRecords(err error) bool {
	fault, ok := errors.AsType[*ledger.FaultError](err)
	return ok && slices.ContainsFunc(fault.Faults, func(f verify.Fault) bool {
		return f.Rule == verify.RuleIntroduction
	})
}

// everyShard returns the updates that make the keys refs there those of this copy.
func (s *session) everyShard(ctx context.Context, there map[string]string) (
	[]store.PushUpdate, error,
) {
	refs, err := s.repo.Refs(ctx, ledger.KeysPrefix)
	if err != nil {
		return nil, err
	}
	right, err := s.book.KeysRefs(ctx, slices.Sorted(maps.Keys(below(refs, ledger.KeysPrefix))))
	return shardUpdates(right, there), err
}

package cli

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/doctor"
	"casefile/internal/keyring"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/remote"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// aboutRecords checks the copy of the records that is here. A part that can't be checked is named,
// and the others are checked all the same.
func aboutRecords(ctx context.Context, app *App, o doctorOptions) (_ []doctor.Line, server bool) {
	repo, err := repo(ctx, app)
	p := doctor.Place{Dir: directory(app), Named: directory(app) != "."}
	if abs, absErr := filepath.Abs(p.Dir); absErr == nil {
		p.Dir = abs
	}
	if err != nil {
		p.None = errors.Is(err, store.ErrNotRepository)
		p.Err, p.Mend = says(err), helps(app, err)
		return append(aboutDisks(app, ""), doctor.CheckPlace(p)), isServer(app)
	}
	defer repo.Close()
	p.Dir, p.Server, p.Backup = filesOf(repo), repo.Bare(), casebook.IsBackup(repo)
	lines := aboutDisks(app, repo.CommonDir())
	b, h := standingOf(ctx, app, repo)
	p.Empty = h.Empty
	lines = append(lines, doctor.CheckPlace(p))
	lines = append(lines, doctor.CheckHistory(h)...)
	lines = append(lines, doctor.CheckMoves(says(repo.IntentFault()))...)
	parts := partsOf(ctx, b)
	parts.Backup, parts.Server = p.Backup, p.Server
	if b != nil {
		lines = append(lines, doctor.CheckParts(parts))
	}
	lines = append(lines, aboutCopy(ctx, app, o, repo, b, len(parts.Damaged) > 0)...)
	lines = append(lines, doctor.CheckLocks(locksOf(ctx, repo))...)
	if b != nil {
		lines = append(lines, aboutBook(ctx, app, o, b)...)
	}
	return lines, repo.Bare()
}

// aboutDisks checks the folders that the program writes to.
func aboutDisks(app *App, gitDir string) []doctor.Line {
	var all []doctor.Disk
	for _, d := range []doctor.Disk{{What: "the records", Dir: gitDir},
		{What: "your own files", Dir: app.keys.Folder()}} {
		if _, err := os.Stat(d.Dir); d.Dir == "" || err != nil {
			continue
		}
		d.Free, d.Known = store.Free(d.Dir)
		d.ReadOnly = !store.Writable(d.Dir)
		all = append(all, d)
	}
	return doctor.CheckDisk(all)
}

// standingOf opens the records as every command does, and says what prevents it.
func standingOf(ctx context.Context, app *App, repo *store.Repo) (*casebook.Book, doctor.History) {
	var h doctor.History
	o, err := bookOptions(app)
	if err != nil {
		h.Err = says(err)
		return nil, h
	}
	b, err := casebook.Open(ctx, repo, o)
	broken, isFault := errors.AsType[*ledger.FaultError](err)
	switch {
	case errors.Is(err, ledger.ErrNoRecords):
		h.Empty = true
	case isFault:
		for _, f := range broken.Faults {
			h.Faults = append(h.Faults, record.OneLine(f.Error()))
		}
		switch {
		case errors.Is(err, ledger.ErrTrustFile): // the file of trust is at fault, and no person
			h.Mend = helps(app, err)
		case casebook.SetBackServer(repo, broken.Faults):
			h.Mend = setBackServerHelp
		}
	case err != nil:
		h.Err, h.Mend = says(err), helps(app, err)
	}
	if err != nil {
		return nil, h
	}
	h.Tip, h.Unpinned = b.Tip(), b.Pinned() != nil
	if a := b.Accident(); a != nil {
		h.Accident = record.OneLine(a.Words())
	}
	return b, h
}

// partsOf looks for damage in all that main holds, if the records open.
func partsOf(ctx context.Context, b *casebook.Book) (p doctor.Parts) {
	if b == nil {
		return p
	}
	found, err := b.Damage(ctx)
	p.Err = says(err)
	for _, f := range found {
		p.Damaged = append(p.Damaged, record.OneLine(f.Path+": "+f.Means))
	}
	return p
}

// aboutCopy checks what lies beside the records: work tree, caches, remote or hooks. Where damaged
// parts keep git from comparing the work tree, the check of the parts says so.
func aboutCopy(
	ctx context.Context, app *App, o doctorOptions, repo *store.Repo, b *casebook.Book,
	damaged bool,
) []doctor.Line {
	var unused []doctor.Setting
	for _, u := range repo.Unused() {
		unused = append(unused, doctor.Setting{Key: u.Key, Why: u.Why})
	}
	lines := append(doctor.CheckTree(treeOf(ctx, repo, b, damaged)),
		doctor.CheckSettings(unused)...)
	if repo.Bare() && !casebook.IsBackup(repo) {
		lines = append(lines, aboutHooks(ctx, repo)...)
		lines = append(lines,
			doctor.CheckServerMark(says(keyring.ServerMarkFault(hookStore(repo))))...)
	}
	return append(lines, aboutRemote(ctx, app, o, repo, b)...)
}

// locksOf returns the locks of this copy, and of a remote that is a folder, as far as they can be
// seen. The check of the work tree has the lock of the index.
func locksOf(ctx context.Context, repo *store.Repo) (out []doctor.Lock) {
	index := filepath.Join(repo.GitDir(), "index.lock")
	for _, l := range repo.Locks() {
		if l.Path != index {
			out = append(out, lockIn(repo, l))
		}
	}
	there, _, _, err := casebook.RemoteFolder(ctx, repo)
	if err != nil || there == nil {
		return out
	}
	defer there.Close()
	for _, l := range there.Locks() {
		lock := lockIn(there, l)
		lock.There = true
		out = append(out, lock)
	}
	return out
}

// lockIn names a lock by its path from the folder of the repository.
func lockIn(repo *store.Repo, l store.OldLock) doctor.Lock {
	path := l.Path
	if short, err := filepath.Rel(filepath.Dir(repo.CommonDir()), l.Path); err == nil {
		path = filepath.ToSlash(short)
	}
	return doctor.Lock{Path: path, Held: l.Why, Age: l.Age}
}

func treeOf(ctx context.Context, repo *store.Repo, b *casebook.Book, damaged bool) doctor.Tree {
	if repo.Bare() {
		return doctor.Tree{None: true}
	}
	main, err := repo.Ref(ctx, ledger.MainRef)
	if b == nil && (err != nil || main == "") {
		return doctor.Tree{Err: says(err), None: err == nil}
	}
	if b != nil {
		main = b.Tip() // if somebody changed main, the check of history says so
	}
	s, err := repo.TreeState(ctx, main)
	if err != nil && (b == nil || damaged) { // the check of history or of the parts says why
		return doctor.Tree{None: true}
	}
	return doctor.Tree{Head: s.Head, Detached: s.Detached, NoHead: s.NoHead, Changed: s.Changed,
		Missing: s.Missing, Behind: s.Behind, Locked: s.Locked, Fresh: s.Fresh, Midway: s.Midway,
		Err: says(err)}
}

func aboutHooks(ctx context.Context, repo *store.Repo) []doctor.Line {
	found, unset, err := casebook.LookAtHooks(ctx, repo)
	if err != nil {
		return []doctor.Line{{Check: "hook", State: doctor.Unknown, Says: says(err)}}
	}
	var all []doctor.Hook
	for _, h := range found {
		all = append(all, doctor.Hook{Name: h.Name, Missing: h.Missing, Other: h.Other,
			Program: h.Program, Gone: h.Gone})
	}
	return doctor.CheckHooks(all, unset)
}

// answerWithin bounds how long a server may take to name its tips.
const answerWithin = 20 * time.Second

// aboutRemote asks the server for its tips, and fetches nothing.
func aboutRemote(
	ctx context.Context, app *App, o doctorOptions, repo *store.Repo, b *casebook.Book,
) []doctor.Line {
	r := doctor.Remote{Bare: repo.Bare(), NotAsked: o.offline}
	url, err := repo.RemoteAddress(ctx, ledger.RemoteName)
	r.URL = url
	if err != nil || url == "" || o.offline {
		r.Err = says(err)
		return doctor.CheckRemote(r)
	}
	ctx, stop := context.WithTimeout(ctx, answerWithin)
	defer stop()
	there, err := repo.AskRemote(ctx, ledger.RemoteName)
	r.Err, r.Empty = says(err), err == nil && there == ""
	if err != nil {
		r.Mend = helps(app, err)
	}
	r.Backup, r.Mend = remote.ToBackup(ctx, repo), cmp.Or(r.Mend, toBackupHelp)
	if err == nil && b != nil {
		if back := remote.SetBack(ctx, b, url, there); back != nil {
			r.SetBack = setBackHelp(back)
		}
		r.News = !b.Has(ctx, there)
	}
	return doctor.CheckRemote(r)
}

// aboutBook makes the checks that need open records.
func aboutBook(
	ctx context.Context, app *App, o doctorOptions, b *casebook.Book,
) []doctor.Line {
	onDisk, current := b.Caches()
	lines := []doctor.Line{aboutClock(ctx, b), doctor.CheckCaches(doctor.Caches{
		Unwritable: !onDisk && !store.Writable(b.Repo().CommonDir()),
		Behind:     !onDisk || !current})}
	if !b.Repo().Bare() {
		lines = append(lines, doctor.CheckMember(memberAt(app, b)))
	}
	dockets, _, err := b.DocketsHere(ctx)
	if err != nil {
		return append(lines, doctor.Line{Check: "cases", State: doctor.Unknown, Says: says(err)})
	}
	lines = append(lines, doctor.CheckCases(drill(ctx, app, o, b, dockets))...)
	lines = append(lines, doctor.CheckReaders(readersFound(b, dockets))...)
	resumeErasures(ctx, app, b, true)
	if b.MayWrite() == nil {
		clearStrays(app, b.Repo())
	}
	lines = append(lines, aboutRevived(ctx, b)...)
	lines = append(lines, doctor.CheckKeptDamaged(b.Repo().KeptDamaged())...)
	return append(lines, doctor.CheckLeft(leftHere(ctx, b))...)
}

func aboutClock(ctx context.Context, b *casebook.Book) doctor.Line {
	url, _ := b.Repo().Remote(ctx, ledger.RemoteName)
	c := doctor.Clock{Fault: says(b.ClockFault(ctx)), Server: url != ""}
	behind, err := b.ClockBehind(ctx)
	if err == nil && behind != nil {
		c.Behind = behind.By
		c.Words = "is " + cases.Length(behind.By) + " behind the newest commit, by " + behind.Member
	}
	return doctor.CheckClock(c)
}

func memberAt(app *App, b *casebook.Book) doctor.Member {
	signer, err := app.keys.Signer()
	if err != nil {
		return doctor.Member{NoKey: true}
	}
	m, key, known := b.Team().BySigningKey(signer.PublicKey())
	if !known {
		return doctor.Member{}
	}
	out := doctor.Member{ID: m.ID, Left: m.Left, KeyEnded: !key.To.IsZero()}
	if c, err := app.keys.Config(); err == nil && m.Recipient != "" && !app.keys.Named() {
		out.OtherRecipient = c.Recipient != m.Recipient
	}
	return out
}

// drill opens one entry of each case that the user reads.
func drill(
	ctx context.Context, app *App, o doctorOptions, b *casebook.Book, dockets []*record.Docket,
) doctor.Cases {
	if o.noKey || b.Repo().Bare() {
		why := "--no-key says so"
		if b.Repo().Bare() {
			why = "a server opens nothing"
		}
		if casebook.IsBackup(b.Repo()) {
			why = "nobody works in a backup"
		}
		return doctor.Cases{Skipped: why}
	}
	p := app.Progress("opening one entry of each case", len(dockets), app.global.json)
	defer p.End()
	d, err := b.Drill(ctx, dockets, func() { p.Add(1) })
	c := doctor.Cases{All: d.All, Mine: d.Mine, Opened: d.Opened, Empty: d.Empty,
		NoKeys: errors.Is(err, casebook.ErrKeysMissing)}
	if err != nil && !c.NoKeys {
		c.Skipped, c.Unasked = says(err), true
	}
	for _, f := range d.Failed {
		c.Failed = append(c.Failed, doctor.Failed{Case: f.Case.String(), Why: says(f.Why),
			Bad: f.BadKey})
	}
	return c
}

// readersFound collects for doctor what the dockets say of readers.
func readersFound(b *casebook.Book, dockets []*record.Docket) doctor.Readers {
	r := b.Openers(dockets)
	seconds, _ := b.AppointedSeconds() // the check of the caches names a faulty index
	out := doctor.Readers{All: r.All, Alone: caseNames(r.Alone), NoWay: r.Recovery == 0}
	for _, a := range r.Amiss {
		found := doctor.Amiss{Says: a.Means, Mend: a.Mend,
			Recovery: a.Rule == verify.RuleConfirmed || a.Rule == verify.RuleKeys}
		if a.Case != "" {
			found.Case = a.Case.String()
		}
		out.Amiss = append(out.Amiss, found)
	}
	for _, s := range seconds {
		out.One = append(out.One, caseBefore(s.Case)+s.Words())
	}
	return out
}

// leftHere collects for doctor what waits in this copy.
func leftHere(ctx context.Context, b *casebook.Book) doctor.Left {
	l := b.Leftover(ctx)
	return doctor.Left{Unpushed: l.Unpushed, Conflicts: l.Conflicts, Waiting: l.Waiting,
		Stray: l.Stray, Drafts: l.Drafts, Outbox: l.Lost, Undo: l.Undo,
		UndoLate: l.UndoLate, UndoStrays: l.UndoStrays, Unlooked: l.Unlooked,
		PendingPurges: l.PendingPurges,
		Indexes:       l.Indexes, Spoiled: l.Spoiled}
}

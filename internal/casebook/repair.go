package casebook

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Repair is the plan for the repair of a case. It reseals each file from the earliest version that
// still opens, under the SHA-256 that was declared first.
type Repair struct {
	Case  record.ID
	Back  []record.ID // erased beyond what was asked for, and put back
	Right []record.ID // exchanged, and corrected
	Lost  []record.ID // those of which no version here opens as declared

	sources map[record.ID]string // the sealed file from which each entry is resealed
}

// Nothing reports whether a repair would change nothing that can be read.
func (r *Repair) Nothing() bool { return len(r.Back)+len(r.Right) == 0 }

// RepairOf works out what a repair would do, with every key of mine that is still here. It returns
// ErrState if the case was never resealed or a request is pending. It returns ErrDenied unless I am
// a senior manager who reads the case, and to the member who resealed it last.
func (b *Book) RepairOf(ctx context.Context, id record.ID) (*Repair, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return nil, err
	}
	facts, err := b.Facts(id)
	if err != nil {
		return nil, err
	}
	if err := b.mayRepair(ctx, d, facts); err != nil {
		return nil, err
	}
	reseals, err := b.reseals(ctx, facts)
	if err != nil {
		return nil, err
	}
	then := &beforeReseals{book: b, ctx: ctx, id: id, facts: facts, reseals: reseals}
	if err := then.tryKeys(); err != nil {
		return nil, err
	}
	r := &Repair{Case: id, sources: map[record.ID]string{}}
	for _, entry := range slices.Sorted(maps.Keys(facts.Entries)) {
		if err := r.plan(then, entry, facts.Entries[entry]); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (b *Book) mayRepair(ctx context.Context, d *record.Docket, facts *verify.CaseFacts) error {
	if _, waits := cases.PendingEntry(d); waits {
		return b.stillWaits(d)
	}
	if facts == nil || facts.LastReseal() == "" {
		return fmt.Errorf("%w: nothing was ever erased in %s", ErrState, d.Case)
	}
	me, err := b.Me()
	if err != nil {
		return err
	}
	last, err := b.repo.Commit(ctx, facts.LastReseal())
	switch {
	case err != nil:
		return err
	case !me.Has(team.Senior) || !d.Reads(me.ID):
		return fmt.Errorf("%w: a senior manager who reads the case repairs it", ErrDenied)
	case last.Committer.Email == me.Email:
		return fmt.Errorf("%w: you sealed the case last time; another senior manager repairs it",
			ErrDenied)
	}
	return nil
}

// plan finds the version of a file that a repair reseals.
func (r *Repair) plan(then *beforeReseals, entry record.ID, f verify.EntryFact) error {
	back := false
	if f.Erased != nil {
		asked, err := then.book.askedToErase(then.ctx, r.Case, entry, f)
		if err != nil || asked {
			return err
		}
		back = true
	}
	source, sum, err := then.best(record.CaseFolder(r.Case)+"/"+f.File, f)
	switch {
	case err != nil:
		return err
	case source == "", back && sum != f.SHA256:
		r.Lost = append(r.Lost, entry)
		return nil
	case back:
		r.Back = append(r.Back, entry)
	case sum != f.SHA256:
		r.Lost = append(r.Lost, entry)
	case source != f.Blob:
		r.Right = append(r.Right, entry)
	}
	r.sources[entry] = source
	return nil
}

// askedToErase reports whether the request of an erasure names the entry. If other entries were
// erased too, that does not matter here.
func (b *Book) askedToErase(ctx context.Context, id, entry record.ID, f verify.EntryFact) (
	bool, error,
) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return false, err
	}
	door, err := b.opener(ctx, d)
	if err != nil {
		return false, err
	}
	request := door.Facts.Entries[f.Erased.Request]
	asked := verify.NewCaseFacts()
	asked.Entries[request.ID] = request
	door.Facts = asked
	sealed, err := b.repo.Blob(ctx, request.Blob, verify.MaxSealed)
	if err != nil {
		return false, err
	}
	text, err := door.Text(request.ID, sealed)
	if _, faulty := errors.AsType[*plain.Fault](err); faulty {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	e := text.Entry()
	return e.Kind == record.KindErasure && slices.Contains(plain.Targets(e), entry), nil
}

// best returns the sealed file of a path with the declared text: the present file, or else the
// earliest. If there is none, it returns the earliest that opens at all, or "".
func (t *beforeReseals) best(path string, f verify.EntryFact) (blob, sum string, err error) {
	versions, err := t.versions(path)
	if err != nil {
		return "", "", err
	}
	if f.Erased == nil {
		if sum, err = t.book.sumOf(t.ctx, f.Blob, t.keys); err != nil || sum == f.SHA256 {
			return f.Blob, sum, err
		}
		versions = append(versions, f.Blob)
	}
	for _, v := range versions {
		is, err := t.book.sumOf(t.ctx, v, t.keys)
		if err != nil || is == f.SHA256 {
			return v, is, err
		}
		if blob == "" && is != "" {
			blob, sum = v, is
		}
	}
	return blob, sum, nil
}

// versions returns the sealed files that a path had before each reseal, the earliest first.
func (t *beforeReseals) versions(path string) (out []string, err error) {
	for _, c := range t.reseals {
		e, there, err := t.book.repo.Lookup(t.ctx, c.Parents[0], path)
		if err != nil {
			return nil, err
		}
		if there {
			out = append(out, e.ID)
		}
	}
	return out, nil
}

// CarryOutRepair reseals a case from what still opens. The earlier keys go once the remote has the
// repair (HaltError), as after an erasure.
func (b *Book) CarryOutRepair(ctx context.Context, id record.ID, send Send) (*Erasure, error) {
	return b.carryOut(ctx, send, forGood{
		nothing: "nothing was repaired", recorded: "the repair", repairs: true,
		record: func() error {
			_, err := b.repair(ctx, id)
			return err
		},
	})
}

func (b *Book) repair(ctx context.Context, id record.ID) (*Done, error) {
	return b.withPendingPurge(ctx, id, func() (*Done, error) {
		return b.onCase(ctx, team.OpReseal, id,
			func(p *parent, d record.Docket) (*CaseChange, error) {
				r, err := p.book.RepairOf(ctx, id)
				if err != nil {
					return nil, err
				}
				return p.repaired(&d, r)
			})
	})
}

// repaired returns the change that repairs a case.
func (p *parent) repaired(d *record.Docket, r *Repair) (*CaseChange, error) {
	facts, err := p.book.Facts(d.Case)
	if err != nil {
		return nil, err
	}
	keys, err := p.book.everyKey(p.ctx, d.Case, facts)
	if err != nil {
		return nil, err
	}
	key, epoch, err := p.newKey(d)
	if err != nil {
		return nil, err
	}
	var files []Resealed
	for _, entry := range slices.Sorted(maps.Keys(facts.Entries)) {
		f := facts.Entries[entry]
		source := r.sources[entry]
		switch {
		case source == "" && f.Erased != nil:
			continue
		case source == "":
			return nil, fmt.Errorf("%w: no key that is here opens %s; an erasure names what "+
				"nobody can open",
				ErrState, record.Ref{Case: d.Case, Entry: entry})
		}
		from := sealedFile{name: f.File, blob: source, id: entry, fact: f}
		blob, err := p.resealFile(keys, from, key.Recipient())
		if err != nil {
			return nil, fmt.Errorf("sealing %s anew: %w", record.Ref{Case: d.Case, Entry: entry},
				err)
		}
		files = append(files, Resealed{ID: entry, Path: record.CaseFolder(d.Case) + "/" + f.File,
			Blob: blob, SHA256: f.SHA256})
	}
	return &CaseChange{Docket: verify.AfterReseal(*d, epoch), NewEpoch: key.Recipient(),
		Resealed: files}, nil
}

// newKey draws a case key for the readers of the newest epoch and for each recovery member who
// counts. Each attempt draws another key, as in a revoke.
func (p *parent) newKey(d *record.Docket) (*seal.Identity, record.Epoch, error) {
	key, err := seal.NewIdentity()
	if err != nil {
		return nil, nil, err
	}
	stay := slices.DeleteFunc(d.Readers(), p.book.Team().AwaitsConfirmation)
	readers := append(stay, p.book.Team().RecoveryIDs()...)
	slices.Sort(readers)
	epoch, err := p.wrap(key, slices.Compact(readers))
	return key, epoch, err
}

// TakeUndoKeys takes wrapped keys of a case into this copy, from a folder in which a server keeps
// them for the repair of an erasure. It returns how many files were keys that the case once had. It
// ignores other files.
func (b *Book) TakeUndoKeys(ctx context.Context, id record.ID, dir string) (n int, err error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return 0, err
	}
	facts, err := b.Facts(id)
	if err != nil || facts == nil {
		return 0, err
	}
	batch := b.repo.NewBatch()
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || ctx.Err() != nil || !e.Type().IsRegular() ||
			!strings.HasSuffix(path, ".age") {
			return errors.Join(err, ctx.Err())
		}
		taken, err := takeKey(batch, facts, path)
		if taken {
			n++
		}
		return err
	})
	if err != nil || n == 0 {
		return n, err
	}
	if err := batch.Write(ctx); err != nil {
		return 0, err
	}
	here, err := b.deadKeysStored(ctx, d, facts)
	if err != nil {
		return n, err
	}
	until, err := b.holdsUntil(ctx, facts)
	return n, errors.Join(err, b.noteWaiting(id, keyWait{until, waitsForLook, facts.LastReseal()}),
		b.keepDeadKeys(ctx, d, facts, here))
}

// maxWrapped is the greatest size of a wrapped key in bytes (FORMAT.md, 7).
const maxWrapped = 8 << 10

func takeKey(batch *store.Batch, facts *verify.CaseFacts, path string) (bool, error) {
	data, err := readOwn(path, maxWrapped)
	if errors.Is(err, errOwnFile) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	blob, err := store.HashObject("blob", data)
	if err != nil || !slices.ContainsFunc(facts.Keys, func(k verify.KeyFact) bool {
		return k.Blob == blob
	}) {
		return false, err
	}
	batch.Blob(data)
	return true, nil
}

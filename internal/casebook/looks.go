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
	"time"

	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// The keys that a reseal took off the record may be the only ones for texts that it should not have
// touched. So this copy keeps such keys until a reader of the case has looked at the result. Where
// nobody of this copy reads the case, it keeps them for the days that the policy allows for a
// repair. Until then a ref of this copy holds the keys, and a note says so.

// waitsFolder, in the folder casefile, has a file for each case of which this copy still keeps keys
// that a reseal took off the record: `UNTIL STATE`, in seconds.
const waitsFolder = "waits"

// The states of such a case.
const (
	waitsForDays = "days"  // nobody of this copy reads the case
	waitsForLook = "look"  // somebody does, and has not looked
	waitsForever = "fault" // somebody looked, and found a fault
)

// keyWait is the note of one case.
type keyWait struct {
	until  time.Time
	state  string
	reseal string
}

// then returns the new note after another look at the case. No later commit and no clock shortens
// the time. Keys that another reseal took off the record wait their own days, and so do those of a
// copy whose reader was taken off the case. A fault that somebody found stays until the case is
// resealed, as a repair may have mended it.
func (was keyWait) then(now keyWait) keyWait {
	if was.reseal != now.reseal || was.state == waitsForLook && now.state == waitsForDays {
		if now.until.Before(was.until) {
			now.until = was.until
		}
		return now
	}
	now.until = was.until
	if was.state == waitsForever {
		now.state = waitsForever
	}
	return now
}

func (b *Book) waitsFile(id record.ID) string {
	return filepath.Join(b.besideRefs(waitsFolder), string(id))
}

// noteWaiting notes for what the keys wait, and until when.
func (b *Book) noteWaiting(id record.ID, w keyWait) error {
	if was, ok := b.waitingOn(id); ok {
		if w = was.then(w); w == was {
			return nil
		}
	}
	if err := store.MakeFolder(b.besideRefs(waitsFolder), 0o700); err != nil {
		return err
	}
	line := fmt.Sprintf("%d %s %s\n", w.until.Unix(), w.state, w.reseal)
	return store.WriteFile(b.waitsFile(id), 0o600, store.Content(store.Summed(line)))
}

// waitingOn reads it. Of a damaged note it is not known for what the keys wait: somebody has to
// look, and the days begin anew.
func (b *Book) waitingOn(id record.ID) (w keyWait, ok bool) {
	data, err := readOwn(b.waitsFile(id), mostNote)
	if errors.Is(err, fs.ErrNotExist) {
		return w, false
	}
	text, spoiled := store.FromSummed(data)
	var seconds int64
	n, _ := fmt.Sscan(text, &seconds, &w.state, &w.reseal)
	if err != nil || spoiled != nil || n < 2 {
		return keyWait{state: waitsForLook}, true
	}
	w.until = time.Unix(seconds, 0)
	return w, true
}

func (b *Book) waitsNoMore(id record.ID) error { return missingIsFine(os.Remove(b.waitsFile(id))) }

// waitingCases lists the cases of which keys wait.
func (b *Book) waitingCases() (out []record.ID, err error) {
	list, err := os.ReadDir(b.besideRefs(waitsFolder))
	for _, f := range list {
		if id := record.ID(f.Name()); id.Valid() {
			out = append(out, id)
		}
	}
	return out, missingIsFine(err)
}

// Unlooked is a case whose earlier keys this copy keeps after an erasure. Nobody has looked yet at
// the result, or the result has changed since somebody looked.
type Unlooked struct {
	Case  record.ID
	Fault bool // somebody looked
}

// Unlooked lists them. It needs no key.
func (b *Book) Unlooked() (out []Unlooked, err error) {
	list, err := b.waitingCases()
	for _, id := range list {
		if w, _ := b.waitingOn(id); w.state != waitsForDays {
			out = append(out, Unlooked{id, w.state == waitsForever})
		}
	}
	return out, err
}

// FinishReseals looks at the results of reseals where nobody has looked yet and I can open the case
// now. Where a result is sound, the earlier keys go.
func (b *Book) FinishReseals(ctx context.Context) (*Erasure, error) {
	list, err := b.Unlooked()
	var ids []record.ID
	for _, u := range list {
		if !u.Fault { // which a sync looks at again
			ids = append(ids, u.Case)
		}
	}
	if err != nil || len(ids) == 0 {
		return &Erasure{}, err
	}
	return b.purgeCases(ctx, ids)
}

// KeptKeys names a case whose keys an erasure took off the record and this copy still has, and
// until when.
type KeptKeys struct {
	Case  record.ID
	Until time.Time
}

// KeptUntil returns until when this copy keeps the keys of a case that an erasure took off the
// record. It returns false where the copy keeps none, or keeps them until somebody has looked.
func (b *Book) KeptUntil(id record.ID) (time.Time, bool) {
	w, waits := b.waitingOn(id)
	return w.until, waits && w.state == waitsForDays
}

// ownersFile, in the folder casefile, names the members who have used this copy, one a line.
const ownersFile = "owners"

// NoteOwner notes whoever uses this copy. A copy that can't be written to notes nobody.
func (b *Book) NoteOwner() {
	if b.person.Signer == nil {
		return
	}
	me, err := b.Me()
	if err != nil {
		return
	}
	if known, _ := b.owners(); slices.Contains(known, me.ID) {
		return
	}
	_ = appendOwn(b.besideRefs(ownersFile), store.SummedLine(me.ID))
}

// owners lists the members who have used this copy. Where the file, or a line of it, is damaged,
// others may have.
func (b *Book) owners() (known []string, damaged bool) {
	data, err := readOwn(b.besideRefs(ownersFile), mostNote)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false
	}
	for line := range strings.Lines(string(data)) {
		id, whole := store.FromSummedLine(line)
		if whole {
			known = append(known, id)
		}
		damaged = damaged || !whole && line != "\n"
	}
	return known, damaged || err != nil
}

// readersHere lists the active members who have used this copy and read a case; all who read it
// where it is not known who has.
func (b *Book) readersHere(d *record.Docket) (out []string) {
	known, damaged := b.owners()
	for _, m := range b.Team().Members {
		used := damaged || slices.Contains(known, m.ID)
		if used && m.Active() && d.Reads(m.ID) {
			out = append(out, m.ID)
		}
	}
	return out
}

// outcome says what happens to the keys that a reseal took off the record.
type outcome struct {
	goes   bool
	faults []verify.Fault
	until  time.Time // when they go, where nobody of this copy reads the case
	unseen error     // why somebody who reads it could not look
}

// letsGo settles that for one case, once and for all where they go. Whatever happens
// meanwhile, a ref and a note hold the keys: Ctrl-C at a question, a loss of power.
func (b *Book) letsGo(ctx context.Context, id record.ID) (outcome, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return outcome{}, err
	}
	if d.Status == record.Destroyed {
		faults, err := b.destroyedEarly(ctx, id)
		return outcome{goes: len(faults) == 0, faults: faults}, err
	}
	facts, err := b.Facts(id)
	if err != nil || facts == nil {
		return outcome{goes: true}, err
	}
	if settled, err := b.purgeSettled(ctx, id); err != nil || settled {
		return outcome{goes: true}, err
	}
	here, err := b.deadKeysStored(ctx, d, facts)
	if err != nil || len(here) == 0 || facts.LastReseal() == "" {
		return outcome{goes: true}, err
	}
	if b.person.Signer == nil { // a server's hook
		return outcome{goes: true}, b.keepForUndo(ctx, id, here)
	}
	readers := b.readersHere(d)
	state := waitsForDays
	if len(readers) > 0 {
		state = waitsForLook
	}
	until, err := b.holdsUntil(ctx, facts)
	err = errors.Join(err, b.noteWaiting(id, keyWait{until, state, facts.LastReseal()}),
		b.keepDeadKeys(context.WithoutCancel(ctx), d, facts, here))
	if err != nil {
		return outcome{}, err
	}
	if len(readers) == 0 {
		return b.waitsOut(id), nil
	}
	return b.looks(ctx, d, facts, readers)
}

// errFoundWrong is why the keys of a copy that found a fault stay, whoever reads the case now.
var errFoundWrong = errors.New("what somebody saw of it here is not what was recorded")

// waitsOut returns what happens to the keys of a copy in which nobody can read the case any more.
func (b *Book) waitsOut(id record.ID) outcome {
	w, _ := b.waitingOn(id)
	if w.state == waitsForever {
		return outcome{unseen: errFoundWrong}
	}
	return outcome{goes: !b.machineNow().Before(w.until), until: w.until}
}

// looks has whoever is here look at what the reseals left.
func (b *Book) looks(ctx context.Context, d *record.Docket, facts *verify.CaseFacts,
	readers []string) (outcome, error) {
	me, err := b.Me()
	if err != nil || !slices.Contains(readers, me.ID) {
		return outcome{unseen: fmt.Errorf("%s has to look", record.Enumerated(readers))}, nil
	}
	if _, err := b.person.Identity(); err != nil {
		if errors.Is(err, context.Canceled) || ctx.Err() != nil {
			return outcome{}, errors.Join(ctx.Err(), err)
		}
		return outcome{unseen: err}, nil
	}
	faults, err := b.exchangedTexts(ctx, d, facts)
	switch {
	case unopenable(err):
		return outcome{unseen: err}, nil
	case err != nil:
		return outcome{}, err
	case len(faults) > 0:
		w, _ := b.waitingOn(d.Case)
		return outcome{faults: faults},
			b.noteWaiting(d.Case, keyWait{w.until, waitsForever, w.reseal})
	}
	return outcome{goes: true}, nil
}

// machineNow returns the earlier of the command's clock and the machine's own.
func (b *Book) machineNow() time.Time {
	if machine := b.clock.machine(); machine.Before(b.clock.Now) {
		return machine
	}
	return b.clock.Now
}

// holdsUntil returns the time from which keys may go that have just come off the record. The days
// of the policy run from the time at which this copy learned of the last reseal, by its own clock.
// Where the commit of the reseal is later, they run from there. So no wrong clock shortens the
// time.
func (b *Book) holdsUntil(ctx context.Context, facts *verify.CaseFacts) (time.Time, error) {
	c, err := b.repo.Commit(ctx, facts.LastReseal())
	from := b.machineNow()
	if c.Committer.When.After(from) {
		from = c.Committer.When
	}
	return from.Add(b.Policy().UndoTime()), err
}

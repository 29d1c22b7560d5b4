package casebook

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"casefile/internal/keyring"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// blank seals nothing in the place of an entry, in as many bytes.
func (o *office) blank(entry record.ID) func([]Resealed, string) []Resealed {
	return func(files []Resealed, recipient string) []Resealed {
		for i, f := range files {
			if f.ID == entry {
				sealed := must(strconv.Atoi(o.git("cat-file", "-s", ledger.MainRef+":"+f.Path)))
				size := sealed - len(must(seal.SealFile(recipient, nil)))
				text := []byte(strings.Repeat(" ", size-1) + "\n")
				files[i].Blob = o.blob(must(seal.SealFile(recipient, text)))
			}
		}
		return files
	}
}

// without returns a book of somebody whose identity can't be opened.
func (o *office) without(who string, why error) *Book {
	o.Helper()
	b := o.as(who)
	b.person.Identity = func() (*seal.Identity, error) { return nil, why }
	return b
}

// Whoever could not look drops nothing, whatever the reason, and is told so from then on; git
// itself takes nothing away meanwhile. Whoever looks finds the blank.
func TestNothingGoesUnlooked(t *testing.T) {
	o := newOffice(t)
	id, stays, _ := o.erasable()
	o.as("asha").NoteOwner()
	o.reseals("mina", id, o.blank(stays))
	before := o.wrappedHere()
	for name, why := range map[string]error{
		"no identity":            keyring.ErrNoIdentity,
		"a wrong passphrase":     seal.ErrPassphrase,
		"nobody may be asked":    keyring.ErrPassphraseUnasked,
		"a token that is not in": seal.ErrPlugin,
		"an agent that ended":    store.ErrNoKey,
	} {
		p, err := o.without("asha", why).PurgeDue(o.ctx)
		if err != nil || p.Unlooked[id] == nil || len(p.IDs) > 0 {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
		o.git("reflog", "expire", "--expire=now", "--all")
		o.git("config", "extensions.preciousObjects", "false")
		o.git("gc", "--prune=now", "--quiet")
		if n := o.wrappedHere(); n != before {
			t.Errorf("%s: %d wrapped keys of %d are left", name, n, before)
		}
	}
	stranger := o.as("asha")
	stranger.person.Signer = func() (store.Signer, error) { return nil, store.ErrNoKey }
	p, err := stranger.PurgeDue(o.ctx)
	if err != nil || p.Unlooked[id] == nil {
		t.Errorf("nobody at all: %+v, %v", p, err)
	}
	if list := must(o.as("judith").Unlooked()); len(list) != 1 || list[0].Fault {
		t.Errorf("said to judith: %v", list)
	}
	o.exchangeFound(id, verify.RuleEntryText)
	if list := must(o.as("judith").Unlooked()); len(list) != 1 || !list[0].Fault {
		t.Errorf("said once somebody has looked: %v", list)
	}
}

// Ctrl-C at the question for a passphrase ends the command, and not the keys.
func TestInterruptedLook(t *testing.T) {
	o := newOffice(t)
	id, stays, _ := o.erasable()
	o.reseals("mina", id, o.blank(stays))
	before := o.wrappedHere()
	ctx, cancel := context.WithCancel(o.ctx)
	b := o.as("asha")
	b.person.Identity = func() (*seal.Identity, error) {
		cancel()
		return nil, errors.New("interrupted")
	}
	if _, err := b.PurgeDue(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	if n := o.wrappedHere(); n != before || len(must(o.as("asha").Unlooked())) != 1 {
		t.Errorf("%d wrapped keys of %d are left", n, before)
	}
	o.exchangeFound(id, verify.RuleEntryText)
}

// What one reseal exchanged, a second does not make honest.
func TestTwoResealsHideNothing(t *testing.T) {
	o := newOffice(t)
	id, stays, _ := o.erasable()
	o.reseals("mina", id, o.blank(stays))
	b := o.as("mina")
	other := o.note(b, id, "Of another family too")
	text := "---\nkind: erasure\ntarget: " + string(other) + "\nbasis: wrong_case\n" +
		"authority: M. Hall\nreason: recorded in the wrong case\nbreach: no\n---\n"
	_, err := b.RequestErasure(o.ctx, id, b.prepared(o, id, "erasure", text))
	o.must(err)
	o.endorsedAs("judith", "senior", id)
	o.reseals("mina", id, func(files []Resealed, _ string) []Resealed { return files })
	_, err = o.as("asha").PurgeDue(o.ctx)
	found, ok := errors.AsType[*ledger.FaultError](err)
	if !ok || len(found.Faults) != 1 || !strings.Contains(found.Faults[0].Path, string(stays)) {
		t.Errorf("purging: %v", err)
	}
}

// What differed before a reseal, and differs in the same way, keeps nobody's keys.
func TestResealOfWhatDiffered(t *testing.T) {
	o := newOffice(t)
	id, _, _ := o.erasable()
	b := o.as("asha")
	p := b.prepared(t, id, "note", noteText("Not what is declared"))
	p.SHA256 = seal.Commitment([]byte("something else"))
	o.forge(b, "add", id, p)
	o.reseals("mina", id, func(files []Resealed, _ string) []Resealed { return files })
	if e, err := o.as("asha").PurgeDue(o.ctx); err != nil || len(e.IDs) == 0 {
		t.Errorf("sealed as it was: %+v, %v", e, err)
	}
}

func TestResealChangesWhatDiffered(t *testing.T) {
	o := newOffice(t)
	id, _, _ := o.erasable()
	b := o.as("asha")
	p := b.prepared(t, id, "note", noteText("Not what is declared"))
	p.SHA256 = seal.Commitment([]byte("something else"))
	o.forge(b, "add", id, p)
	o.reseals("mina", id, o.blank(p.Entry.ID))
	if e, err := o.as("asha").PurgeDue(o.ctx); !errors.Is(err, ledger.ErrFault) {
		t.Errorf("exchanged, and still not what is declared: %+v, %v", e, err)
	}
}

// ofNobody returns a copy whose owners do not read the case.
func (o *office) ofNobody(id record.ID) *office {
	o.Helper()
	there := o.copied()
	o.must(os.RemoveAll(filepath.Join(there.dir, "casefile", ownersFile)))
	return there
}

// A copy of people who don't read the case keeps the keys for the days of the policy, from when
// it received the reseal: neither its own clock, put back, nor a date in the record shortens it.
func TestKeysWaitWhereNobodyReads(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	id, stays, _ := o.erasable()
	o.reseals("mina", id, o.blank(stays))
	recorded := o.now
	for name, received := range map[string]time.Time{
		"at once":                        recorded.Add(time.Hour),
		"a month later":                  recorded.Add(30 * 24 * time.Hour),
		"by a clock that lies back":      recorded.Add(-20 * 24 * time.Hour),
		"by a clock that begins in 1970": time.Unix(1000, 0),
	} {
		there := o.ofNobody(id)
		before := there.wrappedHere()
		from := received
		if from.Before(recorded) {
			from = recorded
		}
		purge := func(at time.Time) *Erasure {
			b := there.as("nia")
			b.clock.Now = at
			return must(b.PurgeDue(o.ctx))
		}
		if e := purge(received); len(e.Keeps) != 1 || len(e.Unlooked) > 0 {
			t.Errorf("%s: %+v", name, e)
		}
		purge(from.Add(7*24*time.Hour - time.Minute))
		if n := there.wrappedHere(); n != before {
			t.Errorf("%s: %d wrapped keys of %d are left before their time", name, n, before)
		}
		if list := must(there.as("nia").Unlooked()); len(list) > 0 {
			t.Errorf("%s: nia, who can't look, is told to: %v", name, list)
		}
		e := purge(from.Add(7*24*time.Hour + time.Minute))
		if n := there.wrappedHere(); n != before/2 || len(e.IDs) != before/2 {
			t.Errorf("%s: %d wrapped keys of %d are left after it", name, n, before)
		}
	}
}

// served returns the book of a server's hook.
func (o *office) served(at time.Time) *Book {
	o.Helper()
	repo, err := store.Open(o.ctx, o.dir)
	o.must(err)
	o.Cleanup(func() { repo.Close() })
	b, err := Open(o.ctx, repo, Options{Clock: Clock{Now: at}, Mark: testMark})
	o.must(err)
	return b
}

// A server has the keys out of git's reach at once, and gives them back until their time.
func TestServerKeepsForUndo(t *testing.T) {
	o := newOffice(t)
	id, stays, _ := o.erasable()
	o.reseals("mina", id, o.blank(stays))
	o.must(os.RemoveAll(filepath.Join(o.dir, "casefile", ownersFile)))
	before := o.wrappedHere()
	at := o.now
	e := must(o.served(at).PurgeDue(o.ctx))
	if len(e.IDs) != before/2 || o.wrappedHere() != before/2 {
		t.Errorf("%+v, %d keys", e, o.wrappedHere())
	}
	kept := must(o.served(o.now).UndoKeys(o.ctx, id))
	if len(kept) != 1 || len(kept[0].Keys) != before/2 ||
		!kept[0].Until.Equal(at.Add(7*24*time.Hour)) {
		t.Errorf("kept: %+v", kept)
	}
	for _, blob := range kept[0].Keys {
		data := must(os.ReadFile(filepath.Join(kept[0].Dir, blob+".age")))
		if got := must(store.HashObject("blob", data)); got != blob {
			t.Errorf("kept under %s: %s", blob, got)
		}
	}
	if n := must(o.served(kept[0].Until.Add(-time.Second)).RemoveExpiredUndo(o.ctx)); n != 0 {
		t.Errorf("%d struck before their time", n)
	}
	if n := must(o.served(kept[0].Until).RemoveExpiredUndo(o.ctx)); n != before/2 ||
		len(must(o.served(o.now).UndoKeys(o.ctx, ""))) > 0 {
		t.Errorf("%d struck after it", n)
	}
}

// repairs has a senior who did not erase set the case right, and everybody let the keys go.
func (o *office) repairs(who string, id record.ID) {
	o.Helper()
	_, err := o.as(who).repair(o.ctx, id)
	o.must(err)
	o.sound()
	e, err := o.as("asha").PurgeDue(o.ctx)
	if err != nil || len(e.Left) > 0 || len(must(o.as("asha").Unlooked())) > 0 {
		o.Errorf("purged after the repair: %+v, %v", e, err)
	}
	if n := o.wrappedHere(); n != 3 {
		o.Errorf("%d wrapped keys are left after the repair", n)
	}
	if x := o.examined("asha", ExamineOptions{WithKey: true, FromScratch: true}); len(
		x.Faults) > 0 {
		o.Errorf("verify says %+v", x.Faults)
	}
}

func TestRepairOfBlanks(t *testing.T) {
	o := newOffice(t)
	id, stays, goes := o.erasable()
	o.reseals("mina", id, o.blank(stays))
	o.exchangeFound(id, verify.RuleEntryText)
	for who, want := range map[string]error{"mina": ErrDenied, "asha": ErrDenied} {
		if _, err := o.as(who).RepairOf(o.ctx, id); !errors.Is(err, want) {
			t.Errorf("repaired by %s: %v", who, err)
		}
	}
	r := must(o.as("judith").RepairOf(o.ctx, id))
	if len(r.Right) != 1 || r.Right[0] != stays || len(r.Back)+len(r.Lost) > 0 {
		t.Errorf("to be repaired: %+v", r)
	}
	o.repairs("judith", id)
	o.reads(id, "Seen at home")
	if f := must(o.as("asha").Facts(id)).Entries[goes]; f.Erased == nil {
		t.Error("what was to go came back")
	}
}

func TestRepairOfMoreThanWasAskedFor(t *testing.T) {
	o := newOffice(t)
	id, stays, goes := o.erasable()
	o.reseals("mina", id, erasingToo(stays))
	o.exchangeFound(id, verify.RuleErasedTarget)
	o.repairs("judith", id)
	o.reads(id, "Seen at home")
	if f := must(o.as("asha").Facts(id)).Entries[goes]; f.Erased == nil {
		t.Error("what was to go came back")
	}
}

// A senior whose own copy has nothing left gets the keys back from the server.
func TestRepairWithKeysOfServer(t *testing.T) {
	o := newOffice(t)
	id, stays, _ := o.erasable()
	o.reseals("mina", id, o.blank(stays))
	o.must(os.RemoveAll(filepath.Join(o.dir, "casefile", ownersFile)))
	at := o.now
	must(o.served(at).PurgeDue(o.ctx))
	if r := must(o.as("judith").RepairOf(o.ctx, id)); !r.Nothing() || len(r.Lost) == 0 {
		t.Errorf("without the keys: %+v", r)
	}
	folder := t.TempDir()
	o.must(os.CopyFS(folder, os.DirFS(filepath.Join(o.dir, "casefile", undoFolder, string(id)))))
	o.must(os.WriteFile(filepath.Join(folder, "other.age"), []byte("somebody's"), 0o600))
	if n := must(o.as("judith").TakeUndoKeys(o.ctx, id, folder)); n != 3 {
		t.Errorf("%d keys taken", n)
	}
	o.as("judith").NoteOwner()
	o.repairs("judith", id)
	o.reads(id, "Seen at home")
}

// The notes of the copy's users, or of waiting keys, are damaged. Then a reader of the case has to
// look, and no days end before their time.
func TestDamagedNotesOfLooks(t *testing.T) {
	o := newOffice(t)
	id, stays, _ := o.erasable()
	o.reseals("mina", id, o.blank(stays))
	b := o.served(o.now)
	d := must(b.Docket(o.ctx, id))
	owners := filepath.Join(o.dir, "casefile", ownersFile)
	o.must(os.WriteFile(owners, []byte(store.SummedLine("mina")), 0o600))
	if got := b.readersHere(d); !slices.Equal(got, []string{"mina"}) {
		t.Errorf("mina has used it: %q", got)
	}
	o.must(os.WriteFile(owners,
		[]byte(strings.Replace(store.SummedLine("mina"), "mina", "minb", 1)), 0o600))
	if got := b.readersHere(d); len(got) < 2 {
		t.Errorf("a line is damaged: %q", got)
	}
	soon := keyWait{o.now.Truncate(time.Second), waitsForDays, "x"}
	o.must(b.waitsNoMore(id))
	o.must(b.noteWaiting(id, soon))
	if w, ok := b.waitingOn(id); !ok || !w.until.Equal(soon.until) || w.state != soon.state {
		t.Errorf("noted %+v, %v", w, ok)
	}
	text := must(os.ReadFile(b.waitsFile(id)))
	text[0] ^= 1 // in the seconds
	o.must(os.WriteFile(b.waitsFile(id), text, 0o600))
	if w, ok := b.waitingOn(id); !ok || w.state != waitsForLook || !w.until.IsZero() {
		t.Errorf("a damaged note: %+v, %v", w, ok)
	}
	if _, days := b.KeptUntil(id); days {
		t.Error("a damaged note lets keys go after days")
	}
}

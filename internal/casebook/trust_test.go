package casebook

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/verify"
)

// unpin makes the office's copy one that was never pinned.
func (o *office) unpin() {
	o.Helper()
	o.must(os.RemoveAll(filepath.Join(o.dir, "casefile")))
	o.git("update-ref", "-d", ledger.VerifiedRef)
}

func TestUnpinnedCopy(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	o.note(o.as("asha"), id, "Visit")
	o.unpin()
	for range 2 { // the second try must fail too
		b := o.as("asha")
		if len(b.Notes) != 1 || !strings.Contains(b.Notes[0], "no pinned introduction") {
			t.Errorf("notes %q", b.Notes)
		}
		if got := o.headlines(id); len(got) != 1 {
			t.Errorf("it shows %v", got)
		}
		if _, err := b.Add(o.ctx, id, []*Prepared{b.prepared(t, id, "note", noteText("Another"))},
			nil); !errors.Is(err, ledger.ErrUntrusted) {
			t.Errorf("writing to it: %v", err)
		}
		if err := b.MayNow(o.ctx, "add", id); !errors.Is(err, ledger.ErrUntrusted) {
			t.Errorf("asking whether one may: %v", err)
		}
	}
	if refs := o.git("for-each-ref", ledger.VerifiedRef); refs != "" {
		t.Errorf("it noted %s", refs)
	}
}

func TestPin(t *testing.T) {
	wrong := strings.Repeat("1", 40)
	o := newOffice(t)
	id := o.newCase()
	tip := o.git("rev-parse", "main")
	o.unpin()
	for name, trust := range map[string]string{
		"another introduction": wrong, "the tip as introduction": tip,
		"a tip that is not there": o.intro + "@" + wrong,
	} {
		if _, err := o.open("asha", trust); !errors.Is(err, ledger.ErrFault) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := os.Stat(filepath.Join(o.dir, "casefile", "trust")); !errors.Is(err,
		os.ErrNotExist) {
		t.Errorf("something was pinned: %v", err)
	}
	if _, err := o.open("asha", o.intro+"@"+tip); err != nil {
		t.Fatal(err)
	}
	o.note(o.as("asha"), id, "Visit")
	for name, trust := range map[string]string{"pinned to another now": wrong,
		"a tip that is not there": o.intro + "@" + wrong} {
		if _, err := o.open("asha", trust); !errors.Is(err, ledger.ErrFault) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := o.open("asha", o.intro); err != nil {
		t.Errorf("the same again: %v", err)
	}
}

func TestWrongPin(t *testing.T) {
	o := newOffice(t)
	o.pin(strings.Repeat("1", 40))
	o.setIndex("", nil)
	if _, err := o.open("asha", ""); !errors.Is(err, ledger.ErrFault) {
		t.Errorf("got %v", err)
	}
}

// An honest history with another introduction is refused.
func TestAnotherHistory(t *testing.T) {
	o, other := newOffice(t), newOffice(t)
	other.newCase()
	o.git("fetch", "--quiet", other.dir, "+refs/heads/main:refs/heads/main")
	if _, err := o.open("asha", ""); !errors.Is(err, ledger.ErrFault) {
		t.Errorf("got %v", err)
	}
	o.setIndex("", nil)
	if _, err := o.open("asha", ""); !errors.Is(err, ledger.ErrFault) {
		t.Errorf("with no index: got %v", err)
	}
	o.git("update-ref", "-d", ledger.VerifiedRef)
	if _, err := o.open("asha", ""); !errors.Is(err, ledger.ErrFault) {
		t.Errorf("with no memory but the pin: got %v", err)
	}
}

func TestRewoundMain(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	before := o.git("rev-parse", "main")
	o.note(o.as("asha"), id, "Visit")
	after := o.git("rev-parse", "main")
	o.git("update-ref", ledger.MainRef, before)
	if _, err := o.open("asha", ""); !errors.Is(err, ledger.ErrFault) {
		t.Errorf("got %v", err)
	}
	o.setIndex("", nil)
	if _, err := o.open("asha", ""); !errors.Is(err, ledger.ErrFault) {
		t.Errorf("with no index: got %v", err)
	}
	if got := o.git("rev-parse", ledger.VerifiedRef); got != after {
		t.Errorf("what was judged went back to %s", got)
	}
	o.git("update-ref", ledger.MainRef, after)
	if _, err := o.open("asha", ""); err != nil {
		t.Errorf("put right again: %v", err)
	}
}

// The ref of the verified tip may be behind the index. It never has what main lacks.
func TestVerifiedRefOnlyMovesForward(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	before := o.git("rev-parse", "main")
	o.note(o.as("asha"), id, "Visit")
	after := o.git("rev-parse", "main")
	o.git("update-ref", ledger.VerifiedRef, before)
	if _, err := o.open("asha", ""); err != nil {
		t.Errorf("the ref is behind: %v", err)
	}
	o.git("update-ref", ledger.VerifiedRef, o.intro)
	o.setIndex("tip", []byte(before+" 2\n"))
	if _, err := o.open("asha", ""); err != nil || o.git("rev-parse", ledger.VerifiedRef) != after {
		t.Errorf("the ref is behind the index: %v", err)
	}
	o.git("update-ref", ledger.VerifiedRef, before)
	b := o.as("asha")
	o.must(b.LookBack(o.ctx, o.now.Add(-3*time.Minute)))
	o.setIndex("", nil)
	if _, err := b.sealedFiles(o.ctx, id, false); err != nil {
		t.Errorf("looking back with no index: %v", err)
	}
	o.git("update-ref", ledger.VerifiedRef, after)
	o.as("asha")
	if got := o.git("rev-parse", ledger.VerifiedRef); got != after {
		t.Errorf("the ref went to %s", got)
	}
}

// foreign puts a commit on main that stock git could make.
func (o *office) foreign(parent string) string {
	o.Helper()
	id := o.git("-c", "user.name=Zoe Lane", "-c", "user.email=zoe@agency.example", "commit-tree",
		"-p", parent, "-m", "hello", parent+"^{tree}")
	o.git("update-ref", ledger.MainRef, id)
	return id
}

// A stranger's commit stops every command until it is gone. All faults are reported, and nothing is
// noted as judged.
func TestForeignCommit(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	before := o.git("rev-parse", "main")
	b := o.as("asha")
	c := o.foreign(before)
	if err := addNote(o, b, id, "Visit"); !errors.Is(err, ledger.ErrFault) {
		t.Errorf("a book that stands before it: %v", err)
	}
	if _, err := b.KeepDraft(Act{}, []byte("Visit")); err != nil || b.Tip() != before {
		t.Errorf("it keeps no draft afterwards: %v", err)
	}
	for range 2 {
		_, err := o.open("asha", "")
		var fault *ledger.FaultError
		if !errors.As(err, &fault) || !errors.Is(err, ledger.ErrFault) || len(fault.Faults) != 3 {
			t.Fatalf("got %v", err)
		}
		for i, want := range []string{"unsigned", "commit-form", "message"} {
			if f := fault.Faults[i]; f.Rule != want || f.Commit != c {
				t.Errorf("fault %d: %+v", i, f)
			}
		}
	}
	if got := o.git("rev-parse", ledger.VerifiedRef); got != before {
		t.Errorf("judged up to %s", got)
	}
	o.git("update-ref", ledger.MainRef, before)
	o.must(addNote(o, o.as("asha"), id, "Visit"))
}

func TestNoRecords(t *testing.T) {
	o := newOffice(t)
	o.git("update-ref", "-d", ledger.MainRef)
	if _, err := o.open("asha", ""); !errors.Is(err, ledger.ErrFault) {
		t.Errorf("main lost: %v", err)
	}
	o.unpin()
	if _, err := o.open("asha", ""); !errors.Is(err, ledger.ErrNoRecords) {
		t.Errorf("main with no commit: %v", err)
	}
	id := o.git("-c", "user.name=Zoe Lane", "-c", "user.email=zoe@agency.example", "commit-tree",
		"-m", "x", "4b825dc642cb6eb9a060e54bf8d69288fbee4904")
	o.git("update-ref", ledger.MainRef, id)
	if _, err := o.open("asha", ""); !errors.Is(err, ledger.ErrNoRecords) {
		t.Errorf("another repository: %v", err)
	}
}

// A person who is not in the roster reads and writes nothing.
func TestStranger(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	o.hire("zoe", "Zoe Lane")
	b := o.as("zoe")
	d, err := b.Docket(o.ctx, id)
	o.must(err)
	if _, err := b.Items(o.ctx, d); !errors.Is(err, ErrNotMember) {
		t.Errorf("reading: %v", err)
	}
	if _, err := b.Me(); !errors.Is(err, ErrNotMember) {
		t.Errorf("being somebody: %v", err)
	}
	if _, err := b.perform(o.ctx, func(*parent) (*Change, error) {
		return &Change{Op: "team"}, nil
	}); !errors.Is(err, ErrNotMember) {
		t.Errorf("writing: %v", err)
	}
	if _, err := b.Judge().History().Blob(strings.Repeat("1", 40)); !errors.Is(err,
		verify.ErrAbsent) {
		t.Errorf("an object that is not there: %v", err)
	}
}

package casebook

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/store"
)

// agrees requires a book's tip, judge and index to be at one commit. If the book stands on main,
// the index on disk must end there too.
func (o *office) agrees(after string, b *Book) {
	o.Helper()
	o.ledgerAgrees(after, b.Ledger)
}

func (o *office) ledgerAgrees(after string, l *ledger.Ledger) {
	o.Helper()
	line := o.line(l.Tip())
	if l.Judge() == nil || l.Judge().Tip() != l.Tip() {
		o.Errorf("after %s: the judge is not at the tip %s", after, l.Tip())
	}
	if l.Place() != len(line) {
		o.Errorf("after %s: the index is read up to %d, and the tip has the place %d", after,
			l.Place(), len(line))
	}
	if l.LooksBack() || l.WithoutIndex() {
		return
	}
	if tip, place := o.indexEnds(); tip != l.Tip() || place != len(line) {
		o.Errorf("after %s: the index ends with %s at %d; the ledger stands on %s at %d", after,
			tip, place, l.Tip(), len(line))
	}
}

// indexEnds returns the commit at which the index on disk ends, and its place.
func (o *office) indexEnds() (tip string, place int) {
	o.Helper()
	data, err := os.ReadFile(o.indexFile("tip"))
	o.must(err)
	_, line, _ := strings.Cut(string(data), "\n")
	_, err = fmt.Sscan(line, new(string), &tip, &place)
	o.must(err)
	return tip, place
}

// Whatever moves a book, its tip, judge and index move together.
func TestBookStandsOnOneCommit(t *testing.T) {
	o := newOffice(t).remoted()
	o.agrees("opening", o.as("asha"))
	id := o.newCase()
	b := o.as("asha")
	o.note(b, id, "First")
	o.agrees("an entry", b)
	o.note(o.as("asha"), id, "By another process")
	o.note(b, id, "After a race")
	o.agrees("a race", b)
	o.must(b.inTransaction(o.ctx, func(next *Book) error {
		for _, headline := range []string{"One", "Two"} {
			o.note(next, id, headline)
			if next.Judge().Tip() != next.Tip() || next.Place() != len(o.line(b.Tip())) {
				t.Errorf("a staging book stands on %s, its judge on %s, and its index "+
					"is read up to %d",
					next.Tip(), next.Judge().Tip(), next.Place())
			}
		}
		return nil
	}))
	o.agrees("several operations at once", b)

	there := o.copied()
	there.note(there.as("mina"), id, "From elsewhere")
	o.note(o.as("asha"), id, "Meanwhile")
	b = o.as("asha")
	j, err := b.Join(o.ctx, o.fetched(there), Loss{})
	o.must(err)
	if len(j.Replayed) != 1 {
		t.Fatalf("joined %+v", j)
	}
	o.agrees("a join with replay", b)
	o.sound()
	there.meets("mina", o)
	there.agrees("a join forward", there.as("mina"))

	o.must(b.LookBack(o.ctx, o.now.Add(-3*time.Minute)))
	if b.Tip() == b.Present() || !b.LooksBack() {
		t.Error("the book does not look back")
	}
	o.agrees("looking back", b)
	repo, err := store.Open(o.ctx, o.dir)
	o.must(err)
	defer repo.Close()
	last, err := OpenLastJudged(o.ctx, repo, Options{Mark: testMark})
	o.must(err)
	o.agrees("the last judged", last)
}

// A new copy, and a copy without its index, have the same state as an old one.
func TestBookStandsAnew(t *testing.T) {
	o := newOffice(t)
	o.newCase()
	there, repo, tip := o.begun(t)
	b, err := InitClone(there.ctx, repo, tip, Options{Mark: testMark, Trust: o.intro})
	o.must(err)
	there.agrees("a beginning", b)
	o.setIndex("", nil)
	o.agrees("the loss of the index", o.as("asha"))
	o.sound()
}

// An examination moves a book like opening does. If it finds faults, the book stands on what was
// judged, takes its judge, and leaves the index alone.
func TestExaminationMovesTheBook(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil bool
		o     ExamineOptions
	}{
		{"sound", false, ExamineOptions{}},
		{"sound, from scratch", false, ExamineOptions{FromScratch: true}},
		{"with a fault", true, ExamineOptions{}},
		{"with a fault, from scratch", true, ExamineOptions{FromScratch: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			o.newCase()
			before, err := os.ReadFile(o.indexFile("tip"))
			o.must(err)
			tip := o.git("rev-parse", ledger.MainRef)
			if tt.spoil {
				tip = o.foreign(tip)
				o.setRef(ledger.MainRef, tip)
			} else {
				o.setIndex("tip", nil)
			}
			repo, err := store.Open(o.ctx, o.dir)
			o.must(err)
			defer repo.Close()
			l, x, err := ledger.Examine(o.ctx, repo, ledger.Options{Mark: testMark},
				tt.o.FromScratch,
				o.now)
			o.must(err)
			if l.Tip() != tip || l.Judge().Tip() != tip || l.WithoutIndex() != tt.spoil ||
				(len(x.Faults) > 0) != tt.spoil {
				t.Errorf("on %s, judge on %s, heard %v: %v", l.Tip(), l.Judge().Tip(), l.WithoutIndex(),
					x.Faults)
			}
			if after, err := os.ReadFile(o.indexFile("tip")); err != nil ||
				string(after) != string(before) {
				t.Errorf("the index ends with %q, %v; want %q", after, err, before)
			}
			if !tt.spoil {
				o.ledgerAgrees("an examination", l)
			}
		})
	}
}

package casebook

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// agrees wants a book's tip, judge and index to be of one commit, and, of a book that stands
// on main, the index on disk to end there.
func (o *office) agrees(after string, b *Book) {
	o.Helper()
	line := o.line(b.tip)
	if b.judge == nil || b.judge.Tip() != b.tip {
		o.Errorf("after %s: the judge is not at the tip %s", after, b.tip)
	}
	if b.index.at != len(line) {
		o.Errorf("after %s: the index is read up to %d, and the tip has the place %d", after,
			b.index.at, len(line))
	}
	if b.present != "" || b.heard {
		return
	}
	if tip, place, err := b.index.tip(); tip != b.tip || place != len(line) || err != nil {
		o.Errorf("after %s: the index ends with %s at %d, %v; the book stands on %s at %d", after,
			tip, place, err, b.tip, len(line))
	}
}

// Whatever moves a book, its tip, its judge and its index move together.
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
	o.must(b.atOnce(o.ctx, func(next *Book) error {
		for _, headline := range []string{"One", "Two"} {
			o.note(next, id, headline)
			if next.judge.Tip() != next.tip || next.index.at != len(o.line(b.tip)) {
				t.Errorf("a book that is not landed stands on %s, its judge on %s, and its index is read up to %d",
					next.tip, next.judge.Tip(), next.index.at)
			}
		}
		return nil
	}))
	o.agrees("several operations at once", b)

	there := o.copied()
	there.note(there.as("mina"), id, "From elsewhere")
	o.note(o.as("asha"), id, "Meanwhile")
	b = o.as("asha")
	j, err := b.Join(o.ctx, o.fetched(there))
	o.must(err)
	if len(j.Replayed) != 1 {
		t.Fatalf("joined %+v", j)
	}
	o.agrees("a join with replay", b)
	o.sound()
	there.meets("mina", o)
	there.agrees("a join forward", there.as("mina"))

	o.must(b.LookBack(o.ctx, o.now.Add(-3*time.Minute)))
	if b.tip == b.present || b.present == "" {
		t.Error("the book does not look back")
	}
	o.agrees("looking back", b)
	repo, err := store.Open(o.ctx, o.dir)
	o.must(err)
	defer repo.Close()
	glance, err := Glance(o.ctx, repo, Options{})
	o.must(err)
	o.agrees("a glance", glance)
}

// A copy that is begun, and one whose index is lost, stand as one that was always there.
func TestBookStandsAnew(t *testing.T) {
	o := newOffice(t)
	o.newCase()
	there, repo, tip := o.begun(t)
	b, err := Begin(there.ctx, repo, tip, Options{Trust: o.intro})
	o.must(err)
	there.agrees("a beginning", b)
	o.must(os.RemoveAll(o.indexFile("")))
	o.agrees("the loss of the index", o.as("asha"))
	o.sound()
}

// An examination moves a book as opening does. Where it finds faults the book stands on
// what was judged, hears the judge, and leaves the index alone.
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
			tip := o.git("rev-parse", MainRef)
			if tt.spoil {
				tip = o.foreign(tip)
				o.setRef(MainRef, tip)
			} else {
				o.setIndex("tip", nil)
			}
			repo, err := store.Open(o.ctx, o.dir)
			o.must(err)
			defer repo.Close()
			b, x := newBook(repo, Options{}), &Examination{Tip: tip}
			o.must(b.pin(o.ctx, "", tip))
			o.must(x.judge(o.ctx, b, tt.o.FromScratch))
			if b.tip != tip || b.judge.Tip() != tip || b.heard != tt.spoil ||
				(len(x.Faults) > 0) != tt.spoil {
				t.Errorf("on %s, judge on %s, heard %v: %v", b.tip, b.judge.Tip(), b.heard,
					x.Faults)
			}
			if after, err := os.ReadFile(o.indexFile("tip")); err != nil ||
				string(after) != string(before) {
				t.Errorf("the index ends with %q, %v; want %q", after, err, before)
			}
			if !tt.spoil {
				o.agrees("an examination", b)
			}
		})
	}
}

// A move needs no repository: the index has what was learned, also where it can't be
// written, and what the kinds were is asked anew.
func TestStand(t *testing.T) {
	g := ground{index: &index{dir: filepath.Join(t.TempDir(), "index")}}
	first, second := strings.Repeat("1", 40), strings.Repeat("2", 40)
	judge := verify.New(past{})
	for _, tt := range []struct {
		name    string
		on      footing
		learned [][]verify.Learned
		tip     string // that the index ends with
		heard   bool
	}{
		{"from the beginning", footing{tip: first, judge: judge, place: 2},
			[][]verify.Learned{taught("1"), nil}, first, false},
		{"nothing new", footing{tip: first, judge: judge, place: 2}, nil, first, false},
		{"one more", footing{tip: second, judge: judge, place: 3}, [][]verify.Learned{taught("2")},
			second, false},
		{"back", footing{tip: first, judge: judge, place: 2}, nil, second, false},
		{"with faults", footing{tip: second, judge: judge, place: 2, heard: true}, nil, second,
			true},
		{"after faults", footing{tip: second, judge: judge, place: 3}, nil, second, true},
	} {
		g.kinds = &record.Kinds{}
		if err := g.stand(tt.on, tt.learned); err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if g.tip != tt.on.tip || g.judge != tt.on.judge || g.index.at != tt.on.place ||
			g.kinds != nil || g.heard != tt.heard {
			t.Errorf("%s: %+v", tt.name, g)
		}
		if tip, _, err := g.index.tip(); tip != tt.tip || err != nil {
			t.Errorf("%s: the index ends with %s, %v", tt.name, tip, err)
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	g = ground{index: &index{dir: filepath.Join(file, "index")}}
	if err := g.stand(footing{tip: first, judge: judge, place: 1},
		[][]verify.Learned{taught("1")}); err == nil || errors.Is(err, os.ErrNotExist) {
		t.Errorf("an index below a file was written: %v", err)
	}
	if g.tip != first || g.index.at != 1 {
		t.Errorf("the book stands on %s at %d", g.tip, g.index.at)
	}
}

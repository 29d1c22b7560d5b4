package casebook

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// letter attaches a file, and returns the entry that names it.
func (o *office) letter(who string, id record.ID) record.ID {
	o.Helper()
	b := o.as(who)
	sealed, sum, err := b.SealFile(o.ctx, id, strings.NewReader("A letter."), 9)
	o.must(err)
	text := fmt.Sprintf("---\nkind: attachment\nheadline: A letter\nfile: %s\nname: letter.txt\n"+
		"type: text/plain\nlength: 9\nsha256: %s\n---\n", string(sealed.ID), sum)
	p := b.prepared(o, id, "attachment", text)
	_, err = b.Add(o.ctx, id, []*Prepared{p}, []Attached{sealed})
	o.must(err)
	return p.Entry.ID
}

// moves moves an entry as asha, and requests its erasure.
func (o *office) moves(ref record.Ref, to record.ID) (*Moved, error) {
	o.Helper()
	b := o.as("asha")
	c, err := b.Case(o.ctx, ref.Case)
	o.must(err)
	text := "---\nkind: erasure\ntarget: " + cases.ErasureTarget([]record.ID{ref.Entry}) +
		"\nbasis: wrong_case\nauthority: M. Hall\nreason: another child\nbreach: no\n---\n"
	return b.Move(o.ctx, c.Item(ref.Entry), to, b.prepared(o, ref.Case, "erasure", text))
}

// copies counts the entries of a kind.
func (o *office) copies(id record.ID, kind string) int {
	o.Helper()
	return len(o.folded("asha", id).Threads(kind))
}

// An interrupted move goes on where it stopped. The copy and the request are two commits, and the
// right case gets one copy.
func TestMoveGoesOn(t *testing.T) {
	for _, kind := range []string{"note", "attachment"} {
		for stop := range 3 {
			t.Run(fmt.Sprintf("%s after %d commits", kind, stop), func(t *testing.T) {
				o := newOffice(t)
				wrong, right := o.newCase(), o.newCase()
				entry := map[string]func() record.ID{
					"note": func() record.ID {
						return o.note(o.as("asha"), wrong, "Of another family")
					},
					"attachment": func() record.ID { return o.letter("asha", wrong) },
				}[kind]()
				ref := record.Ref{Case: wrong, Entry: entry}
				rested := o.tires("asha", stop)
				_, err := o.moves(ref, right)
				if stop < 2 {
					_, unfinished := errors.AsType[*UnfinishedError](err)
					if !errors.Is(err, errTired) || unfinished != (stop == 1) {
						t.Fatalf("stopped with %v", err)
					}
					if n := o.copies(right, kind); n != stop {
						t.Errorf("%d copies, want %d", n, stop)
					}
					rested()
					var moved *Moved
					moved, err = o.moves(ref, right)
					if err == nil && (moved.Copied == nil) != (stop == 1) {
						t.Errorf("begun again, it copied %+v", moved.Copied)
					}
				}
				o.must(err)
				if n := o.copies(right, kind); n != 1 {
					t.Errorf("%d copies, want one", n)
				}
				if d := o.docket(wrong); d.Pending == "" {
					t.Error("nobody asked for the erasure")
				}
			})
		}
	}
}

// Two notes with the same text that were written twice are no copies of each other. Only a text
// that says that it was moved is one.
func TestMoveTakesNoLookalikeForACopy(t *testing.T) {
	o := newOffice(t)
	wrong, right := o.newCase(), o.newCase()
	o.note(o.as("asha"), right, "Of another family")
	ref := record.Ref{Case: wrong, Entry: o.note(o.as("asha"), wrong, "Of another family")}
	moved, err := o.moves(ref, right)
	o.must(err)
	if moved.Copied == nil || o.copies(right, "note") != 2 {
		t.Errorf("it was not copied: the case has %d notes", o.copies(right, "note"))
	}
}

// An entry that belongs to its own case is not moved, even if the caller does not check first.
func TestMoveRefuses(t *testing.T) {
	o := newOffice(t)
	wrong, right := o.newCase(), o.newCase()
	it := &cases.Item{Entry: &record.Entry{Case: wrong, ID: "7K2M9QXH", Kind: record.KindClosure}}
	_, err := o.as("asha").Move(o.ctx, it, right, nil)
	if !errors.Is(err, ErrState) || !errors.Is(err, cases.ErrOwnCase) {
		t.Errorf("a closure was moved: %v", err)
	}
	gone := record.Ref{Case: wrong, Entry: "7K2M9QXH"}
	if _, err := o.as("asha").Movable(o.ctx, gone); !errors.Is(err, ErrNoText) {
		t.Errorf("an entry that is not there can be moved: %v", err)
	}
	lost := record.Ref{Case: wrong, Entry: o.note(o.as("asha"), wrong, "Visit")}
	for line := range strings.Lines(o.git("ls-tree", "-r", "main", "--", "cases/")) {
		if strings.Contains(line, "-"+string(lost.Entry)+".md.age") {
			blob := strings.Fields(line)[2]
			o.must(os.Remove(filepath.Join(o.dir, "objects", blob[:2], blob[2:])))
		}
	}
	_, err = o.as("asha").Movable(o.ctx, lost)
	if fault, ok := errors.AsType[*EntryFault](err); !ok || fault.Ref != lost {
		t.Errorf("a damaged entry: %v", err)
	}
}

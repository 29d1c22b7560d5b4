package casebook

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"testing"

	"casefile/internal/record"
)

// letterText returns an attachment that names a file by the file's ID elsewhere.
func letterText(file record.ID, data string) string {
	return fmt.Sprintf("---\nkind: attachment\nheadline: A letter\nfile: %s\nname: letter.txt\n"+
		"type: text/plain\nlength: %d\nsha256: %x\n---\n",
		string(file), len(data), sha256.Sum256([]byte(data)))
}

// opens returns the opening of asha's case by a profile.
func opens(profile *Prepared) OpenOrder {
	return OpenOrder{Case: profile.Entry.Case, KeyWorker: "asha", Entries: []*Prepared{profile}}
}

// Incoming records open a case and bring their files, under their own IDs. Later more records come
// to the same case.
func TestTakeIn(t *testing.T) {
	o := newOffice(t)
	b := o.as("asha")
	id, err := b.NewCaseID(o.ctx)
	o.must(err)
	files := map[record.ID]string{"2JRGAVKF": "A letter.", "43G7AVKF": "Another."}
	file := func(e *record.Entry) (record.ID, []byte, error) {
		own := record.ID(e.Str("file"))
		return own, []byte(files[own]), nil
	}
	first := b.prepared(t, id, "attachment", letterText("2JRGAVKF", "A letter."))
	opening := opens(b.prepared(t, id, "profile", profileText))
	note := b.prepared(t, id, "note", noteText("It came"))
	done, err := b.TakeIn(o.ctx, opening, []*Prepared{note, first}, file)
	if err != nil || done.Change.Op != "add" {
		t.Fatalf("%+v, %v", done, err)
	}
	b = o.as("asha")
	second := b.prepared(t, id, "attachment", letterText("43G7AVKF", "Another."))
	_, err = b.TakeIn(o.ctx, OpenOrder{Case: id}, []*Prepared{second}, file)
	o.must(err)
	for p, want := range map[*Prepared]string{first: "A letter.", second: "Another."} {
		it, err := o.as("asha").OpenEntry(o.ctx, record.Ref{Case: id, Entry: p.Entry.ID})
		o.must(err)
		if got, err := o.saved("asha", it.Ref()); err != nil || got != want {
			t.Errorf("%s opens as %q, %v", p.Entry.ID, got, err)
		}
	}
	// A profile alone opens a case too.
	b = o.as("asha")
	alone, err := b.NewCaseID(o.ctx)
	o.must(err)
	opening = opens(b.prepared(t, alone, "profile", profileText))
	if done, err := b.TakeIn(o.ctx, opening, nil, nil); err != nil || done.Change.Op != "open" {
		t.Errorf("%+v, %v", done, err)
	}
}

// If the second commit fails, the case is not opened.
func TestTakeInBringsAllOrNothing(t *testing.T) {
	errFile := errors.New("the file of the letter is missing")
	for about, c := range map[string]struct {
		signs int
		want  error
	}{"a file that is missing": {2, errFile}, "a signer that tires": {1, errTired}} {
		o := newOffice(t)
		rested := o.tires("asha", c.signs)
		b := o.as("asha")
		id, err := b.NewCaseID(o.ctx)
		o.must(err)
		opening := opens(b.prepared(t, id, "profile", profileText))
		letter := b.prepared(t, id, "attachment", letterText("2JRGAVKF", "A letter."))
		file := func(*record.Entry) (record.ID, []byte, error) {
			if c.want == errFile {
				return "", nil, errFile
			}
			return "2JRGAVKF", []byte("A letter."), nil
		}
		_, err = b.TakeIn(o.ctx, opening, []*Prepared{letter}, file)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", about, err)
		}
		rested()
		if _, err := o.as("asha").Docket(o.ctx, id); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: the case is there: %v", about, err)
		}
	}
}

// An incoming death puts a hold on the case, in a commit of its own. The files of the other entries
// come with their entries, and main gets all or nothing.
func TestTakeInDeath(t *testing.T) {
	for signs := 1; signs <= 4; signs++ {
		o := newOffice(t)
		rested := o.tires("asha", signs)
		b := o.as("asha")
		id, err := b.NewCaseID(o.ctx)
		o.must(err)
		file := func(e *record.Entry) (record.ID, []byte, error) {
			return record.ID(e.Str("file")), []byte("A letter."), nil
		}
		first := b.prepared(t, id, "attachment", letterText("2JRGAVKF", "A letter."))
		death := b.prepared(t, id, "death", deathText("subject"))
		last := b.prepared(t, id, "attachment", letterText("43G7AVKF", "A letter."))
		opening := opens(b.prepared(t, id, "profile", profileText))
		_, err = b.TakeIn(o.ctx, opening, []*Prepared{first, death, last}, file)
		rested()
		d, docketErr := o.as("asha").Docket(o.ctx, id)
		if signs < 4 {
			if !errors.Is(err, errTired) || !errors.Is(docketErr, ErrNotFound) {
				t.Errorf("after %d signatures: %v; the case: %v", signs, err, docketErr)
			}
			continue
		}
		o.must(errors.Join(err, docketErr))
		if len(d.Holds) != 1 || d.Holds[0] != death.Entry.ID {
			t.Errorf("the docket names %v, want the death", d.Holds)
		}
		for _, p := range []*Prepared{first, last} {
			it, err := o.as("asha").OpenEntry(o.ctx, record.Ref{Case: id, Entry: p.Entry.ID})
			o.must(err)
			if got, err := o.saved("asha", it.Ref()); err != nil || got != "A letter." {
				t.Errorf("%s opens as %q, %v", p.Entry.ID, got, err)
			}
		}
	}
}

package casebook

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/verify"
)

// Processes that write at the same time lose nothing. Each builds its operation again on what the
// faster one wrote.
func TestRaceOfWriters(t *testing.T) {
	const writers, each = 3, 4
	o := newOffice(t)
	id := o.newCase()
	books := make([]*Book, writers)
	for i := range books {
		books[i] = o.as([]string{"asha", "mina", "judith"}[i])
	}
	var want []string
	errs := make([]error, writers)
	var group sync.WaitGroup
	for i, b := range books {
		for n := range each {
			want = append(want, fmt.Sprintf("Note %d of %d", n, i))
		}
		group.Go(func() {
			for n := range each {
				errs[i] = errors.Join(errs[i],
					addNote(o, b, id, fmt.Sprintf("Note %d of %d", n, i)))
			}
		})
	}
	group.Wait()
	o.must(errors.Join(errs...))
	got := o.headlines(id)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if n := o.git("rev-list", "--count", "main"); n != fmt.Sprint(2+writers*each) {
		t.Errorf("main has %s commits", n)
	}
	o.setIndex("", nil) // everything is judged again from the introduction
	if again := o.headlines(id); len(again) != len(want) {
		t.Errorf("judged again: %v", again)
	}
}

func addNote(o *office, b *Book, id record.ID, headline string) error {
	p, findings, err := b.Prepare(o.ctx,
		EntryText{Case: id, Kind: "note", File: "-", Text: []byte(noteText(headline))})
	if err != nil || p == nil {
		return errors.Join(err, fmt.Errorf("%v", findings))
	}
	_, err = b.Add(o.ctx, id, []*Prepared{p}, nil)
	return err
}

// An operation is built on the docket at its end, not on the one at its beginning.
func TestOperationsAreBuiltAgain(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	slow := o.as("asha")
	o.must(holdCase(o, o.as("judith"), id))
	before, err := slow.Docket(o.ctx, id)
	if err != nil || before.OnHold() {
		t.Fatalf("the slow book sees %+v, %v", before, err)
	}
	done, err := slow.Add(o.ctx, id, []*Prepared{slow.prepared(t, id, "note", noteText("Late"))},
		nil)
	if err != nil || !done.Dockets[0].OnHold() {
		t.Errorf("the hold is lost: %+v, %v", done, err)
	}
	d, err := o.as("asha").Docket(o.ctx, id)
	if err != nil || !d.OnHold() {
		t.Errorf("main has %+v, %v", d, err)
	}
}

func holdCase(o *office, b *Book, id record.ID) error {
	p := b.prepared(o, id, "hold", "---\nkind: hold\nheadline: Kept for the inquiry\n"+
		"basis: inquiry\nauthority: Court\n"+
		"reason: Asked for\n---\n")
	_, err := b.Append(o.ctx, "hold", id, p)
	return err
}

// What another process wrote counts at once, even for a book that is behind.
func TestSecondOfTwoIsRefused(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	slow := o.as("asha")
	entry := o.note(o.as("asha"), id, "Visit")
	o.must(o.endorse("mina", id, entry))
	if err := o.endorse("mina", id, entry); !errors.Is(err, ErrState) {
		t.Errorf("endorsing twice: %v", err)
	}
	tip := slow.Tip()
	o.must(addNote(o, slow, id, "Behind the others"))
	if slow.Tip() == tip || len(o.headlines(id)) != 2 {
		t.Error("the slow book lost its note")
	}
}

// Index lines of a faster process are not used by a book that is behind them.
func TestIndexLinesOfTheFuture(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	entry := o.note(o.as("asha"), id, "Visit")
	b := o.as("asha")
	o.must(o.endorse("mina", id, entry))
	if list, err := b.Endorsed(id, entry); err != nil || len(list) != 0 {
		t.Errorf("a book from before sees %v, %v", list, err)
	}
	if list, err := o.as("asha").Endorsed(id, entry); err != nil || len(list) != 1 {
		t.Errorf("a book of today sees %v, %v", list, err)
	}
}

// If main moves back under a book, that is no race, and nothing is written on it.
func TestRewoundUnderABook(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	before := o.git("rev-parse", "main")
	b := o.as("asha")
	o.must(addNote(o, b, id, "Visit"))
	o.git("update-ref", ledger.MainRef, before)
	if err := addNote(o, b, id, "Another"); !errors.Is(err, ledger.ErrFault) {
		t.Errorf("got %v", err)
	}
	if got := o.git("rev-parse", "main"); got != before {
		t.Errorf("main moved to %s", got)
	}
}

// After a refused operation the judge of a book goes on as before.
func TestRefusedAndOn(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	b := o.as("asha")
	p := b.prepared(t, id, "note", noteText("Visit"))
	_, err := b.perform(o.ctx, func(p2 *parent) (*Change, error) {
		d, err := b.Docket(o.ctx, id)
		if err != nil {
			return nil, err
		}
		c := CaseChange{Docket: verify.AfterHold(*d, p.Entry.ID), Entries: []*Prepared{p}}
		return &Change{Op: "add", Cases: []CaseChange{c}}, nil
	})
	if !errors.Is(err, ErrState) {
		t.Fatalf("an add that holds: %v", err)
	}
	if _, err := b.Add(o.ctx, id, []*Prepared{p}, nil); err != nil {
		t.Errorf("the same entry, honestly: %v", err)
	}
}

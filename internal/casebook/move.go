package casebook

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// Moved is the result of moving an entry.
type Moved struct {
	Copied    *Done // the copy in the right case; nil if it was there before
	Requested *Done // the request to erase the entry in the wrong case
}

// Move copies an entry, with the file that it names, into the case that it belongs to. It then
// records a request to erase the entry in the wrong case.
//
// These are two commits, and the machine may stop between them (UnfinishedError). When the same
// move is run again, it finds the copy and goes on with the request. Before anything is written,
// Move checks the copy (FindingsError) and whether the entry can be moved ([cases.Item.Movable]).
func (b *Book) Move(ctx context.Context, it *cases.Item, to record.ID, request *Prepared) (
	*Moved, error,
) {
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return nil, err
	}
	if err := it.Movable(kinds); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrState, it.Ref(), err)
	}
	there, err := b.Case(ctx, to)
	if err != nil {
		return nil, err
	}
	out := &Moved{}
	if !movedBefore(there, it, it.Moved(b.Policy().Zone())) {
		if out.Copied, err = b.copyTo(ctx, to, it); err != nil {
			return nil, err
		}
	}
	if out.Requested, err = b.RequestErasure(ctx, it.Case, request); err != nil {
		return out, &UnfinishedError{Act: fmt.Sprintf("moving %s", it.Ref()), Err: err}
	}
	return out, nil
}

// ErrNoText says that an entry has no text that can be copied.
var ErrNoText = errors.New("its text can't be read, is gone, or is an endorsement")

// Movable returns an entry that Move can copy. It returns ErrNoText if the entry has no text.
// Beside an entry that must stay, the error is cases.ErrOwnCase or cases.ErrLinksHere.
func (b *Book) Movable(ctx context.Context, ref record.Ref) (*cases.Item, error) {
	c, err := b.Case(ctx, ref.Case)
	if err != nil {
		return nil, err
	}
	_, it := c.Version(ref.Entry)
	if it == nil {
		return nil, faultOf(c, ref)
	}
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return nil, err
	}
	return it, it.Movable(kinds)
}

// faultOf returns why an entry has no text: its fault, or ErrNoText.
func faultOf(c *cases.Case, ref record.Ref) error {
	for _, it := range c.Faults {
		if it.Ref() == ref {
			return &EntryFault{Ref: ref, Fault: it.Fault}
		}
	}
	return ErrNoText
}

// movedBefore reports whether a case already has the text of a moved entry. Neither case names the
// other, so only the text can tell. An attached file has another ID in each case.
func movedBefore(there *cases.Case, it *cases.Item, text []byte) bool {
	for _, t := range there.Threads(it.Kind) {
		same := bytes.TrimRight(record.AuthorText(t.First.Text), " \n")
		if it.Kind == record.KindAttachment {
			same = bytes.Replace(same, []byte(t.First.Str("file")), []byte(it.Str("file")), 1)
		}
		if bytes.Equal(same, bytes.TrimRight(text, " \n")) {
			return true
		}
	}
	return false
}

// copyTo records the text of an entry in another case, with the file that it names.
func (b *Book) copyTo(ctx context.Context, to record.ID, it *cases.Item) (*Done, error) {
	text := it.Moved(b.Policy().Zone())
	var files []Attached
	if it.Kind == record.KindAttachment {
		sealed, err := b.copyFile(ctx, to, it.Ref())
		if err != nil {
			return nil, err
		}
		text = bytes.Replace(text, []byte(it.Str("file")), []byte(sealed.ID), 1)
		files = append(files, sealed)
	}
	w := EntryText{Case: to, Kind: it.Kind, File: it.Ref().String(), Text: text}
	p, err := b.prepareMade(ctx, w)
	if err != nil {
		return nil, err
	}
	if it.Kind == record.KindConcern {
		return b.Append(ctx, team.OpConcern, to, p)
	}
	return b.Add(ctx, to, []*Prepared{p}, files)
}

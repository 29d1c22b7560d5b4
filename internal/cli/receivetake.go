package cli

import (
	"context"
	"errors"

	"casefile/internal/casebook"
	"casefile/internal/exchange"
	"casefile/internal/record"
)

// takeIn records a pack: the profile opens the case, and one commit adds all other entries. Main
// gets both or neither.
func takeIn(ctx context.Context, app *App, b *casebook.Book, in *arrival) (*casebook.Done, error) {
	known, err := receivedBefore(ctx, b, in)
	if err != nil {
		return nil, err
	}
	if err := prepareAll(ctx, app, b, in, known); err != nil {
		return nil, err
	}
	kept, err := in.pack.WithoutAttachments()
	if err != nil {
		return nil, err
	}
	_, limit := b.Policy().Limits()
	if err := in.pack.Fits(kept, limit); err != nil { // before the case is opened
		return nil, withHint(err, "casefile policy edit raises limits.attachment_mib")
	}
	letter, err := prepareLetter(ctx, app, b, in, kept)
	if err != nil {
		return nil, err
	}
	for _, p := range in.entries {
		if p.Entry.Kind == record.KindAttachment {
			in.files++
		}
	}
	file := func(e *record.Entry) (record.ID, []byte, error) {
		if e == letter.Entry {
			return record.ID(e.Str("file")), kept, nil
		}
		own, data, _ := in.pack.FileOf(e.ID) // an entry whose file is missing came as a note
		return own, data, nil
	}
	return b.TakeIn(ctx, in.opening, append(in.entries, letter), file)
}

// prepareLetter prepares the entry to which the agency's signed manifest is attached.
func prepareLetter(
	ctx context.Context, app *App, b *casebook.Book, in *arrival, kept []byte,
) (*casebook.Prepared, error) {
	w := casebook.EntryText{Case: in.opening.Case, Kind: record.KindAttachment, File: "pack",
		Text: in.pack.Letter(b.AuthorTime(), in.fingerprint, record.NewID(), kept), Made: true}
	p, findings, err := b.Prepare(ctx, w)
	if err == nil && findings.Failed() {
		err = failed(app, findings)
	}
	return p, err
}

// receivedBefore returns the entries of a pack that the case has already. It refuses a pack that
// was received into another case.
func receivedBefore(
	ctx context.Context, b *casebook.Book, in *arrival,
) (map[record.ID]bool, error) {
	if in.into {
		c, err := b.Case(ctx, in.opening.Case)
		if err != nil {
			return nil, err
		}
		known, err := in.pack.AddsTo(c)
		if errors.Is(err, exchange.ErrAllHere) {
			err = withHint(inState("every entry of the pack is in %s already", c.ID),
				"casefile chronology %s shows them", c.ID)
		}
		return known, err
	}
	_, err := b.EachCase(ctx, nil, in.pack.OpensBeside)
	if before, ok := errors.AsType[*exchange.CameBefore](err); ok {
		err = withHint(inState("%v", before), "--into %s adds what is new in the pack", before.Has)
	}
	return nil, err
}

// prepareAll checks each entry in the form in which it is recorded here.
func prepareAll(
	ctx context.Context, app *App, b *casebook.Book, in *arrival, known map[record.ID]bool,
) error {
	to, err := destination(ctx, b, in.opening.Case, in.into, &in.entries)
	if err != nil {
		return err
	}
	in.Arrival, err = in.pack.Arrive(to, known)
	if refused, ok := errors.AsType[*exchange.Refused](err); ok {
		return failed(app, refused.Findings)
	}
	if errors.Is(err, exchange.ErrNoProfile) {
		return withHint(inState("no profile of the pack can open a case here"),
			"casefile open one, then casefile receive PACK --into CASE")
	}
	if err != nil {
		return packError(err)
	}
	in.entries = in.opening.BeginWith(in.entries, in.Opens)
	return nil
}

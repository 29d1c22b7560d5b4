package casebook

import (
	"context"
	"slices"

	"casefile/internal/record"
	"casefile/internal/team"
)

// prepareRaised prepares a concern that must get in, whatever its text. What Prepare would refuse
// goes below As typed, and becomes a warning. It returns record.ErrNoWords if nothing was typed,
// and findings that are errors if the text is too long.
func (b *Book) prepareRaised(ctx context.Context, kinds *record.Kinds, me team.Member,
	w EntryText,
) (
	*Prepared, record.Findings, error,
) {
	kind, ok := kinds.Kind(w.Kind)
	if !ok {
		return nil, nil, ErrNotFound
	}
	if err := b.trustClock(ctx); err != nil {
		return nil, nil, err
	}
	stamp := b.stampOf(me, &w)
	text, raised, err := kind.Raise(w.Text, func(text []byte) record.Findings {
		w.Text = text
		return b.faultsOf(ctx, kinds, w, stamp)
	})
	if err != nil || raised.Failed() {
		return nil, withFile(raised, w.File), err
	}
	w.Text, w.Sealed = text, true
	p, found, err := b.prepareChecked(ctx, kinds, me, w)
	if found.Failed() {
		return nil, found, err
	}
	return p, withFile(raised, w.File), err
}

// faultsOf returns all findings for which a concern would be refused, with their lines.
func (b *Book) faultsOf(ctx context.Context, kinds *record.Kinds, w EntryText, stamp record.Stamp,
) record.Findings {
	_, found := kinds.Check(w.Text, w.File, b.checkContext(w.Kind))
	if found.Failed() {
		return found
	}
	_, spliced := record.Splice(w.Text, stamp)
	_, expanded := record.ExpandLinks(w.Text, b.linkResolver(ctx, w))
	return slices.Concat(found, spliced, expanded)
}

// IntakeToday returns the docket of an intake that would be opened today, with its readers only.
func (b *Book) IntakeToday() *record.Docket {
	readers := record.Epoch{}
	for _, id := range b.defaultReaders("") {
		readers[id] = ""
	}
	return &record.Docket{Status: record.Intake, Keys: []record.Epoch{readers}}
}

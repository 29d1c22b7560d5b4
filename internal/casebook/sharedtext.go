package casebook

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"casefile/internal/record"
)

// ErrLinksRelated says that entries should link to each other, and that the text has such links
// already.
var ErrLinksRelated = errors.New("the text has links.related already")

// SharedText says how one text becomes an entry in each of several cases.
type SharedText struct {
	Cases []record.ID // without duplicates
	Link  bool        // each entry links to the others
	Typed bool        // typed into the template of the kind, whose hints are removed
}

// PrepareForCases checks a text as each of some cases will hold it, for AddToCases: the common
// part, and the part for that case alone. w has the kind, the whole text and the file name for
// findings. Findings have the lines of the typed text.
//
// It returns no additions if a finding is an error. Other errors are a record.PartError,
// ErrFindings if the parts can't be put together, and ErrLinksRelated.
func (b *Book) PrepareForCases(ctx context.Context, w EntryText, t SharedText) ([]Addition,
	record.Findings, error,
) {
	typed := w.Text
	notes, err := b.strictForCases(ctx, &w)
	if err != nil {
		return nil, nil, err
	}
	if notes.Failed() {
		w.Text = typed
		return nil, b.withOtherFindings(ctx, w, t, notes), nil
	}
	common, own, err := record.PartsFor(w.Text, t.Cases)
	if err != nil {
		return nil, nil, err
	}
	refs := make([]record.Ref, len(t.Cases))
	for i, id := range t.Cases {
		refs[i] = record.Ref{Case: id, Entry: record.NewID()}
	}
	var list []Addition
	var found [][]record.Finding
	for i, id := range t.Cases {
		each := w
		text, lines, err := record.JoinParts(common, own[id])
		if err != nil {
			return nil, nil, fmt.Errorf("%w: %w", ErrFindings, err)
		}
		each.Case, each.ID, each.Text = id, refs[i].Entry, text
		if t.Link {
			each.With = othersOf(refs, i)
		}
		p, findings, err := b.prepareOne(ctx, each, t.Typed)
		if err != nil {
			return nil, nil, err
		}
		found = append(found, findings.OnLines(lines))
		list = append(list, Addition{Case: id, Entries: []*Prepared{p}})
	}
	findings := append(notes, record.OfCases(t.Cases, found).AsTyped(w.File, typed, w.Text)...)
	if findings.Failed() {
		list = nil
	}
	return list, findings, nil
}

// strictForCases turns a text for several cases, with all its parts, into strict YAML. It keeps the
// hints of the template.
func (b *Book) strictForCases(ctx context.Context, w *EntryText) (record.Findings, error) {
	k, err := b.kindOf(ctx, w.Kind)
	if err != nil || k == nil {
		return nil, err
	}
	text, found := k.AsStrict(w.Text)
	w.Text = text
	return withFile(found, w.File), nil
}

// withOtherFindings adds, as far as possible, the findings on the other lines of a faulty text, so
// that its author sees all of them at once.
func (b *Book) withOtherFindings(
	ctx context.Context, w EntryText, t SharedText, notes record.Findings,
) record.Findings {
	k, err := b.kindOf(ctx, w.Kind)
	if err != nil || k == nil {
		return notes
	}
	typed := w.Text
	w.Text = k.Mended(typed)
	if _, again := k.AsStrict(w.Text); again.Failed() {
		return notes
	}
	_, found, err := b.PrepareForCases(ctx, w, t)
	if err != nil {
		return notes
	}
	return notes.Besides(found.AsTyped(w.File, typed, w.Text))
}

// prepareOne checks the text for one of the cases, and links it to w.With. Findings have the lines
// of w.Text.
func (b *Book) prepareOne(ctx context.Context, w EntryText, typed bool) (*Prepared,
	record.Findings, error,
) {
	text := w.Text
	notes, err := b.TakeTyped(ctx, &w, typed)
	if err != nil {
		return nil, nil, err
	}
	if w.Text, err = relating(w.Text, w.With); err != nil {
		return nil, nil, err
	}
	p, findings, err := b.Prepare(ctx, w)
	if err != nil {
		return nil, nil, err
	}
	if findings.Failed() {
		findings = b.AllFound(ctx, w, findings, b.CrossCheck(ctx, w.Case))
	} else {
		more, err := b.CrossCheck(ctx, w.Case)(p)
		if err != nil {
			return nil, nil, err
		}
		findings = append(findings, more...)
	}
	return p, append(notes, findings.AsTyped(w.File, text, w.Text)...), nil
}

// othersOf returns all refs except the one at an index.
func othersOf(refs []record.Ref, at int) []record.Ref {
	var out []record.Ref
	for i, ref := range refs {
		if i != at {
			out = append(out, ref)
		}
	}
	return out
}

// relating links a text to entries of other cases. It returns the text unchanged if there are none.
// It also does so if the front matter can't be read, as the check of the text reports that.
func relating(text []byte, to []record.Ref) ([]byte, error) {
	if len(to) == 0 {
		return text, nil
	}
	names := make([]string, len(to))
	for i, ref := range to {
		names[i] = ref.String()
	}
	out, err := record.SetLink(text, "related", "["+strings.Join(names, ", ")+"]")
	switch {
	case err != nil:
		return text, nil
	case string(out) == string(text):
		return nil, ErrLinksRelated
	}
	return out, nil
}

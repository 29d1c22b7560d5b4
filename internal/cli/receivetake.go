package cli

import (
	"context"
	"fmt"
	"slices"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/exchange"
	"casefile/internal/record"
	"casefile/internal/seal"
)

// takeIn records a pack: the profile opens the case, all else is added in one
// commit, and main gets both or nothing.
func takeIn(ctx context.Context, app *App, b *casebook.Book, in *arrival) (*casebook.Done, error) {
	known, err := receivedBefore(ctx, b, in)
	if err != nil {
		return nil, err
	}
	if err := prepareAll(ctx, app, b, in, known); err != nil {
		return nil, err
	}
	kept, err := in.pack.Kept()
	if err != nil {
		return nil, err
	}
	if err := fitting(b, in.pack, kept); err != nil {
		return nil, err
	}
	if in.into {
		return addAll(ctx, app, b, in, kept)
	}
	var done *casebook.Done
	err = b.AtOnce(ctx, func(next *casebook.Book) error {
		if _, err := next.OpenCase(ctx, in.opening); err != nil {
			return err
		}
		done, err = addAll(ctx, app, next, in, kept)
		return err
	})
	return done, err
}

// fitting refuses files that policy finds too large, before the case is opened.
func fitting(b *casebook.Book, p *exchange.Pack, kept []byte) error {
	_, limit := b.Policy().Limits()
	large := int64(len(kept))
	for _, data := range p.Files {
		large = max(large, int64(len(data)))
	}
	if large <= limit {
		return nil
	}
	return withHint(fmt.Errorf("%w: a file of the pack has %d bytes; policy allows %d", seal.ErrTooLarge, large, limit),
		"casefile policy edit raises limits.attachment_mib")
}

// receivedBefore are the entries of the pack that a case here has already. A
// pack that has come to another case is refused.
func receivedBefore(ctx context.Context, b *casebook.Book, in *arrival) (known map[string]bool, err error) {
	m := in.pack.Manifest
	from := func(c *cases.Case) map[string]bool {
		out := map[string]bool{}
		for _, t := range c.Threads() {
			for _, it := range append(slices.Clone(t.History), t.Item) {
				if o := it.Origin; len(o) > 0 && o[0].Agency == m.Agency && o[0].Case == string(m.Case) {
					out[o[0].Entry] = true
				}
			}
		}
		return out
	}
	if in.into {
		c, err := b.Case(ctx, in.opening.Case)
		if err != nil {
			return nil, err
		}
		known = from(c)
		if len(known) >= len(in.pack.Items) {
			return nil, withHint(inState("every entry of the pack is in %s already", c.ID), "casefile chronology %s shows them", c.ID)
		}
		return known, nil
	}
	_, err = b.EachCase(ctx, nil, func(c *cases.Case) error {
		if len(from(c)) == 0 {
			return nil
		}
		return withHint(inState("records of %s's case %s came to %s before", m.Agency, m.Case, c.ID), "--into %s adds what is new in the pack", c.ID)
	})
	return nil, err
}

// prepareAll checks every entry in the form in which it comes in.
func prepareAll(ctx context.Context, app *App, b *casebook.Book, in *arrival, known map[string]bool) error {
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return err
	}
	with := in.linkable()
	profile := in.newestProfile()
	for _, it := range in.pack.Items {
		if known[string(it.ID)] {
			in.here++
			continue
		}
		// A case that is here has its own profile, which is not put aside.
		quoted := in.into && it.Kind == "profile" || in.strays(it)
		p, err := prepareIncoming(ctx, app, b, in, it, kinds, with, quoted)
		if err != nil {
			return err
		}
		if it.ID == profile && !in.into && p.Entry.Kind == "profile" {
			in.opening.Entries = []*casebook.Prepared{p}
			continue
		}
		in.entries = append(in.entries, p)
	}
	if !in.into && len(in.opening.Entries) == 0 {
		return withHint(inState("no profile of the pack can open a case here"), "casefile open one, then casefile receive PACK --into CASE")
	}
	return nil
}

// linkable are the entries that links of the pack name: those that come with it,
// and those of other cases, which stay where they are.
func (in *arrival) linkable() []record.Ref {
	var out []record.Ref
	for _, it := range in.pack.Items {
		out = append(out, record.Ref{Case: in.opening.Case, Entry: it.ID})
		for _, list := range it.Links {
			for _, ref := range list {
				if ref.Case != it.Case {
					out = append(out, ref)
				}
			}
		}
	}
	return out
}

// strays says whether an entry links to one that the case would have and that
// did not come with it: nobody outside amends what was recorded here.
func (in *arrival) strays(it cases.Item) bool {
	for _, list := range it.Links {
		for _, ref := range list {
			came := slices.ContainsFunc(in.pack.Items, func(o cases.Item) bool { return o.ID == ref.Entry })
			if ref.Case == in.opening.Case || ref.Case == it.Case && !came {
				return true
			}
		}
	}
	return false
}

func (in *arrival) newestProfile() (id record.ID) {
	newest := cases.Item{Entry: &record.Entry{}}
	for _, it := range in.pack.Items {
		if it.Kind == "profile" && !it.Recorded.Before(newest.Recorded) {
			newest = it
		}
	}
	return newest.ID
}

// prepareIncoming makes an entry of ours of one that came, as a note where it
// can't come as itself.
func prepareIncoming(ctx context.Context, app *App, b *casebook.Book, in *arrival, it cases.Item, kinds *record.Kinds, with []record.Ref, quoted bool) (*casebook.Prepared, error) {
	text, err := in.pack.Incoming(it, kinds, quoted)
	if err != nil {
		return nil, packError(err)
	}
	p, findings, err := b.Prepare(ctx, casebook.Writing{Case: in.opening.Case, Kind: text.Kind, Text: text.Text, ID: text.ID, With: with, File: exchange.EntryFile(it.Entry)})
	if err != nil {
		return nil, err
	}
	switch {
	case findings.Failed() && text.Kind == it.Kind && !quoted:
		return prepareIncoming(ctx, app, b, in, it, kinds, with, true)
	case findings.Failed():
		return nil, failed(app, findings)
	case text.Kind != it.Kind:
		in.asNotes = append(in.asNotes, text)
	}
	return p, nil
}

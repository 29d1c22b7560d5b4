package casebook

import (
	"context"
	"errors"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/seal"
)

// AllFound adds further findings to those of a text that Prepare refused, so that its author sees
// all of them at once: of its links, of its size and, by check, of the case and the command line.
// check may be nil.
func (b *Book) AllFound(
	ctx context.Context, w EntryText, found record.Findings,
	check func(*Prepared) (record.Findings, error),
) record.Findings {
	p, more := b.readAsFar(ctx, w)
	if p != nil && check != nil {
		if checked, err := check(p); err == nil { // else the first findings must do
			more = append(more, inText(checked, p, w.File, more)...)
		}
	}
	return unlessTold(found, more)
}

// inText returns the errors in findings on an entry, as findings on its text. Advice is left out,
// as it may follow from the errors. So is a link that leads nowhere, as the text's own findings say
// where it stands.
func inText(
	checked record.Findings, p *Prepared, file string, told record.Findings,
) record.Findings {
	var out record.Findings
	for _, f := range checked {
		if f.Severity != record.Error || f.Rule == cases.RuleUnknownLink && told.Failed() {
			continue
		}
		if f.Entry == p.Entry.ID {
			f.File, f.Case, f.Entry = file, "", ""
		}
		out = append(out, f)
	}
	return out
}

// readAsFar reads a text that has findings as far as it goes. The entry is nil where the text
// can't be read, and bears no text: it can be compared, and never recorded.
func (b *Book) readAsFar(ctx context.Context, w EntryText) (*Prepared, record.Findings) {
	kinds, err := b.Kinds(ctx)
	me, meErr := b.Me()
	if errors.Join(err, meErr) != nil {
		return nil, nil
	}
	if !w.Sealed {
		if notes, err := b.TakeTyped(ctx, &w, false); err != nil || notes.Failed() {
			return nil, nil // what is no YAML has no fields
		}
	}
	text, found := record.Splice(w.Text, b.stampOf(me, &w))
	if found.Failed() {
		return nil, withFile(found, w.File)
	}
	resolve := b.linkResolver(ctx, w)
	linked, missing := record.ExpandLinks(text, resolve)
	found = append(found, whereTyped(w.Text, resolve, missing)...)
	if !missing.Failed() {
		text = linked
	}
	if _, err := seal.Pad(text); errors.Is(err, seal.ErrTooLarge) {
		found = append(found, tooLarge())
	}
	e, err := kinds.Decode(text)
	if err != nil {
		return nil, withFile(found, w.File)
	}
	found = append(found, typedOrigin(e, w)...)
	return &Prepared{Entry: e, SHA256: seal.Commitment(text)}, withFile(found, w.File)
}

// tooLarge returns the finding on an entry that no envelope takes.
func tooLarge() record.Finding {
	return record.Finding{Rule: record.RuleTooLarge, Severity: record.Error,
		Found: "the entry has more than 65,536 bytes",
		Do:    "split it, or attach the long part as a file"}
}

// unlessTold gives findings those of another look at the same text that they lack.
func unlessTold(found, more record.Findings) record.Findings {
	for _, f := range more {
		same := func(g record.Finding) bool {
			return g.Rule == f.Rule && g.Line == f.Line &&
				(g.Found == f.Found || f.Rule == record.RuleTooLarge)
		}
		if !slices.ContainsFunc(found, same) {
			found = append(found, f)
		}
	}
	return found
}

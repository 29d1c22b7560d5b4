package cli

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// comment returns the manager's words for the verdict. A return needs them.
func comment(ctx context.Context, app *App, b *casebook.Book, o endorseOptions, refs []record.Ref) (
	string, error,
) {
	var text []byte
	var err error
	switch {
	case o.draft != "":
		var d casebook.Draft
		d, err = b.OpenDraft(o.draft)
		text = d.Text
	case o.file != "":
		text, err = readGiven(app, o.file, aText)
	case o.verdict != record.VerdictEndorsed && !app.InTTY:
		text, err = readPiped(app, aText, giveText)
	case o.verdict != record.VerdictEndorsed:
		text, err = edit(ctx, app, b, request{act: o.act(refs),
			EntryText: casebook.EntryText{Kind: "comment"}}, nil)
		app.given.text = text
	}
	if err == nil && o.verdict != record.VerdictEndorsed && len(bytes.TrimSpace(text)) == 0 {
		err = usage("a verdict of %q needs a comment", o.verdict)
	}
	return strings.TrimSpace(string(text)), err
}

// act returns the act that a draft of the comment would do later.
func (o endorseOptions) act(refs []record.Ref) casebook.Act {
	return casebook.OnEntries("endorse", refs...).Set("reported", o.reported).
		With("level", o.level).With("verdict", o.verdict).With("covering", o.covering).
		With("evidence", o.evidence)
}

// endorsements prepares an endorsement for each entry, by the present state of the case.
func endorsements(ctx context.Context, app *App, b *casebook.Book, o endorseOptions,
	refs []record.Ref, comment string,
) ([]*casebook.Prepared, error) {
	c, err := b.Case(ctx, refs[0].Case)
	if err != nil {
		return nil, err
	}
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	out, err := b.PrepareEndorsements(ctx, refs,
		func(ref record.Ref) (*cases.Item, casebook.Verdict, error) {
			target, v, err := verdictOn(ctx, b, c, me, ref, o)
			v.Comment = comment
			return target, v, err
		})
	return out, shownFindings(app, err)
}

// unendorsable says why an entry without a text can't be endorsed.
func unendorsable(c *cases.Case, ref record.Ref) error {
	if err := casebook.Refused(c, ref); err != nil {
		return fmt.Errorf("it can't be endorsed: %w", err)
	}
	return notFound("%s can't be endorsed: it has no text", ref)
}

// verdictOn chooses for one entry which version is meant, the level of the verdict, and in whose
// place it is given.
func verdictOn(ctx context.Context, b *casebook.Book, c *cases.Case, me team.Member,
	ref record.Ref, o endorseOptions,
) (*cases.Item, casebook.Verdict, error) {
	v := casebook.Verdict{Verdict: o.verdict, Covering: o.covering}
	thread, target := c.Version(ref.Entry)
	if target == nil {
		return nil, v, unendorsable(c, ref)
	}
	var err error
	if v.Level, err = levelFor(ctx, b, me, c, thread, target, o); err != nil {
		return nil, v, err
	}
	if v.Covering == "" {
		v.Covering, err = actsFor(b, c, me, target.Ref(), v.Level)
	}
	return target, v, err
}

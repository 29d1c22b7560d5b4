package cli

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// comment is what the manager says with the verdict; a return needs one.
func comment(ctx context.Context, app *App, b *casebook.Book, o endorseOptions) (string, error) {
	var text []byte
	var err error
	switch {
	case o.draft != "":
		var d casebook.Draft
		d, err = b.OpenDraft(o.draft)
		text = d.Text
	case o.file != "":
		text, err = readText(app, o.file)
	case o.verdict != record.VerdictEndorsed:
		text, err = edit(ctx, app, nil, "comment")
	}
	if err == nil && o.verdict != record.VerdictEndorsed && len(bytes.TrimSpace(text)) == 0 {
		err = usage("a verdict of %q needs a comment", o.verdict)
	}
	return strings.TrimSpace(string(text)), err
}

// endorsements prepares an endorsement for each entry, after looking at the
// case as it stands.
func endorsements(ctx context.Context, app *App, b *casebook.Book, o endorseOptions, refs []record.Ref, comment string) ([]*casebook.Prepared, error) {
	c, err := b.Case(ctx, refs[0].Case)
	if err != nil {
		return nil, err
	}
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	var out []*casebook.Prepared
	for _, ref := range refs {
		thread, target := c.Version(ref.Entry)
		if target == nil {
			return nil, notFound("%s can't be endorsed: its text can't be read or breaks a rule", ref)
		}
		level, err := levelFor(ctx, b, me, thread, target, o)
		if err != nil {
			return nil, err
		}
		as := o
		if as.covering == "" {
			if as.covering, err = actsFor(b, c, me, target.Ref(), level); err != nil {
				return nil, err
			}
		}
		p, err := b.PrepareEndorsement(ctx, target, casebook.Verdict{
			Level: level, Verdict: o.verdict, Covering: as.covering, Comment: comment,
		})
		if err != nil {
			return nil, shownFindings(app, err)
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(x, y *casebook.Prepared) int { return strings.Compare(string(x.Entry.ID), string(y.Entry.ID)) })
	return out, nil
}

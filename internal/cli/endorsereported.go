package cli

import (
	"context"
	"errors"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// runReported records an endorsement by somebody outside the team.
func runReported(ctx context.Context, app *App, b *casebook.Book, o endorseOptions,
	refs []record.Ref,
) error {
	if len(refs) > 1 {
		return usage("--reported goes with one entry: each has its own text and evidence")
	}
	c, err := b.Case(ctx, refs[0].Case)
	if err != nil {
		return err
	}
	thread, target := c.Version(refs[0].Entry)
	if target == nil {
		return unendorsable(c, refs[0])
	}
	if err := mayReport(b, target); err != nil {
		return err
	}
	me, err := b.Me()
	if err != nil {
		return err
	}
	level, err := levelFor(ctx, b, me, c, thread, target, o)
	if err != nil {
		return err
	}
	done, err := reported(ctx, app, b, o, target, level)
	if err != nil {
		return err
	}
	sayEndorsed(app, done, string(cases.EndorsedReported))
	if !cases.CountsReported(b.Policy(), target.Kind) {
		app.say("note: policy does not count it: endorsement.accept_reported is false")
	}
	return saved(app, "endorse", done)
}

// mayReport checks before anything is typed whether the endorsement may be recorded.
func mayReport(b *casebook.Book, target *cases.Item) error {
	err := cases.MayReport(b.Policy(), target.Kind)
	switch {
	case errors.Is(err, cases.ErrDestroys):
		return withHint(denied("a %s destroys, and needs signatures: a report of them is "+
			"not enough",
			target.Kind), "casefile team shows who may endorse it")
	case errors.Is(err, cases.ErrUncounted):
		return withHint(denied("the %s %s waits for signatures, "+
			"and policy does not count what is only reported", target.Kind, target.Ref()),
			"ask somebody of the team to endorse it, "+
				"or change endorsement.accept_reported: casefile policy edit")
	}
	return err
}

// linkEvidence is the hint where a reported endorsement has no evidence.
const linkEvidence = "keep the letter or a note of the call with the case " +
	"(casefile attach, casefile note), and name it: --evidence ENTRY"

// reported gets the text and records it.
func reported(ctx context.Context, app *App, b *casebook.Book, o endorseOptions, target *cases.Item,
	level string,
) (*casebook.Done, error) {
	settled := [][2]string{{"target", string(target.ID)}, {"target_sha256", target.SHA256},
		{"level", level}, {"verdict", o.verdict}}
	if o.covering != "" {
		settled = append(settled, [2]string{"covering", o.covering})
	}
	given := map[string]string{}
	for _, f := range settled {
		given[f[0]] = f[1]
	}
	evidence, err := findEvidence(ctx, b, o.evidence, target.Case)
	if err != nil {
		return nil, err
	}
	r := request{textOptions: o.textOptions, act: o.act([]record.Ref{target.Ref()}),
		EntryText: casebook.EntryText{Case: target.Case, Kind: record.KindEndorsement},
		template:  filledTemplate(ctx, b, record.KindEndorsement, given),
		alter: func(text []byte) ([]byte, record.Findings) {
			text = record.SetFields(text, settled)
			linked, err := record.SetLink(text, "evidence", evidence)
			if evidence != "" && err == nil {
				text = linked
			}
			return text, nil // the check of the given text says what is wrong, and where
		},
		check: func(p *casebook.Prepared) (record.Findings, error) {
			return cases.ReportedFindings(p.Entry, settled, commandLine, linkEvidence), nil
		},
	}
	return recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		done, err := b.Endorse(ctx, target.Case, []*casebook.Prepared{p})
		return done, earlyHint(err)
	})
}

func findEvidence(ctx context.Context, b *casebook.Book, typed string, id record.ID) (
	string, error,
) {
	if typed == "" {
		return "", nil
	}
	ref, err := b.FindEntry(ctx, typed, id)
	return string(ref.Entry), err
}

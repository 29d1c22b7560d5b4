package cli

import (
	"context"
	"fmt"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// runReported records what somebody outside the team has said of an entry. The
// history takes it for the endorsement of whoever records it: so one for which
// a docket waits is recorded only where policy counts it.
func runReported(ctx context.Context, app *App, b *casebook.Book, o endorseOptions, refs []record.Ref) error {
	if len(refs) > 1 {
		return usage("--reported goes with one entry: each has its own text and evidence")
	}
	c, err := b.Case(ctx, refs[0].Case)
	if err != nil {
		return err
	}
	thread, target := version(c, refs[0].Entry)
	if target == nil {
		return notFound("%s can't be endorsed: its text can't be read or breaks a rule", refs[0])
	}
	counts := b.Policy().Endorsement.AcceptReported
	if cases.Destroys(target.Kind) {
		return withHint(denied("a %s destroys, and needs signatures: nobody's word is enough", target.Kind), "casefile team shows who may endorse it")
	}
	if record.Pends(target.Kind) && !counts {
		return withHint(denied("the %s %s waits for signatures, and policy does not count what is only reported", target.Kind, refs[0]),
			"ask somebody of the team to endorse it, or change endorsement.accept_reported: casefile policy edit")
	}
	me, err := b.Me()
	if err != nil {
		return err
	}
	level, err := levelFor(ctx, b, me, thread, target, o)
	if err != nil {
		return err
	}
	done, err := reported(ctx, app, b, o, target, level)
	if err != nil {
		return err
	}
	sayEndorsed(app, done, string(cases.EndorsedReported))
	if !counts {
		app.say("note: policy does not count it: endorsement.accept_reported is false")
	}
	return saved(app, "endorse", done)
}

// reported gets the text and saves it.
func reported(ctx context.Context, app *App, b *casebook.Book, o endorseOptions, target *cases.Item, level string) (*casebook.Done, error) {
	settled := [][2]string{{"target", string(target.ID)}, {"target_sha256", target.SHA256}, {"level", level}, {"verdict", o.verdict}}
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
	r := request{textOptions: o.textOptions, command: fmt.Sprintf("casefile endorse %s --reported --verdict %s", target.Ref(), o.verdict),
		Writing:  casebook.Writing{Case: target.Case, Kind: "endorsement"},
		template: filledTemplate(ctx, b, "endorsement", given),
		alter:    func(text []byte) ([]byte, record.Findings) { return withSettled(text, settled, evidence), nil },
		check:    func(p *casebook.Prepared) (record.Findings, error) { return reportedFindings(p, settled), nil },
	}
	return recordText(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		return b.Endorse(ctx, target.Case, []*casebook.Prepared{p})
	})
}

func findEvidence(ctx context.Context, b *casebook.Book, typed string, id record.ID) (string, error) {
	if typed == "" {
		return "", nil
	}
	ref, err := b.FindEntry(ctx, typed, id)
	return string(ref.Entry), err
}

// withSettled gives a text the fields that the command line has settled.
func withSettled(text []byte, fields [][2]string, evidence string) []byte {
	for _, f := range fields {
		if out, err := record.SetField(text, f[0], f[1]); err == nil {
			text = out
		}
	}
	if evidence != "" {
		if out, err := record.SetLink(text, "evidence", evidence); err == nil {
			text = out
		}
	}
	return text
}

// reportedFindings find what such an endorsement lacks, and where it says
// something else than the command line.
func reportedFindings(p *casebook.Prepared, settled [][2]string) record.Findings {
	var out record.Findings
	wrong := func(rule, do, format string, args ...any) {
		out = append(out, record.Finding{File: "endorsement", Rule: rule, Severity: record.Error, Found: fmt.Sprintf(format, args...), Do: do})
	}
	for _, f := range settled {
		if says := p.Entry.Str(f[0]); !strings.EqualFold(says, f[1]) {
			wrong(cases.RuleEndorsementOther, "let the text and the command line say the same, or leave the field out", "the text says %s: %s, the command line %s", f[0], says, f[1])
		}
	}
	if p.Entry.Map("reported") == nil {
		wrong(cases.RuleReportedEvidence, "add reported: {name: …, role: …, at: …, how: …}", "the text does not say who reported what")
	}
	if len(p.Entry.Links["evidence"]) == 0 {
		wrong(cases.RuleReportedEvidence, "keep the letter or a note of the call with the case (casefile attach, casefile note), and name it: --evidence ENTRY", "no evidence is linked")
	}
	return out
}

package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// save checks the text as each case will hold it, and records all or nothing.
func (t *together) save(ctx context.Context, r request, text []byte) (*casebook.Done, error) {
	common, parts, err := t.parts(text)
	if err != nil {
		return nil, err
	}
	var list []casebook.Addition
	var found [][]record.Finding
	for i, id := range t.cases {
		p, findings, err := t.prepare(ctx, i, r, common, parts[id])
		if err != nil {
			return nil, err
		}
		found = append(found, findings)
		list = append(list, casebook.Addition{Case: id, Entries: []*casebook.Prepared{p}})
	}
	findings := record.OfCases(t.cases, found)
	if findings.Failed() {
		return nil, failed(t.app, findings)
	}
	advise(t.app, findings)
	return t.book.AddTogether(ctx, list)
}

// parts are what the text says for each case.
func (t *together) parts(text []byte) (common string, out map[record.ID]record.Part, err error) {
	common, list := record.Parts(text)
	out = map[record.ID]record.Part{}
	for _, p := range list {
		prefix, err := record.ParsePrefix(p.Case)
		i := slices.IndexFunc(t.cases, func(id record.ID) bool { return strings.HasPrefix(string(id), prefix) })
		if err != nil || i < 0 {
			return "", nil, withHint(usage("line %d is for the case %s, which the command does not name", p.Line-1, record.Clean(p.Case)), "name it with --also")
		}
		if _, twice := out[t.cases[i]]; twice {
			return "", nil, usage("line %d begins a second part for %s", p.Line-1, t.cases[i])
		}
		out[t.cases[i]] = p
	}
	return common, out, nil
}

// prepare checks the text of one case. Findings have the lines of the text as
// it was typed.
func (t *together) prepare(ctx context.Context, i int, r request, common string, part record.Part) (*casebook.Prepared, record.Findings, error) {
	text, lines, err := record.Together(common, part)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errFindings, err)
	}
	w := casebook.Writing{Case: t.cases[i], Kind: t.kind.Name, File: r.fileName(), Text: text, ID: t.ids[i]}
	if r.file == "" || record.FromTemplate(text) {
		if err := t.book.Unhint(ctx, &w); err != nil {
			return nil, nil, err
		}
	}
	if t.link {
		if err := t.linkOthers(&w, i); err != nil {
			return nil, nil, err
		}
	}
	p, findings, err := t.book.Prepare(ctx, w)
	if err != nil {
		return nil, nil, err
	}
	if !findings.Failed() {
		more, err := t.book.CrossCheck(ctx, t.cases[i])(p)
		if err != nil {
			return nil, nil, err
		}
		findings = append(findings, more...)
	}
	findings = findings.AsTyped(w.File, text, w.Text)
	for j, f := range findings {
		if f.Line > 0 && f.Line <= len(lines) {
			findings[j].Line = lines[f.Line-1]
		}
	}
	return p, findings, nil
}

// linkOthers links the entry to those in the other cases.
func (t *together) linkOthers(w *casebook.Writing, i int) error {
	var others []string
	for j, id := range t.cases {
		if ref := (record.Ref{Case: id, Entry: t.ids[j]}); j != i {
			others = append(others, ref.String())
			w.With = append(w.With, ref)
		}
	}
	out, err := record.SetLink(w.Text, "related", "["+strings.Join(others, ", ")+"]")
	if err == nil && string(out) == string(w.Text) {
		return usage("the text has links.related already; leave them out, or --link")
	}
	if err == nil {
		w.Text = out
	} // else the check says what is wrong with the text
	return nil
}

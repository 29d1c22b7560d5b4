package cli

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
)

// handOver gets the entry of a handover, and saves it: filled in from the case,
// or completed by its author, or the author's own.
func handOver(ctx context.Context, app *App, b *casebook.Book, id record.ID, h handing, save func(*casebook.Prepared) (*casebook.Done, error)) (*casebook.Done, error) {
	command := fmt.Sprintf("casefile handover %s --to %s", id, h.to)
	if h.cover() {
		command += " --until " + h.until
	}
	r := request{textOptions: h.textOptions, command: command, Writing: casebook.Writing{Case: id, Kind: "handover"},
		alter:    func(text []byte) ([]byte, record.Findings) { return h.named(text), nil },
		check:    func(p *casebook.Prepared) (record.Findings, error) { return h.agrees(p), nil },
		template: func() ([]byte, error) { return handoverTemplate(ctx, app, b, id, h) },
	}
	if h.ask || h.file != "" || h.draft != "" {
		return recordText(ctx, app, b, r, save)
	}
	text, err := handoverText(ctx, app, b, id, h)
	if err != nil {
		return nil, err
	}
	r.file = "handover.md" // for findings
	return prepareAndSave(ctx, app, b, r, text, save)
}

// named gives a text the fields that the command line has settled.
func (h handing) named(text []byte) []byte {
	for _, f := range h.settled() {
		if out, err := record.SetField(text, f[0], f[1]); err == nil {
			text = out
		}
	}
	return text
}

func (h handing) settled() [][2]string {
	out := [][2]string{{"from", h.from}, {"to", h.to}}
	if h.cover() {
		out = append(out, [2]string{"cover", "yes"}, [2]string{"until", h.until})
	}
	return out
}

// agrees finds where a text says something else than the command line.
func (h handing) agrees(p *casebook.Prepared) record.Findings {
	var out record.Findings
	wrong := func(found string) {
		out = append(out, record.Finding{File: "handover", Rule: cases.RuleHandoverOther, Severity: record.Error, Found: found,
			Do: "let the text and the command line say the same, or leave the field out"})
	}
	for _, f := range h.settled() {
		if says := p.Entry.Str(f[0]); says != f[1] {
			wrong(fmt.Sprintf("the text says %s: %s, the command line %s", f[0], says, f[1]))
		}
	}
	if !h.cover() && p.Entry.Str("cover") == "yes" {
		wrong("the text says that it is cover, the command line that the case is handed over")
	}
	return out
}

// handoverTemplate is the kind's template with what the case says already.
func handoverTemplate(ctx context.Context, app *App, b *casebook.Book, id record.ID, h handing) ([]byte, error) {
	c, err := b.Case(ctx, id)
	if err != nil {
		return nil, err
	}
	given := map[string]string{"headline": h.headline(b)}
	for _, f := range h.settled() {
		given[f[0]] = f[1]
	}
	duties, err := dutiesIn(b, c)
	if err != nil {
		return nil, err
	}
	text, err := filledTemplate(ctx, b, "handover", given)()
	for field, lines := range map[string][]string{"open_risks": c.RisksToKnow(), "next_steps": duty.NextSteps(duties, id, worldOf(b))} {
		empty := []byte("\n" + field + ":\n")
		text = bytes.Replace(text, empty, []byte("\n"+listField(field, lines)), 1)
	}
	return text, err
}

// handoverText is a whole entry, with nothing for anybody to complete.
func handoverText(ctx context.Context, app *App, b *casebook.Book, id record.ID, h handing) ([]byte, error) {
	c, err := b.Case(ctx, id)
	if err != nil {
		return nil, err
	}
	return h.text(b, c)
}

func (h handing) text(b *casebook.Book, c *cases.Case) ([]byte, error) {
	if h.reason == "" {
		me, err := b.Me()
		if err != nil {
			return nil, err
		}
		h.reason = fmt.Sprintf("allocated to %s by %s", nameOf(b, h.to), me.Name)
	}
	duties, err := dutiesIn(b, c)
	if err != nil {
		return nil, err
	}
	var t strings.Builder
	fmt.Fprintf(&t, "---\nheadline: %s\nreason: %s\n", quoted(h.headline(b)), quoted(h.reason))
	for _, f := range h.settled() {
		fmt.Fprintf(&t, "%s: %s\n", f[0], f[1])
	}
	t.WriteString(listField("open_risks", c.RisksToKnow()) + listField("next_steps", duty.NextSteps(duties, c.ID, worldOf(b))) + "---\n")
	return []byte(t.String()), nil
}

func (h handing) headline(b *casebook.Book) string {
	if h.cover() {
		return fmt.Sprintf("%s covers for %s until %s", nameOf(b, h.to), nameOf(b, h.from), h.until)
	}
	return fmt.Sprintf("The case passes from %s to %s", nameOf(b, h.from), nameOf(b, h.to))
}

// listField writes a field of texts, none where there are no lines.
func listField(name string, lines []string) string {
	if len(lines) == 0 {
		return name + ": none\n"
	}
	out := name + ":\n"
	for _, l := range lines {
		out += "  - " + quoted(l) + "\n"
	}
	return out
}

package cli

import (
	"context"
	"fmt"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// copyOf is an entry of the intake as it is filed: the author's words, and in
// its origin who recorded them and when. One without links is kept byte for byte,
// so that the first text can be had again from it. answers is the concern there
// that a triage answers, and "" for a concern.
func (f *filing) copyOf(ctx context.Context, t *cases.Thread, id, answers record.ID) (*casebook.Prepared, error) {
	text, stamp, err := record.Unstamped(t.Text)
	if err != nil {
		return nil, err
	}
	from := record.Origin{Case: string(stamp.Case), Entry: string(t.First.ID), Kind: stamp.Kind, Recorded: t.First.Recorded, By: t.First.By}
	if len(t.Links) == 0 {
		from.Nonce, from.SHA256 = stamp.Nonce, t.SHA256
	} else {
		text = withoutLinks(text)
	}
	if text, err = record.WithOrigin(text, from); err != nil {
		return nil, err
	}
	w := casebook.Writing{Case: f.to.ID, Kind: t.Kind, Text: text, ID: id}
	if answers != "" {
		if w.Text, err = record.SetLink(text, "concern", string(answers)); err != nil {
			return nil, err
		}
		w.With = []record.Ref{{Case: f.to.ID, Entry: answers}}
	}
	return prepareMade(ctx, f.app, f.book, w)
}

// withoutLinks takes away what names entries of the intake: the links of a text,
// and why it amended another.
func withoutLinks(text []byte) []byte {
	var out []string
	front, inside := 0, false
	for _, line := range strings.SplitAfter(string(text), "\n") {
		if strings.TrimRight(line, " \t\n") == "---" {
			front++
		}
		top := line != "" && !strings.ContainsAny(line[:1], " \t}]-\n") || strings.HasPrefix(line, "---")
		if top {
			inside = front == 1 && (strings.HasPrefix(line, "links:") || strings.HasPrefix(line, "amend_reason:"))
		}
		if !inside {
			out = append(out, line)
		}
	}
	return []byte(strings.Join(out, ""))
}

// triageText says that a concern was read and filed; what is done about it is
// decided where it is filed.
func (f *filing) triageText(n *cases.Concern) []byte {
	return fmt.Appendf(nil, "---\nheadline: %s\nread_at: %s\ndecision: file_in_case\nreason: %s\naction: %s\nparents_told: unknown\nlinks: {concern: %s}\n---\n",
		quoted(f.where()), pointText(f.book.Now().In(f.book.Policy().Zone())),
		quoted("It belongs to another case; what is done about it is decided there"),
		quoted(f.where()), string(n.Entry.First.ID))
}

func (f *filing) closureText() []byte {
	there := quoted("asked, or not, where the concern is filed")
	by := ""
	if me, err := f.book.Me(); err == nil {
		by = me.Name
	}
	return fmt.Appendf(nil, `---
headline: %s
reason: The concern belongs to another case and is filed there
service_ended: %s
outcome: Nothing was done in the intake itself
child_view_not_sought: %s
parent_view_not_sought: %s
evidence_of_change: none
agencies_told: none
transfer_review: {needed: no, reason: The concern stays in the agency's records, by: %s}
---
`, quoted(f.where()), f.book.Policy().Today(f.book.Now()), there, there, quoted(by))
}

// where names the right case only where everybody who reads the intake reads that
// one too: that a child has a restricted case is no business of the others.
func (f *filing) where() string {
	for _, m := range f.from.Docket.Readers() {
		if !f.to.Docket.Reads(m) {
			return "Filed into another case"
		}
	}
	return "Filed into " + f.to.ID.String()
}

// prepareMade checks a text that the program made.
func prepareMade(ctx context.Context, app *App, b *casebook.Book, w casebook.Writing) (*casebook.Prepared, error) {
	w.File = w.Kind + ".md"
	p, findings, err := b.Prepare(ctx, w)
	if err != nil {
		return nil, err
	}
	if findings.Failed() {
		return nil, failed(app, findings)
	}
	return p, nil
}

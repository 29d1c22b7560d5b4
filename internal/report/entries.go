package report

import (
	"io"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// WriteEntries writes every entry of a case in full, each with its earlier texts and the managers'
// verdicts. It withholds only what is protected. It is for copies whose entries were redacted, and
// for copies that may hold everything else.
func WriteEntries(w io.Writer, f Format, p Page, kinds *record.Kinds) error {
	b := &builder{Page: &p, copied: true}
	b.doc.Title, b.doc.Scope = "Entries", "all entries in full, with their earlier texts"
	if b.Given {
		b.doc.Scope = "what this copy shows, in full, with earlier texts"
	}
	b.head()
	threads := p.Case.Threads()
	for _, t := range threads {
		b.entryInFull(t, kinds)
	}
	if len(threads) == 0 {
		b.para(b.none("No entry yet."))
	}
	return shown{
		what:     "entries in full",
		formats:  []Format{Markdown, HTML},
		document: func(bool) *document { return &b.doc },
		shield:   p.shield(),
	}.write(w, f)
}

func (b *builder) entryInFull(t *cases.Thread, kinds *record.Kinds) {
	b.headingOf(2, b.when(happened(t), true, true), orTitle(t.Item, kinds))
	b.textInFull(t.Item, kinds)
	if len(t.Endorsement.Given) > 0 {
		b.table(b.givenTable(t.Endorsement), "")
	}
	for i := len(t.History) - 1; i >= 0; i-- {
		b.headingOf(3, "Earlier text", orTitle(t.History[i], kinds))
		b.textInFull(t.History[i], kinds)
	}
}

// orTitle returns an entry's headline; without one, the title of its kind.
func orTitle(it *cases.Item, kinds *record.Kinds) string {
	if it.Headline != "" {
		return it.Headline
	}
	if k, ok := kinds.Kind(it.Kind); ok {
		return k.Title
	}
	return it.Kind
}

func (b *builder) textInFull(it *cases.Item, kinds *record.Kinds) {
	rows := []fact{{"Recorded", b.instant(it.Recorded) + " by " + b.by(it)},
		{"Entry", it.Ref().String()}}
	title := it.Kind
	if k, ok := kinds.Kind(it.Kind); ok {
		title = k.Title
		for _, s := range k.Shown(it.Entry) {
			rows = append(rows, fact{s[0], s[1]})
		}
	}
	b.facts(append([]fact{{"Kind", title}}, rows...)...)
	for _, s := range it.Sections {
		if s.Title != "" {
			b.headingOf(3, s.Title, "")
		}
		b.add(block{Prose: s.Text})
	}
}

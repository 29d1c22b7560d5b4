package cases

import (
	"cmp"
	"fmt"
	"slices"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// Facts ever. The facts that keep a case are read from every entry in every version, from texts
// that stand beside others or apart from them, and from quotations. A fact that a text told once
// goes on counting, whatever a later text says. It stops only by a correction as an error that a
// senior manager endorses. An erased text tells nothing any more.

// evidence is one thing that one text tells.
type evidence struct {
	fact  string      // a ground of policy's rules, or one of those below
	words string      // why it is so
	dates string      // the date of policy's rules that it gives: FromOrder, FromAllegation; or ""
	day   record.Date // that date, or the day from which a status was held; zero = unknown
	by    *Item       // our text that tells it, or quotes the one that does
	in    *record.Entry
	wrong *Item     // the correction as an error, which no senior manager has endorsed; or nil
	other record.ID // a case of the same child; or ""
}

// The facts that a text can tell besides the grounds of policy's rules.
const (
	toldAdult   = "the subject is an adult"
	toldDeath   = "the subject died"
	toldUnclear = "a text that can't be read"
	toldSame    = "a case of the same child: "
)

// quoted reports whether another text than ours tells it.
func (d evidence) quoted() bool { return d.in != d.by.Entry }

// same reports whether two texts tell one thing.
func (d evidence) same(o evidence) bool {
	return d.fact == o.fact && d.dates == o.dates && d.day == o.day
}

// everTold returns the facts that all texts of the case tell, without those that were never true.
func (c *Case) everTold() []evidence {
	var out []evidence
	for _, t := range c.threads {
		if len(t.History) == 0 {
			out = append(out, c.tells(t.text())...)
			continue
		}
		w := &correctionSearch{Case: c, thread: t, l: c.lineage(t.versions()),
			of: map[*Item][]evidence{}}
		for _, v := range t.versions() {
			w.of[v] = c.tells(v)
		}
		for _, v := range t.oldestFirst() {
			for _, d := range w.of[v] {
				correction, endorsed := w.correction(d)
				if endorsed {
					continue
				}
				d.wrong = correction
				out = append(out, d)
			}
		}
	}
	return out
}

// tells returns the facts that one text tells or quotes.
func (c *Case) tells(it *Item) []evidence {
	out := tellsIn(it.Entry)
	for e := it.Entry; ; {
		text, kind, quotes := e.Quoted()
		if !quotes {
			break
		}
		was, err := c.kinds().Decode(text)
		if err != nil || was.Kind != kind {
			out = append(out, tellsUnread(kind, c.Short(it.ID))...)
			break
		}
		for _, d := range tellsIn(was) {
			d.words += ", as " + c.Short(it.ID) + " quotes"
			out = append(out, d)
		}
		e = was
	}
	for i := range out {
		out[i].by, out[i].in = it, cmp.Or(out[i].in, it.Entry)
	}
	return out
}

// kinds returns the agency's, or the built-in ones where a fold was given none.
func (c *Case) kinds() *record.Kinds {
	if c.in.Kinds != nil {
		return c.in.Kinds
	}
	kinds, _ := record.Builtin() // the schemas are part of the program
	return kinds
}

// tellsIn returns the facts that the fields of one entry tell.
func tellsIn(e *record.Entry) []evidence {
	var out []evidence
	tell := func(fact, words string) *evidence {
		out = append(out, evidence{fact: fact, words: words, in: e})
		return &out[len(out)-1]
	}
	switch e.Kind {
	case record.KindProfile:
		return tellsOfSubject(e)
	case record.KindConcern:
		tell("concern", "the case holds a concern")
	case record.KindReferral:
		if e.Str("direction") == "out" {
			tell("referral_out", "the case holds a referral out")
		}
	case record.KindOrder:
		if e.Str("type") == "adoption" {
			d := tell("adopted", "an adoption order was made")
			d.dates, d.day = policy.FromOrder, e.Date("made_on")
		}
	case record.KindDeath:
		if e.Str("who") == "subject" {
			d := tell(toldDeath, toldDeath)
			d.dates, d.day = policy.FromDeath, e.Date("died_on")
		}
	}
	if hasCategory(e.Kind) {
		for _, category := range categoriesOf(e) {
			tell(policy.CategoryGround(category), "the category "+category+" was named")
		}
	}
	return out
}

// tellsOfSubject returns the evidence of a profile. A subject of unknown age may be an adult.
func tellsOfSubject(e *record.Entry) []evidence {
	var out []evidence
	if e.Str("subject_type") != "child" {
		out = append(out, evidence{fact: toldAdult, in: e})
	}
	for _, o := range otherCasesIn(e) {
		if o.Relation == record.SameChild {
			out = append(out, evidence{fact: toldSame + string(o.Case), other: o.Case, in: e})
		}
	}
	for _, m := range e.Maps("flags") {
		name := str(m, "flag")
		d := evidence{fact: name, words: "the flag " + name + " was held", day: dateOf(m, "from"),
			in: e}
		if name == allegation {
			d.dates = policy.FromAllegation
		}
		out = append(out, d)
		if category := policy.CategoryOfFlag(name); category != "" {
			d.fact = policy.CategoryGround(category)
			out = append(out, d)
		}
	}
	return out
}

// tellsUnread returns the evidence of a quoted text whose words can't be read, from its kind alone.
// There was a concern, if it is one. For a kind that could tell more, that is not known.
func tellsUnread(kind, in string) []evidence {
	var out []evidence
	if kind == record.KindConcern {
		out = append(out, evidence{fact: "concern", words: "the case quotes a concern, in " + in})
	}
	more := []string{record.KindProfile, record.KindReferral, record.KindOrder, record.KindDeath,
		record.KindNote}
	if hasCategory(kind) || slices.Contains(more, kind) {
		out = append(out, evidence{fact: toldUnclear,
			words: in + " quotes " + record.WithArticle(kind) + " that can't be read whole"})
	}
	return out
}

// correctionSearch is the look for corrections in the versions of one text.
type correctionSearch struct {
	*Case
	thread *Thread
	l      *lineage
	of     map[*Item][]evidence
}

// correction finds the amendment that calls a fact of a version an error: the amendment lacks the
// fact, and the text that it amends has it. endorsed says that a senior manager stands behind it,
// so the fact was never true.
func (w *correctionSearch) correction(d evidence) (by *Item, endorsed bool) {
	has := func(v *Item) bool { return slices.ContainsFunc(w.of[v], d.same) }
	for _, n := range w.thread.oldestFirst() {
		if n.Str("amend_reason") != "error" || has(n) || !w.l.leads(d.by, n) ||
			!slices.ContainsFunc(w.writtenUpon(n), has) {
			continue
		}
		by = n // of several the last is the one that can still be endorsed
		if w.seniorBehind(n, has) {
			return n, true
		}
	}
	return by, false
}

// writtenUpon returns the versions that the author of one had before them: the one that it amends,
// and those that it follows.
func (w *correctionSearch) writtenUpon(it *Item) []*Item {
	return slices.DeleteFunc(w.thread.versions(), func(v *Item) bool {
		return v != w.amendedBy(it) && !slices.Contains(it.Follows, v.ID)
	})
}

// seniorBehind reports whether a senior manager who wrote none of it stands behind a
// correction: endorsed that text, or a later one of the same line without what it took out,
// and has said nothing else of it since.
func (w *correctionSearch) seniorBehind(n *Item, has func(*Item) bool) bool {
	given := w.thread.Endorsement.Given
	return slices.ContainsFunc(given, func(g Given) bool {
		again := func(o Given) bool { return o.By == g.By && o.of == g.of && o.At.After(g.At) }
		return g.Level == record.LevelSenior && g.valid && w.standsBehind(w.thread, g, n) &&
			n.signer() != g.By && (g.of == n || w.l.leads(n, g.of)) && !has(g.of) &&
			!slices.ContainsFunc(given, again)
	})
}

// why returns the reason in words, with the person who calls it an error.
func (c *Case) why(d evidence) string {
	if d.wrong == nil {
		return d.words
	}
	return fmt.Sprintf("%s; corrected as an error by %s on %s; counts until a senior manager "+
		"endorses the correction %s", d.words, c.name(d.wrong.author()),
		c.day(d.wrong.Recorded), c.Short(d.wrong.ID))
}

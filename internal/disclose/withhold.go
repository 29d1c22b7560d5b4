package disclose

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
	"casefile/internal/seal"
)

// withheldMark replaces words that name an anonymous reporter. It is plain, so that it can be
// anywhere in front matter too.
const withheldMark = "withheld"

// ErrWithhold says that an anonymous reporter is named in a way that the program can't remove.
var ErrWithhold = errors.New("an anonymous reporter can't be withheld")

// Withheld holds entries, some of them copies without words that name an anonymous reporter.
type Withheld struct {
	Items   []cases.Item
	Changed []record.ID // the copies that differ
}

// Withhold removes from copies of entries the words that name anonymous reporters: in their own
// entries the reporters and every third-party mark; in all entries their names, and what sounds
// like a whole name. It changes only words of authors, and only texts with such words. It does not
// recognise other hints at a reporter, so people read a pack before it goes.
func Withhold(items []cases.Item, kinds *record.Kinds) (Withheld, error) {
	out := Withheld{}
	w := newWithholder(items, kinds)
	for _, it := range items {
		e := w.struck(&it)
		text, err := record.Strike(it.Text, record.Editor{Value: e.value, Body: e.body}, e.names)
		if err != nil {
			return out, fmt.Errorf("%w: %s: %w", ErrWithhold, it.Ref(), err)
		}
		if !bytes.Equal(text, it.Text) {
			if it, err = again(it, text, kinds); err != nil {
				return out, err
			}
			out.Changed = append(out.Changed, it.ID)
		}
		if err := w.keptOut(&it); err != nil {
			return out, err
		}
		out.Items = append(out.Items, it)
	}
	return out, nil
}

// withholder knows the anonymous reporters.
type withholder struct {
	kinds  *record.Kinds
	groups map[record.ID]record.ID // each entry to its first version
	hidden map[record.ID][]string  // by first version: the anonymous reporters
	named  *match.Finder[string]   // finds their names in all entries
	sounds *match.Loose[string]
}

// newWithholder reads the reporters of the entries that are anonymous, in any version.
func newWithholder(items []cases.Item, kinds *record.Kinds) *withholder {
	w := &withholder{kinds: kinds, groups: groupsOf(items), hidden: map[record.ID][]string{},
		named: match.NewFinder[string](), sounds: match.NewLoose[string]()}
	for _, it := range items {
		if it.Str("anonymous") == "yes" {
			w.hidden[w.groups[it.ID]] = []string{}
		}
	}
	var entries []*record.Entry
	for _, it := range items {
		entries = append(entries, it.Entry)
	}
	known := cases.NamesIn(entries)
	for _, it := range items {
		if !w.anonymous(&it) {
			continue
		}
		first := w.groups[it.ID]
		for _, who := range told(&it) {
			w.hidden[first] = append(w.hidden[first], who)
			w.seek(who, known)
		}
	}
	return w
}

func (w *withholder) anonymous(it *cases.Item) bool { return w.hidden[w.groups[it.ID]] != nil }

// seek adds a name that must be hidden in all entries.
func (w *withholder) seek(who string, known []string) {
	if !cases.HiddenEverywhere(who, known) {
		return
	}
	w.named.Seek(who, cases.ReporterForms(who, known))
	if match.NamesSomebody(who) && len(match.Folded(who)) > 1 {
		w.sounds.Seek(who, who)
	}
}

// told returns the words that name an entry's reporters.
func told(it *cases.Item) []string {
	return slices.DeleteFunc(cases.ToldBy(it.Entry), func(s string) bool {
		return s == withheldMark
	})
}

// struck is one entry while names are removed.
type struck struct {
	w    *withholder
	it   *cases.Item
	kind *record.Kind          // nil for an unknown kind
	own  *match.Finder[string] // finds this entry's reporters; nil if they may be named
}

func (w *withholder) struck(it *cases.Item) struck {
	e := struck{w: w, it: it}
	if kind, ok := w.kinds.Kind(it.Kind); ok {
		e.kind = kind
	}
	if !w.anonymous(it) {
		return e
	}
	e.own = match.NewFinder[string]()
	for _, who := range w.hidden[w.groups[it.ID]] {
		e.own.Seek(who, match.Exactly(who))
	}
	return e
}

// value removes names from a value of front matter. A reporter's value is replaced as a whole.
func (e struck) value(path []string, value string, _ int) string {
	tells := slices.Contains([]string{"who", "name", "contact", "for"}, path[len(path)-1]) &&
		slices.Contains(reporterFields(), path[0])
	switch {
	case e.kind != nil && e.kind.TypeAt(path, value) != record.TypeText:
		return value
	case e.own != nil && tells && value != record.Unknown:
		return withheldMark
	}
	return e.text(value)
}

func (e struck) body(body string, _ int) string { return e.text(body) }

// names reports whether a comment contains a name.
func (e struck) names(words string) bool { return e.text(words) != words }

// text removes names. If escaped characters hide a name, it returns the text as people read it,
// without the name.
func (e struck) text(s string) string {
	out := e.taken(s)
	if read := plain(out); read != out && e.taken(read) != read {
		return e.taken(read)
	}
	return out
}

func (e struck) taken(s string) string {
	if e.own != nil {
		s = withoutSpans(replaced(s, e.own.Find(s)))
	}
	hits := append(e.w.named.Find(s), wholeNames(s, e.w.sounds.Find(s))...)
	slices.SortFunc(hits, func(a, b match.Hit[string]) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(b.To, a.To))
	})
	return replaced(s, hits)
}

// wholeNames keeps the places with more than one word: a single word that sounds alike can be
// anybody's.
func wholeNames(s string, hits []match.Hit[string]) []match.Hit[string] {
	return slices.DeleteFunc(hits, func(h match.Hit[string]) bool {
		return len(match.Words(s[h.From:h.To])) < 2
	})
}

// withoutSpans replaces all marked words by withheldMark, and keeps the marks.
func withoutSpans(s string) string {
	if !strings.Contains(s, mark) {
		return s
	}
	d := newDraft(s)
	d.spans(func(string) bool { return false })
	return strings.ReplaceAll(d.text, string(cut), "["+withheldMark+"]"+mark)
}

// replaced replaces each place by withheldMark, and overlapping places by one.
func replaced(s string, hits []match.Hit[string]) string {
	var b strings.Builder
	at := 0
	for _, h := range hits {
		if h.From >= at {
			b.WriteString(s[at:h.From] + withheldMark)
		}
		at = max(at, h.To)
	}
	b.WriteString(s[at:])
	return b.String()
}

// again decodes a changed text as an entry, with a new nonce and SHA-256. With those of the
// recorded entry, somebody could try names until the SHA-256 matches.
func again(it cases.Item, text []byte, kinds *record.Kinds) (cases.Item, error) {
	nonce := func(s string) []byte { return []byte("\nnonce: " + s + "\n") }
	padded, err := seal.Pad(bytes.Replace(text, nonce(it.Nonce), nonce(record.NewNonce()), 1))
	if err != nil {
		return it, fmt.Errorf("%w: %s: %w", ErrWithhold, it.Ref(), err)
	}
	e, err := kinds.Decode(padded)
	if err != nil {
		return it, fmt.Errorf("%w: %s can't be read without the name: %w", ErrWithhold, it.Ref(),
			err)
	}
	it.Entry, it.SHA256 = e, seal.Commitment(padded)
	return it, nil
}

// keptOut checks a copy: it reads the copy again, and searches names in all its texts.
func (w *withholder) keptOut(it *cases.Item) error {
	e := w.struck(it)
	left := ""
	note := func(where, s string) {
		if read, ok := readable(s); !ok || e.taken(read) != read {
			left = where
		}
	}
	value := func(path []string, v string, _ int) string {
		if e.value(path, v, 0) != v {
			left = fieldName(path)
		} else if e.kind == nil || e.kind.TypeAt(path, v) == record.TypeText {
			note(fieldName(path), v)
		}
		return v
	}
	body := func(s string, _ int) string { note("its text", s); return s }
	_, err := record.Rewrite(it.Text, record.Editor{Value: value, Body: body})
	if err == nil && left != "" {
		err = fmt.Errorf("who reported is named there in a way that can't be taken out: amend %s",
			left)
	}
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrWithhold, it.Ref(), err)
	}
	return nil
}

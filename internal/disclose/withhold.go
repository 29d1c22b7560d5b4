package disclose

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
	"casefile/internal/seal"
)

// withheldMark stands in the place of words that name an anonymous reporter. It
// is plain, so that it can stand anywhere in front matter too.
const withheldMark = "withheld"

// ErrWithhold says that an anonymous reporter is named in a way that the program
// can't take out.
var ErrWithhold = errors.New("an anonymous reporter can't be withheld")

// Withheld are entries of which some may be copies without words that name an
// anonymous reporter.
type Withheld struct {
	Items   []cases.Item
	Changed []record.ID // of the copies that differ
}

// Withhold takes out of copies of entries what names somebody who reported
// anonymously: in their own entries who told it, and every third-party span;
// in all entries their names, wherever they stand. It knows a name by its
// spelling alone, so people read a pack before it goes.
func Withhold(items []cases.Item, kinds *record.Kinds) (Withheld, error) {
	out := Withheld{}
	names := reporters(items)
	_, known := people(items)
	finder := finderOfNames(names, known)
	for _, it := range items {
		text := it.Text
		if anonymous(it) {
			for _, who := range told(it) {
				text = match.ReplaceSpelled(text, who, withheldMark)
			}
			text = thirdParty.ReplaceAll(text, []byte("["+withheldMark+"]{.third-party}"))
		}
		for _, name := range names {
			text = match.ReplaceSpelled(text, name, withheldMark)
		}
		text = strike(text, finder)
		if !bytes.Equal(text, it.Text) {
			copied, err := again(it, text, kinds)
			if err != nil {
				return out, err
			}
			it, out.Changed = copied, append(out.Changed, it.ID)
		}
		if err := keptOut(it, names); err != nil {
			return out, err
		}
		out.Items = append(out.Items, it)
	}
	return out, nil
}

// finderOfNames finds names as a copy for a subject access request does: with
// accents, with what cannot be seen, and within addresses. ReplaceSpelled stays
// beside it: it strikes ordinary words without a capital, and names that are no
// words alone, such as E. H. (aunt), marks and all.
func finderOfNames(names, known []string) *match.Finder[string] {
	out := match.NewFinder[string]()
	for _, name := range names {
		out.Seek(name, append(match.Exactly(name), match.Forms(name, known)...))
	}
	return out
}

// strike puts the mark in the place of names that are written in other ways.
func strike(text []byte, finder *match.Finder[string]) []byte {
	var out bytes.Buffer
	at := 0
	for _, h := range finder.Find(string(text)) {
		out.Write(text[at:h.From])
		out.WriteString(withheldMark)
		at = h.To
	}
	out.Write(text[at:])
	return out.Bytes()
}

// again reads a changed text as an entry, with a nonce and a SHA-256 of its own.
// Those of the entry that was recorded stay behind: with both, somebody could
// try out names until the SHA-256 fits.
func again(it cases.Item, text []byte, kinds *record.Kinds) (cases.Item, error) {
	nonce := func(s string) []byte { return []byte("\nnonce: " + s + "\n") }
	padded, err := seal.Pad(bytes.Replace(text, nonce(it.Nonce), nonce(record.NewNonce()), 1))
	if err != nil {
		return it, fmt.Errorf("%w: %s: %w", ErrWithhold, it.Ref(), err)
	}
	e, err := kinds.Decode(padded)
	if err != nil {
		return it, fmt.Errorf("%w: %s can't be read without the name: %w", ErrWithhold, it.Ref(), err)
	}
	it.Entry, it.SHA256 = e, seal.Commitment(padded)
	return it, nil
}

// keptOut tests the copy itself: a name that was written with escapes is still
// there once it is read.
func keptOut(it cases.Item, names []string) error {
	said := strings.Join(append(told(it), it.Headline, it.Action), "\n")
	for _, name := range names {
		if match.Spelled(said, name) {
			return fmt.Errorf("%w: %s names who reported in a way that can't be taken out; amend it",
				ErrWithhold, it.Ref())
		}
	}
	for _, who := range told(it) {
		if anonymous(it) && who != withheldMark {
			return fmt.Errorf("%w: %s says who told it in a way that can't be taken out; amend it",
				ErrWithhold, it.Ref())
		}
	}
	return nil
}

func anonymous(it cases.Item) bool { return it.Str("anonymous") == "yes" }

// told are the words that say who told something.
func told(it cases.Item) []string {
	var out []string
	for _, s := range it.Sources {
		out = append(out, s.Who)
	}
	for _, key := range []string{"name", "contact"} {
		if s, ok := it.Map("referrer")[key].(string); ok {
			out = append(out, s)
		}
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" || s == record.Unknown })
}

// reporters are the names of those who reported anonymously, in every form that
// match knows. What is no name, such as neighbour, stays in other entries, and
// so does somebody whom a profile names: they are known to the case anyway.
func reporters(items []cases.Item) []string {
	known, _ := people(items)
	var out []string
	for _, it := range items {
		if !anonymous(it) {
			continue
		}
		for _, who := range told(it) {
			named := match.NamesSomebody(who) || strings.ContainsFunc(who, unicode.IsDigit)
			if !named || known[strings.ToLower(who)] {
				continue
			}
			out = append(out, who)
		}
	}
	slices.SortFunc(out, func(a, b string) int { // the longest first
		return cmp.Or(len(b)-len(a), strings.Compare(a, b))
	})
	return slices.Compact(out)
}

// people are those whom profiles name: whole names, and the words of them.
func people(items []cases.Item) (whole map[string]bool, words []string) {
	whole = map[string]bool{}
	for _, it := range items {
		if it.Kind != record.KindProfile {
			continue
		}
		names := []string{it.Str("name"), it.Str("known_as")}
		for _, m := range it.Maps("people") {
			names = append(names, nameIn(m))
		}
		for _, name := range names {
			whole[strings.ToLower(name)] = true
			words = append(words, match.Folded(name)...)
		}
	}
	return whole, words
}

var thirdParty = regexp.MustCompile(`\[[^\[\]\n]*\]\{\.third-party\}`)

package disclose

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/pattern"
	"casefile/internal/record"
)

// marked adds the people named in marks.
func (r *redactor) marked(it *cases.Item) {
	for _, text := range r.textsOf(it) {
		for _, words := range phrases(text.s) {
			if r.byName[match.Key(words)] == nil {
				if forms := match.PhraseForms(words, r.subject); len(forms) > 0 {
					p := r.person(words, whyUnmarked)
					r.seek(p, forms)
				}
			}
		}
	}
}

// said is one text of an entry, as people read it.
type said struct {
	s    string
	path []string // nil = the body
}

// textsOf returns all texts of an entry: its text values, and the body.
func (r *redactor) textsOf(it *cases.Item) []said {
	if out, ok := r.texts[it.ID]; ok {
		return out
	}
	kind, known := r.kinds.Kind(it.Kind)
	var out []said
	collect := func(path []string, v string, _ int) string {
		if !known || kind.TypeAt(path, v) == record.TypeText {
			out = append(out, said{plain(v), slices.Clone(path)})
		}
		return v
	}
	body := func(s string, _ int) string { out = append(out, said{s: plain(s)}); return s }
	if _, err := record.Rewrite(it.Text, record.Editor{Value: collect, Body: body}); err != nil {
		return nil // entry reports it
	}
	r.texts[it.ID] = out
	return out
}

// stranger is a phrase that may name a person who is in no profile and no mark.
type stranger struct {
	phrase  string
	why     string
	titled  bool // it begins with a title
	begins  bool // it begins a sentence with a word that may be any word
	words   int
	another bool // its initial differs from those of the known people with this surname
}

// names returns the number of names in a phrase, without titles. Names with an unknown initial
// count 0, so that they come last: their people may be known by then.
func (one stranger) names() int {
	n := len(match.Words(one.phrase))
	if one.another {
		return 0
	}
	if one.titled {
		n--
	}
	return n
}

// strangers adds people who are in no profile and no mark: in fields for people, after a title, and
// wherever a text has what looks like a name. Longer names come first, so that Tom Teasdale, beside
// Mr Teasdale, is not asked about as Tom.
func (r *redactor) strangers(items []cases.Item) {
	var all []stranger
	for i := range items {
		for _, phrase := range r.inFields(&items[i]) {
			all = append(all, stranger{phrase: phrase, why: whyUnmarked})
		}
		for _, text := range r.textsOf(&items[i]) {
			all = append(all, r.strangersIn(text.s)...)
			r.reaches(text.s)
			r.streets(text.s)
		}
	}
	for i := range all {
		all[i].words = all[i].names()
	}
	slices.SortStableFunc(all, func(a, b stranger) int { return cmp.Compare(b.words, a.words) })
	small := sync.OnceValue(func() map[string]bool { return r.smallWords(items) })
	seen := map[string]bool{}
	for _, one := range all {
		if !seen[one.phrase] {
			seen[one.phrase] = true
			r.stranger(one, small)
		}
	}
}

// strangersIn returns the phrases of a text that name somebody, or look so, and are not completely
// known.
func (r *redactor) strangersIn(s string) []stranger {
	var out []stranger
	for _, phrase := range match.Titled(s) {
		out = append(out, stranger{phrase: phrase, why: whyUnmarked, titled: true})
	}
	people := match.People(s)
	if len(people) == 0 && !initialForm().MatchString(s) {
		return out
	}
	hits := r.finder.Find(s)
	for _, h := range hits {
		if name := s[h.From:h.To]; otherInitial(name, h.Who) {
			out = append(out, stranger{phrase: name, why: whyUnmarked, another: true})
		}
	}
	for _, n := range people {
		within := func(h match.Hit[*person]) bool { return h.From <= n.From && n.To <= h.To }
		if !slices.ContainsFunc(hits, within) {
			name := ownersName(emphasis.Replace(s[n.From:n.To]))
			out = append(out, stranger{phrase: name, why: whyNobody, begins: n.Begins})
		}
	}
	return out
}

// initialForm matches an initial before a name.
var initialForm = pattern.Of(`(?:^|[^\pL])\p{Lu}[ .]`)

// otherInitial reports whether an initial before a name belongs to none of the people with that
// name: K. Quill is not Dana Quill.
func otherInitial(name string, who []*person) bool {
	words := match.Words(name)
	if len(words) != 2 || !words[0].Capital || len([]rune(words[0].Text)) != 1 {
		return false
	}
	begins := func(w string) bool { return strings.HasPrefix(w, words[0].Text) }
	return !slices.ContainsFunc(who, func(p *person) bool {
		own := func(name string) bool { return slices.ContainsFunc(match.Folded(name), begins) }
		return p.ruling == bound || p.word || slices.ContainsFunc(p.names, own)
	})
}

// emphasis removes marks that may be inside a name. It is never written to.
var emphasis = strings.NewReplacer("*", "", "`", "", "~", "", "_", " ", "\n", " ")

// smallWords returns the words that the record also has without a capital. They name nobody.
func (r *redactor) smallWords(items []cases.Item) map[string]bool {
	out := map[string]bool{}
	for i := range items {
		for _, text := range r.textsOf(&items[i]) {
			for _, w := range match.Words(text.s) {
				if !w.Capital {
					out[w.Text] = true
				}
			}
		}
	}
	return out
}

// ownersName returns Kevin Marsh for Kevin Marsh's.
func ownersName(s string) string {
	for _, ending := range []string{"'s", "’s", "'", "’"} {
		s = strings.TrimSuffix(s, ending)
	}
	return s
}

// inFields returns the phrases in fields that name people.
func (r *redactor) inFields(it *cases.Item) []string {
	var out []string
	for _, m := range namedIn(it) {
		if textIn(m, "agency") == "" {
			out = append(out, nameIn(m))
		}
	}
	for _, field := range []string{"witnesses", "with", "who", "attended", "apologies",
		"those_at_risk", "told", "delivered_by"} {
		out = append(out, it.Strs(field)...)
	}
	if it.Kind == record.KindDeath {
		out = append(out, it.Str("name"))
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" || s == record.Unknown })
}

// stranger adds the name in a phrase, unless all of it is known. A word that the record also has
// without a capital is no name if it is alone or begins a sentence.
func (r *redactor) stranger(one stranger, small func() map[string]bool) {
	if one.another {
		for _, h := range r.finder.Find(one.phrase) {
			if otherInitial(one.phrase, h.Who) {
				r.person(one.phrase, one.why)
			}
		}
		return
	}
	words := match.Words(one.phrase)
	ordinary := func(w match.Word) bool { return !match.GivenName(w.Text) && small()[w.Stem()] }
	if one.why == whyNobody && len(words) > 0 && ordinary(words[0]) {
		switch {
		case len(words) == 1:
			return
		case one.begins:
			one.phrase = one.phrase[words[1].From:]
		}
	}
	whole, any := r.knownIn(one.phrase)
	if match.NameWithout(one.phrase, any) == "" {
		return
	}
	name := match.NameWithout(one.phrase, whole)
	if one.why == whyNobody && len(strings.Fields(name)) == len(strings.Fields(one.phrase)) {
		name = one.phrase // keeps its hyphens
	}
	if forms := match.Forms(name, r.subject); len(forms) == 0 {
		return
	}
	p := r.person(name, one.why)
	if agency := r.inAgency(name); agency != "" {
		r.professional(p, agency, "")
	}
}

// inAgency returns the agency whose name contains a name: Westmoor is part of Westmoor Family
// Centre, and means the place. It returns "" for none.
func (r *redactor) inAgency(name string) string {
	for _, key := range slices.Sorted(maps.Keys(r.noPerson)) {
		other := func(w string) bool { return !slices.Contains(strings.Fields(key), w) }
		if !slices.ContainsFunc(match.Folded(name), other) {
			return r.noPerson[key]
		}
	}
	return ""
}

// knownIn returns two functions. whole reports whether a word is part of a completely known name,
// any whether it is part of any known name. In "Kevin Quill", perhaps only Quill is.
func (r *redactor) knownIn(phrase string) (whole, any func(match.Word) bool) {
	hits := r.finder.Find(phrase)
	words := match.Words(phrase)
	within := func(w match.Word, h match.Hit[*person]) bool {
		return h.From <= w.From && w.To <= h.To
	}
	any = func(w match.Word) bool {
		return slices.ContainsFunc(hits, func(h match.Hit[*person]) bool { return within(w, h) })
	}
	whole = func(w match.Word) bool {
		return slices.ContainsFunc(hits, func(h match.Hit[*person]) bool {
			n := 0
			for _, o := range words {
				if within(o, h) {
					n++
				}
			}
			return within(w, h) && n > 1
		})
	}
	return whole, any
}

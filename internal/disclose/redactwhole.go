package disclose

import (
	"cmp"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// redactor holds the facts from all entries while each is redacted.
type redactor struct {
	kinds  *record.Kinds
	d      Decisions
	groups map[record.ID]record.ID // each entry to its first version
	newest map[record.ID]int       // by first version: the place of the last
	whole  map[record.ID]Decision  // by first version: a decision about the whole entry
	gone   map[record.ID]LogItem   // why whole entries are left out
	secret map[record.ID]bool      // by first version: a version was given in confidence
	// by first version: the reporter asked not to be named
	unnamed map[record.ID]bool
	// the subject's address is protected, and the requester is not the subject
	hidden   bool
	guarded  map[string]bool // by name: people whose own address a profile protects
	ids      caseIDs
	texts    map[record.ID][]said
	subject  []string // the subject's names, in folded words
	people   []*person
	byName   map[string]*person // people about whom decisions are possible, by folded name
	noPerson map[string]string  // words that name no person, by the folded words
	finder   *match.Finder[*person]
	bounds   *match.Finder[*person] // finds only bound people and words
	log      map[LogItem]int
	order    []LogItem
	questions
}

func newRedactor(items []cases.Item, kinds *record.Kinds, d Decisions) *redactor {
	items = slices.DeleteFunc(slices.Clone(items), func(it cases.Item) bool {
		return it.Entry == nil || it.Fault != ""
	})
	r := &redactor{kinds: kinds, d: d, groups: groupsOf(items),
		newest: map[record.ID]int{},
		whole:  map[record.ID]Decision{}, gone: map[record.ID]LogItem{},
		secret: map[record.ID]bool{}, unnamed: map[record.ID]bool{}, guarded: map[string]bool{},
		texts: map[record.ID][]said{}, byName: map[string]*person{}, noPerson: map[string]string{},
		finder: match.NewFinder[*person](), bounds: match.NewFinder[*person](),
		log:       map[LogItem]int{},
		questions: questions{of: map[questionKey]*Question{}, seen: map[seenPlace]bool{}}}
	r.wholes(items)
	r.ids = idsOf(items, d, r.gone)
	r.everybody(items)
	return r
}

// wholes works out which entries are left out as a whole, and what one version says for all.
func (r *redactor) wholes(items []cases.Item) {
	for _, one := range r.d.Items {
		if one.Entry != "" {
			r.whole[r.group(one.Entry)] = one
		}
	}
	for _, it := range items {
		first := r.group(it.ID)
		r.newest[first] = max(r.newest[first], it.Seq)
		r.secret[first] = r.secret[first] || it.Confidentiality != ""
		r.hidden = r.hidden || r.addressProtected(&it) && !r.d.Own
		r.guard(&it)
		r.unnamed[first] = r.unnamed[first] || it.Str("anonymous") == "yes"
	}
	for i := range items {
		r.gone[items[i].ID] = r.wholly(&items[i])
	}
	r.belonging(items)
	for i := range items {
		if it := &items[i]; it.Kind == record.KindEndorsement && r.gone[it.ID].Exemption == "" {
			r.gone[items[i].ID] = r.saidOf(&items[i])
		}
	}
}

func (r *redactor) group(id record.ID) record.ID { return cmp.Or(r.groups[id], id) }

// groupsOf maps each entry to the first of its versions.
func groupsOf(items []cases.Item) map[record.ID]record.ID {
	before := map[record.ID]record.ID{}
	for _, it := range items {
		if to, ok := it.Link("amends"); ok && to.Case == it.Case {
			before[it.ID] = to.Entry
		}
	}
	out := map[record.ID]record.ID{}
	for _, it := range items {
		first := it.ID
		for range len(before) { // at most once for each amendment, so that a cycle of links ends
			to, ok := before[first]
			if !ok {
				break
			}
			if first = to; out[first] != "" {
				first = out[first]
				break
			}
		}
		out[it.ID] = first
	}
	return out
}

// saidOf returns why an endorsement is left out: its entry is.
func (r *redactor) saidOf(it *cases.Item) (why LogItem) {
	_, target, crossing := strings.Cut(it.Str("target"), "/")
	if !crossing {
		target = it.Str("target")
	}
	why = r.gone[record.ID(target)]
	if why.Exemption != "" && why.What != handlingWhat {
		why.What = "what a manager said of a withheld entry"
	}
	return why
}

// keptEntry reports whether a decision keeps an entry unchanged, in all its versions.
func (r *redactor) keptEntry(it *cases.Item) bool {
	first := r.group(it.ID)
	one, decided := r.whole[first]
	return decided && one.Do == DoKeep && one.covers(r.newest[first])
}

// wholly returns why a whole entry is left out; empty if it is not.
func (r *redactor) wholly(it *cases.Item) (why LogItem) {
	one, decided := r.whole[r.group(it.ID)]
	switch {
	case r.handling(it):
		return LogItem{What: handlingWhat, Exemption: ThirdParty}
	case decided && one.Do == DoWithhold:
		return LogItem{What: "the whole entry", Exemption: one.Exemption}
	case r.secret[r.group(it.ID)] && !r.keptEntry(it):
		return LogItem{What: "the whole entry: given in confidence", Exemption: ExpressedWish}
	}
	return why
}

// aboutThis reports whether an entry is the request, or is linked to it.
func (r *redactor) aboutThis(it *cases.Item) bool {
	request, linked := it.Link("request")
	named := func(id record.ID) bool { return slices.Contains(r.d.Request, id) }
	return named(it.ID) || linked && named(request.Entry)
}

// entryIndex returns an entry's place in the record, which says whether a keep holds for it. A keep
// holds for all entries about its own request: a later clarification says nothing new about the
// requester.
func (r *redactor) entryIndex(it *cases.Item) int {
	if r.aboutThis(it) {
		return 0
	}
	return it.Seq
}

// handlingWhat is the log's word for an entry about requests.
const handlingWhat = "an entry about the handling of requests"

// handling reports whether an entry is about what copies leave out, or about another request. It
// names what a copy must not.
func (r *redactor) handling(it *cases.Item) bool {
	if len(r.d.Request) == 0 {
		return false
	}
	switch it.Kind {
	case record.KindAccessDisclosure:
		return true
	case record.KindAccessRequest, record.KindAccessClarification, record.KindAccessExtension:
		return !r.aboutThis(it)
	case record.KindDecision:
		return it.Fields["disclosure"] != nil
	}
	return false
}

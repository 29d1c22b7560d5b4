package disclose

import (
	"cmp"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// redactor holds what is known of all entries while each is redacted.
type redactor struct {
	kinds   *record.Kinds
	d       Decisions
	groups  map[record.ID]record.ID // entry to the first of its versions
	whole   map[record.ID]Decision  // by the first of the versions: withheld or kept as a whole
	gone    map[record.ID]LogItem   // why entries go as a whole
	secret  map[record.ID]bool      // by the first of the versions: one was given in confidence
	unnamed map[record.ID]bool      // by the first of the versions: who told it asked not to be named
	hidden  bool                    // the subject's address is kept from somebody
	guarded map[string]bool         // by name: people whose own address a profile protects
	own     map[record.ID]bool      // IDs that are this case's
	subject []string                // the subject's names, in folded words
	people  []*person
	byName  map[string]*person // those whose names decisions name, by folded name
	finder  *match.Finder[*person]
	log     map[LogItem]int
	order   []LogItem
	questions
}

func newRedactor(items []cases.Item, kinds *record.Kinds, d Decisions) *redactor {
	items = slices.DeleteFunc(slices.Clone(items), func(it cases.Item) bool {
		return it.Entry == nil || it.Fault != ""
	})
	r := &redactor{kinds: kinds, d: d, groups: groupsOf(items), own: ownIDs(items),
		whole: map[record.ID]Decision{}, gone: map[record.ID]LogItem{},
		secret: map[record.ID]bool{}, unnamed: map[record.ID]bool{},
		guarded: map[string]bool{}, byName: map[string]*person{}, log: map[LogItem]int{},
		questions: questions{of: map[asked]*Open{}, seen: map[seenPlace]bool{}}}
	for _, one := range d.Items {
		if one.Entry != "" {
			r.whole[r.group(one.Entry)] = one
		}
	}
	for _, it := range items {
		first := r.group(it.ID)
		r.secret[first] = r.secret[first] || it.Confidentiality != ""
		r.hidden = r.hidden || r.addressProtected(&it)
		r.guard(&it)
		r.unnamed[first] = r.unnamed[first] || it.Str("anonymous") == "yes"
	}
	for i := range items {
		r.gone[items[i].ID] = r.wholly(&items[i])
	}
	r.everybody(items)
	r.finder = finderOf(r.people)
	return r
}

func (r *redactor) group(id record.ID) record.ID { return cmp.Or(r.groups[id], id) }

// groupsOf joins the versions of each entry.
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
		for range len(before) { // as often as there are amendments, so that a loop ends
			to, ok := before[first]
			if !ok {
				break
			}
			first = to
		}
		out[it.ID] = first
	}
	return out
}

// ownIDs are IDs that may be shown: of the case, its entries and their files.
func ownIDs(items []cases.Item) map[record.ID]bool {
	out := map[record.ID]bool{}
	for _, it := range items {
		out[it.ID], out[it.Case] = true, true
		if it.Kind == record.KindAttachment {
			out[record.ID(it.Str("file"))] = true
		}
	}
	return out
}

// withheld says under which exemption an entry is left out as a whole, none
// where it is not. What a manager said goes with the entry that it was said of.
func (r *redactor) withheld(it *cases.Item) (why LogItem) {
	if it.Kind != record.KindEndorsement {
		return r.gone[it.ID]
	}
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

// wholly works out why an entry goes as a whole.
func (r *redactor) wholly(it *cases.Item) (why LogItem) {
	one, decided := r.whole[r.group(it.ID)]
	switch {
	case r.handling(it):
		return LogItem{What: handlingWhat, Exemption: ThirdParty}
	case decided && one.Do == DoWithhold:
		return LogItem{What: "the whole entry", Exemption: one.Exemption}
	case r.secret[r.group(it.ID)] && !(decided && one.Do == DoKeep):
		return LogItem{What: "the whole entry: given in confidence", Exemption: ExpressedWish}
	}
	return why
}

// handlingWhat is how the log calls an entry about requests.
const handlingWhat = "an entry about the handling of requests"

// handling reports whether an entry is about what copies leave out, or about
// somebody else's request: it names what a copy must not.
func (r *redactor) handling(it *cases.Item) bool {
	if len(r.d.Request) == 0 {
		return false
	}
	request, linked := it.Link("request")
	ours := slices.Contains(r.d.Request, it.ID) || linked && slices.Contains(r.d.Request, request.Entry)
	switch it.Kind {
	case record.KindAccessDisclosure:
		return true
	case record.KindAccessRequest, record.KindAccessClarification, record.KindAccessExtension:
		return !ours
	case record.KindDecision:
		return it.Fields["disclosure"] != nil
	}
	return false
}

package disclose

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// Exemptions that the rules themselves apply; decisions may name others of the
// policy's.
const (
	ThirdParty    = "third_party"
	SeriousHarm   = "serious_harm"
	ExpressedWish = "expressed_wish"
	ChildAbuse    = "child_abuse_not_in_best_interests"
)

// What a decision can do with a name, or with an entry.
const (
	Keep     = "keep"
	Remove   = "remove"
	Withhold = "withhold"
)

// Decision is what was decided about one name, one entry or one exemption.
type Decision struct {
	Name              string    // as the record has it; or
	Entry             record.ID // an entry, in whichever version; neither: what the marks and the rules leave out
	Do                string
	Exemption, Reason string
}

// Decisions are what a redaction goes by.
type Decisions struct {
	Request          []record.ID // the request in all its versions; none where the copy answers no request
	Staff            []string    // names of the agency's own people, who are kept as professionals
	EachProfessional bool        // policy wants a decision about professionals too
	Today            record.Date // by which a protection of an address is in force
	Items            []Decision  // a later one stands for an earlier one of the same name or entry
}

// LogItem is something left out, for the redaction log. It says where, and
// never what.
type LogItem struct {
	Entry     record.Ref
	What      string // marked words, a name, the whole entry
	Exemption string
	Count     int
}

// Log is all that was left out, in the order of the entries.
type Log []LogItem

// Exemptions are those used, sorted.
func (l Log) Exemptions() []string {
	var out []string
	for _, i := range l {
		out = append(out, i.Exemption)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Open is a place that nobody has decided about.
type Open struct {
	Entry record.Ref
	Kind  string
	Line  int    // in the entry's text, from 1
	Name  string // as the person is known; "" where it is about the entry
	Why   string
}

// ErrUndecided says that a copy could name somebody about whom nobody has
// decided. Nothing of the copy is given.
var ErrUndecided = errors.New("nobody has decided about some of the people named")

// Undecided lists the open places. Log is what would be left out besides.
type Undecided struct {
	Open []Open
	Log  Log
}

func (u *Undecided) Error() string { return fmt.Sprintf("%v: %d places", ErrUndecided, len(u.Open)) }

// Unwrap lets errors.Is find ErrUndecided.
func (u *Undecided) Unwrap() error { return ErrUndecided }

// Redact gives copies of entries without what must be left out: decoded again
// from texts in which it no longer stands, so that whatever is drawn from them
// cannot show it. Entries withheld as a whole are missing, and so are refused
// ones. Copies keep the SHA-256 of their originals, for endorsements to be
// found by: it must not be handed out.
//
// It fails closed (Undecided): where the name of a person in the profile, or one
// marked anywhere, stands unmarked somewhere and is undecided, there are no copies.
func Redact(items []cases.Item, kinds *record.Kinds, d Decisions) ([]cases.Item, Log, error) {
	r := newRedactor(items, kinds, d)
	var out []cases.Item
	for i := range items {
		it := &items[i]
		if it.Entry == nil || it.Fault != "" {
			continue
		}
		if why := r.withheld(it); why.Exemption != "" {
			r.note(it, why.What, why.Exemption, 1)
			continue
		}
		if copied, ok := r.entry(it); ok {
			out = append(out, copied)
		}
	}
	log := r.sortedLog()
	if len(r.open) > 0 {
		return nil, log, &Undecided{Open: r.open, Log: log}
	}
	return out, log, nil
}

// redactor holds what is known of all entries while each is redacted.
type redactor struct {
	kinds   *record.Kinds
	d       Decisions
	groups  map[record.ID]record.ID // entry to the first of its versions
	whole   map[record.ID]Decision  // by the first of the versions: withheld or kept as a whole
	own     map[record.ID]bool      // IDs that are this case's
	subject []string                // the subject's names, in folded words
	people  []*person
	byName  map[string]*person // those whose names decisions name, by folded name
	single  map[string]bool    // words that are by themselves a form of somebody
	byWord  map[string][]candidate
	log     map[LogItem]int
	order   []LogItem
	open    []Open
}

func newRedactor(items []cases.Item, kinds *record.Kinds, d Decisions) *redactor {
	items = slices.DeleteFunc(slices.Clone(items), func(it cases.Item) bool { return it.Entry == nil || it.Fault != "" })
	r := &redactor{kinds: kinds, d: d, groups: groupsOf(items), whole: map[record.ID]Decision{}, byName: map[string]*person{}, single: map[string]bool{}, own: ownIDs(items), log: map[LogItem]int{}}
	for _, one := range d.Items {
		if one.Entry != "" {
			r.whole[r.group(one.Entry)] = one
		}
	}
	r.everybody(items)
	r.byWord = index(r.people)
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
		if it.Kind == "attachment" {
			out[record.ID(it.Str("file"))] = true
		}
	}
	return out
}

// withheld says under which exemption an entry is left out as a whole; none
// where it is not.
func (r *redactor) withheld(it *cases.Item) (why LogItem) {
	one, decided := r.whole[r.group(it.ID)]
	switch {
	case it.Kind == "endorsement":
		return r.withheldTarget(it)
	case r.handling(it):
		return LogItem{What: "an entry about the handling of requests", Exemption: ThirdParty}
	case decided && one.Do == Withhold:
		return LogItem{What: "the whole entry", Exemption: one.Exemption}
	case it.Confidentiality != "" && !(decided && one.Do == Keep):
		return LogItem{What: "the whole entry: given in confidence", Exemption: ExpressedWish}
	}
	return why
}

// withheldTarget leaves an endorsement out together with what it endorses.
func (r *redactor) withheldTarget(it *cases.Item) (why LogItem) {
	_, target, crossing := strings.Cut(it.Str("target"), "/")
	if !crossing {
		target = it.Str("target")
	}
	id := r.group(record.ID(target))
	if one, ok := r.whole[id]; ok && one.Do == Withhold {
		return LogItem{What: "a manager's comment on a withheld entry", Exemption: one.Exemption}
	}
	return why
}

// handling reports whether an entry is about what copies leave out, or about
// somebody else's request: it names what a copy must not.
func (r *redactor) handling(it *cases.Item) bool {
	if len(r.d.Request) == 0 {
		return false
	}
	request, linked := it.Link("request")
	ours := slices.Contains(r.d.Request, it.ID) || linked && slices.Contains(r.d.Request, request.Entry)
	switch it.Kind {
	case "access-disclosure":
		return true
	case "access-request", "access-clarification", "access-extension":
		return !ours
	case "decision":
		return it.Fields["disclosure"] != nil
	}
	return false
}

func (r *redactor) note(it *cases.Item, what, exemption string, n int) {
	item := LogItem{Entry: it.Ref(), What: what, Exemption: exemption}
	if n == 0 {
		return
	}
	if r.log[item] == 0 {
		r.order = append(r.order, item)
	}
	r.log[item] += n
}

func (r *redactor) sortedLog() Log {
	var out Log
	for _, item := range r.order {
		item.Count = r.log[item]
		item.What = strings.TrimSpace(item.What)
		out = append(out, item)
	}
	return out
}

// ask notes an open place, once a line and name.
func (r *redactor) ask(o Open) {
	if !slices.Contains(r.open, o) {
		r.open = append(r.open, o)
	}
}

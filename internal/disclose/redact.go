package disclose

import (
	"maps"
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
	DoKeep     = "keep"
	DoRemove   = "remove"
	DoWithhold = "withhold"
	DoAnswer   = "answer" // of a request: that it is answered; no copy looks at it
)

// Decision is a decision about one name, one entry or one exemption. Without a name and an entry it
// is about the passages that marks and rules leave out.
type Decision struct {
	Name              string    // as the record has it; or
	Entry             record.ID // an entry, in whichever version
	Do                string
	Exemption, Reason string
	Seq               int // of the entry that decides: a keep covers nothing recorded after it
}

// Decisions are what a redaction goes by.
type Decisions struct {
	// Request is the request in all its versions; none where the copy answers no request.
	Request []record.ID
	Own     bool        // the subject asks for their own record
	Named   []string    // members whom the case names by their ID: they alone are kept unasked
	Team    []string    // names of all members, who are proposed to be kept
	Cases   []record.ID // all other cases that the caller knows of
	Today   record.Date // by which a protection of an address is in force

	// Later reports whether an entry came after the copy was made: it says whom to protect,
	// and is neither copied nor asked about. nil: none did.
	Later func(*cases.Item) bool

	// Step is called as each entry is copied; nil: nobody watches.
	Step func()

	// EachProfessional: policy wants a decision about each professional, so nothing is proposed.
	EachProfessional bool

	Items []Decision // a later one stands for an earlier one of the same name or entry
}

// LogItem is something left out, for the redaction log. It says where, and
// never what.
type LogItem struct {
	Entry     record.Ref
	What      string // marked words, a name, the whole entry
	Exemption string
	Count     int
}

// Handling reports whether an entry was left out since it is about the handling
// of requests.
func (i LogItem) Handling() bool { return i.What == handlingWhat }

// Log is all that was left out, in the order of the entries.
type Log []LogItem

// Exemptions returns those used, sorted.
func (l Log) Exemptions() []string {
	var out []string
	for _, i := range l {
		out = append(out, i.Exemption)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Omitted is how often an exemption was used.
type Omitted struct {
	Exemption string
	Count     int
}

// Counts returns the uses of each exemption, in order of their names.
func (l Log) Counts() []Omitted {
	n := l.ByExemption()
	var out []Omitted
	for _, e := range slices.Sorted(maps.Keys(n)) {
		out = append(out, Omitted{e, n[e]})
	}
	return out
}

// ByExemption returns how often each was used: the one count of a log, for screens and entries
// alike.
func (l Log) ByExemption() map[string]int {
	out := map[string]int{}
	for _, item := range l {
		out[item.Exemption] += item.Count
	}
	return out
}

// Redact gives copies of entries without what must be left out: decoded again
// from texts in which it no longer stands, so that whatever is drawn from them
// cannot show it. Entries withheld as a whole are missing, and so are refused
// ones. Copies keep the SHA-256 of their originals, for endorsements to be
// found by: it must not be handed out.
//
// It fails closed (Undecided): where the name of a person in the profile, or one
// marked anywhere, stands unmarked somewhere and is undecided, there are no copies.
func Redact(items []cases.Item, kinds *record.Kinds, d Decisions) ([]cases.Item, Log, error) {
	return NewRedaction(items, kinds, d).Copies()
}

// Copies returns those of Redact. They are made once.
func (x *Redaction) Copies() ([]cases.Item, Log, error) {
	r := x.r
	var out []cases.Item
	for i := range x.items {
		it := &x.items[i]
		if r.d.Step != nil {
			r.d.Step()
		}
		if it.Entry == nil || it.Fault != "" || r.d.Later != nil && r.d.Later(it) {
			continue
		}
		if why := r.gone[it.ID]; why.Exemption != "" {
			r.note(it, why.What, why.Exemption, 1)
			continue
		}
		if copied, ok := r.entry(it); ok {
			x.copied[it.ID] = true
			out = append(out, copied)
		}
	}
	log := r.sortedLog()
	if open := r.questions.sorted(x.items); len(open) > 0 {
		return nil, log, &Undecided{Questions: open, Log: log}
	}
	return out, log, nil
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

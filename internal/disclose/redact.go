package disclose

import (
	"maps"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// Exemptions that the rules themselves apply. Decisions may name others from the policy.
const (
	ThirdParty    = "third_party"
	SeriousHarm   = "serious_harm"
	ExpressedWish = "expressed_wish"
	ChildAbuse    = "child_abuse_not_in_best_interests"
)

// The possible decisions about a name or an entry.
const (
	DoKeep     = "keep"
	DoRemove   = "remove"
	DoWithhold = "withhold"
	DoAnswer   = "answer" // the request is answered; copies ignore it
)

// Decision is a decision about one name, one entry or one exemption. Without a name and an entry,
// it is about the passages that marks and rules leave out.
type Decision struct {
	Name              string    // as the record has it; or
	Entry             record.ID // an entry, in any of its versions
	Do                string
	Exemption, Reason string
	Seq               int // of the deciding entry: a keep covers no later entry
}

// Decisions holds everything on which a redaction depends.
type Decisions struct {
	// Request lists all versions of the request; none if the copy answers no request.
	Request []record.ID
	Own     bool // the subject asks for their own record
	// members named by their ID in the case: only they are kept without a question
	Named []string
	Team  []string    // names of all members, whom the proposal is to keep
	Cases []record.ID // all other cases that the caller knows
	Today record.Date // the day on which protections of addresses must be in force

	// Later reports whether an entry came after the copy was made. Such an entry tells whom to
	// protect, and is neither copied nor asked about. nil: none did.
	Later func(*cases.Item) bool

	// Step is called for each copied entry; nil for no progress.
	Step func()

	// EachProfessional: policy requires a decision about each professional, so nothing is proposed.
	EachProfessional bool

	Items []Decision // a later one replaces an earlier one about the same name or entry
}

// LogItem is something left out, for the redaction log. It says where, and never what.
type LogItem struct {
	Entry     record.Ref
	What      string // such as marked words, a name, the whole entry
	Exemption string
	Count     int
}

// Handling reports whether an entry was left out because it is about the handling of requests.
func (i LogItem) Handling() bool { return i.What == handlingWhat }

// Log is all that was left out, in the order of the entries.
type Log []LogItem

// Exemptions returns the exemptions used, sorted.
func (l Log) Exemptions() []string {
	var out []string
	for _, i := range l {
		out = append(out, i.Exemption)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Omitted counts the uses of an exemption.
type Omitted struct {
	Exemption string
	Count     int
}

// Counts returns the uses of each exemption, by name.
func (l Log) Counts() []Omitted {
	n := l.ByExemption()
	var out []Omitted
	for _, e := range slices.Sorted(maps.Keys(n)) {
		out = append(out, Omitted{e, n[e]})
	}
	return out
}

// ByExemption counts the uses of each exemption. Screens and entries both use this count.
func (l Log) ByExemption() map[string]int {
	out := map[string]int{}
	for _, item := range l {
		out[item.Exemption] += item.Count
	}
	return out
}

// Redact returns copies of entries without what must be left out. The copies are decoded from
// redacted texts, so that nothing made from them can show what was removed. Withheld entries and
// refused ones are missing. Copies keep the SHA-256 of their originals, by which endorsements are
// found: it must not be given out.
//
// Redact fails closed (Undecided): there are no copies if the name of a person in a profile, or a
// name marked anywhere, is unmarked somewhere and undecided.
func Redact(items []cases.Item, kinds *record.Kinds, d Decisions) ([]cases.Item, Log, error) {
	return NewRedaction(items, kinds, d).Copies()
}

// Copies returns the copies of Redact. It may be called only once.
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

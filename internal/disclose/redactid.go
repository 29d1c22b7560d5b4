package disclose

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"casefile/internal/cases"
	"casefile/internal/pattern"
	"casefile/internal/record"
)

// caseIDs are the IDs that a copy of a case may not show, and those that it may.
type caseIDs struct {
	of      record.ID          // the case
	shown   map[record.ID]bool // the case, its entries that go and their files
	hidden  map[record.ID]bool // entries that don't go
	others  map[record.ID]bool // other cases: they are other people's
	begins  map[string]int     // what IDs begin with these signs
	related map[string]bool    // first halves of the IDs of cases that this one names
}

// idsOf gathers them. gone says why an entry does not go.
func idsOf(items []cases.Item, d Decisions, gone map[record.ID]LogItem) caseIDs {
	out := caseIDs{shown: map[record.ID]bool{}, hidden: map[record.ID]bool{},
		others: map[record.ID]bool{}, related: map[string]bool{}, begins: map[string]int{}}
	for _, id := range d.Cases {
		out.others[id] = true
	}
	for _, it := range items {
		out.of = it.Case
		into := out.shown
		if gone[it.ID].Exemption != "" {
			into = out.hidden
		}
		into[it.ID] = true
		if it.Kind == record.KindAttachment {
			into[record.ID(it.Str("file"))] = true
		}
		for _, id := range casesIn(it.Entry) {
			if id != it.Case {
				out.others[id], out.related[string(id[:shortID])] = true, true
			}
		}
	}
	out.shown[out.of] = true
	out.begin()
	return out
}

// shortID is how many symbols people type of an ID at least.
const shortID = 4

// casesIn returns the cases that links and a profile name.
func casesIn(e *record.Entry) []record.ID {
	var out []record.ID
	add := func(typed string) {
		if id, err := record.ParseID(typed); err == nil {
			out = append(out, id)
		}
	}
	for _, refs := range e.Links {
		for _, ref := range refs {
			add(string(ref.Case))
		}
	}
	for _, field := range []string{"other_cases", "people"} {
		for _, m := range e.Maps(field) {
			add(textIn(m, "case"))
		}
	}
	if other, _, crossing := strings.Cut(e.Str("target"), "/"); crossing {
		add(other)
	}
	return out
}

// runForm is what IDs are made of.
var runForm = pattern.Of(`[0-9A-Za-z]+`)

// typed is a text in which somebody may have typed IDs.
type typed struct {
	s    string
	runs [][]int
	hide func(string) bool // whether a copy must not show these signs
}

// long reports whether run i has n signs.
func (t typed) long(i, n int) bool { return i < len(t.runs) && t.runs[i][1]-t.runs[i][0] == n }

// sign returns what stands before run i.
func (t typed) sign(i int) string { return t.s[t.runs[i-1][1]:t.runs[i][0]] }

// one returns how many runs from i on can be an ID, a short one too.
func (t typed) one(i int) int {
	switch {
	case t.long(i, 2*shortID):
		return 1
	case !t.long(i, shortID):
		return 0
	case t.long(i+1, shortID) && t.sign(i+1) == "-":
		return 2
	case t.long(i+1, shortID) && t.sign(i+1) == " " && t.hide(t.s[t.runs[i][0]:t.runs[i+1][1]]):
		return 2 // what else are two words
	}
	return 1
}

// at is behind which run an ID ends that begins with run i, with that of an entry behind it.
func (t typed) at(i int) (end int) {
	end = i + t.one(i)
	if more := t.one(end); end > i && more > 0 && t.sign(end) == "/" {
		end += more
	}
	return end
}

// otherIDs takes IDs out of other cases, and of entries that don't go. Those of entries leave the
// mark of a name: that something stays out shows nowhere.
func (r *redactor) otherIDs(at location, d *draft) {
	var all []gone
	for _, id := range r.ids.secrets(d.text) {
		at.edit.note(id.what, ThirdParty, 1)
		label := labelWithheld
		if id.what == otherEntryWhat {
			label = labelThird
		}
		all = append(all, gone{id.from, id.to, label})
	}
	d.take(all)
}

// secretID is an ID that a copy must not show: bytes of a text, and what it is of.
type secretID struct {
	from, to int
	what     string
}

// secrets returns the IDs in a text that a copy must not show. Where two runs of signs are none,
// the first may be: 9QXH-7K, and 9QXH-then.
func (n caseIDs) secrets(s string) []secretID {
	t := typed{s, runForm().FindAllStringIndex(s, -1), func(id string) bool {
		return n.secret(id) != ""
	}}
	var out []secretID
	for i := 0; i < len(t.runs); {
		end := t.at(i)
		if end > i && n.shown[record.ID(symbols(t.s[t.runs[i][0]:t.runs[end-1][1]]))] {
			i = end
			continue
		}
		id := n.secretAt(t, i, end)
		if id.what == "" && end > i+1 {
			end = i + 1
			id = n.secretAt(t, i, end)
		}
		if id.what == "" {
			i++
			continue
		}
		out = append(out, id)
		i = end
	}
	return out
}

// shownIn returns the places of the IDs in a text that a copy shows: with all of their signs, or
// the first half as a chronology has it. A half without a figure may be a word.
func (n caseIDs) shownIn(s string) []Named {
	t := typed{s: s, runs: runForm().FindAllStringIndex(s, -1),
		hide: func(string) bool { return false }}
	var out []Named
	for i := 0; i < len(t.runs); i++ {
		end := i + t.one(i)
		if end == i {
			continue
		}
		at := Named{t.runs[i][0], t.runs[end-1][1]}
		half := s[at.From:min(at.From+shortID, at.To)]
		switch {
		case n.shown[record.ID(symbols(s[at.From:at.To]))]:
		case n.begins[half] == shownToo && strings.ContainsAny(half, "0123456789"):
			at.To, end = at.From+shortID, i+1
			if !t.long(i, shortID) {
				continue
			}
		default:
			continue
		}
		out = append(out, at)
		i = end - 1
	}
	return out
}

// secretAt returns the ID that runs from one to before another are, with what follows of it.
func (n caseIDs) secretAt(t typed, i, end int) secretID {
	if end <= i {
		return secretID{}
	}
	id := secretID{from: t.runs[i][0], to: t.runs[end-1][1]}
	id.what = n.secret(t.s[id.from:id.to])
	rest := restForm().FindString(t.s[id.to:])
	if id.what == otherEntryWhat && n.hides(entrySymbols(t.s[id.from:id.to]+rest)) {
		id.to += len(rest)
	}
	return id
}

// restForm is what may follow the first half of an ID.
var restForm = pattern.Of(`^-[0-9A-Za-z]{1,3}\b`)

// How the log calls IDs that are taken out.
const (
	otherCaseWhat  = "the number of another case"
	otherEntryWhat = "the number of what is left out"
)

// secret says what an ID is of that a copy must not show; "" where it may, or is none. A short
// one is of a case only where this one names it: four signs can be anything else. Of an entry
// it is wherever an ID of what does not go begins so: it has a figure and a letter.
func (n caseIDs) secret(typed string) string {
	first, second, behind := strings.Cut(typed, "/")
	first, second = symbols(first), symbols(second)
	switch id := record.ID(first); {
	case n.others[id]:
		return otherCaseWhat
	case len(first) == shortID && n.related[first] && first == typed[:shortID]:
		return otherCaseWhat
	case n.hidden[id]:
		return otherEntryWhat
	case behind && (n.of == id || strings.HasPrefix(string(n.of), first)) && n.hides(second),
		!behind && len(first) < 2*shortID && n.hides(entrySymbols(typed)):
		return otherEntryWhat
	}
	return ""
}

// hides reports whether an ID, short or not, is of an entry that doesn't go, and of none that
// goes.
func (n caseIDs) hides(typed string) bool { return n.begins[typed] == hiddenOnly }

// What IDs begin with some signs.
const (
	hiddenOnly = 1 + iota // those of entries that don't go
	shownToo
)

// begin notes what IDs begin with, in each length in which people type them.
func (n caseIDs) begin() {
	for _, one := range []struct {
		ids  map[record.ID]bool
		mark int
	}{{n.hidden, hiddenOnly}, {n.shown, shownToo}} {
		for id := range one.ids {
			for k := shortID; k <= len(id); k++ {
				n.begins[string(id[:k])] = one.mark
			}
		}
	}
}

// entrySymbols returns those of an entry's ID as it is typed, by hand too: O is 0, I and L are 1.
func entrySymbols(typed string) string {
	return strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(symbols(typed))
}

// symbols returns those of an ID as it is typed.
func symbols(typed string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return unicode.ToUpper(r)
	}, typed)
}

// omitted says whether a link to an entry stays out, and why: one to another case, and one to
// what does not go. The copy has no trace of it.
func (r *redactor) omitted(own record.ID, value string) (why LogItem, out bool) {
	ref, err := record.ParseRef(value, own)
	switch {
	case err != nil:
		return why, false
	case ref.Case != own:
		return LogItem{What: "another case", Exemption: ThirdParty}, true
	case r.ids.shown[ref.Entry]:
		return why, false
	}
	why = r.gone[ref.Entry]
	why.What = "a link to what is left out"
	return why, true
}

// belonging has an attached file that belongs to an entry which does not go left out with it:
// the one has a link to the other. A redacted copy of such a file goes only by a decision of its
// own; that of a file that stays for another reason may go.
func (r *redactor) belonging(items []cases.Item) {
	files := map[record.ID]bool{}
	for _, it := range items {
		files[it.ID] = it.Kind == record.KindAttachment
	}
	with := map[record.ID]string{} // the first version of the file: by which exemption
	for _, it := range items {
		own := r.gone[it.ID]
		for _, to := range belongsTo(it.Entry) {
			if theirs := r.gone[to]; files[it.ID] && theirs.Exemption != "" {
				with[r.group(it.ID)] = theirs.Exemption
			}
			if files[to] && own.Exemption != "" && own.What != handlingWhat {
				with[r.group(to)] = own.Exemption
			}
		}
	}
	for again := true; again; {
		again = false
		for _, it := range items {
			to, ok := it.Link("replaces")
			why := with[r.group(to.Entry)]
			if ok && why != "" && with[r.group(it.ID)] == "" && !r.keptEntry(&it) {
				with[r.group(it.ID)], again = why, true
			}
		}
	}
	for _, it := range items {
		if why := with[r.group(it.ID)]; why != "" && r.gone[it.ID].Exemption == "" {
			r.gone[it.ID] = LogItem{What: belongsWhat, Exemption: why}
		}
	}
}

// belongsTo returns the entries of the same case that an entry has a link to, but for those of
// which it is another version or a copy.
func belongsTo(e *record.Entry) []record.ID {
	var out []record.ID
	for _, relation := range slices.Sorted(maps.Keys(e.Links)) {
		for _, ref := range e.Links[relation] {
			if ref.Case == e.Case && relation != "replaces" && relation != "amends" {
				out = append(out, ref.Entry)
			}
		}
	}
	return out
}

// belongsWhat is how the log calls a file that goes with a withheld entry.
const belongsWhat = "the whole entry: a file of what is withheld"

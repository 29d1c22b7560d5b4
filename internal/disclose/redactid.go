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

// caseIDs knows which IDs a copy of a case may show, and which it may not.
type caseIDs struct {
	of      record.ID          // the case
	shown   map[record.ID]bool // the case, its copied entries and their files
	hidden  map[record.ID]bool // entries that are left out
	others  map[record.ID]bool // other cases, which are other people's
	begins  map[string]int     // by the first symbols of an ID: which IDs begin so
	related map[string]bool    // first halves of the IDs of cases that this one names
}

// idsOf collects the IDs. gone says why an entry is left out.
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

// shortID is the least number of symbols that people type of an ID.
const shortID = 4

// casesIn returns the cases named in links and in a profile.
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

// runForm matches a run of symbols that may be part of an ID.
var runForm = pattern.Of(`[0-9A-Za-z]+`)

// typed is a text in which somebody may have typed IDs.
type typed struct {
	s    string
	runs [][]int
	hide func(string) bool // whether a copy must not show these symbols
}

// long reports whether run i has n symbols.
func (t typed) long(i, n int) bool { return i < len(t.runs) && t.runs[i][1]-t.runs[i][0] == n }

// sign returns the text between run i and the run before.
func (t typed) sign(i int) string { return t.s[t.runs[i-1][1]:t.runs[i][0]] }

// one returns how many runs from i on can be one ID, maybe a short one.
func (t typed) one(i int) int {
	switch {
	case t.long(i, 2*shortID):
		return 1
	case !t.long(i, shortID):
		return 0
	case t.long(i+1, shortID) && t.sign(i+1) == "-":
		return 2
	case t.long(i+1, shortID) && t.sign(i+1) == " " && t.hide(t.s[t.runs[i][0]:t.runs[i+1][1]]):
		return 2 // two ordinary words otherwise
	}
	return 1
}

// at returns the index after the last run of the ID that begins with run i, including the ID of an
// entry after it.
func (t typed) at(i int) (end int) {
	end = i + t.one(i)
	if more := t.one(end); end > i && more > 0 && t.sign(end) == "/" {
		end += more
	}
	return end
}

// otherIDs removes the IDs of other cases, and of entries that are left out. An entry's ID is
// replaced by the same mark as a name, so that the copy does not show that something is left out.
func (r *redactor) otherIDs(at location, d *draft) {
	var all []removedPart
	for _, id := range r.ids.secrets(d.text) {
		at.edit.note(id.what, ThirdParty, 1)
		label := labelWithheld
		if id.what == otherEntryWhat {
			label = labelThird
		}
		all = append(all, removedPart{id.from, id.to, label})
	}
	d.take(all)
}

// secretID is an ID that a copy must not show: its bytes in a text, and what it identifies.
type secretID struct {
	from, to int
	what     string
}

// secrets returns the IDs in a text that a copy must not show. If two runs are no ID together, the
// first alone may be one: 9QXH-7K, and 9QXH-then.
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

// shownIn returns the places of the IDs that a copy shows: complete, or the first half as in a
// chronology. A half without a figure may be a word, and does not count.
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

// secretAt returns the ID of the runs from i to before end, with the symbols that follow it.
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

// restForm matches what may follow the first half of an ID.
var restForm = pattern.Of(`^-[0-9A-Za-z]{1,3}\b`)

// The log's words for removed IDs.
const (
	otherCaseWhat  = "the number of another case"
	otherEntryWhat = "the number of what is left out"
)

// secret says what an ID identifies if a copy must not show it; "" if it may be shown, or is no ID.
// A short ID counts as a case's only if this case names that case: four symbols can be anything
// else. It counts as an entry's wherever the ID of an entry that is left out begins so, because it
// has a figure and a letter.
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

// hides reports whether an ID, perhaps short, can only be that of an entry that is left out.
func (n caseIDs) hides(typed string) bool { return n.begins[typed] == hiddenOnly }

// Which IDs begin with some symbols.
const (
	hiddenOnly = 1 + iota // only those of entries that are left out
	shownToo
)

// begin notes the beginnings of IDs, in each length that people type.
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

// entrySymbols returns the symbols of a typed entry ID. In handwriting O is 0, and I and L are 1.
func entrySymbols(typed string) string {
	return strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(symbols(typed))
}

// symbols returns the symbols of a typed ID.
func symbols(typed string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return unicode.ToUpper(r)
	}, typed)
}

// omitted reports whether a link is left out: one to another case, or to an entry that is left out.
// why is for the log. The copy has no trace of the link.
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

// belonging leaves out an attached file together with the withheld entry to which it belongs: one
// has a link to the other. A redacted copy of such a file is given out only by a decision of its
// own. The redacted copy of a file that is left out for another reason may be given out.
func (r *redactor) belonging(items []cases.Item) {
	files := map[record.ID]bool{}
	for _, it := range items {
		files[it.ID] = it.Kind == record.KindAttachment
	}
	with := map[record.ID]string{} // by the first version of the file: the exemption
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

// belongsTo returns the entries of the same case to which an entry has links, except those of which
// it is another version or a copy.
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

// belongsWhat is the log's word for a file that is left out with a withheld entry.
const belongsWhat = "the whole entry: a file of what is withheld"

package disclose

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// ErrDecision says that a decision on a disclosure can't be followed.
var ErrDecision = errors.New("the decision on what a copy leaves out can't be followed")

// Grounds are what limits decisions: the policy's exemptions, and whether the
// subject asks for their own record.
type Grounds struct {
	Own        bool
	Exemptions []string
}

// ReadDecision reads what a decision entry says of disclosure. Entries are found
// by the symbols that it gives; ids are all entries of the case.
func ReadDecision(e *record.Entry, ids []record.ID, g Grounds) ([]Decision, error) {
	var out []Decision
	for i, m := range e.Maps("disclosure") {
		text := func(key string) string { s, _ := m[key].(string); return s }
		one := Decision{Name: text("name"), Do: text("do"), Exemption: text("exemption"), Reason: text("reason")}
		var err error
		if typed := text("entry"); typed != "" {
			one.Entry, err = entryOf(typed, ids)
		}
		if err == nil {
			err = g.allow(one)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: item %d: %w", ErrDecision, i+1, err)
		}
		out = append(out, one)
	}
	return out, nil
}

func entryOf(typed string, ids []record.ID) (record.ID, error) {
	prefix, err := record.ParsePrefix(typed)
	if err != nil {
		return "", err
	}
	found := slices.DeleteFunc(slices.Clone(ids), func(id record.ID) bool { return !strings.HasPrefix(string(id), prefix) })
	if len(found) != 1 {
		return "", fmt.Errorf("%d entries begin with %s", len(found), prefix)
	}
	return found[0], nil
}

// allow refuses what the law does. The exemption for child abuse is for requests
// that others make on a child's behalf (Data Protection Act 2018, schedule 3,
// part 5).
func (g Grounds) allow(one Decision) error {
	switch {
	case one.Name != "" && one.Entry != "":
		return errors.New("it has both a name and an entry; make two of it")
	case one.Do == DoWithhold && one.Entry == "":
		return errors.New("withhold needs an entry")
	case one.Do == DoRemove && one.Entry != "":
		return errors.New("remove takes a name out; an entry is withheld")
	case one.Do == DoKeep && one.Name == "" && one.Entry == "":
		return errors.New("keep needs a name or an entry")
	case one.Do == DoKeep:
		return nil
	case one.Exemption == ChildAbuse && g.Own:
		return errors.New(ChildAbuse + " is never an answer to the subject's own request")
	case !slices.Contains(g.Exemptions, one.Exemption):
		return fmt.Errorf("%q is no exemption of the policy's; there are %s", one.Exemption, strings.Join(g.Exemptions, ", "))
	}
	return nil
}

// Uncovered are exemptions that a log uses and no decision names, sorted.
func Uncovered(log Log, decided []Decision) []string {
	return slices.DeleteFunc(log.Exemptions(), func(e string) bool {
		return slices.ContainsFunc(decided, func(d Decision) bool { return d.Exemption == e && d.Do != DoKeep })
	})
}

// DecisionLines are the lines of front matter by which a decision is prepared:
// an item to fill in for each name that is open, with the places where it stands,
// and one for each exemption that marks and rules use.
func DecisionLines(open []Open, uncovered []string) string {
	var b strings.Builder
	b.WriteString("disclosure:\n")
	for _, name := range openNames(open) {
		var places []string
		for _, o := range open {
			if o.Name == name {
				places = append(places, fmt.Sprintf("%s line %d", record.Short(o.Entry.Entry, nil), o.Line))
			}
		}
		fmt.Fprintf(&b, "# %s\n", clipped(strings.Join(slices.Compact(places), ", ")))
		fmt.Fprintf(&b, "  - name: %s\n    do:\n    exemption: %s\n    reason:\n", inQuotes(name), ThirdParty)
	}
	for _, e := range uncovered {
		fmt.Fprintf(&b, "# %s\n", "what marks and rules leave out, wherever it stands")
		fmt.Fprintf(&b, "  - do: remove\n    exemption: %s\n    reason:\n", e)
	}
	return b.String()
}

func openNames(open []Open) []string {
	var out []string
	for _, o := range open {
		if o.Name != "" && !slices.Contains(out, o.Name) {
			out = append(out, o.Name)
		}
	}
	return out
}

// clipped keeps a hint to a line that an editor shows whole.
func clipped(s string) string {
	if r := []rune(s); len(r) > 100 {
		return string(r[:99]) + "…"
	}
	return s
}

// inQuotes makes a text a YAML value: a JSON string is one.
func inQuotes(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""` // never: a string has no value that JSON lacks
	}
	return string(b)
}

// Unused are names that were decided to go and stand nowhere: a slip in a name
// would leave it in.
func Unused(items []cases.Item, kinds *record.Kinds, d Decisions) []string {
	r := newRedactor(items, kinds, d)
	found := map[*person]bool{}
	for _, it := range items {
		if it.Entry == nil {
			continue
		}
		for _, h := range r.hits(wordsOf(string(it.Text))) {
			for _, p := range h.people {
				found[p] = true
			}
		}
	}
	var out []string
	for _, one := range d.Items {
		p := r.byName[strings.Join(texts(wordsOf(one.Name)), " ")]
		if one.Do == DoRemove && one.Name != "" && (p == nil || !found[p]) {
			out = append(out, one.Name)
		}
	}
	return out
}

// Attached tells attachments that go with a copy from those that stay: a file
// goes where it is the redacted copy of another, or a decision keeps it. A file
// of an entry that is withheld stays.
func Attached(items, redacted []cases.Item, d Decisions) (goes []record.ID, log Log) {
	for _, it := range items {
		if it.Entry == nil || it.Fault != "" || it.Kind != "attachment" {
			continue
		}
		shown := slices.ContainsFunc(redacted, func(o cases.Item) bool { return o.ID == it.ID })
		_, copied := it.Link("replaces")
		kept := slices.ContainsFunc(d.Items, func(o Decision) bool { return o.Entry == it.ID && o.Do == DoKeep })
		if shown && (copied || kept) {
			goes = append(goes, it.ID)
		} else if shown {
			log = append(log, LogItem{Entry: it.Ref(), What: "a file, of which there is no redacted copy", Exemption: ThirdParty, Count: 1})
		}
	}
	return goes, replacedBy(items, goes, log)
}

// replacedBy says of files of which a redacted copy goes that they were replaced.
func replacedBy(items []cases.Item, goes []record.ID, log Log) Log {
	replaced := map[record.ID]bool{}
	for _, it := range items {
		if it.Entry == nil || !slices.Contains(goes, it.ID) {
			continue
		}
		for _, ref := range it.Links["replaces"] {
			replaced[ref.Entry] = true
		}
	}
	for i := range log {
		if replaced[log[i].Entry.Entry] {
			log[i].What = "a file, in whose place a redacted copy stands"
		}
	}
	return log
}

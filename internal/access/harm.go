package access

import (
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/match"
	"casefile/internal/record"
)

// mention says how an entry names who asks, or who lives with them; the graver first.
type mention int

const (
	asHarm    mention = iota // as a source of harm, or as whom a concern is about
	inAccount                // in what the entry tells
	nowhere
)

// askerFinder finds in entries whether they name who asks.
type askerFinder struct {
	asker  asker
	finder *match.Finder[*someone] // of everybody in the profiles
}

func newAskerFinder(a asker) askerFinder {
	t := askerFinder{asker: a, finder: match.NewFinder[*someone]()}
	for _, p := range slices.Concat(a.who, a.household, a.others) {
		for _, name := range p.names {
			t.finder.Seek(p, match.Forms(name, a.own))
		}
		for _, relation := range p.relations {
			t.finder.Seek(p, slices.Concat(match.Relation(relation), match.Exactly(relation)))
		}
	}
	return t
}

// names returns the places at which a text names the people who ask, or who live with them.
func (t askerFinder) names(text string) []match.Hit[*someone] {
	return slices.DeleteFunc(t.finder.Find(text), func(h match.Hit[*someone]) bool {
		return !slices.ContainsFunc(h.Who, func(p *someone) bool {
			return slices.Contains(t.asker.who, p) || slices.Contains(t.asker.household, p)
		})
	})
}

// of returns how an entry names the people who ask, and where. If they are none of the people of
// the profiles, each entry counts as naming them.
func (t askerFinder) of(it *cases.Item) (mention, []disclose.Passage) {
	how := nowhere
	var places []disclose.Passage
	if !t.asker.known() {
		return asHarm, nil
	}
	for _, s := range accounts(it) {
		hits := t.names(s.text)
		for _, h := range hits {
			places = append(places, disclose.PassageAt(it, s.field, s.line, s.text, h.From, h.To))
		}
		switch {
		case s.harm() && (len(hits) > 0 || t.mayMean(s)):
			how = asHarm
		case len(hits) > 0:
			how = min(how, inAccount)
		}
	}
	if kept := it.Str("parents_told") == "no" && t.asker.parent(); kept {
		how = min(how, inAccount)
	}
	return how, places
}

// parent reports whether one of those who ask is a parent.
func (a asker) parent() bool {
	return slices.ContainsFunc(a.who, func(p *someone) bool { return p.parent })
}

// The fields that say whom an entry is against.
const (
	sourceOfHarm = "source_of_harm"
	aboutWhom    = "about"
)

// account is one text of an entry that tells what happened, or who did it.
type account struct {
	field string // "" in the body
	line  int    // of its first character, in the whole text
	text  string
}

func (s account) harm() bool { return s.field == sourceOfHarm || s.field == aboutWhom }

// accounts returns the texts of an entry that tell what happened: not who told it, whom we told, or
// what we did.
func accounts(it *cases.Item) []account {
	var out []account
	note := func(path []string, v string, line int) string {
		if accountField(path[0]) {
			out = append(out, account{path[0], line, v})
		}
		return v
	}
	body := func(s string, line int) string { out = append(out, account{"", line, s}); return s }
	same := func(s string, _ int) string { return s }
	none := func([]string) bool { return false }
	editor := record.Editor{Drop: none, Name: same, Value: note, Body: body}
	if _, err := record.Rewrite(it.Text, editor); err != nil {
		return nil // the maker of a copy reports it
	}
	return out
}

func accountField(name string) bool {
	return slices.Contains([]string{aboutWhom, sourceOfHarm, "headline", "seen_or_heard",
		"child_said", "injuries", "harm", "reason", "reason_not_told", "reason_no_consent",
		"what", "who", "decision_text", "those_at_risk"}, name)
}

// mayMean reports whether the words for the source of harm may mean the person who asks without
// naming them: all of the family, everybody at home, or a stranger.
func (t askerFinder) mayMean(s account) bool {
	all := hasWord(s.text, "family", "families", "relatives", "relative", "adults", "carers",
		"carer") || hasWord(s.text, "parents", "parent") && t.asker.parent()
	if s.field != sourceOfHarm || all {
		return all
	}
	unclear := hasWord(s.text, "unknown", "somebody", "someone", "unclear", "uncertain", "unsure")
	nameless := hasWord(s.text, "partner", "boyfriend", "girlfriend", "lodger", "man", "woman",
		"male", "female", "person", "people", "adult")
	return unclear || hasWord(s.text, "home", "house", "household") && t.asker.atHome() ||
		nameless && len(t.finder.Find(s.text)) == 0
}

// atHome reports whether one of those who ask lives with the subject, or may.
func (a asker) atHome() bool {
	return slices.ContainsFunc(a.who, func(p *someone) bool { return p.lives != "no" })
}

func hasWord(text string, words ...string) bool {
	return slices.ContainsFunc(strings.Fields(match.Key(text)), func(w string) bool {
		return slices.Contains(words, strings.TrimSuffix(w, "'s"))
	})
}

// mayHarm reports whether an entry may name who asks as a source of harm, or is about them.
// Where nobody knows which of the people asks, any person whom it is against may be the one.
func (t askerFinder) mayHarm(it *cases.Item) bool {
	return slices.ContainsFunc(accounts(it), func(s account) bool {
		switch {
		case !s.harm():
			return false
		case !t.asker.known():
			return t.againstSomebody(s)
		}
		return slices.ContainsFunc(t.finder.Find(s.text), t.isAsker) || t.mayMean(s)
	})
}

func (t askerFinder) isAsker(h match.Hit[*someone]) bool {
	return slices.ContainsFunc(h.Who, func(p *someone) bool {
		return slices.Contains(t.asker.who, p)
	})
}

// againstSomebody reports whether a field names anybody but the subject.
func (t askerFinder) againstSomebody(s account) bool {
	if s.field == sourceOfHarm {
		return true
	}
	nobody := append([]string{"the", "child", "young", "person"}, t.asker.own...)
	others := slices.DeleteFunc(strings.Fields(match.Key(s.text)), func(w string) bool {
		return slices.Contains(nobody, w)
	})
	return len(others) > 0
}

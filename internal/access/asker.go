package access

import (
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// someone is somebody whom profiles name, by all that they say of them.
type someone struct {
	names, relations, addresses []string
	lives                       string // with the subject: yes, no or ""
	parent                      bool   // has parental responsibility, or is called a parent
}

// asker is the person who asks for the record, as far as that is known.
type asker struct {
	who       []*someone // more than one where several ask together; none: nobody knows who it is
	household []*someone // who lives at the same address, or may
	others    []*someone
	own       []string // the subject's names, in folded words
}

// known reports whether everybody who asks is one of the people of the profiles.
func (a asker) known() bool { return len(a.who) > 0 }

// askerOf finds the person who asks among the people of the profiles, by the words of all versions
// of the request. If a word fits none of them, or two, the person stays unknown.
func askerOf(items []cases.Item, request *cases.Thread) asker {
	people, home := peopleOf(items)
	out := asker{own: subjectWords(items)}
	for _, it := range slices.Concat([]*cases.Item{request.Item}, request.History) {
		found := named(it.Str("who"), it.Str("as"), people)
		if len(found) == 0 {
			return asker{others: people, own: out.own}
		}
		for _, p := range found {
			if !slices.Contains(out.who, p) {
				out.who = append(out.who, p)
			}
		}
	}
	for _, p := range people {
		switch {
		case slices.Contains(out.who, p):
		case slices.ContainsFunc(out.who,
			func(w *someone) bool { return mayLiveTogether(w, p, home) }):
			out.household = append(out.household, p)
		default:
			out.others = append(out.others, p)
		}
	}
	return out
}

// peopleOf returns the people of all profiles, each once, and the subject's own addresses.
func peopleOf(items []cases.Item) (people []*someone, home []string) {
	for i := range items {
		it := &items[i]
		if !readable(it) || it.Kind != record.KindProfile {
			continue
		}
		home = appendKnown(home, it.Str("address"))
		for _, m := range it.Maps("people") {
			name := textOf(m, "name")
			at := slices.IndexFunc(people, func(p *someone) bool { return p.isCalled(name) })
			if at < 0 {
				at = len(people)
				people = append(people, &someone{})
			}
			people[at].learn(m)
		}
	}
	return people, home
}

// learn adds the facts of a profile about a person. A person who once lived with the subject counts
// as living there, and a former parent counts as one.
func (p *someone) learn(m map[string]any) {
	p.names = appendKnown(p.names, textOf(m, "name"), textOf(m, "known_as"))
	for _, v := range listOf(m["other_names"]) {
		p.names = appendKnown(p.names, v)
	}
	p.relations = appendKnown(p.relations, textOf(m, "relation"))
	p.addresses = appendKnown(p.addresses, textOf(m, "address"))
	if lives := textOf(m, "lives_with"); lives == "yes" || lives == "no" && p.lives == "" {
		p.lives = lives
	}
	p.parent = p.parent || textOf(m, "parental_responsibility") == "yes" ||
		parental(textOf(m, "relation"))
}

func (p *someone) isCalled(name string) bool {
	return slices.ContainsFunc(p.names, func(known string) bool { return match.Same(known, name) })
}

// mayLiveTogether reports whether one of two people lives where the other does, or may. If nobody
// says where a person lives, it is held possible.
func mayLiveTogether(a, b *someone, home []string) bool {
	there := func(p *someone) bool {
		return p.lives == "yes" || slices.ContainsFunc(p.addresses, func(s string) bool {
			return slices.ContainsFunc(home, func(h string) bool { return sameAddress(s, h) })
		})
	}
	nowhere := func(p *someone) bool { return p.lives == "" && len(p.addresses) == 0 }
	switch {
	case there(a) && there(b), there(a) && nowhere(b), nowhere(a) && there(b):
		return true
	}
	return slices.ContainsFunc(a.addresses, func(s string) bool {
		return slices.ContainsFunc(b.addresses, func(o string) bool { return sameAddress(s, o) })
	})
}

// sameAddress reports whether two texts tell one address.
func sameAddress(a, b string) bool {
	if match.Key(a) == match.Key(b) {
		return true
	}
	f := match.NewFinder[bool]()
	f.Seek(true, match.AddressForms(a))
	return len(f.Find(b)) > 0
}

// named returns the people whom the words for the person who asks name: "Dana Kerr", "Dana Kerr
// (mother)", "D. Kerr and F. Kerr", or for a parent "his mother" if only one fits. It returns none
// if a part of the words names nobody, or might name two.
func named(who, as string, people []*someone) []*someone {
	var out []*someone
	for _, part := range partsOf(who, people) {
		fits := called(part, people)
		if len(fits) == 0 && as == "parent" {
			fits = parentsCalled(part, people)
		}
		switch {
		case len(fits) == 1 && !slices.Contains(out, fits[0]):
			out = append(out, fits[0])
		case len(fits) != 1 && !(len(out) > 0 && isRelation(part)):
			return nil
		}
	}
	return out
}

// called returns the people who have a name.
func called(name string, people []*someone) []*someone {
	return slices.DeleteFunc(slices.Clone(people), func(p *someone) bool {
		return !p.isCalled(name)
	})
}

// partsOf splits the words for the people who ask at what stands between two people. It splits at a
// comma only if the words are no name, as "Kerr, Dana" is one.
func partsOf(who string, people []*someone) []string {
	between := strings.NewReplacer(" and ", "\n", " with ", "\n", "&", "\n", ";", "\n", "/", "\n",
		"(", "\n", ")", "\n")
	var out []string
	for _, part := range strings.Split(between.Replace(who), "\n") {
		parts := []string{part}
		if len(called(part, people)) == 0 {
			parts = strings.Split(part, ",")
		}
		for _, part := range parts {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
	}
	return out
}

// parentsCalled returns the parents whom a word such as "his mother" says; a name that is not
// theirs says none.
func parentsCalled(part string, people []*someone) []*someone {
	if match.NamesSomebody(part) && !isRelation(part) {
		return nil
	}
	var out []*someone
	for _, p := range people {
		f := match.NewFinder[bool]()
		for _, relation := range p.relations {
			f.Seek(true, match.Relation(relation))
		}
		if p.parent && len(f.Find(part)) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// isRelation reports whether a phrase is only a word for a relation to the subject.
func isRelation(phrase string) bool {
	left := strings.Fields(match.Key(phrase))
	for _, relation := range kinOfSubject() {
		f := match.NewFinder[bool]()
		f.Seek(true, match.Relation(relation))
		for _, h := range f.Find(phrase) {
			for _, w := range strings.Fields(match.Key(phrase[h.From:h.To])) {
				left = slices.DeleteFunc(left, func(o string) bool { return o == w })
			}
		}
	}
	small := []string{"his", "her", "their", "the", "a", "child", "child's", "s"}
	return !slices.ContainsFunc(left, func(w string) bool { return !slices.Contains(small, w) })
}

// kinOfSubject returns the relations to the subject from which a request may come.
func kinOfSubject() []string {
	return []string{"mother", "father", "parent", "stepmother", "stepfather", "grandmother",
		"grandfather", "aunt", "uncle", "sister", "brother", "guardian", "carer", "foster carer"}
}

// parental reports whether a relation is that of a parent.
func parental(relation string) bool {
	for _, w := range strings.Fields(match.Key(relation)) {
		if slices.Contains([]string{"mother", "father", "parent", "mum", "dad", "mam", "stepmother",
			"stepfather", "guardian"}, w) {
			return true
		}
	}
	return false
}

// subjectNames returns all names that profiles give the subject.
func subjectNames(items []cases.Item) []string {
	var out []string
	for i := range items {
		if it := &items[i]; readable(it) && it.Kind == record.KindProfile {
			out = appendKnown(out, it.Str("name"), it.Str("known_as"))
			out = appendKnown(out, it.Strs("other_names")...)
		}
	}
	return out
}

// subjectWords returns the words of the subject's names.
func subjectWords(items []cases.Item) []string {
	var out []string
	for _, name := range subjectNames(items) {
		out = appendKnown(out, match.Folded(name)...)
	}
	return out
}

// own reports whether a request is the subject's own: it says so, and the person who asks has the
// subject's name, or a part of it. With any other name it is somebody else's.
func own(request *cases.Thread, items []cases.Item) bool {
	names, who := subjectNames(items), request.Str("who")
	if request.Str("as") != "subject" || len(names) == 0 {
		return request.Str("as") == "subject"
	}
	words := subjectWords(items)
	other := func(w string) bool { return !slices.Contains(words, w) }
	return !slices.ContainsFunc(match.Folded(who), other) ||
		slices.ContainsFunc(names, func(name string) bool { return match.Same(name, who) })
}

func readable(it *cases.Item) bool { return it.Entry != nil && it.Fault == "" }

func textOf(m map[string]any, key string) string { s, _ := m[key].(string); return s }

// listOf returns one text or a list of them, as a field of the schema "texts" has them.
func listOf(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, one := range v {
			if s, ok := one.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// appendKnown adds texts that say something, each once.
func appendKnown(list []string, more ...string) []string {
	for _, s := range more {
		if s != "" && s != record.Unknown && s != "none" && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

package match

import (
	"slices"
	"strings"
	"sync"
)

// Relation returns words that name somebody by the relation to the child: aunt and auntie for an
// aunt. For another phrase, such as family friend, it returns the whole phrase. A single word such
// as friend says too little, and gives none.
func Relation(relation string) []Form {
	if i := strings.IndexAny(relation, ",;(/"); i >= 0 { // grandmother, mother's side
		relation = relation[:i]
	}
	words := Folded(relation)
	if len(words) == 0 || slices.Contains(words, "of") {
		return phraseOf(words)
	}
	head := words[len(words)-1]
	var before []string
	if bare, ok := strings.CutPrefix(head, "step"); ok && bare != "" {
		before, head = []string{"step"}, bare
	} else if n := len(words); n > 1 && kindOfKin(words[n-2]) {
		before = words[n-2 : n-1]
	}
	for _, alike := range relations() {
		if slices.Contains(alike, head) {
			return relationForms(before, alike)
		}
	}
	return phraseOf(words)
}

func phraseOf(words []string) []Form {
	if len(words) < 2 {
		return nil
	}
	return []Form{{parts: wordParts(words), what: related}}
}

// kin reports whether a word says what somebody is to the child: it may stand before a name.
func kin(w string) bool {
	return slices.ContainsFunc(relations(), func(alike []string) bool {
		return slices.Contains(alike, w)
	})
}

// kindOfKin reports whether a word tells one mother from another.
func kindOfKin(w string) bool {
	return slices.Contains(strings.Fields("step foster adoptive birth great half ex"), w)
}

func relationForms(before, alike []string) []Form {
	var out []Form
	if slices.Equal(before, []string{"half"}) { // whom children call brother
		out = relationForms(nil, alike)
	}
	for _, w := range alike {
		out = append(out, Form{parts: append(slices.Clone(before), w), what: related})
	}
	return out
}

// relations are words for the same person, a line each. The table is never written to.
var relations = linesOf(`
	mother mum mam mom mummy mommy mammy mama
	father dad daddy papa
	aunt auntie aunty
	uncle
	grandmother grandma granny gran nan nana nanny
	grandfather grandad granddad grandpa gramps
	sister
	brother
	cousin
	neighbour neighbor
	godmother
	godfather
	husband
	wife
	boyfriend
	girlfriend
	childminder
	babysitter
	lodger
	landlord
	landlady
	nephew
	niece`)

// linesOf returns a table of lines of words, made when it is first asked.
func linesOf(table string) func() [][]string {
	return sync.OnceValue(func() [][]string {
		var out [][]string
		for line := range strings.Lines(strings.TrimSpace(table)) {
			out = append(out, strings.Fields(line))
		}
		return out
	})
}

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

// QuestionKind says what an open question is about.
type QuestionKind string

// The kinds of questions.
const (
	AskPerson  QuestionKind = "person"
	AskNumber  QuestionKind = "number"
	AskAddress QuestionKind = "address"
	AskEntry   QuestionKind = "entry"
	// a mark without words, or words that are nearly like a name
	AskWords QuestionKind = "words"
)

// Passage is a place where a question comes up: an entry, a line of it, the words, and the text
// around them. The three texts are one line each, about 60 characters long.
type Passage struct {
	Entry                record.Ref
	Kind                 string
	Field                string // of the front matter, without numbers of items; "" in the body
	Line                 int    // of the entry's text, from 1
	Before, Words, After string
}

// Question is a question that nobody has decided, with all its passages.
type Question struct {
	What         QuestionKind
	Name         string     // as the record has it; "" for a question about an entry
	Entry        record.Ref // for a question about a whole entry
	Why          string
	Agency, Role string    // of a professional
	Propose      string    // DoKeep if that is usual; "" for no proposal
	Earlier      string    // the decision for an earlier request about the case, in words
	Named        bool      // the passage names the requester, or somebody who lives with them
	Passages     []Passage // in the order of the entries and their lines
}

// ErrUndecided says that a copy could name somebody about whom nobody has decided. Then there is no
// copy at all.
var ErrUndecided = errors.New("nobody has decided about some of the people named")

// Undecided lists the open questions. Log lists what would be left out anyway.
type Undecided struct {
	Questions []Question
	Log       Log
}

func (u *Undecided) Error() string {
	places := 0
	for _, o := range u.Questions {
		places += len(o.Passages)
	}
	return fmt.Sprintf("%v: %d places", ErrUndecided, places)
}

// Unwrap lets errors.Is find ErrUndecided.
func (u *Undecided) Unwrap() error { return ErrUndecided }

// questions collects open questions, one of each kind and name, with their passages.
type questions struct {
	open []*Question
	of   map[questionKey]*Question
	seen map[seenPlace]bool
}

// questionKey identifies a question.
type questionKey struct {
	what  QuestionKind
	name  string
	entry record.Ref
}

type seenPlace struct {
	q *Question
	p Passage
}

// ask adds a passage to a question, once.
func (q *questions) ask(o Question, at Passage) {
	key := questionKey{o.What, o.Name, o.Entry}
	known := q.of[key]
	if known == nil {
		known = &o
		q.of[key] = known
		q.open = append(q.open, known)
	}
	if at := (seenPlace{known, at}); !q.seen[at] {
		q.seen[at] = true
		known.Passages = append(known.Passages, at.p)
	}
}

// sorted returns the questions by weight, then in the order of their first passages. It sorts the
// passages too.
func (q *questions) sorted(items []cases.Item) []Question {
	order := map[record.ID]int{}
	for i, it := range items {
		if it.Entry != nil {
			order[it.ID] = i
		}
	}
	byPlace := func(a, b Passage) int {
		entries := cmp.Compare(order[a.Entry.Entry], order[b.Entry.Entry])
		return cmp.Or(entries, cmp.Compare(a.Line, b.Line))
	}
	var out []Question
	for _, o := range q.open {
		slices.SortStableFunc(o.Passages, byPlace)
		out = append(out, *o)
	}
	slices.SortStableFunc(out, func(a, b Question) int {
		return cmp.Or(cmp.Compare(a.weight(), b.weight()), byPlace(a.Passages[0], b.Passages[0]))
	})
	return out
}

// weight orders questions: first those that need thought, then those with a proposed answer, last
// words that may name no person.
func (o Question) weight() int {
	switch {
	case o.Propose != "":
		return 1
	case o.OfNobody():
		return 2
	}
	return 0
}

// OfNobody reports whether a question is about a name that the record does not otherwise have: of a
// place, a team, or a person of whom it says no more.
func (o Question) OfNobody() bool { return o.What == AskPerson && o.Why == whyNobody }

// around is the number of characters that a passage shows before and after its words.
const around = 60

// wordsAt returns the bytes from and to of a text, and the text around them.
func wordsAt(s string, from, to int) (before, words, after string) {
	before, after = lastRunes(s[:from], around), firstRunes(s[to:], around)
	return oneLine(before), oneLine(s[from:to]), oneLine(after)
}

// oneLine replaces each run of blanks and ends of lines by one blank.
func oneLine(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		if r == ' ' || r == '\n' || r == '\t' || r == '\r' {
			gap = true
			continue
		}
		if gap {
			b.WriteByte(' ')
		}
		gap = false
		if r == cut {
			b.WriteString(block) // marked words are already removed
			continue
		}
		b.WriteRune(r)
	}
	if gap {
		b.WriteByte(' ')
	}
	return b.String()
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// lastRunes returns the last n characters. It reads no more of the text.
func lastRunes(s string, n int) string {
	at := len(s)
	for ; at > 0 && n > 0; n-- {
		at--
		for at > 0 && s[at]&0xc0 == 0x80 { // inside a character
			at--
		}
	}
	return s[at:]
}

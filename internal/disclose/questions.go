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

// QuestionKind is what an open question is about.
type QuestionKind string

// What can be asked about.
const (
	AskPerson  QuestionKind = "person"
	AskNumber  QuestionKind = "number"
	AskAddress QuestionKind = "address"
	AskEntry   QuestionKind = "entry"
	// a mark that marks nothing, or words that read nearly like a name
	AskWords QuestionKind = "words"
)

// Passage is where a question comes up: an entry, a line of it, and the words there with
// those around them. The three are one line each, and about 60 characters long.
type Passage struct {
	Entry                record.Ref
	Kind                 string
	Field                string // of the front matter, without numbers of items; "" in the body
	Line                 int    // of the entry's text, from 1
	Before, Words, After string
}

// Question is a question that nobody has decided, with all places at which it comes up.
type Question struct {
	What         QuestionKind
	Name         string     // as the record has it; "" where it is about an entry
	Entry        record.Ref // asked about as a whole
	Why          string
	Agency, Role string    // of a professional
	Propose      string    // keep where that is usual; "" where nothing is proposed
	Earlier      string    // what was decided for an earlier request of the case, in words
	Named        bool      // the requester, or who lives with them, is named there
	Passages     []Passage // in the order of the entries, and of their lines
}

// ErrUndecided says that a copy could name somebody about whom nobody has
// decided. Nothing of the copy is given.
var ErrUndecided = errors.New("nobody has decided about some of the people named")

// Undecided lists the open questions. Log is what would be left out besides.
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

// questions gathers what is open: one question of each sort and name, with its places.
type questions struct {
	open []*Question
	of   map[questionKey]*Question
	seen map[seenPlace]bool
}

// questionKey tells one question from another.
type questionKey struct {
	what  QuestionKind
	name  string
	entry record.Ref
}

type seenPlace struct {
	q *Question
	p Passage
}

// ask notes a place at which a question comes up, once.
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

// sorted returns the questions by their weight, and in the order of the entries and lines at which
// they first come up; their places likewise.
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

// weight orders questions: those that need thought come before those to which an answer is
// proposed, and words that may be no person's come last.
func (o Question) weight() int {
	switch {
	case o.Propose != "":
		return 1
	case o.OfNobody():
		return 2
	}
	return 0
}

// OfNobody reports whether a question is about a name that nobody of the record has: of a
// place, a team, or somebody of whom the record says no more.
func (o Question) OfNobody() bool { return o.What == AskPerson && o.Why == whyNobody }

// around is how many characters of a text a place has before and after its words.
const around = 60

// wordsAt returns the bytes from and to of a text with what stands around them.
func wordsAt(s string, from, to int) (before, words, after string) {
	before, after = lastRunes(s[:from], around), firstRunes(s[to:], around)
	return oneLine(before), oneLine(s[from:to]), oneLine(after)
}

// oneLine returns a text with one blank in the place of each run of blanks and ends of lines.
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
			b.WriteString(block) // marked words have gone already
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

// lastRunes looks at no more of a text than it gives.
func lastRunes(s string, n int) string {
	at := len(s)
	for ; at > 0 && n > 0; n-- {
		at--
		for at > 0 && s[at]&0xc0 == 0x80 { // within a character
			at--
		}
	}
	return s[at:]
}

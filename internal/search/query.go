package search

import (
	"errors"
	"fmt"
	"slices"
)

// ErrQuery says that what was typed is no query. Its text never repeats a word of it.
var ErrQuery = errors.New("this can't be searched for")

// ErrNoName says that what was typed as a name is none.
var ErrNoName = errors.New("there is no name in it that texts could be searched for")

// Query is what is sought. The zero value is found in every text.
type Query struct {
	root  node
	terms []term // those by which a text is found: not those behind NOT
}

// Empty reports whether nothing is sought: every text is found.
func (q *Query) Empty() bool { return q.root == nil }

// AsksPeople reports whether the answer depends on the people of an item's case.
func (q *Query) AsksPeople() bool {
	for _, t := range q.terms {
		if _, ok := t.(name); ok {
			return true
		}
	}
	return false
}

// ByText returns a function that says, by a text alone, whether the text may be a hit. It is nil
// where an index of words tells (FTS), or where more than the text decides.
func (q *Query) ByText() func(text string) bool {
	if q.root == nil || q.FTS() != "" || !byText(q.root) {
		return nil
	}
	return func(s string) bool { return q.Says(Item{Text: s}) }
}

// byText reports whether a text alone says of a part whether it is in it.
func byText(n node) bool {
	switch n := n.(type) {
	case both:
		return !slices.ContainsFunc(n, notByText)
	case either:
		return !slices.ContainsFunc(n, notByText)
	case without:
		return byText(n.node)
	case name, identified:
		return false
	}
	return true
}

func notByText(n node) bool { return !byText(n) }

// node is a part of a query.
type node interface {
	in(t *text) bool // whether a text says it
	fts() string     // for the index; "" = it can't tell
}

// term is a part that stands in a text at places.
type term interface {
	node
	places(t *text) [][2]int
}

type (
	both    []node
	either  []node
	without struct{ node }
)

func (n both) in(t *text) bool {
	for _, one := range n {
		if !one.in(t) {
			return false
		}
	}
	return true
}

func (n either) in(t *text) bool {
	for _, one := range n {
		if one.in(t) {
			return true
		}
	}
	return false
}

func (n without) in(t *text) bool { return !n.node.in(t) }

// wrong makes an error of what was typed: what is wrong, and at which character.
func wrong(at int, format string, args ...any) error {
	return fmt.Errorf("%w: at character %d %s", ErrQuery, at+1, fmt.Sprintf(format, args...))
}

// gather lists the terms of a part by which a text is found.
func gather(n node, to []term) []term {
	switch n := n.(type) {
	case both:
		for _, one := range n {
			to = gather(one, to)
		}
	case either:
		for _, one := range n {
			to = gather(one, to)
		}
	case term:
		to = append(to, n)
	}
	return to
}

func queryOf(root node) *Query { return &Query{root, gather(root, nil)} }

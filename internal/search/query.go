package search

import (
	"errors"
	"fmt"
	"slices"
)

// ErrQuery means that a query is wrong. Its text never repeats a word of the query.
var ErrQuery = errors.New("this can't be searched for")

// ErrNoName means that the words typed for a name have none.
var ErrNoName = errors.New("there is no name in it that texts could be searched for")

// Query is a parsed query. The zero value finds every text.
type Query struct {
	root  node
	terms []term // without those after NOT
}

// Empty reports whether the query finds every text.
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

// ByText returns a function that reports whether a text may be a hit. It is nil if an index of
// words decides (FTS), or if the text alone does not decide.
func (q *Query) ByText() func(text string) bool {
	if q.root == nil || q.FTS() != "" || !byText(q.root) {
		return nil
	}
	return func(s string) bool { return q.Says(Item{Text: s}) }
}

// byText reports whether a text alone decides a part.
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
	in(t *text) bool // reports whether the part finds a text
	fts() string     // query for the index; "" means that it can't tell
}

// term is a part that has places in a text.
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

// wrong returns an error in a query: what is wrong, and at which character.
func wrong(at int, format string, args ...any) error {
	return fmt.Errorf("%w: at character %d %s", ErrQuery, at+1, fmt.Sprintf(format, args...))
}

// gather collects the terms of a part, without those after NOT.
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

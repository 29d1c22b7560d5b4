package search

import (
	"errors"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// syntaxCode is what is wrong with a regular expression, without a piece of it.
func syntaxCode(err error) (string, bool) {
	e, ok := errors.AsType[*syntax.Error](err)
	if !ok {
		return "", false
	}
	return e.Code.String(), true
}

// neededBy are pieces of which every line has one that a regular expression matches, in small
// letters; nil where that can't be told. So whoever searches looks closely at few lines.
func neededBy(typed string) []string {
	re, err := syntax.Parse(typed, syntax.Perl|syntax.FoldCase)
	if err != nil {
		return nil
	}
	return needed(re.Simplify())
}

func needed(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		return neededLiteral(re.Rune)
	case syntax.OpCapture, syntax.OpPlus:
		return needed(re.Sub[0])
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if n := needed(sub); shortest(n) > shortest(best) {
				best = n
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			n := needed(sub)
			if n == nil {
				return nil
			}
			all = append(all, n...)
		}
		return all
	}
	return nil
}

// neededLiteral is a literal, where it is of letters that every keyboard has: a line has those
// under the accents of others.
func neededLiteral(runes []rune) []string {
	s := strings.ToLower(string(runes))
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return nil
		}
	}
	return []string{s}
}

// shortest is the length of the shortest of some texts; 0 for none.
func shortest(list []string) int {
	n := 0
	for i, s := range list {
		if i == 0 || len(s) < n {
			n = len(s)
		}
	}
	return n
}

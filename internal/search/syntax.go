package search

import (
	"errors"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// SmallSigns reports whether a query has and, or, not in small letters where they may be meant as
// signs: between words, or not at the beginning.
func SmallSigns(typed string) bool {
	list := strings.Fields(typed)
	for i, w := range list {
		small := w == "and" || w == "or" || w == "not"
		if small && i+1 < len(list) && (i > 0 || w == "not") {
			return true
		}
	}
	return false
}

// wrongWith says in plain words what is wrong with a regular expression. It repeats no piece of it,
// since shells and logs may keep messages.
func wrongWith(err error) string {
	words := map[syntax.ErrorCode]string{
		syntax.ErrMissingParen:    "a bracket ( has none ) that ends it",
		syntax.ErrUnexpectedParen: "a bracket ) ends what none ( began",
		syntax.ErrMissingBracket:  "a bracket [ has none ] that ends it",
		syntax.ErrMissingRepeatArgument: "* + ? or {2} has nothing before it; \\* is the sign " +
			"itself",
		syntax.ErrInvalidRepeatOp:     "of * + ? and {2} two stand behind each other",
		syntax.ErrInvalidRepeatSize:   "a number in {} is over 1000, or the first is the larger",
		syntax.ErrInvalidCharRange:    "in [] a row runs backwards, or \\p names no letters",
		syntax.ErrInvalidCharClass:    "in [] something is neither a letter nor a row of letters",
		syntax.ErrInvalidEscape:       "\\ gives what follows no meaning; \\\\ is the sign itself",
		syntax.ErrTrailingBackslash:   "the last \\ has nothing behind it; \\\\ is the sign itself",
		syntax.ErrInvalidPerlOp:       "(? begins what RE2 does not have, as a look ahead",
		syntax.ErrInvalidNamedCapture: "(?P< begins a name that has no end, or no letters",
		syntax.ErrNestingDepth:        "there are too many brackets in one another",
		syntax.ErrLarge:               "it asks for more than can be looked for at once",
		syntax.ErrInvalidUTF8:         "it is not UTF-8",
	}
	if e, ok := errors.AsType[*syntax.Error](err); ok && words[e.Code] != "" {
		return words[e.Code]
	}
	return "it is not well formed"
}

// neededBy returns pieces in small letters: every line that the regular expression matches has one
// of them. It returns nil if that can't be told. Few lines then need a closer look.
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

// neededLiteral returns a literal of ASCII letters. Other letters may stand in the line without
// their accents.
func neededLiteral(runes []rune) []string {
	s := strings.ToLower(string(runes))
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return nil
		}
	}
	return []string{s}
}

// shortest returns the length of the shortest text, or 0 for none.
func shortest(list []string) int {
	n := 0
	for i, s := range list {
		if i == 0 || len(s) < n {
			n = len(s)
		}
	}
	return n
}

package search

import (
	"errors"
	"regexp/syntax"
)

// syntaxCode is what is wrong with a regular expression, without a piece of it.
func syntaxCode(err error) (string, bool) {
	e, ok := errors.AsType[*syntax.Error](err)
	if !ok {
		return "", false
	}
	return e.Code.String(), true
}

// Package pattern has regular expressions that are compiled when they are first used. The
// program has more than a hundred, and most commands need a handful: compiling all of them
// took a sixth of the processor time of a short command.
package pattern

import (
	"regexp"
	"sync"
)

// Of gives an expression, compiled at the first call and no sooner. It panics then where the
// expression is wrong; a test compiles each that the program has.
func Of(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

package cli

import (
	"fmt"

	"casefile/internal/cases"
)

// settled refuses to let a copy leave while texts stand side by side and nothing says which
// of them is true.
func settled(c *cases.Case) error {
	if apart := c.MayLeave(); apart != nil {
		return notSettled("no copy leaves yet", apart)
	}
	return nil
}

// notSettled says what has to be settled first, and how.
func notSettled(what string, apart *cases.ApartError) error {
	return withHint(fmt.Errorf("%w%s: %w", errSilent{errConflict}, what, apart),
		"read all of them; casefile amend %s settles it", apart.Ref)
}

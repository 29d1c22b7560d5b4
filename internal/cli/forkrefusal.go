package cli

import (
	"fmt"

	"casefile/internal/cases"
)

// forkRefusal returns the refusal of an act that must wait until somebody settles a fork. For
// example, no copy leaves while nothing says which of two texts is true. For nil it returns nil.
func forkRefusal(refusal string, apart *cases.ForkError) error {
	if apart == nil {
		return nil
	}
	return withHint(fmt.Errorf("%w%s: %w", errSilent{errConflict}, refusal, apart),
		"read all of them; casefile amend %s settles it", apart.Ref)
}

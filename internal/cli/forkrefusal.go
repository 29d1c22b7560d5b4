package cli

import (
	"fmt"

	"casefile/internal/cases"
)

// forkRefusal refuses what can't be done before somebody has settled what was recorded apart: a
// copy that would leave while nothing says which of two texts is true, say.
func forkRefusal(refusal string, apart *cases.ForkError) error {
	if apart == nil {
		return nil
	}
	return withHint(fmt.Errorf("%w%s: %w", errSilent{errConflict}, refusal, apart),
		"read all of them; casefile amend %s settles it", apart.Ref)
}

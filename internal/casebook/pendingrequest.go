package casebook

import (
	"context"
	"fmt"

	"casefile/internal/record"
)

// pendingRequest opens the pending request of a case before it is carried out. As the act is for
// good, the text must be what its commit says, and of this kind. The error is an EntryFault if the
// text is not what its commit says. It is ErrState if no request of this kind is pending.
func (b *Book) pendingRequest(ctx context.Context, d *record.Docket, kind string) (
	*record.Entry, error,
) {
	if d.Pending == "" {
		return nil, fmt.Errorf("%w: no %s waits to be carried out in %s", ErrState, kind, d.Case)
	}
	ref := record.Ref{Case: d.Case, Entry: d.Pending}
	it, err := b.OpenEntry(ctx, ref)
	switch {
	case err != nil:
		return nil, err
	case it.Fault != "":
		return nil, notOpened(ref, it.Rule, it.Fault)
	case it.Kind != kind:
		return nil, fmt.Errorf("%w: no %s waits to be carried out in %s: %s is a %s", ErrState,
			kind,
			d.Case, ref, it.Kind)
	}
	return it.Entry, nil
}

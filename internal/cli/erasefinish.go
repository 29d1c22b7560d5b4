package cli

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/team"
)

// runReseal carries out the pending, endorsed erasure.
func runReseal(ctx context.Context, app *App, b *casebook.Book, id record.ID,
	o eraseOptions,
) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	if err := ready(ctx, app, b, team.OpReseal, id); err != nil {
		return err
	}
	going, err := b.ErasureTargets(ctx, d)
	if err != nil && d.Pending == "" {
		erased, againErr := b.EraseRest(ctx, id, sendFirst(app, b))
		if againErr == nil {
			return sayGone(ctx, app, b, "erase", id, "was erased from before", erased)
		}
		if !errors.Is(againErr, casebook.ErrNoKeysLeft) {
			return erasureHint(againErr)
		}
	}
	if errors.Is(err, casebook.ErrState) {
		err = withHint(err, "casefile erase ENTRY asks for one")
	}
	if err != nil {
		return err
	}
	request := record.Ref{Case: id, Entry: d.Pending}
	lacks, err := b.ErasureLacks(d)
	if err != nil {
		return err
	}
	if len(lacks) > 0 {
		return withHint(inState("the erasure %s still lacks the endorsement of %s", request,
			record.Enumerated(lacks)), "casefile endorse %s, by somebody else", request)
	}
	c, err := b.Case(ctx, id)
	if err != nil {
		return err
	}
	if err := b.Unopened(ctx, d, going); err != nil {
		return sentBackHint(err, request)
	}
	showErased(app, c, going)
	if err := confirmed(app, id, o.confirm); err != nil {
		return err
	}
	erased, err := b.CarryOutErasure(ctx, request, sendFirst(app, b))
	if err != nil {
		return sentBackHint(erasureHint(err), request)
	}
	done := fmt.Sprintf("%s erased in the record, at the request of %s",
		record.Counted(len(going), "sealed file"), request)
	return sayGone(ctx, app, b, "erase", id, done, erased)
}

// sentBackHint adds what to do if an unreadable entry came in after the request. The erasure would
// destroy that entry too, and the request does not name it.
func sentBackHint(err error, request record.Ref) error {
	if _, unopened := errors.AsType[*casebook.UnopenedError](err); !unopened {
		return err
	}
	return withHint(err, "it came in after the request: casefile endorse %s --verdict returned "+
		"sends that back, and a new one names it too", request)
}

// erasureHint adds the hint where an erasure was not carried out.
func erasureHint(err error) error {
	halted, ok := errors.AsType[*casebook.HaltError](err)
	switch {
	case !ok:
		return err
	case halted.Halt == casebook.NotBegun:
		return withHint(err, "an erasure needs the remote within reach; casefile sync says more")
	}
	return withHint(err, unsentHelp)
}

// repairHint names the repair if an erasure left other texts than were recorded.
func repairHint(b *casebook.Book, err error) error {
	list, _ := b.Unlooked()
	for _, u := range list {
		if u.Fault && errors.Is(err, ledger.ErrFault) {
			return withHint(err, "no earlier key of %s is destroyed here; a senior manager who "+
				"did not "+
				"carry the erasure out: casefile erase %s --repair", u.Case, u.Case)
		}
	}
	return err
}

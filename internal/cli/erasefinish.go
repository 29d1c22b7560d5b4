package cli

import (
	"context"
	"fmt"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// runReseal carries out the erasure that is pending and endorsed.
func runReseal(ctx context.Context, app *App, b *casebook.Book, id record.ID, o eraseOptions) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	if err := ready(ctx, app, b, "reseal", id); err != nil {
		return err
	}
	going, err := b.ErasureTargets(ctx, d)
	if err != nil && d.Pending == "" {
		if again, againErr := eraseRest(ctx, app, b, id); again || againErr != nil {
			return againErr
		}
	}
	if err != nil {
		return withHint(err, "casefile erase ENTRY asks for one")
	}
	request := record.Ref{Case: id, Entry: d.Pending}
	lacks, err := b.ErasureLacks(d)
	if err != nil {
		return err
	}
	if len(lacks) > 0 {
		return withHint(inState("the erasure %s still lacks the endorsement of %s", request, joinWords(lacks)), "casefile endorse %s, by somebody else", request)
	}
	c, err := b.Case(ctx, id)
	if err != nil {
		return err
	}
	showErased(app, c, going)
	if err := confirmed(app, id, o.confirm); err != nil {
		return err
	}
	erased, err := resealed(ctx, app, b, request)
	if err != nil {
		return err
	}
	done := fmt.Sprintf("%s erased in the record, at the request of %s", counted(len(going), "sealed file"), request)
	return sayGone(ctx, app, b, "erase", id, done, erased)
}

// resealed brings this copy up to date, records the erasure, sends it, and only then
// lets the keys go.
func resealed(ctx context.Context, app *App, b *casebook.Book, request record.Ref) (*casebook.Erasure, error) {
	url, err := b.Repo().Remote(ctx, casebook.RemoteName)
	if err != nil {
		return nil, err
	}
	if url != "" {
		if _, err := sendFirst(ctx, app, b); err != nil {
			return nil, withHint(fmt.Errorf("nothing was erased: %w", err), "an erasure needs the remote within reach; casefile sync says more")
		}
	}
	if _, err := b.Reseal(ctx, request); err != nil {
		return nil, err
	}
	if url == "" {
		return b.PurgeDue(ctx)
	}
	out, err := sendFirst(ctx, app, b)
	if err != nil {
		return nil, withHint(fmt.Errorf("the erasure is recorded here, not sent, and no key is destroyed yet: %w", err), "casefile sync sends it, and destroys the keys then")
	}
	return out.Erased, nil
}

// eraseRest goes on where something had kept a copy of an earlier key from being
// taken away; false where none is left.
func eraseRest(ctx context.Context, app *App, b *casebook.Book, id record.ID) (bool, error) {
	gone, err := b.GoneKeys(ctx, id)
	if err != nil {
		return false, err
	}
	left, err := b.LeftOf(ctx, id, gone)
	if err != nil || len(left) == 0 {
		return false, err
	}
	erased, err := b.EraseAgain(ctx, id)
	if err != nil {
		return true, withHint(err, "casefile sync")
	}
	return true, sayGone(ctx, app, b, "erase", id, "was erased from in the record before", erased)
}

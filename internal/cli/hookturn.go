package cli

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/ledger"
	"casefile/internal/store"
)

// errTurn ends the hook of a push that only asks for a turn. Git must not accept that push.
var errTurn = errors.New("this push asks for a turn, and changes nothing")

// answerTurn waits for a copy's turn to push, and says whether it has come. The push that asked is
// always refused.
func answerTurn(ctx context.Context, app *App, repo *store.Repo, t ledger.Turn) error {
	first, err := repo.Queue().Wait(ctx, t.Whose, t.Soon)
	if err != nil {
		return err
	}
	sayTurn(ctx, app, repo, first)
	return errTurn
}

// sayTurn tells a copy whether its turn has come. If so, it also names the server's tips.
func sayTurn(ctx context.Context, app *App, repo *store.Repo, now bool) {
	fmt.Fprintln(app.Err, ledger.TurnAnswer(now))
	if !now {
		return
	}
	if stands, err := ledger.ServerTipsOf(ctx, repo); err == nil {
		fmt.Fprintln(app.Err, stands.Answer())
	}
}

// inTurn judges a push once it is the pusher's turn. A push that came too late keeps its turn, and
// the pusher is told so. Any other refusal ends the turn. A push that is accepted has the turn
// until git has moved the refs (ledger.EndTurn).
func inTurn(
	ctx context.Context, app *App, repo, quarantine *store.Repo, updates []ledger.Update,
	judge func() error,
) error {
	turn, waits := ledger.TurnToPush(ctx, quarantine.Reader, updates)
	if !waits {
		return judge()
	}
	first, err := repo.Queue().Wait(ctx, turn.Whose, turn.Soon)
	if err != nil {
		return err
	}
	main, err := repo.Ref(ctx, ledger.MainRef)
	if err == nil {
		err = ledger.MovedOn(main, updates)
	}
	if err == nil {
		err = judge()
	}
	switch {
	case errors.Is(err, store.ErrRaced):
		sayTurn(ctx, app, repo, first)
	case err != nil:
		repo.Queue().Done(turn.Whose)
	}
	return err
}

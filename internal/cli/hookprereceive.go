package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

func newHookPreReceive(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "pre-receive", Short: "Judge a push (run by git)", Args: arguments(0, 0, ""),
		Long: `Judge a push, all or nothing. Git runs this before any ref moves, with a line OLD NEW
REF on stdin for each ref. Whoever pushes gets the reasons of a refusal.`,
		Example: `  # git runs it so, in the bare repository
  casefile hook pre-receive < pushed`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runPreReceive(cmd.Context(), app)
		},
	}
}

func runPreReceive(ctx context.Context, app *App) error {
	err := receive(ctx, app)
	if err == nil || ctx.Err() != nil || errors.Is(err, errTurn) {
		return err
	}
	return refusal(app, err)
}

// pushed returns the repository in which git runs a hook, and the updates that git gives the hook.
func pushed(ctx context.Context, app *App) (*store.Repo, []ledger.Update, error) {
	updates, err := ledger.ParseUpdates(app.In)
	if err != nil {
		return nil, nil, err
	}
	repo, err := store.OpenInHook(ctx, hookFolder(app))
	if err == nil {
		tellWaits(app, repo)
	}
	return repo, updates, err
}

func receive(ctx context.Context, app *App) error {
	repo, updates, err := pushed(ctx, app)
	if err != nil {
		return err
	}
	defer repo.Close()
	if turn, asks := ledger.AsksForTurn(updates); asks {
		return answerTurn(ctx, app, repo, turn)
	}
	quarantine := repo.WithQuarantine()
	defer quarantine.Close()
	// The machine's clock counts: no variable may move a server's time.
	push := ledger.Push{Repo: repo, Quarantine: quarantine, Updates: updates, Now: app.Wall()}
	err = inTurn(ctx, app, repo, quarantine, updates, func() error {
		return ledger.JudgePush(ctx, push, ledger.Options{Reserved: commandNames(),
			Builtin: app.kinds, Mark: hookMark(app, repo)})
	})
	if err == nil {
		clearTheWay(ctx, app, repo, updates)
	}
	return err
}

// clearTheWay removes locks of killed gits from the refs of a good push. A lock that may still be
// in use stays, and the pusher is told why. Locks of the last second are not mentioned: each push
// has one for a moment.
func clearTheWay(ctx context.Context, app *App, repo *store.Repo, updates []ledger.Update) {
	var refs []string
	for _, u := range updates {
		refs = append(refs, u.Ref)
	}
	left, _ := repo.ClearLocks(ctx, refs)
	for _, l := range left {
		if l.Age > time.Second || l.Ahead {
			fmt.Fprintf(app.Err, "casefile: locked: %s: %s\n", filepath.Base(l.Path), l.Why)
		}
	}
}

// maxTold bounds the faults that a pusher is shown.
const maxTold = 20

// refusal shows a pusher the faults, and returns an error with a summary and a hint. The exit code
// is always that of a fault.
func refusal(app *App, err error) error {
	told := "refused: " + err.Error()
	var found *ledger.FaultError
	if errors.As(err, &found) && !errors.Is(err, ledger.ErrTrustFile) {
		for _, f := range found.Faults[:min(len(found.Faults), maxTold)] {
			fmt.Fprintf(app.Err, "casefile: refused: %.600s\n", record.OneLine(faultLine(f)))
		}
		told = "refused: " + record.Counted(len(found.Faults), "fault")
		if slices.ContainsFunc(found.Faults, verify.Fault.OfClocks) {
			// the pusher's sync reads it
			fmt.Fprintf(app.Err, "Casefile-Time: %d\n", app.Wall().Unix())
		}
		if n := len(found.Faults) - maxTold; n > 0 {
			told += fmt.Sprintf(", of which %d are not shown", n)
		}
	}
	hint := refusalHint(err)
	switch {
	case errors.Is(err, ledger.ErrServerFault):
		told += ": the server's own records are not in order"
	case errors.Is(err, ledger.ErrUntrusted):
		told = "refused: the server was given no introduction to judge by"
	}
	return withHint(fmt.Errorf("%w%s", errSilent{ledger.ErrFault}, told),
		"nothing was changed on the server; %s", hint)
}

// refusalHint tells the pusher the way out of a refusal.
func refusalHint(err error) string {
	switch {
	case errors.Is(err, ledger.ErrTrustFile):
		return "the keeper of the server runs there: casefile hook install --trust INTRO@TIP"
	case errors.Is(err, ledger.ErrServerFault):
		own, ok := errors.AsType[*ledger.FaultError](err)
		if ok && verify.OnlyOf(verify.RuleRewound, own.Faults) {
			return setBackServerHelp
		}
		return "the keeper of the server runs casefile verify there"
	case errors.Is(err, ledger.ErrUntrusted):
		return "the keeper of the server runs there: casefile hook install --trust INTRO@TIP"
	case errors.Is(err, fs.ErrPermission):
		return "the server is not set up for this account; whoever keeps it makes the repository " +
			"with git init --bare --shared, and repeats casefile hook install"
	case errors.Is(err, store.ErrRaced):
		return "somebody else pushed first; fetch, and push again"
	case errors.Is(err, verify.ErrNewer):
		return "the keeper of the server installs a newer casefile there"
	case errors.Is(err, verify.ErrOlder):
		return "the server and whoever pushes need the same casefile; the keeper of the server " +
			"decides"
	}
	var found *ledger.FaultError
	if !errors.As(err, &found) {
		return "tell the keeper of the server"
	}
	only := func(rule string) bool { return verify.OnlyOf(rule, found.Faults) }
	switch {
	case only(verify.RuleKeysRef):
		return "the keys go with main: git push --atomic REMOTE main " +
			"'+refs/casefile/keys/*:refs/casefile/keys/*'"
	case only(verify.RuleForeignRef):
		return "push main and refs/casefile/keys/*, and nothing else"
	case only(verify.RuleIntroduction), only(verify.RuleRewound):
		return "ask a colleague whether these are the agency's records, and this their server"
	case !slices.ContainsFunc(found.Faults, func(f verify.Fault) bool { return !f.OfClocks() }):
		return "set this machine's clock right"
	}
	return "casefile verify shows what is wrong in your own copy"
}

// faultLine describes a fault in one line: where, who, what.
func faultLine(f verify.Fault) string {
	var where []string
	if f.Commit != "" {
		where = append(where, fmt.Sprintf("%.12s", f.Commit), cmp.Or(f.Signer, "nobody"))
	}
	if f.Path != "" {
		where = append(where, f.Path)
	}
	return strings.TrimPrefix(fmt.Sprintf("%s: %s [%s]", strings.Join(where, " "), f.Means, f.Rule),
		": ")
}

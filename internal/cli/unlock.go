package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/keyring"
	"casefile/internal/record"
	"casefile/internal/store"
)

type unlockOptions struct {
	within time.Duration
	agent  bool // for the agent's process
}

func newUnlockCommand(app *App) *cobra.Command {
	o := unlockOptions{}
	cmd := &cobra.Command{
		Use: "unlock", Short: "Keep your identity open for an hour, without questions",
		GroupID: "setup",
		Long: `Keep your identity open in a process of its own, the agent. Reading then asks for no
passphrase and no touch. The agent ends after an hour, however much you work, or with
casefile lock. The agency's policy can shorten the hour (access.unlock_minutes).

The agent hands out the keys of single files, never the identity. Only processes of
your own user reach it, through a socket in XDG_RUNTIME_DIR. It signs nothing: for
that, add your signing key to ssh-agent.`,
		Example: `  # for an hour at most
  casefile unlock
  # for twenty minutes
  casefile unlock --for 20m`,
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.agent {
				return runAgent(cmd.Context(), app)
			}
			return runUnlock(cmd.Context(), app, o)
		},
	}
	cmd.Flags().DurationVar(&o.within, "for", 0, "for less than an hour: 20m, 90s (`duration`)")
	cmd.Flags().BoolVar(&o.agent, "agent", false, "")
	cmd.Flags().MarkHidden("agent")
	return cmd
}

func runUnlock(ctx context.Context, app *App, o unlockOptions) error {
	within, err := unlockFor(ctx, app, o.within)
	if err != nil {
		return err
	}
	agent, err := app.keys.Unlock(within, "unlock", "--agent")
	if err != nil {
		return err
	}
	if app.global.json {
		return app.document("unlock",
			map[string]any{"until": agent.Until.UTC().Format(time.RFC3339),
				"pid": agent.PID})
	}
	how := "unlocked"
	if agent.Already {
		how = "unlocked already"
	}
	app.print("%s until %s; casefile lock ends it", how, agent.Until.Local().Format("15:04:05"))
	return nil
}

func runAgent(ctx context.Context, app *App) error {
	err := keyring.ServeAgent(ctx, app.In, app.Out)
	if errors.Is(err, keyring.ErrAgentOrder) {
		err = usage("the agent is begun by casefile unlock")
	}
	if err != nil {
		keyring.AgentFailed(app.Out, err)
	}
	return err
}

// unlockFor returns the life of the agent: the time asked for, but no more than an hour and no more
// than the policy here allows.
func unlockFor(ctx context.Context, app *App, asked time.Duration) (time.Duration, error) {
	minutes, err := unlockMinutes(ctx, app)
	if err != nil {
		return 0, err
	}
	within, err := keyring.UnlockFor(asked, time.Duration(minutes)*time.Minute)
	if errors.Is(err, keyring.ErrTooShort) {
		return 0, usage("--for takes a duration of a second or more: 20m")
	}
	if long, ok := errors.AsType[*keyring.TooLong](err); ok {
		by := "an hour is the most"
		if long.Policy > 0 {
			by = "the agency's policy allows " + record.Counted(minutes, "minute")
		}
		return 0, usage("--for %s is too long: %s", asked, by)
	}
	return within, err
}

// unlockMinutes returns the policy's limit, as last judged here. It returns 0 if there are no
// records or no limit.
func unlockMinutes(ctx context.Context, app *App) (int, error) {
	repo, err := store.Open(ctx, directory(app))
	if errors.Is(err, store.ErrNotRepository) || errors.Is(err, store.ErrNoGit) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer repo.Close()
	b, err := casebook.OpenLastJudged(ctx, repo, casebook.Options{Reserved: commandNames(),
		Builtin: app.kinds, Mark: app.mark()})
	if errors.Is(err, casebook.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return b.Policy().Access.UnlockMinutes, nil
}

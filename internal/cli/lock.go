package cli

import "github.com/spf13/cobra"

func newLockCommand(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "lock", Short: "End what unlock began", GroupID: "setup", Args: arguments(0, 0, ""),
		Example: `  # close your identity before you leave the desk
  casefile lock`,
		RunE: func(*cobra.Command, []string) error { return runLock(app) },
	}
}

func runLock(app *App) error {
	ended, err := app.keys.Lock()
	if err != nil {
		return err
	}
	if app.global.json {
		return app.document("lock", map[string]any{"ended": ended})
	}
	if ended {
		app.print("locked")
	} else {
		app.print("nothing was unlocked")
	}
	return nil
}

package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// arguments requires lo to hi arguments, or any number from lo up if hi < 0. names is their form in
// help.
func arguments(lo, hi int, names string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= lo && (hi < 0 || len(args) <= hi) {
			return nil
		}
		want := names
		if want == "" {
			want = "no argument"
		}
		err := fmt.Errorf("%w%s takes %s", errSilent{errUsage}, cmd.CommandPath(), want)
		if strings.HasPrefix(names, "ENTRY") && len(args) < lo {
			return withHint(err, "%s; %s --help", entryHelp, cmd.CommandPath())
		}
		return withHint(err, "%s --help", cmd.CommandPath())
	}
}

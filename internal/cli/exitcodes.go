package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

func newExitCodesCommand() *cobra.Command {
	var b strings.Builder
	b.WriteString("Exit codes, the same for every command and never renumbered:\n\n")
	for _, c := range exitCodes {
		fmt.Fprintf(&b, "  %3d  %s\n", c.code, c.means)
	}
	return &cobra.Command{Use: "exit-codes", Short: "What the exit codes mean",
		Long: strings.TrimRight(b.String(), "\n")}
}

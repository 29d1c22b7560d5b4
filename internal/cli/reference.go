package cli

import (
	"os"

	"github.com/spf13/cobra"
)

// Commands returns all commands below casefile itself, for the pages that are made of their help.
// Those of the kinds of entry are not among them: casefile kinds lists these.
func Commands() *cobra.Command {
	return rootCommand(&App{Getenv: os.Getenv}, nil)
}

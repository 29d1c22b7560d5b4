package cli

import (
	"os"

	"github.com/spf13/cobra"
)

// Commands returns all commands below casefile, for the man pages and the reference. It leaves out
// the commands made from kinds, which casefile kinds lists.
func Commands() *cobra.Command {
	return rootCommand(&App{Getenv: os.Getenv}, nil)
}

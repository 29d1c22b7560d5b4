package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

// arguments requires between lo and hi arguments; names is how help shows
// them. hi < 0 is any number.
func arguments(lo, hi int, names string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= lo && (hi < 0 || len(args) <= hi) {
			return nil
		}
		want := names
		if want == "" {
			want = "no argument"
		}
		return withHint(fmt.Errorf("%w%s takes %s", errSilent{errUsage}, cmd.CommandPath(), want), "%s --help", cmd.CommandPath())
	}
}

// create opens a file that an answer goes to; an existing one is replaced only
// when the new text is whole.
func create(path string, write func(*os.File) error) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".casefile-")
	if err != nil {
		return fmt.Errorf("%s can't be written: %w", path, errors.Unwrap(err))
	}
	err = write(tmp)
	if closeErr := tmp.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		os.Remove(tmp.Name())
	}
	return err
}

package cli

import (
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// valueOf returns the word that help has for a flag's value: case, member, kind.
func valueOf(f *pflag.Flag) string {
	value, _ := pflag.UnquoteUsage(f)
	return value
}

// askCaseFlags asks for the case of each flag whose value is -. If the command writes, the user
// must confirm the case.
func askCaseFlags(app *App, cmd *cobra.Command) (err error) {
	settle := confirmCase
	if cmd.GroupID == "look" {
		settle = readCase
	}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if err == nil && valueOf(f) == "case" {
			err = askCaseFlag(cmd, app, f, settle)
		}
	})
	return err
}

func askCaseFlag(cmd *cobra.Command, app *App, f *pflag.Flag, settle caseChoice) (err error) {
	values := []string{f.Value.String()}
	several, isSeveral := f.Value.(pflag.SliceValue)
	if isSeveral {
		values = several.GetSlice()
	}
	if !slices.Contains(values, askForCase) {
		return nil
	}
	if !app.asksCases() {
		return nobodyToAsk()
	}
	for i, value := range values {
		if value != askForCase {
			continue
		}
		if values[i], err = askCase(cmd.Context(), app, "--"+f.Name+": which case?",
			settle); err != nil {
			return err
		}
	}
	if isSeveral {
		return several.Replace(values)
	}
	return f.Value.Set(values[0])
}

package cli

import (
	"slices"
	"testing"

	"github.com/spf13/cobra"
)

// Each command is made under the name that it has in the table. So the command at the beginning of
// a line is the one that runs. A line that begins otherwise, with help or a flag, gets all
// commands.
func TestTableNamesItsCommands(t *testing.T) {
	app, _ := testApp(t, nil)
	all := table()
	for name, made := range all {
		if cmd := made(app); cmd.Name() != name {
			t.Errorf("%s is made as %s", name, cmd.Name())
		}
		if got := namesMade(commands(app, []string{name, "note"})); !slices.Equal(got,
			[]string{name}) {
			t.Errorf("of %s are made: %v", name, got)
		}
	}
	for line, want := range map[string]int{
		"": len(all), "help": len(all), "__complete": len(all), "--json": len(all),
		"escalate": len(all), "K3F9": len(all), "note": 1, "concern": 1, "child": len(all),
	} {
		if got := namesMade(commands(app, []string{line, "version"})); len(got) != want {
			t.Errorf("%q: %d are made, not %d: %v", line, len(got), want, got)
		}
	}
	if got := namesMade(commands(app, []string{"--json", "note", "note", "hold"})); len(got) != len(
		all)+1 {
		t.Errorf("a kind after a flag: %d are made, not all and the kind: %v", len(got), got)
	}
}

func namesMade(list []*cobra.Command) (out []string) {
	for _, c := range list {
		out = append(out, c.Name())
	}
	return out
}

// An agency's own kind has the name of no command, and of none of the words of the format.
func TestCommandNamesAreReserved(t *testing.T) {
	names := commandNames()
	for _, word := range []string{"entry", "help", "version", "exit-codes", "triage", "maintain"} {
		if !slices.Contains(names, word) {
			t.Errorf("%s is free for a kind", word)
		}
	}
	if slices.Contains(names, "note") {
		t.Error("note, a kind, is the name of a command")
	}
}

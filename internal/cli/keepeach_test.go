package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// Whatever refuses a command before it reads, the text that was piped into it is kept: of each
// command that takes one, where there are no records, with a flag that it does not know, and
// without its arguments. Also where the command line is wrong: who pipes a text seldom has it
// elsewhere, and a draft too many costs one discard.
func TestEachKeepsItsText(t *testing.T) {
	home := t.TempDir()
	env := map[string]string{"HOME": home, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home,
		"CASEFILE_DIR": t.TempDir()}
	run := func(typed string, args ...string) (int, *streams) {
		app, s := testApp(t, env)
		s.in.WriteString(typed)
		return app.Run(t.Context(), args), s
	}
	if code, s := run("", "identity", "new", "--name", "Asha Rao", "--email", "asha@agency.example",
		"--id", "asha", "--no-passphrase"); code != exitOK {
		t.Fatal(s.err.String())
	}
	const text = "---\nheadline: Rang the school\n---\nThe mother said that it is too early.\n"
	lines := takeText(t)
	if len(lines) < 50 {
		t.Errorf("only %d commands take a text", len(lines))
	}
	for _, line := range lines {
		for _, more := range [][]string{nil, {"--nonsense"}, {"K3F9-27QM"}, {"K3F9-27QM/7K2M", "--to", "mina"}} {
			args := append(append(strings.Fields(line), more...), "-F", "-")
			code, s := run(text, args...)
			kept, _ := filepath.Glob(filepath.Join(home, "casefile", "draft-*.age"))
			if code != exitUsage && code != exitNoRecords || len(kept) != 1 ||
				!strings.Contains(s.err.String(), "encrypted; in the records casefile draft resume ") {
				t.Errorf("%s: exit code %d, %d drafts\n%s", strings.Join(args, " "), code, len(kept), s.err.String())
			}
			for _, file := range kept {
				if err := os.Remove(file); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// takeText are the commands that take a text by -F.
func takeText(t *testing.T) (lines []string) {
	app, _ := testApp(t, nil)
	rootCommand(app, nil)
	root := rootCommand(app, app.kinds.Names())
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		if f := cmd.Flags().ShorthandLookup("F"); f != nil && f.Name == "file" && cmd.Runnable() {
			lines = append(lines, strings.TrimPrefix(cmd.CommandPath(), "casefile "))
		}
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(root)
	return lines
}

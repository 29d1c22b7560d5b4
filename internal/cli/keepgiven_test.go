package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"casefile/internal/seal"
)

// takesText lists the words of every command that has -F FILE, the kinds among them.
func takesText(t *testing.T) []string {
	app, _ := testApp(t, nil)
	var out []string
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Flags().ShorthandLookup("F") != nil {
			out = append(out, strings.TrimPrefix(c.CommandPath(), "casefile "))
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(rootCommand(app, []string{"note", "K3F9"}))
	return out
}

const piped = "She said that she is not hungry.\n"

// Whichever command a text is piped to, it survives a wrong flag, a word too many and a
// place without records: sealed to its author, in their own folder.
func TestPipedTextSurvivesEveryCommand(t *testing.T) {
	home := t.TempDir()
	run := func(typed string, args ...string) (int, *streams) {
		app, s := testApp(t, map[string]string{"CASEFILE_DIR": t.TempDir(), "HOME": home})
		s.in.WriteString(typed)
		return app.Run(t.Context(), args), s
	}
	if code, s := run("", "identity", "new", "--id", "asha", "--name", "Asha Rao",
		"--email", "asha@agency.example", "--no-passphrase"); code != 0 {
		t.Fatal(s.err.String())
	}
	all := takesText(t)
	if len(all) < 20 {
		t.Fatalf("only %d commands take a text: %v", len(all), all)
	}
	ending := map[string][]string{
		"a wrong flag":  {"--nonsense", "-F", "-"},
		"a later one":   {"-F-", "--nonsense"},
		"as one word":   {"--file=-", "--nonsense"},
		"too many":      {"K3F9", "K3F9", "K3F9", "K3F9", "-F", "-"},
		"no records":    {"K3F9", "-F", "-"},
		"a wrong value": {"K3F9", "--file", "-", "--as-at", "2026-02-30"},
	}
	for _, words := range all {
		for name, end := range ending {
			code, s := run(piped, append(strings.Fields(words), end...)...)
			if code == 0 {
				t.Errorf("%s, %s: nothing was refused", words, name)
			}
			if got := takenFromFolder(t, home); !strings.HasSuffix(got, "\n"+piped) ||
				!strings.HasPrefix(got, "casefile "+words) {
				t.Errorf("%s, %s: kept is %q\n%s", words, name, got, s.err.String())
			}
			if _, hint := refusalOf(s); !strings.Contains(hint, "the text is in ") {
				t.Errorf("%s, %s: the hint is %q", words, name, hint)
			}
		}
	}
}

// takenFromFolder opens the one text that was kept there, and removes it.
func takenFromFolder(t *testing.T, home string) string {
	t.Helper()
	folder := filepath.Join(home, ".config", "casefile")
	files, _ := filepath.Glob(filepath.Join(folder, "draft-*.age"))
	if len(files) != 1 {
		return strings.Join(files, " and ")
	}
	sealed, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, []byte("hungry")) {
		t.Error("what is kept can be read by anybody")
	}
	secret, err := os.ReadFile(filepath.Join(folder, "identity.txt"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := seal.LoadIdentity(secret, seal.Keys{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := seal.Open(key, sealed)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// At a terminal a refusal does not wait for a text that nobody has typed.
func TestNothingIsReadAtATerminal(t *testing.T) {
	app, s := testApp(t, map[string]string{"CASEFILE_DIR": t.TempDir(), "HOME": t.TempDir()})
	app.InTTY = true
	s.in.WriteString(piped)
	if code := app.Run(t.Context(), []string{"note", "K3F9", "--nonsense", "-F", "-"}); code != exitUsage ||
		s.in.Len() != len(piped) {
		t.Errorf("%d, %d bytes are left of %d", code, s.in.Len(), len(piped))
	}
}

func TestPipesText(t *testing.T) {
	for line, want := range map[string]bool{
		"note K3F9 -F -":            true,
		"note -F - K3F9 --nonsense": true,
		"note K3F9 -F-":             true,
		"note K3F9 -F=-":            true,
		"note K3F9 --file=-":        true,
		"note K3F9 --file -":        true,
		"note K3F9 -F text.md":      false,
		"note K3F9 -F":              false,
		"validate -":                false,
		"note -- -F -":              false,
		"":                          false,
	} {
		if got := pipesText(strings.Fields(line)); got != want {
			t.Errorf("%s: %v", line, got)
		}
	}
}

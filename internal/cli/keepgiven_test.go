package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/term"
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
	walk(rootCommand(app, []string{"help", "note"}))
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

		"a plain pipe and a wrong flag":  {"--nonsense"},
		"a plain pipe and too many":      {"K3F9", "K3F9", "K3F9", "K3F9"},
		"a plain pipe and no records":    {"K3F9"},
		"a plain pipe and a wrong value": {"K3F9", "--as-at", "2026-02-30"},
		"a plain pipe and a draft":       {"K3F9", "--draft", "7K2M9QXH"},
		"a plain pipe and --json":        {"K3F9", "--json"},
	}
	for _, words := range all {
		for name, end := range ending {
			end = append(append(strings.Fields(words), needsText[words]...), end...)
			if slices.Contains(end, "--json") && words == "handover" {
				continue // it fills the text in itself
			}
			if pipe := !pipesText(end); pipe && words == "attach" {
				continue // only -F gives it one
			}
			code, s := run(piped, end...)
			if code == 0 {
				t.Errorf("%s, %s: nothing was refused", words, name)
			}
			if got := takenFromFolder(t, home); !strings.HasSuffix(got, "\n"+piped) ||
				!strings.Contains(strings.SplitN(got, "\n", 2)[0], `"`+words+`"`) {
				t.Errorf("%s, %s: kept is %q\n%s", words, name, got, s.err.String())
			}
			if _, hint := refusalOf(s); !strings.Contains(hint, "the text is in ") {
				t.Errorf("%s, %s: the hint is %q", words, name, hint)
			}
		}
	}
}

// Where a text is kept is said whatever else helps with the error, and with it.
func TestHintSaysWhereTextIsKept(t *testing.T) {
	app, _ := testApp(t, map[string]string{"HOME": t.TempDir()})
	app.keys = openKeys(app)
	if err := os.MkdirAll(app.keys.Folder(), 0o700); err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(app.keys.Folder(), "signing-2026-03-07")
	if err := os.WriteFile(old+".pub", []byte("ssh-ed25519 old asha\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(old, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	signs := "CASEFILE_SIGNING_KEY=" + old
	unknown := casebook.UnknownSigner(team.Team{Members: []team.Member{
		{ID: "asha", Keys: []team.Key{{Key: "ssh-ed25519 old"}}}}})
	for _, c := range []struct {
		err  error
		want []string
	}{
		{unknown, []string{"the text is in ", signs}},
		{casebook.ErrBackup, []string{"the text is in ", "a copy of your own"}},
		{casebook.ErrState, []string{"the text is in "}},
	} {
		hint := helpWith(app,
			keptInFolder(app, casebook.Act{}, []byte("sealed"), nil, []byte(piped), c.err))
		for _, want := range c.want {
			if strings.Count(hint, want) != 1 {
				t.Errorf("%v: the hint is %q, without %q", c.err, hint, want)
			}
		}
	}
	if hint := helpWith(app, unknown); !strings.Contains(hint, signs) {
		t.Errorf("without a text: %q", hint)
	}
}

// needsText has the words with which a command needs a text, where it can do without one.
var needsText = map[string][]string{"endorse": {"--verdict", "returned"}}

// A command that takes no text, or none as its line stands, leaves stdin to whoever comes
// after it: a list of cases that a script reads.
func TestStdinIsLeftToTheScript(t *testing.T) {
	for _, line := range []string{
		"list", "list --nonsense", "K3F9", "", "show K3F9", "chronology K3F9", "sync", "due",
		"verify",
		"endorse K3F9/7K2M", "endorse K3F9/7K2M --nonsense", "attach K3F9 letter.pdf",
		"attach K3F9 letter.pdf extra", "erase K3F9 --finish", "erase K3F9 --finish --nonsense",
		"handover K3F9 --to mina --no-input", "handover K3F9 --to mina --json",
		"handover --all --from asha --to mina", "confirm K3F9 --letter", "sar decide K3F9 --print",
		"note K3F9 -F no-such-file", "note K3F9 --file=no-such-file --nonsense",
		"note K3F9 --nonsense -F no-such-file", "draft", "draft show 7K2M", "draft nonsense",
		"shwo K3F9",
		"lisst", "nonsense", "sar", "sar K3F9", "sar nonsense", "retention nonsense K3F9",
		"-C nowhere K3F9", "readers K3F9 grnt ben", "team add no-such-file", "policy",
		"policy nonsense",
		"help note", "note --help", "receive", "import", "transfer pack K3F9",
	} {
		app, s := testApp(t, map[string]string{"CASEFILE_DIR": t.TempDir(), "HOME": t.TempDir()})
		s.in.WriteString(piped)
		app.Run(t.Context(), strings.Fields(line))
		if s.in.Len() != len(piped) {
			t.Errorf("casefile %s: %d bytes are left of %d", line, s.in.Len(), len(piped))
		}
	}
}

// A word that is no command may be a kind that was misspelt: its text is kept, unless the
// word is nearer to a command that takes none (above).
func TestTextOfAMisspeltKindIsKept(t *testing.T) {
	home := t.TempDir()
	run := func(typed string, line string) *streams {
		app, s := testApp(t, map[string]string{"CASEFILE_DIR": t.TempDir(), "HOME": home})
		s.in.WriteString(typed)
		app.Run(t.Context(), strings.Fields(line))
		return s
	}
	run("", "identity new --id asha --name Asha --email asha@agency.example --no-passphrase")
	for _, line := range []string{"contcat K3F9", "zzzz K3F9", "concrn", "contcat K3F9 --nonsense",
		"--nonsense contcat K3F9", "sar nonsense K3F9", "transfer nonsense K3F9"} {
		s := run(piped, line)
		if got := takenFromFolder(t, home); !strings.HasSuffix(got, "\n"+piped) {
			t.Errorf("casefile %s: kept is %q\n%s", line, got, s.err.String())
		}
	}
}

// A text that no entry holds is kept whole where it came by a pipe. Beyond
// what is kept the rest is said to be lost.
func TestPipedTextTooLongIsKept(t *testing.T) {
	home := t.TempDir()
	run := func(typed string, args ...string) (int, string) {
		app, s := testApp(t, map[string]string{"CASEFILE_DIR": t.TempDir(), "HOME": home})
		s.in.WriteString(typed)
		return app.Run(t.Context(), args), s.err.String()
	}
	run("", "identity", "new", "--id", "asha", "--name", "Asha Rao", "--email",
		"asha@agency.example", "--no-passphrase")
	long := strings.Repeat(piped, maxKept/len(piped)+2)
	for name, tt := range map[string]struct {
		text, kept int
		lost       bool
	}{
		"an entry's": {60_000, 60_000, false},
		"longer":     {143_000, 143_000, false},
		"all kept":   {maxKept, maxKept, false},
		"longer yet": {maxKept + 1, maxKept, true},
	} {
		_, said := run(long[:tt.text], "note", "K3F9", "-F", "-")
		got := takenFromFolder(t, home)
		if _, text, _ := strings.Cut(got, "\n"); text != long[:tt.kept] {
			t.Errorf("%s: kept are %d bytes\n%.300s", name, len(text), said)
		}
		if lost := strings.Contains(said, "the rest is not"); lost != tt.lost {
			t.Errorf("%s: lost is %v\n%.300s", name, lost, said)
		}
	}
}

// Where stdin has nothing, one line says so, and what to do.
func TestNothingCameByThePipe(t *testing.T) {
	for _, typed := range []string{"", " \n\n"} {
		app, s := testApp(t, nil)
		s.in.WriteString(typed)
		text, err := readPiped(app, aText, giveText)
		if code, hint := outcomeOf(err); code != exitUsage || hint != giveText ||
			string(text) != typed {
			t.Errorf("%q: %d, %s, %q", typed, code, hint, text)
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
	text, err := seal.OpenOwn(key, sealed)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A text that an editor leaves as it was has the same findings still: nobody is asked again.
func TestUnmendedTextIsNotAskedAbout(t *testing.T) {
	app, _ := testApp(t, nil)
	found, broken := errFindings, errors.New("the editor failed")
	for _, c := range []struct {
		edited  string
		editErr error
		again   bool
		err     error
	}{
		{piped, nil, false, found},
		{piped + "\n", nil, false, found},
		{"She is.\n", nil, true, nil},
		{piped, broken, true, broken}, // which is kept, and told
	} {
		_, again, err := mended(app, []byte(piped), []byte(c.edited), found, c.editErr)
		if again != c.again || !errors.Is(err, c.err) {
			t.Errorf("%q, %v: %v, %v", c.edited, c.editErr, again, err)
		}
	}
}

// At a terminal a refusal does not wait for a text that nobody has typed.
func TestNothingIsReadAtATerminal(t *testing.T) {
	app, s := testApp(t, map[string]string{"CASEFILE_DIR": t.TempDir(), "HOME": t.TempDir()})
	app.InTTY = true
	s.in.WriteString(piped)
	for _, line := range []string{"note K3F9 --nonsense -F -", "note K3F9 --nonsense",
		"contcat K3F9"} {
		if code := app.Run(t.Context(), strings.Fields(line)); code != exitUsage ||
			s.in.Len() != len(piped) {
			t.Errorf("%s: %d, %d bytes are left of %d", line, code, s.in.Len(), len(piped))
		}
	}
}

func TestPipesText(t *testing.T) {
	for line, want := range map[string]bool{
		"note K3F9 -F -":               true,
		"note -F - K3F9 --nonsense":    true,
		"note K3F9 -F-":                true,
		"note K3F9 -F=-":               true,
		"note K3F9 --file=-":           true,
		"note K3F9 --file -":           true,
		"note K3F9 -F text.md":         false,
		"note K3F9 -F":                 false,
		"open -F text.md --referral -": true,
		"open --referral=- -F text.md": true,
		"open --referral text.md":      false,
		"open --referral":              false,
		"validate -":                   false,
		"note -- -F -":                 false,
		"":                             false,
	} {
		if got := pipesText(strings.Fields(line)); got != want {
			t.Errorf("%s: %v", line, got)
		}
	}
}

// Ctrl-C at "edit again?" ends the command as everywhere, and says where the text is.
func TestStoppedAtAQuestion(t *testing.T) {
	found := withHint(errFindings, "casefile note K3F9 --draft 7K2M")
	for asked, want := range map[error]int{nil: exitFindings, io.EOF: exitFindings,
		term.ErrInterrupted: exitInterrupted} {
		if code, hint := outcomeOf(stopped(found, asked)); code != want ||
			!strings.HasSuffix(hint, "7K2M") {
			t.Errorf("%v: %d, %s", asked, code, hint)
		}
	}
}

// Nobody's words are printed unasked. Who typed them may try again, see them, or give them up.
func TestWhatNothingKeeps(t *testing.T) {
	for typed, want := range map[string]struct{ again, shown bool }{
		"\n":           {true, false},
		"n\n":          {false, false},
		"show\n\n":     {true, true},
		"SHOW\nshow\n": {false, true}, // and then the terminal has gone
		"":             {false, false},
	} {
		app, s := testApp(t, nil)
		app.InTTY = true
		s.in.WriteString(typed)
		again := keptNowhere(app, []byte(piped))
		if shown := strings.Contains(s.err.String(), piped); again != want.again ||
			shown != want.shown {
			t.Errorf("%q: again %v, shown %v\n%s", typed, again, shown, s.err.String())
		}
	}
	for name, set := range map[string]func(*App){"a pipe": func(app *App) { app.InTTY = false },
		"--no-input": func(app *App) {
			app.global.noInput = true
		}, "--json": func(app *App) { app.global.json = true }} {
		app, s := testApp(t, nil)
		app.InTTY = true
		set(app)
		s.in.WriteString("show\n")
		if keptNowhere(app, []byte(piped)) ||
			strings.Contains(s.err.String()+s.out.String(), piped) || s.in.Len() < 5 {
			t.Errorf("%s: %s", name, s.err.String())
		}
	}
}

// A pipe that stands behind -F is found by its descriptor; a plain file, a pipe with a name of
// its own and a text behind -- are none.
func TestPipedFile(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	fd := fmt.Sprintf("/proc/self/fd/%d", r.Fd())
	if !term.IsPipe(fd) {
		t.Skip("no descriptors have names here")
	}
	for line, want := range map[string]string{
		"note K3F9 -F " + fd: fd, "note -F" + fd + " K3F9": fd, "note --file " + fd: fd,
		"--file=" + fd: fd, "note -- -F " + fd: "", "note " + fd: "", "note -F": "",
		"note -F keepgiven_test.go": "", "note -F -": "", "note": "",
	} {
		if got := pipedFile(strings.Fields(line)); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}

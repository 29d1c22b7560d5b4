package cli

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"casefile/internal/term"
)

// Whatever refuses a command before it reads, the text that was piped into it is kept: of each
// command that takes one, where there are no records, with a flag that it does not know, and
// without its arguments. Also where the command line is wrong: who pipes a text seldom has it
// elsewhere, and a draft too many costs one discard.
func TestEachKeepsItsText(t *testing.T) {
	k := newKeeping(t)
	lines, _ := takeText(t)
	if len(lines) < 50 {
		t.Errorf("only %d commands take a text", len(lines))
	}
	for _, line := range lines {
		for _, more := range [][]string{nil, {"--nonsense"}, {"K3F9-27QM"},
			{"K3F9-27QM/7K2M", "--to", "mina"}} {
			args := append(append(strings.Fields(line), more...), "-F", "-")
			app, s := testApp(t, k.env)
			s.in.WriteString(keptText)
			k.kept(app.Run(t.Context(), args), s, args)
		}
	}
}

// takeNone are the commands that take no text: their stdin belongs to the script in which they
// stand. A new command is in this list, or takes its text by -F.
const takeNone = `
accept adopt assign backup chronology clone completion cover doctor draft draft.discard
draft.resume draft.show due export identity identity.card identity.new identity.passwd
identity.rotate import import.csv import.export inbox init kinds link list lock maintain manual plan
policy policy.check policy.schema readers readers.review receive rekey report restore restore.copy
restore.laptop restore.server retain retention retention.check retention.explain
retention.proof rules sar sar.draft search show sync team team.add team.confirm team.leave team.set
team.show team.update textconv transfer transfer.pack unlock validate verify version`

// A text that was piped to a command which takes none is kept all the same where it refuses,
// and stays in the pipe; git's hooks alone are told by stdin what was pushed.
func TestEachKeepsWhatItDoesNotTake(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells what waits in a pipe")
	}
	k := newKeeping(t)
	_, lines := takeText(t)
	var known []string
	for _, line := range strings.Fields(takeNone) {
		known = append(known, strings.ReplaceAll(line, ".", " "))
	}
	for _, line := range lines {
		if line == "casefile" || strings.HasPrefix(line, "hook") {
			continue
		}
		if !slices.Contains(known, line) {
			t.Errorf("%s is new: does it take a text?", line)
		}
		for _, more := range []string{"--nonsense", "--nonsense -F -", "K3F9-27QM a b c d"} {
			args := strings.Fields(line + " " + more)
			app, s := testApp(t, k.env)
			in := pipeOf(t, keptText)
			app.In = in
			k.kept(app.Run(t.Context(), args), s, args)
			if left, err := io.ReadAll(in); err != nil || !strings.Contains(more, "-F") &&
				string(left) != keptText {
				t.Errorf("%s: %q is left in the pipe, %v", strings.Join(args, " "), left, err)
			}
		}
	}
	for _, line := range known {
		if !slices.Contains(lines, line) {
			t.Errorf("there is no command %s, or it takes a text", line)
		}
	}
}

// Whoever pipes a comment to an endorsement that needs none is told that it was not read; a
// list that a script reads is nobody's comment.
func TestSpareTextIsTold(t *testing.T) {
	for text, want := range map[string]string{
		"The mother said so too.\n": "note: what was piped in was not read, and nothing of it is " +
			"recorded: casefile endorse takes a text by -F -\n",
		"K3F9-27QM/7K2M\n": "", "": "",
	} {
		app, s := testApp(t, nil)
		app.In, app.args = pipeOf(t, text), []string{"endorse", "K3F9-27QM/7K2M"}
		root := rootCommand(app, nil)
		ran, _, err := root.Find(app.args)
		if err != nil {
			t.Fatal(err)
		}
		if saySpare(app, ran); runtime.GOOS == "linux" && s.err.String() != want {
			t.Errorf("%q: %s", text, s.err.String())
		}
	}
}

// Of a text that fills a pipe no more is seen than the pipe holds, and that is said; of a shorter
// one all is kept.
func TestCutTextIsTold(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells what waits in a pipe")
	}
	for length, want := range map[int]bool{term.MostWaiting: true, term.MostWaiting / 2: false} {
		k := newKeeping(t)
		app, s := testApp(t, k.env)
		long := strings.Repeat("The mother said so too. ", length)[:length]
		app.In = pipeOf(t, long)
		args := []string{"list", "--nonsense"}
		code := app.Run(t.Context(), args)
		if told := strings.Contains(s.err.String(), "its first 64 KiB"); told != want {
			t.Errorf("%d bytes: %s", length, s.err.String())
		}
		k.kept(code, s, args)
	}
}

const keptText = "---\nheadline: Rang the school\n---\nThe mother said that it is too early.\n"

// pipeOf returns a pipe with a text, whose writer has gone.
func pipeOf(t *testing.T, text string) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	if _, err := w.WriteString(text); err != nil {
		t.Fatal(err)
	}
	w.Close()
	return r
}

// keeping is somebody with an identity and no records, whose texts are kept beside it.
type keeping struct {
	t    *testing.T
	home string
	env  map[string]string
}

func newKeeping(t *testing.T) keeping {
	home := t.TempDir()
	k := keeping{t, home, map[string]string{"HOME": home, "XDG_CONFIG_HOME": home,
		"XDG_STATE_HOME": home, "CASEFILE_DIR": t.TempDir()}}
	app, s := testApp(t, k.env)
	if code := app.Run(t.Context(), []string{"identity", "new", "--name", "Asha Rao", "--email",
		"asha@agency.example", "--id", "asha", "--no-passphrase"}); code != exitOK {
		t.Fatal(s.err.String())
	}
	return k
}

// kept wants a command that refused to have kept one text, and to say where; it is removed.
func (k keeping) kept(code int, s *streams, args []string) {
	k.t.Helper()
	files, _ := filepath.Glob(filepath.Join(k.home, "casefile", "draft-*.age"))
	codes := []int{exitUsage, exitNoRecords, exitFailed}
	told := strings.Contains(s.err.String(), "encrypted; in the records casefile draft resume ") ||
		strings.Contains(s.err.String(), "encrypted; casefile draft show ")
	if !slices.Contains(codes, code) || len(files) != 1 || !told {
		k.t.Errorf("%s: exit code %d, %d drafts\n%s", strings.Join(args, " "), code, len(files),
			s.err.String())
	}
	for _, file := range files {
		if err := os.Remove(file); err != nil {
			k.t.Fatal(err)
		}
	}
}

// takeText returns the commands that take a text by -F, and those that take none.
func takeText(t *testing.T) (lines, others []string) {
	app, _ := testApp(t, nil)
	rootCommand(app, nil)
	root := rootCommand(app, append([]string{"help"}, app.kinds.Names()...))
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		line := strings.TrimPrefix(cmd.CommandPath(), "casefile ")
		if f := cmd.Flags().ShorthandLookup("F"); f != nil && f.Name == "file" && cmd.Runnable() {
			lines = append(lines, line)
		} else if cmd.Runnable() {
			others = append(others, line)
		}
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(root)
	return lines, others
}

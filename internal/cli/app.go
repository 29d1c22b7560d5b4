// Package cli is the command line: one file a command, App, exit codes.
//
// A command parses and prints; the rooms below do the work. Answers go to
// stdout; everything else goes to stderr, where every refusal is one line
// beginning "casefile: " and, where something helps, one beginning "hint: ".
// No word of a record is ever taken from an argument: texts come from a file,
// from stdin or from the editor.
//
// # Messages
//
// make docs lists every message side by side (room messages), and a test holds all of them to
// these rules:
//
//   - A message begins with a small letter, a name or an ID, and has no dot at its end.
//   - It says who does what, the subject first. No sentence has more than 30 words.
//   - A hint names a command or an act.
//   - The same thing is said in the same words; the table variants of the test has them.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/keyring"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/term"
)

// App holds the things that all commands share.
type App struct {
	term.Streams // reads, answers and notes; at a terminal also questions
	Getenv       func(string) string
	Machine

	global   globals
	keys     *keyring.Keyring
	kinds    *record.Kinds   // the built-in kinds; their schemas are read once
	root     *cobra.Command  // no kind may have the name of one of its commands
	found    record.Findings // findings that kept a text from being recorded
	answered bool            // a JSON document has gone to stdout
	recorded bool            // an act of this run is on main
	ended    <-chan struct{} // closed when the user ends this run
	args     []string        // the command line
	given    given           // the text to be recorded
	// remains of erasures here that nobody has looked at, or that changed since
	unlooked []casebook.Unlooked
	lost     []string    // what this run left out because it is damaged in this copy
	keyless  []record.ID // the cases that this run left out because their keys are not here yet
	sends    bool        // the command itself sends what is unsent
	// cases named in a warning that their dockets let them go too early
	early    []record.ID
	guarding []string      // the command line of a guard; nil: typed texts have no guard
	guards   []*term.Guard // those of the texts typed in this run
	marked   ledger.Mark   // what mark has read
	noMark   error         // a keyring.MarkError, if the file of the mark holds none
	markRead bool
}

// Machine is a run's access to its machine. Tests put in their own.
type Machine struct {
	Wall   func() time.Time // the machine's clock; commands use App.Now
	Effort int              // work factor of guessing a passphrase, as in keyring; 0 outside tests
}

// globals holds the flags that every command takes.
type globals struct {
	dir      string
	json     bool
	noInput  bool
	noIndex  bool
	asAt     string
	identity string
	trust    string
}

// thrifty is a number of bytes: above it the garbage collector runs more often. No command may take
// 300 MiB, and the program's own pages and SQLite's come on top.
const thrifty = 200 << 20

// Main runs the program on a machine and returns its exit code.
func Main(args []string, machine Machine) int {
	// A command lives for milliseconds and holds little. The collector's default setting costs a
	// tenth of the time of a long chronology (make bench).
	debug.SetGCPercent(400)
	// Some commands hold much, such as large files one after the other. The collector then starts
	// in good time.
	if debug.SetMemoryLimit(-1) == math.MaxInt64 { // nobody set GOMEMLIMIT
		debug.SetMemoryLimit(thrifty)
	}
	term.KeepOthersFromWriting()
	term.NoCoreFiles()
	streams := term.System()
	ctx, stop := streams.Interrupts.Watch(context.Background())
	defer stop()
	// A reader who leaves (as head does) must not kill the program, which may be recording. The
	// write fails instead. Child processes of git still get the signal, which they would not if it
	// were ignored.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	app := &App{Streams: streams, Getenv: os.Getenv, Machine: machine,
		guarding: []string{"draft", "--guard"}}
	return app.Run(ctx, args)
}

// Run runs one command line and returns its exit code.
func (a *App) Run(ctx context.Context, args []string) int {
	a.args, a.ended = args, ctx.Done()
	out := guardAnswers(a)
	ran, err := runRecovering(ctx, a)
	helpFor(ran, err)
	err = idHelpFor(ran, err)
	if ctx.Err() != nil && err != nil && !errors.Is(err, term.ErrInterrupted) {
		err = term.ErrInterrupted
	}
	code := reportLostAnswer(a, out, concludeRecovering(ctx, a, ran, err))
	a.textIsSafe() // by now each text is recorded, kept or shown
	return code
}

func rootCommand(app *App, args []string) *cobra.Command {
	root := &cobra.Command{
		Use:   "casefile [CASE]",
		Short: "Keep case records that anyone can verify and nobody can quietly rewrite",
		Long: `casefile keeps the case records of an agency that works with children. Every entry is
encrypted, every act is signed, and all of it is one ordinary git repository.

Without arguments, casefile says where you are and what waits for you. With a case, it
shows the case's front sheet. Each kind of entry is a command: casefile contact K3F9
records a contact. casefile kinds lists the kinds.

A case is named by its ID. At a terminal you may leave the case out, or type - for it:
the command then asks, and you may answer with a name. Don't type names in a command
line: shells keep them.`,
		Example: `  # where you are, and what waits for you
  casefile
  # the front sheet of a case
  casefile K3F9-27QM
  # record a contact, with the text from a file
  casefile contact K3F9-27QM -F contact.md`,
		Annotations:   sendsItself, // its answer shows what is unsent
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runRoot(cmd.Context(), app, args)
		},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			app.NoInput = app.global.noInput
			if app.keys == nil { // a command that runs another asks for a passphrase once
				app.keys = openKeys(app)
			}
			app.sends = cmd.Annotations["sends"] != ""
			if err := checkAsAt(app, cmd); err != nil {
				return err
			}
			return askCaseFlags(app, cmd)
		},
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage("%v", err) })
	f := root.PersistentFlags()
	f.StringVarP(&app.global.dir, "directory", "C", "",
		"the records repository, or a folder in it (CASEFILE_DIR)")
	f.BoolVar(&app.global.json, "json", false, "answer with one JSON document")
	f.BoolVar(&app.global.noInput, "no-input", false, "never ask; fail instead")
	f.BoolVar(&app.global.noIndex, "no-index", false,
		"open every case, without your index (slower)")
	f.StringVar(&app.global.asAt, "as-at", "",
		"answer as it stood at a `time`: 2026-03-06T17:45+00:00 or a day")
	f.StringVar(&app.global.identity, "identity", "",
		"your age identity `file` (CASEFILE_IDENTITY_FILE)")
	f.StringVar(&app.global.trust, "trust", "", "pin this copy: `INTRO[@TIP]`, as it was given to "+
		"you")
	root.AddGroup(groups...)
	root.AddCommand(commands(app, args)...)
	root.SetHelpCommandGroupID("setup")
	root.CompletionOptions.DisableDefaultCmd = true
	root.SuggestionsMinimumDistance = 2
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		completeCases(app, root)
	}
	app.root = root
	return asksCase(app, root, caseArg{lacks: never})
}

var groups = []*cobra.Group{
	{ID: "daily", Title: "Every day:"},
	{ID: "look", Title: "Look and check:"},
	{ID: "manage", Title: "Endorse and decide:"},
	{ID: "keep", Title: "Keep and dispose:"},
	{ID: "setup", Title: "Set up:"},
}

// Now returns the time at which commands run: GIT_COMMITTER_DATE if it is set, as in git.
func (a *App) Now() (time.Time, error) {
	return a.dateFrom("GIT_COMMITTER_DATE", a.Wall())
}

func (a *App) dateFrom(variable string, otherwise time.Time) (time.Time, error) {
	text := a.Getenv(variable)
	if text == "" {
		return otherwise, nil
	}
	t, err := store.ParseDate(text)
	if err != nil {
		return t, usage("%s: %v", variable, err)
	}
	return t, nil
}

// clock returns the times that commits get.
func (a *App) clock() (casebook.Clock, error) {
	now, err := a.Now()
	if err != nil {
		return casebook.Clock{}, err
	}
	author, err := a.dateFrom("GIT_AUTHOR_DATE", time.Time{})
	again := func() time.Time {
		now, _ := a.Now()
		return now
	}
	return casebook.Clock{Now: now, AuthorAt: author, Machine: a.Wall(), Built: builtAt(),
		Again: again}, err
}

// say prints a line for people on stderr. With --json it prints nothing.
func (a *App) say(format string, args ...any) {
	if !a.global.json {
		a.tell(fmt.Sprintf(format, args...))
	}
}

// tell prints a line for people on stderr, also with --json.
func (a *App) tell(line string) { fmt.Fprintln(a.Err, a.Told(record.Clean(line))) }

// print writes a line of the answer.
func (a *App) print(format string, args ...any) {
	fmt.Fprintln(a.Out, a.Answered(record.Clean(fmt.Sprintf(format, args...))))
}

// document writes the answer as the one JSON document of --json.
func (a *App) document(name string, fields map[string]any) error {
	a.answered = true
	fields["schema"] = "casefile/" + name + "/1"
	w := json.NewEncoder(a.Out)
	w.SetIndent("", "  ")
	w.SetEscapeHTML(false)
	return w.Encode(fields)
}

package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"casefile/internal/casebook"
	"casefile/internal/pattern"
	"casefile/internal/record"
	"casefile/internal/term"
)

// given is the text that a command got from a pipe or an editor. safe means that it is recorded or
// kept.
type given struct {
	text  []byte
	safe  bool
	piped bool // and nobody else has it
	none  bool // this command line takes no text

	resumed bool // the text is a draft's, not from stdin

	draft record.ID     // the draft that keeps the text
	act   *casebook.Act // the act of the draft, if not that of the command line
	// the same act for the hint, with a word in capitals for what a person must choose
	lacking string
}

// keepWithin bounds how long the records may take to open for a text to be kept in them. After that
// it goes to the user's own folder.
const keepWithin = 10 * time.Second

// keepGiven keeps a piped text after every refusal, also if nothing had read it yet or no command
// takes it. At a terminal nothing was typed yet in these cases.
func keepGiven(ctx context.Context, app *App, ran *cobra.Command, err error) error {
	if err == nil {
		saySpare(app, ran)
	}
	if err == nil || app.given.safe || errors.Is(err, errNothing) {
		return err
	}
	text := app.given.text
	if text == nil && !app.given.none && ctx.Err() == nil {
		text = unreadText(app, ran)
	}
	if text == nil && ctx.Err() == nil {
		text = pipedText(app, ran)
		sayCut(app, text)
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return err
	}
	if app.keys == nil { // the refusal came before anything was opened
		app.keys = openKeys(app)
	}
	soon, stop := context.WithTimeout(context.WithoutCancel(ctx), keepWithin)
	defer stop()
	return keptAnyhow(soon, app, ran, text, err)
}

// unreadText reads the piped text that nothing has read yet, or returns nil.
func unreadText(app *App, ran *cobra.Command) (text []byte) {
	var err error
	if file := pipedFile(app.args); file != "" {
		text, err = readGiven(app, file, aText) // what came before an error is kept
	} else if !app.InTTY && (pipesText(app.args) || mayPipe(app, ran)) {
		text, err = readGiven(app, "-", aText)
	}
	if errors.Is(err, errRestLost) {
		app.say("%s", plain(err))
	}
	return text
}

// pipedText returns the text in the pipe of a command line that takes none. It leaves the text in
// the pipe, which may be meant for the next command of a script. It returns nil if the pipe is
// empty or holds something other than a text, such as a script's list.
func pipedText(app *App, ran *cobra.Command) []byte {
	byProgram := ran.HasParent() && ran.Parent().Name() == "hook" || ran.Name() == "hook" ||
		slices.Contains(app.args, "--guard")
	if app.InTTY || byProgram || slices.Contains(app.args, "-") {
		return nil // a lone - names another kind of file
	}
	if text := term.Waiting(app.In); record.Written(text) {
		return text
	}
	return nil
}

// sayCut says that a text in a full pipe may be longer than what is kept. Reading more would take
// it from the next command.
func sayCut(app *App, text []byte) {
	if len(text) >= term.MostWaiting {
		app.say("note: the command takes no text, and what was piped in may be longer than what "+
			"is "+
			"kept: its first %d KiB; keep your own copy of the rest", term.MostWaiting>>10)
	}
}

// saySpare says that a command succeeded without the text that was piped to it. Otherwise the user
// may believe that it is recorded.
func saySpare(app *App, ran *cobra.Command) {
	file := ran.Flags().ShorthandLookup("F")
	if file == nil || file.Name != "file" || app.given.text != nil || namesFile(app.args) {
		return
	}
	if pipedText(app, ran) != nil {
		app.say("note: what was piped in was not read, and nothing of it is recorded: "+
			"%s takes a text by -F -", ran.CommandPath())
	}
}

// keptAnyhow keeps a text as a draft if the records open, else in the user's own folder.
func keptAnyhow(
	ctx context.Context, app *App, ran *cobra.Command, text []byte, err error,
) error {
	var b *casebook.Book
	if repo, repoErr := repo(ctx, app); repoErr == nil {
		defer repo.Close()
		if o, optErr := bookOptions(app); optErr == nil {
			b, _ = casebook.Open(ctx, repo, o) // if they do not open, b is nil
		}
	}
	act, command := actOfRun(ctx, app, b, ran), commandAgain(ctx, app, b, ran)
	if app.given.act != nil {
		act, command = *app.given.act, app.given.act.String()
	}
	if b != nil {
		if id, keepErr := b.KeepDraft(act, text); keepErr == nil {
			app.given.draft = id
			app.say("the text is kept, encrypted, as the draft %s", id)
			more := helpWith(app, err)
			return keptHint(err, resumesAnd(app, ran, foundAgain(ctx, b, ran, command), id, more))
		}
	}
	sealed, sealErr := sealedToMe(app, act, text)
	return keptInFolder(app, act, sealed, sealErr, text, err)
}

// resumesAnd joins the command that takes up a draft with a further hint. If that hint begins with
// the same command, the command is named once.
func resumesAnd(app *App, ran *cobra.Command, command string, id record.ID, more string) string {
	shown := app.given.lacking
	if shown == "" && app.given.act != nil {
		shown = app.given.act.String()
	}
	rest, same := strings.CutPrefix(more+" ", shown+" ")
	if shown == "" || !same {
		return and(resumes(app, ran, cmp.Or(shown, named(ran, command)), id), more)
	}
	return strings.TrimSuffix(resumes(app, ran, shown, id)+" "+rest, " ")
}

// and joins two hints. The second may be "".
func and(hint, more string) string {
	if more == "" {
		return hint
	}
	return hint + "; " + more
}

// sealedToMe seals a text to the user's own identity. That needs no records and no secret.
func sealedToMe(app *App, act casebook.Act, text []byte) ([]byte, error) {
	me, err := app.keys.Owner()
	if err != nil {
		return nil, err
	}
	return casebook.DraftPlace{Recipient: me.Recipient}.Seal(act, text)
}

// resumes returns the command that takes up a draft, or the one that prints it if this command
// takes no such text.
func resumes(app *App, ran *cobra.Command, command string, id record.ID) string {
	if ran.Flags().Lookup("draft") == nil || pipesReferral(app.args) {
		return "the text again: casefile draft show " + id.String()
	}
	return command + " --draft " + id.String()
}

// plainWord matches the words of a command line that a hint may repeat. No text of a record has
// this form, and no path.
var plainWord = pattern.Of(`^[A-Za-z0-9][A-Za-z0-9-]*(/[A-Za-z0-9-]+)?$`)

// commandAgain returns the command line to give again, for a hint only. It leaves out words other
// than IDs, names and flags. The draft keeps an act instead.
func commandAgain(ctx context.Context, app *App, b *casebook.Book, ran *cobra.Command) string {
	words := []string{ran.CommandPath()}
	for _, arg := range ran.Flags().Args() {
		if plainWord().MatchString(arg) {
			words = append(words, fullID(ctx, b, arg))
		}
	}
	ran.Flags().Visit(func(f *pflag.Flag) {
		own := app.root.PersistentFlags().Lookup(f.Name) == nil
		switch {
		case !own || slices.Contains([]string{"file", "draft", "confirm"}, f.Name):
		case f.Value.Type() == "bool" && f.Value.String() == "true":
			words = append(words, "--"+f.Name)
		case plainWord().MatchString(f.Value.String()):
			words = append(words, "--"+f.Name, fullID(ctx, b, f.Value.String()))
		}
	})
	return strings.Join(words, " ")
}

// named returns the command with its proper arguments if there were too few or too many. Otherwise
// the hint would lead to the same refusal.
func named(ran *cobra.Command, command string) string {
	given := ran.Flags().Args()
	if ran.Args == nil || ran.Args(ran, given) == nil {
		return command
	}
	_, words, _ := strings.Cut(strings.TrimSuffix(ran.UseLine(), " [flags]"), ran.CommandPath())
	words, _, _ = strings.Cut(words, " |")
	for i, word := range strings.Fields(words) {
		if i < len(given) && plainWord().MatchString(given[i]) {
			words = strings.Replace(words, word, given[i], 1)
		}
	}
	return ran.CommandPath() + words
}

// foundAgain replaces each case or entry that the records do not know by CASE or ENTRY. The same
// word would be refused again.
func foundAgain(ctx context.Context, b *casebook.Book, ran *cobra.Command, command string) string {
	given := ran.Flags().Args()
	_, words, _ := strings.Cut(ran.UseLine(), ran.CommandPath())
	for i, word := range strings.Fields(words) {
		if i >= len(given) ||
			!strings.HasPrefix(word, "CASE") && !strings.HasPrefix(word, "ENTRY") {
			continue
		}
		if _, err := b.FindCaseOrEntry(ctx, given[i]); err != nil {
			command = strings.Replace(command, " "+given[i], " "+word, 1)
		}
	}
	return command
}

// fullID returns the full ID of a case or an entry. A word that names none is returned unchanged.
func fullID(ctx context.Context, b *casebook.Book, typed string) string {
	if b == nil || !record.LooksLikeID(typed) {
		return typed
	}
	ref, err := b.FindCaseOrEntry(ctx, typed)
	switch {
	case err != nil:
		return typed
	case ref.Entry == "":
		return ref.Case.String()
	}
	return ref.String()
}

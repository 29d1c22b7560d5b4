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

// given is the text that a command was given by a pipe or typed in the editor, and
// whether it is safe: recorded, or kept.
type given struct {
	text  []byte
	safe  bool
	piped bool // and nobody else has it
	none  bool // the command, as it stands, takes no text

	resumed bool // the text is that of a draft, and stdin is none

	draft record.ID     // as which the text is kept
	act   *casebook.Act // that takes it up again, where it is not the one that was given
	// the same for the hint, with a word in capitals for what a person must choose
	lacking string
}

// keepWithin is how long the records may take to open for a text to be kept in them; it goes
// to the person's own folder then.
const keepWithin = 10 * time.Second

// keepGiven sees to it that a piped text survives every refusal: also one that came
// before anybody had read it, or that no command was there to read it for. At a terminal
// nobody has typed it yet.
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
	if app.keys == nil { // the command line was refused before anything began
		app.keys = openKeys(app)
	}
	soon, stop := context.WithTimeout(context.WithoutCancel(ctx), keepWithin)
	defer stop()
	return keptAnyhow(soon, app, ran, text, err)
}

// unreadText returns what was piped in and nobody has read; nil for nothing.
func unreadText(app *App, ran *cobra.Command) (text []byte) {
	var err error
	if file := pipedFile(app.args); file != "" {
		text, err = readGiven(app, file, aText) // what came is kept
	} else if !app.InTTY && (pipesText(app.args) || mayPipe(app, ran)) {
		text, err = readGiven(app, "-", aText)
	}
	if errors.Is(err, errRestLost) {
		app.say("%s", plain(err))
	}
	return text
}

// pipedText returns a text that was piped to a command which takes none as its line stands. It
// stays in the pipe, since it may be for whoever comes next in a script; nil for nothing, and for
// what is a list of such a script.
func pipedText(app *App, ran *cobra.Command) []byte {
	byProgram := ran.HasParent() && ran.Parent().Name() == "hook" || ran.Name() == "hook" ||
		slices.Contains(app.args, "--guard")
	if app.InTTY || byProgram || slices.Contains(app.args, "-") {
		return nil // and a lone - is a file of another kind
	}
	if text := term.Waiting(app.In); record.Written(text) {
		return text
	}
	return nil
}

// sayCut says of a text that waits in a full pipe that it may be longer: no more of it can be
// seen without taking it from whoever comes next.
func sayCut(app *App, text []byte) {
	if len(text) >= term.MostWaiting {
		app.say("note: the command takes no text, and what was piped in may be longer than what "+
			"is "+
			"kept: its first %d KiB; keep your own copy of the rest", term.MostWaiting>>10)
	}
}

// saySpare says of a command that did its work without the text that was piped to it: whoever
// piped a comment may else believe that it is recorded.
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

// keptAnyhow keeps a text as a draft where the records can be opened, and in the
// person's own folder where not.
func keptAnyhow(
	ctx context.Context, app *App, ran *cobra.Command, text []byte, err error,
) error {
	var b *casebook.Book
	if repo, repoErr := repo(ctx, app); repoErr == nil {
		defer repo.Close()
		if o, optErr := bookOptions(app); optErr == nil {
			b, _ = casebook.Open(ctx, repo, o) // without them: one's own folder
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

// resumesAnd returns how a draft is taken up again, and what else helps. Where that begins with the
// command that takes it up, it is said once.
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

// and puts what else helps behind a hint.
func and(hint, more string) string {
	if more == "" {
		return hint
	}
	return hint + "; " + more
}

// sealedToMe seals a text to one's own identity, which needs neither records nor secret.
func sealedToMe(app *App, act casebook.Act, text []byte) ([]byte, error) {
	me, err := app.keys.Owner()
	if err != nil {
		return nil, err
	}
	return casebook.DraftPlace{Recipient: me.Recipient}.Seal(act, text)
}

// resumes returns how a draft is taken up again: by the command, where it takes one for this text.
func resumes(app *App, ran *cobra.Command, command string, id record.ID) string {
	if ran.Flags().Lookup("draft") == nil || pipesReferral(app.args) {
		return "the text again: casefile draft show " + id.String()
	}
	return command + " --draft " + id.String()
}

// plainWord is what a draft's command may repeat of a command line: no text of a record
// has this form, and no path.
var plainWord = pattern.Of(`^[A-Za-z0-9][A-Za-z0-9-]*(/[A-Za-z0-9-]+)?$`)

// commandAgain returns the command line to give once more, for the hint alone: what is kept of it
// is an act. Words that are none of an ID, a name or a flag are left out.
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

// named returns the command with the arguments that it takes, where those given were too few or too
// many, so that the hint does not lead into the same refusal.
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

// foundAgain returns a command line with the name of what is to be given, CASE or ENTRY, in the
// place of a word that the records do not know: given again it would be refused again.
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

// fullID returns a case or an entry by its full ID; what names none stays as it is.
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

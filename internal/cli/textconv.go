package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/keyring"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
)

func newTextconvCommand(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "textconv FILE", Short: "Print a sealed file for git log, git show and git diff",
		Example: `  # git runs it so, for git show and git diff
  casefile textconv sealed.md.age`,
		GroupID: "setup",
		Long: `Print the text of one sealed file. Git runs this for each .age file that it shows
(git config diff.casefile.textconv). If there is no key, or the key needs a passphrase,
the
answer is one line in parentheses. Nothing is written, and nothing is ever asked.`,
		Args: arguments(1, 1, "FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runTextconv(cmd.Context(), app, args[0])
		},
	}
}

// runTextconv fails only if there is no file to read: git gives up a whole log at the first
// failure.
func runTextconv(ctx context.Context, app *App, file string) error {
	app.global.noInput, app.NoInput = true, true
	app.keys = openKeys(app)
	// git passes plain files only
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		return usage("%s is not a plain file", file)
	}
	sealed, err := readText(app, file, aSealedFile)
	if err != nil {
		return err
	}
	text, err := textOf(ctx, app, sealed)
	if err != nil {
		text = "(" + record.OneLine(whyNot(err)) + ")\n"
	}
	_, err = fmt.Fprint(app.Out, text)
	return err
}

// textOf identifies a sealed file by the git ID of its content, and opens it.
func textOf(ctx context.Context, app *App, sealed []byte) (string, error) {
	blob, err := store.HashObject("blob", sealed)
	if err != nil {
		return "", err
	}
	repo, err := repoOfGit(ctx, app)
	if err != nil {
		return "", err
	}
	defer repo.Close()
	b, err := casebook.OpenLastJudged(ctx, repo,
		casebook.Options{Reserved: commandNames(), Builtin: app.kinds, Mark: app.mark(),
			Person: casebook.Person{Identity: app.keys.Identity, Signer: app.keys.Signer}})
	if err != nil {
		return "", err
	}
	ref, attached, err := b.BySealed(blob)
	switch {
	case err != nil:
		return "", err
	case attached:
		return fmt.Sprintf("(an attached file of case %s; sealed, it has %d bytes)\n", ref.Case,
			len(sealed)), nil
	}
	it, err := b.OpenSealed(ctx, ref, sealed)
	if err != nil {
		return "", err
	}
	return readable(it), nil
}

// readable returns the text without its padding and without control characters for a terminal. Git
// prints it unchanged.
func readable(it cases.Item) string {
	text := ""
	if it.Fault != "" {
		text = "!! " + record.OneLine(it.Fault) + "\n"
	}
	if len(it.Text) > 0 {
		text += strings.TrimRight(string(it.Text), " \t\n") + "\n"
	}
	return record.Clean(text)
}

// repoOfGit returns the repository for which git runs this command. Git runs it in the top folder
// of the work tree or in the bare repository. It names the git directory if somebody named that to
// git.
func repoOfGit(ctx context.Context, app *App) (*store.Repo, error) {
	dirs := []string{"."}
	if named := app.Getenv("GIT_DIR"); named != "" {
		dirs = []string{named, filepath.Dir(named), "."}
	}
	if app.global.dir != "" {
		dirs = []string{app.global.dir}
	}
	var repo *store.Repo
	var err error
	for _, dir := range dirs {
		if repo, err = store.Open(ctx, dir); err == nil {
			return repo, nil
		}
	}
	return nil, err
}

// whyNot says in a few words why a text is not shown.
func whyNot(err error) string {
	for _, known := range []struct {
		is   error
		says string
	}{
		{casebook.ErrKeysMissing, "sealed: this copy lacks the wrapped keys"},
		{casebook.ErrNoKey, "sealed: you have no key for this entry"},
		{casebook.ErrNotMember, "sealed: your identity is not a member's"},
		{casebook.ErrNotFound, "sealed: the history judged here does not know this file; " +
			"casefile list judges what is new"},
		{keyring.ErrNoIdentity, "sealed: you have no identity here"},
		{seal.ErrPassphrase, "sealed: your identity asks for a passphrase"},
		{seal.ErrPlugin, "sealed: your identity asks for its age plugin"},
		{store.ErrNotRepository, "sealed: there are no records here"},
	} {
		if errors.Is(err, known.is) {
			return known.says
		}
	}
	return "sealed: " + err.Error()
}

package cli

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/ledger"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/store"
)

// programVersion returns the version that the build notes.
func programVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(unknown)"
	}
	version := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			version += " " + s.Value[:12]
		}
	}
	return version
}

// builtAt returns the commit time of this build's source, as Go notes it, or zero.
func builtAt() time.Time {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return time.Time{}
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			at, _ := time.Parse(time.RFC3339, s.Value)
			return at
		}
	}
	return time.Time{}
}

func newVersionCommand(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version, and what pins this copy of the records",
		GroupID: "setup",
		Example: `  # in the records: the introduction and tip that a colleague needs for --trust
  casefile version`,
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return runVersion(cmd.Context(), app) },
	}
}

// toPin returns the introduction of a copy and the tip that it judged last. It returns no unjudged
// tip, and "" if there are no records.
func toPin(ctx context.Context, repo *store.Repo, o ledger.Options) (intro, tip string, err error) {
	main, err := repo.Ref(ctx, ledger.MainRef)
	if err != nil || main == "" {
		return "", "", err
	}
	judged, err := repo.Ref(ctx, ledger.VerifiedRef)
	if err != nil || judged == "" {
		return "", "", err
	}
	intro, err = ledger.Introduction(ctx, repo, main, o)
	if err != nil {
		return "", "", err
	}
	return intro, judged, nil
}

// pinFacts adds introduction and tip of this copy to the facts. Without records it adds nothing,
// and does not run git. If they can't be read it adds a note.
func pinFacts(ctx context.Context, app *App, facts map[string]any) (pinned bool, wrong error) {
	if store.NothingAbove(directory(app)) {
		return false, nil
	}
	repo, err := repo(ctx, app)
	if err == nil {
		defer repo.Close()
		var intro, tip string
		if intro, tip, err = toPin(ctx, repo, ledger.Options{Mark: app.mark()}); tip != "" {
			facts["introduction"], facts["tip"] = intro, tip
			pinned, wrong = ledger.PinnedHere(repo, ledger.Options{Mark: app.mark()})
		}
	}
	if err != nil && !errors.Is(err, store.ErrNotRepository) &&
		!errors.Is(err, ledger.ErrNoRecords) { // also with --json
		app.tell("note: the introduction is left out: " + record.OneLine(plain(err)))
	}
	return pinned, wrong
}

func runVersion(ctx context.Context, app *App) error {
	facts := map[string]any{"version": programVersion(), "format": policy.Format,
		"rules": policy.Ruleset}
	pinned, wrong := pinFacts(ctx, app, facts)
	if app.global.json {
		return app.document("version", facts)
	}
	app.print("casefile %s, record format %d, rules %d", facts["version"], policy.Format,
		policy.Ruleset)
	if facts["tip"] == nil {
		return nil
	}
	app.print("introduction %s\ntip          %s", facts["introduction"], facts["tip"])
	if wrong != nil {
		return wrong
	}
	if pinned {
		app.print("to pin a copy: --trust %s@%s", facts["introduction"], facts["tip"])
	} else {
		app.say("note: you have not pinned this copy, and what it says of itself pins none: " +
			"have a colleague read you the two of their own")
	}
	return nil
}

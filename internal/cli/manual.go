package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/manual"
)

func newManualCommand(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "manual [TOPIC]", Short: "The manual: a page for each reader", GroupID: "setup",
		Long: `Show a page of the manual. Without a topic, list the pages. A terminal shows the page
in its own width; a pipe or a file gets the Markdown. Needs no records and no identity.`,
		Example: `  # the list of pages
  casefile manual
  # the page for caseworkers
  casefile manual caseworker`,
		Args: arguments(0, 1, "[TOPIC]"),
		ValidArgsFunction: func(_ *cobra.Command, args []string, typed string) (
			[]cobra.Completion, cobra.ShellCompDirective,
		) {
			return topicsBegun(args, typed), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listManual(app)
			}
			return runManual(app, args[0])
		},
	}
}

// topicsBegun returns the topics that begin as typed, with their titles.
func topicsBegun(args []string, typed string) (out []string) {
	for _, p := range manual.Pages() {
		if len(args) == 0 && strings.HasPrefix(p.Topic, typed) {
			out = append(out, p.Topic+"\t"+p.Title)
		}
	}
	return out
}

func listManual(app *App) error {
	if app.global.json {
		list := []map[string]any{}
		for _, p := range manual.Pages() {
			list = append(list, map[string]any{"topic": p.Topic, "title": p.Title})
		}
		return app.document("manual", map[string]any{"topics": list})
	}
	for _, p := range manual.Pages() {
		app.print("%-24s %s", p.Topic, p.Title)
	}
	return nil
}

func runManual(app *App, topic string) error {
	p, ok := manual.Find(topic)
	if !ok {
		return withHint(notFound("the manual has no page %q", topic), "casefile manual lists them")
	}
	if app.global.json {
		return app.document("manual-page",
			map[string]any{"topic": p.Topic, "title": p.Title, "markdown": p.Text})
	}
	return app.Page(func(w io.Writer) error {
		text := p.Text
		if app.OutTTY {
			text = p.Set(app.Width)
		}
		_, err := io.WriteString(w, text)
		return err
	})
}

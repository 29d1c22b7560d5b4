package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// markdown returns the command reference: the help of all commands on one page.
func markdown(all []*cobra.Command) string {
	var b strings.Builder
	b.WriteString("# Command reference\n\nMade from the help of the commands.\n\n")
	for _, cmd := range all {
		fmt.Fprintf(&b, "- [%s](#%s): %s\n", cmd.CommandPath(), pageName(cmd), escaped(cmd.Short))
	}
	for _, cmd := range all {
		fmt.Fprintf(&b, "\n## %s\n\n", cmd.CommandPath())
		if cmd.Runnable() {
			code(&b, []string{cmd.UseLine()})
		}
		for _, p := range parts(about(cmd)) {
			switch {
			case p.asIs:
				code(&b, p.lines)
			case len(p.lines) > 0:
				b.WriteString(escaped(strings.Join(p.lines, "\n")) + "\n\n")
			}
		}
		markdownFlags(&b, cmd)
		if cmd.HasExample() {
			b.WriteString("Examples:\n\n")
			code(&b, strings.Split(cmd.Example, "\n"))
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// markdownFlags lists a command's own flags. The global flags are listed at casefile itself.
func markdownFlags(b *strings.Builder, cmd *cobra.Command) {
	flags := cmd.NonInheritedFlags()
	if !flags.HasAvailableFlags() {
		return
	}
	flags.VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			fmt.Fprintf(b, "- `%s`: %s\n", flagName(f), escaped(flagUsage(f)))
		}
	})
	b.WriteByte('\n')
}

func code(b *strings.Builder, lines []string) {
	b.WriteString("```text\n" + strings.Join(lines, "\n") + "\n```\n\n")
}

// escaped escapes a text for Markdown.
func escaped(text string) string {
	text = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "<", "&lt;", "[", `\[`, "`",
		"\\`").Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "-") ||
			strings.HasPrefix(line, "+") {
			lines[i] = `\` + line
		}
	}
	return strings.Join(lines, "\n")
}

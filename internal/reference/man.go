package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// manPage returns a command's page in the language of man (groff_man(7)).
func manPage(cmd *cobra.Command) string {
	var b strings.Builder
	name := pageName(cmd)
	fmt.Fprintf(&b, ".TH %q 1 \"\" \"casefile\" \"casefile\"\n", strings.ToUpper(name))
	b.WriteString(".nh\n.ad l\n") // no hyphenation, no justified lines
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", roff(name), roff(cmd.Short))
	if cmd.Runnable() {
		fmt.Fprintf(&b, ".SH SYNOPSIS\n%s\n", roff(cmd.UseLine()))
	}
	b.WriteString(".SH DESCRIPTION\n")
	for _, p := range parts(about(cmd)) {
		manPart(&b, p)
	}
	manFlags(&b, "OPTIONS", cmd.NonInheritedFlags())
	manFlags(&b, "OPTIONS OF EVERY COMMAND", cmd.InheritedFlags())
	if cmd.HasExample() {
		b.WriteString(".SH EXAMPLES\n")
		manPart(&b, part{lines: strings.Split(cmd.Example, "\n"), asIs: true})
	}
	manOthers(&b, cmd)
	return b.String()
}

func manPart(b *strings.Builder, p part) {
	switch {
	case len(p.lines) == 0:
	case p.asIs:
		b.WriteString(".PP\n.nf\n" + roff(strings.Join(p.lines, "\n")) + "\n.fi\n")
	default:
		b.WriteString(".PP\n" + roff(strings.Join(p.lines, "\n")) + "\n")
	}
}

func manFlags(b *strings.Builder, heading string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	fmt.Fprintf(b, ".SH %s\n", heading)
	flags.VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			fmt.Fprintf(b, ".TP\n\\fB%s\\fR\n%s\n", roff(flagName(f)), roff(flagUsage(f)))
		}
	})
}

// flagName returns a flag in the form in which it is typed: -F, --file file.
func flagName(f *pflag.Flag) string {
	name, value := "--"+f.Name, ""
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", " + name
	}
	if value, _ = pflag.UnquoteUsage(f); value != "" {
		name += " " + value
	}
	return name
}

// flagUsage returns the words about a flag, with its default.
func flagUsage(f *pflag.Flag) string {
	_, usage := pflag.UnquoteUsage(f)
	switch f.DefValue {
	case "", "false", "0", "[]", "0s":
		return usage
	}
	return usage + " (default " + strings.Trim(f.DefValue, "[]") + ")"
}

// manOthers names the related pages: those of the commands below and above.
func manOthers(b *strings.Builder, cmd *cobra.Command) {
	var names []string
	if cmd.HasParent() {
		names = append(names, pageName(cmd.Parent()))
	}
	for _, other := range visible(cmd)[1:] {
		if other.Parent() == cmd {
			names = append(names, pageName(other))
		}
	}
	for i, name := range names {
		names[i] = "\\fB" + roff(name) + "\\fR(1)"
	}
	b.WriteString(".SH SEE ALSO\n" + strings.Join(names, ",\n") + "\n")
}

// roff escapes a text for groff.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`,
		"~", `\(ti`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

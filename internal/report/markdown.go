package report

import (
	"fmt"
	"io"
	"strings"
)

// escapeMarkdown escapes a text so that it is no markup, table cell, link or HTML in any dialect of
// Markdown. It uses entities for what HTML would read, because not every dialect knows a backslash
// before that.
func escapeMarkdown(s string) string {
	return strings.NewReplacer(
		"&", "&amp;", "<", "&lt;", ">", "&gt;",
		`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`,
		"#", `\#`, "|", `\|`, "~", `\~`, "!", `\!`, "$", `\$`,
		"://", `:\//`, "www.", `www\.`, "@", `\@`,
	).Replace(plain(s))
}

// markdownLine escapes a text at the beginning of a line, where a sign or a number would begin a
// list.
func markdownLine(s string) string {
	s = escapeMarkdown(s)
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	switch {
	case s == "":
		return s
	case strings.ContainsAny(s[:1], "-+="):
		return `\` + s
	case digits > 0 && digits < len(s) && strings.ContainsAny(s[digits:digits+1], ".)"):
		return s[:digits] + `\` + s[digits:]
	}
	return s
}

func writeMarkdown(w io.Writer, d *document) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: %s\n\n", escapeMarkdown(d.Title),
		escapeMarkdown(join(", ", d.Case, d.Subject)))
	fmt.Fprintf(&b, "**%s** · %s\n", confidential,
		join(" · ", escapeMarkdown(d.Scope), "as at "+escapeMarkdown(d.AsAt)))
	for _, bl := range d.Blocks {
		b.WriteByte('\n')
		markdownBlock(&b, bl)
	}
	foot := join(" · ", d.Case, d.Subject, "as at "+d.AsAt, labelled("record verified to ", d.Tip),
		labelled("made ", d.Made), d.Agency)
	fmt.Fprintf(&b, "\n---\n\n%s\n", markdownLine(foot))
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownBlock(b *strings.Builder, bl block) {
	switch {
	case bl.Heading != "":
		fmt.Fprintf(b, "%s %s\n", strings.Repeat("#", bl.Level),
			escapeMarkdown(join(": ", bl.Heading, bl.Of)))
	case bl.Notice != "":
		fmt.Fprintf(b, "> **%s**\n", escapeMarkdown(bl.Notice))
	case bl.Para != "":
		fmt.Fprintf(b, "%s\n", markdownLine(bl.Para))
	case bl.Facts != nil:
		for _, f := range bl.Facts {
			fmt.Fprintf(b, "- **%s:** %s\n", escapeMarkdown(f.Label), escapeMarkdown(f.Value))
		}
	case bl.Table != nil:
		markdownTable(b, bl.Table)
	case bl.List != nil:
		for _, item := range bl.List {
			fmt.Fprintf(b, "- %s\n", markdownLine(item))
		}
	case bl.Code != nil:
		for _, line := range bl.Code {
			fmt.Fprintf(b, "    %s\n", plain(line))
		}
	case bl.Prose != "":
		markdownProse(b, bl.Prose)
	case bl.Chart != nil:
		fmt.Fprintf(b, "Ratings: %s (%s)\n", trend(bl.Chart.series()),
			escapeMarkdown(bl.Chart.words()))
	}
}

func markdownTable(b *strings.Builder, t *table) {
	if t.Caption != "" {
		fmt.Fprintf(b, "*%s*\n\n", escapeMarkdown(t.Caption))
	}
	b.WriteByte('|')
	for _, c := range t.Columns {
		fmt.Fprintf(b, " %s |", escapeMarkdown(c.Title))
	}
	b.WriteString("\n|" + strings.Repeat(" --- |", len(t.Columns)) + "\n")
	for _, r := range t.Rows {
		b.WriteByte('|')
		for _, c := range r.Cells {
			fmt.Fprintf(b, " %s |", markdownCell(c))
		}
		b.WriteByte('\n')
	}
}

func markdownCell(c cell) string {
	parts := []string{escapeMarkdown(c.Text)}
	for _, n := range c.Notes {
		if n = escapeMarkdown(n); n != "" {
			parts = append(parts, "*"+n+"*")
		}
	}
	return join(" · ", parts...)
}

// markdownProse quotes an entry's own words, line by line and unchanged.
func markdownProse(b *strings.Builder, s string) {
	for _, line := range strings.Split(strings.TrimSpace(s), "\n") {
		fmt.Fprintf(b, "%s\n", strings.TrimRight("> "+markdownLine(line), " "))
	}
}

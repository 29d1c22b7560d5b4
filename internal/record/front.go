package record

import (
	"slices"
	"strings"
)

// front is a text taken apart at its first two lines of three hyphens; blanks after the
// hyphens don't count. The parts, put together again in their order, are the text.
type front struct {
	Before string // what stands above the first such line: nothing, in an entry
	Open   string // that line with its end; "" where there is none
	YAML   string // the lines of front matter, each with its end
	Close  string // the line that ends it; "" where there is none
	Body   string // what follows
}

// takeApart takes any text apart. One with no line of three hyphens is all Before.
func takeApart(text string) front { return takeApartAt(text, isFence) }

func takeApartAt(text string, isFence func(line string) bool) front {
	var f front
	var rest string
	f.Before, f.Open, rest = cutAtFence(text, isFence)
	f.YAML, f.Close, f.Body = cutAtFence(rest, isFence)
	return f
}

// cutAtFence cuts a text around its first line of three hyphens.
func cutAtFence(text string, isFence func(line string) bool) (before, fence, after string) {
	at := 0
	for line := range strings.Lines(text) {
		if end := at + len(line); isFence(line) {
			return text[:at], line, text[end:]
		}
		at += len(line)
	}
	return text, "", ""
}

// isFence knows the line with its end, LF or CRLF, or without one.
func isFence(line string) bool {
	line, ended := strings.CutSuffix(line, "\n")
	if ended {
		line = strings.TrimSuffix(line, "\r")
	}
	return strings.TrimRight(line, " \t") == "---"
}

// isUnixFence knows the line in a text whose line ends are LF, as a sealed one has them:
// FORMAT.md allows blanks behind the hyphens, and no CR anywhere.
func isUnixFence(line string) bool { return !strings.Contains(line, "\r") && isFence(line) }

// takeUnixApart takes a text with LF line ends apart; a CR that is left in it is a stray.
func takeUnixApart(text string) front { return takeApartAt(text, isUnixFence) }

// split takes a text with LF line ends apart: one that does not begin with front matter
// is all Body. problem says what is wrong with the front matter, if anything.
func split(text string) (f front, problem string) {
	f = takeUnixApart(text)
	switch {
	case f.begins() && f.has():
		return f, ""
	case f.begins():
		return front{}, "The front matter has no second line of three hyphens."
	}
	if lead, _, _ := strings.Cut(strings.TrimLeft(text, " \t\n"), "\n"); isUnixFence(lead) {
		return front{}, "There are blanks before the first line of three hyphens."
	}
	return front{Body: text}, ""
}

// begins reports whether the first line of the text opens front matter.
func (f front) begins() bool { return f.Before == "" && f.Open != "" }

// has reports whether the text is an entry's: it begins with front matter, and that ends.
func (f front) has() bool { return f.begins() && f.Close != "" }

// Text puts the parts together again.
func (f front) Text() string { return f.Before + f.Open + f.YAML + f.Close + f.Body }

// bodyLine returns the line of the body's first character, from 1, in the whole text.
func (f front) bodyLine() int {
	line := 1
	for _, part := range []string{f.Before, f.Open, f.YAML, f.Close} {
		line += strings.Count(part, "\n")
	}
	if f.Close != "" && !strings.HasSuffix(f.Close, "\n") {
		line++
	}
	return line
}

// frontField is one top-level field of front matter, or what stands above the first.
type frontField struct {
	Key  string // as it is written, up to its colon; "" where there is none
	Line int    // from 1, in the front matter
	Text string // its lines with their ends, and the comments that follow
}

// Fields splits the front matter of any text, YAML or not. A field begins with a line whose first
// character is no blank, comment, dash or closing bracket. It includes the lines after it that
// don't begin so.
func (f front) Fields() []frontField {
	var out []frontField
	number, from, end := 0, 0, 0 // the bytes of the newest field
	for line := range strings.Lines(f.YAML) {
		number++
		begins := !strings.ContainsAny(line[:1], " \t\n#-]}")
		if begins || len(out) == 0 {
			field := frontField{Line: number}
			if key, _, colon := strings.Cut(line, ":"); begins && colon {
				field.Key = key
			}
			out, from = append(out, field), end
		}
		end += len(line)
		out[len(out)-1].Text = f.YAML[from:end]
	}
	return out
}

// FieldLine returns the text after a top-level field on its own line, as it is written; "" where
// there is none.
func FieldLine(text []byte, key string) string {
	for _, field := range takeApart(string(text)).Fields() {
		if field.Key == key {
			first, _, _ := strings.Cut(field.Text, "\n")
			return strings.TrimSpace(strings.TrimPrefix(first, key+":"))
		}
	}
	return ""
}

// comments returns the lines that follow a field and belong to nothing: they begin with #, with
// blank ones among them.
func (f frontField) comments() string {
	lines := strings.SplitAfter(f.Text, "\n")
	from := len(lines)
	for i, line := range slices.Backward(lines) {
		if strings.HasPrefix(line, "#") {
			from = i
		} else if line != "" && line != "\n" {
			break
		}
	}
	return strings.Join(lines[from:], "")
}

// WithoutFields leaves out the top-level fields of these names, as they are written
// without quotes. Every other byte stays, also the comments below them.
func WithoutFields(text []byte, names ...string) []byte {
	f := takeApart(string(text))
	var yaml strings.Builder
	for _, field := range f.Fields() {
		if slices.Contains(names, field.Key) {
			field.Text = field.comments()
		}
		yaml.WriteString(field.Text)
	}
	f.YAML = yaml.String()
	return []byte(f.Text())
}

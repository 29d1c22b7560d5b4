package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"casefile/internal/cli"
	"casefile/internal/pattern"
	"casefile/internal/record"
)

// The reference and the man pages have every command with its flags and examples, and every
// exit code; twice made they are the same.
func TestPagesHaveEverything(t *testing.T) {
	root := cli.Commands()
	all := visible(root)
	reference := markdown(all)
	if len(all) < 90 || reference != markdown(visible(cli.Commands())) {
		t.Errorf("of %d commands, or not the same twice", len(all))
	}
	for _, cmd := range all {
		page := manPage(cmd)
		for text, want := range map[string]string{
			reference: "\n## " + cmd.CommandPath() + "\n",
			page:      roff(cmd.Short),
		} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q", cmd.CommandPath(), want)
			}
		}
		cmd.NonInheritedFlags().VisitAll(func(f *pflag.Flag) {
			if f.Hidden {
				return
			}
			if !strings.Contains(reference, "- `"+flagName(f)+"`: ") ||
				!strings.Contains(page, roff("--"+f.Name)) {
				t.Errorf("%s: --%s stands in no page", cmd.CommandPath(), f.Name)
			}
		})
		for line := range strings.Lines(cmd.Example) {
			if !strings.Contains(reference, line) ||
				!strings.Contains(page, roff(strings.TrimSpace(line))) {
				t.Errorf("%s: the example %q stands in no page", cmd.CommandPath(), line)
			}
		}
	}
	for _, code := range exitCodes(root) {
		if !strings.Contains(reference, code) {
			t.Errorf("no exit code %s", code)
		}
	}
}

// exitCodes returns the lines of casefile help exit-codes.
func exitCodes(root *cobra.Command) []string {
	topic, _, _ := root.Find([]string{"exit-codes"})
	return regexp.MustCompile(`(?m)^ +\d+  .*$`).FindAllString(topic.Long, -1)
}

// Where a page speaks of a command, of a flag behind it, or of an exit code, the program has it.
func TestPagesSpeakOfWhatThereIs(t *testing.T) {
	root := cli.Commands()
	files, err := filepath.Glob(filepath.Join("..", "manual", "*.md"))
	if err != nil || len(files) < 8 {
		t.Fatalf("%d pages of the manual, %v", len(files), err)
	}
	files = append(files, filepath.Join("..", "..", "README.md"),
		filepath.Join("..", "..", "schema", "FORMAT.md"))
	spoken := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range commandLines(string(text)) {
			spoken++
			if wrong := amiss(root, line); wrong != "" {
				t.Errorf("%s: %s: %s", filepath.Base(file), line, wrong)
			}
		}
		for _, m := range spokenCode().FindAllStringSubmatch(string(text), -1) {
			if !slices.ContainsFunc(exitCodes(root), func(c string) bool {
				return strings.HasPrefix(strings.TrimSpace(c), m[1]+" ")
			}) {
				t.Errorf("%s: %q is none", filepath.Base(file), m[0])
			}
		}
	}
	for _, cmd := range visible(root) {
		for line := range strings.Lines(cmd.Long + "\n" + cmd.Example) {
			if line, isCommand := strings.CutPrefix(line, "  casefile "); isCommand && cmd != root {
				line, _, _ = strings.Cut("casefile "+strings.TrimSpace(line), "  ")
				if wrong := amiss(root, line); wrong != "" {
					t.Errorf("help of %s: %s: %s", cmd.CommandPath(), line, wrong)
				}
			}
		}
	}
	if spoken < 100 {
		t.Errorf("the pages speak of %d command lines only", spoken)
	}
}

var (
	spokenCode = pattern.Of(`\bexit codes? (\d+)`)
	span       = pattern.Of("(?s)`casefile( [^`]*)?`")
	typed      = pattern.Of(`(?m)^(?:[a-z]*\$ |    +)casefile( [^|>\n]*)?`)
)

// commandLines returns the commands of a page in Markdown: in its lines, and in its blocks.
func commandLines(text string) (out []string) {
	for _, form := range []*regexp.Regexp{span(), typed()} {
		for _, m := range form.FindAllStringSubmatch(text, -1) {
			out = append(out, "casefile "+strings.Join(strings.Fields(m[1]), " "))
		}
	}
	return out
}

// amiss says what the program does not have of a command line: "" = it has all.
func amiss(root *cobra.Command, line string) string {
	words := strings.Fields(line)[1:]
	words = slices.DeleteFunc(words, func(w string) bool { return w == "[" || w == "]" })
	cmd, rest := root, words
	for len(rest) > 0 {
		next := below(cmd, rest[0])
		if next == nil {
			if isGlobal := strings.HasPrefix(rest[0], "-"); isGlobal && cmd == root {
				rest = rest[min(globalWords(root, rest[0]), len(rest)):]
				continue
			}
			break
		}
		cmd, rest = next, rest[1:]
	}
	if len(rest) > 0 && noCommands[rest[0]] != "" {
		return ""
	}
	if cmd == root && len(rest) > 0 && commandWord().MatchString(rest[0]) && !isKind(rest[0]) {
		return "there is no command " + rest[0]
	}
	if cmd == root && len(rest) > 0 {
		return "" // a case, or the command of a kind
	}
	for _, m := range flagWord().FindAllStringSubmatch(strings.Join(rest, " "), -1) {
		if cmd.Flag(m[1]) == nil && m[1] != "help" {
			return cmd.CommandPath() + " has no --" + m[1]
		}
	}
	return ""
}

var (
	commandWord = pattern.Of(`^[a-z][a-z-]+$`)
	flagWord    = pattern.Of(`(?:^|[\s[])--([a-z][a-z-]*)`)
)

// noCommands are words that stand where a command does, and why each may.
var noCommands = map[string]string{
	"help":   "the library adds it when the program runs",
	"outing": "the manual's agency adds a kind of its own",
	"lists":  "FORMAT.md has the label of a key: casefile lists",
}

func below(cmd *cobra.Command, name string) *cobra.Command {
	for _, c := range cmd.Commands() {
		if c.Name() == name || c.HasAlias(name) {
			return c
		}
	}
	return nil
}

// globalWords returns the number of words that a flag before the command takes.
func globalWords(root *cobra.Command, word string) int {
	name := strings.TrimLeft(word, "-")
	f := root.PersistentFlags().Lookup(name)
	if f == nil && len(name) == 1 {
		f = root.PersistentFlags().ShorthandLookup(name)
	}
	if f != nil && f.Value.Type() != "bool" {
		return 2
	}
	return 1
}

// isKind reports whether a word is a kind of entry, whose command help does not list.
func isKind(word string) bool {
	kinds, err := record.Builtin()
	if err != nil {
		return false
	}
	_, ok := kinds.Kind(word)
	return ok
}

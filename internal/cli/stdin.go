package cli

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/record"
	"casefile/internal/term"
)

// If stdin is no terminal, it holds the text for every command that would otherwise open the editor
// or ask. Two annotations of the flag -F name the exceptions: a command that needs no text leaves
// stdin to its script.
const (
	textOnlyWith = "text only with" // with one of these words; if none is given, only with -F
	textNotWith  = "no text with"   // with any of these words
)

// forText says with which words a command takes a text from a pipe, or takes none.
func forText(cmd *cobra.Command, rule string, words ...string) {
	if err := cmd.Flags().SetAnnotation("file", rule, words); err != nil {
		panic(err) // the command has no -F
	}
}

// readGiven reads a text to record. A text from stdin exists nowhere else, so it is kept after any
// refusal.
func readGiven(app *App, file string, limit readLimit) ([]byte, error) {
	text, err := readText(app, file, limit)
	if errors.Is(err, term.ErrTooLong) || errors.Is(err, term.ErrInterrupted) {
		text = record.Readable(text)
	}
	if app.given.piped = file == "-" || term.IsPipe(file); app.given.piped {
		app.given.text = text
	}
	return text, err
}

// readPiped returns the text from a stdin that is no terminal. help is the hint if nothing came.
func readPiped(app *App, limit readLimit, help string) ([]byte, error) {
	text, err := readGiven(app, "-", limit)
	if err == nil && len(bytes.TrimSpace(text)) == 0 {
		err = withHint(usage("there is no text: stdin is not a terminal, and nothing came from it"),
			"%s", help)
	}
	return text, err
}

// giveText is the hint where a command at no terminal lacks its text.
const giveText = "give the text with -F FILE or on stdin, or run the command at a terminal"

// pipesText reports whether a command line has -F -. The line may be wrong elsewhere: in a flag, in
// a word that should be a command.
func pipesText(args []string) bool {
	for i, arg := range args {
		switch {
		case arg == "--":
			return false
		case arg == "-F-" || arg == "-F=-" || arg == "--file=-":
			return true
		case (arg == "-F" || arg == "--file") && i+1 < len(args) && args[i+1] == "-":
			return true
		}
	}
	return pipesReferral(args)
}

// pipedFile returns the pipe that a command line names by a file descriptor, as a shell's <(…)
// does, or "". It leaves out named pipes, since perhaps nobody writes to them.
func pipedFile(args []string) string {
	for i, arg := range args {
		file, _ := strings.CutPrefix(arg, "--file=")
		if file == arg {
			file, _ = strings.CutPrefix(arg, "-F")
		}
		switch {
		case arg == "--":
			return ""
		case (arg == "-F" || arg == "--file") && i+1 < len(args):
			file = args[i+1]
		case file == arg:
			continue
		}
		if isDescriptor(file) && term.IsPipe(file) {
			return file
		}
	}
	return ""
}

func isDescriptor(file string) bool {
	return file == "/dev/stdin" || strings.HasPrefix(file, "/dev/fd/") ||
		strings.HasPrefix(file, "/proc/self/fd/")
}

// pipesReferral reports whether stdin is the referral of a case that is opened. That is the
// command's second text, which no draft of the command gives.
func pipesReferral(args []string) bool {
	at := slices.Index(args, "--referral")
	return slices.Contains(args, "--referral=-") || at >= 0 && at+1 < len(args) && args[at+1] == "-"
}

// namesFile reports whether a command line, even a wrong one, has -F.
func namesFile(args []string) bool {
	return slices.ContainsFunc(args, func(arg string) bool {
		return strings.HasPrefix(arg, "-F") || arg == "--file" || strings.HasPrefix(arg, "--file=")
	})
}

// takesPipe reports whether a command with these words takes its text from a pipe. It looks only at
// words, since a wrong command line has no parsed flags.
func takesPipe(cmd *cobra.Command, args []string) bool {
	file := cmd.Flags().ShorthandLookup("F")
	if file == nil || namesFile(args) {
		return false
	}
	has := func(words []string) bool {
		return slices.ContainsFunc(words, func(word string) bool {
			return slices.ContainsFunc(args, func(arg string) bool {
				return arg == word || strings.HasPrefix(arg, word+"=")
			})
		})
	}
	only, conditional := file.Annotations[textOnlyWith]
	return !has(file.Annotations[textNotWith]) && (!conditional || has(only))
}

// mayPipe does the same also for an unknown word in the place of a command or a kind. It returns
// false if the word is nearest to a command without a text and no case follows.
func mayPipe(app *App, ran *cobra.Command) bool {
	if !anyTakesPipe(app, ran) {
		return takesPipe(ran, app.args)
	}
	word, ofCase := beforeCase(app, ran)
	if word == "" {
		return false
	}
	near := nearest(app, ran, word)
	if len(near) == 0 {
		return ofCase
	}
	if !ofCase {
		near = near[:1]
	}
	return slices.ContainsFunc(near, func(word string) bool {
		cmd, _, err := ran.Find([]string{word})
		// otherwise the word means a kind
		return err != nil || cmd == ran || takesPipe(cmd, app.args)
	})
}

// anyTakesPipe reports whether a command only groups others, and one of these takes a text.
func anyTakesPipe(app *App, ran *cobra.Command) bool {
	return slices.ContainsFunc(ran.Commands(), func(sub *cobra.Command) bool {
		return takesPipe(sub, app.args)
	})
}

// beforeCase returns the unknown word: the one before the case, or the last one.
func beforeCase(app *App, ran *cobra.Command) (word string, ofCase bool) {
	words := ran.Flags().Args()
	if len(words) == 0 { // a wrong flag came first
		words = app.args
	}
	for _, arg := range words {
		if record.LooksLikeID(arg) {
			return word, true
		}
		if !strings.HasPrefix(arg, "-") {
			word = arg
		}
	}
	return word, false
}

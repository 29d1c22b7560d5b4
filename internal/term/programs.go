package term

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/pattern"
)

// shellSpecial are the characters that make git pass a configured program to the shell. Without
// them it is the name of one program.
const shellSpecial = "|&;<>()$`\\\"' \t\n*?[#~=%"

// shellCommand runs a configured program by git's rule, so that an EDITOR that works for git works
// here: `code --wait`, `"$HOME/my ed"`.
func shellCommand(ctx context.Context, program string, args []string) *exec.Cmd {
	if !strings.ContainsAny(program, shellSpecial) {
		return exec.CommandContext(ctx, program, args...)
	}
	line := []string{"-c", program + ` "$@"`, program}
	return exec.CommandContext(ctx, "sh", append(line, args...)...)
}

// runs is the program of a configured editor, as far as its command line tells.
type runs struct {
	program string   // the file that is started; its arguments are the editor's own
	words   []string // the command line from it on
	within  []string // the words of the scripts that lead to it, if any
	plain   bool     // no script and no shell that runs one
}

// whatRuns follows variables, programs that only start another (env, sudo), links (Debian's vi may
// be vim.basic), and scripts.
func whatRuns(editor string, getenv func(string) string) runs {
	words := behindStarters(shellWords(editor, getenv))
	if len(words) == 0 {
		return runs{}
	}
	path, err := exec.LookPath(words[0])
	if err != nil {
		return runs{program: filepath.Base(words[0]), words: words, plain: true}
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	within, script := behindScripts(path, words)
	return runs{program: filepath.Base(path), words: words, within: within, plain: !script}
}

// calls reports whether the editor is a program of this name, or a script that names one. A name
// may continue after a point or a hyphen: vim.basic, emacs-nox.
func (r runs) calls(names ...string) bool {
	return r.is(names...) || slices.ContainsFunc(r.within, func(word string) bool {
		return named(word, names)
	})
}

// is reports whether the editor itself is a program of this name, so that it takes its arguments.
func (r runs) is(names ...string) bool { return named(r.program, names) || named(r.first(), names) }

func (r runs) first() string {
	if len(r.words) == 0 {
		return ""
	}
	return filepath.Base(r.words[0])
}

// has reports whether one of these words is on the command line, or in the script.
func (r runs) has(options ...string) bool {
	return slices.ContainsFunc(slices.Concat(r.words, r.within), func(word string) bool {
		return slices.Contains(options, word)
	})
}

func named(program string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		rest, ok := strings.CutPrefix(program, name)
		return ok && (rest == "" || rest[0] == '.' || rest[0] == '-')
	})
}

// starter only starts another program. options lists those whose next word is a value. words is the
// number of further words before the other program.
type starter struct {
	options string
	words   int
}

var starters = map[string]starter{
	"env": {options: "-u -C"}, "sudo": {options: "-u -g -C"}, "doas": {options: "-u -C"},
	"nice": {options: "-n"}, "ionice": {options: "-c -n"}, "stdbuf": {options: "-i -o -e"},
	"timeout": {options: "-s -k", words: 1}, "nohup": {}, "exec": {}, "command": {}, "setsid": {},
	"busybox": {}, "time": {}, "stty": {}, "dbus-run-session": {}, "xvfb-run": {},
	"flatpak": {words: 1}, "snap": {words: 1}, "firejail": {},
}

var assignment = pattern.Of(`^[A-Za-z_][A-Za-z0-9_]*=`)

// behindStarters returns the command line from the editing program on.
func behindStarters(words []string) []string {
	var last starter
	for len(words) > 0 {
		next, starts := starters[filepath.Base(words[0])]
		switch word := words[0]; {
		case starts:
			last = next
		case word == "-S" && len(words) > 1: // env splits the next word itself
			words = append([]string{word}, append(strings.Fields(words[1]), words[2:]...)...)
		case strings.HasPrefix(word, "-"):
			if slices.Contains(strings.Fields(last.options), word) && len(words) > 1 {
				words = words[1:]
			}
		case assignment().MatchString(word):
		case last.words > 0:
			last.words--
		default:
			return words
		}
		words = words[1:]
	}
	return nil
}

// shellWords returns the words of a command line as sh would see them, to find the program that it
// starts. It understands quotes and variables, and leaves everything else unchanged.
func shellWords(line string, getenv func(string) string) []string {
	var words []string
	var word strings.Builder
	begun, quote := false, byte(0)
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case quote == 0 && strings.IndexByte(" \t\n", c) >= 0:
			if begun {
				words = append(words, word.String())
			}
			word.Reset()
			begun = false
			continue
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		case c == '\\' && quote != '\'' && i+1 < len(line):
			i++
			word.WriteByte(line[i])
		case c == '$' && quote != '\'':
			if name := variable().FindString(line[i:]); name != "" {
				word.WriteString(os.Expand(name, getenv))
				i += len(name) - 1
			} else {
				word.WriteByte(c)
			}
		case c == '~' && !begun && quote == 0:
			word.WriteString(getenv("HOME"))
		default:
			word.WriteByte(c)
		}
		begun = true
	}
	if begun {
		words = append(words, word.String())
	}
	return words
}

var variable = pattern.Of(`^\$(\{[A-Za-z_][A-Za-z0-9_]*\}|[A-Za-z_][A-Za-z0-9_]*)`)

package term

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Limits for the search of scripts that lead to an editor: bytes of each script, scripts, words.
const (
	scriptSize  = 64 << 10
	mostScripts = 16
	mostWords   = 4096
)

// shells run what their command line says, or a file that it names.
var shells = []string{"sh", "bash", "dash", "zsh", "ksh", "mksh", "ash", "fish"}

// behindScripts returns the words of the scripts that a command line leads to, each path by its
// last name: of a script that it is, of one given to a shell, and of scripts that these name.
func behindScripts(path string, words []string) (within []string, script bool) {
	texts := []string{}
	if named(filepath.Base(words[0]), shells) || named(filepath.Base(path), shells) {
		texts = append(texts, givenToShell(words[1:]))
		script = true
	} else if text, ok := scriptAt(path); ok {
		texts = append(texts, text)
		script = true
	}
	seen := map[string]bool{path: true}
	for i := 0; i < len(texts) && i < mostScripts; i++ {
		for _, word := range wordsOf(texts[i]) {
			if len(within) == mostWords {
				return within, script
			}
			within = append(within, filepath.Base(word))
			at, err := exec.LookPath(word)
			if err != nil || seen[at] || slices.Contains(shells, filepath.Base(word)) {
				continue
			}
			seen[at] = true
			if real, err := filepath.EvalSymlinks(at); err == nil &&
				filepath.Base(real) != filepath.Base(word) {
				within = append(within, filepath.Base(real)) // vi may be vim.basic
			}
			if text, ok := scriptAt(at); ok {
				texts = append(texts, text)
			}
		}
	}
	return within, script
}

// givenToShell returns the words that a shell runs: those after -c, or a file.
func givenToShell(args []string) string {
	for i, arg := range args {
		switch {
		case strings.HasPrefix(arg, "-") && strings.Contains(arg, "c") &&
			!strings.HasPrefix(arg, "--"):
			if i+1 < len(args) {
				return args[i+1]
			}
		case !strings.HasPrefix(arg, "-"):
			text, _ := beginningOf(arg)
			return string(text)
		}
	}
	return ""
}

// scriptAt returns the text of a script; false for any other program.
func scriptAt(path string) (string, bool) {
	text, err := beginningOf(path)
	if err != nil || !bytes.HasPrefix(text, []byte("#!")) {
		return "", false
	}
	_, text, _ = bytes.Cut(text, []byte("\n"))
	return string(text), true
}

func beginningOf(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil, os.ErrNotExist
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, scriptSize))
}

// wordsOf returns the words of a script.
func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return strings.ContainsRune(" \t\r\n;&|()`\"'", r)
	})
}

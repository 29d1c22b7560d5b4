package term

import (
	"fmt"
	"runtime"
	"strings"
)

// editor returns the command that edits. It follows git: CASEFILE_EDITOR first, then GIT_EDITOR,
// core.editor, VISUAL, EDITOR and vi. As for git, VISUAL and vi need a terminal that can move its
// cursor (git-var(1)).
func (e Edit) editor() (string, error) {
	canMove := !IsDumb(e.Getenv)
	for _, next := range []struct {
		asked bool
		named func() string
	}{
		{true, func() string { return e.Getenv("CASEFILE_EDITOR") }},
		{true, func() string { return e.Getenv("GIT_EDITOR") }},
		{e.GitEditor != nil, e.GitEditor},
		{canMove, func() string { return e.Getenv("VISUAL") }},
		{true, func() string { return e.Getenv("EDITOR") }},
		{canMove, func() string { return "vi" }},
	} {
		if !next.asked {
			continue
		}
		if named := strings.TrimSpace(next.named()); named != "" {
			return named, nil
		}
	}
	return "", fmt.Errorf("%w: the terminal is dumb (TERM), and EDITOR names none for it",
		ErrEditor)
}

// IsDumb reports whether a terminal can only print lines. On Windows nothing names its kind.
func IsDumb(getenv func(string) string) bool {
	kind := getenv("TERM")
	return kind == "dumb" || kind == "" && runtime.GOOS != "windows"
}

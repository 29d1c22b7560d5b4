package term

import (
	"context"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// shellSpecial are the characters that make git give a configured program to
// the shell; without them it is one program's name.
const shellSpecial = "|&;<>()$`\\\"' \t\n*?[#~=%"

// shellCommand runs a configured program by git's rule, so that an EDITOR
// that works for git works here: `code --wait`, `"$HOME/my ed"`.
func shellCommand(ctx context.Context, program string, args []string) *exec.Cmd {
	if !strings.ContainsAny(program, shellSpecial) {
		return exec.CommandContext(ctx, program, args...)
	}
	line := []string{"-c", program + ` "$@"`, program}
	return exec.CommandContext(ctx, "sh", append(line, args...)...)
}

// program is the name of the file that the editor's first word starts, with
// symbolic links followed: Debian's vi may be vim.basic.
func program(editor string) string {
	words := strings.Fields(editor)
	if len(words) == 0 {
		return ""
	}
	path, err := exec.LookPath(strings.Trim(words[0], `"'`))
	if err != nil {
		return filepath.Base(words[0])
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return filepath.Base(path)
}

// hardening keeps vim from writing the text anywhere else: no swap file, no
// viminfo or shada, no backup, no undo file. The options are set after the
// person's own configuration was read, and before the text is written.
func hardening(editor string) []string {
	name := program(editor)
	for _, prefix := range []string{"vim", "nvim", "gvim"} {
		if name == prefix || strings.HasPrefix(name, prefix+".") {
			return []string{"-n", "-i", "NONE",
				"-c", "set nobackup nowritebackup noundofile noswapfile viminfo="}
		}
	}
	return nil
}

// warnings are what a person should know of an editor that keeps copies.
func warnings(editor string) []string {
	words := strings.Fields(editor)
	keepers := []string{"code", "code-insiders", "codium", "cursor", "code.cmd"}
	if !slices.Contains(keepers, program(editor)) && !slices.Contains(keepers, filepath.Base(words[0])) {
		return nil
	}
	out := []string{"warning: this editor keeps readable copies in its local history; set workbench.localHistory.enabled to false"}
	if !slices.Contains(words, "--wait") && !slices.Contains(words, "-w") {
		out = append(out, "warning: this editor returns at once; set EDITOR to \""+words[0]+" --wait\"")
	}
	return out
}

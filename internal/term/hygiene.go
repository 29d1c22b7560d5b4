package term

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The editors by the names of their programs.
var (
	vims  = []string{"vim", "nvim", "gvim", "vimx"}
	emacs = []string{"emacs"}
)

// Two scripts for vim and nvim in the control folder. One replaces the person's vimrc, which it
// reads first. The other keeps the text in the folder.
var (
	//go:embed vim/instead.vim
	vimInstead []byte
	//go:embed vim/only.vim
	vimOnly []byte
)

// emacsOnly makes emacs keep backups and automatic saves beside the file, and no list of them.
const emacsOnly = `(setq make-backup-files nil backup-directory-alist nil ` +
	`auto-save-file-name-transforms nil auto-save-list-file-prefix nil ` +
	`lock-file-name-transforms nil)`

// arguments returns the editor's arguments before the file's name. A vim behind a script gets the
// same from its environment.
func (d editFolder) arguments(r runs) []string {
	switch {
	case r.is(vims...):
		return []string{"-i", "NONE", "--cmd", "set directory=" + vimPath(d.swap()) + "//",
			"-c", "source " + vimPath(d.control("only.vim"))}
	case r.is(emacs...):
		return []string{"--eval", emacsOnly}
	case ownNanoSettings(r):
		return []string{"--rcfile=" + d.control("nanorc")}
	}
	return nil
}

// ownNanoSettings reports whether nano takes the person's settings from a copy in the control
// folder. A nano behind a script can't be told, and one before 5.0 takes none.
func ownNanoSettings(r runs) bool {
	if !r.plain || !r.is("nano") || len(r.words) == 0 ||
		r.has("-f", "--rcfile", "-I", "--ignorercfiles") {
		return false
	}
	return exec.Command(r.words[0], "--rcfile="+os.DevNull, "--version").Run() == nil
}

// nanoOnly returns the person's settings of nano without those that keep text elsewhere. nano's
// backups stay beside the text.
func nanoOnly(getenv func(string) string) []byte {
	var out []string
	for _, file := range nanoSettings(getenv) {
		text, _ := beginningOf(file)
		for _, line := range strings.Split(string(text), "\n") {
			words := strings.Fields(line)
			keeps := len(words) > 1 && words[0] == "set" &&
				slices.Contains([]string{"backupdir", "historylog", "positionlog", "operatingdir"},
					words[1])
			if !keeps {
				out = append(out, line)
			}
		}
	}
	return []byte(strings.Join(out, "\n") + "\n")
}

// vimPath escapes a path for vim's own commands and options.
func vimPath(path string) string {
	return strings.NewReplacer(" ", `\ `, ",", `\,`, "|", `\|`).Replace(path)
}

// environment returns the editor's environment, which reaches it even behind a script. vim and nvim
// read VIMINIT in place of the person's vimrc. nano keeps its two histories below XDG_DATA_HOME,
// which other editors need for themselves.
func (d editFolder) environment(env []string, r runs) []string {
	own := func(name string) string {
		for i := len(env) - 1; i >= 0; i-- {
			if value, ok := strings.CutPrefix(env[i], name+"="); ok {
				return value
			}
		}
		return ""
	}
	out := append([]string{}, env...)
	out = append(out, "TMPDIR="+d.control("tmp"), d.mark(),
		"CASEFILE_VIMINIT="+own("VIMINIT"), "VIMINIT=source "+vimPath(d.control("instead.vim")),
		"NVIM_LOG_FILE="+d.control("nvim.log"))
	if r.calls("nano", "rnano") && !r.calls(vims...) {
		out = append(out, "XDG_DATA_HOME="+d.control("data"))
	}
	return out
}

// keeper is an editor that keeps copies and can't be stopped from outside.
type keeper struct {
	names []string
	keeps string
}

var keepers = []keeper{
	{[]string{"code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"},
		"readable copies in its local history; set workbench.localHistory.enabled to false"},
	{[]string{"emacsclient"},
		"what its server keeps; set make-backup-files and auto-save-default to nil there"},
	{[]string{"micro"}, `backups in its own folder; set "backup": false`},
	{[]string{"subl", "sublime_text"}, "unsaved text in its session; set hot_exit to false"},
	{[]string{"idea", "pycharm", "goland", "webstorm", "phpstorm", "fleet"},
		"readable copies in its local history"},
	{[]string{"nvi"}, "a copy for recovery in /var/tmp; set recdir to a folder in memory"},
	{[]string{"zed", "zeditor"}, "unsaved text in a database of its own"},
	{[]string{"gnome-text-editor"}, "drafts of unsaved text below ~/.local/share"},
	{[]string{"mcedit"}, "what is copied and cut in ~/.local/share/mc"},
	{[]string{"notepad++", "Notepad", "notepad"}, "unsaved text in a session of its own"},
	{[]string{"TextEdit"}, "versions of what it saves, on the disk"},
}

// tidy lists editors of which it is known what they leave, where, and how to prevent that. All
// their other files are beside the text, in its folder.
var tidy = slices.Concat(vims, emacs, []string{
	"nano", "rnano", "vi", "ed", "ex", "joe", "jstar", "hx", "helix", "kak", "mg", "pico",
})

// tools are no editors and keep nothing. In a script they don't tell which editor runs.
var tools = []string{"true", "false", asItIs, "cat", "cp", "mv", "sed", "tee"}

// known reports whether casefile knows what an editor keeps, or an editor that a script runs.
func known(r runs) bool {
	if r.first() == "" || r.is(tools...) || r.calls(tidy...) || r.calls(nvis...) {
		return true
	}
	return slices.ContainsFunc(keepers, func(k keeper) bool { return r.calls(k.names...) })
}

// nvis are the names of vi where it is not vim. keepers has its copies for recovery.
var nvis = []string{"nvi", "nex"}

// returning lists editors that pass a file to a window and return at once, unless told to wait.
var returning = []struct {
	names, waits []string
}{
	{
		[]string{"code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"},
		[]string{"--wait", "-w"},
	},
	{[]string{"subl", "sublime_text"}, []string{"--wait", "-w"}},
	{[]string{"idea", "pycharm", "goland", "webstorm", "phpstorm"}, []string{"--wait"}},
	{[]string{"gvim", "mvim"}, []string{"-f", "--nofork"}},
	{[]string{"open"}, []string{"-W", "-Wt", "-Wn", "-tW", "-nW"}},
	{[]string{"xdg-open", "gnome-open", "kde-open"}, nil},
}

// holding lists editors that occupy the terminal until they end.
var holding = []string{
	"vim", "nvim", "vi", "nvi", "nano", "rnano", "pico", "joe", "micro", "hx", "kak", "mcedit",
}

// returnsAtOnce reports whether an editor is known to return before anybody could have typed.
// option makes it wait, if it has such an option.
func returnsAtOnce(r runs) (known bool, option string) {
	for _, e := range returning {
		if r.calls(e.names...) && !r.has(e.waits...) {
			if len(e.waits) > 0 {
				option = e.waits[0]
			}
			return true, option
		}
	}
	return false, ""
}

// warnings returns the warnings for a person whose editor keeps copies.
func warnings(r runs, getenv func(string) string) []string {
	var out []string
	for _, k := range keepers {
		if r.calls(k.names...) {
			out = append(out, "warning: this editor keeps "+k.keeps)
		}
	}
	if known, option := returnsAtOnce(r); known && option != "" {
		out = append(out,
			fmt.Sprintf("warning: this editor returns at once; set EDITOR to \"%s %s\"",
				r.first(), option))
	}
	if r.calls("nano", "rnano") && !ownNanoSettings(r) {
		out = append(out, nanoKeeps(getenv)...)
	}
	if r.calls(emacs...) && !r.is(emacs...) {
		out = append(out, "warning: behind a script, this editor keeps what your own settings "+
			"say: "+
			"backups and automatic saves")
	}
	if !known(r) {
		out = append(out,
			fmt.Sprintf("note: what the editor %q keeps is not known; it may leave copies of what "+
				"you type on the disk (a backup, an undo file, a history)", r.first()))
	}
	return out
}

// nanoKeeps returns warnings about nano's settings that keep text elsewhere and that no environment
// prevents: backups in a folder of their own, and histories if there is a folder ~/.nano.
func nanoKeeps(getenv func(string) string) []string {
	set := map[string]bool{}
	for _, file := range nanoSettings(getenv) {
		text, _ := os.ReadFile(file)
		for _, line := range strings.Split(string(text), "\n") {
			words := strings.Fields(line)
			if len(words) > 1 && (words[0] == "set" || words[0] == "unset") {
				set[words[1]] = words[0] == "set"
			}
		}
	}
	var out []string
	if set["backup"] && set["backupdir"] {
		out = append(out, "warning: nano keeps backups in a folder of its own; "+
			"take \"set backupdir\" out of its nanorc")
	}
	old, err := os.Stat(filepath.Join(getenv("HOME"), ".nano"))
	if (set["historylog"] || set["positionlog"]) && err == nil && old.IsDir() {
		out = append(out, "warning: nano keeps what you search for in ~/.nano; "+
			"take \"set historylog\" and \"set positionlog\" out of its nanorc")
	}
	return out
}

// nanoSettings returns the files that nano reads, in its order.
func nanoSettings(getenv func(string) string) []string {
	home := getenv("HOME")
	config := getenv("XDG_CONFIG_HOME")
	if config == "" {
		config = filepath.Join(home, ".config")
	}
	files := []string{"/etc/nanorc"}
	own := []string{filepath.Join(home, ".nanorc"), filepath.Join(config, "nano", "nanorc")}
	for _, file := range own {
		if _, err := os.Stat(file); err == nil {
			return append(files, file)
		}
	}
	return files
}

// historyFiles holds the files in which editors keep what was typed, with the time of their last
// change.
type historyFiles map[string]time.Time

// historyFilesOf returns the files of editors that may run unseen behind a script. What they wrote
// while a text was open is reported afterwards, because nothing could prevent it before.
func historyFilesOf(getenv func(string) string) historyFiles {
	home, out := getenv("HOME"), historyFiles{}
	in := func(variable, otherwise string) string {
		if dir := getenv(variable); dir != "" {
			return dir
		}
		return filepath.Join(home, otherwise)
	}
	data, state := in("XDG_DATA_HOME", ".local/share"), in("XDG_STATE_HOME", ".local/state")
	for _, file := range []string{
		filepath.Join(home, ".viminfo"), filepath.Join(home, ".vim", ".viminfo"),
		filepath.Join(state, "nvim", "shada", "main.shada"),
		filepath.Join(data, "nvim", "shada", "main.shada"),
		filepath.Join(home, ".nano", "search_history"),
		filepath.Join(data, "nano", "search_history"),
		filepath.Join(home, ".emacs.d", "history"),
		"DEADJOE", // joe puts a text there when its terminal is lost
	} {
		info, err := os.Stat(file)
		if err == nil {
			out[file] = info.ModTime()
		} else if os.IsNotExist(err) {
			out[file] = time.Time{}
		}
	}
	return out
}

// written returns the files that were changed since.
func (h historyFiles) written() []string {
	var out []string
	for file, before := range h {
		var now time.Time
		info, err := os.Stat(file)
		switch {
		case err == nil:
			now = info.ModTime()
		case !os.IsNotExist(err):
			continue
		}
		if now.After(before) {
			out = append(out, file)
		}
	}
	slices.Sort(out)
	return out
}

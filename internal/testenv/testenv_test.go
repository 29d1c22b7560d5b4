package testenv

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestMain(m *testing.M) { os.Exit(Tests{M: m}.Run()) }

// TestSurroundings looks at what a test finds.
func TestSurroundings(t *testing.T) {
	fmt.Println("home", os.Getenv("HOME"))
	own := []string{entered, "HOME", "TMPDIR", "LC_ALL", "TZ", "TERM", "EDITOR",
		"GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM",
		"GIT_ATTR_NOSYSTEM", "GIT_TEMPLATE_DIR", "GIT_TERMINAL_PROMPT", "GOGC"}
	for _, kv := range os.Environ() {
		if name, _, _ := strings.Cut(kv, "="); !slices.Contains(slices.Concat(own, passed), name) {
			t.Errorf("%s comes in", kv)
		}
	}
	if temp := os.TempDir(); len(temp) > longestTemp || !plainName().MatchString(temp) {
		t.Errorf("temporary files lie in %q", temp)
	}
	if made, err := os.ReadDir(os.Getenv("HOME")); err != nil || len(made) > 0 {
		t.Errorf("the home folder has %v, %v", made, err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode() != 0o644 {
		t.Errorf("a file has the mode %v, %v", info.Mode(), err)
	}
	if _, err := os.Open("/dev/tty"); err == nil {
		t.Error("there is a terminal to ask at")
	}
	if out, err := exec.Command("git", "config", "--list",
		"--show-scope").Output(); strings.Contains(string(out), "global") {
		t.Errorf("git is configured: %s, %v", out, err)
	}
}

// Whatever the machine has, the tests find the same, and leave nothing behind.
func TestWhateverTheMachineHas(t *testing.T) {
	home, long := t.TempDir(),
		filepath.Join(t.TempDir(), "blanks and "+strings.Repeat("length ", 20))
	config := "[commit]\n\tgpgSign = true\n[core]\n\thooksPath = /nowhere\n"
	err := errors.Join(os.Mkdir(long, 0o700),
		os.WriteFile(filepath.Join(home, ".gitconfig"), []byte(config), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	again := exec.Command("sh", "-c", `umask 000; exec "$0" -test.run '^TestSurroundings$'`,
		os.Args[0])
	again.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TMPDIR=" + long, "GOTMPDIR=" + long,
		"XDG_CONFIG_HOME=" + home, "XDG_RUNTIME_DIR=" + home,
		"GIT_DIR=" + home, "GIT_AUTHOR_NAME=Nobody", "GIT_CONFIG_COUNT=x", "GIT_EDITOR=false",
		"GIT_TRACE=1",
		"EDITOR=vim", "VISUAL=nano", "CASEFILE_EDITOR=emacs", "PAGER=more", "LESS=-X", "NO_COLOR=1",
		"COLUMNS=20",
		"SSH_AUTH_SOCK=/nowhere", "SSH_ASKPASS=/nowhere", "GNUPGHOME=/nowhere",
		"LC_ALL=tr_TR.UTF-8", "LC_TIME=de_DE.UTF-8", "LANG=de_DE.UTF-8", "LANGUAGE=de",
		"TZ=America/St_Johns",
		"CASEFILE_DIR=/nowhere", "CASEFILE_IDENTITY_FILE=/nowhere", "CASEFILE_IDENTITY_CMD=false",
	}
	out, err := again.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	_, rest, _ := strings.Cut(string(out), "home ")
	used, _, _ := strings.Cut(rest, "\n")
	if _, err := os.Stat(used); used == "" || used == home || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("home was %q, and afterwards %v", used, err)
	}
}

// Where tests run as root, they play other users too, who must find what is made.
func TestRoom(t *testing.T) {
	dir := t.TempDir()
	for mode, open := range map[os.FileMode]bool{0o711: true, 0o700: os.Geteuid() != 0} {
		if err := os.Chmod(filepath.Dir(dir), mode); err != nil {
			t.Fatal(err)
		}
		if roomIn(dir) != open {
			t.Errorf("below a folder of mode %o: %v", mode, !open)
		}
	}
	if roomIn(filepath.Join(dir, "absent")) {
		t.Error("there is room in a folder that is not there")
	}
}

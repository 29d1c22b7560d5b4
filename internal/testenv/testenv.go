// Package testenv gives tests surroundings of their own, so that they pass on
// whatever machine they run: its git configuration, editor, ssh-agent, language,
// time zone, umask, TMPDIR and identity reach neither a test nor a program that a
// test starts. A test that is about one of these sets it itself.
//
// Tests alone import it.
package testenv

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/pattern"
)

// Tests are the tests of a package, to be run in surroundings of their own:
//
//	func TestMain(m *testing.M) { os.Exit(testenv.Tests{M: m}.Run()) }
type Tests struct{ *testing.M }

// Run runs the tests, and gives the exit code. Where a test has started its own
// program again, the surroundings are there already.
func (t Tests) Run() int {
	if os.Getenv(entered) != "" {
		return t.M.Run()
	}
	leave, err := enter()
	if err != nil {
		panic(err)
	}
	defer leave()
	return t.M.Run()
}

// machine is the environment in which the tests were started.
var machine = os.Environ()

// Go returns a command of Go's own tool. It runs in the surroundings of the machine, which say
// where modules and caches lie, and by what proxy the others come.
func Go(args ...string) *exec.Cmd {
	cmd := exec.Command("go", args...)
	cmd.Env = machine
	return cmd
}

// enter puts this process into the surroundings. They have a home folder with
// nothing in it, which leave removes.
func enter() (leave func(), err error) {
	setUmask(0o022)
	dropTerminal()
	temp := temporary()
	home, err := os.MkdirTemp(temp, "casefile-tests-")
	if err != nil {
		return nil, err
	}
	env := surroundings(home, temp)
	os.Clearenv()
	for _, kv := range env {
		name, value, _ := strings.Cut(kv, "=")
		if err := os.Setenv(name, value); err != nil {
			return nil, err
		}
	}
	return func() { os.RemoveAll(home) }, nil
}

// passed are the variables that a machine still sets: where programs and their
// libraries lie, what Go's own tool tells a test, and the switches of our tests.
var passed = []string{
	"PATH", "LD_LIBRARY_PATH", "GIT_EXEC_PATH",
	"GOCOVERDIR", "GODEBUG", "GOMAXPROCS", "GORACE", "GOTRACEBACK",
	"CASEFILE_BENCH", "CASEFILE_CUTS", "CASEFILE_DAMAGE", "CASEFILE_DEEDS", "CASEFILE_FAULTS",
	"CASEFILE_FLIPS", "CASEFILE_GC",
	"CASEFILE_HISTORIES", "CASEFILE_KILLS", "CASEFILE_LIVES", "CASEFILE_LOAD", "CASEFILE_LOCKS",
	"CASEFILE_SEED", "CASEFILE_TOGETHER", "CASEFILE_TRACE",
}

// entered is set in the surroundings alone.
const entered = "CASEFILE_TESTENV"

// surroundings returns the whole environment.
func surroundings(home, temp string) []string {
	var env []string
	for _, kv := range os.Environ() {
		if name, _, _ := strings.Cut(kv, "="); slices.Contains(passed, name) {
			env = append(env, kv)
		}
	}
	return append(env, entered+"=yes", "HOME="+home, "TMPDIR="+temp,
		"LC_ALL=C", "TZ=UTC", "TERM=dumb", "EDITOR=false",
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_ATTR_NOSYSTEM=1",
		"GIT_TEMPLATE_DIR=", // no hooks, neither the machine's nor git's samples
		"GIT_TERMINAL_PROMPT=0",
		"GOGC=400") // which the program sets too, only once it has begun
}

// longestTemp is the length of TMPDIR that leaves room for the name of a Unix socket, 107 bytes at
// most: the scripts' own sockets lie 93 bytes below it.
const longestTemp = 14

// plainName needs no quotes in a shell, and means itself in a pattern.
var plainName = pattern.Of(`^[A-Za-z0-9/_-]+$`)

// temporary returns the folder for temporary files: that of TMPDIR, else one in memory, else a
// usual one; the first whose name is short and plain. TMPDIR=/tmp has the tests play on the disk.
func temporary() string {
	for _, dir := range []string{os.Getenv("TMPDIR"), memory(), "/tmp", "/var/tmp"} {
		if dir == "" {
			continue
		}
		// As git names it, which follows links.
		real, err := filepath.EvalSymlinks(dir)
		if err == nil && len(real) <= longestTemp && plainName().MatchString(real) && roomIn(real) {
			return real
		}
	}
	return os.TempDir()
}

// roomIn reports whether files can be made in a folder, and found there by others: where the tests
// run as root, some play another user.
func roomIn(dir string) bool {
	for at := dir; os.Geteuid() == 0 && at != filepath.Dir(at); at = filepath.Dir(at) {
		if info, err := os.Stat(at); err != nil || info.Mode()&0o001 == 0 {
			return false
		}
	}
	made, err := os.MkdirTemp(dir, "room")
	return err == nil && os.Remove(made) == nil
}

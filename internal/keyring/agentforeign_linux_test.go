package keyring

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Whatever others could have put there, or could listen at, is refused.
func TestForeignPlacesAreRefused(t *testing.T) {
	mode := func(of func(dir, socket string) string, m fs.FileMode) func(dir, socket string) error {
		return func(dir, socket string) error { return os.Chmod(of(dir, socket), m) }
	}
	runtime := func(dir, _ string) string { return dir }
	ours := func(_, socket string) string { return filepath.Dir(socket) }
	itself := func(_, socket string) string { return socket }
	spoil := map[string]func(dir, socket string) error{
		"others look into the runtime folder": mode(runtime, 0o755),
		"a group writes in our folder":        mode(ours, 0o770),
		"others look into our folder":         mode(ours, 0o701),
		"a group uses the socket":             mode(itself, 0o660),
		"all use the socket":                  mode(itself, 0o606),
		"a file in its place": func(_, socket string) error {
			return errors.Join(os.Remove(socket), os.WriteFile(socket, nil, 0o600))
		},
		"a link in its place": func(dir, socket string) error {
			return errors.Join(os.Rename(socket, dir+"/elsewhere"),
				os.Symlink(dir+"/elsewhere", socket))
		},
	}
	if os.Geteuid() == 0 { // nobody else can give files away
		for name, of := range map[string]func(dir, socket string) string{
			"somebody else's runtime folder": runtime, "somebody else's folder": ours,
			"somebody else's socket": itself,
		} {
			spoil[name] = func(dir, socket string) error {
				return os.Chown(of(dir, socket), nobody, nobody)
			}
		}
	}
	for name, f := range spoil {
		dir, socket := privateRuntime(t)
		serve(t, socket, time.Minute)
		dial(t, socket)
		if err := f(dir, socket); err != nil {
			t.Fatal(err)
		}
		if a, err := dialAgent(socket); !errors.Is(err, ErrForeignAgent) {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
	}
}

func TestNoAgentBeginsInAForeignFolder(t *testing.T) {
	dir, socket := privateRuntime(t)
	if err := os.Chmod(dir, 0o770); err != nil {
		t.Fatal(err)
	}
	k := &keeper{Socket: socket, Until: time.Now().Add(time.Minute)}
	err := k.Serve(t.Context(), func() { t.Error("it answers") })
	if !errors.Is(err, ErrForeignAgent) {
		t.Errorf("%v", err)
	}
	if _, err := os.Lstat(filepath.Dir(socket)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something was made there: %v", err)
	}
}

func TestAgentNeedsARuntimeFolder(t *testing.T) {
	for _, dir := range []string{"", "run", "./run"} {
		socket, err := agentSocket(func(string) string { return dir }, "x")
		if !errors.Is(err, ErrNoRuntimeDir) {
			t.Errorf("%q gives %q, %v", dir, socket, err)
		}
	}
}

// nobody is a user without rights on most systems; any user other than ours would do.
const nobody = 65534

// The roles that this test binary plays as a process of its own: an agent shut
// off from others, one of the same person's processes that looks into it, and one
// that wants its services.
const (
	keeperVariable = "CASEFILE_KEYRING_TEST_KEEPER"
	peekVariable   = "CASEFILE_KEYRING_TEST_PEEK"
	dialVariable   = "CASEFILE_KEYRING_TEST_DIAL"
	serveVariable  = "CASEFILE_KEYRING_TEST_SERVE" // the agent that Unlock begins
)

// playedRole reports whether this process is one of those roles, and plays it.
func playedRole() bool {
	if socket := os.Getenv(keeperVariable); socket != "" {
		err := harden()
		if err == nil {
			k := &keeper{Socket: socket, Until: time.Now().Add(time.Minute),
				Keys: func([][]byte) ([][]byte, error) { return nil, nil }}
			err = k.Serve(context.Background(), func() { fmt.Println("ready") })
		}
		fmt.Println(err)
		return true
	}
	if os.Getenv(serveVariable) != "" {
		if err := ServeAgent(context.Background(), os.Stdin, os.Stdout); err != nil {
			AgentFailed(os.Stdout, err)
			os.Exit(1)
		}
		return true
	}
	if pid := os.Getenv(peekVariable); pid != "" {
		for _, what := range []string{"mem", "environ", "maps", "fd"} {
			_, err := os.ReadFile("/proc/" + pid + "/" + what)
			fmt.Println(what, errors.Is(err, fs.ErrPermission))
		}
		return true
	}
	if socket := os.Getenv(dialVariable); socket != "" {
		_, err := dialAgent(socket)
		fmt.Println(err)
		return true
	}
	return false
}

// play begins a role, as nobody where this process may do so: root looks
// into any process, and so would see nothing of what is tested.
func play(t *testing.T, dir, variable, value string) *exec.Cmd {
	t.Helper()
	program := filepath.Join(dir, "role")
	if _, err := os.Lstat(program); err != nil {
		binary, err := os.ReadFile(os.Args[0])
		if err == nil {
			err = os.WriteFile(program, binary, 0o755)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), variable+"="+value)
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return cmd
}

// hardened returns a running agent of another process, and that other person's folder.
func hardened(t *testing.T) (dir, socket string, pid int) {
	t.Helper()
	dir, socket = privateRuntime(t)
	if os.Geteuid() == 0 {
		if err := os.Chown(dir, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	cmd := play(t, dir, keeperVariable, socket)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the agent says %q, %v", line, err)
	}
	return dir, socket, cmd.Process.Pid
}

// The kernel says what harden did: no core, and the files in /proc are root's, as
// of a process that cannot be dumped. (Root itself may look into any process.)
func TestHardenedProcessIsShut(t *testing.T) {
	dir, _, pid := hardened(t)
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", pid))
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`(?m)^Max core file size +0 +0 `).Match(limits) {
		t.Errorf("it may leave a core:\n%s", limits)
	}
	info, err := os.Stat(fmt.Sprintf("/proc/%d/environ", pid))
	if err != nil || owner(info) != 0 {
		t.Errorf("its files in /proc are of user %d, %v", owner(info), err)
	}
	said, err := play(t, dir, peekVariable, fmt.Sprint(pid)).Output()
	if want := "mem true\nenviron true\nmaps true\nfd true\n"; err != nil || string(said) != want {
		t.Errorf("refused to the same person's processes:\n%s%v", said, err)
	}
}

// Where everything looks right, the kernel still says who listens.
func TestAnotherUsersAgentIsRefused(t *testing.T) {
	dir, socket, _ := hardened(t)
	if os.Geteuid() != 0 { // then the agent is ours
		dial(t, socket)
		return
	}
	for _, path := range []string{dir, filepath.Dir(socket), socket} {
		if err := os.Chown(path, 0, 0); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := dialAgent(socket); !errors.Is(err, ErrForeignAgent) ||
		!strings.Contains(err.Error(), "user 65534") {
		t.Errorf("%v", err)
	}
}

// After su, the variable still names the other person's folder.
func TestClosedFolderHasNoAgent(t *testing.T) {
	programs, err := os.MkdirTemp("", "role")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(programs) })
	dir, socket := privateRuntime(t)
	closed := fs.FileMode(0) // so that even its owner sees nothing in it
	if os.Geteuid() == 0 {
		closed = 0o700
	}
	if err := errors.Join(os.Chmod(programs, 0o755), os.Chmod(dir, closed)); err != nil {
		t.Fatal(err)
	}
	said, err := play(t, programs, dialVariable, socket).Output()
	if err != nil || string(said) != errNoAgent.Error()+"\n" {
		t.Errorf("%s%v", said, err)
	}
}

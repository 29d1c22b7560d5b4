package keyring

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// agentSocket returns the path of an agent's socket by its name. It fails with ErrNoRuntimeDir if
// there is no folder for it: a socket in /tmp could be anybody's.
func agentSocket(getenv func(string) string, name string) (string, error) {
	dir := getenv("XDG_RUNTIME_DIR")
	if !agentsWork || !filepath.IsAbs(dir) {
		return "", ErrNoRuntimeDir
	}
	return filepath.Join(dir, "casefile", "agent-"+name+".sock"), nil
}

// agent is the connection to a running agent.
type agent struct {
	Name  string // of the kept identity
	Until time.Time
	PID   int

	mu   sync.Mutex
	conn net.Conn
}

// dialAgent finds the agent at a socket. It fails with errNoAgent where none
// listens, and with ErrForeignAgent where somebody else could be listening.
func dialAgent(socket string) (*agent, error) {
	_, err := os.Lstat(socket)
	// Into another person's folder (after su, say) we can't even look: nothing there
	// could have been ours.
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return nil, errNoAgent
	}
	if err := privateSocket(socket); err != nil {
		return nil, err
	}
	conn, err := net.DialTimeout("unix", socket, agentPatience)
	// A killed one left its socket behind.
	if errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, fs.ErrNotExist) {
		return nil, errNoAgent
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoAgent, err)
	}
	if err := samePerson(conn); err != nil {
		conn.Close()
		return nil, fmt.Errorf("%w: %s: %w", ErrForeignAgent, socket, err)
	}
	a := &agent{conn: conn}
	if _, err := a.ask(question{Ask: askState}); err != nil {
		conn.Close()
		return nil, fmt.Errorf("%w: %w", errNoAgent, err)
	}
	return a, nil
}

// agentPatience is far more than an honest agent takes to connect or to answer.
const agentPatience = 30 * time.Second

// privateSocket wants the socket and the two folders above it to be this
// person's and nobody else's.
func privateSocket(socket string) error {
	for _, dir := range []string{filepath.Dir(filepath.Dir(socket)), filepath.Dir(socket)} {
		if err := private(dir, fs.ModeDir); err != nil {
			return err
		}
	}
	return private(socket, fs.ModeSocket)
}

func private(path string, kind fs.FileMode) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", ErrForeignAgent, err)
	case info.Mode().Type() != kind:
		return fmt.Errorf("%w: %s is a %s", ErrForeignAgent, path, info.Mode().Type())
	case owner(info) != os.Geteuid():
		return fmt.Errorf("%w: %s belongs to another user", ErrForeignAgent, path)
	case info.Mode().Perm()&0o077 != 0:
		return fmt.Errorf("%w: others may use %s (mode %04o)", ErrForeignAgent, path,
			info.Mode().Perm())
	}
	return nil
}

// FileKeys asks for the keys of files by their headers, in batches; nil stands
// for a header that the secret does not open.
func (a *agent) FileKeys(headers [][]byte) ([][]byte, error) {
	keys := make([][]byte, 0, len(headers))
	for _, batch := range batches(headers) {
		got, err := a.ask(question{Ask: askKeys, Headers: batch})
		if err != nil {
			return nil, err
		}
		if len(got.Keys) != len(batch) {
			return nil, fmt.Errorf("%w: it answered %d of %d headers", errAgentGone, len(got.Keys),
				len(batch))
		}
		keys = append(keys, got.Keys...)
	}
	return keys, nil
}

// End ends the agent, and returns once it has let go of its secret.
func (a *agent) End() error {
	if _, err := a.ask(question{Ask: askEnd}); err != nil {
		return err
	}
	a.conn.SetReadDeadline(time.Now().Add(agentPatience))
	_, err := a.conn.Read(make([]byte, 1)) // until the process has closed its end
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("the agent, process %d, does not end: %w", a.PID, err)
	}
	return a.conn.Close()
}

// Close leaves the agent as it is.
func (a *agent) Close() error { return a.conn.Close() }

func (a *agent) ask(q question) (answer, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var got answer
	a.conn.SetDeadline(time.Now().Add(agentPatience))
	err := send(a.conn, q)
	if err == nil {
		err = receive(a.conn, &got)
	}
	if err != nil {
		return got, fmt.Errorf("%w: %w", errAgentGone, err)
	}
	if got.Fault != "" {
		return got, fmt.Errorf("%w: %s", errAgentGone, got.Fault)
	}
	a.Name, a.Until, a.PID = got.Name, got.Until, got.PID
	return got, nil
}

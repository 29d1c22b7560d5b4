package keyring

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"

	"casefile/internal/aside"
)

// keeper runs in the agent's process: it answers for a secret until a set time.
type keeper struct {
	Name   string // tells clients what is kept
	Socket string
	Until  time.Time
	Keys   func(headers [][]byte) ([][]byte, error)

	began time.Time
	end   context.CancelFunc
}

// Serve answers on the socket until the time is up, ctx ends, or somebody asks it
// to end; ready is called once it can be asked. It fails with errAgentRuns where
// another one answers there already.
func (k *keeper) Serve(ctx context.Context, ready func()) error {
	ctx, k.end = context.WithCancel(ctx)
	defer k.end()
	k.began = time.Now()
	unlock, err := claim(k.Socket)
	if err != nil {
		return err
	}
	defer unlock()
	l, err := listen(k.Socket)
	if err != nil {
		return err
	}
	defer os.Remove(k.Socket)
	var running aside.Group
	running.Go(func() { k.accept(ctx, l) })
	ready()
	k.wait(ctx)
	k.end()
	l.Close()
	running.Wait()
	return nil
}

// placeForAgent tells whether an agent may begin here, before anybody is asked for
// a secret.
func placeForAgent(socket string) error {
	dir := filepath.Dir(socket)
	if _, err := os.Lstat(filepath.Dir(dir)); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: there is no %s", ErrNoRuntimeDir, filepath.Dir(dir))
	}
	if err := private(filepath.Dir(dir), fs.ModeDir); err != nil {
		return err
	}
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return private(dir, fs.ModeDir)
}

// claim makes the folder, and holds a lock for as long as the agent lives: one
// agent a secret. The kernel lets go of the lock whatever ends the process.
func claim(socket string) (unlock func(), err error) {
	if err := placeForAgent(socket); err != nil {
		return nil, err
	}
	dir := filepath.Dir(socket)
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	if err := private(dir, fs.ModeDir); err != nil {
		return nil, err
	}
	return lockSoon(socket + ".lock")
}

// lockSoon waits a moment for an agent that is ending.
func lockSoon(path string) (unlock func(), err error) {
	for range 100 {
		if unlock, err = lockFile(path); !errors.Is(err, errAgentRuns) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return unlock, err
}

// cleanAgent removes the socket that a killed agent left behind.
func cleanAgent(socket string) error {
	if _, err := os.Lstat(socket); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	unlock, err := claim(socket)
	if err != nil {
		return err
	}
	defer unlock()
	return os.Remove(socket)
}

// listen makes the socket under another name first, so that it is never seen
// before it is private and answers. What a killed agent left is replaced.
func listen(socket string) (net.Listener, error) {
	fresh := socket + ".new"
	os.Remove(fresh)
	l, err := net.Listen("unix", fresh)
	if err != nil {
		return nil, err
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	err = os.Chmod(fresh, 0o600)
	if err == nil {
		err = os.Rename(fresh, socket)
	}
	if err != nil {
		l.Close()
		os.Remove(fresh)
		return nil, err
	}
	return l, nil
}

// wait looks at the clock and the socket every few seconds. While the machine sleeps, the clock of
// timers stands still. When the last session ends, the system removes the folder of the socket, and
// nobody could ask the agent any more.
func (k *keeper) wait(ctx context.Context) {
	for left := k.left(); left > 0; left = k.left() {
		select {
		case <-ctx.Done():
			return
		case <-time.After(min(left, 5*time.Second)):
		}
		if _, err := os.Lstat(k.Socket); err != nil {
			return
		}
	}
}

// left goes by two clocks, the one on the wall and the one that nobody can set
// back; the first to reach the end counts.
func (k *keeper) left() time.Duration {
	now := time.Now()
	wall := k.Until.Sub(now.Round(0))
	return min(wall, k.Until.Sub(k.began.Round(0))-now.Sub(k.began))
}

func (k *keeper) accept(ctx context.Context, l net.Listener) {
	var talking aside.Group
	defer talking.Wait()
	for {
		conn, err := l.Accept()
		if err != nil {
			k.end()
			return
		}
		talking.Go(func() {
			stop := context.AfterFunc(ctx, func() { conn.Close() })
			defer stop()
			defer conn.Close()
			k.talk(conn)
		})
	}
}

// talk answers one process of the same person until it hangs up.
func (k *keeper) talk(conn net.Conn) {
	if samePerson(conn) != nil {
		return
	}
	for {
		var q question
		if receive(conn, &q) != nil {
			return
		}
		got := k.reply(q)
		err := send(conn, got)
		for _, key := range got.Keys {
			clear(key)
		}
		if q.Ask == askEnd {
			k.end()
		}
		if err != nil || q.Ask == askEnd {
			return
		}
	}
}

func (k *keeper) reply(q question) answer {
	out := answer{Name: k.Name, Until: k.Until, PID: os.Getpid()}
	switch {
	case k.left() <= 0:
		out.Fault = "its time is up"
	case q.Ask == askKeys:
		keys, err := k.Keys(q.Headers)
		if err != nil {
			out.Fault = err.Error()
		}
		out.Keys = keys
	case q.Ask == askEnd: // a client that gets the answer finds no agent any more
		os.Remove(k.Socket)
	case q.Ask != askState:
		out.Fault = fmt.Sprintf("it can't be asked for %.20q", q.Ask)
	}
	return out
}

package keyring

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

const agentsWork = true

// harden shuts this process off before it learns a secret. It allows no core dumps, no look into
// its memory by a debugger or another process of the same person, and no file that others may read.
// Memory is kept out of swap where the limits allow.
func harden() error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return fmt.Errorf("no core dumps: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("no debugger: %w", err)
	}
	unix.Umask(0o077)
	var limit unix.Rlimit
	// Under a limit, locking what is still to come would end the process later.
	if err := unix.Getrlimit(unix.RLIMIT_MEMLOCK, &limit); err == nil &&
		limit.Cur == unix.RLIM_INFINITY {
		unix.Mlockall(unix.MCL_CURRENT | unix.MCL_FUTURE | unix.MCL_ONFAULT)
	}
	return nil
}

// setApart takes the agent's process out of the terminal's reach: its signals and its end. The
// process gets no open file except the three streams. Another one, such as a terminal or a pipe
// that somebody passed to us, would stay open for as long as the agent lives. (Linux before 5.11
// refuses; then only that is lost.)
func setApart(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	unix.CloseRange(3, ^uint(0), unix.CLOSE_RANGE_CLOEXEC)
}

// closeStreams puts the null device in the place of the standard streams, so that
// no later file or connection gets their numbers.
func closeStreams() {
	null, err := unix.Open(os.DevNull, unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return
	}
	for stream := range 3 {
		unix.Dup3(null, stream, 0)
	}
	unix.Close(null)
}

// samePerson wants the process at the other end to run as this user.
func samePerson(conn net.Conn) error {
	raw, err := conn.(*net.UnixConn).SyscallConn()
	if err != nil {
		return err
	}
	var peer *unix.Ucred
	var peerErr error
	err = raw.Control(func(fd uintptr) {
		peer, peerErr = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
	})
	if err = errors.Join(err, peerErr); err != nil {
		return err
	}
	if int(peer.Uid) != os.Geteuid() {
		return fmt.Errorf("the process at the other end is of user %d", peer.Uid)
	}
	return nil
}

func owner(info fs.FileInfo) int {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(st.Uid)
	}
	return -1
}

func lockFile(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|unix.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		err = errAgentRuns
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return func() { f.Close() }, nil
}

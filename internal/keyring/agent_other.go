//go:build !linux

package keyring

import (
	"errors"
	"io/fs"
	"net"
	"os/exec"
)

// agentsWork: other systems lack XDG_RUNTIME_DIR, and have other ways to keep a
// debugger out and to know the process at the other end of a socket.
const agentsWork = false

var errNoAgents = errors.New("the agent runs on Linux only")

// harden refuses: no secret may be kept in a process that is open to others.
func harden() error { return errNoAgents }

func setApart(*exec.Cmd) {}

func closeStreams() {}

func samePerson(net.Conn) error { return errNoAgents }

func owner(fs.FileInfo) int { return -1 }

func lockFile(string) (unlock func(), err error) { return nil, errNoAgents }

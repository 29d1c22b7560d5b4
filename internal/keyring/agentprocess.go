package keyring

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// agentReady is the output of the agent's process when it can answer. Any other output is the
// reason why it cannot.
const agentReady = "ready"

// startAgent runs this program with args as a separate process, out of the terminal's reach. It
// passes the secret through a pipe, and returns when the process answers. The arguments and the
// environment hold nothing of the secret.
func startAgent(args []string, secret []byte) error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(exe)
	cmd.Args = append([]string{os.Args[0]}, args...)
	cmd.Dir = "/" // so that it keeps no folder in use
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	setApart(cmd)
	if err := cmd.Start(); err != nil {
		return err
	}
	_, writeErr := in.Write(secret)
	writeErr = errors.Join(writeErr, in.Close()) // the agent reads to the end
	said, readErr := bufio.NewReader(io.LimitReader(out, 4096)).ReadString('\n')
	if said = strings.TrimSpace(said); said == agentReady {
		return cmd.Process.Release()
	}
	cmd.Process.Kill()
	cmd.Wait()
	if said != "" {
		return fmt.Errorf("the agent did not begin: %s", said)
	}
	return fmt.Errorf("the agent did not begin: %w", errors.Join(writeErr, readErr))
}

// tellReady lets the starting process go on, and lets go of the pipes: what the agent
// would print later goes nowhere, and nobody waits for its output to end.
func tellReady(out io.Writer) {
	fmt.Fprintln(out, agentReady)
	closeStreams()
}

// AgentFailed tells the process that began the agent, through its pipe, why there is none.
func AgentFailed(out io.Writer, err error) {
	fmt.Fprintln(out, strings.ReplaceAll(err.Error(), "\n", " "))
}

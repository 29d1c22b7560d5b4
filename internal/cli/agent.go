package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"casefile/internal/seal"
	"casefile/internal/term"
)

// The agent only ever opens: it gives keys of files, and signs nothing. A
// signature is an act, for which ssh-agent is there, with its own means to confirm
// each one; what an unlocked identity is good for is then easily said: reading.

// agentName tells one identity's agent from another's. Sockets' paths are short,
// and a recipient is long.
func agentName(recipient string) string { return seal.Commitment([]byte(recipient))[:16] }

// agent finds the running agent of a recipient; nil where there is none.
func agent(app *App, recipient string) (*term.Agent, error) {
	socket, err := term.AgentSocket(app.Getenv, agentName(recipient))
	if errors.Is(err, term.ErrNoRuntimeDir) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	agent, err := term.DialAgent(socket)
	if errors.Is(err, term.ErrNoAgent) {
		return nil, nil
	}
	if err == nil && agent.Name != agentName(recipient) {
		agent.Close()
		return nil, fmt.Errorf("%w: %s answers for another identity", term.ErrForeignAgent, socket)
	}
	return agent, err
}

// unlocked is the identity that the agent keeps; nil where it keeps none, or
// where the person named another on the command line or in the environment.
func (s *secrets) unlocked() (*seal.Identity, error) {
	if s.app.global.identity != "" || s.app.Getenv("CASEFILE_IDENTITY_FILE") != "" || s.app.Getenv("CASEFILE_IDENTITY_CMD") != "" {
		return nil, nil
	}
	c, err := readConfig(s.app)
	if err != nil || c.Recipient == "" {
		return nil, err
	}
	agent, err := agent(s.app, c.Recipient)
	if agent == nil || err != nil {
		return nil, err
	}
	return seal.FarIdentity(c.Recipient, func(headers [][]byte) ([][]byte, error) {
		return s.fileKeys(agent, headers)
	})
}

// fileKeys goes on without the agent where it ends in the middle of a command.
func (s *secrets) fileKeys(agent *term.Agent, headers [][]byte) ([][]byte, error) {
	s.nearOnce.Lock()
	defer s.nearOnce.Unlock()
	if s.near == nil {
		keys, err := agent.FileKeys(headers)
		if !errors.Is(err, term.ErrAgentGone) {
			return keys, err
		}
		if s.near, err = s.load(); err != nil {
			return nil, err
		}
	}
	return s.near.FileKeys(headers)
}

// agentOrder is what the agent's process is told through its pipe: the socket,
// the end of its time in seconds since 1970, and the secret, a line each.
func agentOrder(socket string, until time.Time, id *seal.Identity) []byte {
	return fmt.Appendf(nil, "%s\n%d\n%s\n", socket, until.Unix(), id.Secret())
}

// runAgent is the agent's process. It shuts itself off before it reads the secret.
func runAgent(ctx context.Context, app *App) error {
	streams := term.AgentStreams{In: app.In, Out: app.Out}
	k, err := keeper(app, streams.In)
	if err == nil {
		err = k.Serve(ctx, streams.Ready)
	}
	if err != nil {
		streams.Failed(err)
	}
	return err
}

func keeper(app *App, in io.Reader) (*term.Keeper, error) {
	if err := term.Harden(); err != nil {
		return nil, err
	}
	order, err := io.ReadAll(io.LimitReader(in, 64<<10))
	defer clear(order)
	if err != nil {
		return nil, err
	}
	lines := bytes.Split(order, []byte("\n"))
	if len(lines) != 4 {
		return nil, usage("the agent is begun by casefile unlock")
	}
	var until int64
	if _, err := fmt.Sscan(string(lines[1]), &until); err != nil {
		return nil, err
	}
	id, err := seal.ParseIdentity(string(lines[2]))
	if err != nil {
		return nil, err
	}
	return &term.Keeper{Name: agentName(id.Recipient()), Socket: string(lines[0]), Until: time.Unix(until, 0), Keys: id.FileKeys}, nil
}

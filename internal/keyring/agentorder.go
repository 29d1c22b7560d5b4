package keyring

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"casefile/internal/seal"
)

// ErrAgentOrder: the agent's process was not begun by Unlock.
var ErrAgentOrder = errors.New("the agent was not begun by its owner")

// agentOrder returns the message to the agent's process through its pipe: the socket, the end of
// its time in seconds since 1970, and the secret, a line each.
func agentOrder(socket string, until time.Time, id *seal.Identity) []byte {
	return fmt.Appendf(nil, "%s\n%d\n%s\n", socket, until.Unix(), id.Secret())
}

// ServeAgent returns the agent's process: it answers until its time is up or somebody ends it. The
// process that began it holds the other ends of in and out. It shuts itself off before it reads the
// secret. It fails with ErrAgentOrder where nobody of ours began it. Whoever runs it tells of the
// failure with AgentFailed.
func ServeAgent(ctx context.Context, in io.Reader, out io.Writer) error {
	if err := harden(); err != nil {
		return err
	}
	k, err := readOrder(in)
	if err != nil {
		return err
	}
	return k.Serve(ctx, func() { tellReady(out) })
}

// readOrder makes the keeper that an order asks for.
func readOrder(in io.Reader) (*keeper, error) {
	order, err := io.ReadAll(io.LimitReader(in, 64<<10))
	defer clear(order)
	if err != nil {
		return nil, err
	}
	lines := bytes.Split(order, []byte("\n"))
	if len(lines) != 4 {
		return nil, ErrAgentOrder
	}
	var until int64
	if _, err := fmt.Sscan(string(lines[1]), &until); err != nil {
		return nil, err
	}
	id, err := seal.ParseIdentity(string(lines[2]))
	if err != nil {
		return nil, err
	}
	return &keeper{Name: agentName(id.Recipient()), Socket: string(lines[0]),
		Until: time.Unix(until, 0), Keys: id.FileKeys}, nil
}

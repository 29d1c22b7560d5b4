package keyring

import (
	"errors"
	"fmt"
	"time"

	"casefile/internal/seal"
)

// The agent only ever opens: it gives keys of files, and signs nothing. A
// signature is an act, for which ssh-agent is there, with its own means to confirm
// each one; what an unlocked identity is good for is then easily said: reading.

// LongestUnlock is the longest time for which one passphrase or one touch counts.
const LongestUnlock = time.Hour

// ErrTooShort: an identity is not kept open for less than a second.
var ErrTooShort = errors.New("an unlock lasts a second or more")

// TooLong says that an identity may not stay open for so long. Policy is the time that the agency's
// policy allows; it is 0 if the policy says nothing, and LongestUnlock is the limit.
type TooLong struct{ Asked, Policy time.Duration }

func (e *TooLong) Error() string {
	longest := LongestUnlock
	if e.Policy > 0 {
		longest = e.Policy
	}
	return fmt.Sprintf("an identity stays open for %s at most, not %s", longest, e.Asked)
}

// UnlockFor returns the time for which an identity may stay open: the asked time, or the longest
// one if asked is 0. The longest time is allowed (access.unlock_minutes, never more than
// LongestUnlock), or LongestUnlock if allowed is 0. It fails with ErrTooShort and TooLong.
func UnlockFor(asked, allowed time.Duration) (time.Duration, error) {
	longest := LongestUnlock
	if allowed > 0 {
		longest = allowed
	}
	switch {
	case asked < 0 || asked > 0 && asked < time.Second:
		return 0, ErrTooShort
	case asked > longest:
		return 0, &TooLong{Asked: asked, Policy: allowed}
	case asked == 0:
		return longest, nil
	}
	return asked, nil
}

// Unlocked is an agent that runs.
type Unlocked struct {
	Until   time.Time
	PID     int
	Already bool // it ran before
}

// Unlock opens the identity of config.yaml and begins its agent, which runs this
// program with the arguments serve, where ServeAgent is called. Where one runs, that
// one goes on as it is. It fails with ErrNoIdentity, ErrOtherIdentity,
// ErrNoRuntimeDir or ErrForeignAgent.
func (k *Keyring) Unlock(within time.Duration, serve ...string) (Unlocked, error) {
	c, err := k.Owner()
	if err != nil {
		return Unlocked{}, err
	}
	socket, err := k.socket(c.Recipient)
	if err == nil {
		err = placeForAgent(socket)
	}
	if err != nil {
		return Unlocked{}, err
	}
	if running, err := k.running(c.Recipient); running.PID != 0 || err != nil {
		running.Already = true
		return running, err
	}
	if err := k.begin(c.Recipient, socket, within, serve); err != nil {
		return Unlocked{}, err
	}
	running, err := k.running(c.Recipient)
	if err == nil && running.PID == 0 {
		err = fmt.Errorf("%w: it ended at once", errAgentGone)
	}
	return running, err
}

func (k *Keyring) begin(recipient, socket string, within time.Duration, serve []string) error {
	id, err := k.load()
	if err != nil {
		return err
	}
	if id.Recipient() != recipient {
		return notOwn()
	}
	order := agentOrder(socket, k.o.Wall().Add(within), id)
	defer clear(order)
	return startAgent(serve, order)
}

// Lock ends the agent of the identity of config.yaml, and clears away what a killed
// one left. ended tells whether there was one.
func (k *Keyring) Lock() (ended bool, err error) {
	c, err := k.Config()
	if err != nil {
		return false, err
	}
	return k.lock(c.Recipient)
}

func (k *Keyring) lock(recipient string) (ended bool, err error) {
	socket, err := k.socket(recipient)
	if errors.Is(err, ErrNoRuntimeDir) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	agent, err := dialAgent(socket)
	if errors.Is(err, errNoAgent) {
		return false, cleanAgent(socket)
	}
	if err != nil {
		return false, err
	}
	return true, agent.End()
}

// agentName tells one identity's agent from another's. Sockets' paths are short,
// and a recipient is long.
func agentName(recipient string) string { return seal.Commitment([]byte(recipient))[:16] }

func (k *Keyring) socket(recipient string) (string, error) {
	return agentSocket(k.o.Getenv, agentName(recipient))
}

// agent finds the running agent of a recipient; nil where there is none.
func (k *Keyring) agent(recipient string) (*agent, error) {
	socket, err := k.socket(recipient)
	if errors.Is(err, ErrNoRuntimeDir) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	found, err := dialAgent(socket)
	if errors.Is(err, errNoAgent) {
		return nil, nil
	}
	if err == nil && found.Name != agentName(recipient) {
		found.Close()
		return nil, fmt.Errorf("%w: %s answers for another identity", ErrForeignAgent, socket)
	}
	return found, err
}

// running returns the running agent for a command that only shows it, and zero if nothing is
// unlocked.
func (k *Keyring) running(recipient string) (Unlocked, error) {
	agent, err := k.agent(recipient)
	if agent == nil || err != nil {
		return Unlocked{}, err
	}
	agent.Close()
	return Unlocked{Until: agent.Until, PID: agent.PID}, nil
}

// unlocked returns the identity that the agent keeps; nil where it keeps none, or where the person
// named another on the command line or in the environment.
func (k *Keyring) unlocked() (*seal.Identity, error) {
	if k.named() {
		return nil, nil
	}
	c, err := k.Config()
	if err != nil || c.Recipient == "" {
		return nil, err
	}
	agent, err := k.agent(c.Recipient)
	if agent == nil || err != nil {
		return nil, err
	}
	return seal.AgentIdentity(c.Recipient, func(headers [][]byte) ([][]byte, error) {
		return k.fileKeys(agent, headers)
	})
}

// fileKeys goes on without the agent where it ends in the middle of a command.
func (k *Keyring) fileKeys(agent *agent, headers [][]byte) ([][]byte, error) {
	k.nearOnce.Lock()
	defer k.nearOnce.Unlock()
	if k.near == nil {
		keys, err := agent.FileKeys(headers)
		if !errors.Is(err, errAgentGone) {
			return keys, err
		}
		if k.near, err = k.load(); err != nil {
			return nil, err
		}
	}
	return k.near.FileKeys(headers)
}

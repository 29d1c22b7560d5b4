package keyring

import (
	"errors"
	"time"
)

// Shown holds the public facts of a person's keys: nothing in it is secret.
type Shown struct {
	Config     Config
	File       string    // of the identity; "" if it is elsewhere
	OpensWith  string    // in words; "" if it is elsewhere
	SigningKey string    // public half, as a line of authorized_keys
	Until      time.Time // when the agent ends; zero where nothing is unlocked
}

// Show looks at the keys, and opens none.
func (k *Keyring) Show() (Shown, error) {
	c, err := k.Owner()
	if err != nil {
		return Shown{}, err
	}
	name, data, err := k.defaultIdentity()
	if err != nil && !errors.Is(err, ErrNoIdentity) {
		return Shown{}, err
	}
	running, err := k.running(c.Recipient)
	if err != nil { // casefile identity alone reports no error
		running = Unlocked{}
	}
	signer, err := k.Signer()
	if err != nil {
		return Shown{}, err
	}
	return Shown{Config: c, File: name, OpensWith: opensWith(data, c),
		SigningKey: signer.PublicKey(),
		Until:      running.Until}, nil
}

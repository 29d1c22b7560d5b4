package keyring

import (
	"fmt"
	"io"
	"sync"
	"time"

	"casefile/internal/seal"
	"casefile/internal/store"
)

// Asker is the person, as far as their keys have something to ask or to tell.
type Asker interface {
	// Passphrase asks for a secret, without echo. An empty answer is an answer.
	Passphrase(prompt string) ([]byte, error)
	// NewPassphrase asks twice for a secret that is not empty.
	NewPassphrase(prompt string) ([]byte, error)
	// Ask asks for a line.
	Ask(prompt string) (string, error)
	// Confirm asks a question to which the answer is yes or no.
	Confirm(prompt string) (bool, error)
	// Say shows a line, which can't steer a terminal, while something is waited for.
	Say(line string)
}

// Options are the facts of the run that a keyring needs. All except Identity, Unasked, Reader and
// Effort must be set.
type Options struct {
	Identity string // file of an identity that the person named; "" for their own
	// Unasked says why nobody may be asked, for the end of an error: what needs an answer
	// or a touch is refused. "" where the person may be asked.
	Unasked string

	Getenv func(string) string
	Now    func() (time.Time, error) // the instant that commands run at
	Wall   func() time.Time          // the machine's clock, by which an agent ends
	Asker  Asker
	Reader Reader    // reads files that the person named; nil reads plain files alone
	Err    io.Writer // gets the messages of CASEFILE_IDENTITY_CMD
	Effort int       // of guessing a passphrase, as seal.ProtectPassphrase has it; 0 outside tests
}

// Keyring is a person's own keys. Identity and signing key are found when they are
// first needed. Both are asked for at most once in a run: the passphrase that opens
// one is tried on the other.
type Keyring struct {
	o          Options
	disk       disk
	passphrase []byte
	id         *seal.Identity
	nearOnce   sync.Mutex
	near       *seal.Identity // loaded when the agent ended in the middle
	sign       store.Signer
}

// Open returns the keyring of a run. It reads nothing yet, and asks nothing.
func Open(o Options) *Keyring { return &Keyring{o: o, disk: realDisk{}} }

// unasked returns the error of a question that was not asked, with the reason.
func (k *Keyring) unasked(question error) error {
	return fmt.Errorf("%w, and %s", question, k.o.Unasked)
}

// ask asks once for the passphrase of the person's own files.
func (k *Keyring) ask(prompt string) ([]byte, error) {
	if k.passphrase != nil {
		return k.passphrase, nil
	}
	if k.o.Unasked != "" {
		return nil, fmt.Errorf("%w: %w", seal.ErrPassphrase, k.unasked(ErrPassphraseUnasked))
	}
	p, err := k.o.Asker.Passphrase(prompt)
	k.passphrase = p
	return p, err
}

// askAnew asks for a passphrase that is no other's. (It fails without
// ErrPassphraseUnasked: another way to give the identity would not help.)
func (k *Keyring) askAnew(prompt string) ([]byte, error) {
	if k.o.Unasked != "" {
		return nil, fmt.Errorf("%w: %v", seal.ErrPassphrase, k.unasked(ErrPassphraseUnasked))
	}
	return k.o.Asker.Passphrase(prompt)
}

// ShortPassphrase is the number of bytes that a passphrase should have at least. A finder of the
// file soon guesses a shorter one.
const ShortPassphrase = 12

// newPassphrase asks for the new passphrase of the person's own files.
func (k *Keyring) newPassphrase() ([]byte, error) {
	if k.o.Unasked != "" {
		return nil, k.unasked(ErrNewUnasked)
	}
	p, err := k.o.Asker.NewPassphrase("New passphrase for your identity: ")
	k.passphrase = p
	return p, err
}

// Forget forgets a passphrase that did not fit, so that it is asked for again.
func (k *Keyring) Forget() { k.passphrase = nil }

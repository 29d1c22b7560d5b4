package keyring

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"time"

	"casefile/internal/seal"
	"casefile/internal/store"
)

// Health is the state of a person's keys. Nothing in it is secret.
type Health struct {
	File      string // of the identity; "" where it is named in another way
	OpensWith string // in words
	Bare      bool   // nothing protects the identity
	Readable  bool   // others on this machine may read the file
	Identity  error  // why it does not open
	Plugin    string // the program of the age plugin that opens it; "" for none
	NoPlugin  bool   // that program is not on PATH
	Until     time.Time
	Agent     error // why what listens in the agent's place is not trusted
}

// Health looks at the identity, and opens it where trial is set.
func (k *Keyring) Health(trial bool) Health {
	var h Health
	c, err := k.Config()
	if err != nil {
		h.Identity = err
		return h
	}
	name, data, err := k.defaultIdentity()
	if err == nil && !k.named() {
		h.File, h.OpensWith = name, opensWith(data, c)
		h.Bare = seal.ProtectedBy(data) == seal.ByNothing
		h.Readable = readableByOthers(name)
	}
	if c.PluginRecipient != "" {
		h.Plugin, h.NoPlugin = pluginProgram(c.PluginRecipient)
	}
	if c.Recipient != "" {
		running, err := k.running(c.Recipient)
		h.Until, h.Agent = running.Until, err
	}
	if trial {
		_, h.Identity = k.Identity()
	} else if !k.named() {
		_, _, h.Identity = k.defaultIdentity()
	}
	return h
}

// readableByOthers reports whether a file can be read by others than its owner. On systems
// without such modes it can't be told, and is not.
func readableByOthers(file string) bool {
	info, err := os.Stat(file)
	return err == nil && os.PathSeparator == '/' && info.Mode().Perm()&0o077 != 0
}

// pluginProgram returns the program that age starts for a recipient of a plugin.
func pluginProgram(recipient string) (program string, missing bool) {
	name, err := seal.PluginName(recipient)
	if err != nil {
		return recipient, true
	}
	program = "age-plugin-" + name
	_, err = exec.LookPath(program)
	return program, err != nil
}

// trialNamespace keeps a signature that is made as a trial from being good for anything.
const trialNamespace = "casefile-trial"

// ErrOtherKey says that a key signs, and that its signature is another key's.
var ErrOtherKey = errors.New("the signature is another key's than the one beside it")

// TrySigning signs something of no worth and verifies it.
func TrySigning(s store.Signer) error {
	said := []byte("may this key sign?")
	armored, err := s.Sign(trialNamespace, said)
	if err != nil {
		return err
	}
	key, err := store.VerifySignature(armored, said, trialNamespace)
	if err == nil && key != s.PublicKey() {
		err = ErrOtherKey
	}
	return err
}

// Unasked reports whether an error is of a question that was not asked.
func Unasked(err error) bool {
	return errors.Is(err, ErrPassphraseUnasked) || errors.Is(err, ErrTouchUnasked)
}

// noFile says that a file is not there, which is no failure.
func noFile(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

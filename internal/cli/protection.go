package cli

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"casefile/internal/seal"
)

// protection is what an identity file opens with: one of the three, or nothing.
type protection struct {
	passphrase []byte
	sshKey     string // public half
	keyFile    string // its private half
	plugin     string // recipient
}

// protecting are the flags that choose it; a passphrase is what people have
// otherwise.
type protecting struct {
	sshProtect, noPassphrase        bool
	pluginRecipient, pluginIdentity string
}

func (o *protecting) flags(cmd *cobra.Command, ssh string) {
	f := cmd.Flags()
	f.BoolVar(&o.noPassphrase, "no-passphrase", false, "leave your keys unprotected: for tests and machines, not for people")
	f.BoolVar(&o.sshProtect, "ssh-protect", false, "protect the age identity with "+ssh+" instead of a passphrase")
	f.StringVar(&o.pluginRecipient, "plugin-recipient", "", "protect the age identity with an age plugin (a YubiKey, a TPM): its `recipient`, age1NAME1…")
	f.StringVar(&o.pluginIdentity, "plugin-identity", "", "the `file` that the plugin's key is found by, as the plugin made it")
}

func (o *protecting) check() error {
	switch {
	case o.sshProtect && o.pluginRecipient != "":
		return usage("--ssh-protect and --plugin-recipient are two ways; choose one")
	case o.pluginIdentity != "" && o.pluginRecipient == "":
		return usage("--plugin-identity goes with --plugin-recipient")
	}
	return nil
}

// into records in config.yaml what opens the identity from now on.
func (o *protecting) into(c *config) error {
	c.PluginRecipient, c.PluginIdentity = o.pluginRecipient, ""
	if o.pluginIdentity == "" {
		return nil
	}
	path, err := filepath.Abs(o.pluginIdentity)
	c.PluginIdentity = path
	return err
}

func (p protection) none() bool { return p.passphrase == nil && p.sshKey == "" && p.plugin == "" }

// file is the name that says whether the file is protected.
func (p protection) file() string {
	if p.none() {
		return "identity.txt"
	}
	return "identity.age"
}

// seal makes the identity file, and opens it again: nobody finds out a year later
// that a key was lost at the beginning.
func sealIdentity(app *App, id *seal.Identity, p protection, c config) ([]byte, error) {
	now, err := app.Now()
	if err != nil {
		return nil, err
	}
	var data []byte
	switch {
	case p.none():
		return seal.PlainFile(id, now), nil
	case p.plugin != "":
		data, err = seal.ProtectPlugin(id, p.plugin, pluginUI(app))
	case p.sshKey != "":
		data, err = seal.ProtectSSH(id, p.sshKey)
	default:
		data, err = seal.ProtectPassphrase(id, p.passphrase, 0)
	}
	if errors.Is(err, seal.ErrNotRecipient) {
		return nil, usage("%v; without --ssh-protect and --plugin-recipient a passphrase protects the identity", err)
	}
	if err != nil {
		return nil, err
	}
	return data, opensAgain(app, data, id, p, c)
}

func opensAgain(app *App, data []byte, id *seal.Identity, p protection, c config) error {
	k := app.secrets.keys(func(prompt string) ([]byte, error) {
		if p.passphrase != nil {
			return p.passphrase, nil
		}
		return app.secrets.ask(prompt) // of an SSH key
	})
	k.SSHKeys = []string{privateHalf(p.keyFile)}
	k.Plugins = func() ([]string, error) { return pluginIdentities(c) }
	again, err := seal.LoadIdentity(data, k)
	if err == nil && again.Secret() != id.Secret() {
		err = seal.ErrDamaged
	}
	if err != nil {
		return withHint(fmt.Errorf("nothing was changed, as the identity would not open again: %w", err),
			"see that the private half is at hand: the SSH key's file, or --plugin-identity FILE")
	}
	return nil
}

// opensWith says it in words; "" where there is no file.
func opensWith(data []byte, c config) string {
	if len(data) == 0 {
		return ""
	}
	switch seal.ProtectedBy(data) {
	case seal.ByNothing:
		return "nothing: whoever has the file can read"
	case seal.ByPassphrase:
		return "a passphrase"
	case seal.BySSHKey:
		return "an SSH key"
	}
	return "an age plugin, " + firstOf(c.PluginRecipient, 40)
}

func firstOf(s string, n int) string {
	if len(s) > n {
		return s[:n] + "…"
	}
	return s
}

package cli

import (
	"github.com/spf13/cobra"

	"casefile/internal/keyring"
)

// protectionFlags adds the flags that choose how an identity is protected. Without them it has a
// passphrase.
func protectionFlags(cmd *cobra.Command, p *keyring.Protection, ssh string) {
	f := cmd.Flags()
	f.BoolVar(&p.Plain, "no-passphrase", false, "leave your keys unprotected: for tests and "+
		"machines, not for people")
	f.BoolVar(&p.SigningKey, "ssh-protect", false,
		"protect the age identity with "+ssh+" instead of a passphrase")
	f.StringVar(&p.PluginRecipient, "plugin-recipient", "",
		"protect the age identity with an age plugin (a YubiKey, a TPM): its `recipient`, "+
			"age1NAME1…")
	f.StringVar(&p.PluginIdentity, "plugin-identity", "",
		"the `file` that the plugin's key is found by, as the plugin made it")
}

func checkProtection(p keyring.Protection) error {
	switch {
	case p.SigningKey && p.PluginRecipient != "":
		return usage("--ssh-protect and --plugin-recipient exclude each other")
	case p.PluginIdentity != "" && p.PluginRecipient == "":
		return usage("--plugin-identity goes with --plugin-recipient")
	}
	return nil
}

package keyring

import (
	"fmt"

	"casefile/internal/record"
	"casefile/internal/seal"
)

// plugins returns the identities that config.yaml names for age plugins. A plugin may want a touch,
// which is a question too: who forbids to ask gets none.
func (k *Keyring) plugins() ([]string, error) {
	c, err := k.Config()
	if err != nil || c.PluginRecipient == "" {
		return nil, err
	}
	if k.o.Unasked != "" {
		return nil, fmt.Errorf("%w: %w", seal.ErrPlugin, k.unasked(ErrTouchUnasked))
	}
	return pluginIdentities(c)
}

// pluginIdentities reads the plugin's identities from the file that the plugin made. Without a file
// the plugin finds its keys itself.
func pluginIdentities(c Config) ([]string, error) {
	if c.PluginIdentity == "" {
		line, err := seal.PluginByName(c.PluginRecipient)
		return []string{line}, err
	}
	data, err := readOwn(c.PluginIdentity)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", seal.ErrPlugin, err)
	}
	lines, err := seal.PluginIdentities(data)
	if err != nil {
		err = fmt.Errorf("%s: %w", c.PluginIdentity, err)
	}
	return lines, err
}

// pluginUI lets a plugin ask where we ask, and shows nothing of it that could
// steer the terminal.
func (k *Keyring) pluginUI() seal.PluginUI {
	asker := k.o.Asker
	say := func(name, text string) { asker.Say(record.OneLine(name) + ": " + record.OneLine(text)) }
	return seal.PluginUI{
		Say:  say,
		Wait: func(name string) { say(name, "waiting for it; perhaps it waits for a touch") },
		Ask: func(name, prompt string, secret bool) (string, error) {
			prompt = record.Clean(fmt.Sprintf("%s: %s: ", name, prompt))
			if !secret {
				return asker.Ask(prompt)
			}
			value, err := asker.Passphrase(prompt)
			return string(value), err
		},
		Confirm: func(name, prompt, yes, no string) (bool, error) {
			if no == "" {
				_, err := asker.Ask(
					record.Clean(fmt.Sprintf("%s: %s (Enter: %s) ", name, prompt, yes)))
				return err == nil, err
			}
			return asker.Confirm(
				record.Clean(fmt.Sprintf("%s: %s (y: %s, n: %s)", name, prompt, yes, no)))
		},
	}
}

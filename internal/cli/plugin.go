package cli

import (
	"fmt"
	"os"

	"casefile/internal/record"
	"casefile/internal/seal"
)

// keys are what may open a protected identity file; ask is for its passphrase.
func (s *secrets) keys(ask func(prompt string) ([]byte, error)) seal.Keys {
	return seal.Keys{Passphrase: ask, SSHKeys: s.sshKeys(), ReadFile: os.ReadFile, Plugins: s.plugins, UI: pluginUI(s.app)}
}

// plugins are the identities that config.yaml names for age plugins. A plugin may
// want a touch, which is a question too: who forbids to ask gets none.
func (s *secrets) plugins() ([]string, error) {
	c, err := readConfig(s.app)
	if err != nil || c.PluginRecipient == "" {
		return nil, err
	}
	if s.app.global.noInput {
		return nil, withHint(fmt.Errorf("%w: it may ask for a touch, and --no-input forbids to ask", seal.ErrPlugin),
			"casefile unlock, before; or leave --no-input out")
	}
	return pluginIdentities(c)
}

// pluginIdentities are in a file that the plugin made; without one the plugin
// finds its keys itself.
func pluginIdentities(c config) ([]string, error) {
	if c.PluginIdentity == "" {
		line, err := seal.PluginByName(c.PluginRecipient)
		return []string{line}, err
	}
	data, err := os.ReadFile(c.PluginIdentity)
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
func pluginUI(app *App) seal.PluginUI {
	say := func(name, text string) { fmt.Fprintf(app.Err, "%s: %s\n", oneLine(name), oneLine(text)) }
	return seal.PluginUI{
		Say:  say,
		Wait: func(name string) { say(name, "waiting for it; perhaps it waits for a touch") },
		Ask: func(name, prompt string, secret bool) (string, error) {
			prompt = record.Clean(fmt.Sprintf("%s: %s: ", name, prompt))
			if !secret {
				return app.Ask(prompt)
			}
			value, err := app.Passphrase(prompt)
			return string(value), err
		},
		Confirm: func(name, prompt, yes, no string) (bool, error) {
			if no == "" {
				_, err := app.Ask(record.Clean(fmt.Sprintf("%s: %s (Enter: %s) ", name, prompt, yes)))
				return err == nil, err
			}
			return app.Confirm(record.Clean(fmt.Sprintf("%s: %s (y: %s, n: %s)", name, prompt, yes, no)))
		},
	}
}

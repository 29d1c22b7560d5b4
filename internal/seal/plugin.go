package seal

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"strings"

	"filippo.io/age"
	"filippo.io/age/plugin"
)

// PluginUI is the way in which an age plugin speaks with the person. A nil function refuses that
// kind of question. The texts are the plugin's: clean them before they are shown.
type PluginUI struct {
	Say     func(plugin, message string)
	Ask     func(plugin, prompt string, secret bool) (string, error)
	Confirm func(plugin, prompt, yes, no string) (bool, error)
	Wait    func(plugin string) // after five seconds: it may want a touch
}

// PluginIdentities reads the AGE-PLUGIN-… lines of a file that a plugin made.
func PluginIdentities(file []byte) ([]string, error) {
	var out []string
	for lines := bufio.NewScanner(bytes.NewReader(file)); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if _, _, err := plugin.ParseIdentity(line); err != nil {
			return nil, fmt.Errorf("%w: a line of the file is not an identity of an age plugin",
				ErrPlugin)
		}
		out = append(out, line)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: the file holds no identity of an age plugin", ErrPlugin)
	}
	return out, nil
}

// PluginByName returns the identity without data. With it, the plugin of this recipient finds its
// keys itself, on the token that is plugged in.
func PluginByName(recipient string) (string, error) {
	name, err := PluginName(recipient)
	if err != nil {
		return "", err
	}
	return plugin.EncodeIdentity(name, nil), nil
}

// PluginName returns the name of the plugin for a recipient. Its program is age-plugin-NAME.
func PluginName(recipient string) (string, error) {
	name, _, err := plugin.ParseRecipient(recipient)
	if err != nil {
		err = fmt.Errorf("%w: it is not a recipient of an age plugin (age1NAME1…)",
			ErrNotRecipient)
	}
	return name, err
}

// ProtectPlugin returns a binary age file that opens with a plugin's key. It starts
// the plugin.
func ProtectPlugin(id *Identity, recipient string, ui PluginUI) ([]byte, error) {
	talk := &talk{ui: ui}
	r, err := plugin.NewRecipient(recipient, talk.client())
	if err != nil {
		return nil, fmt.Errorf("%w: it is not a recipient of an age plugin (age1NAME1…)",
			ErrNotRecipient)
	}
	sealed, err := protect(id, r)
	if err != nil && !errors.Is(err, ErrNotIdentity) {
		return nil, talk.blame(r.Name(), err)
	}
	return sealed, err
}

func openWithPlugins(sealed []byte, k Keys) ([]byte, error) {
	var lines []string
	if k.Plugins != nil {
		var err error
		if lines, err = k.Plugins(); err != nil {
			return nil, err
		}
	}
	for _, line := range lines {
		plain, err := openWithPlugin(sealed, line, k.UI)
		if !errors.Is(err, ErrNoMatch) {
			return plain, err
		}
	}
	return nil, fmt.Errorf("%w: the identity file is protected by neither a passphrase nor an SSH "+
		"key, and none of %d identities of age plugins fits",
		ErrNoMatch, len(lines))
}

func openWithPlugin(sealed []byte, line string, ui PluginUI) ([]byte, error) {
	talk := &talk{ui: ui}
	id, err := plugin.NewIdentity(line, talk.client())
	if err != nil {
		return nil, fmt.Errorf("%w: this is not an identity of an age plugin", ErrPlugin)
	}
	told := &toldIdentity{Identity: id}
	plain, err := decrypt(sealed, told)
	if told.err != nil {
		return nil, talk.blame(id.Name(), told.err)
	}
	return plain, err
}

// toldIdentity remembers why a plugin failed, since age passes no typed reason on.
type toldIdentity struct {
	age.Identity
	err error
}

func (i *toldIdentity) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	key, err := i.Identity.Unwrap(stanzas)
	if err != nil && !errors.Is(err, age.ErrIncorrectIdentity) {
		i.err = err
	}
	return key, err
}

// talk is one conversation of a plugin with the person. It keeps the first answer that failed: the
// plugin learns only that there is no answer.
type talk struct {
	ui  PluginUI
	err error
}

var errSilentUI = errors.New("nobody to ask")

func (t *talk) failed(err error) error {
	if err != nil && t.err == nil {
		t.err = err
	}
	return err
}

func (t *talk) client() *plugin.ClientUI {
	return &plugin.ClientUI{
		DisplayMessage: func(name, message string) error {
			if t.ui.Say == nil {
				return errSilentUI
			}
			t.ui.Say(name, message)
			return nil
		},
		RequestValue: func(name, prompt string, secret bool) (string, error) {
			if t.ui.Ask == nil {
				return "", errSilentUI
			}
			value, err := t.ui.Ask(name, prompt, secret)
			return value, t.failed(err)
		},
		Confirm: func(name, prompt, yes, no string) (bool, error) {
			if t.ui.Confirm == nil {
				return false, errSilentUI
			}
			chosen, err := t.ui.Confirm(name, prompt, yes, no)
			return chosen, t.failed(err)
		},
		WaitTimer: func(name string) {
			if t.ui.Wait != nil {
				t.ui.Wait(name)
			}
		},
	}
}

// blame returns the reason why a plugin failed.
func (t *talk) blame(name string, err error) error {
	var missing *plugin.NotFoundError
	switch {
	case t.err != nil:
		return t.err
	case errors.As(err, &missing):
		return fmt.Errorf("%w: the program age-plugin-%s is not on PATH", ErrPlugin, name)
	}
	return fmt.Errorf("%w: %w", ErrPlugin, err)
}

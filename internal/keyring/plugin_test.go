package keyring

import (
	"errors"
	"slices"
	"testing"

	"casefile/internal/seal"
)

// What a plugin says can't steer the terminal, and stays on its line.
func TestPluginSaysNothingHarmful(t *testing.T) {
	d := sit(t, nil)
	d.answers = []string{"123456", "a line", "", "y", "n"}
	ui := d.pluginUI()
	ui.Say("yubi\x1b[2Jkey", "insert the key\ncasefile: all is well\r\x1b]0;gone\x07")
	ui.Wait("yubikey")
	pin, err := ui.Ask("yubikey", "PIN\x1b[8m", true)
	if pin != "123456" || err != nil {
		t.Errorf("%q, %v", pin, err)
	}
	line, err := ui.Ask("yubikey", "slot\u202e", false)
	if line != "a line" || err != nil {
		t.Errorf("%q, %v", line, err)
	}
	for i, c := range []struct {
		yes, no string
		want    bool
	}{{"go on\x1b[1m", "", true}, {"yes\x9b", "no", true}, {"yes", "no\x00", false}} {
		if got, err := ui.Confirm("yubikey", "touch it?", c.yes, c.no); got != c.want ||
			err != nil {
			t.Errorf("%d: %v, %v", i, got, err)
		}
	}
	said := []string{`yubi\u001b[2Jkey: insert the key casefile: all is well \u001b]0;gone\u0007`,
		"yubikey: waiting for it; perhaps it waits for a touch"}
	if !slices.Equal(d.said, said) {
		t.Errorf("said %q", d.said)
	}
	asked := []string{`secret yubikey: PIN\u001b[8m: `, `line yubikey: slot\u202e: `,
		`line yubikey: touch it? (Enter: go on\u001b[1m) `,
		`confirm yubikey: touch it? (y: yes\x9b, n: no)`,
		`confirm yubikey: touch it? (y: yes, n: no\u0000)`}
	if !slices.Equal(d.asked, asked) {
		t.Errorf("asked %q", d.asked)
	}
	for i, fails := range []func() error{
		func() error { _, err := ui.Ask("yubikey", "PIN", true); return err },
		func() error { _, err := ui.Ask("yubikey", "slot", false); return err },
		func() error { _, err := ui.Confirm("yubikey", "touch it?", "yes", ""); return err },
		func() error { _, err := ui.Confirm("yubikey", "touch it?", "yes", "no"); return err },
	} {
		if err := fails(); !errors.Is(err, errNobody) {
			t.Errorf("%d: no answer gives %v", i, err)
		}
	}
}

func TestPluginIdentities(t *testing.T) {
	d := sit(t, nil)
	const token = "age1yubikey1qgaqjejs" // the checksum is bad, as nobody's
	for name, c := range map[string]struct {
		config Config
		fails  error
	}{
		"no such file": {Config{PluginRecipient: token, PluginIdentity: "/nowhere"},
			seal.ErrPlugin},
		"an identity of ours": {Config{PluginRecipient: token,
			PluginIdentity: d.write(t, "id.txt", plain(t, newIdentity(t)))}, seal.ErrPlugin},
		"comments only": {Config{PluginRecipient: token,
			PluginIdentity: d.write(t, "none.txt", []byte("# nothing\n\n"))}, seal.ErrPlugin},
		"a recipient of nobody": {Config{PluginRecipient: token}, seal.ErrNotRecipient},
	} {
		if lines, err := pluginIdentities(c.config); !errors.Is(err, c.fails) {
			t.Errorf("%s: %q, %v", name, lines, err)
		}
	}
	if lines, err := d.plugins(); lines != nil || err != nil {
		t.Errorf("where none is named: %q, %v", lines, err)
	}
}

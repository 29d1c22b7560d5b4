package seal

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/plugin"

	"casefile/internal/testenv"
)

// pluginKey is the key of the test's own plugin. The plugin is this test binary under another name:
// a token that wants to be touched, and asks for its PIN.
const pluginKey = "CASEFILE_SEAL_TEST_PLUGIN_KEY"

func TestMain(m *testing.M) {
	if strings.HasPrefix(filepath.Base(os.Args[0]), "age-plugin-") {
		os.Exit(token())
	}
	os.Exit(testenv.Tests{M: m}.Run())
}

func token() int {
	p, err := plugin.New("token")
	if err != nil {
		panic(err)
	}
	key, err := age.ParseX25519Identity(os.Getenv(pluginKey))
	if err != nil {
		panic(err)
	}
	p.RegisterFlags(flag.NewFlagSet("token", flag.ExitOnError))
	p.HandleRecipient(func([]byte) (age.Recipient, error) { return key.Recipient(), nil })
	p.HandleIdentity(func(data []byte) (age.Identity, error) {
		if string(data) == "another token" {
			return age.GenerateX25519Identity()
		}
		return asking{p, key}, nil
	})
	return p.Main()
}

type asking struct {
	p   *plugin.Plugin
	key *age.X25519Identity
}

func (a asking) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	if err := a.p.DisplayMessage("touch it"); err != nil {
		return nil, err
	}
	if yes, err := a.p.Confirm("use the left one", "yes", "no"); err != nil || !yes {
		return nil, errors.New("no token was chosen")
	}
	pin, err := a.p.RequestValue("PIN", true)
	if err != nil {
		return nil, err
	}
	if pin != "2468" {
		return nil, errors.New("wrong PIN, two attempts left")
	}
	return a.key.Unwrap(stanzas)
}

// plugged puts the token on PATH, and returns its recipient and its identities.
func plugged(t *testing.T) (recipient string, lines func(data string) func() ([]string, error)) {
	t.Helper()
	dir := t.TempDir()
	if err := os.Symlink(os.Args[0], filepath.Join(dir, "age-plugin-token")); err != nil {
		t.Fatal(err)
	}
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	t.Setenv(pluginKey, key.String())
	return plugin.EncodeRecipient("token", []byte("any")),
		func(data string) func() ([]string, error) {
			return func() ([]string, error) {
				return []string{plugin.EncodeIdentity("token", []byte(data))}, nil
			}
		}
}

// person answers a plugin, and notes what the plugin said.
type person struct {
	pin   string
	agree bool
	err   error
	heard []string
}

func (p *person) ui() PluginUI {
	note := func(words ...any) { p.heard = append(p.heard, fmt.Sprint(words...)) }
	return PluginUI{
		Say: func(name, message string) { note(name, ": ", message) },
		Ask: func(name, prompt string, secret bool) (string, error) {
			note(name, "? ", prompt, " ", secret)
			return p.pin, p.err
		},
		Confirm: func(name, prompt, yes, no string) (bool, error) {
			note(name, "? ", prompt, " ", yes, "/", no)
			return p.agree, nil
		},
	}
}

func TestPluginProtects(t *testing.T) {
	recipient, lines := plugged(t)
	id := newIdentity(t)
	file, err := ProtectPlugin(id, recipient, PluginUI{})
	if err != nil {
		t.Fatal(err)
	}
	p := &person{pin: "2468", agree: true}
	got, err := LoadIdentity(file, Keys{Plugins: lines("mine"), UI: p.ui()})
	if err != nil || got.Secret() != id.Secret() {
		t.Errorf("it does not open: %v", err)
	}
	if want := "[token: touch it token? use the left one yes/no token? PIN true]"; fmt.Sprint(
		p.heard) != want {
		t.Errorf("the person heard %s, want %s", p.heard, want)
	}
}

func TestPluginRefusals(t *testing.T) {
	recipient, lines := plugged(t)
	file, err := ProtectPlugin(newIdentity(t), recipient, PluginUI{})
	if err != nil {
		t.Fatal(err)
	}
	cancelled, locked := errors.New("cancelled"), errors.New("nobody may be asked")
	for name, c := range map[string]struct {
		keys Keys
		want error
		says string
	}{
		"wrong PIN": {
			Keys{Plugins: lines("mine"), UI: (&person{pin: "1", agree: true}).ui()}, ErrPlugin,
			"two attempts left"},
		"not chosen": {Keys{Plugins: lines("mine"), UI: (&person{pin: "2468"}).ui()},
			ErrPlugin, "no token was chosen"},
		"cancelled": {
			Keys{Plugins: lines("mine"), UI: (&person{agree: true, err: cancelled}).ui()},
			cancelled, ""},
		"nobody to ask": {Keys{Plugins: lines("mine")}, ErrPlugin, ""},
		"another token": {Keys{Plugins: lines("another token"), UI: (&person{}).ui()},
			ErrNoMatch, "none of 1 identities"},
		"no plugin": {Keys{}, ErrNoMatch, "none of 0 identities"},
		"forbidden": {Keys{Plugins: func() ([]string, error) {
			return nil, locked
		}}, locked, ""},
		"no identity": {Keys{Plugins: func() ([]string, error) {
			return []string{"AGE-PLUGIN-"}, nil
		}}, ErrPlugin, ""},
		"a program not there": {Keys{Plugins: func() ([]string, error) {
			return []string{plugin.EncodeIdentity("absent", nil)}, nil
		}}, ErrPlugin, "age-plugin-absent is not on PATH"},
	} {
		id, err := LoadIdentity(file, c.keys)
		if !errors.Is(err, c.want) || id != nil || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, r := range []string{"", "age1pq1", "age1", newIdentity(t).Recipient()[:60],
		"ssh-ed25519 AAAA"} {
		if _, err := ProtectPlugin(newIdentity(t), r, PluginUI{}); !errors.Is(err,
			ErrNotRecipient) {
			t.Errorf("recipient %q: %v", r, err)
		}
		if _, err := PluginByName(r); !errors.Is(err, ErrNotRecipient) {
			t.Errorf("by name, recipient %q: %v", r, err)
		}
	}
	if _, err := ProtectPlugin(newIdentity(t), plugin.EncodeRecipient("absent", nil),
		PluginUI{}); !errors.Is(err, ErrPlugin) {
		t.Errorf("no program to protect with: %v", err)
	}
}

func TestPluginIdentities(t *testing.T) {
	one, two := plugin.EncodeIdentity("token", []byte("1")), plugin.EncodeIdentity("yubikey", nil)
	for file, want := range map[string]int{
		one: 1, "# made today\n\n  " + one + " \r\n" + two + "\n": 2,
		"": 0, "# nothing\n": 0, "AGE-PLUGIN-X": 0, one + "\nAGE-SECRET-KEY-PQ-1QQQ": 0,
		strings.ToLower(one) + "\n": 0,
	} {
		got, err := PluginIdentities([]byte(file))
		if len(got) != want || (err == nil) != (want > 0) ||
			want == 0 && !errors.Is(err, ErrPlugin) {
			t.Errorf("%q gives %q, %v", file, got, err)
		}
	}
	if by, err := PluginByName(plugin.EncodeRecipient("yubikey", []byte("key"))); err != nil ||
		by != two {
		t.Errorf("by its name alone: %q, %v", by, err)
	}
}

// FuzzPluginIdentities parses foreign bytes. Accepted lines are accepted again.
func FuzzPluginIdentities(f *testing.F) {
	f.Add([]byte("# made\n" + plugin.EncodeIdentity("token", []byte("1")) + "\n"))
	f.Add([]byte("AGE-PLUGIN-\nAGE-PLUGIN-1"))
	f.Fuzz(func(t *testing.T, file []byte) {
		lines, err := PluginIdentities(file)
		if err != nil {
			return
		}
		again, err := PluginIdentities([]byte(strings.Join(lines, "\n")))
		if err != nil || fmt.Sprint(again) != fmt.Sprint(lines) {
			t.Errorf("%q became %q, %v", lines, again, err)
		}
	})
}

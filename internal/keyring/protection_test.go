package keyring

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/seal"
	"casefile/internal/store"
)

func TestOpensWith(t *testing.T) {
	id := newIdentity(t)
	_, public := sit(t, nil).signingFile(t, "signing", "")
	bySSH, err := seal.ProtectSSH(id, public)
	if err != nil {
		t.Fatal(err)
	}
	token := "age1yubikey1" + strings.Repeat("q", 50)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"no file":      {nil, ""},
		"a plain one":  {plain(t, id), "nothing: anybody who has the file can read"},
		"a passphrase": {locked(t, id, "three plain words"), "a passphrase"},
		"an SSH key":   {bySSH, "an SSH key"},
		"a plugin":     {[]byte(pluginFile), "an age plugin, " + token[:40] + "…"},
	} {
		if got := opensWith(c.data, Config{PluginRecipient: token}); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
	short := Config{PluginRecipient: "age1yubikey1q"}
	if got := opensWith([]byte(pluginFile), short); got != "an age plugin, age1yubikey1q" {
		t.Errorf("a short recipient: %q", got)
	}
}

// The name of the file says whether it is protected.
func TestProtectorFile(t *testing.T) {
	for want, all := range map[string][]protector{
		"identity.txt": {{}, {keyFile: "signing"}},
		"identity.age": {{passphrase: []byte("three plain words")}, {sshKey: "ssh-ed25519 A"},
			{plugin: "age1yubikey1q"}},
	} {
		for _, p := range all {
			if p.file() != want {
				t.Errorf("%+v is in %s", p, p.file())
			}
		}
	}
}

// config.yaml names the plugin's file from wherever a command is given, and no plugin
// any more once something else protects the identity.
func TestProtectionInConfig(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	c := Config{ID: "judith"}
	if err := (Protection{PluginRecipient: "age1yubikey1q",
		PluginIdentity: "token.id"}).into(&c); err != nil {
		t.Fatal(err)
	}
	if want := (Config{ID: "judith", PluginRecipient: "age1yubikey1q",
		PluginIdentity: filepath.Join(here, "token.id")}); c != want {
		t.Errorf("%+v", c)
	}
	if err := plainly.into(&c); err != nil || c != (Config{ID: "judith"}) {
		t.Errorf("%+v, %v", c, err)
	}
}

// Nothing protects an identity that could not be opened again at once.
func TestProtectorsRefused(t *testing.T) {
	const ecdsa = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBA=="
	d := judith(t, plainly)
	mine, public := d.signingFile(t, "mine", "")
	theirs, _ := d.signingFile(t, "theirs", "")
	id := newIdentity(t)
	for name, c := range map[string]struct {
		p  protector
		is error
	}{
		"no recipient of a plugin":  {protector{plugin: "age1nonsense"}, ErrProtector},
		"an SSH key that age lacks": {protector{sshKey: ecdsa, keyFile: mine}, ErrProtector},
		"no private half": {protector{sshKey: public, keyFile: "/nowhere"},
			ErrWouldNotOpen},
		"another key's private half": {protector{sshKey: public, keyFile: theirs},
			ErrWouldNotOpen},
		"an empty passphrase":         {protector{passphrase: []byte{}}, seal.ErrPassphrase},
		"the right one, named public": {protector{sshKey: public, keyFile: mine + ".pub"}, nil},
	} {
		if _, err := d.seal(id, c.p, Config{}); !errors.Is(err, c.is) ||
			(c.is == nil) != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := d.seal(id, protector{plugin: "age1nonsense"}, Config{})
	want := "not a usable recipient: it is not a recipient of an age plugin (age1NAME1…)"
	if err == nil || err.Error() != want {
		t.Errorf("it says %v", err) // the sentinel adds no words
	}
}

// What is refused changes nothing, and leaves nothing beside the files.
func TestProtectRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(t *testing.T, d *desk)
		wish   Protection
		is     error
	}{
		"nobody's": {func(_ *testing.T, d *desk) { os.Remove(d.in("identity.txt")) }, plainly,
			ErrNoIdentity},
		"another identity": {func(t *testing.T, d *desk) {
			d.write(t, "identity.txt",
				plain(t, newIdentity(t)))
		}, plainly, ErrOtherIdentity},
		"no plugin": {nil, Protection{PluginRecipient: "age1nonsense"}, ErrProtector},
		"no answer": {nil, Protection{}, errNobody},
		"no signing key": {func(_ *testing.T, d *desk) { os.Remove(d.in("signing")) }, byKey,
			ErrNoSigningKey},
	} {
		protect := func(d *desk) error { _, err := d.Protect(c.wish); return err }
		if err := refused(t, c.change, protect); !errors.Is(err, c.is) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// refused does what should fail, after a change, and wants all files to stay.
func refused(t *testing.T, change func(t *testing.T, d *desk), do func(d *desk) error) error {
	t.Helper()
	d := judith(t, plainly)
	if change != nil {
		change(t, d)
	}
	before := held(t, d.Folder())
	err := do(d)
	if held(t, d.Folder()) != before {
		t.Errorf("it changed something before it failed with %v", err)
	}
	return err
}

// What is told of the signing key: whose its protection is, and whether it changed.
func TestProtected(t *testing.T) {
	own := judith(t, plainly)
	key, _ := own.signingFile(t, "own", "")
	if _, err := own.Rotate(RotateOptions{Signing: true, SSHKey: key}); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		d    *desk
		wish Protection
		want Protected
	}{
		"made here, plain": {judith(t, plainly), plainly,
			Protected{OpensWith: "nothing: anybody who has the file can read",
				File: "identity.txt"}},
		"made here, protect": {judith(t, plainly), byKey,
			Protected{OpensWith: "an SSH key", File: "identity.age", SigningAsWas: true}},
		"their own": {own, byKey, Protected{OpensWith: "an SSH key", File: "identity.age",
			OwnSSHKey: true}},
	} {
		c.want.File = c.d.in(c.want.File)
		if got, err := c.d.Protect(c.wish); err != nil || got != c.want {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// One new passphrase protects both keys.
func TestPassphraseProtectsBoth(t *testing.T) {
	d := judith(t, byKey).again("three plain words")
	if _, err := d.Protect(Protection{}); err != nil {
		t.Fatal(err)
	}
	if want := []string{"twice New passphrase for your identity: "}; !slices.Equal(d.asked, want) {
		t.Errorf("asked %q", d.asked)
	}
	if !store.SigningKeyIsLocked(mustRead(t, d.in("signing"))) {
		t.Error("the signing key is not protected")
	}
	if got := seal.ProtectedBy(mustRead(t, d.in("identity.age"))); got != seal.ByPassphrase {
		t.Errorf("the identity is protected by %v", got)
	}
}

// A plugin goes before an SSH key, and that before a passphrase; plain counts alone.
func TestProtectedBy(t *testing.T) {
	for _, tt := range []struct {
		wish Protection
		made protector
		want seal.Protection
	}{
		{Protection{Plain: true}, protector{}, seal.ByNothing},
		{Protection{}, protector{passphrase: []byte("three plain words")}, seal.ByPassphrase},
		{Protection{SigningKey: true}, protector{sshKey: "ssh-ed25519 AAAA"}, seal.BySSHKey},
		{Protection{SigningKey: true, Plain: true}, protector{sshKey: "ssh-ed25519 AAAA"},
			seal.BySSHKey},
		{Protection{PluginRecipient: "age1yubikey1q", Plain: true},
			protector{plugin: "age1yubikey1q"}, seal.ByPlugin},
		{Protection{PluginRecipient: "age1yubikey1q"},
			protector{plugin: "age1yubikey1q", passphrase: []byte("three plain words")},
			seal.ByPlugin},
	} {
		if wish, made := tt.wish.by(), tt.made.by(); wish != tt.want || made != tt.want {
			t.Errorf("%+v: wished %v, made %v, want %v", tt.wish, wish, made, tt.want)
		}
	}
	if got := (protector{}).file(); got != "identity.txt" {
		t.Errorf("unprotected, it is in %s", got)
	}
	if got := (protector{sshKey: "ssh-ed25519 AAAA"}).file(); got != "identity.age" {
		t.Errorf("protected, it is in %s", got)
	}
}

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
	"casefile/internal/team"
)

// The files that New makes, and their modes.
func TestNew(t *testing.T) {
	d := sit(t, nil)
	made, err := d.New(facts(plainly))
	if err != nil {
		t.Fatal(err)
	}
	if !made.Plain || !made.PlainSigning || made.ID != "judith" ||
		!strings.HasPrefix(made.Recipient, "age1pq1") {
		t.Errorf("%+v", made)
	}
	modes := map[string]os.FileMode{"config.yaml": 0o600, "identity.txt": 0o600, "signing": 0o600,
		"signing.pub": 0o644}
	for _, file := range d.files(t, "*") {
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm() != modes[filepath.Base(file)] {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
		delete(modes, filepath.Base(file))
	}
	if len(modes) > 0 {
		t.Errorf("not made: %v", modes)
	}
	want := Config{ID: "judith", Name: "Judith Pryce", Email: "judith@agency.example",
		Recipient: made.Recipient}
	if c, err := d.Owner(); err != nil || c != want {
		t.Errorf("%+v, %v", c, err)
	}
	if public := string(mustRead(t, d.in("signing.pub"))); public != made.SigningKey+" judith\n" {
		t.Errorf("%q", public)
	}
	d.works(t, "new")
	before := held(t, d.Folder())
	if _, err := d.New(facts(plainly)); !errors.Is(err, ErrExists) ||
		!strings.HasSuffix(err.Error(), d.in("identity.txt")) {
		t.Errorf("a second time: %v", err)
	}
	if held(t, d.Folder()) != before {
		t.Error("the second time changed something")
	}
}

// A passphrase is asked for once, and protects both keys.
func TestNewWithPassphrase(t *testing.T) {
	d := sit(t, nil).again("three plain words")
	made, err := d.New(facts(Protection{}))
	if err != nil || made.Plain || made.PlainSigning {
		t.Fatalf("%+v, %v", made, err)
	}
	if want := []string{"twice New passphrase for your identity: "}; !slices.Equal(d.asked, want) {
		t.Errorf("asked %q", d.asked)
	}
	if !store.SigningKeyIsLocked(mustRead(t, d.in("signing"))) ||
		seal.ProtectedBy(mustRead(t, d.in("identity.age"))) != seal.ByPassphrase {
		t.Error("a key is not protected")
	}
	d.works(t, "in the same run")
	if len(d.asked) != 1 {
		t.Errorf("asked %q", d.asked)
	}
}

// With a key of their own none is made, and it may protect the identity.
func TestNewWithOwnKey(t *testing.T) {
	for name, by := range map[string]Protection{"identity.txt": plainly, "identity.age": byKey} {
		d := sit(t, nil)
		own, public := d.signingFile(t, "own", "")
		o := facts(by)
		o.SSHKey = own
		made, err := d.New(o)
		if err != nil || made.SigningKey != public || made.PlainSigning || made.Plain != by.Plain {
			t.Fatalf("%s: %+v, %v", name, made, err)
		}
		if got := d.files(t, "*"); !slices.Equal(got,
			[]string{d.in("config.yaml"), d.in(name), own}) {
			t.Errorf("%s: %q", name, got)
		}
		d.again().works(t, name)
	}
}

// What can't be had as wished is not had at all: no key is left behind.
func TestNewRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(o *NewOptions)
		is     error
	}{
		"no address": {func(o *NewOptions) { o.Email = "no address" }, ErrFacts},
		"no ID":      {func(o *NewOptions) { o.ID = "J!" }, ErrFacts},
		"no plugin": {func(o *NewOptions) { o.Protection.PluginRecipient = "age1nonsense" },
			ErrProtector},
		"no such key":    {func(o *NewOptions) { o.SSHKey = "/nowhere" }, store.ErrNoKey},
		"nobody answers": {func(o *NewOptions) { o.Protection = Protection{} }, errNobody},
	} {
		d := sit(t, nil)
		o := facts(plainly)
		c.change(&o)
		if made, err := d.New(o); !errors.Is(err, c.is) {
			t.Errorf("%s: %+v, %v", name, made, err)
		}
		if left := d.files(t, "*"); len(left) > 0 {
			t.Errorf("%s leaves %q", name, left)
		}
	}
}

// A card says who somebody is, and only its own key vouches for it.
func TestCard(t *testing.T) {
	d := judith(t, plainly)
	text, err := d.Card()
	if err != nil {
		t.Fatal(err)
	}
	card, err := ReadCard("judith.card", text)
	had := d.had(t)
	if err != nil || card.ID != "judith" || card.Recipient != had.recipient ||
		card.Key != had.signing {
		t.Errorf("%+v, %v", card, err)
	}
	other, err := judith(t, plainly).Card()
	if err != nil {
		t.Fatal(err)
	}
	payload := func(c []byte) string {
		before, _, _ := strings.Cut(string(c), "-----BEGIN")
		return before
	}
	for name, c := range map[string]struct{ text, says string }{
		"another name": {strings.Replace(string(text), "Pryce", "Price", 1), "judith.card"},
		"another's signature": {payload(text) + strings.TrimPrefix(string(other), payload(other)),
			"judith.card"},
		"no signature":             {payload(text), ""},
		"nothing":                  {"", ""},
		"signed for a commit, say": {forOther(t, d, payload(text)), "judith.card"},
	} {
		if _, err := ReadCard("judith.card", []byte(c.text)); !errors.Is(err, team.ErrCard) ||
			!strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := sit(t, nil).Card(); !errors.Is(err, ErrNoIdentity) {
		t.Errorf("of nobody: %v", err)
	}
}

// forOther returns a card's text signed in the namespace of commits.
func forOther(t *testing.T, d *desk, payload string) string {
	t.Helper()
	signer, err := d.Signer()
	if err != nil {
		t.Fatal(err)
	}
	signature, err := signer.Sign("git", []byte(payload))
	if err != nil {
		t.Fatal(err)
	}
	return payload + string(signature)
}

// CASEFILE_SIGNING_KEY goes before config.yaml, and that before the key made here.
func TestOrderOfSigningKeys(t *testing.T) {
	d := sit(t, nil)
	if _, err := d.Signer(); !errors.Is(err, store.ErrNoKey) || !errors.Is(err, ErrNoSigningKey) {
		t.Errorf("with none: %v", err)
	}
	_, made := d.signingFile(t, "signing", "")
	named, inConfig := d.signingFile(t, "own", "")
	other, inEnv := d.signingFile(t, "other", "")
	want := func(public string) {
		t.Helper()
		if s, err := d.again().Signer(); err != nil || s.PublicKey() != public {
			t.Errorf("%v", err)
		}
	}
	want(made)
	d.write(t, "config.yaml", []byte("signing_key: "+named+"\n"))
	want(inConfig)
	d.env["CASEFILE_SIGNING_KEY"] = other
	want(inEnv)
	d.env["CASEFILE_SIGNING_KEY"] = d.write(t, "empty.pub", []byte("ssh-ed25519\n"))
	if _, err := d.again().Signer(); !errors.Is(err, store.ErrNoKey) ||
		!strings.Contains(err.Error(), "holds no public key") {
		t.Errorf("half a public key: %v", err)
	}
}

// A text that nothing else takes lies in the person's folder, for them alone.
func TestKeep(t *testing.T) {
	d := sit(t, nil)
	kept, err := d.KeepDraft([]byte("sealed"))
	if err != nil || filepath.Dir(kept.Path) != d.Folder() || kept.Memory {
		t.Fatalf("%+v, %v", kept, err)
	}
	info, err := os.Stat(kept.Path)
	if err != nil || info.Mode().Perm() != 0o600 || string(mustRead(t, kept.Path)) != "sealed" {
		t.Errorf("%v, %v", info, err)
	}
	if list := d.Drafts(); len(list) != 1 || list[0].ID != kept.ID || list[0].Path != kept.Path ||
		list[0].Saved.IsZero() {
		t.Errorf("listed %+v", list)
	}
}

// Where the disk takes nothing it lies in memory, in a folder that nobody else may use; where
// there is none, the disk's own reason is told.
func TestKeepInMemory(t *testing.T) {
	run := t.TempDir()
	for name, c := range map[string]struct {
		runtime string
		mode    os.FileMode
		memory  bool
	}{
		"a folder of one's own": {run, 0o700, true},
		"one that others use":   {run, 0o755, false},
		"none":                  {"", 0o700, false},
		"one that is not there": {filepath.Join(run, "gone"), 0o700, false},
		"a relative one":        {"run", 0o700, false},
	} {
		file := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		folder := filepath.Join(run, "casefile")
		if err := errors.Join(os.MkdirAll(folder, 0o700), os.Chmod(folder, c.mode)); err != nil {
			t.Fatal(err)
		}
		d := sit(t, nil)
		d.env["XDG_CONFIG_HOME"], d.env["XDG_RUNTIME_DIR"] = file, c.runtime
		kept, err := d.KeepDraft([]byte("sealed"))
		if kept.Memory != c.memory || (err == nil) != c.memory {
			t.Errorf("%s: %+v, %v", name, kept, err)
		}
		if err != nil && !strings.Contains(err.Error(), file) {
			t.Errorf("%s: the reason is %v", name, err)
		}
		if list := d.Drafts(); c.memory && (len(list) != 1 || !list[0].Memory ||
			list[0].ID != kept.ID) ||
			!c.memory && len(list) > 0 {
			t.Errorf("%s: listed %+v", name, list)
		}
	}
}

// What was written when New was cut off is moved aside, and New works; with a configuration
// the key is somebody's, and stays.
func TestNewAfterACut(t *testing.T) {
	for name, tt := range map[string]struct {
		there []string
		aside bool
	}{
		"signing key alone":            {[]string{"signing"}, true},
		"both halves":                  {[]string{"signing", "signing.pub"}, true},
		"identity, no configuration":   {[]string{"signing", "signing.pub", "identity.txt"}, true},
		"identity of their own":        {[]string{"identity.txt"}, false},
		"lost identity, configuration": {[]string{"signing", "config.yaml"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := sit(t, nil)
			if err := os.MkdirAll(d.Folder(), 0o700); err != nil {
				t.Fatal(err)
			}
			for _, file := range tt.there {
				if err := os.WriteFile(filepath.Join(d.Folder(), file), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, err := d.New(facts(plainly))
			if (err == nil) != tt.aside {
				t.Fatal(err)
			}
			for _, file := range tt.there {
				_, err := os.Stat(filepath.Join(d.Folder(), file+".unused"))
				if (err == nil) != tt.aside {
					t.Errorf("%s is aside: %v", file, err == nil)
				}
			}
		})
	}
}

package keyring

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/seal"
	"casefile/internal/store"
)

// someone answers what their keys ask, in order, and remembers it.
type someone struct {
	answers []string
	asked   []string
	said    []string
}

var errNobody = errors.New("nobody answers")

func (s *someone) next(how, prompt string) (string, error) {
	s.asked = append(s.asked, how+prompt)
	if len(s.answers) == 0 {
		return "", fmt.Errorf("%w: %s", errNobody, prompt)
	}
	answer := s.answers[0]
	s.answers = s.answers[1:]
	return answer, nil
}

func (s *someone) Passphrase(prompt string) ([]byte, error) {
	answer, err := s.next("secret ", prompt)
	return []byte(answer), err
}

func (s *someone) NewPassphrase(prompt string) ([]byte, error) {
	answer, err := s.next("twice ", prompt)
	return []byte(answer), err
}

func (s *someone) Ask(prompt string) (string, error) { return s.next("line ", prompt) }

func (s *someone) Confirm(prompt string) (bool, error) {
	answer, err := s.next("confirm ", prompt)
	return answer == "y", err
}

func (s *someone) Say(line string) { s.said = append(s.said, line) }

// desk is a person at a machine of their own: folders, environment and answers.
type desk struct {
	*someone
	*Keyring
	env map[string]string
}

// sit puts somebody with no keys at a desk; change, where it is not nil, changes what
// they begin with.
func sit(t *testing.T, change func(*Options)) *desk {
	t.Helper()
	dir := t.TempDir()
	d := &desk{someone: &someone{}, env: map[string]string{"HOME": dir,
		"XDG_CONFIG_HOME": filepath.Join(dir, "config")}}
	o := Options{Getenv: func(name string) string { return d.env[name] }, Asker: d.someone,
		Err: io.Discard, Wall: time.Now, Effort: 1, // a passphrase costs little to try
		Now: func() (time.Time, error) {
			return time.Date(2026, 3, 6, 17, 40, 12, 0, time.UTC), nil
		}}
	if change != nil {
		change(&o)
	}
	d.Keyring = Open(o)
	if err := os.MkdirAll(d.Folder(), 0o700); err != nil {
		t.Fatal(err)
	}
	return d
}

// again returns the same person in another run: nothing is remembered but what lies there.
func (d *desk) again(answers ...string) *desk {
	next := &desk{someone: &someone{answers: answers}, env: d.env}
	o := d.o
	o.Asker = next.someone
	next.Keyring = Open(o)
	next.disk = d.disk
	return next
}

// facts returns judith's own details.
func facts(p Protection) NewOptions {
	return NewOptions{ID: "judith", Name: "Judith Pryce", Email: "judith@agency.example",
		Protection: p}
}

// judith has made her keys, and protected them since.
func judith(t *testing.T, by Protection) *desk {
	t.Helper()
	d := sit(t, nil)
	_, err := d.New(facts(plainly))
	if err == nil && by != plainly {
		_, err = d.Protect(by)
	}
	if err != nil {
		t.Fatal(err)
	}
	return d.again()
}

// The protections that need no passphrase and no token.
var plainly, byKey = Protection{Plain: true}, Protection{SigningKey: true}

// twin is somebody with the same keys, in a folder of their own.
func (d *desk) twin(t *testing.T) *desk {
	t.Helper()
	other := sit(t, nil)
	for _, file := range d.files(t, "*") {
		other.write(t, filepath.Base(file), mustRead(t, file))
	}
	return other
}

func noInput(o *Options) { o.Unasked = "--no-input forbids to ask" }

func (d *desk) write(t *testing.T, name string, data []byte) (path string) {
	t.Helper()
	path = name
	if !filepath.IsAbs(name) {
		path = d.in(name)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func newIdentity(t testing.TB) *seal.Identity {
	t.Helper()
	id, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func plain(t *testing.T, id *seal.Identity) []byte {
	t.Helper()
	return seal.PlainFile(id, time.Unix(1772818812, 0))
}

// locked returns an identity file with a passphrase, which costs little to try.
func locked(t *testing.T, id *seal.Identity, passphrase string) []byte {
	t.Helper()
	data, err := seal.ProtectPassphrase(id, []byte(passphrase), 1)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// pluginFile has the header of a file that an age plugin protects. It opens with nothing.
const pluginFile = "age-encryption.org/v1\n-> piv-p256 abcd AjQ\n" +
	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" +
	"--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" +
	"0123456789abcdef"

// signingFile writes a signing key, and gives its public half.
func (d *desk) signingFile(t *testing.T, name, passphrase string) (path, public string) {
	t.Helper()
	private, public, err := store.NewSigningKey("judith", []byte(passphrase))
	if err != nil {
		t.Fatal(err)
	}
	return d.write(t, name, private), public
}

// One passphrase for both keys is asked for once.
func TestPassphraseIsAskedOnce(t *testing.T) {
	d := sit(t, nil)
	id := newIdentity(t)
	d.write(t, "identity.age", locked(t, id, "three plain words"))
	d.signingFile(t, "signing", "three plain words")
	d.answers = []string{"three plain words", "asked too often"}
	if got, err := d.Identity(); err != nil || got.Recipient() != id.Recipient() {
		t.Fatal(err)
	}
	if _, err := d.Identity(); err != nil {
		t.Fatal(err)
	}
	signer, err := d.Signer()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := signer.Sign("test", []byte("a text")); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"secret Passphrase of the identity file: "}; !slices.Equal(d.asked, want) {
		t.Errorf("asked %q, want %q", d.asked, want)
	}
}

// A passphrase that the signing key does not have is asked for again once it is forgotten.
func TestForgottenPassphraseIsAskedAgain(t *testing.T) {
	d := sit(t, nil)
	d.signingFile(t, "signing", "three plain words")
	d.answers = []string{"two words", "three plain words"}
	signer, err := d.Signer()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // as wrong the second time, and nobody is asked
		if _, err := signer.Sign("test", nil); !errors.Is(err, store.ErrBadPassphrase) {
			t.Errorf("%v", err)
		}
	}
	d.Forget()
	if _, err := signer.Sign("test", nil); err != nil || len(d.asked) != 2 {
		t.Errorf("asked %q, %v", d.asked, err)
	}
}

// Where nobody may be asked, each question is refused in its own way, and none is asked.
func TestNobodyIsAsked(t *testing.T) {
	const unasked = "a passphrase is needed, and --no-input forbids to ask"
	withPlugin := []byte("recipient: x\nplugin_recipient: age1yubikey1q\n")
	for name, c := range map[string]struct {
		do   func(t *testing.T, d *desk) error
		want []error
		not  error
		says string
	}{
		"identity": {func(t *testing.T, d *desk) error {
			d.write(t, "identity.age", locked(t, newIdentity(t), "three plain words"))
			_, err := d.Identity()
			return err
		}, []error{seal.ErrPassphrase, ErrPassphraseUnasked}, nil,
			"identity.age: wrong or missing passphrase: " + unasked},
		"old identity": {func(t *testing.T, d *desk) error {
			_, err := d.Old(d.write(t, "old.age", locked(t, newIdentity(t), "three plain words")))
			return err
		}, []error{seal.ErrPassphrase}, ErrPassphraseUnasked,
			"old.age: wrong or missing passphrase: " + unasked},
		"signing": {func(t *testing.T, d *desk) error {
			d.signingFile(t, "signing", "three plain words")
			signer, err := d.Signer()
			if err != nil {
				return err
			}
			_, err = signer.Sign("test", nil)
			return err
		}, []error{seal.ErrPassphrase, ErrPassphraseUnasked}, nil, unasked},
		"a touch": {func(t *testing.T, d *desk) error {
			d.write(t, "config.yaml", withPlugin)
			d.write(t, "identity.age", []byte(pluginFile))
			_, err := d.Identity()
			return err
		}, []error{seal.ErrPlugin, ErrTouchUnasked}, nil,
			"the age plugin did not help: it may ask for a touch, and --no-input forbids to ask"},
		"new keys": {func(_ *testing.T, d *desk) error {
			_, err := d.New(facts(Protection{}))
			return err
		}, []error{ErrNewUnasked}, seal.ErrPassphrase,
			"it needs a passphrase, and --no-input forbids to ask"},
		"another passphrase": {func(t *testing.T, d *desk) error {
			id := newIdentity(t)
			d.write(t, "identity.txt", plain(t, id))
			d.write(t, "config.yaml", []byte("recipient: "+id.Recipient()+"\n"))
			_, err := d.Protect(Protection{})
			return err
		}, []error{ErrNewUnasked}, seal.ErrPassphrase,
			"it needs a passphrase, and --no-input forbids to ask"},
	} {
		t.Run(name, func(t *testing.T) {
			d := sit(t, noInput)
			err := c.do(t, d)
			for _, want := range c.want {
				if !errors.Is(err, want) {
					t.Errorf("%v is no %v", err, want)
				}
			}
			if c.not != nil && errors.Is(err, c.not) {
				t.Errorf("%v is taken for %v", err, c.not)
			}
			if err == nil || !strings.HasSuffix(err.Error(), c.says) {
				t.Errorf("it says %v", err)
			}
			if len(d.asked) > 0 {
				t.Errorf("asked %q", d.asked)
			}
		})
	}
}

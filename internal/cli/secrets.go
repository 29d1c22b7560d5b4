package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"

	"casefile/internal/casebook"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/term"
)

var errNoIdentity = errors.New("you have no age identity here")

// config is config.yaml in the person's folder: the public facts of who works
// here.
type config struct {
	ID         string `yaml:"id,omitempty"`
	Name       string `yaml:"name,omitempty"`
	Email      string `yaml:"email,omitempty"`
	Recipient  string `yaml:"recipient,omitempty"`
	SigningKey string `yaml:"signing_key,omitempty"` // file, or .pub of a key in ssh-agent

	// Where an age plugin protects the identity: to whom, and the file that the
	// plugin made ("" where it finds its key itself).
	PluginRecipient string `yaml:"plugin_recipient,omitempty"`
	PluginIdentity  string `yaml:"plugin_identity,omitempty"`
}

// secrets finds identity and signing key when they are first needed. Both are
// asked for at most once in a run: the passphrase that opens one is tried on
// the other.
type secrets struct {
	app        *App
	passphrase []byte
	id         *seal.Identity
	nearOnce   sync.Mutex
	near       *seal.Identity // loaded when the agent ended in the middle
	sign       store.Signer
}

// folder is where the person's own files lie.
func folder(app *App) string {
	base := app.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(base) { // as the specification of XDG_CONFIG_HOME says
		base = filepath.Join(home(app), ".config")
	}
	return filepath.Join(base, "casefile")
}

// home is the person's own folder. Where nobody can tell, it is a path that
// nothing can be written below: keys never land in the current folder.
func home(app *App) string {
	if home := app.Getenv("HOME"); filepath.IsAbs(home) {
		return home
	}
	if u, err := user.Current(); err == nil && filepath.IsAbs(u.HomeDir) {
		return u.HomeDir
	}
	return filepath.Join(os.DevNull, "nobody")
}

func readConfig(app *App) (config, error) {
	var c config
	data, err := os.ReadFile(filepath.Join(folder(app), "config.yaml"))
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err == nil {
		err = yaml.Unmarshal(data, &c)
	}
	return c, err
}

// ask asks once for the passphrase of the person's own files.
func (s *secrets) ask(prompt string) ([]byte, error) {
	if s.passphrase != nil {
		return s.passphrase, nil
	}
	if s.app.global.noInput {
		return nil, withHint(fmt.Errorf("%w: a passphrase is needed, and --no-input forbids to ask", seal.ErrPassphrase),
			"give the identity with CASEFILE_IDENTITY_CMD, or leave --no-input out")
	}
	p, err := s.app.Passphrase(prompt)
	s.passphrase = p
	return p, err
}

// identity follows the design's order: --identity, CASEFILE_IDENTITY_FILE,
// CASEFILE_IDENTITY_CMD, the agent, the default path.
func (s *secrets) identity() (*seal.Identity, error) {
	if s.id != nil {
		return s.id, nil
	}
	id, err := s.unlocked()
	if id == nil && err == nil {
		id, err = s.load()
	}
	s.id = id
	return id, err
}

// load opens the identity itself, and asks for what protects it.
func (s *secrets) load() (*seal.Identity, error) {
	name, data, err := s.identityFile()
	if err != nil {
		return nil, err
	}
	id, err := seal.LoadIdentity(data, s.keys(s.ask))
	if err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return id, err
}

func (s *secrets) identityFile() (name string, data []byte, err error) {
	for _, file := range []string{s.app.global.identity, s.app.Getenv("CASEFILE_IDENTITY_FILE")} {
		if file != "" {
			if data, err = os.ReadFile(file); err != nil {
				err = fmt.Errorf("%w: %w", errNoIdentity, err)
			}
			return file, data, err
		}
	}
	if command := s.app.Getenv("CASEFILE_IDENTITY_CMD"); command != "" {
		cmd := exec.Command("sh", "-c", command)
		cmd.Stderr = s.app.Err
		data, err = cmd.Output()
		if err != nil {
			err = fmt.Errorf("%w: CASEFILE_IDENTITY_CMD: %w", errNoIdentity, err)
		}
		return "CASEFILE_IDENTITY_CMD", data, err
	}
	return defaultIdentity(s.app)
}

// defaultIdentity is identity.age, or identity.txt where the person asked for
// no protection.
func defaultIdentity(app *App) (name string, data []byte, err error) {
	for _, file := range []string{"identity.age", "identity.txt"} {
		name = filepath.Join(folder(app), file)
		if data, err = os.ReadFile(name); !errors.Is(err, fs.ErrNotExist) {
			return name, data, err
		}
	}
	return "", nil, errNoIdentity
}

// sshKeys are the private key files that may open an SSH-protected identity.
func (s *secrets) sshKeys() []string {
	var out []string
	if c, err := readConfig(s.app); err == nil && c.SigningKey != "" {
		out = append(out, privateHalf(c.SigningKey))
	}
	if key := s.app.Getenv("CASEFILE_SIGNING_KEY"); key != "" {
		out = append(out, privateHalf(key))
	}
	ssh := filepath.Join(home(s.app), ".ssh")
	return append(out, filepath.Join(folder(s.app), "signing"), filepath.Join(ssh, "id_ed25519"), filepath.Join(ssh, "id_rsa"))
}

func privateHalf(key string) string { return strings.TrimSuffix(key, ".pub") }

// signer finds the signing key: CASEFILE_SIGNING_KEY, the one named in
// config.yaml, or the one that identity new made. A .pub file means a key
// that ssh-agent holds.
func (s *secrets) signer() (store.Signer, error) {
	if s.sign != nil {
		return s.sign, nil
	}
	file, err := s.signingKey()
	if err != nil {
		return nil, err
	}
	s.sign, err = s.signerFrom(file)
	return s.sign, err
}

func (s *secrets) signingKey() (string, error) {
	if file := s.app.Getenv("CASEFILE_SIGNING_KEY"); file != "" {
		return file, nil
	}
	c, err := readConfig(s.app)
	if err != nil || c.SigningKey != "" {
		return c.SigningKey, err
	}
	file := filepath.Join(folder(s.app), "signing")
	if _, err := os.Stat(file); err != nil {
		return "", withHint(fmt.Errorf("%w: you have no signing key here", store.ErrNoKey), "casefile identity new makes one")
	}
	return file, nil
}

// signerFrom opens a private key file, or, for a .pub, the agent that holds
// the key. A key that was added to ssh-agent asks for nothing, as with git.
func (s *secrets) signerFrom(file string) (store.Signer, error) {
	if !strings.HasSuffix(file, ".pub") {
		if held, err := s.heldByAgent(file + ".pub"); err == nil {
			return held, nil
		}
		return store.FileSigner(file, func(path string) ([]byte, error) {
			return s.ask("Passphrase for " + path + ": ")
		})
	}
	return s.heldByAgent(file)
}

func (s *secrets) heldByAgent(public string) (store.Signer, error) {
	data, err := os.ReadFile(public)
	if err != nil {
		return nil, err
	}
	words := strings.Fields(string(data))
	if len(words) < 2 {
		return nil, fmt.Errorf("%w: %s holds no public key", store.ErrNoKey, public)
	}
	return store.AgentSigner(words[0] + " " + words[1])
}

// noIdentityNow reports whether an error means that nobody's identity can be
// opened here and now, and nothing worse.
func noIdentityNow(err error) bool {
	return errors.Is(err, errNoIdentity) || errors.Is(err, term.ErrNoTerminal) || errors.Is(err, seal.ErrPassphrase) || errors.Is(err, seal.ErrPlugin) ||
		errors.Is(err, casebook.ErrKeysMissing)
}

package keyring

import (
	"errors"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"

	"casefile/internal/record"
	"casefile/internal/store"
)

// Config is config.yaml in the person's folder: the public facts of who works
// here.
type Config struct {
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

// Folder is where the person's own files lie. It need not exist.
func (k *Keyring) Folder() string {
	base := k.o.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(base) { // as the specification of XDG_CONFIG_HOME says
		base = filepath.Join(k.home(), ".config")
	}
	return filepath.Join(base, "casefile")
}

func (k *Keyring) in(name string) string { return filepath.Join(k.Folder(), name) }

// home is the person's own home. Where nobody can tell, it is a path that
// nothing can be written below: keys never land in the current folder.
func (k *Keyring) home() string {
	if home := k.o.Getenv("HOME"); filepath.IsAbs(home) {
		return home
	}
	if u, err := user.Current(); err == nil && filepath.IsAbs(u.HomeDir) {
		return u.HomeDir
	}
	return filepath.Join(os.DevNull, "nobody")
}

// Config reads config.yaml, strict YAML; it is empty where there is none. Fields that it
// does not know are passed over: another version of the program may have written them.
func (k *Keyring) Config() (Config, error) {
	var c Config
	data, err := os.ReadFile(k.in("config.yaml"))
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err == nil {
		err = record.DecodeYAML(data, &c, false)
	}
	return c, err
}

// Owner is Config of a person who has an identity; ErrNoIdentity of others.
func (k *Keyring) Owner() (Config, error) {
	c, err := k.Config()
	if err == nil && c.Recipient == "" {
		err = ErrNoIdentity
	}
	return c, err
}

// Keep keeps a text that nothing else takes, sealed as it is given, in the
// person's folder, and says in which file.
func (k *Keyring) Keep(sealed []byte) (path string, err error) {
	path = k.in("draft-" + string(record.NewID()) + ".age")
	return path, store.WriteNew(path, sealed, 0o600)
}

package keyring

import (
	"errors"
	"fmt"
	"io/fs"

	"gopkg.in/yaml.v3"

	"casefile/internal/record"
)

// Config is config.yaml in the person's folder: the public facts of the person who works here.
type Config struct {
	ID         string `yaml:"id,omitempty"`
	Name       string `yaml:"name,omitempty"`
	Email      string `yaml:"email,omitempty"`
	Recipient  string `yaml:"recipient,omitempty"`
	SigningKey string `yaml:"signing_key,omitempty"` // file, or .pub of a key in ssh-agent

	// If an age plugin protects the identity: its recipient, and the file that the plugin made (""
	// if it finds its key itself).
	PluginRecipient string `yaml:"plugin_recipient,omitempty"`
	PluginIdentity  string `yaml:"plugin_identity,omitempty"`
}

// Config reads config.yaml, strict YAML; it is empty where there is none. Fields that it
// does not know are passed over: another version of the program may have written them.
func (k *Keyring) Config() (Config, error) {
	var c Config
	file := k.in("config.yaml")
	data, err := readOwn(file)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	if err := record.DecodeYAML(data, &c, false); err != nil {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	return c, nil
}

// Owner is Config for a person with an identity. It returns ErrNoIdentity for others.
func (k *Keyring) Owner() (Config, error) {
	c, err := k.Config()
	if err == nil && c.Recipient == "" {
		err = ErrNoIdentity
	}
	return c, err
}

func (k *Keyring) stageConfig(s *staging, c Config) error {
	text, err := yaml.Marshal(c)
	if err != nil {
		return err
	}
	_, err = s.add(k.in("config.yaml"), text, 0o600)
	return err
}

package seal

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"filippo.io/age/armor"
)

const (
	maxIdentityFile = 64 << 10 // bytes
	ageIntro        = "age-encryption.org/"
)

// Keys holds the keys that [LoadIdentity] may use to open a protected identity file.
type Keys struct {
	Passphrase func(prompt string) ([]byte, error) // asked at most once a call, only when needed
	SSHKeys    []string                            // candidate private key files, tried in order
	ReadFile   func(string) ([]byte, error)        // reads the SSH key files
	// identities of age plugins, asked for only when needed
	Plugins func() ([]string, error)
	UI      PluginUI
}

// LoadIdentity reads an identity file, plain or protected. It fails with
// ErrPassphrase, ErrNoMatch (no SSH key or plugin fits), ErrPlugin, ErrNotIdentity
// (no hybrid identity in it), ErrDamaged or ErrTooLarge, or with what
// Keys.Passphrase or Keys.Plugins returned.
func LoadIdentity(file []byte, k Keys) (*Identity, error) {
	if len(file) > maxIdentityFile {
		return nil, fmt.Errorf("%w: an identity file has at most %d bytes", ErrTooLarge,
			maxIdentityFile)
	}
	sealed, protected, err := binaryForm(file)
	if err != nil {
		return nil, err
	}
	if !protected {
		return parsePlainFile(file)
	}
	plain, err := openProtected(sealed, k)
	if err != nil {
		return nil, err
	}
	return parsePlainFile(plain)
}

// binaryForm reports whether an identity file is protected, and takes its armor off.
func binaryForm(file []byte) (sealed []byte, protected bool, err error) {
	if bytes.HasPrefix(file, []byte(ageIntro)) {
		return file, true, nil
	}
	if !bytes.HasPrefix(bytes.TrimLeft(file, " \t\r\n"), []byte(armor.Header)) {
		return nil, false, nil
	}
	sealed, err = io.ReadAll(armor.NewReader(bytes.NewReader(file)))
	if err != nil {
		return nil, false, fmt.Errorf("%w: the armor of the identity file is broken", ErrDamaged)
	}
	return sealed, true, nil
}

// Protection is the kind of key that opens an identity file.
type Protection int

// The kinds of protection. A plugin chooses the names of its stanzas. So a file of none of the
// other kinds may be a plugin's.
const (
	ByNothing Protection = iota
	ByPassphrase
	BySSHKey
	ByPlugin
)

// ProtectedBy reads the protection from the header alone.
func ProtectedBy(file []byte) Protection {
	sealed, protected, err := binaryForm(file)
	if err != nil || !protected {
		return ByNothing
	}
	stanzas, _, err := stanzaLines(sealed)
	if err != nil {
		return ByNothing
	}
	return protectedBy(stanzas)
}

func protectedBy(stanzas [][]string) Protection {
	isSSH := func(args []string) bool { return args[0] == "ssh-ed25519" || args[0] == "ssh-rsa" }
	switch {
	case len(stanzas) == 1 && stanzas[0][0] == "scrypt":
		return ByPassphrase
	case slices.ContainsFunc(stanzas, isSSH):
		return BySSHKey
	}
	return ByPlugin
}

func openProtected(sealed []byte, k Keys) ([]byte, error) {
	stanzas, _, err := stanzaLines(sealed)
	if err != nil {
		return nil, fmt.Errorf("%w: the identity file's header", ErrDamaged)
	}
	switch protectedBy(stanzas) {
	case ByPassphrase:
		return openWithPassphrase(sealed, stanzas[0], k)
	case BySSHKey:
		return openWithSSH(sealed, k)
	}
	return openWithPlugins(sealed, k)
}

// parsePlainFile accepts comments, blank lines and one hybrid secret. It never
// repeats a line in an error.
func parsePlainFile(file []byte) (*Identity, error) {
	var found *Identity
	for line := range strings.Lines(string(file)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		id, err := parseSecretLine(line)
		if err != nil {
			return nil, err
		}
		if found != nil {
			return nil, fmt.Errorf("%w: the file holds more than one", ErrNotIdentity)
		}
		found = id
	}
	if found == nil {
		return nil, fmt.Errorf("%w: the file holds no secret key", ErrNotIdentity)
	}
	return found, nil
}

func parseSecretLine(line string) (*Identity, error) {
	switch {
	case strings.HasPrefix(line, "AGE-SECRET-KEY-1"):
		return nil, fmt.Errorf("%w: this is an X25519 identity, which a future quantum computer "+
			"could break", ErrNotIdentity)
	case strings.HasPrefix(line, "AGE-PLUGIN-"):
		return nil, fmt.Errorf("%w: this identity lives in an age plugin", ErrNotIdentity)
	case strings.HasPrefix(line, "-----BEGIN"):
		return nil, fmt.Errorf("%w: this is a private key of another program", ErrNotIdentity)
	}
	return ParseIdentity(line)
}

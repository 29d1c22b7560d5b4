package seal

import (
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"filippo.io/age"
	"filippo.io/age/agessh"
	"golang.org/x/crypto/ssh"
)

// maxWorkFactor is the scrypt cost we accept: 2^20 takes about 4 s and 1 GiB. A
// higher one in a file is a way to hang the reader.
const maxWorkFactor = 20

// openWithPassphrase judges the work factor before it bothers anybody.
func openWithPassphrase(sealed []byte, stanza []string, k Keys) ([]byte, error) {
	if factor, err := strconv.Atoi(stanza[len(stanza)-1]); err == nil && factor > maxWorkFactor {
		return nil, fmt.Errorf("%w: the identity file's scrypt work factor is %d, at most %d is "+
			"accepted",
			ErrTooLarge, factor, maxWorkFactor)
	}
	passphrase, err := k.ask("Passphrase of the identity file: ")
	if err != nil {
		return nil, err
	}
	id, err := age.NewScryptIdentity(string(passphrase))
	if err != nil {
		return nil, fmt.Errorf("%w: it is empty", ErrPassphrase)
	}
	id.SetMaxWorkFactor(maxWorkFactor)
	plain, err := decrypt(sealed, id)
	if errors.Is(err, ErrNoMatch) {
		return nil, fmt.Errorf("%w: the identity file does not open with it", ErrPassphrase)
	}
	return plain, err
}

// ask returns the error of Passphrase as it is: it may be a cancelled prompt.
func (k Keys) ask(prompt string) ([]byte, error) {
	if k.Passphrase == nil {
		return nil, fmt.Errorf("%w: nobody to ask for the %s", ErrPassphrase, prompt)
	}
	passphrase, err := k.Passphrase(prompt)
	if err != nil {
		return nil, err
	}
	if len(passphrase) == 0 {
		return nil, fmt.Errorf("%w: the %s is empty", ErrPassphrase, prompt)
	}
	return passphrase, nil
}

// openWithSSH tries the candidate keys in order. Missing and unsuitable files are
// passed over, since the candidates are usually the defaults of ssh.
func openWithSSH(sealed []byte, k Keys) ([]byte, error) {
	for _, path := range k.SSHKeys {
		pem, err := k.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("reading an SSH key: %w", err)
		}
		plain, err := openWithSSHKey(sealed, path, pem, k)
		if !errors.Is(err, ErrNoMatch) {
			return plain, err
		}
	}
	return nil, fmt.Errorf("%w: the identity file is protected to an SSH key, and none of %d "+
		"candidates fits",
		ErrNoMatch, len(k.SSHKeys))
}

func openWithSSHKey(sealed []byte, path string, pem []byte, k Keys) ([]byte, error) {
	key, err := ssh.ParseRawPrivateKey(pem)
	var locked *ssh.PassphraseMissingError
	if errors.As(err, &locked) && locked.PublicKey != nil {
		return openWithLockedSSHKey(sealed, path, pem, locked.PublicKey, k)
	}
	if err != nil || key == nil {
		return nil, fmt.Errorf("%w: %s is not an SSH private key", ErrNoMatch, path)
	}
	id, err := agessh.ParseIdentity(pem)
	if err != nil {
		return nil, fmt.Errorf("%w: %s has a type that age can't use", ErrNoMatch, path)
	}
	return decrypt(sealed, id)
}

// openWithLockedSSHKey asks for the key's passphrase only once age has seen that
// the file is meant for this key.
func openWithLockedSSHKey(sealed []byte, path string, pem []byte, public ssh.PublicKey, k Keys) (
	[]byte, error,
) {
	var passphrase []byte
	var asking error
	id, err := agessh.NewEncryptedSSHIdentity(public, pem, func() ([]byte, error) {
		passphrase, asking = k.ask("Passphrase of the SSH key " + path + ": ")
		return passphrase, asking
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %s has a type that age can't use", ErrNoMatch, path)
	}
	plain, err := decrypt(sealed, id)
	switch {
	case asking != nil:
		return nil, asking
	case err != nil && passphrase != nil && isWrong(pem, passphrase):
		return nil, fmt.Errorf("%w: the SSH key %s does not open with it", ErrPassphrase, path)
	}
	return plain, err
}

// isWrong repeats the decryption that failed inside age, which passes on no typed
// reason.
func isWrong(pem, passphrase []byte) bool {
	_, err := ssh.ParseRawPrivateKeyWithPassphrase(pem, passphrase)
	return errors.Is(err, x509.IncorrectPasswordError)
}

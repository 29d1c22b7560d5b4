package keyring

import (
	"os"
	"path/filepath"

	"casefile/internal/seal"
)

// KeptSigning is the signing key that a rotation kept last; "" where none was kept.
func (k *Keyring) KeptSigning() string { return newest(k.in("signing-*[0-9]")) }

// KeptIdentity is the age identity that a rotation kept last; "" where none was kept.
func (k *Keyring) KeptIdentity() string { return newest(k.in("identity-*[0-9].*")) }

// Former gives the identities that rotations kept, as far as they open with no question and
// no touch that this run has not had anyhow; none where another identity was named.
func (k *Keyring) Former() []*seal.Identity {
	c, err := k.Config()
	files, globErr := filepath.Glob(k.in("identity-*[0-9].*"))
	if err != nil || globErr != nil || c.PluginRecipient != "" || k.named() {
		return nil
	}
	var out []*seal.Identity
	for _, file := range files {
		data, err := readOwn(file)
		if err != nil {
			continue
		}
		if id, err := seal.LoadIdentity(data, k.keys(k.askedAlready)); err == nil {
			out = append(out, id)
		}
	}
	return out
}

// newest is the file of a pattern that was written last: a number behind the day does not
// sort as its name does.
func newest(pattern string) string {
	files, err := filepath.Glob(pattern)
	if err != nil {
		return ""
	}
	last, found := "", os.FileInfo(nil)
	for _, file := range files {
		info, err := os.Lstat(file)
		if err == nil && (found == nil || !info.ModTime().Before(found.ModTime())) {
			last, found = file, info
		}
	}
	return last
}

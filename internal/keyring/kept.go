package keyring

import (
	"os"
	"path/filepath"
)

// KeptSigning is the signing key that a rotation kept last; "" where none was kept.
func (k *Keyring) KeptSigning() string { return newest(k.in("signing-*[0-9]")) }

// KeptIdentity is the age identity that a rotation kept last; "" where none was kept.
func (k *Keyring) KeptIdentity() string { return newest(k.in("identity-*[0-9].*")) }

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

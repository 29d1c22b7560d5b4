package keyring

import (
	"os"
	"os/user"
	"path/filepath"
)

// Folder returns the folder of the person's own files. It need not exist.
func (k *Keyring) Folder() string {
	base := k.o.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(base) { // as the specification of XDG_CONFIG_HOME says
		base = filepath.Join(k.home(), ".config")
	}
	return filepath.Join(base, "casefile")
}

func (k *Keyring) in(name string) string { return filepath.Join(k.Folder(), name) }

// home returns the person's own home. Where nobody can tell, it is a path that nothing can be
// written below: keys never land in the current folder.
func (k *Keyring) home() string {
	if home := k.o.Getenv("HOME"); filepath.IsAbs(home) {
		return home
	}
	if u, err := user.Current(); err == nil && filepath.IsAbs(u.HomeDir) {
		return u.HomeDir
	}
	return filepath.Join(os.DevNull, "nobody")
}

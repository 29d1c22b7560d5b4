package keyring

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"casefile/internal/seal"
)

// OldSigningKey returns the signing key that a rotation kept last, of those whose public half fits;
// "" where none does.
func (k *Keyring) OldSigningKey(fits func(public string) bool) string {
	for _, file := range newestFirst(k.in("signing-*[0-9]")) {
		data, err := readOwn(file + ".pub")
		if words := strings.Fields(string(data)); err == nil && len(words) >= 2 &&
			fits(words[0]+" "+words[1]) {
			return file
		}
	}
	return ""
}

// OldIdentities returns the files of the age identities that rotations kept, the last one first.
func (k *Keyring) OldIdentities() []string { return newestFirst(k.in("identity-*[0-9].*")) }

// OldIdentity returns the identity that the last rotation kept, among those that fit; "" where
// there is none. One that would have to ask before it opens counts as fitting.
func (k *Keyring) OldIdentity(fits func(*seal.Identity) bool) string {
	unopened := ""
	for _, file := range k.OldIdentities() {
		id := k.opensUnasked(file)
		if id != nil && fits(id) {
			return file
		}
		if id == nil {
			unopened = cmp.Or(unopened, file)
		}
	}
	return unopened
}

// FormerIdentities returns the identities that rotations kept. It gives those that open with no
// question and no touch that this run has not had already, and none where another identity was
// named.
func (k *Keyring) FormerIdentities() []*seal.Identity {
	if k.named() {
		return nil
	}
	var out []*seal.Identity
	for _, file := range k.OldIdentities() {
		if id := k.opensUnasked(file); id != nil {
			out = append(out, id)
		}
	}
	return out
}

// opensUnasked returns the identity in a file that was kept; nil where to open it would ask.
func (k *Keyring) opensUnasked(file string) *seal.Identity {
	c, err := k.Config()
	if err != nil || c.PluginRecipient != "" {
		return nil
	}
	data, err := readOwn(file)
	if err != nil {
		return nil
	}
	id, err := seal.LoadIdentity(data, k.keys(k.askedAlready))
	if err != nil {
		return nil
	}
	return id
}

// newestFirst returns the files of a pattern, the one written last first: a number behind the day
// does not sort as its name does.
func newestFirst(pattern string) []string {
	files, err := filepath.Glob(pattern)
	if err != nil {
		return nil
	}
	written := map[string]time.Time{}
	for _, file := range files {
		if info, err := os.Lstat(file); err == nil {
			written[file] = info.ModTime()
		}
	}
	slices.SortStableFunc(files, func(a, b string) int {
		return cmp.Or(written[b].Compare(written[a]), strings.Compare(b, a))
	})
	return files
}

package disclose

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Package is a folder of files: names to contents.
type Package map[string][]byte

// Signatory is a member as the roster has them.
type Signatory struct {
	ID    string `json:"member"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

// Sum returns the SHA-256 of one file, in hex.
func (p Package) Sum(name string) string {
	sum := sha256.Sum256(p[name])
	return hex.EncodeToString(sum[:])
}

// Sums lists all files with their SHA-256, as sha256sum does.
func (p Package) Sums() []byte {
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(p)) {
		fmt.Fprintf(&out, "%s  %s\n", p.Sum(name), name)
	}
	return []byte(out.String())
}

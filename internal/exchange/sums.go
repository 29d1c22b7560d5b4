package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"casefile/internal/disclose"
	"casefile/internal/pattern"
)

// The files by which a pack is checked.
const (
	sumsFile      = "SHA256SUMS"
	signatureFile = "SHA256SUMS.sig"
	signersFile   = "allowed_signers"
	manifestFile  = "manifest.json"
)

// transferNamespace is the namespace of a pack's signature, so that it is not good for a commit.
const transferNamespace = "casefile-transfer"

// sumOf returns the SHA-256 of a file's bytes, in hex.
func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// sign completes a pack with the list of its files and the signature over it. signer is the line by
// which ssh-keygen knows the key.
func sign(files disclose.Package, signer string, sign Sign) error {
	files[signersFile] = []byte(signer)
	list := files.Sums()
	signature, err := sign(transferNamespace, list)
	files[sumsFile], files[signatureFile] = list, signature
	return err
}

// signerLine returns the line of allowed_signers for one key, good only for packs.
func signerLine(email, key string) string {
	return fmt.Sprintf("%s namespaces=\"%s\" %s\n", email, transferNamespace, key)
}

// checkSums compares the files of a pack with its list. No file may be changed, missing, or absent
// from the list.
func checkSums(files disclose.Package) error {
	listed := map[string]string{}
	last := ""
	for line := range strings.Lines(string(files[sumsFile])) {
		m := sumLine().FindStringSubmatch(line)
		if m == nil || m[2] <= last {
			return fmt.Errorf("%w: %s has a line that is not one of its form", ErrPack, sumsFile)
		}
		listed[m[2]], last = m[1], m[2]
	}
	for name, sum := range listed {
		_, ok := files[name]
		if !ok {
			return fmt.Errorf("%w: the file %s is missing", ErrPack, name)
		}
		if files.Sum(name) != sum {
			return fmt.Errorf("%w: the file %s was changed", ErrPack, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if _, ok := listed[name]; !ok && name != sumsFile && name != signatureFile {
			return fmt.Errorf("%w: the file %s does not belong to it", ErrPack, name)
		}
	}
	return nil
}

var sumLine = pattern.Of(`^([0-9a-f]{64})  ([^\n\\]+)\n$`)

package exchange

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"casefile/internal/disclose"
)

// The files by which a pack is checked.
const (
	SumsFile      = "SHA256SUMS"
	SignatureFile = "SHA256SUMS.sig"
	SignersFile   = "allowed_signers"
	ManifestFile  = "manifest.json"
)

// TransferNamespace keeps the signature of a pack from being good for a commit.
const TransferNamespace = "casefile-transfer"

// checkSums compares the files of a pack with its list: no file may be changed,
// missing, or there and not on the list.
func checkSums(files disclose.Package) error {
	listed := map[string]string{}
	last := ""
	for line := range strings.Lines(string(files[SumsFile])) {
		m := sumLine.FindStringSubmatch(line)
		if m == nil || m[2] <= last {
			return fmt.Errorf("%w: %s has a line that is not one of its form", ErrPack, SumsFile)
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
		if _, ok := listed[name]; !ok && name != SumsFile && name != SignatureFile {
			return fmt.Errorf("%w: the file %s does not belong to it", ErrPack, name)
		}
	}
	return nil
}

var sumLine = regexp.MustCompile(`^([0-9a-f]{64})  ([^\n\\]+)\n$`)

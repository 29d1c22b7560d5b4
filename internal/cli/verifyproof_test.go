package cli

import (
	"slices"
	"testing"

	"casefile/internal/disclose"
	"casefile/internal/verify"
)

// What room verify names in a fault, and what room disclose writes, are the same files.
func TestNamesOfProofFiles(t *testing.T) {
	verified := []string{verify.ProofText, verify.ProofCommit, verify.ProofParent, verify.ProofTree, verify.TeamPath, verify.SignersPath}
	if written := disclose.ProofFiles(); !slices.Equal(written, append(verified, disclose.ProofReadme)) {
		t.Errorf("written are %v, and verified %v", written, verified)
	}
}

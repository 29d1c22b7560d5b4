package ledger

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// A keys ref that was read while somebody moved main is no fault if it is right at one common
// moment. A ref that is then wrong stays a fault, and so does every other fault.
func TestStillWrong(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "records.git")
	git := func(args ...string) string {
		t.Helper()
		out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatal(err, string(out))
		}
		return strings.TrimSpace(string(out))
	}
	if out, err := exec.Command("git", "init", "-q", "--bare", dir).CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	who := []string{"-c", "user.name=Asha Rao", "-c", "user.email=asha@agency.example"}
	tree := git("hash-object", "-t", "tree", "-w", "/dev/null")
	commit := git(append(who, "commit-tree", tree, "-m", "x")...)
	git("update-ref", MainRef, commit)
	git("update-ref", KeysPrefix+"K4", commit) // no case belongs to it
	repo, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	wrong := []verify.Fault{{Path: KeysPrefix + "K3", Rule: verify.RuleKeysRef}, // is gone by now
		{Path: KeysPrefix + "K4", Rule: verify.RuleKeysRef},
		{Path: KeysPrefix + "K3", Rule: verify.RuleDamaged}}
	got, err := New(repo, Options{}).stillWrong(t.Context(), wrong)
	if err != nil || len(got) != 2 || got[0].Path != KeysPrefix+"K4" ||
		got[1].Rule != verify.RuleDamaged {
		t.Errorf("still wrong: %+v, %v", got, err)
	}
}

package ledger

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"casefile/internal/store"
)

// TestHistories judges the golden histories: good ones have no fault, and each bad one has
// exactly the faults that are named with it. Stock git, age and ssh-keygen made them.
func TestHistories(t *testing.T) {
	folder, err := filepath.Abs("../../testdata/vectors/history")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	var index struct {
		Vectors []struct {
			Name, Bundle string
			Expect       []string
		}
	}
	if err := json.Unmarshal(text, &index); err != nil || len(index.Vectors) == 0 {
		t.Fatal(err, "no vectors")
	}
	repos := map[string]*store.Repo{}
	for _, v := range index.Vectors {
		if repos[v.Bundle] == nil {
			repos[v.Bundle] = unbundled(t, filepath.Join(folder, v.Bundle+".bundle"))
		}
		if got := rulesBroken(t, repos[v.Bundle], "refs/heads/"+v.Name); !slices.Equal(got,
			v.Expect) {
			t.Errorf("%s of %s breaks %v, want %v", v.Name, v.Bundle, got, v.Expect)
		}
	}
}

// unbundled returns a repository with the branches of a bundle.
func unbundled(t *testing.T, bundle string) *store.Repo {
	t.Helper()
	dir := t.TempDir()
	for _, args := range [][]string{{"init", "-q", "--bare", "--template="},
		{"fetch", "-q", bundle, "+refs/heads/*:refs/heads/*"}} {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatal(err, string(out))
		}
	}
	repo, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { repo.Close() })
	return repo
}

// rulesBroken returns the rules that a whole history breaks, each once, in order.
func rulesBroken(t *testing.T, repo *store.Repo, ref string) (rules []string) {
	t.Helper()
	tip, err := repo.Ref(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	line, err := repo.Since(t.Context(), "", tip)
	if err != nil {
		t.Fatal(ref, err)
	}
	judge := NewJudge(t.Context(), repo.Reader)
	for _, id := range line {
		v, err := judge.Commit(id)
		if err != nil {
			t.Fatal(ref, err)
		}
		for _, f := range v.Faults {
			rules = append(rules, f.Rule)
		}
	}
	slices.Sort(rules)
	return slices.Compact(rules)
}

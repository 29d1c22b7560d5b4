package main

import (
	"cmp"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// goldenHistory is one history of testdata/vectors/history: a branch of a bundle.
type goldenHistory struct {
	Name   string   `json:"name"`   // the branch
	Bundle string   `json:"bundle"` // the file, without its ending
	Expect []string `json:"expect"` // the rules that it breaks; none for a good one
}

const histories = "../../testdata/vectors/history"

// TestHistories makes the golden histories anew, where -update is given and
// CASEFILE_HISTORIES names the folder to which the attack scripts were told to bring what
// they made. Otherwise it compares the list with what the scripts play now: package ledger
// judges the histories themselves.
func TestHistories(t *testing.T) {
	want := goldenHistories(t)
	if from := os.Getenv("CASEFILE_HISTORIES"); *updateAttacks && from != "" {
		bundleHistories(t, from, want)
	}
	var index struct {
		About   string          `json:"about"`
		Vectors []goldenHistory `json:"vectors"`
	}
	text, err := os.ReadFile(filepath.Join(histories, "index.json"))
	if err == nil {
		err = json.Unmarshal(text, &index)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range index.Vectors {
		if v.Name != sound && !slices.ContainsFunc(want, func(w goldenHistory) bool {
			return w.Name == v.Name && w.Bundle == v.Bundle && slices.Equal(w.Expect, v.Expect)
		}) {
			t.Errorf("no script plays %s of %s, which breaks %v", v.Name, v.Bundle, v.Expect)
		}
	}
}

// sound is the branch of a history that is as it should be, on which the attacks of a script
// build.
const sound = "sound"

// goldenHistories are the attacks that any judge finds without a key, in main alone, and
// beside them what is lawful.
func goldenHistories(t *testing.T) (out []goldenHistory) {
	for _, a := range stagedLines(t) {
		if a.by == lawfulOne {
			out = append(out, goldenHistory{a.name, strings.TrimPrefix(a.script, "attack-"), []string{}})
		}
		if a.by == "hook, verify" && !strings.HasPrefix(a.script, "retain-") {
			expect := strings.Split(a.rules, ",")
			slices.Sort(expect)
			out = append(out, goldenHistory{a.name, strings.TrimPrefix(a.script, "attack-"), expect})
		}
	}
	return out
}

// bundleHistories keeps, of what was brought, one bundle a script and the list of all.
func bundleHistories(t *testing.T, from string, want []goldenHistory) {
	refs := map[string][]string{}
	var kept []goldenHistory
	for _, h := range want {
		repo := filepath.Join(from, "attack-"+h.Bundle+".git")
		if exec.Command("git", "-C", repo, "rev-parse", "-q", "--verify", "refs/heads/"+h.Name).Run() == nil {
			refs[h.Bundle] = append(refs[h.Bundle], "refs/heads/"+h.Name)
			kept = append(kept, h)
		}
	}
	for bundle, names := range refs {
		kept = append(kept, goldenHistory{sound, bundle, []string{}})
		names = append(names, "refs/heads/"+sound)
		file, err := filepath.Abs(filepath.Join(histories, bundle+".bundle"))
		if err != nil {
			t.Fatal(err)
		}
		args := append([]string{"-C", filepath.Join(from, "attack-"+bundle+".git"), "bundle", "create", "-q", file}, names...)
		if out, err := exec.Command("git", args...).CombinedOutput(); err != nil {
			t.Fatal(err, string(out))
		}
	}
	slices.SortFunc(kept, func(a, b goldenHistory) int {
		return cmp.Or(cmp.Compare(a.Bundle, b.Bundle), cmp.Compare(a.Name, b.Name))
	})
	text, err := json.MarshalIndent(map[string]any{
		"about": "BUNDLE.bundle has a branch NAME, a whole history from the introduction on. " +
			"It breaks these rules and no others; none where the list is empty.",
		"vectors": kept}, "", " ")
	if err == nil {
		err = os.WriteFile(filepath.Join(histories, "index.json"), append(text, '\n'), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

package main

import (
	"cmp"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"casefile/internal/verify"
)

// goldenHistory is one history of testdata/vectors/history: a branch of a bundle.
type goldenHistory struct {
	Name   string   `json:"name"`   // the branch
	Bundle string   `json:"bundle"` // the file, without its ending
	Expect []string `json:"expect"` // the rules that it breaks; none for a good one
}

const histories = "../../testdata/vectors/history"

// TestHistories makes the golden histories again if -update is given. CASEFILE_HISTORIES names the
// folder to which the attack scripts brought their results. Otherwise the test compares the list
// with what the scripts play now: package ledger judges the histories themselves.
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
	for _, name := range ofInvariants() {
		if !slices.ContainsFunc(index.Vectors, func(v goldenHistory) bool {
			return v.Name == name
		}) {
			t.Errorf("no golden history shows %s", name)
		}
	}
}

// sound is the branch of a history that is as it should be, on which the attacks of a script
// build.
const sound = "sound"

// aRule is the number of golden histories for each rule.
const aRule = 2

// ofInvariants returns attacks that break an invariant that holds after every commit (FORMAT.md 10,
// "After every operation"): a golden history shows each.
func ofInvariants() []string {
	return []string{
		// A recipient decodes, and is new.
		"epoch-mistyped", "two-cases-with-one-key", "revoked-to-the-same-key",
		// Who may empty an epoch, what stays empty, and who is left.
		"older-epoch-emptied-by-a-revoke", "erased-epoch-filled", "all-withdraw-but-who-left",
		"leaver-keeps-an-old-key", "withdrawn-in-part", "key-worker-taken-away", "too-few-left",
		// Recovery.
		"new-case-without-recovery", "new-epoch-without-recovery", "unconfirmed-key-let-in",
		"confirmed-by-who-added-it", "confirmed-by-a-senior-made-since",
		// Status and what waits.
		"closing-with-nothing-pending-any-more", "disposing-with-a-note-pending",
		"closed-with-its-closure-pending", "closure-over-an-erasure", "erasure-over-a-disposal",
		"erasure-dropped-by-reopening", "opened-by-a-return-of-another-text",
		// Endorsements by what was asked and held at the request.
		"closed-under-an-easier-policy", "closed-by-a-senior-of-later",
		"closure-adopted-and-endorsed", "endorsed-with-a-key-recorded-since",
		// Dates, blocks, repairs, signatures.
		"kept-shorter-across-reopening", "adopted-to-be-kept-shorter",
		"destroyed-under-an-older-policy", "sending-kept-by-reopening",
		"put-back-what-never-was", "repaired-by-who-erased", "two-armored-blocks",
	}
}

// goldenHistories returns, for each rule of commits, the first attacks that any judge finds without
// a key and that break no other rule if possible. It adds the attacks on invariants, and the lawful
// acts.
func goldenHistories(t *testing.T) (out []goldenHistory) {
	kept := map[string]int{}
	for _, alone := range []bool{true, false} {
		for _, a := range stagedLines(t) {
			rules := strings.Split(a.rules, ",")
			state := slices.Contains(ofInvariants(), a.name)
			few := func(rule string) bool { return state || kept[rule] < aRule }
			switch {
			case a.by == lawfulOne && alone:
				out = append(out,
					goldenHistory{a.name, strings.TrimPrefix(a.script, "attack-"), []string{}})
				continue
			case a.by != "hook, verify" || alone != (len(rules) == 1) ||
				!strings.HasPrefix(a.script, "attack-"),
				slices.ContainsFunc(rules, ofRepositories), !slices.ContainsFunc(rules, few):
				continue
			}
			for _, rule := range rules {
				kept[rule]++
			}
			slices.Sort(rules)
			out = append(out, goldenHistory{a.name, strings.TrimPrefix(a.script, "attack-"), rules})
		}
	}
	return out
}

// ofRepositories reports whether a rule is of a repository as a whole, which no line of
// commits shows.
func ofRepositories(rule string) bool {
	return slices.Contains([]string{verify.RuleIntroduction, verify.RuleRewound, verify.RuleKeysRef,
		verify.RuleForeignRef, verify.RuleOtherHistory, verify.RuleUnreadable,
		verify.RuleDamaged}, rule)
}

// small reports whether a history was brought, and has no more than 100 kB beside the sound
// one: what is too large for the records is too large for these.
func small(repo, ref string) bool {
	out, err := exec.Command("git", "-C", repo, "rev-list", "--objects", "--disk-usage", ref,
		"^refs/heads/"+sound).Output()
	size, numErr := strconv.Atoi(strings.TrimSpace(string(out)))
	return err == nil && numErr == nil && size <= 100_000
}

// bundleHistories keeps one bundle a script of the brought histories, and the list of all.
func bundleHistories(t *testing.T, from string, want []goldenHistory) {
	refs := map[string][]string{}
	var kept []goldenHistory
	for _, h := range want {
		repo := filepath.Join(from, "attack-"+h.Bundle+".git")
		if small(repo, "refs/heads/"+h.Name) {
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
		args := append([]string{"-C", filepath.Join(from, "attack-"+bundle+".git"), "bundle",
			"create", "-q", file}, names...)
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

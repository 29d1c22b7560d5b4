package main

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/verify"
)

var updateAttacks = flag.Bool("update", false, "write testdata/attacks.txt anew")

// staged is one attack of the scripts: its name, its script, the rule that it breaks and who finds
// it.
type staged struct{ name, script, by, rules string }

// attacksTable is the list of all attacks, for people. The scripts say what is played; the
// table says it in one place.
const attacksTable = "../../testdata/attacks.txt"

// TestAttacks keeps the table of attacks true, and wants an attack for each rule of history.
func TestAttacks(t *testing.T) {
	all := stagedAttacks(t)
	want := tableOf(all)
	if *updateAttacks {
		if err := os.WriteFile(attacksTable, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(attacksTable); err != nil || string(got) != want {
		t.Errorf("testdata/attacks.txt is not what the scripts play (go test ./cmd/casefile -run "+
			"TestAttacks -update): %v", err)
	}
	everyRule(t, all)
}

// everyRule wants an attack for each rule, and a rule for each attack. Two rules are about the
// introduction alone. A copy that was told which introduction to trust can't meet a forged one, so
// package verify tries them.
func everyRule(t *testing.T, all []staged) {
	broken := map[string]bool{verify.RuleInit: true, verify.RuleAttributes: true,
		verify.RuleDamaged: true} // which no attacker can do from afar: the script damaged plays it
	for _, a := range all {
		for _, rule := range strings.Split(a.rules, ",") {
			broken[rule] = true
		}
	}
	delete(broken, "-") // git itself refuses it
	for _, r := range verify.Rules() {
		if !broken[r.Name] {
			t.Errorf("no attack breaks the rule %s", r.Name)
		}
		delete(broken, r.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(broken)) {
		t.Errorf("the scripts name a rule %s, which is none", name)
	}
}

// lawfulOne marks an act that the scripts play and in which nobody finds a fault.
const lawfulOne = "nobody"

func stagedAttacks(t *testing.T) []staged {
	return slices.DeleteFunc(stagedLines(t), func(a staged) bool { return a.by == lawfulOne })
}

// stagedLines returns the attacks of all scripts, and the lawful acts beside them.
func stagedLines(t *testing.T) (all []staged) {
	scripts, err := filepath.Glob("../../testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range scripts {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		commands, _, _ := strings.Cut(string(text), "\n-- ")
		for line := range strings.Lines(commands) {
			if a, ok := stagedIn(strings.Fields(line)); ok {
				a.script = strings.TrimSuffix(filepath.Base(path), ".txtar")
				all = append(all, a)
			}
		}
	}
	slices.SortFunc(all, func(a, b staged) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.script, b.script),
			cmp.Compare(a.by, b.by))
	})
	return all
}

// stagedIn reads one line of a script; ok is false where it stages no attack.
func stagedIn(words []string) (a staged, ok bool) {
	if len(words) == 2 && words[0] == "lawful" {
		return staged{name: words[1], by: lawfulOne, rules: "-"}, true
	}
	if len(words) < 3 {
		return a, false
	}
	a = staged{name: words[1], rules: words[2]}
	switch words[0] {
	case "attack":
		a.by, a.rules = foundBy(a.rules, words[3:])
	case "planted":
		a.by, a.rules = "command", "-"
	case "deceive":
		a.by = "reader"
	case "handed":
		a.by = "verify"
	case "given":
		a.by, a.rules = "sync, clone", verify.RuleKeysRef
	case "unlooked":
		a.by = "reader's copy"
	case "pulled":
		a.by = "every command"
	case "served":
		a.by = "clone, sync"
		if a.rules == "-" {
			a.by, a.rules = "sync", words[3]
		} else if words[3] != a.rules {
			a.rules += "," + words[3]
		}
	default:
		return a, false
	}
	return a, true
}

// foundBy tells who finds an attack that a server can refuse, and by which rules. An option hook=
// gives the hook's words in place of the rules of verify.
func foundBy(rules string, options []string) (by, all string) {
	hook := rules
	for _, o := range options {
		switch key, value, _ := strings.Cut(o, "="); key {
		case "hook":
			hook = value
		case "git":
			hook = "git"
		}
	}
	switch {
	case hook == "-":
		return "verify", rules
	case hook == "git":
		return "git, verify", rules
	case rules == "-":
		return "hook", hook
	case hook != rules:
		return "hook, verify", mergedRules(rules, hook)
	}
	return "hook, verify", rules
}

func mergedRules(a, b string) string {
	list := slices.Concat(strings.Split(a, ","), strings.Split(b, ","))
	slices.Sort(list)
	return strings.Join(slices.Compact(list), ",")
}

func tableOf(all []staged) string {
	var out strings.Builder
	fmt.Fprintf(&out, "# %d attacks that the scripts in testdata/script play, each with who finds "+
		"it and the rule\n", len(all))
	fmt.Fprint(&out, "# that it breaks (schema/FORMAT.md, 13 and 14). A test keeps this list "+
		"true.\n")
	for _, a := range all {
		fmt.Fprintf(&out, "%-44s %-18s %-14s %s\n", a.name, a.script, a.by, a.rules)
	}
	return out.String()
}

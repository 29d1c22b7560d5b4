package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// deedsAtFaults returns the commands that write, in which faults are made: those that take keys
// away for good, and all others.
func deedsAtFaults() []deedForGood {
	return slices.Concat(deedsForGood(), deedsOfTexts(), deedsOnCases(),
		deedsOnCopies(), deedsOfOffice(), deedsOfChange())
}

// said compiles what a command says where its deed was done before.
func said(expression string) *regexp.Regexp { return regexp.MustCompile(expression) }

// alreadyRecorded matches the answer for a text that was recorded a moment ago.
func alreadyRecorded() *regexp.Regexp { return said("recorded already as") }

// deedsOfTexts record what somebody wrote.
func deedsOfTexts() []deedForGood {
	const stage = "opened"
	return []deedForGood{
		{name: "open", who: "asha", stage: stage, op: "open", again: alreadyRecorded(),
			does: func(v *vault) (string, []string) {
				return v.text("profile.md", nil), []string{"casefile", "open", "-F", "-"}
			}},
		{name: "intake", who: "asha", stage: stage, op: "intake", again: said("same words"),
			does: func(v *vault) (string, []string) { return v.concern() }},
		{name: "concern", who: "asha", stage: stage, op: "concern", again: said("same words"),
			does: func(v *vault) (string, []string) { return v.concern(v.stands) }},
		{name: "note", who: "asha", stage: stage, op: "add", again: alreadyRecorded(),
			does: func(v *vault) (string, []string) {
				return noteOf(7), []string{"casefile", "note", v.stands, "-F", "-"}
			}},
		{name: "attach", who: "asha", stage: stage, op: "add", again: alreadyRecorded(),
			does: func(v *vault) (string, []string) {
				return "", []string{"casefile", "attach", v.stands, v.letter()}
			}},
		{name: "amend", who: "asha", stage: stage, op: "add",
			again: said("recorded already as|amended since"),
			does: func(v *vault) (string, []string) {
				return noteOf(8), []string{"casefile", "amend", v.note, "-F", "-"}
			}},
		{name: "endorse a note", who: "mina", stage: stage, op: "endorse",
			again: said("you have endorsed"),
			does: func(v *vault) (string, []string) {
				return "", []string{"casefile", "endorse", v.note}
			}},
		{name: "hold", who: "asha", stage: stage, op: "hold", again: alreadyRecorded(),
			does: func(v *vault) (string, []string) {
				return v.text("hold.md", nil), []string{"casefile", "hold", v.stands, "-F", "-"}
			}},
	}
}

// concern returns the command that raises a concern, about a case or none.
func (v *vault) concern(on ...string) (string, []string) {
	text := strings.ReplaceAll(v.text("concern.md", nil), "2026-", "2022-")
	return text, slices.Concat([]string{"casefile", "concern"}, on, []string{"-F", "-"})
}

// letter writes a file to attach.
func (v *vault) letter() string {
	v.t.Helper()
	path := filepath.Join(v.dir, "second.txt")
	if err := os.WriteFile(path, []byte("A letter of the school.\n"), 0o600); err != nil {
		v.t.Fatal(err)
	}
	return path
}

// deedsOnCases returns deeds that change the readers, the workers and the state of a case.
func deedsOnCases() []deedForGood {
	const stage = "opened"
	return []deedForGood{
		{name: "reopen", who: "asha", stage: stage, op: "reopen", again: said("is open"),
			does: func(v *vault) (string, []string) {
				text := strings.ReplaceAll(v.text("reopening.md", nil), "2026-", "2022-")
				return text, []string{"casefile", "reopen", v.doomed, "-F", "-"}
			}},
		{name: "grant", who: "asha", stage: stage, op: "grant", again: said("can read"),
			does: func(v *vault) (string, []string) {
				return "", []string{"casefile", "readers", v.stands, "grant", "omar"}
			}},
		{name: "revoke", who: "asha", stage: stage, op: "revoke",
			again: said("does not read|not a reader"),
			does: func(v *vault) (string, []string) {
				return "", []string{"casefile", "readers", v.stands, "revoke", "judith"}
			}},
		{name: "handover", who: "asha", stage: stage, op: "handover",
			again: said("already|is the key worker|may not handover"),
			does: func(v *vault) (string, []string) {
				return "", []string{"casefile", "handover", v.stands, "--to", "mina", "--no-input"}
			}},
		{name: "team", who: "judith", stage: stage, op: "team", again: said("nothing"),
			does: func(*vault) (string, []string) {
				return "", []string{"casefile", "team", "set", "omar", "--name", "Omar Dias"}
			}},
	}
}

// deedsOnCopies returns deeds that write copies and a person's own files. A first backup that was
// interrupted is refused: as one that was never finished, or as one in which somebody recorded.
func deedsOnCopies() []deedForGood {
	const stage = "opened"
	return []deedForGood{
		{name: "identity new", who: "faye", stage: stage,
			again: said("you have an identity already"),
			does: func(*vault) (string, []string) {
				return "", strings.Fields("casefile identity new --id faye --name Faye " +
					"--email faye@agency.example --no-passphrase")
			}},
		{name: "init", who: "judith", stage: stage,
			again: said("has a history|is not empty|or never had it"),
			does: func(v *vault) (string, []string) {
				return "", strings.Fields("casefile init --no-recovery " + v.copy("begun"))
			}},
		{name: "sync that sends", who: "asha", stage: stage,
			does: func(v *vault) (string, []string) {
				v.record("asha")
				return "", []string{"casefile", "sync"}
			}},
		{name: "sync with a replay", who: "asha", stage: stage,
			does: func(v *vault) (string, []string) {
				v.record("mina")
				v.must("mina", "", "casefile", "sync")
				v.record("asha")
				v.record("asha")
				return "", []string{"casefile", "sync"}
			}},
		{name: "clone", who: "mina", stage: stage, again: said(`(?m) is not empty$`),
			does: func(v *vault) (string, []string) {
				clone := []string{"casefile", "clone", v.server, v.copy("late")}
				return "", append(clone, "--trust", v.trust)
			}},
		{name: "backup", who: "mina", stage: stage,
			does: func(v *vault) (string, []string) {
				return "", []string{"casefile", "backup", filepath.Join(v.dir, "stick")}
			}},
	}
}

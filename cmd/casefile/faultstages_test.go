package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"casefile/internal/pattern"
)

// laterStages returns stages after the beginning of the story, each by itself.
func laterStages() []laterStage {
	return []laterStage{
		{"an intake", (*vault).anIntake},
		{"another rule", (*vault).anotherRule},
		{"to be sent", (*vault).toBeSent},
		{"sent", (*vault).isSent},
		{"joined", (*vault).joined},
		{"left", (*vault).left},
		{"set back", (*vault).setBack},
		{"draft", (*vault).aDraft},
		{"damaged", (*vault).damagedCopy},
	}
}

type laterStage struct {
	name  string
	tells func(*vault)
}

// later tells those that are wanted.
func (v *vault) later() {
	v.t.Helper()
	for _, s := range laterStages() {
		if v.wants(s.name) {
			v.back("opened") // the accident stays where it is
			s.tells(v)
			v.keep(s.name)
			v.back("opened")
		}
	}
}

// anIntake records a concern about a person who is not known yet.
func (v *vault) anIntake() {
	text, args := v.concern()
	v.saw(v.must("asha", text, args...))
	v.settle()
}

// intake returns the case that the concern opened.
func (v *vault) intake() string {
	v.t.Helper()
	list := v.must("mina", "", "casefile", "list")
	found := intakeLine().FindStringSubmatch(list)
	if found == nil {
		v.t.Fatalf("no intake is listed\n%s", list)
	}
	return found[1]
}

var intakeLine = pattern.Of(`(?m)^(\w{4}-\w{4}) .*\bintake\b`)

// anotherRule keeps closed cases longer than what their dockets say.
func (v *vault) anotherRule() {
	text := v.must("judith", "", "casefile", "policy")
	longer := floorOfRetention().ReplaceAllString(text, "${1}9")
	if longer == text {
		v.t.Fatalf("no rule says how long a case is kept\n%s", text)
	}
	v.must("judith", longer, strings.Fields("casefile policy edit -F -")...)
	v.settle()
}

var floorOfRetention = pattern.Of(`(?m)^(\s*- \{id: floor, years: )\d+`)

// toBeSent makes a closed case whose records go to another agency.
func (v *vault) toBeSent() {
	review := "{needed: yes, agency: Westmoor Services, reason: The family moves, by: Mina Hall}"
	v.folder = v.stands
	closure := transferReview().ReplaceAllString(v.closure(), "transfer_review: "+review)
	entry := v.saw(v.must("asha", closure, "casefile", "close", v.stands, "-F", "-"))[0]
	v.settle()
	v.saw(v.must("mina", "", "casefile", "endorse", entry))
	v.settle()
}

var transferReview = pattern.Of(`(?m)^transfer_review: .*$`)

const (
	textOfSending = `---
headline: Records sent to Westmoor
to: {name: S. Ward, agency: Westmoor Services}
reason: The family has moved
basis: the duty to send records on
sent_at: 2024-01-04T10:00+00:00
manifest: 4f46dd8ba6fa9dbe51e4cca8b2a8a05d8b4b3f4f1b7c2ea0b5ef7de8bd6e45a1
method: encrypted_file
what: All records, as one sealed file
subject_told: yes
---
`
	textOfReceipt = `---
received_by: {name: S. Ward, agency: Westmoor Services}
received_at: 2024-01-04T15:00+00:00
how: signed slip
manifest: 4f46dd8ba6fa9dbe51e4cca8b2a8a05d8b4b3f4f1b7c2ea0b5ef7de8bd6e45a1
---
`
)

func (v *vault) isSent() {
	v.toBeSent()
	v.saw(v.must("asha", textOfSending, "casefile", "transfer", "sent", v.stands, "-F", "-"))
	v.settle()
}

// joined lets a colleague join, who records a note and does not send it.
func (v *vault) joined() {
	v.hire("faye", "Faye Lowe")
	card := filepath.Join(v.dir, "faye.card")
	v.must("faye", "", "casefile", "identity", "card", "-o", card)
	v.must("judith", "", "casefile", "team", "add", card, "--roles", "caseworker",
		"--line-manager", "mina")
	v.settle()
	v.must("asha", "", "casefile", "readers", v.stands, "grant", "faye")
	v.settle()
	v.must("faye", "", "casefile", "clone", v.server, v.copy("faye"), "--trust", v.trust)
	v.must("faye", noteOf(9), "casefile", "note", v.stands, "-F", "-")
}

// left lets the same colleague leave.
func (v *vault) left() {
	v.joined()
	v.must("judith", "", "casefile", "team", "leave", "faye")
	v.settle()
}

// setBack makes a server that came back older. Judith's note was lost, and Mina went on.
func (v *vault) setBack() {
	older := filepath.Join(v.dir, "older.git")
	v.copyAll(v.server, older)
	v.folder = v.stands
	v.record("judith")
	v.must("judith", "", "casefile", "sync")
	v.must("judith", "", "rm", "-r", v.server)
	v.must("judith", "", "mv", older, v.server)
	v.record("mina")
	v.must("mina", "", "casefile", "sync")
}

// aDraft makes a text that was refused.
func (v *vault) aDraft() {
	errs, code := "", 0
	if _, errs, code = v.try("asha", wrongText, "casefile", "contact", v.stands, "-F",
		"-"); code != 20 {
		v.t.Fatalf("exit code %d\n%s", code, errs)
	}
}

// draftOf returns the draft of somebody.
func (v *vault) draftOf(who string) string {
	v.t.Helper()
	list := v.must(who, "", "casefile", "draft")
	found := regexp.MustCompile(`(?m)^(\S+)  kept`).FindStringSubmatch(list)
	if found == nil {
		v.t.Fatalf("no draft is listed\n%s", list)
	}
	return found[1]
}

// wrongText lacks what a contact must say.
const wrongText = "---\nheadline: Telephone call of the school\n---\nShe asks for help again.\n"

const notGits = "not what git wrote\n"

// damagedCopy makes a copy with unsent work whose HEAD and index are damaged.
func (v *vault) damagedCopy() {
	v.must("asha", "", "casefile", "doctor", "--backed-up")
	v.record("asha")
	for _, name := range []string{"HEAD", "index"} {
		path := filepath.Join(v.copy("asha"), ".git", name)
		if err := os.WriteFile(path, []byte(notGits), 0o600); err != nil {
			v.t.Fatal(err)
		}
	}
}

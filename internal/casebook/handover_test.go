package casebook

import (
	"errors"
	"testing"

	"casefile/internal/record"
	"casefile/internal/team"
)

func handoverText(from, to, more string) string {
	return "---\nheadline: Another key worker\nfrom: " + from + "\nto: " + to +
		"\nreason: Leave\nopen_risks: none\nnext_steps: none\n" + more + "---\n"
}

func (o *office) handOver(who string, id record.ID, text string) error {
	o.Helper()
	b := o.as(who)
	_, err := b.handOver(o.ctx, id, b.prepared(o, id, "handover", text))
	return err
}

func TestHandOver(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	o.join("orla", "Orla Byrne", team.Auditor)
	o.join("ruth", "Ruth Vale", team.Caseworker)
	id := o.newCase()
	o.alter("ruth", leaves)
	if let, err := o.as("asha").letIn(o.ctx, id, "mina"); err != nil || let != nil {
		t.Errorf("mina reads it, and was let in: %+v, %v", let, err)
	}
	for _, tt := range []struct {
		name, who, text string
		want            error
	}{
		{"who can't read it", "asha", handoverText("asha", "nia", ""), ErrState},
		{"who has no such role", "asha", handoverText("asha", "orla", ""), ErrState},
		{"who has left", "asha", handoverText("asha", "ruth", ""), ErrState},
		{"nobody", "asha", handoverText("asha", "zed", ""), ErrNotFound},
		{"the key worker", "asha", handoverText("asha", "asha", ""), ErrState},
		{"of another than the key worker", "asha", handoverText("mina", "judith", ""), ErrState},
		{"by one who does not read it", "nia", handoverText("asha", "mina", ""), ErrDenied},
	} {
		if err := o.handOver(tt.who, id, tt.text); !errors.Is(err, tt.want) {
			t.Errorf("to %s: %v, want %v", tt.name, err, tt.want)
		}
	}
	let, err := o.as("asha").letIn(o.ctx, id, "nia")
	o.must(err)
	if let == nil {
		t.Error("nia was not let in")
	}
	o.must(o.handOver("asha", id, handoverText("asha", "nia", "cover: yes\nuntil: 2026-05-01\n")))
	if d := o.docket(id); d.KeyWorker != "asha" {
		t.Errorf("cover has moved the key worker to %s", d.KeyWorker)
	}
	o.must(o.handOver("mina", id, handoverText("asha", "nia", "")))
	if d := o.docket(id); d.KeyWorker != "nia" {
		t.Errorf("the key worker is %s", d.KeyWorker)
	}
	o.sound()
}

// Somebody who is let in again after a new recipient gets keys that open.
func TestLetInAfterANewRecipient(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	o.rotate("mina")
	let, err := o.as("asha").letIn(o.ctx, id, "mina")
	o.must(err)
	if let == nil || o.opens("mina", id) != 1 {
		t.Errorf("mina can't open what she was let in to: %+v", let)
	}
}

func TestReviewReaders(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	plain, besides, alone, left := o.newCase(), o.newCase(), o.newCase(), o.newCase()
	o.grant("asha", besides, "nia")
	o.grant("asha", left, "nia")
	o.must(o.handOver("asha", left, handoverText("asha", "nia", "")))
	o.revoke("asha", alone, "judith")
	o.alter("nia", leaves)
	got := map[record.ID]Reviewed{}
	list, err := o.as("judith").ReviewReaders(o.ctx)
	o.must(err)
	for _, r := range list {
		got[r.Case] = r
	}
	if r := got[besides]; len(r.Left) != 1 || r.Few || r.Gone || len(r.Beyond) != 0 {
		t.Errorf("a reader who left: %+v", r)
	}
	if r := got[left]; !r.Gone || len(r.Left) != 1 || len(r.Active) != 3 {
		t.Errorf("a key worker who left: %+v", r)
	}
	if _, listed := got[plain]; listed || len(got) != 2 {
		t.Errorf("listed: %v", got)
	}
	// asha leaves: of the case without judith only mina can read.
	o.alter("asha", leaves)
	list, err = o.as("judith").ReviewReaders(o.ctx)
	o.must(err)
	for _, r := range list {
		if r.Few != (r.Case == alone) {
			t.Errorf("%s has too few readers: %v, %+v", r.Case, r.Few, r.Active)
		}
	}
}

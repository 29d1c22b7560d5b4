package disclose

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/testenv"
	"casefile/internal/verify"
)

// judgeable returns a good proof of a note of asha's, as room casebook would have read it, and its
// files, which only their names matter of.
func judgeable(t *testing.T) (Package, verify.Proof) {
	t.Helper()
	at := time.Date(2026, 3, 6, 17, 40, 12, 0, time.UTC)
	key := "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + strings.Repeat("A", 43)
	roster := team.Team{Format: 1, Version: 1, Members: []team.Member{{ID: "asha", Name: "Asha Rao",
		Email: "asha@agency.example",
		Roles: []team.Role{team.Caseworker, team.Senior}, Since: at.Add(-time.Hour),
		Recipient: testenv.Recipient(1),
		Keys:      []team.Key{{Key: key, From: at.Add(-time.Hour)}}}}}
	sum := strings.Repeat("5e", 32)
	message := verify.Message{Op: team.OpAdd, Cases: []verify.CaseTrailers{{Case: "K3F927QM",
		Entries: []verify.EntryTrailer{{ID: "7K2M9QXH", SHA256: sum}}}}}
	person := verify.Person{Name: "Asha Rao", Email: "asha@agency.example", When: at, Zone: "+0000"}
	files := Package{}
	for _, name := range verify.ProofFiles() {
		files[name] = []byte("of " + name)
	}
	delete(files, verify.ProofReadme)
	return files, verify.Proof{
		Entry: &record.Entry{ID: "7K2M9QXH", Case: "K3F927QM", Kind: "note", Recorded: at,
			By: "asha", Text: []byte("the text")},
		SHA256: sum, Ops: []string{team.OpAdd},
		Commit: verify.Commit{ID: strings.Repeat("ab", 20),
			Parents: []string{strings.Repeat("12", 20)},
			Headers: []string{"tree", "parent", "author", "committer", "gpgsig"},
			Author:  person, Committer: person, Message: message.Encode(), Signer: key},
		Parent: verify.Commit{ID: strings.Repeat("12", 20), Committer: verify.Person{When: at}},
		Root:   "1", Tree: "1", Listed: "2", Roster: "2", Team: roster,
		Signers: roster.AllowedSigners(),
	}
}

// What holds shows who recorded what, and gives the page that belongs to it.
func TestJudgeProof(t *testing.T) {
	files, facts := judgeable(t)
	judged, err := JudgeProof(files, facts)
	if err != nil || len(judged.Faults) > 0 {
		t.Fatalf("%v, %v", judged.Faults, err)
	}
	it := judged.Proof.Item
	if judged.Proved.Author.ID != "asha" || judged.Proof.Signer.Name != "Asha Rao" ||
		judged.Proof.Adopted() || it.SHA256 != facts.SHA256 || it.Commit != facts.Commit.ID ||
		it.Op != "add" || !it.Committed.Equal(facts.Commit.Committer.When) {
		t.Errorf("judged %+v", judged)
	}
	whole, err := judged.Proof.Package()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := JudgeProof(whole, facts); err != nil || len(again.Faults) > 0 {
		t.Errorf("with its page: %v, %v", again.Faults, err)
	}
}

// The first thing that fails is told, by its file, and nothing is shown then.
func TestJudgeProofRefuses(t *testing.T) {
	unread := []verify.ProofFault{{File: verify.ProofTree, Means: "it is no tree"}}
	for _, tt := range []struct {
		name   string
		change func(files Package, facts *verify.Proof)
		files  []string // that have a fault
	}{
		{"a file can't be read", func(_ Package, p *verify.Proof) { p.Unread = unread },
			[]string{verify.ProofTree}},
		{"another text", func(_ Package, p *verify.Proof) { p.SHA256 = strings.Repeat("00", 32) },
			[]string{verify.ProofText}},
		{"no signature", func(_ Package, p *verify.Proof) { p.Commit.Signer = "" },
			[]string{verify.ProofCommit}},
		{"another's page", func(f Package, _ *verify.Proof) {
			f[verify.ProofReadme] = []byte("# x")
		},
			[]string{verify.ProofReadme}},
		{"a page, and no roster", func(f Package, _ *verify.Proof) {
			f[verify.ProofReadme] = []byte("# x")
			delete(f, verify.TeamPath)
		}, []string{verify.ProofText}},
		// What can't be read comes before what does not belong.
		{"both", func(f Package, p *verify.Proof) {
			f[verify.ProofReadme], p.Unread = []byte("# x"), unread
		}, []string{verify.ProofTree}},
	} {
		files, facts := judgeable(t)
		tt.change(files, &facts)
		judged, err := JudgeProof(files, facts)
		var got []string
		for _, f := range judged.Faults {
			got = append(got, f.File)
		}
		if err != nil || !slices.Equal(got, tt.files) || judged.Proved.Author.ID != "" {
			t.Errorf("%s: %+v, %v", tt.name, judged, err)
		}
	}
}

// A later form is for a later program to judge, whatever else seems wrong.
func TestJudgeProofOfLater(t *testing.T) {
	for name, change := range map[string]func(files Package, facts *verify.Proof){
		"a roster": func(_ Package, p *verify.Proof) { p.Newer = true },
		"a page": func(f Package, _ *verify.Proof) {
			f[verify.ProofReadme] = []byte("# Proof of one entry (casefile proof 2)\n")
		},
	} {
		files, facts := judgeable(t)
		facts.Unread = []verify.ProofFault{{File: verify.TeamPath, Means: "it has format 2"}}
		change(files, &facts)
		if judged, err := JudgeProof(files, facts); !errors.Is(err, verify.ErrNewer) ||
			len(judged.Faults) > 0 {
			t.Errorf("%s: %+v, %v", name, judged, err)
		}
	}
}

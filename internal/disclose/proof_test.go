package disclose

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/verify"
)

func aProof() Proof {
	at := time.Date(2026, 3, 6, 17, 40, 12, 0, time.UTC)
	asha := Signatory{"asha", "Asha Rao", "asha@agency.example"}
	return Proof{
		Item: cases.Item{Entry: &record.Entry{ID: "7K2M9QXH", Case: "K3F927QM", Kind: "note",
			Recorded: at, By: "asha", Text: []byte("the text")},
			Commit: strings.Repeat("ab", 20), Op: "add", Author: "asha",
			Committed: at.Add(time.Hour)},
		Author: asha, Signer: asha,
		Objects: Package{verify.ProofCommit: []byte("c"), verify.ProofParent: []byte("p"),
			verify.ProofTree: []byte("t"), verify.TeamPath: []byte("y"),
			verify.SignersPath: []byte("s")},
	}
}

func TestProofPackage(t *testing.T) {
	got, err := aProof().Package()
	if err != nil || len(got) != len(verify.ProofFiles()) {
		t.Fatalf("%d files, %v", len(got), err)
	}
	for _, name := range verify.ProofFiles() {
		if len(got[name]) == 0 {
			t.Errorf("%s is empty", name)
		}
	}
	if string(got[verify.ProofText]) != "the text" || string(got[verify.ProofCommit]) != "c" ||
		string(got[verify.SignersPath]) != "s" {
		t.Error("a file has the content of another")
	}
}

func TestProofReadme(t *testing.T) {
	mina := Signatory{"mina", "Mina Hall", "mina@agency.example"}
	for _, c := range []struct {
		about    string
		change   func(*Proof)
		has, not []string
	}{
		{"plain", func(*Proof) {}, []string{
			"The entry K3F9-27QM/7K2M-9QXH of the kind note was recorded by Asha Rao " +
				"<asha@agency.example> at 2026-03-06T17:40:12Z,\n",
			"in the commit " + strings.Repeat("ab", 20) + " of 2026-03-06T18:40:12Z.\n\n",
			"merge-base --is-ancestor " + strings.Repeat("ab", 20) + " main",
		}, []string{"{{", "had left", "attached file", "<no value>"}},
		{"adopted", func(p *Proof) {
			p.Signer = mina
		}, []string{"Mina Hall <mina@agency.example> signed that commit, since Asha Rao had " +
			"left.\n\n"}, nil},
		{"an attachment", func(p *Proof) {
			p.Item.Kind = "attachment"
		}, []string{"attached file's own bytes, which are proved with it.\n\n"}, nil},
	} {
		p := aProof()
		c.change(&p)
		files, err := p.Package()
		if err != nil {
			t.Fatal(err)
		}
		page := string(files[verify.ProofReadme])
		for _, words := range c.has {
			if !strings.Contains(page, words) {
				t.Errorf("%s: the page lacks %q", c.about, words)
			}
		}
		if i := slices.IndexFunc(c.not, func(words string) bool {
			return strings.Contains(page, words)
		}); i >= 0 {
			t.Errorf("%s: the page has %q", c.about, c.not[i])
		}
	}
}

func TestNewerPage(t *testing.T) {
	ours, err := aProof().Package()
	if err != nil {
		t.Fatal(err)
	}
	for page, newer := range map[string]bool{
		string(ours[verify.ProofReadme]):                                              false,
		strings.Replace(string(ours[verify.ProofReadme]), "proof 1)", "proof 12)", 1): true,
		strings.Replace(string(ours[verify.ProofReadme]), "proof 1)", "proof 0)", 1):  false,
		"":    false,
		"# x": false,
	} {
		if newerPage([]byte(page)) != newer {
			t.Errorf("%.60q: newer is not %v", page, newer)
		}
	}
}

func TestNoProof(t *testing.T) {
	p := aProof()
	p.Item.Fault = "the text is not the one that its commit declared"
	if files, err := p.Package(); !errors.Is(err, ErrUnproved) || files != nil {
		t.Errorf("%d files of a faulty entry, %v", len(files), err)
	}
	for name := range aProof().Objects {
		p := aProof()
		delete(p.Objects, name)
		if files, err := p.Package(); err == nil || files != nil {
			t.Errorf("%d files without %s", len(files), name)
		}
	}
}

func TestCheckPage(t *testing.T) {
	whole, err := aProof().Package()
	if err != nil {
		t.Fatal(err)
	}
	page := whole[verify.ProofReadme]
	lacking := aProof()
	lacking.Objects = Package{verify.ProofCommit: []byte("c")}
	broken := aProof()
	broken.Item.Fault = "another text"
	for _, tt := range []struct {
		name string
		p    Proof
		page []byte
		want error
	}{
		{"its own", aProof(), page, nil},
		{"not yet written", aProof(), nil, nil},
		{"an empty one", aProof(), []byte{}, ErrOtherPage},
		{"with a word more", aProof(), append(slices.Clone(page), '!'), ErrOtherPage},
		{"of an entry that breaks a rule", broken, page, ErrUnproved},
	} {
		if err := tt.p.checkPage(tt.page); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
	if err := lacking.checkPage(page); err == nil || errors.Is(err, ErrOtherPage) {
		t.Errorf("of a proof that lacks files: %v", err)
	}
}

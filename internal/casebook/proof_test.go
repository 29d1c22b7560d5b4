package casebook

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// proved makes the files of a proof of a note. They are read without the repository.
func (o *office) proved() (kinds *record.Kinds, files map[string][]byte, entry record.ID) {
	o.Helper()
	id := o.newCase()
	b := o.as("asha")
	entry = o.note(b, id, "Seen at home")
	it, err := b.OpenEntry(o.ctx, record.Ref{Case: id, Entry: entry})
	o.must(err)
	files, err = ProofObjects(o.ctx, b.Repo(), it)
	o.must(err)
	kinds, err = b.Kinds(o.ctx)
	o.must(err)
	return kinds, files, entry
}

func TestProofFacts(t *testing.T) {
	o := newOffice(t)
	kinds, files, entry := o.proved()
	p := ProofFacts(kinds, files)
	if len(p.Unread) > 0 || p.Newer || p.Entry.ID != entry || p.Root != p.Tree ||
		p.Listed != p.Roster ||
		p.Commit.Parents[0] != p.Parent.ID {
		t.Fatalf("%v, %+v", p.Unread, p)
	}
	proved, faults := p.Check()
	if len(faults) > 0 || proved.Author.ID != "asha" || proved.Op() != "add" {
		t.Errorf("by %s, with %s: %v", proved.Author.ID, proved.Op(), faults)
	}
}

// Anybody may have written the files. Each unreadable file is a fault, and all faults are reported.
// A well-formed exchanged file is found by the IDs.
func TestProofFactsOfSpoiltFiles(t *testing.T) {
	o := newOffice(t)
	kinds, whole, _ := o.proved()
	rewritten := strings.Replace(string(whole[verify.ProofText]), "Robin came", "Robin went", 1)
	for _, tt := range []struct {
		name  string
		spoil map[string]string
		read  []string // the unreadable files
		check []string // else the files that fail the check
	}{
		{"nothing but noise", map[string]string{verify.ProofText: "", verify.ProofCommit: "tree",
			verify.ProofParent: "\x00", verify.ProofTree: "100644 x",
			verify.TeamPath: "format: 1\n"}, []string{verify.ProofText, verify.ProofCommit,
			verify.ProofParent, verify.ProofTree, verify.TeamPath}, nil},
		{"a roster of one's own",
			map[string]string{verify.TeamPath: strings.Replace(string(whole[verify.TeamPath]),
				"Asha Rao", "Ida Blom", 1)}, nil, []string{verify.TeamPath}},
		{"another text", map[string]string{verify.ProofText: rewritten}, nil,
			[]string{verify.ProofText}},
		{"a commit for its parent",
			map[string]string{verify.ProofParent: string(whole[verify.ProofCommit])}, nil,
			[]string{verify.ProofParent}},
		{"other signers", map[string]string{verify.SignersPath: ""}, nil,
			[]string{verify.SignersPath}},
	} {
		files := map[string][]byte{}
		for name, data := range whole {
			files[name] = data
		}
		for name, text := range tt.spoil {
			files[name] = []byte(text)
		}
		p := ProofFacts(kinds, files)
		if got := faulty(p.Unread); !slices.Equal(got, tt.read) {
			t.Errorf("%s: can't read %v, want %v: %v", tt.name, got, tt.read, p.Unread)
			continue
		}
		_, faults := p.Check()
		if len(tt.read) > 0 {
			if !slices.Equal(faulty(faults), tt.read) {
				t.Errorf("%s: checked, it has %v", tt.name, faults)
			}
			continue
		}
		if !slices.Contains(faulty(faults), tt.check[0]) {
			t.Errorf("%s: %v, want a fault of %s", tt.name, faults, tt.check[0])
		}
	}
}

// A roster of a later program is no fault of the proof.
func TestProofFactsOfANewerRoster(t *testing.T) {
	o := newOffice(t)
	kinds, files, _ := o.proved()
	for text, newer := range map[string]bool{
		"format: 1\n": false,
		"":            false,
		strings.Replace(string(files[verify.TeamPath]), "format: 1\n", "format: 2\n", 1): true,
	} {
		files[verify.TeamPath] = []byte(text)
		if p := ProofFacts(kinds, files); p.Newer != newer {
			t.Errorf("%.20q: newer is %v", text, p.Newer)
		}
	}
}

func faulty(faults []verify.ProofFault) (files []string) {
	for _, f := range faults {
		files = append(files, f.File)
	}
	return files
}

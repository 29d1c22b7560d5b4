package verify

import (
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
)

// proofOf returns a valid proof of the one entry of an honest commit.
func proofOf(d *draft, id record.ID, kind string, ops ...string) *Proof {
	d.finish()
	by, _ := d.team().ByEmail(d.c.Author.Email)
	return &Proof{
		Entry: &record.Entry{ID: id, Case: theCase, Kind: kind, Recorded: d.c.Author.When,
			By: by.ID, Fields: map[string]any{}},
		SHA256: sum(string(id)), Ops: ops,
		Commit: d.mem.commits[d.c.ID].Commit, Parent: d.mem.commits[d.tip].Commit,
		Root: "1", Tree: "1", Listed: "2", Roster: "2", Team: d.team(),
		Signers: d.team().AllowedSigners(),
	}
}

func aNote(t testing.TB) *Proof {
	return proofOf(plain("add")(opened(t), "asha"), letter, "note", "add")
}

// aLeft returns the proof of an entry that asha recorded before she left, and mina adopted.
func aLeft(t testing.TB) *Proof {
	s := opened(t)
	d := s.next("team", "judith")
	d.member("asha", func(m *team.Member) { m.Left = s.now })
	s.land(d)
	d = s.next("adopt", "mina")
	d.msg.Adopts = "add"
	asha, _ := d.team().Member("asha")
	d.c.Author = Person{asha.Name, asha.Email, asha.Left.Add(-time.Minute), "+0000"}
	return proofOf(d.entry(theCase, letter), letter, "note", "add")
}

func anEndorsement(t testing.TB) *Proof {
	p := proofOf(endorseBy("line")(opened(t), "mina"), "7K2M1AAA", "endorsement", "endorse")
	p.Entry.Fields = map[string]any{"target": string(profile),
		"target_sha256": sum(string(profile)), "level": "line", "verdict": "endorsed"}
	return p
}

func TestProofsThatHold(t *testing.T) {
	for _, c := range []struct {
		about              string
		make               func(testing.TB) *Proof
		author, signer, op string
	}{
		{"a note", aNote, "asha", "asha", "add"},
		{"of a kind that nobody here knows", func(t testing.TB) *Proof {
			p := aNote(t)
			p.Entry.Kind = "kinship"
			return p
		}, "asha", "asha", "add"},
		{"adopted", aLeft, "asha", "mina", "add"},
		{"an endorsement", anEndorsement, "mina", "mina", "endorse"},
	} {
		got, faults := c.make(t).Check()
		if len(faults) > 0 || got.Author.ID != c.author || got.Signer.ID != c.signer ||
			got.Op() != c.op {
			t.Errorf("%s: %s, %s, %s; %v", c.about, got.Author.ID, got.Signer.ID, got.Op(), faults)
		}
	}
}

// Each fault names the file that has it.
func TestProofsThatFail(t *testing.T) {
	other := strings.Repeat("e", 40)
	tests := []struct {
		about string
		make  func(testing.TB) *Proof
		spoil func(*Proof)
		file  string
		means string
	}{
		{"unsigned", aNote, func(p *Proof) {
			p.Commit.Signer, p.Commit.SignFault = "", "none"
		}, "commit", "no good signature"},
		{"a stranger", aNote, func(p *Proof) {
			p.Commit.Signer = signingKey(40)
		}, "commit", "[stranger]"},
		{"a colleague", aNote, func(p *Proof) {
			p.Commit.Signer = signingKey(5)
		}, "commit", "[author]"},
		{"who left", aNote, func(p *Proof) { p.leave("asha") }, "commit", "[left]"},
		{"an ended key", aNote, func(p *Proof) { p.endKey("asha") }, "commit", "[key-ended]"},
		{"another author", aNote, func(p *Proof) {
			p.Commit.Author.Name, p.Commit.Author.Email = "Mina Hall", "mina@agency.example"
		}, "commit", "[author]"},
		{"a header more", aNote, func(p *Proof) {
			p.Commit.Headers = append(p.Commit.Headers, "encoding")
		}, "commit", "[commit-form]"},
		{"a zone", aNote, func(p *Proof) {
			p.Commit.Author.Zone = "+0100"
		}, "commit", "[commit-zone]"},
		{"before its parent", aNote, func(p *Proof) {
			p.Parent.Committer.When = p.Commit.Committer.When.Add(time.Second)
		}, "commit", "[commit-time]"},
		{"another message", aNote, func(p *Proof) {
			p.Commit.Message += "\n"
		}, "commit", "[message]"},
		{"an operation without entries", aNote, func(p *Proof) {
			p.rename("add", "policy")
		}, "commit", "[unknown-operation]"},
		{"an operation of no format", aNote, func(p *Proof) {
			p.rename("add", "merge")
		}, "commit", "[unknown-operation]"},
		{"another parent", aNote, func(p *Proof) { p.Parent.ID = other }, "parent", other},
		{"two parents", aNote, func(p *Proof) {
			p.Commit.Parents = append(p.Commit.Parents, other)
		}, "parent", "not the one parent"},
		{"another tree", aNote, func(p *Proof) { p.Tree = "3" }, "tree", "parent names 1"},
		{"another roster", aNote, func(p *Proof) {
			p.Roster = "3"
		}, "team.yaml", "not the one that tree names"},
		{"no roster", aNote, func(p *Proof) {
			p.Listed = ""
		}, "team.yaml", "not the one that tree names"},
		{"a roster against the rules", aNote, func(p *Proof) {
			p.Team.Members = p.Team.Members[:3]
			p.Signers = p.Team.AllowedSigners()
		}, "team.yaml", "not a member"},
		{"other signers", aNote, func(p *Proof) {
			p.Signers = p.Signers[1:]
		}, "allowed_signers", "team.yaml gives"},
		{"another case", aNote, func(p *Proof) {
			p.Entry.Case = another
		}, "entry.md", "does not touch"},
		{"another entry", aNote, func(p *Proof) {
			p.Entry.ID = noEntry
		}, "entry.md", "does not name"},
		{"another text", aNote, func(p *Proof) { p.SHA256 = sum("x") }, "entry.md", "SHA-256"},
		{"another time", aNote, func(p *Proof) {
			p.Entry.Recorded = p.Entry.Recorded.Add(time.Second)
		}, "entry.md", "time"},
		{"by another", aNote, func(p *Proof) { p.Entry.By = "mina" }, "entry.md", "by mina"},
		{"under another operation", aNote, func(p *Proof) {
			p.Ops = []string{"close"}
		}, "entry.md", "a note does not come with the operation add"},
		{"under an operation that its kind has none of", aNote, func(p *Proof) {
			p.Ops = nil
		}, "entry.md", "a note does not come with the operation add"},
		{"a kind of nobody's that endorses", anEndorsement, func(p *Proof) {
			p.Entry.Kind, p.Ops = "kinship", []string{"add"}
		}, "entry.md", "a kinship does not come with the operation endorse"},
		{"an attachment with no file", aNote, func(p *Proof) {
			p.Entry.Kind, p.Entry.Fields = "attachment", map[string]any{"file": "9QXH7K2M"}
		}, "entry.md", "does not bring the file 9QXH7K2M"},
		{"an attachment that is its own file", aNote, func(p *Proof) {
			p.Entry.Kind, p.Entry.Fields = "attachment", map[string]any{"file": string(p.Entry.ID)}
		}, "entry.md", "does not bring the file"},
		{"adopted of one who is here", aLeft, func(p *Proof) {
			p.change("asha", func(m *team.Member) { m.Left = time.Time{} })
		}, "commit", "[adopt]"},
		{"adopted by one who may not", aLeft, func(p *Proof) {
			p.change("mina", func(m *team.Member) { m.Roles = []team.Role{team.Caseworker} })
		}, "commit", "[role]"},
		{"adopted of nobody", aLeft, func(p *Proof) {
			p.Commit.Author.Email = "x@agency.example"
		}, "commit", "[author]"},
		{"by who adopts", aLeft, func(p *Proof) {
			p.Entry.By = "mina"
		}, "entry.md", "but asha recorded it"},
		{"another verdict", anEndorsement, func(p *Proof) {
			p.Entry.Fields["verdict"] = "returned"
		}, "entry.md", "endorsement"},
		{"an endorsement with no trailer", aNote, func(p *Proof) {
			p.Entry.Kind = "endorsement"
		}, "entry.md", "endorsement"},
	}
	for _, c := range tests {
		p := c.make(t)
		c.spoil(p)
		got, faults := p.Check()
		if len(faults) == 0 || faults[0].File != c.file ||
			!strings.Contains(faults[0].Means, c.means) || got.Author.ID != "" {
			t.Errorf("%s: %v; want %s: … %s", c.about, faults, c.file, c.means)
		}
	}
}

// change alters a member of the roster, and its signers file with it.
func (p *Proof) change(id string, f func(*team.Member)) {
	for i := range p.Team.Members {
		if p.Team.Members[i].ID == id {
			f(&p.Team.Members[i])
		}
	}
	p.Signers = p.Team.AllowedSigners()
}

func (p *Proof) leave(id string) {
	p.change(id, func(m *team.Member) { m.Left = m.Since.Add(time.Hour) })
}

func (p *Proof) endKey(id string) {
	p.change(id, func(m *team.Member) { m.Keys[0].To = m.Since.Add(time.Hour) })
}

func (p *Proof) rename(op, other string) {
	p.Commit.Message = strings.ReplaceAll(p.Commit.Message, op+"\n", other+"\n")
}

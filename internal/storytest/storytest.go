// Package storytest reads the fictional stories in testdata/stories for the tests of
// other rooms. The lines by which testdata/stories/play drives the real command
// line are here turned into what a fold looks at: the entries, the docket as it
// stood at any instant, and the people. So that every run gives the same bytes, an
// ID is made from its name, and hashes of commits are one fixed value.
//
// Recorded makes one entry for the tests that need no story.
//
// It opens no repository and needs no key, and no product code imports it. It reads
// testdata/stories, and writes nothing.
//
// # Words
//
//   - story: one fictional history, in a folder of its own, with a line for each act.
//   - act: what such a line has a member do, in one commit.
package storytest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Tip stands for the commit up to which the record was verified.
const Tip = "3f2a91c07d5b6e8f9a0b1c2d3e4f5a6b7c8d9e0f"

// Story is one story, read to its end.
type Story struct {
	Name   string
	Policy *policy.Policy
	Kinds  *record.Kinds
	People []Person
	Cases  []*Told   // as they began
	Look   time.Time // an instant in its middle, to look back to
	End    time.Time
	Reader string // who reads the reports at the end

	dir  string
	ids  map[string]record.ID // of entries and cases, by name
	on   *Told
	last time.Time // the newest commit
	seq  int
}

// Person is a member.
type Person struct {
	ID, Name, LineManager string
	Roles                 []string
}

// Told is one case of a story.
type Told struct {
	Name  string // as the story calls it
	ID    record.ID
	Items []cases.Item

	turns []turn
}

// turn is one change of the docket.
type turn struct {
	at time.Time
	do func(*record.Docket)
}

// All reads every story below a folder, testdata/stories.
func All(dir string) ([]*Story, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*", "story"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no stories in %s: %w", dir, err)
	}
	var out []*Story
	for _, f := range files {
		s, err := read(filepath.Dir(f))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		out = append(out, s)
	}
	return out, nil
}

// read reads one story from its folder.
func read(dir string) (*Story, error) {
	text, err := os.ReadFile(filepath.Join(dir, "story"))
	if err != nil {
		return nil, err
	}
	s := &Story{Name: filepath.Base(dir), dir: dir, ids: map[string]record.ID{}}
	if s.Kinds, err = record.Builtin(); err != nil {
		return nil, err
	}
	for n, line := range strings.Split(string(text), "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		if err := s.act(words[0], words[1:]); err != nil {
			return nil, fmt.Errorf("line %d, %s: %w", n+1, words[0], err)
		}
	}
	return s, nil
}

// Names returns the members' names.
func (s *Story) Names() map[string]string {
	out := map[string]string{}
	for _, p := range s.People {
		out[p.ID] = p.Name
	}
	return out
}

// Has returns the members who hold one of some roles, in the order of the story.
func (s *Story) Has(roles ...string) []string {
	var out []string
	for _, p := range s.People {
		if p.has(roles) {
			out = append(out, p.ID)
		}
	}
	return out
}

func (p Person) has(roles []string) bool {
	for _, r := range roles {
		for _, held := range p.Roles {
			if r == held {
				return true
			}
		}
	}
	return false
}

// team returns the roster of the story's people, who all stay.
func (s *Story) team() team.Team {
	t := team.Team{Format: team.Format, Version: 1}
	for _, p := range s.People {
		m := team.Member{ID: p.ID, Name: p.Name, LineManager: strings.Trim(p.LineManager, "-")}
		for _, r := range p.Roles {
			m.Roles = append(m.Roles, team.Role(r))
		}
		t.Members = append(t.Members, m)
	}
	return t
}

// Duties returns the duties in a case at an instant.
func (s *Story) Duties(c *cases.Case) []duty.Duty {
	f := duty.Of(c)
	if d := c.Docket; d.Pending != "" {
		t := c.Thread(d.Pending)
		f.Pending = duty.PendingText(d, s.Policy, s.asked(t), t.Recorded, endorsed(t))
	}
	return duty.In(f, duty.World{Team: s.team(), Policy: s.Policy, Now: c.Now})
}

// asked returns the facts that history would have of an entry that waits. Every member with a role
// had it by then.
func (s *Story) asked(t *cases.Thread) verify.EntryFact {
	people := s.team()
	return verify.EntryFact{Author: t.Author, Signer: t.Author,
		Request: policy.RequestOf(s.Policy, t.Kind, people.Endorsers(record.LevelLine),
			people.Endorsers(record.LevelSenior))}
}

func endorsed(t *cases.Thread) []verify.EndorseFact {
	var out []verify.EndorseFact
	for _, g := range t.Endorsement.Given {
		if !g.Earlier {
			out = append(out, verify.EndorseFact{Target: t.ID, Level: g.Level, Verdict: g.Verdict,
				Member: g.By, Committed: g.At})
		}
	}
	return out
}

// LineManager of a member, or "".
func (s *Story) LineManager(member string) string {
	for _, p := range s.People {
		if p.ID == member {
			return p.LineManager
		}
	}
	return ""
}

// IDs returns the names of entries and cases with their IDs.
func (s *Story) IDs() map[string]record.ID { return s.ids }

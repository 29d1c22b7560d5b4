package verify

import (
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// carlLeft returns the story of an open case that carl could read before he left.
func carlLeft(t testing.TB) *story { return gone(grantedCarl(t), "carl") }

// gone makes judith record that somebody left.
func gone(s *story, member string) *story {
	d := s.next("team", "judith")
	d.member(member, func(m *team.Member) { m.Left = s.now })
	s.land(d)
	return s
}

// adopted returns the adoption of an operation by a member who left: recorded an hour before they
// left, and signed today by the adopter.
func (s *story) adopted(op, author, signer string) *draft {
	d := s.next(team.OpAdopt, signer)
	d.msg.Adopts = op
	m, ok := d.team().Member(author)
	if !ok {
		s.Fatalf("no member %s", author)
	}
	d.c.Author.Name, d.c.Author.Email = m.Name, m.Email
	if !m.Active() {
		d.c.Author.When = m.Left.Add(-time.Hour)
	}
	return d
}

func adoptedNote(t testing.TB) *draft {
	return carlLeft(t).adopted("add", "carl", "mina").entry(theCase, letter)
}

func TestAdopt(t *testing.T) {
	author := func(id string) func(*draft) {
		return func(d *draft) {
			m, _ := d.team().Member(id)
			d.c.Author.Name, d.c.Author.Email = m.Name, m.Email
		}
	}
	signer := func(id string) func(*draft) {
		return func(d *draft) {
			was := d.c.Author
			d.by(id)
			d.c.Author = was
		}
	}
	recorded := func(after time.Duration) func(*draft) {
		return func(d *draft) {
			m, _ := d.team().Member("carl")
			d.remove(d.path(theCase, letter))
			d.c.Author.When = m.Left.Add(after)
			d.put(d.path(theCase, letter), "age entry moved")
		}
	}
	vary(t, adoptedNote, []variation{
		{"by a senior who reads", signer("judith"), ""},
		{"by a senior who does not", signer("vera"), "role"},
		{"by a caseworker who reads", signer("asha"), "role"},
		{"by records, who may add but not adopt", signer("ruth"), "role"},
		{"by a contributor", signer("ben"), "role"},
		{"by an offline key", signer("recovery-1"), "role"},
		{"by the member who left", signer("carl"), "left"},
		{"of one who is still here", author("asha"), "adopt"},
		{"of the adopter", author("mina"), "adopt"},
		{"of nobody in the roster", func(d *draft) {
			d.c.Author.Email = "nobody@agency.example"
		}, "author"},
		{"under another name", func(d *draft) { d.c.Author.Name = "Karl Amadi" }, "author"},
		{"under another's email", func(d *draft) {
			d.c.Author.Email = "asha@agency.example"
		}, "author"},
		{"committed under another name", func(d *draft) {
			d.c.Committer.Name = "Carl Amadi"
		}, "author"},
		{"recorded in the second of leaving", recorded(0), ""},
		{"recorded a second after leaving", recorded(time.Second), "adopt"},
		{"recorded after the adoption", recorded(24 * time.Hour), "adopt commit-time"},
		{"a file dated by the adoption", func(d *draft) {
			d.remove(d.path(theCase, letter))
			d.put(record.CaseFolder(theCase)+"/"+record.FileName(d.now, letter, false),
				"age entry now")
		}, "entry-name"},
		{"with no entry", func(d *draft) {
			d.remove(d.path(theCase, letter))
			d.trailers(theCase).Entries = nil
		}, "trailers"},
		{"with a docket changed", set(func(k *record.Docket) {
			*k = AfterHold(*k, letter)
		}), "holds"},
		{"an operation of no table", func(d *draft) {
			d.msg.Adopts = "rewrite"
		}, "unknown-operation"},
		{"an adoption of an adoption", func(d *draft) {
			d.msg.Adopts = team.OpAdopt
		}, "unknown-operation"},
		{"nothing named", func(d *draft) { d.msg.Adopts = "" }, "author message"},
		{"another operation that names one", func(d *draft) { d.msg.Op = "add" }, "message"},
	})
}

// A manager or senior who has the right to an operation can adopt it if it brings an entry. No
// other operation can be adopted.
func TestWhatCanBeAdopted(t *testing.T) {
	const adoptable = "open intake concern add close reopen handover hold release transfer " +
		"dispose-request erase-request"
	for op := range table {
		if got, want := Adoptable(op), slices.Contains(strings.Fields(adoptable), op); got != want {
			t.Errorf("adoptable %s: %v, want %v", op, got, want)
		}
	}
	if Adoptable("init") || Adoptable("reseal") || Adoptable("") {
		t.Error("what is no operation of cases can be adopted")
	}
	for _, o := range operations() {
		for _, who := range []string{"mina", "judith"} {
			s := o.state(t)
			gone(s, "carl")
			d := o.build(s, who)
			d.msg.Op, d.msg.Adopts = team.OpAdopt, o.op
			carl, _ := d.team().Member("carl")
			d.c.Author.Name, d.c.Author.Email, d.c.Author.When = carl.Name, carl.Email, carl.Left
			d.renamed()
			got := strings.Fields(rules(s.faults(d)))
			may := slices.Contains(strings.Fields(o.who), who)
			switch {
			case !Adoptable(o.op) && !slices.Contains(got, "adopt"):
				t.Errorf("%s adopted by %s: got rules %v, want adopt", o.op, who, got)
			case Adoptable(o.op) && may && len(got) > 0:
				t.Errorf("%s adopted by %s: got rules %v", o.op, who, got)
			case Adoptable(o.op) && !may && !slices.Contains(got, "role"):
				t.Errorf("%s adopted by %s, who may not do it: got rules %v", o.op, who, got)
			}
		}
	}
}

// renamed gives a draft's entries the names that its author time requires.
func (d *draft) renamed() {
	before := d.mem.commits[d.tip].files
	for path, f := range d.files {
		if _, old := before[path]; old {
			continue
		}
		folder, name := path[:strings.LastIndexByte(path, '/')+1],
			path[strings.LastIndexByte(path, '/')+1:]
		if _, id, attached, ok := record.ParseFileName(name); ok {
			delete(d.files, path)
			d.files[folder+record.FileName(d.c.Author.When, id, attached)] = f
		}
	}
}

// An adopted entry is its author's: history names the author and the adopted operation. The adopter
// answers for it too, and may endorse it no more than the author.
func TestAdoptedEntryIsItsAuthors(t *testing.T) {
	d := adoptedNote(t)
	s := d.story
	d.finish()
	v, err := s.judge.Commit(d.c.ID)
	if err != nil || len(v.Faults) > 0 || len(v.Learned) != 1 || len(v.Learned[0].Entries) != 1 {
		t.Fatalf("%v%s, learned %+v", err, means(v.Faults), v.Learned)
	}
	if e := v.Learned[0].Entries[0]; e.Author != "carl" || e.Op != "add" ||
		!e.Committed.Equal(s.now) {
		t.Errorf("learned %+v", e)
	}
	for _, tt := range []struct{ who, level, want string }{
		{"mina", "line", "endorse-own"}, {"judith", "senior", ""}, {"asha", "line", "role"},
		{"carl", "line", "left"},
	} {
		s := carlLeft(t)
		s.land(s.adopted("add", "carl", "mina").entry(theCase, letter))
		got := rules(s.faults(s.next("endorse", tt.who).endorse(theCase, "7K2M1AAA", letter,
			tt.level, "endorsed")))
		if got != tt.want {
			t.Errorf("endorsed by %s: got rules %q, want %q", tt.who, got, tt.want)
		}
	}
}

// Nobody endorses an entry that they recorded themselves. An endorsement by a member who left can't
// be adopted.
func TestNoAdoptedEndorsement(t *testing.T) {
	adopted := func(t testing.TB) *story {
		s := gone(openedUnder(t, policy.Casework), "vera")
		s.land(s.adopted("concern", "vera", "judith").entry(theCase, letter))
		return s
	}
	for _, level := range []string{"line", "senior"} {
		s := adopted(t)
		d := s.next("endorse", "judith").endorse(theCase, "7K2M1BBB", letter, level, "endorsed")
		if got := rules(s.faults(d)); got != "endorse-own" {
			t.Errorf("the adopter, at the level %s: got rules %q", level, got)
		}
	}
	s := adopted(t)
	d := s.adopted("endorse", "vera", "mina").endorse(theCase, "7K2M1CCC", letter, "line",
		"endorsed")
	if got := rules(s.faults(d)); got != "adopt" {
		t.Errorf("an adopted endorsement: got rules %q", got)
	}
}

// A case opened by adoption needs an active key worker like any other.
func TestAdoptedCase(t *testing.T) {
	opens := func(t testing.TB) *draft {
		s := gone(founded(t, policy.Casework), "carl")
		return s.adopted("open", "carl", "mina").on(theCase, func(k *record.Docket) {
			*k = AfterOpen(theCase, k.Opened, "mina", s.keys(readers...))
		}).epoch(theCase, 1).entry(theCase, profile)
	}
	vary(t, opens, []variation{
		{"with the absent member as key worker", func(d *draft) {
			set(func(k *record.Docket) { k.KeyWorker, k.Keys[0]["carl"] = "carl", d.key() })(d)
		}, "key-worker keys"},
		{"with a wrapped key for the absent member", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[0]["carl"] = d.key() })(d)
		}, "keys"},
	})
}

package access

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/disclose"
)

// leila is the profile of the tests of the gate: her mother and the mother's partner live with
// her; her father lives elsewhere, at an address that an aunt has too; nobody says where the
// grandmother lives.
const leila = `subject_type: child
name: Leila Kerr
date_of_birth: 2012-02-03
address: 4 Fern Road, Westmoor
people:
  - {name: Dana Kerr, relation: mother, parental_responsibility: yes, lives_with: yes}
  - {name: Owen Tarn, relation: mother's partner, address: "4 Fern Road, Westmoor"}
  - {name: Samir Kerr, relation: father, parental_responsibility: yes, lives_with: no,
	address: "9 Quay Street, Westmoor"}
  - {name: Hana Kerr, relation: aunt, lives_with: no, address: "9 Quay Street, Westmoor"}
  - {name: Ruth Boyle, relation: grandmother}
  - {name: Ann Lind, relation: social worker, agency: Northshire CSC, lives_with: no}
`

// askedBy returns a request for the record of Leila Kerr.
func askedBy(who, as string, more ...string) string {
	return "who: " + who + "\nas: " + as + "\nauthority: parental responsibility\n" +
		"received_on: 2026-03-03\nwhat: everything\nidentity: confirmed\n" +
		"send_to: by hand\n" + strings.Join(more, "")
}

// names are the first names of people, sorted.
func firstNames(people []*someone) string {
	var out []string
	for _, p := range people {
		first, _, _ := strings.Cut(p.names[0], " ")
		out = append(out, first)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// TestAskerOf: who asks is found among the people of the profile or, where a word of it fits
// nobody, or two, nobody knows who it is.
func TestAskerOf(t *testing.T) {
	const nobody = "nobody"
	for _, c := range []struct{ who, as, asks, near string }{
		{"Dana Kerr", "parent", "Dana", "Owen Ruth"},
		{"KERR, Dana", "parent", "Dana", "Owen Ruth"},
		{"Dana Kerr (mother)", "parent", "Dana", "Owen Ruth"},
		{"Samir Kerr", "parent", "Samir", "Hana"},
		{"Samir Kerr and Hana Kerr", "parent", "Hana Samir", ""},
		{"Dana Kerr and Samir Kerr", "parent", "Dana Samir", "Hana Owen Ruth"},
		{"her mother", "parent", "Dana", "Owen Ruth"},
		{"Mum", "parent", "Dana", "Owen Ruth"},
		{"her mother", "other", nobody, ""},
		{"a parent", "parent", nobody, ""},
		{"Ruth Boyle", "other", "Ruth", "Dana Owen"},
		{"Lee Marsh", "parent", nobody, ""},
		{"Dana Kerr and Lee Marsh", "parent", nobody, ""},
		{"Kerr & Sons, solicitors", "representative", nobody, ""},
		{"unknown", "parent", nobody, ""},
	} {
		r := recorded(t)
		r.add("asha", "profile", leila, "")
		r.add("asha", "access-request", askedBy("\""+c.who+"\"", c.as), "")
		a := askerOf(r.items, r.fold().Access[0].Entry)
		got := firstNames(a.who)
		if !a.known() {
			got = nobody
		}
		if got != c.asks || firstNames(a.household) != c.near {
			t.Errorf("%s as %s: %s asks, near are %q", c.who, c.as, got, firstNames(a.household))
		}
	}
}

const (
	concernFront = "headline: At school\noccurred: 2026-03-05\nwhere: school\n" +
		"immediate_danger: no\n" +
		"told: Mina Hall\naction: none yet\n"
	riskFront = "headline: Bruises\noccurred: 2026-03-05\nnature: identified\nstate: open\n" +
		"harm: bruises\nthose_at_risk: [Leila]\nreview_on: 2026-03-20\n"
)

// TestGateNames: how an entry names who asks, or somebody at the same address.
func TestGateNames(t *testing.T) {
	for _, c := range []struct {
		about, who, kind, front, body string
		want                          mention
	}{
		{"the mother is the source", "Dana Kerr", "risk", riskFront +
			"source_of_harm: Dana Kerr\n", "", asHarm},
		{"by what she is", "Dana Kerr", "risk", riskFront + "source_of_harm: her mum\n", "",
			asHarm},
		{"who lives with her is", "Dana Kerr", "risk", riskFront + "source_of_harm: Owen Tarn\n",
			"", asHarm},
		{"by what he is", "Dana Kerr", "risk", riskFront + "source_of_harm: mother's partner\n",
			"", asHarm},
		{"the father is", "Dana Kerr", "risk", riskFront + "source_of_harm: Samir Kerr\n", "",
			nowhere},
		{"he asks, and his sister is", "Samir Kerr", "risk", riskFront +
			"source_of_harm: Hana Kerr\n", "", asHarm},
		{"he asks, and the mother is", "Samir Kerr", "risk", riskFront +
			"source_of_harm: Dana Kerr\n", "", nowhere},
		{"nobody knows who", "Samir Kerr", "risk", riskFront + "source_of_harm: unknown\n", "",
			asHarm},
		{"somebody", "Samir Kerr", "risk", riskFront + "source_of_harm: somebody at the park\n",
			"", asHarm},
		{"the home", "Dana Kerr", "risk", riskFront + "source_of_harm: home\n", "", asHarm},
		{"the home of somebody who lives elsewhere", "Samir Kerr", "risk", riskFront +
			"source_of_harm: home\n", "", nowhere},
		{"the home of who may live there", "Ruth Boyle", "risk", riskFront +
			"source_of_harm: the house\n", "", asHarm},
		{"a partner without a name", "Samir Kerr", "risk", riskFront +
			"source_of_harm: a new partner\n", "", asHarm},
		{"the parents, and an aunt asks", "Hana Kerr", "risk", riskFront +
			"source_of_harm: the parents\n", "", nowhere},
		{"the family", "Hana Kerr", "risk", riskFront + "source_of_harm: the family\n", "", asHarm},
		{"about her, at home", "Dana Kerr", "concern", concernFront +
			"about: Leila at home\nseen_or_heard: Late.\n", "", nowhere},
		{"the traffic", "Dana Kerr", "risk", riskFront + "source_of_harm: the traffic\n", "",
			nowhere},
		{"about her and her mother", "Dana Kerr", "concern", concernFront +
			"about: Leila and Dana\nseen_or_heard: Late.\n", "", asHarm},
		{"about the parents", "Samir Kerr", "concern", concernFront +
			"about: Leila's parents\nseen_or_heard: Late.\n", "", asHarm},
		{"about her alone", "Dana Kerr", "concern", concernFront +
			"about: Leila\nseen_or_heard: Late.\n", "", nowhere},
		{"what she said", "Dana Kerr", "concern", concernFront +
			"about: Leila\nchild_said: Mum hit me\n", "", inAccount},
		{"in the body", "Dana Kerr", "concern", concernFront +
			"about: Leila\nseen_or_heard: Late.\n",
			"## Facts\nF1: She says that Owen shouts.\n", inAccount},
		{"who told it is no account", "Dana Kerr", "concern",
			concernFront + "about: Leila\nseen_or_heard: Late.\nsources: [{who: Dana Kerr}]\n", "",
			nowhere},
		{"parents were not told", "Dana Kerr", "triage", "headline: Read\nread_at: 2026-03-05\n" +
			"decision: watch\nreason: Wait.\nparents_told: no\nreason_not_told: risk\n", "",
			inAccount},
		{"an aunt asks, and parents were not told", "Hana Kerr", "triage", "headline: Read\n" +
			"read_at: 2026-03-05\ndecision: watch\nreason: Wait.\nparents_told: no\n" +
			"reason_not_told: risk\n", "", nowhere},
		{"nobody knows who asks", "Lee Marsh", "concern", concernFront +
			"about: Leila\nseen_or_heard: Late.\n", "", asHarm},
	} {
		r := recorded(t)
		r.add("asha", "profile", leila, "")
		r.add("asha", "access-request", askedBy(c.who, "parent"), "")
		it := r.add("asha", c.kind, c.front, c.body)
		tell := newAskerFinder(askerOf(r.items, r.fold().Access[0].Entry))
		got, places := tell.of(&it)
		if got != c.want {
			t.Errorf("%s: %d, want %d (%+v)", c.about, got, c.want, places)
		}
	}
}

// gateCase has, in order: the profile, a request by the mother, a concern about the child, a
// triage, a risk with the mother as its source, a note.
func gateCase(t *testing.T) *records {
	t.Helper()
	r := recorded(t)
	r.add("asha", "profile", leila, "")
	r.add("asha", "access-request", askedBy("Dana Kerr", "parent"), "")
	concern := r.add("ben", "concern", concernFront+"about: Leila\nseen_or_heard: Late again.\n",
		"")
	r.add("mina", "triage", "headline: Read\nread_at: 2026-03-05\ndecision: watch\nreason: Wait.\n"+
		"parents_told: yes\nlinks: {concern: "+string(concern.ID)+"}\n", "")
	r.add("asha", "risk", riskFront+"source_of_harm: Dana Kerr\n", "")
	r.add("asha", "note", "headline: Football\n", "She scored.\n")
	return r
}

// asks returns the entries that are asked about, in order, and those of them that are marked.
func asks(open []disclose.Question) (entries, marked string) {
	for _, o := range open {
		if o.What == disclose.AskEntry {
			entries += " " + string(o.Entry.Entry)[:4]
			if o.Named {
				marked += " " + string(o.Entry.Entry)[:4]
			}
		}
	}
	return strings.TrimSpace(entries), strings.TrimSpace(marked)
}

// TestGate: which entries are asked about, the graver first, and what answers.
func TestGate(t *testing.T) {
	keep := func(n, seq int) disclose.Decision {
		return disclose.Decision{Entry: ids[n], Do: disclose.DoKeep, Seq: seq}
	}
	withhold := func(n, seq int) disclose.Decision {
		return disclose.Decision{Entry: ids[n], Do: disclose.DoWithhold, Seq: seq}
	}
	for _, c := range []struct {
		about           string
		decided         []disclose.Decision
		entries, marked string
	}{
		{"nothing decided", nil, "4W8P B8Q1 R4D9", "4W8P"},
		{"one kept", []disclose.Decision{keep(2, 9)}, "4W8P R4D9", "4W8P"},
		{"one withheld", []disclose.Decision{withhold(4, 9)}, "B8Q1 R4D9", ""},
		{"all decided", []disclose.Decision{keep(2, 9), keep(3, 9), withhold(4, 9)}, "", ""},
		{"kept before it was amended", []disclose.Decision{keep(2, 9), keep(3, 9), keep(4, 4)},
			"4W8P", "4W8P"},
		{"withheld before it was amended", []disclose.Decision{keep(2, 9), keep(3, 9), withhold(4,
			4)}, "", ""},
		{"a later decision stands", []disclose.Decision{keep(2, 9), keep(3, 9), withhold(4, 4),
			keep(4, 4)},
			"4W8P", "4W8P"},
	} {
		m := gateCase(t).maker(c.decided...)
		entries, marked := asks(m.gatedNow())
		if entries != c.entries || marked != c.marked {
			t.Errorf("%s: asks about %q, marked %q", c.about, entries, marked)
		}
	}
}

// TestGateOwn: nothing is asked of the subject's own request. What a matched requester's entry
// says is no part of the reason.
func TestGateOwn(t *testing.T) {
	r := gateCase(t)
	m := r.maker()
	for _, o := range m.gatedNow() {
		if strings.Contains(o.Why, "Dana") || strings.Contains(o.Why, "ruise") {
			t.Errorf("the reason tells what the entry says: %s", o.Why)
		}
		if len(o.Passages) == 0 {
			t.Errorf("%s has no place", o.Entry)
		}
	}
	m.Request.Entry.Fields["as"], m.Request.Entry.Fields["who"] = "subject", "Leila Kerr"
	if got := m.gatedNow(); len(got) > 0 {
		t.Errorf("the subject asks, and %v is asked", got)
	}
}

// TestGateBelongs: what answers an entry that is withheld is asked about as such.
func TestGateBelongs(t *testing.T) {
	m := gateCase(t).maker(disclose.Decision{Entry: ids[2], Do: disclose.DoWithhold,
		Exemption: disclose.ChildAbuse, Seq: 9})
	for _, o := range m.gatedNow() {
		if got := strings.HasPrefix(o.Why, whyLinks); got != (o.Entry.Entry == ids[3]) {
			t.Errorf("%s: %s", o.Entry, o.Why)
		}
	}
}

// TestGateAmended: an amendment makes the question new, also where it is the newer text alone
// that names who asks.
func TestGateAmended(t *testing.T) {
	r := gateCase(t)
	r.add("ben", "concern", concernFront+"about: Leila and Dana\nseen_or_heard: Late again.\n"+
		"links: {amends: "+string(ids[2])+"}\n", "")
	m := r.maker(disclose.Decision{Entry: ids[2], Do: disclose.DoKeep, Seq: 6})
	open := m.gatedNow()
	at := slices.IndexFunc(open, func(o disclose.Question) bool { return o.Entry.Entry == ids[6] })
	if at < 0 || !open[at].Named || !strings.HasPrefix(open[at].Why,
		"it was kept, and amended since") {
		t.Errorf("asked is %+v", open)
	}
}

// TestAsksWhetherToAnswer: where something speaks against a copy, that is the first question.
func TestAsksWhetherToAnswer(t *testing.T) {
	r := gateCase(t)
	m := r.maker()
	open, _, err := m.Questions()
	if err != nil || len(open) == 0 || open[0].Entry.Entry != ids[1] ||
		!strings.HasSuffix(open[0].Why, whySource) {
		t.Errorf("%v: first is %+v", err, open)
	}
	m.Decided = []disclose.Decision{{Entry: ids[1], Do: disclose.DoAnswer, Seq: 9}}
	if open, _, _ := m.Questions(); open[0].Entry.Entry == ids[1] {
		t.Error("it was decided, and is asked again")
	}
}

// gatedNow returns the questions of the gate, as decisions stand.
func (m CopyMaker) gatedNow() []disclose.Question {
	return m.gated(disclose.NewRedaction(m.Items, m.Kinds, m.decisions()), m.decisions())
}

// TestOwn: a request is the subject's own where it says so, and who asks has such a name.
func TestOwn(t *testing.T) {
	for _, c := range []struct {
		who, as string
		want    bool
	}{
		{"Leila Kerr", "subject", true},
		{"Leila", "subject", true},
		{"Miss L. Kerr", "subject", true},
		{"kerr, leila", "subject", true},
		{"Lulu Kerr", "subject", true}, // known as
		{"Dana Kerr", "subject", false},
		{"Leila's mother", "subject", false},
		{"Leila Kerr", "parent", false},
		{"Leila Kerr", "representative", false},
	} {
		r := recorded(t)
		r.add("asha", "profile", leila+"known_as: Lulu Kerr\n", "")
		r.add("asha", "access-request", askedBy(c.who, c.as), "")
		if got := own(r.fold().Access[0].Entry, r.items); got != c.want {
			t.Errorf("%s as %s: %t", c.who, c.as, got)
		}
	}
}

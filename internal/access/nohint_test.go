package access

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/storytest"
)

// written is an entry of a history of which some entries are withheld. Links are of what it
// links to, by relation; those to withheld entries stand only in the record that has them.
type written struct {
	id          record.ID
	kind, front string
	body        string
	links       map[string]record.ID
	withheld    bool          // by a decision
	with        bool          // with an entry that is withheld: a file that belongs to it
	after       time.Duration // it is recorded so long after the case began
}

// recordOf returns the record of these entries: all of them or, as if the others had never been,
// those that are not withheld.
func recordOf(t testing.TB, all []written, whole bool) *records {
	t.Helper()
	r := recorded(t)
	hidden := map[record.ID]bool{}
	for _, w := range all {
		hidden[w.id] = w.withheld || w.with
	}
	for _, w := range all {
		if hidden[w.id] && !whole {
			continue
		}
		front := w.front
		var links []string
		for _, relation := range slices.Sorted(maps.Keys(w.links)) {
			if to := w.links[relation]; whole || !hidden[to] {
				links = append(links, relation+": "+string(to))
			}
		}
		if len(links) > 0 {
			front += "links: {" + strings.Join(links, ", ") + "}\n"
		}
		at := began.Add(w.after)
		text := fmt.Sprintf("---\nid: %s\ncase: %s\nkind: %s\nrecorded: %s\nby: asha\n"+
			"nonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n%s---\n%s", string(w.id), string(caseID), w.kind,
			at.Format(time.RFC3339), front, w.body)
		e, err := r.kinds.Decode([]byte(text))
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		r.items = append(r.items, cases.Item{Entry: e, SHA256: sumOf(w.id), Author: "asha",
			Op:        "add",
			Committed: at, Seq: len(r.items) + 1})
	}
	return r
}

// sumOf returns a SHA-256 for an entry, by which endorsements name it.
func sumOf(id record.ID) string { return fmt.Sprintf("%x", []byte(strings.Repeat(string(id), 4))) }

// copyOf makes the copy of a record for its only request. What is withheld is decided so; all
// else goes.
func copyOf(t testing.TB, all []written, whole bool, docket *record.Docket) disclose.Package {
	t.Helper()
	r := recordOf(t, all, whole)
	in := r.fold()
	m := CopyMaker{Case: in, Request: in.Access[0], Docket: docket, Items: r.items, Kinds: r.kinds,
		Agency: r.agency(), AsAt: began.Add(1000 * time.Hour),
		Open: func(id record.ID) (*plain.File, error) {
			return storytest.Attached(t, "file of "+string(id)), nil
		}}
	last := len(r.items)
	m.Decided = []disclose.Decision{{Entry: hintID(1), Do: disclose.DoAnswer, Seq: last}}
	for _, w := range all {
		one := disclose.Decision{Entry: w.id, Do: disclose.DoKeep, Seq: last}
		if w.withheld {
			one = disclose.Decision{Entry: w.id, Do: disclose.DoWithhold,
				Exemption: disclose.ChildAbuse, Seq: last}
		}
		m.Decided = append(m.Decided, one)
	}
	for _, name := range []string{"Dana Kerr", "Owen Tarn", "Ann Lind", "Mina Hall"} {
		m.Decided = append(m.Decided, disclose.Decision{Name: name, Do: disclose.DoKeep, Seq: last})
	}
	pack, _, err := m.Copy()
	var open *disclose.Undecided
	if errors.As(err, &open) {
		t.Fatalf("asked about %+v", open.Questions)
	}
	if err != nil {
		t.Fatal(err)
	}
	return pack
}

// sameCopies fails where the copy of a record differs in any byte, name or size from that of
// the record that never had what is withheld.
func sameCopies(t testing.TB, all []written, about string) {
	t.Helper()
	opened := record.Date{Year: 2026, Month: 1, Day: 12}
	had := copyOf(t, all, true, &record.Docket{Case: caseID, Opened: opened, KeyWorker: "asha",
		Status: record.Closed, ServiceEnded: record.Date{Year: 2026, Month: 4, Day: 1},
		RetainUntil: record.Date{Year: 2045, Month: 12, Day: 31}, Holds: []record.ID{all[0].id},
		Blocks: []string{record.BlockRecheck}})
	never := copyOf(t, all, false, &record.Docket{Case: caseID, Opened: opened, KeyWorker: "asha",
		Status: record.Open})
	names := slices.Sorted(maps.Keys(had))
	if other := slices.Sorted(maps.Keys(never)); !slices.Equal(names, other) {
		t.Errorf("%s: one copy has %q, the other %q", about, names, other)
	}
	for name, data := range had {
		if !bytes.Equal(data, never[name]) {
			t.Errorf("%s: %s tells of what is withheld: %s", about, name, firstDifference(data,
				never[name]))
		}
	}
}

func firstDifference(a, b []byte) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	around := func(s []byte) string { return string(s[max(i-60, 0):min(i+60, len(s))]) }
	return fmt.Sprintf("%q\nagainst %q", around(a), around(b))
}

// hintID returns the nth of the IDs of a history. The first symbols of neighbours are the same, so
// that a shortened ID would tell of one that is not shown.
func hintID(n int) record.ID {
	const symbols = "23456789GHJKMNPQRSTVWYZ"
	id := record.ID(fmt.Sprintf("7K2%c%c%cXH", symbols[n/200%20], symbols[n/20%10+8],
		symbols[n%20]))
	return id
}

// hintCase has the beginning of every history: the profile and the request.
func hintCase() []written {
	return []written{
		{id: hintID(0), kind: "profile", front: "subject_type: child\nname: Leila Kerr\n" +
			"date_of_birth: 2012-02-03\npeople:\n" +
			"  - {name: Dana Kerr, relation: mother, lives_with: yes}\n" +
			"  - {name: Owen Tarn, relation: mother's partner}\n"},
		{id: hintID(1), kind: "access-request", front: askedBy("Dana Kerr", "parent",
			"child_understands: yes\nchild_wish: She agrees.\n"), after: time.Minute},
	}
}

// TestNoHint: each way in which a shown entry could tell of one that is withheld.
func TestNoHint(t *testing.T) {
	concern := concernFront + "about: Leila\nseen_or_heard: Late.\n"
	triage := "headline: Read\nread_at: 2026-03-05T10:00+00:00\ndecision: watch\nreason: Wait.\n" +
		"parents_told: no\n"
	endorsement := func(of record.ID) string {
		return "target: " + string(of) + "\ntarget_sha256: " + sumOf(of) +
			"\nlevel: line\nverdict: endorsed\ncomment: Read.\n"
	}
	referral := "headline: Rang\ndirection: out\nto: social_services\nmethod: telephone\n" +
		"made_at: 2026-03-05T10:00+00:00\nreceiver: {agency: Northshire CSC}\nreason: worry\n" +
		"parents_told: yes\n"
	file := aFile
	a, b, c := hintID(2), hintID(3), hintID(4)
	for _, one := range []struct {
		about string
		more  []written
	}{
		{"a concern with its triage", []written{
			{id: a, kind: "concern", front: concern, withheld: true},
			{id: b, kind: "triage", front: triage, links: map[string]record.ID{"concern": a},
				withheld: true},
			{id: c, kind: "note", front: "headline: Football\n"}}},
		{"a triage alone", []written{
			{id: a, kind: "concern", front: concern},
			{id: b, kind: "triage", front: triage, links: map[string]record.ID{"concern": a},
				withheld: true}}},
		{"what links to it", []written{
			{id: a, kind: "concern", front: concern, withheld: true},
			{id: b, kind: "note", links: map[string]record.ID{"related": a, "evidence": hintID(0)}},
			{id: c, kind: "note", links: map[string]record.ID{"concern": a}}}},
		{"what it links to", []written{
			{id: a, kind: "risk", front: riskFront + "source_of_harm: unknown\n"},
			{id: b, kind: "risk", front: riskFront + "source_of_harm: Dana Kerr\n",
				links: map[string]record.ID{"risk": a}, withheld: true}}},
		{"a look at a risk, whose first is withheld", []written{
			{id: a, kind: "risk", front: riskFront + "source_of_harm: unknown\n", withheld: true},
			{id: b, kind: "risk", front: riskFront + "source_of_harm: unknown\n",
				links: map[string]record.ID{"risk": a}}}},
		{"what a manager said of it", []written{
			{id: a, kind: "note", front: "headline: A talk\n", withheld: true},
			{id: b, kind: "endorsement", front: endorsement(a), withheld: true},
			{id: c, kind: "note", front: "headline: Another\n"}}},
		{"the confirmation of a referral", []written{
			{id: a, kind: "referral", front: referral},
			{id: b, kind: "referral-confirmation",
				front: "headline: Wrote\nsent_at: 2026-03-06T16:00+00:00\nmethod: letter\n",
				links: map[string]record.ID{"referral": a}, withheld: true}}},
		{"the answer to a referral", []written{
			{id: a, kind: "referral", front: referral},
			{id: b, kind: "referral-response",
				front: "headline: No\ndecision: no_further_action\n" +
					"decided_by: {agency: Northshire CSC}\ndecided_at: 2026-03-06\nactions: none\n",
				links: map[string]record.ID{"referral": a}, withheld: true}}},
		{"a file", []written{
			{id: a, kind: "attachment", front: file + "headline: A scan\n", withheld: true},
			{id: b, kind: "attachment", front: strings.Replace(file, "H2T6P8W4", "H3T6P8W4", 1) +
				"headline: Another\n"}}},
		{"files that belong to it", []written{
			{id: a, kind: "concern", front: concern, links: map[string]record.ID{"evidence": b},
				withheld: true},
			{id: b, kind: "attachment", front: file, with: true},
			{id: c, kind: "attachment", front: strings.Replace(file, "H2T6P8W4", "H3T6P8W4", 1),
				links: map[string]record.ID{"concern": a}, with: true},
			{id: hintID(5), kind: "endorsement", front: endorsement(c), with: true}}},
		{"all versions of it", []written{
			{id: a, kind: "note", front: "headline: First\n", withheld: true},
			{id: b, kind: "note", front: "headline: Second\n",
				links: map[string]record.ID{"amends": a}, withheld: true},
			{id: c, kind: "note", front: "headline: Third\n", after: 0}}},
		{"a closure, a hold", []written{
			{id: a, kind: "closure",
				front: "headline: Closed\nreason: done\nservice_ended: 2026-04-01\n" +
					"outcome: done\n",
				withheld: true},
			{id: b, kind: "hold", front: "headline: Held\nreason: court\n", withheld: true},
			{id: c, kind: "note", front: "headline: After\n"}}},
		{"a profile between two", []written{
			{id: a, kind: "profile",
				front: "subject_type: child\nname: Leila Kerr\ndate_of_birth: 2012-02-03\n" +
					"people: []\n" +
					"address: 9 Quay Street\nfollows: [" + string(hintID(0)) + "]\n",
				withheld: true},
			{id: b, kind: "profile",
				front: "subject_type: child\nname: Leila Kerr\ndate_of_birth: 2012-02-03\n" +
					"people: []\n" +
					"address: 4 Fern Road\nfollows: [" + string(a) + "]\n"}}},
		{"what happened on the same day", []written{
			{id: c, kind: "note", front: "headline: One\noccurred: 2026-03-05\n"},
			{id: a, kind: "note", front: "headline: Two\noccurred: 2026-03-05\n", withheld: true},
			{id: b, kind: "note", front: "headline: Three\noccurred: 2026-03-05\n"}}},
	} {
		all := hintCase()
		for i, w := range one.more {
			w.after = time.Duration(i+2) * time.Hour
			all = append(all, w)
		}
		sameCopies(t, all, one.about)
	}
}

// TestNoHintInAnyHistory: the same of histories of all sorts, by chance.
func TestNoHintInAnyHistory(t *testing.T) {
	for seed := range uint64(12) {
		chance := rand.New(rand.NewPCG(seed, 15))
		sameCopies(t, history(chance), fmt.Sprintf("history %d", seed))
	}
}

// history returns one of 10 to 50 entries that link to, amend and endorse each other. Of each entry
// that is withheld all versions are, and what managers said of it.
func history(chance *rand.Rand) []written {
	all := hintCase()
	for n := len(all); n < 12+chance.IntN(40); n++ {
		kinds := []string{"note", "note", "contact", "concern", "triage", "risk", "action",
			"action-result",
			"attachment", "decision", "letter", "endorsement", "amendment"}
		w := written{id: hintID(n), kind: kinds[chance.IntN(len(kinds))],
			links:    map[string]record.ID{},
			withheld: chance.IntN(3) == 0,
			after:    time.Duration(n) * time.Duration(1+chance.IntN(40)) * time.Minute}
		w.front = fmt.Sprintf("headline: Entry %c\noccurred: 2026-03-0%d\n", 'A'+rune(n%26),
			1+chance.IntN(5))
		to := all[chance.IntN(len(all))]
		switch w.kind {
		case "attachment":
			file := hintID(n + 400)
			w.front += strings.Replace(aFile, "H2T6P8W4", string(file), 1)
		case "concern":
			w.front += "about: Leila\nseen_or_heard: Late.\nwhere: school\nimmediate_danger: no\n" +
				"told: nobody\n"
		case "risk":
			w.front += "nature: identified\nstate: open\nharm: bruises\nsource_of_harm: traffic\n" +
				"those_at_risk: Leila\n"
		case "endorsement":
			if slices.Contains([]string{"endorsement", "access-request", "profile"}, to.kind) {
				n--
				continue
			}
			w.front = "target: " + string(to.id) + "\ntarget_sha256: " + sumOf(to.id) +
				"\nlevel: line\nverdict: endorsed\ncomment: Read.\n"
			w.withheld = to.withheld
			all = append(all, w)
			continue
		case "amendment":
			if slices.Contains([]string{"endorsement", "access-request", "profile", "attachment"},
				to.kind) {
				n--
				continue
			}
			w.kind, w.withheld, w.front = to.kind, to.withheld, to.front
			w.links["amends"] = to.id
		}
		for _, relation := range []string{"related", "concern", "evidence", "action", "risk"} {
			o := all[chance.IntN(len(all))]
			files := w.kind == "attachment" && o.kind == "attachment"
			if chance.IntN(3) == 0 && o.kind != "endorsement" && !files {
				w.links[relation] = o.id
			}
		}
		all = append(all, w)
	}
	slices.SortStableFunc(all, func(a, b written) int { return int(a.after - b.after) })
	takeFiles(all)
	return all
}

// takeFiles has files that belong to withheld entries go with them, and what managers said of
// those files.
func takeFiles(all []written) {
	at := map[record.ID]*written{}
	for i := range all {
		at[all[i].id] = &all[i]
	}
	for i := range all {
		w := &all[i]
		for relation, to := range w.links {
			other := at[to]
			if relation == "amends" {
				continue
			}
			w.with = w.with || w.kind == "attachment" && other.withheld
			other.with = other.with || other.kind == "attachment" && w.withheld
		}
	}
	for i := range all {
		if w := &all[i]; w.kind == "endorsement" {
			target, _, _ := strings.Cut(strings.TrimPrefix(w.front, "target: "), "\n")
			w.with = at[record.ID(target)].with
		}
	}
}

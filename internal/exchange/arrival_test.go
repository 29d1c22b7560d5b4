package exchange

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/seal"
)

// A pack must not change what was recorded here before. Its links may name entries of the pack, or
// of cases that stay elsewhere.
func TestStrays(t *testing.T) {
	const theirs, ours, elsewhere = record.ID("K3F927QM"), record.ID("P4W827QM"),
		record.ID("M2T627QM")
	at := func(id record.ID, links ...record.Ref) cases.Item {
		return cases.Item{Entry: &record.Entry{ID: id, Case: theirs,
			Links: map[string][]record.Ref{"amends": links}}}
	}
	came := at("7K2M9QXH")
	for about, c := range map[string]struct {
		link record.Ref
		want bool
	}{
		"an entry that came with it":       {record.Ref{Case: theirs, Entry: "7K2M9QXH"}, false},
		"one that did not":                 {record.Ref{Case: theirs, Entry: "9QXH7K2M"}, true},
		"one of the case that it comes to": {record.Ref{Case: ours, Entry: "9QXH7K2M"}, true},
		"the same, named like one it has":  {record.Ref{Case: ours, Entry: "7K2M9QXH"}, true},
		"one of a case that stays where it": {record.Ref{Case: elsewhere, Entry: "9QXH7K2M"},
			false},
	} {
		it := at("3XJ9V3N8", c.link)
		p := Pack{Items: []cases.Item{came, it}}
		if got := p.linksToOurs(it, ours); got != c.want {
			t.Errorf("%s: %v", about, got)
		}
	}
}

// tobi is a profile that the built-in kinds accept.
const tobi = "subject_type: child\nname: Tobi Adeyemi\ndate_of_birth: 2016-11-20\n" +
	"address_in_area: yes\npeople:\n" +
	"  - {name: Dana Adeyemi, relation: mother, parental_responsibility: yes, contact: unknown}\n"

// rang is a contact that the built-in kinds accept, once it has a headline.
const rang = "occurred: 2026-03-05T14:30+00:00\nmethod: telephone\npurpose: Hear how he eats\n" +
	"with: [teacher]\nkept: held\nchild_seen: no\n"

const ours = record.ID("P4W827QM")

// agency stands in for the receiving agency. It records every text that the built-in kinds accept,
// except those that it must refuse.
type agency struct {
	t      *testing.T
	refuse map[record.ID]bool // in their own kind
	never  map[record.ID]bool // even as notes
	fails  error
	came   []Incoming
	with   []record.Ref
}

func (a *agency) destination(there bool) Destination {
	return Destination{Case: ours, There: there, Kinds: kinds(a.t), Prepare: a.prepare}
}

func (a *agency) prepare(in Incoming, with []record.Ref) (*record.Entry, record.Findings, error) {
	a.with = with
	_, found := kinds(a.t).Check(in.Text, in.File, record.Context{Now: at, Kind: in.Kind})
	if a.never[in.ID] || a.refuse[in.ID] && !in.Quoted {
		found = append(found, record.Finding{Rule: "test", Severity: record.Error,
			Found: "a rule of this agency"})
	}
	if a.fails != nil || found.Failed() {
		return nil, found, a.fails
	}
	text, found := record.Splice(in.Text, record.Stamp{ID: in.ID, Case: ours, Kind: in.Kind,
		Recorded: at, By: "wanda", Nonce: record.NewNonce()})
	if found.Failed() {
		return nil, found, nil
	}
	padded, err := seal.Pad(text)
	if err != nil {
		return nil, nil, err
	}
	e, err := kinds(a.t).Decode(padded)
	a.came = append(a.came, in)
	return e, nil, err
}

// kindsCame lists the kind as which each entry came.
func (a *agency) kindsCame() (list []string) {
	for _, in := range a.came {
		list = append(list, in.Kind)
	}
	return list
}

// idsOf returns the IDs of incoming entries.
func idsOf(list []Incoming) (ids []string) {
	for _, in := range list {
		ids = append(ids, string(in.ID))
	}
	return ids
}

// packOf returns a pack of items, as it is received.
func packOf(t *testing.T, items ...cases.Item) *Pack {
	t.Helper()
	p, err := aTransfer(t, items).Pack()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAPackOpensACase(t *testing.T) {
	older := item(t, "7K2M9QXH", "profile", tobi, "")
	newer := item(t, "8K2M9QXH", "profile", tobi+"links: {related: 7K2M9QXH}\n", "")
	hold := item(t, "3XJ9V3N8", "hold", "headline: A court asks\nreason: other\n", "")
	note := item(t, "9QXH7K2M", "note",
		"headline: Rang the school\nlinks: {related: M2T627QM/7K2M9QXH}\n", "")
	a := &agency{t: t}
	got, err := packOf(t, older, newer, hold, note).Arrive(a.destination(false), nil)
	if err != nil || got.Opens != newer.ID || got.Here != 0 ||
		!slices.Equal(idsOf(got.AsNotes), []string{"3XJ9V3N8"}) || got.AsNotes[0].From != "hold" {
		t.Errorf("%q opens, %d here, %q as notes: %v", got.Opens, got.Here, idsOf(got.AsNotes), err)
	}
	if kinds := a.kindsCame(); !slices.Equal(kinds,
		[]string{"profile", "profile", "note", "note"}) {
		t.Errorf("came as %q", kinds)
	}
	if file := a.came[0].File; file != "entries/20260306T174012Z-7K2M9QXH.md" {
		t.Errorf("findings would name %q", file)
	}
	// Links may name what comes in the same pack, and what stays elsewhere, but no entry from here.
	want := []record.Ref{{Case: ours, Entry: "7K2M9QXH"}, {Case: ours, Entry: "8K2M9QXH"},
		{Case: ours, Entry: "3XJ9V3N8"}, {Case: ours, Entry: "9QXH7K2M"},
		{Case: "M2T627QM", Entry: "7K2M9QXH"}}
	if !slices.Equal(a.with, want) {
		t.Errorf("links may name %v", a.with)
	}
}

func TestAPackComesToACaseThatIsThere(t *testing.T) {
	p := packOf(t, item(t, "7K2M9QXH", "profile", tobi, ""),
		item(t, "9QXH7K2M", "note", "headline: Rang the school\n", ""),
		item(t, "8K2M9QXH", "note", "headline: Rang again\n", ""))
	a := &agency{t: t}
	got, err := p.Arrive(a.destination(true), map[record.ID]bool{"9QXH7K2M": true})
	if err != nil || got.Opens != "" || got.Here != 1 ||
		!slices.Equal(idsOf(got.AsNotes), []string{"7K2M9QXH"}) {
		t.Errorf("%q opens, %d here, %q as notes: %v", got.Opens, got.Here, idsOf(got.AsNotes), err)
	}
	if ids := idsOf(a.came); !slices.Equal(ids, []string{"7K2M9QXH", "8K2M9QXH"}) ||
		a.came[0].Kind != "note" {
		t.Errorf("%q came, the profile as %s", ids, a.came[0].Kind)
	}
}

// An entry that links to entries of ours is quoted, and changes nothing.
func TestStraysComeAsNotes(t *testing.T) {
	reaches := item(t, "9QXH7K2M", "contact",
		rang+"headline: It was otherwise\nlinks: {amends: P4W827QM/7K2M9QXH}\n"+
			"amendment: {type: correction, reason: it was}\n", "")
	lost := item(t, "8K2M9QXH", "contact",
		rang+"headline: More of it\nlinks: {related: 3XJ9V3N8}\n", "")
	p := packOf(t, item(t, "7K2M9QXH", "profile", tobi, ""), reaches, lost)
	a := &agency{t: t}
	got, err := p.Arrive(a.destination(false), nil)
	if err != nil || !slices.Equal(idsOf(got.AsNotes), []string{"9QXH7K2M", "8K2M9QXH"}) {
		t.Fatalf("%q opens, %d here, %q as notes: %v", got.Opens, got.Here, idsOf(got.AsNotes), err)
	}
	for i, it := range []cases.Item{reaches, lost} {
		in := a.came[i+1]
		if !in.Quoted || in.Kind != "note" || original(t, in) != record.Unpadded(string(it.Text)) {
			t.Errorf("%s came as %s:\n%s", it.ID, in.Kind, in.Text)
		}
	}
}

func TestWhatRulesRefuseIsQuoted(t *testing.T) {
	p := packOf(t, item(t, "7K2M9QXH", "profile", tobi, ""),
		item(t, "9QXH7K2M", "contact", rang+"headline: Rang the school\n", ""),
		item(t, "8K2M9QXH", "note", "headline: Rang again\n", ""))
	a := &agency{t: t, refuse: map[record.ID]bool{"9QXH7K2M": true, "8K2M9QXH": true}}
	got, err := p.Arrive(a.destination(false), nil)
	// AsNotes leaves out an entry that was a note before.
	if err != nil || !slices.Equal(idsOf(got.AsNotes), []string{"9QXH7K2M"}) || !a.came[1].Quoted ||
		!a.came[2].Quoted {
		t.Errorf("%q opens, %d here, %q as notes: %v", got.Opens, got.Here, idsOf(got.AsNotes), err)
	}
	a = &agency{t: t, refuse: map[record.ID]bool{"7K2M9QXH": true}}
	got, err = p.Arrive(a.destination(false), nil)
	if !errors.Is(err, ErrNoProfile) || got.Opens != "" {
		t.Errorf("a profile that is refused opens the case: %q, %v", got.Opens, err)
	}
	if _, err := p.Arrive(a.destination(true), nil); err != nil {
		t.Errorf("a case that is there needs no profile: %v", err)
	}
	a = &agency{t: t, never: map[record.ID]bool{"9QXH7K2M": true}}
	_, err = p.Arrive(a.destination(false), nil)
	if refused, ok := errors.AsType[*Refused](err); !ok || refused.Entry != "9QXH7K2M" ||
		refused.Findings[len(refused.Findings)-1].Rule != "test" {
		t.Errorf("what is refused in any form: %v", err)
	}
	a = &agency{t: t, fails: errNoFile}
	if _, err := p.Arrive(a.destination(false), nil); !errors.Is(err, errNoFile) {
		t.Errorf("what can't be prepared: %v", err)
	}
}

// An attachment whose file stayed behind has nothing to hold, and becomes a note.
func TestAnAttachmentWithoutItsFile(t *testing.T) {
	files := aPack(t)
	p, err := OpenPack(files, kinds(t))
	if err != nil {
		t.Fatal(err)
	}
	p.Manifest.Files = nil
	in, err := p.incoming(p.Items[1], kinds(t), false)
	if err != nil || in.Kind != "note" || in.From != "attachment" || !in.Quoted {
		t.Errorf("%s from %s, %v", in.Kind, in.From, err)
	}
}

// What came before is recognised by agency, case and ID, in every version.
func TestKnown(t *testing.T) {
	p := packOf(t, item(t, "7K2M9QXH", "note", "headline: Rang the school\n", ""))
	from := func(id record.ID, o ...record.Origin) cases.Item {
		return cases.Item{Entry: &record.Entry{ID: id, Case: "K3F927QM", Kind: "note", Recorded: at,
			By: "asha", Origin: o}, Committed: at, Author: "asha", Op: "add"}
	}
	theirs := record.Origin{Agency: "Northshire", Case: "K3F927QM", Entry: "7K2M9QXH"}
	amended := from("6QXH7K2M")
	amended.Links = map[string][]record.Ref{"amends": {{Case: "K3F927QM", Entry: "7K2M9QXH"}}}
	for about, c := range map[string]struct {
		items []cases.Item
		want  int
	}{
		"nothing":                  {nil, 0},
		"recorded here":            {[]cases.Item{from("7K2M9QXH")}, 0},
		"from there":               {[]cases.Item{from("7K2M9QXH", theirs)}, 1},
		"from there, then amended": {[]cases.Item{from("7K2M9QXH", theirs), amended}, 1},
		"of another agency": {[]cases.Item{from("7K2M9QXH",
			record.Origin{Agency: "Westmoor", Case: "K3F927QM", Entry: "7K2M9QXH"})}, 0},
		"of another case of theirs": {[]cases.Item{from("7K2M9QXH",
			record.Origin{Agency: "Northshire", Case: "M2T627QM", Entry: "7K2M9QXH"})}, 0},
		"through a third, from them": {[]cases.Item{from("7K2M9QXH",
			record.Origin{Agency: "Westmoor", Case: "M2T627QM", Entry: "8K2M9QXH"}, theirs)}, 0},
		"another entry of that case": {[]cases.Item{from("8K2M9QXH",
			record.Origin{Agency: "Northshire", Case: "K3F927QM", Entry: "8K2M9QXH"})}, 1},
	} {
		if got := p.known(fold(t, c.items)); len(got) != c.want {
			t.Errorf("%s: %v", about, got)
		}
	}
}

// A pack opens one case, and further packs go into that case as long as they add something.
func TestAPackOfACaseThatIsHere(t *testing.T) {
	first := item(t, "7K2M9QXH", "note", "headline: Rang the school\n", "")
	second := item(t, "8K2M9QXH", "note", "headline: Rang again\n", "")
	from := func(entry string) cases.Item {
		return cases.Item{Entry: &record.Entry{ID: record.ID(entry), Case: "P4W827QM", Kind: "note",
			Recorded: at, By: "asha", Origin: []record.Origin{{Agency: "Northshire",
				Case: "K3F927QM", Entry: entry}}}, Committed: at, Author: "asha", Op: "add"}
	}
	p := packOf(t, first, second)
	for about, c := range map[string]struct {
		items []cases.Item
		here  []record.ID
		adds  error
		opens bool
	}{
		"none of it": {nil, nil, nil, true},
		"one entry":  {[]cases.Item{from("7K2M9QXH")}, []record.ID{"7K2M9QXH"}, nil, false},
		"all of it": {[]cases.Item{from("7K2M9QXH"), from("8K2M9QXH")},
			[]record.ID{"7K2M9QXH", "8K2M9QXH"}, ErrAllHere, false},
		"more than it": {[]cases.Item{from("7K2M9QXH"), from("8K2M9QXH"), from("9QXH7K2M")},
			[]record.ID{"7K2M9QXH", "8K2M9QXH", "9QXH7K2M"}, ErrAllHere, false},
	} {
		in := fold(t, c.items)
		here, err := p.AddsTo(in)
		if got := slices.Sorted(maps.Keys(here)); !errors.Is(err, c.adds) ||
			!slices.Equal(got, c.here) {
			t.Errorf("%s: %v are here, %v", about, got, err)
		}
		before, ok := errors.AsType[*CameBefore](p.OpensBeside(in))
		if ok == c.opens {
			t.Errorf("%s: %v", about, before)
		}
		if ok && before.Error() != "records of Northshire's case K3F9-27QM came to "+
			in.ID.String()+" before" {
			t.Errorf("%s: %v", about, before)
		}
	}
}

func TestFits(t *testing.T) {
	p := &Pack{Files: map[string][]byte{"a": make([]byte, 100), "b": make([]byte, 20)}}
	for _, c := range []struct {
		kept, limit int
		fits        bool
	}{{0, 100, true}, {100, 100, true}, {0, 99, false}, {101, 100, false}} {
		err := p.Fits(make([]byte, c.kept), int64(c.limit))
		if (err == nil) != c.fits || err != nil && !errors.Is(err, seal.ErrTooLarge) {
			t.Errorf("%d kept, %d allowed: %v", c.kept, c.limit, err)
		}
	}
}

func TestLetter(t *testing.T) {
	p, err := OpenPack(aPack(t), kinds(t))
	if err != nil {
		t.Fatal(err)
	}
	p.Manifest.Agency = `The "North"`
	const sum = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
	got := string(p.Letter(at, "SHA256:abc", "6QXH7K2M", []byte("hello")))
	want := `---
occurred: 2026-03-09T10:00:00Z
headline: "Records received from The \"North\""
significant: true
sources: [{who: "Asha Rao", agency: "The \"North\"", ` +
		`how: "a pack signed with the key SHA256:abc, manifest ` + p.ManifestSum() + `"}]
references: [{agency: "The \"North\"", number: "K3F9-27QM"}]
file: 6QXH7K2M
name: "received-pack.tar"
type: "application/x-tar"
length: 5
sha256: ` + sum + `
---
5 entries and 1 attached file, as The "North" had them.
`
	if got != want {
		t.Errorf("the letter is\n%s", got)
	}
	e, found := kinds(t).Check([]byte(got), "", record.Context{Now: at, Kind: "attachment"})
	if found.Failed() || e.Str("file") != "6QXH7K2M" || e.References[0].Number != "K3F9-27QM" {
		t.Errorf("%v, %+v", found, e)
	}
	p.Manifest.Agency = strings.Repeat("n", 200)
	e, found = kinds(t).Check(p.Letter(at, "", "6QXH7K2M", nil), "",
		record.Context{Now: at, Kind: "attachment"})
	if found.Failed() || len([]rune(e.Headline)) != headlineSize ||
		!strings.HasSuffix(e.Headline, "…") {
		t.Errorf("a long name: %v", found)
	}
}

// NotesByKind counts notes by the kinds that their entries had before.
func TestNotesByKind(t *testing.T) {
	a := Arrival{AsNotes: []Incoming{
		{ID: "7K2M9QXH", From: record.KindClosure, Kind: record.KindNote},
		{ID: "9QXH7K2M", From: record.KindHold, Kind: record.KindNote},
		{ID: "3XJ9V3N8", From: record.KindClosure, Kind: record.KindNote},
	}}
	want := map[string]int{record.KindClosure: 2, record.KindHold: 1}
	if got := a.NotesByKind(); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := (Arrival{}).NotesByKind(); got == nil || len(got) > 0 {
		t.Errorf("without notes: %v", got)
	}
}

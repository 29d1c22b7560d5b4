package disclose

import (
	"errors"
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// ids are the IDs of these tests' entries, in order.
var ids = []record.ID{"7K2M9QXH", "9QXH7K2M", "B8Q1R4D9", "R4D9B8Q1"}

// sealedItem returns an entry as it would be recorded: kind, the front matter's own lines, the text
// below.
func sealedItem(t testing.TB, k *record.Kinds, n int, kind, front, body string) cases.Item {
	t.Helper()
	text := fmt.Sprintf("---\nid: %s\ncase: K3F927QM\nkind: %s\nrecorded: 2026-03-06T17:40:%02dZ\n"+
		"by: asha\nnonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n%s---\n%s",
		string(ids[n]), kind, n, front, body)
	e, err := k.Decode([]byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return cases.Item{Entry: e, SHA256: strings.Repeat("ab", 32), Author: "asha"}
}

const tobi = `name: Tobi Adeyemi
subject_type: child
date_of_birth: 2016-11-20
`

func profile(t testing.TB, k *record.Kinds, people string) cases.Item {
	return sealedItem(t, k, 0, "profile", tobi+people, "")
}

// all returns everything that a copy says, in one text.
func all(items []cases.Item) string {
	var b strings.Builder
	for _, it := range items {
		b.Write(it.Text)
		fmt.Fprintf(&b, "%+v\n", *it.Entry)
	}
	return b.String()
}

// TestRedactMarks: words between brackets go, at every place where an author can
// write them; what stands around them stays.
func TestRedactMarks(t *testing.T) {
	k := kinds(t)
	const gone = "▇▇▇ (third party)"
	for _, c := range []struct{ about, front, body, want string }{
		{"in a text", "", "Told [Mrs Quill]{.third-party} at noon.\n",
			"Told " + gone + " at noon."},
		{"twice", "", "[Mrs Quill]{.third-party} and [Mr Quill]{.third-party} came.\n",
			gone + " and " + gone + " came."},
		{"over two lines", "", "Told [Mrs\nQuill]{.third-party}.\n", "Told " + gone + "."},
		{"brackets within", "", "[Mrs [Ada] Quill]{.third-party}'s dog\n", gone + "'s dog"},
		{"a mark within a mark", "", "[the son of [Mrs Quill]{.third-party}]{.third-party} ran\n",
			gone + " ran"},
		{"written as entities", "", "&#91;Mrs Quill&#93;{.third-party} ran\n", gone + " ran"},
		{"in a headline", "headline: Saw [Mrs Quill]{.third-party} run\n", "",
			"Saw " + gone + " run"},
		{"in quotes that YAML reads", `headline: "\u005bMrs Quill]{.third-party} ran"` + "\n", "",
			gone + " ran"},
		{"in a source", `sources: [{who: "[Mrs Quill]{.third-party}", how: letter}]` + "\n", "",
			`who: "` + gone + `"`},
		{"in a folded value", "action: >\n  Rang [Mrs\n  Quill]{.third-party}\n", "",
			"Rang " + gone},
		{"in a comment, which goes", "# Mrs Quill, says Asha\nheadline: A note\n",
			"[Mrs Quill]{.third-party}\n", "A note"},
		{"a sign of ours", "", "[Mrs Quill]{.third-party} \ue000 x\n", gone + " \ufffd x"},
	} {
		out, log, err :=
			Redact([]cases.Item{profile(t, k, ""), sealedItem(t, k, 1, "note", c.front, c.body)}, k,
				Decisions{})
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
			continue
		}
		if got := all(out); !strings.Contains(got, c.want) ||
			strings.Contains(strings.ToLower(got), "quill") {
			t.Errorf("%s: %s", c.about, got)
		}
		if !slices.Equal(log.Exemptions(), []string{ThirdParty}) {
			t.Errorf("%s: the log has %v", c.about, log)
		}
	}
}

const neighbour = "people: [{name: Margaret Quill, relation: neighbour, contact: 0161 496 0123, " +
	"address: \"14 Mill Lane, Westmoor\"}]\n"

// TestRedactNames: a name that was decided to go goes in every form, and what only
// looks like it stays.
func TestRedactNames(t *testing.T) {
	k := kinds(t)
	d := Decisions{Items: []Decision{{Name: "Margaret Quill", Do: DoRemove, Exemption: ThirdParty},
		{Name: "Quillon", Do: DoKeep}, {Name: "McQuillan", Do: DoKeep}}}
	const gone = "▇▇▇ (third party)"
	for _, c := range []struct{ body, want string }{
		{"Margaret Quill came.", gone + " came."},
		{"Quill, Margaret came.", gone + " came."},
		{"Mrs Quill came.", gone + " came."},
		{"M. Quill's dog, the Quills, Quill’s", gone + " dog, the " + gone + ", " + gone},
		{"MARGARET and quill", gone + " and " + gone},
		{"Márgaret or Qu\u00adill, Qu\u200bill", gone + " or " + gone + ", " + gone},
		{"_Quill_ **Quill** Smith-Quill", "_" + gone + "_ **" + gone + "** " + gone},
		{"&#81;uill rang", gone + " rang"},
		{"&amp;#81;uill rang", gone + " rang"},
		{"She lives at 14 Mill Lane.", "She lives at " + gone + "."},
		{"Ring 01614960123 or 0161 496 0123.", "Ring " + gone + " or " + gone + "."},
		{"He wrote with a tranquillity of mind, Quillon!",
			"He wrote with a tranquillity of mind, Quillon!"},
		{"From mquill@post.example, MargaretQuill, quill77.", "From " + gone + "@post.example, " +
			gone + ", " + gone + "."},
		{"https://post.example/u/theQuills1 and post.example/margaretquill",
			"https://post.example/u/" + gone + " and post.example/" + gone},
		{"tranquillity@home QUILLING McQuillan 77", "" + gone + "@home QUILLING McQuillan 77"},
	} {
		out, _, err := Redact([]cases.Item{profile(t, k, neighbour),
			sealedItem(t, k, 1, "note", "", c.body+"\n")}, k, d)
		if err != nil {
			t.Errorf("%s: %v", c.body, err)
			continue
		}
		if got := out[1].Section(""); got != c.want {
			t.Errorf("%s: got %q, want %q", c.body, got, c.want)
		}
		if got := all(out[:1]); strings.Contains(got, "uill") ||
			strings.Contains(got, "Mill Lane") || strings.Contains(got, "neighbour") {
			t.Errorf("the profile still says %s", got)
		}
	}
}

// TestUndecided: whoever is in the profile, marked once or behind a title is to be
// decided about, and there is no copy until it is done.
func TestUndecided(t *testing.T) {
	k := kinds(t)
	marked := sealedItem(t, k, 1, "note", "", "[Mrs Quill]{.third-party} saw it.\n")
	for _, c := range []struct {
		about, people, front, body string
		want                       []string // name and line
	}{
		{"in the profile alone", neighbour, "", "Nothing.\n", []string{"Margaret Quill 11"}},
		{"unmarked elsewhere", "", "", "A line.\n\nThen Quill came.\n", []string{"Mrs Quill 11"}},
		{"in a headline", "", "headline: A call from Mrs Quill\n", "", []string{"Mrs Quill 8"}},
		{"in a source", "", "sources: [{who: mrs quill}]\n", "", []string{"Mrs Quill 8"}},
		{"behind a title", "", "", "Mr Teasdale came.\n", []string{"Mr Teasdale 9"}},
		{"as a witness", "", "with: [Bea]\n", "", []string{"Bea 8"}},
		{"a slip in a mark", "", "", "[x]{.third party}\n", []string{" 9"}},
	} {
		items := []cases.Item{profile(t, k, c.people), marked,
			sealedItem(t, k, 2, "contact", c.front, c.body)}
		if c.people != "" {
			items = items[:1]
		}
		out, _, err := Redact(items, k, Decisions{})
		var open *Undecided
		if !errors.As(err, &open) || !errors.Is(err, ErrUndecided) || out != nil {
			t.Errorf("%s: %d copies, %v", c.about, len(out), err)
			continue
		}
		var got []string
		for _, o := range open.Questions {
			for _, p := range o.Passages {
				got = append(got, fmt.Sprintf("%s %d", o.Name, p.Line))
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: open are %q, want %q", c.about, got, c.want)
		}
	}
}

// TestSourcesOfATable: each is asked about. The agency whose table it is says nothing of where
// a source works; one that the table gives beside the name is a reason to propose.
func TestSourcesOfATable(t *testing.T) {
	k := kinds(t)
	row := func(n int, source string) cases.Item {
		it := sealedItem(t, k, n, "note", "sources: [{who: "+source+"}]\n",
			"It came from a table.\n")
		it.Origin = []record.Origin{{Agency: "Northshire CSC", Row: n + 1}}
		return it
	}
	items := []cases.Item{profile(t, k, ""), row(1, "Hedda Roe, agency: Northshire CSC"),
		row(2, "Col Amis, agency: Eskby Surgery")}
	var open *Undecided
	if _, _, err := Redact(items, k, Decisions{}); !errors.As(err, &open) {
		t.Fatalf("nobody is asked about: %v", err)
	}
	want := map[string]string{"Hedda Roe": "", "Col Amis": DoKeep}
	for _, o := range open.Questions {
		if proposed, asked := want[o.Name]; asked && o.Propose != proposed {
			t.Errorf("%s is proposed %q, want %q", o.Name, o.Propose, proposed)
		}
		delete(want, o.Name)
	}
	if len(want) > 0 {
		t.Errorf("not asked about: %v", want)
	}
}

// TestPlaceOfAgency: a word that an agency has in its name may be a place. It is asked about,
// and proposed to stay; behind a title it is somebody.
func TestPlaceOfAgency(t *testing.T) {
	k := kinds(t)
	front := "sources: [{who: Ann Lind, agency: Westmoor Family Centre}, " +
		"{who: Jo Roe, agency: Marsh Trust}]\n"
	body := "She moved to Westmoor. Mr Marsh drove.\n"
	items := []cases.Item{profile(t, k, ""), sealedItem(t, k, 1, "note", front, body)}
	_, _, err := Redact(items, k, Decisions{})
	var open *Undecided
	if !errors.As(err, &open) {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, o := range open.Questions {
		got[o.Name] = o.Agency + " " + o.Propose
	}
	want := map[string]string{"Ann Lind": "Westmoor Family Centre keep",
		"Jo Roe": "Marsh Trust keep", "Westmoor": "Westmoor Family Centre keep", "Mr Marsh": " "}
	if !maps.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// TestKeepers: the subject, members whom the case names by ID, and who was decided to stay are
// named; a namesake who must go is not. A professional is asked about, and proposed to stay.
func TestKeepers(t *testing.T) {
	k := kinds(t)
	people := `people:
  - {name: Dana Adeyemi, relation: mother}
  - {name: Ann Lind, relation: social worker, agency: Northshire CSC}
  - {name: Tom Quill, relation: uncle}
`
	d := Decisions{Named: []string{"Asha Rao"}, Items: []Decision{
		{Name: "Dana Adeyemi", Do: DoKeep}, {Name: "Tom Quill", Do: DoKeep},
		{Name: "Mrs Quill", Do: DoRemove, Exemption: ThirdParty}}}
	people += "  - {name: Bo Ode, relation: teacher, agency: Mill Lane Primary}\n"
	body := "Tobi, Dana, Mrs Adeyemi, A. Lind, Ms Rao and Tom Quill met. Mrs Quill and Quill did " +
		"not.\n"
	items := []cases.Item{profile(t, k, people), sealedItem(t, k, 1, "note", "", body),
		sealedItem(t, k, 2, "contact", "sources: [{who: Mill Lane Primary}]\n",
			"The primary school rang.\n")}
	var open *Undecided
	_, _, err := Redact(items, k, d)
	if !errors.As(err, &open) || len(open.Questions) != 2 {
		t.Fatalf("professionals are not asked about: %v", err)
	}
	for i, want := range []Question{
		{Name: "Ann Lind", Agency: "Northshire CSC", Role: "social worker",
			Propose: DoKeep},
		{Name: "Bo Ode", Agency: "Mill Lane Primary", Role: "teacher", Propose: DoKeep}} {
		got := open.Questions[i]
		if got.Name != want.Name || got.Agency != want.Agency || got.Role != want.Role ||
			got.Propose != want.Propose {
			t.Errorf("asked is %+v, want %+v", got, want)
		}
	}
	each := d
	each.EachProfessional = true // where policy wants a decision about each
	if _, _, err = Redact(items, k, each); !errors.As(err, &open) ||
		open.Questions[0].Name != "Ann Lind" || open.Questions[0].Propose != "" {
		t.Errorf("a professional about whom each is to be decided: %v", err)
	}
	d.Items = append(d.Items, Decision{Name: "Ann Lind", Do: DoKeep},
		Decision{Name: "Bo Ode", Do: DoKeep})
	out, log, err := Redact(items, k, d)
	if err != nil {
		t.Fatal(err)
	}
	const want = "Tobi, Dana, Mrs Adeyemi, A. Lind, Ms Rao and Tom Quill met. ▇▇▇ (third party) " +
		"and ▇▇▇ (third party) did not."
	if got := out[1].Section(""); got != want {
		t.Errorf("got %q", got)
	}
	if len(log) != 1 || log[0].Count != 2 || log[0].Entry.Entry != ids[1] ||
		log[0].What != "a name" {
		t.Errorf("the log has %+v", log)
	}
	d.Items = append(d.Items, Decision{Name: "Ann Lind", Do: DoRemove, Exemption: SeriousHarm})
	out, log, err = Redact(items, k, d)
	if err != nil || strings.Contains(all(out), "Lind") ||
		!slices.Contains(log.Exemptions(), SeriousHarm) {
		t.Errorf("a professional who was decided to go: %v %v\n%s", err, log, all(out))
	}
}

// TestBound: what no decision lets out.
func TestBound(t *testing.T) {
	k := kinds(t)
	day := record.Date{Year: 2026, Month: 3, Day: 6}
	people := `address: 12 Mill Lane, Westmoor M13 9PL
address_protected_from: [{from: father, basis: court order, until: 2026-09-01}]
other_cases: [{case: P4W86T2H, relation: sibling}]
`
	concern := sealedItem(t, k, 1, "concern",
		"anonymous: yes\nheadline: Left alone\nsources: [{who: Bea Quill, how: telephone}]\n",
		"Bea rang about 12 Mill lane, P4W8-6T2H and P4W8 6T2H.\n")
	keep := []Decision{{Name: "Bea Quill", Do: DoKeep}}
	out, log, err := Redact([]cases.Item{profile(t, k, people), concern}, k,
		Decisions{Today: day, Items: keep})
	if err != nil {
		t.Fatal(err)
	}
	got := all(out)
	for _, never := range []string{"Bea", "Quill", "Mill", "M13", "P4W8", "6T2H", "father",
		"court order"} {
		if strings.Contains(got, never) {
			t.Errorf("%s is still there:\n%s", never, got)
		}
	}
	if !slices.Equal(log.Exemptions(), []string{SeriousHarm, ThirdParty}) {
		t.Errorf("the log has %v", log)
	}
	// said nothing of protection yet
	earlier := sealedItem(t, k, 2, "profile", tobi+"address: Millbank\n", "")
	if out, _, err = Redact(
		[]cases.Item{profile(t, k, people), earlier,
			sealedItem(t, k, 3, "note", "", "At Millbank.\n")}, k,
		Decisions{Today: day}); err != nil || strings.Contains(all(out), "Millbank") {
		t.Errorf("an earlier address: %v\n%s", err, all(out))
	}
	day.Month = 10 // the order has ended
	if out, _, err = Redact([]cases.Item{profile(t, k, people)}, k,
		Decisions{Today: day}); err != nil || !strings.Contains(all(out), "12 Mill Lane") {
		t.Errorf("an address that is protected no more: %v", err)
	}
}

// TestGuardedPerson: somebody's new address is withheld as protected where a newer profile
// gives it and leaves out that it is protected; where the newer one says that it is not, it
// stays out as somebody else's.
func TestGuardedPerson(t *testing.T) {
	k := kinds(t)
	for says, label := range map[string]string{"": labelWithheld,
		", address_protected: unknown": labelWithheld,
		", address_protected: no":      labelThird} {
		newer := "people: [{name: Bea Quill, relation: mother, address: 9 Hill Road" + says + "}]\n"
		older := tobi + "people: [{name: Bea Quill, relation: mother, address: 12 Mill Lane, " +
			"address_protected: yes}]\n"
		keep := Decisions{Items: []Decision{{Name: "Bea Quill", Do: DoKeep}}}
		items := []cases.Item{profile(t, k, newer), sealedItem(t, k, 2, "profile", older, ""),
			sealedItem(t, k, 3, "note", "", "Seen at 9 Hill Road, and not at 12 Mill Lane.\n")}
		copied, _, err := Redact(items, k, keep)
		if err != nil {
			t.Fatalf("%q: %v", says, err)
		}
		want := "Seen at ▇▇▇ (" + label + "), and not at ▇▇▇ (withheld)."
		if got := copied[2].Section(""); got != want || strings.Contains(all(copied), "Road") {
			t.Errorf("%q: %s", says, got)
		}
	}
}

// TestOrdinaryWords: a name that is a word too goes where it is written as a name.
func TestOrdinaryWords(t *testing.T) {
	k := kinds(t)
	d := Decisions{Items: []Decision{{Name: "Will Friend", Do: DoRemove, Exemption: ThirdParty},
		{Name: "May", Do: DoRemove, Exemption: ThirdParty}}}
	out, _, err := Redact(
		[]cases.Item{profile(t, k, "people: [{name: Will Friend, relation: uncle}, {name: May, "+
			"relation: aunt}]\n"),
			sealedItem(t, k, 1, "note", "", "A friend may come. Then Will came, and Mr friend, Ms "+
				"may and May.\n")}, k, d)
	const gone = "▇▇▇ (third party)"
	want := "A friend may come. Then " + gone + " came, and " + gone + ", " + gone + " and " +
		gone + "."
	if err != nil || out[1].Section("") != want {
		t.Errorf("%v\n%s", err, all(out))
	}
}

// TestUnspaced: names in scripts that have neither capitals nor blanks.
func TestUnspaced(t *testing.T) {
	k := kinds(t)
	d := Decisions{Items: []Decision{{Name: "王小明", Do: DoRemove, Exemption: ThirdParty},
		{Name: "סמי לוי", Do: DoRemove, Exemption: ThirdParty}}}
	out, _, err := Redact(
		[]cases.Item{profile(t, k, "people: [{name: 王小明, relation: 邻居}, {name: סמי לוי, relation: "+
			"uncle}]\n"),
			sealedItem(t, k, 1, "note", "", "邻居王小明来了。לוי came.\n")}, k, d)
	if err != nil || strings.Contains(all(out), "小明") || strings.Contains(all(out), "לוי") ||
		!strings.Contains(all(out), "来了") {
		t.Errorf("%v\n%s", err, all(out))
	}
}

// TestWithheld: entries that go as a whole, with their earlier texts and what
// managers said of them.
func TestWithheld(t *testing.T) {
	k := kinds(t)
	first := sealedItem(t, k, 1, "note", "", "Word one.\n")
	second := sealedItem(t, k, 2, "note", "links: {amends: 9QXH7K2M}\n", "Word two.\n")
	said := sealedItem(t, k, 3, "endorsement", "target: B8Q1R4D9\nlevel: line\nverdict: endorsed\n"+
		"comment: Word three.\n", "")
	items := []cases.Item{profile(t, k, ""), first, second, said}
	out, log, err := Redact(items, k,
		Decisions{Items: []Decision{{Entry: ids[1], Do: DoWithhold, Exemption: "court_data"}}})
	if err != nil || len(out) != 1 || strings.Contains(all(out), "Word") || len(log) != 3 {
		t.Errorf("%v, log %v\n%s", err, log, all(out))
	}
	secret := sealedItem(t, k, 1, "note", "confidentiality: keep it from the father\n", "Word.\n")
	out, log, err = Redact([]cases.Item{profile(t, k, ""), secret}, k, Decisions{})
	if err != nil || len(out) != 1 || log[0].Exemption != ExpressedWish {
		t.Errorf("given in confidence: %v, log %v", err, log)
	}
	out, _, err = Redact([]cases.Item{profile(t, k, ""), secret}, k,
		Decisions{Items: []Decision{{Entry: ids[1], Do: DoKeep}}})
	if err != nil || len(out) != 2 || strings.Contains(all(out), "father") {
		t.Errorf("let out by a decision: %v", err)
	}
	// What one version says of confidence counts for all.
	second = sealedItem(t, k, 2, "note",
		"links: {amends: 9QXH7K2M}\nconfidentiality: told in confidence\n", "Word two.\n")
	if out, _, err = Redact([]cases.Item{first, second}, k, Decisions{}); err != nil ||
		len(out) != 0 {
		t.Errorf("an earlier text of what was given in confidence: %d copies, %v", len(out), err)
	}
	faulty := first
	faulty.Fault = "refused"
	if out, _, err = Redact([]cases.Item{faulty}, k, Decisions{}); err != nil || len(out) != 0 {
		t.Errorf("a refused entry: %d copies, %v", len(out), err)
	}
}

// FuzzRedact: whatever stands around a mark, its words are in no copy.
func FuzzRedact(f *testing.F) {
	for _, s := range []string{"", "a ", "[", "]", "[x]{.third-party}", "```\n", "\n\n", "---\n",
		"&amp;", `\`, "\ue000", "![", "{", "\u200b"} {
		f.Add(s, s)
	}
	k := kinds(f)
	f.Fuzz(func(t *testing.T, before, after string) {
		text := "---\nid: 7K2M9QXH\ncase: K3F927QM\nkind: note\nrecorded: 2026-03-06T17:40:12Z\n" +
			"by: asha\nnonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n---\n" +
			before + "[Zyxwvut Quill]{.third-party}" + after
		e, err := k.Decode([]byte(text))
		if err != nil {
			return
		}
		out, _, err := Redact([]cases.Item{{Entry: e}}, k, Decisions{})
		if err != nil {
			return // there is no copy
		}
		said := strings.Join(match.Folded(all(out)), " ")
		if strings.Contains(said, "zyxwvut") || strings.Contains(said, "quill") {
			t.Errorf("the words are still there: %q", all(out))
		}
	})
}

// FuzzRemove: a name that was decided to go is in no word of a copy, as it is
// written or as Markdown shows it.
func FuzzRemove(f *testing.F) {
	for _, s := range []string{"Mrs Quill rang", "&#81;uill", "&amp;amp;#81;uill", "[Quill](x)",
		"`Quill`", "Qu\u00adill's", "\\Quill", "QUILLS", "*Quill*s"} {
		f.Add(s)
	}
	k := kinds(f)
	d := Decisions{Items: []Decision{{Name: "Mrs Quill", Do: DoRemove, Exemption: ThirdParty}}}
	f.Fuzz(func(t *testing.T, body string) {
		text := "---\nid: 7K2M9QXH\ncase: K3F927QM\nkind: note\nrecorded: 2026-03-06T17:40:12Z\n" +
			"by: asha\nnonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n---\n" + body
		e, err := k.Decode([]byte(text))
		if err != nil {
			return
		}
		out, _, err := Redact([]cases.Item{{Entry: e}}, k, d)
		if err != nil {
			return // there is no copy
		}
		said := string(out[0].Text)
		for _, shown := range []string{said, html.UnescapeString(said)} {
			for _, w := range match.Words(shown) {
				if w.Is("quill") {
					t.Errorf("%q is still there: %q", w.Text, said)
				}
			}
		}
	})
}

// TestChildsWish: what the child understands and wishes goes to the child alone.
func TestChildsWish(t *testing.T) {
	k := kinds(t)
	const asks = "who: Tobi Adeyemi\nas: parent\nauthority: parental responsibility\n" +
		"received_on: 2026-03-03\nwhat: all of it\nidentity: confirmed\nchild_understands: yes\n" +
		"child_wish: not to show what he said\nsend_to: by hand\n"
	for _, own := range []bool{true, false} {
		request := sealedItem(t, k, 1, "access-request", asks, "")
		d := Decisions{Request: []record.ID{request.ID}, Own: own}
		out, _, err := Redact([]cases.Item{profile(t, k, ""), request}, k, d)
		if err != nil {
			t.Fatal(err)
		}
		for _, field := range []string{"child_understands", "child_wish"} {
			if got := strings.Contains(all(out), field); got != own {
				t.Errorf("the subject asks: %v, and %s is in the copy: %v", own, field, got)
			}
		}
	}
}

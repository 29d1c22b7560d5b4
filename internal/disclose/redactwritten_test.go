package disclose

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// family are people of a profile of whom each name is written in several ways.
const family = `people:
  - {name: Joan Whitlow, relation: neighbour, known_as: Jo-Jo, other_names: [Joan Pratt]}
  - {name: Mary-Ann O'Shea, relation: aunt, contact: 07700 900145}
  - {name: Jürgen Köhler, relation: uncle}
  - {name: Åse Lindström, relation: godmother}
`

// familyGoes returns decisions that remove all of the family.
func familyGoes() Decisions {
	var d Decisions
	for _, name := range []string{"Joan Whitlow", "Mary-Ann O'Shea", "Jürgen Köhler",
		"Åse Lindström"} {
		d.Items = append(d.Items, Decision{Name: name, Do: DoRemove, Exemption: ThirdParty})
	}
	return d
}

// short writes the marks of a copy as #.
func short(s string) string {
	return strings.NewReplacer(block+" ("+labelThird+")", "#", block+" ("+labelWithheld+")",
		"%").Replace(s)
}

// redacted returns the body and the headline of a note in a copy.
func redacted(t *testing.T, profileOf, front, body string, d Decisions) string {
	t.Helper()
	k := kinds(t)
	out, _, err := Redact(
		[]cases.Item{profile(t, k, profileOf), sealedItem(t, k, 1, "note", front, body)}, k, d)
	if err != nil {
		t.Errorf("%s%s: %v", front, body, err)
		return ""
	}
	return short(strings.TrimSpace(out[1].Headline + out[1].Action + " " + out[1].Section("")))
}

// TestRedactWritten: a name goes however it is written, and leaves no sign of how it was.
func TestRedactWritten(t *testing.T) {
	for _, c := range []struct{ about, body, want string }{
		{"by a line's end", "Mrs Whit-\nlow came.", "# came."},
		{"by a line's end with a backslash", "Mrs Whit\\\nlow came.", "# came."},
		{"what nobody sees", "Whit\u00adlow, Whit\u200blow", "#, #"},
		{"emphasis within", "Mrs **W**hitlow came, Wh*it*low too.", "# came, # too."},
		{"emphasis around half", "**Joan** Whitlow and [Joan **Whitlow**](x)", "# and [#](x)"},
		{"a comment within, and one that names", "Whit<!-- -->low <!-- Whitlow said --> rang",
			"# <!-- # said --> rang"},
		{"entities", "&#87;hitlow, Whit&shy;low, Whit&ZeroWidthSpace;low, &amp;#87;hitlow",
			"#, #, #, #"},
		{"an owner, and many", "Whitlow's dog, the Whitlows, WHITLOW’S", "# dog, the #, #"},
		{"a double name run together", "MaryAnn and Maryann rang; Mary Ann too",
			"# and # rang; # too"},
		{"all kinds of apostrophes", "OShea, O’Shea, O Shea, O`Shea, O´Shea, Oshea, o'shea",
			"#, #, #, #, #, #, #"},
		{"letters without their marks", "Juergen Koehler, Kohler, Koehler, Köhler, Lindstrom, " +
			"Aase Lindstroem", "#, #, #, #, #, #"},
		{"letters and marks apart", "Ko\u0308hler, Linds\u200dtro\u0308m", "#, #"},
		{"wide letters, and ones that look alike", "Ｗｈｉｔｌｏｗ, Whіtlow", "#, #"},
		{"initials", "JW rang; J. Whitlow; J Whitlow; W, Joan", "# rang; #; #; #"},
		{"a number in any grouping", "07700900145 or 07700 900 145 or 07700-900-145 or 0044 7700 " +
			"900145", "# or # or # or #"},
		{"in code and in links", "`Whitlow` and [Whitlow](q) ![whitlow](q)",
			"`#` and [#](q) ![#](q)"},
		{"in a table", "| Whitlow | a |\n|---|---|", "| # | a |\n|---|---|"},
		{"in user names and mail", "joan_whitlow, JoanWhitlow, joanwhitlow, j.whitlow@post.example",
			"#, #, #, #@post.example"},
		{"in small letters", "joan and whitlow came", "# and # came"},
		{"another name of theirs", "Pratt and Jo-Jo came; Mrs Pratt", "# and # came; #"},
		{"what she is to the child", "Auntie said so; his aunt's car; AUNTY",
			"# said so; his # car; #"},
		{"what only looks like it", "He ate an oshean pie in a whit low room",
			"He ate an oshean pie in a whit low room"},
	} {
		if got := redacted(t, family, "", c.body+"\n", familyGoes()); got != c.want {
			t.Errorf("%s: %q, want %q", c.about, got, c.want)
		}
		front := "headline: A note\naction: " + quoted(strings.ReplaceAll(c.body, "\n", " ")) + "\n"
		if strings.Contains(c.body, "\n") {
			continue // a value on one line has no line's end
		}
		if got := redacted(t, family, front, "", familyGoes()); got != "A note"+c.want {
			t.Errorf("%s, in front matter: %q, want %q", c.about, got, c.want)
		}
	}
}

// TestAskedAbout: whoever no ID of a member names is asked about, once, and a professional is
// proposed to stay. One of the family never is, whatever is said of an agency.
func TestAskedAbout(t *testing.T) {
	const kin = "people: [{name: Dev Anand, relation: father}]\n"
	for _, c := range []struct {
		about, people, front, body string
		d                          Decisions
		want                       string // what, name, agency or role, proposal, places
	}{
		{"a source of an agency", "", "sources: [{who: Mrs Dale next door, agency: Oak Primary}]\n",
			"Mrs Dale next door shouted. Mrs Dale again.\n", Decisions{},
			"person Mrs Dale next door, Oak Primary, keep, 3"},
		{"kin who is a source of an agency", kin,
			"sources: [{who: Dev Anand, agency: Oak Primary}]\n", "Anand shouted.\n",
			Decisions{}, "person Dev Anand, Oak Primary, , 3"},
		{"kin with the name of a member", kin, "", "Dev Anand shouted.\n",
			Decisions{Named: []string{"Dev Anand"}, Team: []string{"Dev Anand"}},
			"person Dev Anand, , , 2"},
		{"kin with the name of a member, as another wrote it", kin, "", "Nothing.\n",
			Decisions{Named: []string{"Anand, Dev"}}, "person Dev Anand, , , 1"},
		{"a member whom no ID names", "", "", "Asha Rao and Ms Rao came.\n",
			Decisions{Team: []string{"Asha Rao"}},
			"person Asha Rao, in the team, keep, 2"},
		{"a member whom an ID names", "", "", "Asha Rao came.\n",
			Decisions{Named: []string{"Asha Rao"}, Team: []string{"Asha Rao"}}, ""},
		{"a plain name in a text", "", "", "Her boyfriend Kevin Marsh hit her. Then Kevin left.\n",
			Decisions{},
			"person Kevin Marsh, , , 2"},
		{"a title with a dot", "", "", "Saw Mr. Kevin Marsh and Mr Marsh.\n", Decisions{},
			"person Kevin Marsh, , , 2"},
		{"a sentence begins beside a name", "", "", "Asked Kevin. Then asked Kevin again; he " +
			"asked back.\n", Decisions{},
			"person Kevin, , , 2"},
		{"another initial", kin, "", "R. Anand rang.\n",
			Decisions{Items: []Decision{{Name: "Dev Anand", Do: DoKeep}}},
			"person R. Anand, , , 1"},
		{"a number and mail of nobody", "", "",
			"Ring 01632 960733, +44 1632 960733 or a@post.example.\n", Decisions{},
			"number 01632 960733, , , 2; number a@post.example, , , 1"},
		{"no number", "", "", "On 01-02-2026 14:30 he had 0.5 ml, NHS 943 476 5919, 0800 1111.\n",
			Decisions{}, ""},
		{"an address of nobody", "", "", "He lives at 9 Hill Road now, in M13 9PL.\n", Decisions{},
			"address 9 Hill Road now, in M13 9PL, , , 1"},
		{"an agency is no person", "", "sources: [{who: Mill Lane Primary}, {who: the office, " +
			"agency: Mill Lane Primary}]\n",
			"The primary school rang. Mill Lane Primary wrote.\n", Decisions{}, ""},
		{"what the child speaks, and believes",
			"languages: [Twi]\nreligion: Quaker\nschool: Hope House\n", "",
			"They spoke Twi at Hope House; a Quaker came.\n", Decisions{}, ""},
		{"a place is asked about, and kept", "", "", "They moved to Lindale.\n", Decisions{},
			"person Lindale, , , 1"},
		{"words that were kept", "", "", "They moved to Lindale.\n",
			Decisions{Items: []Decision{{Name: "Lindale", Do: DoKeep}}}, ""},
		{"a keep that is older than the entry", "", "", "They moved to Lindale.\n",
			Decisions{Items: []Decision{{Name: "Lindale", Do: DoKeep, Seq: 3}}},
			"person Lindale, , , 1"},
		{"a keep that is younger", "", "", "They moved to Lindale.\n",
			Decisions{Items: []Decision{{Name: "Lindale", Do: DoKeep, Seq: 9}}}, ""},
		{"who goes, goes for ever", "", "", "They moved to Lindale.\n",
			Decisions{Items: []Decision{{Name: "Lindale", Do: DoRemove, Exemption: ThirdParty, Seq: 3}}}, ""},
	} {
		k := kinds(t)
		items := []cases.Item{profile(t, k, c.people),
			sealedItem(t, k, 1, "contact", c.front, c.body)}
		items[1].Seq = 5
		if got := askedAbout(t, items, c.d); got != c.want {
			t.Errorf("%s: asked are %q, want %q", c.about, got, c.want)
		}
	}
}

// TestKeepOfWhoAsks holds for what comes later of the same request, and for nothing else.
func TestKeepOfWhoAsks(t *testing.T) {
	k := kinds(t)
	const asks = "who: Bea Hume\nas: parent\n"
	request := sealedItem(t, k, 1, "access-request", asks, "")
	answer := sealedItem(t, k, 2, "access-clarification",
		"links: {request: 9QXH7K2M}\nwhat: Bea Hume wants all.\n", "")
	note := sealedItem(t, k, 3, "note", "", "Bea Hume rang.\n")
	request.Seq, answer.Seq, note.Seq = 2, 8, 9
	d := Decisions{Request: []record.ID{request.ID},
		Items: []Decision{{Name: "Bea Hume", Do: DoKeep, Seq: 5}}}
	if got := askedAbout(t, []cases.Item{profile(t, k, ""), request, answer}, d); got != "" {
		t.Errorf("asked are %q", got)
	}
	want := "person Bea Hume, , , 1"
	if got := askedAbout(t, []cases.Item{profile(t, k, ""), request, answer, note},
		d); got != want {
		t.Errorf("asked are %q, want %q", got, want)
	}
}

// askedAbout returns the questions of a copy, in order.
func askedAbout(t *testing.T, items []cases.Item, d Decisions) string {
	t.Helper()
	_, _, err := Redact(items, kinds(t), d)
	var open *Undecided
	if !errors.As(err, &open) {
		if err != nil {
			t.Error(err)
		}
		return ""
	}
	var out []string
	for _, o := range open.Questions {
		out = append(out, fmt.Sprintf("%s %s, %s, %s, %d", o.What, o.Name, cmp.Or(o.Agency, o.Role),
			o.Propose, len(o.Passages)))
	}
	return strings.Join(out, "; ")
}

// TestPlaces: a place has the words as they stand, and those around them.
func TestPlaces(t *testing.T) {
	k := kinds(t)
	body := "One line.\n\n## Facts\nF1: " + strings.Repeat("far ", 30) +
		"then Mrs\nDale rang twice. " + strings.Repeat("away ", 30)
	items := []cases.Item{profile(t, k, ""),
		sealedItem(t, k, 1, "contact", "sources: [{who: Mrs Dale, how: letter}]\n", body)}
	_, _, err := Redact(items, k, Decisions{})
	var open *Undecided
	if !errors.As(err, &open) || len(open.Questions) != 1 || len(open.Questions[0].Passages) != 2 {
		t.Fatalf("%v: %+v", err, open)
	}
	first, second := open.Questions[0].Passages[0], open.Questions[0].Passages[1]
	if first.Field != "sources.who" || first.Line != 8 || first.Words != "Mrs Dale" ||
		first.Before+first.After != "" {
		t.Errorf("the first is %+v", first)
	}
	if second.Field != "" || second.Line != 13 || second.Words != "Mrs Dale" ||
		second.Kind != "contact" ||
		!strings.HasSuffix(second.Before, "far far then ") ||
		!strings.HasPrefix(second.After, " rang twice. away") {
		t.Errorf("the second is %+v", second)
	}
	if len([]rune(second.Before)) != around || len([]rune(second.After)) != around {
		t.Errorf("around it stand %q and %q", second.Before, second.After)
	}
}

// TestAddresses: an address that is kept from somebody is found in any order and spelling,
// and stays the subject's own where the subject asks.
func TestAddresses(t *testing.T) {
	day := record.Date{Year: 2026, Month: 3, Day: 6}
	const body = "At 12 Mill Lane, or 12, mill lane, or Mill Lane no. 12, or 12 Mill Ln, or " +
		"number 12 in Mill Lane, " +
		"or NT1 2AB, or nt12ab, or 12 Mill\nLane, or Northtown.\n"
	for _, address := range []string{"|\n  12 Mill Lane\n  Northtown\n  NT1 2AB",
		"12 Mill Lane, Northtown, NT1 2AB",
		"12 Mill Lane Northtown NT1 2AB", "12 Mill Lane; Northtown; NT1 2AB"} {
		front := "address: " + address + "\naddress_protected_from: [{from: his father, basis: " +
			"an order}]\n"
		got := redacted(t, front, "", body, Decisions{Today: day})
		if want := "At %, or %, or %, or %, or %, or %, or %, or %, or %."; got != want {
			t.Errorf("%q: %s", address, got)
		}
		own := redacted(t, front, "", body, Decisions{Today: day, Own: true})
		if want := strings.TrimSpace(body); own != want {
			t.Errorf("%q, by the subject: %s", address, own)
		}
	}
	const mother = "people: [{name: Bea Hume, relation: mother, address: 12 Mill Lane, " +
		"address_protected: yes, contact: 0161 496 0123}]\n"
	keep := Decisions{Own: true, Items: []Decision{{Name: "Bea Hume", Do: DoKeep}}}
	if got := redacted(t, "address: 12 Mill Lane\n"+mother, "",
		"Bea is at 12 Mill Lane, 01614960123.\n", keep); got != "Bea is at 12 Mill Lane, #." {
		t.Errorf("a home that they share: %s", got)
	}
	if got := redacted(t, "address: 9 Hill Road\n"+mother, "", "Bea is at 12 Mill Lane, he at 9 "+
		"Hill Road.\n", keep); got != "Bea is at %, he at 9 Hill Road." {
		t.Errorf("a home of hers alone: %s", got)
	}
}

// TestUnseen: what turns the order of letters, or is not seen, does not reach a copy, however it
// is written; what some scripts need stays.
func TestUnseen(t *testing.T) {
	const body = "a&#8238;b&#x202e;c&rlm;d&#xad;e\u00adf\u200bg&#8203;h \u0645\u06cc\u200c\u062e " +
		"&amp;#8238;i&#10;## j"
	got := redacted(t, "", "headline: 'x&#8238;y'\naction: 'v&lrm;w'\n", body, Decisions{})
	if want := "xyvw abcdefgh \u0645\u06cc\u200c\u062e i ## j"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestRelationWords: the word for a person's relation goes with the person. It stays before the
// name of another who stays.
func TestRelationWords(t *testing.T) {
	const aunts = "people: [{name: Ada Hume, relation: aunt}, {name: Bea Hume, relation: aunt}]\n"
	d := Decisions{Items: []Decision{{Name: "Ada Hume", Do: DoRemove, Exemption: ThirdParty},
		{Name: "Bea Hume", Do: DoKeep}}}
	if got := redacted(t, aunts, "", "Auntie rang. Auntie Bea and Auntie Ada too.\n",
		d); got != "# rang. Auntie Bea and # too." {
		t.Error(got)
	}
	d.Items[0].Do = DoKeep
	if got := redacted(t, aunts, "", "Auntie rang.\n", d); got != "Auntie rang." {
		t.Error(got)
	}
}

// TestWholePeople: in a profile who goes, goes with all that is said of them.
func TestWholePeople(t *testing.T) {
	k := kinds(t)
	out, _, err := Redact([]cases.Item{profile(t, k, family)}, k, familyGoes())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range out[0].Maps("people") {
		for key, v := range m {
			list, ok := v.([]any)
			if !ok {
				list = []any{v}
			}
			other := func(one any) bool { return one != block+" ("+labelThird+")" }
			if slices.ContainsFunc(list, other) {
				t.Errorf("%s is still %v", key, v)
			}
		}
	}
}

package disclose

import (
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// inOrder returns items as they were recorded one after another.
func inOrder(items ...cases.Item) []cases.Item {
	for i := range items {
		items[i].Seq = i + 1
	}
	return items
}

// TestWhoSpoke: a copy tells nothing of who asked not to be named: no word for what they are,
// no field that others lack, no second mark.
func TestWhoSpoke(t *testing.T) {
	k := kinds(t)
	const people = "people:\n" +
		"  - {name: Bea Tarn, relation: maternal aunt, lives_with: no, note: works nights}\n" +
		"  - {name: Owen Tarn, relation: uncle}\n"
	kept := Decisions{
		Items: []Decision{{Name: "Bea Tarn", Do: DoKeep}, {Name: "Owen Tarn", Do: DoKeep},
			{Name: "Ron Tarn", Do: DoKeep}}}
	// front of the entry that was told, and what another says of who told it
	for _, c := range []struct{ about, front, body, other, shows, never string }{
		{"an aunt of the profile", "anonymous: yes\nsources: [{who: Bea Tarn, how: telephone}]\n",
			"Auntie Bea saw it.\n", "The aunt is afraid of her sister.\n",
			"The ▇▇▇ (third party) is afraid", "aunt;auntie;bea;lives_with;nights"},
		{"an aunt with what she is", "anonymous: yes\nsources: [{who: Bea Tarn (aunt)}]\n",
			"She saw it.\n", "Aunty Bea laughed. Owen Tarn drove.\n", "Owen Tarn",
			"aunt;aunty;bea"},
		{"an aunt by her first name", "anonymous: yes\nsources: [{who: Auntie Bea}]\n",
			"She saw it.\n", "Owen Tarn drove.\n", "Owen Tarn", "aunt;bea"},
		{"several sources, with where they work",
			"anonymous: yes\nsources: [{who: Ann Lind, how: letter, agency: Hill School}, {who: " +
				"Jo Ray}]\n",
			"They saw it.\n", "A note.\n", "sources: [{who: \"▇▇▇ (third party)\"}]\n",
			"how:;agency;letter;hill;lind;ray"},
		{"somebody for whom it was typed", "anonymous: yes\nsources: [{who: Ann Lind}]\n" +
			"for: Jo Ray\n",
			"They saw it.\n", "A note.\n", "A note", "for:;ray"},
	} {
		told := sealedItem(t, k, 1, "note", c.front, c.body)
		out, _, err := Redact(inOrder(profile(t, k, people), told,
			sealedItem(t, k, 2, "note", "links: {related: 9QXH7K2M}\n", c.other)), k, kept)
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
			continue
		}
		var texts string
		for _, it := range out {
			texts += string(it.Text)
		}
		if !strings.Contains(texts, c.shows) {
			t.Errorf("%s: the copy lacks %q:\n%s", c.about, c.shows, texts)
		}
		for never := range strings.SplitSeq(c.never, ";") {
			if strings.Contains(strings.ToLower(texts), never) {
				t.Errorf("%s: the copy says %q:\n%s", c.about, never, texts)
			}
		}
	}
}

// TestReporterByRelation: a reporter who is told by a word for what they are goes from the entry
// and from what answers it. Elsewhere the word is anybody's.
func TestReporterByRelation(t *testing.T) {
	k := kinds(t)
	out, _, err := Redact(inOrder(profile(t, k, ""),
		sealedItem(t, k, 1, "note", "anonymous: yes\nsources: [{who: the neighbour}]\n",
			"The neighbour rang.\n"),
		sealedItem(t, k, 2, "note", "links: {related: 9QXH7K2M}\n", "I thanked the neighbour.\n"),
		sealedItem(t, k, 3, "note", "", "A neighbour plays the piano.\n")), k, Decisions{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"", "The ▇▇▇ (third party) rang.",
		"I thanked the ▇▇▇ (third party).",
		"A neighbour plays"} {
		if !strings.Contains(string(out[i].Text), want) {
			t.Errorf("entry %d lacks %q: %s", i, want, out[i].Text)
		}
	}
}

// TestRemovedPersonHasNoFields: the fields that a profile has of a removed person would tell who it
// is.
func TestRemovedPersonHasNoFields(t *testing.T) {
	k := kinds(t)
	out, _, err := Redact(
		inOrder(profile(t, k, "people:\n  - {name: Ann Lind, relation: social worker, agency: "+
			"Northshire CSC, parental_responsibility: no, note: on Mondays}\n")), k,
		Decisions{Items: []Decision{{Name: "Ann Lind", Do: DoRemove, Exemption: ThirdParty}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"agency", "parental", "note"} {
		if strings.Contains(string(out[0].Text), never) {
			t.Errorf("the copy says %q: %s", never, out[0].Text)
		}
	}
}

// TestOneMark: words that go side by side leave one mark.
func TestOneMark(t *testing.T) {
	const one = "▇▇▇ (third party)"
	for _, c := range []struct {
		text, want string
		labels     []string
	}{
		{"a \ue000 \ue000 b", "a " + one + " b", []string{labelThird, labelThird}},
		{"\ue000\ue000  \ue000", one, []string{labelThird, labelThird, labelThird}},
		{"\ue000, \ue000", one + ", " + one, []string{labelThird, labelThird}},
		{"\ue000\n\ue000", one + "\n" + one, []string{labelThird, labelThird}},
		{"\ue000 \ue000.", one + " ▇▇▇ (withheld).", []string{labelThird, labelWithheld}},
	} {
		if got := (&draft{text: c.text, labels: c.labels}).String(); got != c.want {
			t.Errorf("%q gives %q, not %q", c.text, got, c.want)
		}
	}
}

// TestNumbersOfWhatStaysOut: however the number of a withheld entry is written, it goes, and
// looks like a name that goes. What is no such number stays.
func TestNumbersOfWhatStaysOut(t *testing.T) {
	k := kinds(t)
	d := Decisions{Items: []Decision{{Entry: ids[1], Do: DoWithhold, Exemption: SeriousHarm}}}
	const gone = "▇▇▇ (third party)"
	for _, c := range []struct{ text, want string }{
		{"See 9QXH7K2M.", "See " + gone + "."},
		{"See 9QXH-7K2M.", "See " + gone + "."},
		{"See 9QXH.", "See " + gone + "."},
		{"See 9qxh, twice.", "See " + gone + ", twice."},
		{"See 9QXH-7K.", "See " + gone + "."},
		{"See K3F9/9QXH.", "See " + gone + "."},
		{"See K3F9-27QM/9QXH-7K2M.", "See " + gone + "."},
		{"See 9QXH-then.", "See " + gone + "-then."},
		{"See 7K2M, B8Q1 and 9QXA.", "See 7K2M, B8Q1 and 9QXA."},
		{"At 1200, room 9QX.", "At 1200, room 9QX."},
	} {
		out, _, err := Redact(
			inOrder(profile(t, k, ""), sealedItem(t, k, 1, "note", "", "It hurt.\n"),
				sealedItem(t, k, 2, "note", "", c.text+"\n")), k, d)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(out[1].Text); !strings.Contains(got, c.want) {
			t.Errorf("%q gives %s", c.text, got)
		}
	}
}

// TestWhatAManagerSaid can be withheld by itself; the entry of which it was said goes.
func TestWhatAManagerSaid(t *testing.T) {
	k := kinds(t)
	said := sealedItem(t, k, 2, record.KindEndorsement, "target: 9QXH7K2M\ntarget_sha256: "+
		strings.Repeat("ab", 32)+"\nlevel: line\nverdict: endorsed\ncomment: She must not know.\n",
		"")
	out, _, err := Redact(inOrder(profile(t, k, ""), sealedItem(t, k, 1, "note", "", "Football.\n"),
		said), k,
		Decisions{Items: []Decision{{Entry: ids[2], Do: DoWithhold, Exemption: SeriousHarm}}})
	if err != nil || len(out) != 2 || strings.Contains(all(out), "must not know") {
		t.Errorf("%v: %s", err, all(out))
	}
}

// TestCopyOfWhatBelongs: the redacted copy of a file that goes with a withheld entry goes with it
// too, unless it has a decision of its own.
func TestCopyOfWhatBelongs(t *testing.T) {
	k := kinds(t)
	file := func(n int, links string) cases.Item {
		return sealedItem(t, k, n, record.KindAttachment,
			"file: H2T6P8W4\nname: a.png\ntype: image/png\n"+
				"length: 3\nsha256: "+strings.Repeat("ab", 32)+"\nlinks: {"+links+"}\n", "")
	}
	items := inOrder(sealedItem(t, k, 0, "note", "", "It hurt.\n"), file(1, "related: 7K2M9QXH"),
		file(2, "replaces: 9QXH7K2M"), file(3, "replaces: B8Q1R4D9"))
	d := Decisions{Items: []Decision{{Entry: ids[0], Do: DoWithhold, Exemption: SeriousHarm}}}
	if out, _, err := Redact(items, k, d); err != nil || len(out) != 0 {
		t.Errorf("%v: %s", err, all(out))
	}
	d.Items = append(d.Items, Decision{Entry: ids[3], Do: DoKeep})
	if out, _, err := Redact(items, k, d); err != nil || len(out) != 1 || out[0].ID != ids[3] {
		t.Errorf("%v: %s", err, all(out))
	}
}

// TestInitialEnd: the dot of an initial goes with it, and so does one behind aunt.
func TestInitialEnd(t *testing.T) {
	for _, c := range []struct {
		text, name string
		word       bool
		want       string
	}{
		{"J.H. rang", "J.H", false, "J.H."},
		{"told J. H.", "J. H", false, "J. H."},
		{"told Mrs H, twice.", "Mrs H", false, "Mrs H"},
		{"told Jean. He", "Jean", false, "Jean"},
		{"by Aunt B. and", "Aunt", true, "Aunt B."},
		{"Aunt B, who", "Aunt", true, "Aunt B"},
		{"Aunt Bea, who", "Aunt", true, "Aunt"},
		{"the aunt. I rang", "aunt", true, "aunt"},
	} {
		from := strings.Index(c.text, c.name)
		if got := c.text[from:initialEnd(c.text, from, from+len(c.name), c.word)]; got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

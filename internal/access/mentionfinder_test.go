package access

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"casefile/internal/disclose"
	"casefile/internal/record"
)

// told is a concern that stays out of each copy of these tests.
const told = concernFront + "about: Leila\nchild_said: Mum hit me\n" +
	"seen_or_heard: A red mark below the left elbow, three fingers wide.\n"

// pointingTo asks about one more entry, recorded before or after a withheld concern.
func pointingTo(t *testing.T, asks string, first bool, kind, front, body string,
	more ...disclose.Decision,
) []disclose.Question {
	t.Helper()
	r := recorded(t)
	r.add("asha", "profile", leila, "")
	if first {
		r.add("asha", kind, front, body)
	}
	concern := r.add("asha", "concern", told, "She said \"and then she locked me in\".\n")
	if !first {
		front = strings.ReplaceAll(front, "CONCERN", string(concern.ID))
		body = strings.ReplaceAll(body, "CONCERN", string(concern.ID)[:4])
		r.add("asha", kind, front, body)
	}
	r.add("asha", "access-request", asks, "")
	exemption := disclose.ChildAbuse
	if strings.Contains(asks, "as: subject") {
		exemption = disclose.ThirdParty
	}
	decided := append(more,
		disclose.Decision{Entry: concern.ID, Do: disclose.DoWithhold, Exemption: exemption})
	for _, name := range []string{"Dana Kerr", "Owen Tarn", "Samir Kerr", "Hana Kerr", "Ruth Boyle",
		"Ann Lind",
		"Mina Hall"} {
		decided = append(decided, disclose.Decision{Name: name, Do: disclose.DoKeep})
	}
	_, _, err := r.maker(decided...).Copy()
	var open *disclose.Undecided
	if err != nil && !errors.As(err, &open) {
		t.Fatal(err)
	}
	if open == nil {
		return nil
	}
	return slices.DeleteFunc(open.Questions, func(o disclose.Question) bool {
		return o.What != disclose.AskEntry
	})
}

// TestPointing: an entry of whatever kind that tells of one that stays out is asked about.
func TestPointing(t *testing.T) {
	mother := askedBy("Dana Kerr", "parent", "child_understands: no\nchild_wish: unknown\n")
	own := askedBy("Leila Kerr", "subject", "child_understands: yes\nchild_wish: unknown\n")
	meeting := "headline: A meeting\noccurred: 2026-03-05\ntype: family\nwho: [Ann Lind]\n" +
		"what: next steps\n"
	for _, c := range []struct {
		about, asks, kind, front, body string
		first                          bool
		why, words                     string // of the question; "" none
	}{
		{"a link", mother, "note", "links: {concern: CONCERN}\n", "Football.\n", false, whyLinks,
			""},
		{"a link among others", mother, "note", "links: {evidence: [7K2M9QXH, CONCERN]}\n", "",
			false, whyLinks, ""},
		{"its number", mother, "note", "", "As in CONCERN.\n", false, whyNumber, "9QXH"},
		{"five words in a row", mother, "note", "",
			"I saw a red mark below the left elbow.\n", false, whyRepeats,
			"a red mark below the left elbow"},
		{"the same, recorded before", mother, "note", "",
			"I saw a red mark below the left elbow.\n", true, whyRepeats,
			"a red mark below the left elbow"},
		{"in other signs", mother, "note", "", "Red **mark**, below the *left* elbow\n", false,
			whyRepeats,
			"Red **mark**, below the *left* elbow"},
		{"what the child said", mother, "note", "headline: Again “Mum hit me”\n", "", false,
			whyRepeats, "Mum hit me"},
		{"what stood in quotation marks", mother, "note", "", "Then she locked me in.\n", false,
			whyRepeats,
			"Then she locked me in"},
		{"of that three words that tell little", mother, "note", "", "He saw: she locked me out.\n",
			false, "", ""},
		{"an allegation", mother, "note", "", "The allegation was talked of.\n", false, whySpeaks,
			"allegation"},
		{"what she must not know", mother, "action",
			"headline: Talk\nwho: Asha Rao\nwhat: her mother must not know\ndue: 2026-03-10\n", "",
			false,
			whySpeaks, "must not know"},
		{"what she was not told", mother, "note", "", "The parents were not told.\n", false,
			whySpeaks, "not told"},
		{"what is kept from her", mother, "note", "", "Keep it from her mother.\n", false,
			whySpeaks, "Keep it from her"},
		{"a meeting later", mother, "meeting", meeting, "", false, whySums, ""},
		{"a meeting before", mother, "meeting", meeting, "", true, "", ""},
		{"football", mother, "note", "headline: Football\n", "Leila scored twice, at the school.\n",
			false, "", ""},
		{"ordinary words", mother, "note", "",
			"Leila was at home when we were there. It is not known when she left the house.\n",
			false, "", ""},
		{"in her own request a link", own, "note", "links: {concern: CONCERN}\n", "", false,
			whyLinks, ""},
		{"in her own request words", own, "note", "", "Mum hit me.\n", false, whyRepeats,
			"Mum hit me"},
		{"in her own request an allegation", own, "note", "", "The allegation.\n", false, "", ""},
		{"in her own request a meeting", own, "meeting", meeting, "", false, "", ""},
	} {
		open := pointingTo(t, c.asks, c.first, c.kind, c.front, c.body)
		switch {
		case c.why == "" && len(open) == 0:
		case c.why == "" || len(open) != 1 || !strings.Contains(open[0].Why, c.why):
			t.Errorf("%s: asked %+v", c.about, open)
		case c.words != "" && !slices.ContainsFunc(open[0].Passages, func(p disclose.Passage) bool {
			return p.Words == c.words
		}):
			t.Errorf("%s: the places are %+v", c.about, open[0].Passages)
		}
	}
}

// TestPointingIsDecided: a keep or a withhold of the entry is an answer.
func TestPointingIsDecided(t *testing.T) {
	mother := askedBy("Dana Kerr", "parent", "child_understands: no\nchild_wish: unknown\n")
	for _, do := range []string{disclose.DoKeep, disclose.DoWithhold} {
		d := disclose.Decision{Entry: ids[2], Do: do, Exemption: disclose.ChildAbuse}
		if open := pointingTo(t, mother, false, "note", "", "See CONCERN.\n", d); len(open) > 0 {
			t.Errorf("%s: asked %+v", do, open)
		}
	}
}

// TestWhatAManagerSaidPoints: what a manager said of an entry that goes is asked about by itself,
// and a decision can name it.
func TestWhatAManagerSaidPoints(t *testing.T) {
	r := recorded(t)
	r.add("asha", "profile", leila, "")
	concern := r.add("asha", "concern", told, "")
	note := r.add("asha", "note", "headline: Football\n", "")
	said := r.add("mina", "endorsement", "target: "+string(note.ID)+"\ntarget_sha256: \""+
		note.SHA256+
		"\"\nlevel: line\nverdict: endorsed\ncomment: Her mother must not know of it.\n", "")
	r.add("asha", "access-request",
		askedBy("Dana Kerr", "parent", "child_understands: no\nchild_wish: unknown\n"), "")
	decided := []disclose.Decision{
		{Entry: concern.ID, Do: disclose.DoWithhold, Exemption: disclose.ChildAbuse}}
	for _, name := range []string{"Dana Kerr", "Owen Tarn", "Samir Kerr", "Hana Kerr", "Ruth Boyle",
		"Ann Lind",
		"Mina Hall"} {
		decided = append(decided, disclose.Decision{Name: name, Do: disclose.DoKeep})
	}
	_, _, err := r.maker(decided...).Copy()
	var open *disclose.Undecided
	if !errors.As(err, &open) || len(open.Questions) != 1 || open.Questions[0].Entry != said.Ref() {
		t.Fatalf("%v: %+v", err, open)
	}
	text := "headline: It stays out\nmode: sole\ndecided_by: Asha Rao\ndecided_at: 2026-03-06\n" +
		"rationale: none\n" +
		"disclosure:\n  - {entry: " + string(said.ID) + ", do: withhold, exemption: " +
		"serious_harm, reason: it tells}\n"
	c := r.fold()
	e := r.add("asha", record.KindDecision, text, "")
	if err := CheckDecision(e.Entry, c, c.Access[0], r.agency()); err != nil {
		t.Fatal(err)
	}
	decided = append(decided, disclose.Decision{Entry: said.ID, Do: disclose.DoWithhold,
		Exemption: disclose.SeriousHarm})
	pack, _, err := r.maker(decided...).Copy()
	if err != nil || strings.Contains(string(pack["entries.md"]), "must not know") {
		t.Errorf("%v: what was said is in the copy", err)
	}
}

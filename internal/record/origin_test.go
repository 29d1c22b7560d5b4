package record

import (
	"strings"
	"testing"
	"time"
)

// first is an entry as another place recorded it.
const first = `---
id: 7K2M9QXH
case: K3F927QM
kind: contact
recorded: 2026-03-06T17:40:12Z
by: asha
nonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC
occurred: 2026-03-06
headline: Home visit
method: visit
purpose: See how the mornings go
with: mother
kept: no_reply
---
Nobody came to the door.
`

var elsewhere1 = Origin{Agency: "Northshire CSC, team 4", Case: "K3F927QM", Entry: "7K2M9QXH",
	Kind:     "contact",
	Recorded: time.Date(2026, 3, 6, 17, 40, 12, 0, time.UTC), By: "asha",
	Nonce: "5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC"}

// here stamps a text as this place does.
func here(t *testing.T, author []byte, kind, nonce string) *Entry {
	t.Helper()
	stamp := Stamp{ID: "7K2M9QXH", Case: "P4W86T2H", Kind: kind, Recorded: now, By: "ben",
		Nonce: nonce}
	text, found := Splice(author, stamp)
	if found.Failed() {
		t.Fatal(found)
	}
	e, err := builtin(t).Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestOriginGivesTheFirstTextBack(t *testing.T) {
	k := builtin(t)
	author, stamp, err := Unstamp([]byte(first + "   \n \t\n"))
	if err != nil || stamp.By != "asha" || strings.Contains(string(author), "nonce") {
		t.Fatalf("unstamped %q, %v, %v", author, stamp, err)
	}
	once, err := WithOrigin(author, elsewhere1)
	if err != nil {
		t.Fatal(err)
	}
	if _, found := k.Check(once, "", Context{Now: now, Kind: "contact"}); found.Failed() {
		t.Fatal(found)
	}
	e := here(t, once, "contact", "1XJ0V3N8R2M6T4Q9W1Z7Y0K8BC")
	if len(e.Origin) != 1 || e.Origin[0] != elsewhere1 ||
		!e.FirstRecorded().Equal(elsewhere1.Recorded) || e.Fields["origin"] != nil {
		t.Fatalf("origin %+v", e.Origin)
	}
	if back, err := Original(e); err != nil || string(back) != first {
		t.Errorf("%v: the original is\n%s", err, back)
	}

	// And once more, to a third place: the newest origin stands first.
	author, stamp, _ = Unstamp(e.Text)
	second := Origin{Case: string(e.Case), Entry: string(e.ID), Kind: e.Kind,
		Recorded: stamp.Recorded, By: stamp.By, Nonce: stamp.Nonce}
	twice, err := WithOrigin(author, second)
	if err != nil {
		t.Fatal(err)
	}
	moved := here(t, twice, "contact", "2XJ0V3N8R2M6T4Q9W1Z7Y0K8BC")
	if len(moved.Origin) != 2 || moved.Origin[0] != second || moved.Origin[1] != elsewhere1 ||
		!moved.FirstRecorded().Equal(elsewhere1.Recorded) {
		t.Fatalf("origins %+v", moved.Origin)
	}
	if back, err := Original(moved); err != nil || string(back) != string(e.Text) {
		t.Errorf("%v: the text of the second place is\n%s", err, back)
	}
}

func TestWithoutOrigin(t *testing.T) {
	author, _, _ := Unstamp([]byte(first))
	text, err := WithOrigin(author, elsewhere1)
	if err != nil {
		t.Fatal(err)
	}
	text, err = WithOrigin(text, elsewhere1)
	if err != nil || string(WithoutOrigin(text)) != string(author) ||
		string(WithoutOrigin(author)) != string(author) {
		t.Errorf("%v: %s", err, WithoutOrigin(text))
	}
}

func TestQuotingKeepsATextWordForWord(t *testing.T) {
	whole := strings.Replace(first, "Nobody came", "````\n## Facts\n`````\nNobody came", 1)
	o := elsewhere1
	o.Kind = "closure"
	e := here(t, Quoting([]byte(whole+"  \n"), o, "headline: Closure\n",
		"A closure, as it was recorded there:"), "note", "1XJ0V3N8R2M6T4Q9W1Z7Y0K8BC")
	if len(e.Sections) != 1 || e.Sections[0].Title != "" {
		t.Errorf("headings of what is quoted became sections: %+v", e.Sections)
	}
	if back, err := Original(e); err != nil || string(back) != whole {
		t.Errorf("%v: the original is\n%s", err, back)
	}
}

func TestOriginIsRefused(t *testing.T) {
	for name, author := range map[string]string{
		"one at another place":   "---\nheadline: A\norigin:\n  - {agency: B}\n---\n",
		"front matter unread":    "---\nheadline: [\n---\n",
		"front matter not ended": "---\nheadline: A\n",
	} {
		if text, err := WithOrigin([]byte(author), elsewhere1); err == nil {
			t.Errorf("%s: made %q", name, text)
		}
	}
	for name, text := range map[string]string{
		"none": "---\nheadline: A\n---\n",
		"by hand": "---\nheadline: A\norigin: [{agency: A, nonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC, " +
			"kind: note}]\n---\n",
		"changed by hand": "---\norigin:\n  - {kind: note, nonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC }\n" +
			"headline: A\n---\n",
	} {
		if back, err := Original(
			here(t, []byte(text), "note", "1XJ0V3N8R2M6T4Q9W1Z7Y0K8BC")); err == nil {
			t.Errorf("%s: gave %q", name, back)
		}
	}
	if _, _, err := Unstamp([]byte("---\nid: x\n---\n")); err == nil {
		t.Error("a text without a stamp counts as recorded")
	}
}

// FuzzOrigin: whatever text is recorded, an origin can be taken away again.
func FuzzOrigin(f *testing.F) {
	f.Add(first, "Northshire: \"CSC\", {a}")
	f.Add("no front matter\n\n", "x")
	f.Add("--- \r\norigin:\n  - {agency: A}\n---\n", "ü, #1 \u2028")
	k, err := Builtin()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, author, agency string) {
		s := Stamp{ID: "7K2M9QXH", Case: "K3F927QM", Kind: "note", Recorded: now, By: "asha",
			Nonce: "5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC"}
		recorded, found := Splice([]byte(author), s)
		if found.Failed() {
			return
		}
		recorded = []byte(Unpadded(string(recorded)))
		own, _, err := Unstamp(recorded)
		if err != nil {
			t.Fatal(err)
		}
		o := Origin{Agency: agency, Case: "K3F927QM", Entry: "7K2M9QXH", Kind: "note",
			Recorded: now.UTC(), By: "asha", Nonce: s.Nonce}
		with, err := WithOrigin(own, o)
		if err != nil {
			return
		}
		text, found := Splice(with,
			Stamp{ID: "7K2M9QXH", Case: "P4W86T2H", Kind: "note", Recorded: now, By: "ben",
				Nonce: s.Nonce})
		if found.Failed() {
			return
		}
		e, err := k.Decode(text)
		if err != nil || len(e.Origin) == 0 || e.Origin[0] != o {
			return // a name that JSON must bend, or front matter that is none
		}
		if back, err := Original(e); err != nil || string(back) != string(recorded) {
			t.Fatalf("%v: %q became %q", err, recorded, back)
		}
	})
}

package record

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

const sealed = `---
id: 7K2M9QXH
case: K3F927QM
kind: contact
recorded: 2026-03-06T17:40:12Z
by: asha
nonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC
occurred: 2026-03-06T14:30+00:00
headline: Home visit, Tobi seen alone
significant: true
impact: positive
sources: [{who: mother, how: in person}]
method: visit
purpose: null
with: [Tobi, 007]
kept: held
child_seen: yes
seen_alone: no
minutes: 50
action: true
for: Ben
references: [{agency: Northshire CSC, number: 0884213}]
links: {outcome: [9QXH7K2M, P4W86T2H/B8Q12345], risk: B8Q12345}
---
He met us at the door.

## Child's words

"Toast."
` + "```\n## not a heading\n```\n" + `
## Facts ##
F1: bread
` + "   \n"

func TestDecode(t *testing.T) {
	e, err := builtin(t).Decode([]byte(sealed))
	if err != nil {
		t.Fatal(err)
	}
	occurred, _ := ParseOccurred("2026-03-06T14:30+00:00")
	own := ID("K3F927QM")
	want := &Entry{
		ID: "7K2M9QXH", Case: own, Kind: "contact",
		Recorded: time.Date(2026, 3, 6, 17, 40, 12, 0, time.UTC),
		By:       "asha", Nonce: "5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC", Occurred: occurred,
		Headline:    "Home visit, Tobi seen alone",
		Significant: true, Impact: "positive", Sources: []Source{{Who: "mother", How: "in person"}},
		Action: "true", For: "Ben",
		References: []Reference{{"Northshire CSC", "0884213"}},
		Links: map[string][]Ref{"outcome": {{own, "9QXH7K2M"}, {"P4W86T2H", "B8Q12345"}},
			"risk": {{own, "B8Q12345"}}},
		Fields: map[string]any{"method": "visit", "purpose": "null", "with": []any{"Tobi", "007"},
			"kept":       "held",
			"child_seen": "yes", "seen_alone": "no", "minutes": int64(50)},
		Sections: []Section{
			{"", 25, "He met us at the door.", 25},
			{"Child's words", 27, "\"Toast.\"\n```\n## not a heading\n```", 29},
			{"Facts", 34, "F1: bread", 35},
		},
		Text: []byte(sealed),
	}
	if !reflect.DeepEqual(e, want) {
		t.Errorf("got  %+v\nwant %+v", e, want)
	}
	if n, ok := e.Int("minutes"); n != 50 || !ok {
		t.Errorf("minutes: %d %v", n, ok)
	}
	if got := e.Strs("with"); !reflect.DeepEqual(got, []string{"Tobi", "007"}) {
		t.Errorf("with: %q", got)
	}
	if got := e.Section("Facts"); got != "F1: bread" {
		t.Errorf("Facts: %q", got)
	}
}

func TestDecodeRefuses(t *testing.T) {
	tests := []struct{ name, old, by, says string }{
		{"no stamp", "nonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n", "", "7:1"},
		{"order", "id: 7K2M9QXH\ncase: K3F927QM\n", "case: K3F927QM\nid: 7K2M9QXH\n", "2:1"},
		{"quotes", "id: 7K2M9QXH", `id: "7K2M9QXH"`, "2:1"},
		{"hyphen", "case: K3F927QM", "case: K3F9-27QM", "3:1"},
		{"no valid ID", "case: K3F927QM", "case: 00000000", "3:1"},
		{"no day", "2026-03-06T17:40:12Z", "2026-02-30T17:40:12Z", "5:1"},
		{"zone", "2026-03-06T17:40:12Z", "2026-03-06T17:40:12+00:00", "5:1"},
		{"no front matter", "---\n", "", "1:1"},
		{"alias", "purpose: null", "purpose: *x", "yaml"},
		{"anchor", "purpose: null", "purpose: &x y", "14:10"},
		{"twice", "purpose: null", "method: visit", "14:1"},
		{"second stamp", "purpose: null", "id: 7K2M9QXH", "14:1"},
		{"merge", "purpose: null", "<<: {a: b}", "14:1"},
		{"not UTF-8", "bread", "\xff", "UTF-8"},
		{"size", "bread", strings.Repeat("x", MaxText), "65,536"},
	}
	for _, tt := range tests {
		text := strings.Replace(sealed, tt.old, tt.by, 1)
		e, err := builtin(t).Decode([]byte(text))
		if !errors.Is(err, ErrEntry) || e != nil ||
			tt.says != "yaml" && !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.says)
		}
	}
	_, err := builtin(t).Decode(make([]byte, MaxText+1))
	if !errors.Is(err, ErrTooLarge) {
		t.Errorf("a text too large: %v", err)
	}
}

// TestDecodeForgives: what only the schema refuses is still shown.
func TestDecodeForgives(t *testing.T) {
	text := strings.NewReplacer("minutes: 50", "minutes: an hour", "method: visit",
		"way: [1, {a: true}]",
		"impact: positive", "impact: {a: b}", "significant: true", "significant: si",
		"occurred: 2026-03-06T14:30+00:00\n", "").Replace(sealed)
	e, err := builtin(t).Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := e.Int("minutes"); ok || e.Str("minutes") != "an hour" {
		t.Errorf("minutes: %v", e.Fields["minutes"])
	}
	if !reflect.DeepEqual(e.Fields["way"], []any{"1", map[string]any{"a": "true"}}) ||
		e.Significant || e.Fields["significant"] != "si" || e.Impact != "" {
		t.Errorf("got %+v", e)
	}
	if e.Occurred.String() != "2026-03-06T17:40:12Z" {
		t.Errorf("occurred %v, want when it was recorded", e.Occurred)
	}
}

func TestDecodeUnknownKind(t *testing.T) {
	text := strings.Replace(sealed, "kind: contact", "kind: sighting", 1)
	e, err := builtin(t).Decode([]byte(text))
	if err != nil || e.Kind != "sighting" || e.Str("minutes") != "50" || e.Headline == "" ||
		!e.Significant {
		t.Errorf("got %+v, %v", e, err)
	}
}

// TestOccurredFromField: a decision occurred when it was decided.
func TestOccurredFromField(t *testing.T) {
	text := strings.NewReplacer("kind: contact", "kind: decision", "method: visit",
		"decided_at: 2026-03-05", "occurred: 2026-03-06T14:30+00:00\n", "").Replace(sealed)
	e, err := builtin(t).Decode([]byte(text))
	if err != nil || e.Occurred.String() != "2026-03-05" {
		t.Errorf("got %v, %v", e.Occurred, err)
	}
}

func TestSignificantByKind(t *testing.T) {
	k := builtin(t)
	for kind, want := range map[string]bool{"risk": true, "decision": true, "concern": true,
		"contact": false, "note": false} {
		text := strings.NewReplacer("kind: contact", "kind: "+kind, "significant: true\n",
			"").Replace(sealed)
		if e, err := k.Decode([]byte(text)); err != nil || e.Significant != want {
			t.Errorf("%s: significant %v, %v", kind, e.Significant, err)
		}
	}
}

func TestJSON(t *testing.T) {
	e, err := builtin(t).Decode([]byte(sealed))
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(e.JSON())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"action":"true","by":"asha","case":"K3F927QM","fields":{"child_seen":"yes","kept":"held","method":"visit","minutes":50,"purpose":"null","seen_alone":"no","with":["Tobi","007"]},` +
		`"for":"Ben","headline":"Home visit, Tobi seen alone","id":"7K2M9QXH","impact":"positive","kind":"contact",` +
		`"links":{"outcome":["K3F927QM/9QXH7K2M","P4W86T2H/B8Q12345"],"risk":["K3F927QM/B8Q12345"]},"occurred":"2026-03-06T14:30+00:00","recorded":"2026-03-06T17:40:12Z",` +
		`"references":[{"agency":"Northshire CSC","number":"0884213"}],` +
		`"sections":[{"text":"He met us at the door.","title":""},{"text":"\"Toast.\"\n` +
		"```\\n## not a heading\\n```" +
		`","title":"Child's words"},{"text":"F1: bread","title":"Facts"}],` +
		`"significant":true,"sources":[{"who":"mother","how":"in person"}]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func FuzzParseEntry(f *testing.F) {
	f.Add([]byte(sealed))
	f.Add([]byte("---\nkind: note\nheadline: x\n---\n"))
	f.Add([]byte(example(f, "profile")))
	f.Add([]byte(example(f, "decision")))
	k := builtin(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		e, err := k.Decode(text)
		if (e == nil) == (err == nil) {
			t.Fatalf("%v with %v", e, err)
		}
		if err != nil && !errors.Is(err, ErrEntry) {
			t.Fatal(err)
		}
		checked, found := k.Check(text, "x.md",
			Context{Now: now, MaxSentence: 30, Jargon: []string{"case"}, Stamped: err == nil})
		if checked == nil && !found.Failed() {
			t.Fatalf("no entry of %q, and nothing is wrong", text)
		}
		for _, f := range found {
			if strings.ContainsFunc(f.Found+f.Do, harmful) {
				t.Fatalf("a finding that cannot be printed: %q", f.Found)
			}
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	k := builtin(b)
	for b.Loop() {
		k.Check([]byte(sealed), "x.md", Context{Now: now, Stamped: true, MaxSentence: 30})
	}
}

func BenchmarkDecode(b *testing.B) {
	k := builtin(b)
	for b.Loop() {
		k.Decode([]byte(sealed))
	}
}

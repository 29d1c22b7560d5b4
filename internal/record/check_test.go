package record

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func rulesOf(found Findings) []string {
	var out []string
	for _, f := range found {
		out = append(out, f.Rule)
	}
	return out
}

func TestCheckContext(t *testing.T) {
	concern := example(t, "concern")
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	day := "---\nkind: note\nheadline: x\noccurred: 2026-06-02\n---\n"
	late := time.Date(2026, 6, 1, 23, 30, 0, 0, time.UTC) // 2 June already in London
	tests := []struct {
		name, text string
		c          Context
		want       []string
	}{
		{"no kind", "---\nheadline: x\n---\n", Context{}, []string{"unknown-kind"}},
		{"unknown kind", "---\nkind: contcat\n---\n", Context{}, []string{"unknown-kind"}},
		{"kind from the command", "---\nheadline: x\n---\n", Context{Kind: "note"}, nil},
		{"no front matter", "Words.\n", Context{Kind: "note"}, []string{"headline-missing"}},
		{"open front matter", "---\nheadline: x\n", Context{Kind: "note"},
			[]string{"no-front-matter"}},
		{"CRLF", strings.ReplaceAll(concern, "\n", "\r\n"), Context{Now: now}, nil},
		{"byte order mark", "\ufeff" + concern, Context{}, []string{"byte-order-mark"}},
		{"an informal agency", "---\nkind: contact\noccurred: 2026-03-06\nheadline: x\n" +
			"method: visit\nwith: Tobi\nkept: no_reply\n---\n", Context{Informal: true}, nil},
		{"a formal one", "---\nkind: contact\noccurred: 2026-03-06\nheadline: x\nmethod: visit\n" +
			"with: Tobi\nkept: no_reply\n---\n", Context{}, []string{"missing-field"}},
		{"a day begins in the policy's zone", day, Context{Now: late, Zone: london}, nil},
		{"and not before", day, Context{Now: late}, []string{"future-date"}},
		{"about the year that runs", "---\nkind: note\nheadline: x\noccurred: about 2026\n---\n",
			Context{Now: now}, nil},
		{"a range that has not ended", "---\nkind: note\nheadline: x\n" +
			"occurred: 2026-03-01/2026-04-01\n---\n", Context{Now: now}, []string{"future-date"}},
		{"a range over a change of offset",
			"---\nkind: note\nheadline: x\noccurred: 2026-03-02/2026-03-01T23:30-00:30\n---\n",
			Context{Now: now, Zone: time.FixedZone("", 3600)}, nil},
		{"the same in another zone",
			"---\nkind: note\nheadline: x\noccurred: 2026-03-02/2026-03-01T23:30+00:00\n---\n",
			Context{Now: now, Zone: time.UTC}, []string{"bad-date"}},
		{"a range backwards", "---\nkind: note\nheadline: x\n" +
			"occurred: 2026-03-02/2026-03-01\n---\n", Context{Now: now}, []string{"bad-date"}},
		{"no clock", "---\nkind: note\nheadline: x\noccurred: 2036-03-01\n---\n", Context{}, nil},
		{"stamp wanted", day, Context{Stamped: true, Now: late.AddDate(0, 0, 1)},
			[]string{"stamp"}},
		{"stamp wanted, no front matter", "x", Context{Stamped: true, Kind: "note"},
			[]string{"headline-missing", "no-front-matter"}},
		{"recorded", sealed, Context{Stamped: true, Now: now}, nil},
		{"recorded, a link cut short", strings.Replace(sealed, "risk: B8Q12345", "risk: B8Q1", 1),
			Context{Stamped: true}, []string{"bad-link"}},
		{"recorded, a link with a hyphen",
			strings.Replace(sealed, "risk: B8Q12345", "risk: b8q1-2345", 1), Context{Stamped: true},
			[]string{"bad-link"}},
		{"a long sentence",
			"---\nkind: note\nheadline: x\n---\nOne two three. One two three four.\n",
			Context{MaxSentence: 3}, []string{"long-sentence"}},
		{"a child's own long sentence",
			strings.Replace(concern, "## Facts\n",
				"## Child's words\nI said one two three four five six.\n\n## Facts\n", 1),
			Context{MaxSentence: 7, Now: now}, nil},
		{"jargon", "---\nkind: note\nheadline: x\n---\nThey presented with a NEET status.\n",
			Context{Jargon: []string{"presented with", "neet"}}, []string{"jargon", "jargon"}},
		{"abbreviations",
			"---\nkind: note\nheadline: x\n---\n" +
				"The CSC met the CAS (Child and Adolescent Service), the GP and CSC.\n",
			Context{MaxSentence: 30}, []string{"unexplained-abbreviation"}},
	}
	for _, tt := range tests {
		e, found := builtin(t).Check([]byte(tt.text), "a.md", tt.c)
		if !slices.Equal(rulesOf(found), tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, found, tt.want)
		}
		if len(tt.want) == 0 && (e == nil || string(e.Text) != tt.text) {
			t.Errorf("%s: the entry is %+v", tt.name, e)
		}
	}
}

func TestFindingsSayWhatToDo(t *testing.T) {
	text := "---\nkind: contact\nocurred: 2026-03-06\nmethod: vist\nwith: Tobi\nkept: No Reply\n" +
		"links: {outcom: 7K}\n---\n"
	_, found := builtin(t).Check([]byte(text), "visit.md", Context{})
	want := map[string]string{
		"visit.md:3:1: error: A contact has no field “ocurred”. [unknown-field]": "did you mean occurred?",
		"visit.md:4:9: error: “method” has “vist”. [wrong-value]":                "did you mean visit?",
		"visit.md:6:7: error: “kept” has “No Reply”. [wrong-value]":              "did you mean no_reply?",
		"visit.md:7:9: error: “links” has no field “outcom”. [unknown-field]":    "did you mean outcome?",
		"visit.md:1:1: error: “purpose” is missing. [missing-field]":             "what it was for",
		"visit.md:1:1: error: “headline” is missing. [headline-missing]":         "120 characters",
		"visit.md:1:1: error: “occurred” is missing. [missing-field]":            "about 2026-03",
	}
	for _, f := range found {
		do, ok := want[f.String()]
		if !ok || !strings.Contains(f.Do, do) {
			t.Errorf("%v -> %s", f, f.Do)
		}
		delete(want, f.String())
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

const visitKind = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "School visit", "description": "We saw the child at school.",
  "x-order": ["occurred", "headline", "mood", "calm"],
  "x-sections": [{"title": "Observation", "about": "What was seen", "required": true}],
  "type": "object", "additionalProperties": false, "required": ["headline", "mood"],
  "properties": {
    "id": {"$ref": "entry.json#/properties/id"}, "case": {"$ref": "entry.json#/properties/case"}, "kind": {"const": "school-visit"},
    "recorded": {}, "by": true, "nonce": {"type": "string"},
    "headline": {"$ref": "entry.json#/properties/headline"},
    "mood": {"$ref": "#/$defs/mood", "description": "how the child was"},
    "calm": {"type": "boolean", "description": "true or false"}
  },
  "$defs": {"mood": {"$ref": "entry.json#/$defs/rating"}}
}`

// Which operations a kind counts under is the program's own word: no schema of an agency gives
// it one, and a kind that nobody knows counts as the least it can be.
func TestCounts(t *testing.T) {
	own := []byte(strings.Replace(visitKind, `"properties"`,
		`"x-op": ["erase-request", "hold"], "properties"`, 1))
	note := []byte(`{"x-op": ["hold"]}`)
	k, err := builtin(t).With(map[string][]byte{"school-visit": own, "note": note})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		kind, op string
		want     bool
	}{
		{"note", "add", true},
		{"note", "hold", false},
		{"hold", "hold", true},
		{"hold", "add", false},
		{"death", "hold", true},
		{"erasure", "erase-request", true},
		{"erasure", "add", false},
		{"concern", "intake", true},
		{"school-visit", "add", true},
		{"school-visit", "erase-request", false},
		{"school-visit", "hold", false},
		{"kinship", "add", true},
		{"kinship", "close", false},
		{"entry", "add", true},
		{"entry", "close", false},
		{"", "add", true},
		{"", "dispose-request", false},
		{"../note", "endorse", false},
	} {
		if got := k.Counts(c.kind, c.op); got != c.want {
			t.Errorf("%q counts under %s: %t", c.kind, c.op, got)
		}
	}
	if kind, ok := k.Kind("school-visit"); !ok || !slices.Equal(kind.Ops, []string{"add"}) {
		t.Errorf("the agency's kind says %+v", kind)
	}
}

func TestAgencyKinds(t *testing.T) {
	k, err := builtin(t).With(map[string][]byte{
		"school-visit": []byte(visitKind),
		"contact": []byte(
			`{"required": ["where", "method"], "properties": {"method": {"enum": ["visit", "vist"]}}, "x-sections": [{"title": "Facts", "required": true}]}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	own, ok := k.Kind("school-visit")
	if !ok || !own.Agency || own.Title != "School visit" ||
		!slices.Equal(own.Ops, []string{"add"}) || own.Fields[1].Type != "integer" ||
		own.Fields[1].About != "how the child was" {
		t.Errorf("got %+v", own)
	}
	text := "---\nkind: school-visit\nheadline: x\nmood: 7\ncalm: true\n---\n" +
		"## Observation\nWell.\n"
	e, found := k.Check([]byte(text), "", Context{})
	if mood, ok := e.Int("mood"); len(found) > 0 || mood != 7 || !ok || e.Fields["calm"] != true {
		t.Errorf("got %v, %+v", found, e.Fields)
	}
	_, found = k.Check([]byte(strings.Replace(text, "## Observation\n", "", 1)), "", Context{})
	if !slices.Equal(rulesOf(found), []string{"missing-section"}) {
		t.Errorf("without its section: %v", found)
	}
	// Both schemas of contact judge, and what both refuse is said once.
	base := strings.Replace(example(t, "contact"), "method: visit", "method: %", 1)
	for method, want := range map[string][]string{"visit": {"missing-field"},
		"vist":   {"missing-field", "wrong-value"},
		"letter": {"missing-field", "wrong-value"}, "pigeon": {"missing-field", "wrong-value"}} {
		_, found := k.Check([]byte(strings.Replace(base, "%", method, 1)), "", Context{})
		if !slices.Equal(rulesOf(found), want) {
			t.Errorf("method %s: %v, want %v", method, found, want)
		}
	}
	contact, _ := k.Kind("contact")
	if i := slices.IndexFunc(contact.Fields, func(f Field) bool {
		return f.Name == "where"
	}); !contact.Fields[i].Required || contact.Agency {
		t.Error("what the agency needs is not asked for")
	}
	if plain, _ := builtin(t).Kind("contact"); plain.Sections[2].Required {
		t.Error("an agency's schema changed the built-in kind")
	}
}

func TestAgencyKindsRefused(t *testing.T) {
	tests := []struct{ name, schema, says string }{
		{"list", `{}`, "command"},
		{"entry", `{}`, "entry.json"},
		{"K3F9", `{}`, "name"},
		{"../x", `{}`, "name"},
		{"a4bg", `{}`, "name"},
		{"visit", `{`, "visit.json"},
		{"visit", `[]`, "visit.json"},
		{"visit", `{"type": 5}`, "visit.json"},
		{"visit", `{"type": "text"}`, "visit.json"},
		{"visit", `{"properties": {"a": {"pattern": "("}}}`, "visit.json"},
		{"visit", `{"$ref": "https://example.org/x.json"}`, "example.org"},
		{"visit", `{"$ref": "file:///etc/passwd"}`, "passwd"},
		{"visit", `{"$ref": "../../secret.json"}`, "secret"},
		{"visit", `{"properties": {"a": {"$ref": "none.json"}}}`, "none.json"},
		{"visit", `{"$schema": "https://example.org/meta"}`, "example.org"},
		{"contact", `{"required": "where"}`, "contact.json"},
	}
	for _, tt := range tests {
		k := builtin(t)
		k.Reserved = []string{"list", "contact"}
		_, err := k.With(map[string][]byte{tt.name: []byte(tt.schema)})
		if !errors.Is(err, ErrSchema) || !strings.Contains(err.Error(), tt.says) ||
			!strings.Contains(err.Error(), tt.name+".json") {
			t.Errorf("%s %s: got %v", tt.name, tt.schema, err)
		}
	}
}

// TestAgencyKindInCircles: a circle goes as deep as a text does, and what doubles in it
// has no end.
func TestAgencyKindInCircles(t *testing.T) {
	for _, properties := range []string{
		`"a": {"$ref": "#/properties/b"}, "b": {"$ref": "#/properties/a"}`,
		`"c": {"properties": {"c": {"$ref": "#/properties/c"}}}`,
		`"d": {"allOf": [{"properties": {"d": {"$ref": "#/properties/d"}}}, {"$ref": "visit.json#/properties/d"}]}`,
	} {
		_, err := builtin(t).With(
			map[string][]byte{"visit": []byte(`{"properties": {` + properties + `}}`)})
		if !errors.Is(err, ErrSchema) || !strings.Contains(err.Error(), "lead back to themselves") {
			t.Errorf("%s: %v", properties, err)
		}
	}
	k, err := builtin(t).With(map[string][]byte{"visit": []byte(
		`{"properties": {"headline": {"$ref": "entry.json#/properties/headline"}}}`)})
	if err != nil {
		t.Fatal(err)
	}
	if _, found := k.Check([]byte("---\nkind: visit\nheadline: x\n---\n"), "",
		Context{}); found.Failed() {
		t.Error(found)
	}
}

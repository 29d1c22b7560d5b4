package record

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// fill are values for fields that a template leaves empty, by type, and by
// name where the type alone will not do.
func fill(f Field) string {
	named := map[string]string{"people": "[{name: Dana, relation: mother}]", "transfer_review": "",
		"target": "7K2M", "length": "12",
		"target_sha256": strings.Repeat("ab", 32), "sha256": strings.Repeat("ab", 32),
		"from": "2026-01-02", "number": "5"}
	if f.Type == "text" && f.Name == "from" || f.Name == "to" && f.Type == "text" {
		return "asha"
	}
	if v, ok := named[f.Name]; ok && f.Type != "integer" {
		return v
	}
	switch f.Type {
	case "choice":
		return f.Choices[len(f.Choices)-1]
	case "date":
		return "2026-01-02"
	case "time":
		return "2026-01-02T10:00Z"
	case "integer":
		return "3"
	case "boolean":
		return "true"
	case "list":
		return "[one, two]"
	case "id":
		return "7K2M9QXH"
	case "map":
		return "{name: A. Lind, agency: Northshire CSC}"
	}
	return "said"
}

// conditional are the fields that a kind needs because of how the test fills
// the others in, or of which it needs one.
var conditional = map[string]string{
	"referral": "reason_not_told: x\nto: police\nreceiver: {name: A. Lind}\n",
	"concern":  "action: rang\nseen_or_heard: hungry\n", "assessment": "analysis: x\n",
	"risk":     "resolution: moved\n",
	"progress": "achievement: joined\n", "review": "analysis: x\n",
	"decision":    "joint_with: [{agency: A, person: B, agreed: yes}]\n",
	"endorsement": "comment: x\n", "closure": "child_view: x\nparent_view: x\n",
}

// TestTemplates fills every template in and has Check judge it.
func TestTemplates(t *testing.T) {
	k := builtin(t)
	for _, name := range k.Names() {
		kind, _ := k.Kind(name)
		text := string(kind.Unhint(kind.Template(nil)))
		if strings.Contains(text, "#") || strings.Contains(text, "<!--") {
			t.Errorf("%s: hints are left:\n%s", name, text)
		}
		if _, found := k.Check([]byte(text), "", Context{Kind: name, Now: now}); name != "note" &&
			!found.Failed() {
			t.Errorf("%s: an empty template passes", name)
		}
		for _, f := range kind.Fields {
			text = filled(text, f, "")
			if len(f.Fields) > 0 && f.Type == "map" {
				for _, p := range f.Fields {
					text = filled(text, p, "  ")
				}
			}
		}
		text = strings.TrimSuffix(text, "---\n") + conditional[name] + "---\n"
		if _, found := k.Check([]byte(text), "", Context{Kind: name, Now: now}); found.Failed() {
			t.Errorf("%s, filled in:\n%s%v", name, text, found)
		}
	}
}

func filled(text string, f Field, indent string) string {
	if f.Type == "map" && regexp.MustCompile(`(?m)^`+f.Name+":\n  ").MatchString(text) {
		return text
	}
	return strings.Replace(text, "\n"+indent+f.Name+":\n", "\n"+indent+f.Name+": "+fill(f)+"\n", 1)
}

func TestTemplateGiven(t *testing.T) {
	kind, _ := builtin(t).Kind("intervention")
	text := string(kind.Unhint(kind.Template(map[string]string{
		"links.outcome": "K3F9/7K2M", "links.risk": "9QXH", "reason": "it's: #1",
		"from": "2026-03-06", "impact": "positive", "provider": "- x\n\"y\"",
	})))
	want := "---\nheadline:\nreason: \"it's: #1\"\ndelivered_by:\nprovider: \"- x\\n\\\"y\\\"\"\n" +
		"from: 2026-03-06\nlinks:\n  outcome: K3F9/7K2M\n  risk: 9QXH\nimpact: positive\n---\n"
	if text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

// Whatever an agency's schema has for names and hints, the template keeps them on their lines,
// and nobody's words are among them.
func TestTemplateOfHostileSchema(t *testing.T) {
	const forged = `x\n---\nheadline: forged\n---\n## Facts\nforged\u001b[31m\u2028`
	k, err := builtin(t).With(
		map[string][]byte{
			"meal": []byte(`{"title": "` + forged + `", "description": "` + forged + `",
		"type": "object", "required": ["dish"], "x-sections": [{"title": "Facts", "about": "` + forged + `"}],
		"properties": {"dish": {"description": "` + forged + `", "enum": ["` + forged + `"]}, "` + forged + `": {}}}`)})
	if err != nil {
		t.Fatal(err)
	}
	kind, _ := k.Kind("meal")
	template := kind.Template(nil)
	for line := range strings.Lines(string(template)) {
		line = strings.TrimSuffix(line, "\n")
		if line != "" && line != "---" && line != "dish:" && line != "## Facts" &&
			!strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "<!-- ") ||
			strings.ContainsFunc(line, harmful) {
			t.Errorf("the template has the line %q", line)
		}
	}
	if got := string(kind.Unhint(template)); strings.Contains(got, "forged") {
		t.Errorf("left of the template:\n%s", got)
	}
}

func TestUnhint(t *testing.T) {
	kind, _ := builtin(t).Kind("contact")
	in := "---\r\n# a remark\nmethod: visit # mine\n#where:\npurpose: |\n  # mine\n---\nHello\n\n" +
		"## Child's words\n<!-- What the child said, in the child's own words. -->\n\n## Facts\n" +
		"<!-- mine -->\n# mine\n\n## Mine\n\n## Opinion\n   \n"
	want := "---\n# a remark\nmethod: visit # mine\npurpose: |\n  # mine\n---\nHello\n\n" +
		"## Facts\n" +
		"<!-- mine -->\n# mine\n\n## Mine\n"
	if got := string(kind.Unhint([]byte(in))); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	for _, same := range []string{"no front matter # here\n", "---\nopen\n"} {
		if got := kind.Unhint([]byte(same)); string(got) != same {
			t.Errorf("%q became %q", same, got)
		}
	}
}

func TestYamlText(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "Tobi A.": "Tobi A.", "2026-03-06T14:30+00:00": "2026-03-06T14:30+00:00",
		"K3F9/7K2M": "K3F9/7K2M", "Zoë": "Zoë",
		"a: b": `"a: b"`, "a #b": `"a #b"`, "-x": `"-x"`, " x": `" x"`, "x ": `"x "`, "[x": `"[x"`,
		"{x}": `"{x}"`, "a<b": `"a<b"`, "a\nb": `"a\nb"`, "*x": `"*x"`, "a:": `"a:"`,
	} {
		if got := yamlText(in); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

func TestFields(t *testing.T) {
	kind, _ := builtin(t).Kind("closure")
	byName := map[string]Field{}
	for _, f := range kind.Fields {
		byName[f.Name] = f
	}
	if f := byName["transfer_review"]; f.Type != "map" || !f.Required || len(f.Fields) != 5 ||
		f.Fields[0].Type != "choice" || !slices.Equal(f.Fields[0].Choices, []string{"yes", "no"}) {
		t.Errorf("transfer_review: %+v", f)
	}
	if f := byName["service_ended"]; f.Type != "date" || !f.Required || f.Common || f.About == "" {
		t.Errorf("service_ended: %+v", f)
	}
	if f := byName["occurred"]; f.Type != "time" || f.Required || !f.Common {
		t.Errorf("occurred: %+v", f)
	}
	if _, ok := byName["nonce"]; ok || kind.Ops[0] != "close" || !kind.Significant || kind.Agency {
		t.Errorf("closure: %+v", kind)
	}
	if kind.Fields[0].Name != "occurred" || kind.Fields[2].Name != "reason" {
		t.Errorf("order: %s, %s", kind.Fields[0].Name, kind.Fields[2].Name)
	}
}

// TestEveryFieldIsDescribed: descriptions are the template's hints.
func TestEveryFieldIsDescribed(t *testing.T) {
	k := builtin(t)
	for _, name := range k.Names() {
		kind, _ := k.Kind(name)
		if kind.Title == name || kind.About == "" {
			t.Errorf("%s has no title or description", name)
		}
		for _, f := range kind.Fields {
			for _, p := range append(f.Fields, f) {
				if p.About == "" || strings.HasSuffix(p.About, ".") {
					t.Errorf("%s.%s: %q", name, p.Name, p.About)
				}
			}
		}
	}
}

func TestPrint(t *testing.T) {
	k := builtin(t)
	e, err := k.Decode(
		[]byte(strings.NewReplacer("purpose: null",
			`purpose: "see \e[31mhow the mornings go, and whether the new plan that we made holds"`,
			"method: visit", "method: text_message", "for: Ben", "for: ben_ito@example.org",
			"bread",
			"bread\u009b and milk").Replace(sealed)))
	if err != nil {
		t.Fatal(err)
	}
	kind, _ := k.Kind("contact")
	var out bytes.Buffer
	if err := kind.Print(&out, e, 60); err != nil {
		t.Fatal(err)
	}
	want := `Contact  K3F9-27QM/7K2M-9QXH
Home visit, Tobi seen alone

Occurred     2026-03-06T14:30+00:00
Recorded     2026-03-06 17:40 UTC by asha
Method       text message
Purpose      see \u001b[31mhow the mornings go, and whether
             the new plan that we made holds
With         Tobi; 007
Kept         held
Child seen   yes
Seen alone   no
Minutes      50
Impact       positive
Significant  yes
Sources      mother, in person
Action       true
Typed for    ben_ito@example.org
References   Northshire CSC 0884213
Links        outcome 9QXH-7K2M; outcome P4W8-6T2H/B8Q1-2345;
             risk B8Q1-2345

He met us at the door.

## Child's words
"Toast."
` + "```\n## not a heading\n```" + `

## Facts
F1: bread\u009b and milk
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain\ttext\nZoë 🙂": "plain\ttext\nZoë 🙂", "\x1b[2J": `\u001b[2J`,
		"a\rb\x00": `a\u000db\u0000`, "\x7f\u0085\u009b": `\u007f\u0085\u009b`,
		"\u2028\u2029\u202e\u2066\u2069": `\u2028\u2029\u202e\u2066\u2069`,
		"a\xff\xc3":                      `a\xff\xc3`, "\ufffd": "\ufffd", "\u200f": "\u200f",
	} {
		if got := Clean(in); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

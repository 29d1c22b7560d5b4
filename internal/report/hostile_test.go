package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
)

// hostile are words that would act in one format or another. They are in YAML, double-quoted, where
// \e is the escape character and \x9b is CSI.
const hostile = `<script>alert(1)</script> | &#8238;gnp.&#x2066;exe | a \e[31mred\x9b2J \u202egnp.exe [x](javascript:x) ![i](http://h/i) **b** ` + "`c` " + `{{.Tip}} </style>`

// hostileCase puts the words into a headline, a source, an action, a prose section and a name.
func hostileCase(t *testing.T) Page {
	t.Helper()
	yaml := `"` + hostile + `"`
	p := tobi(t, changed{
		"02-referral.md": {"headline: No lunch on 4 days of 5", "headline: " + yaml},
		"03-contact.md":  {"action: Told his mother", "action: " + yaml},
		"05-outcome.md":  {"headline: Fed and rested", "headline: " + yaml},
		"04-risk.md":     {"harm: neglect of meals and sleep", "harm: " + yaml},
		"09-review.md": {"- breakfast holds", "- breakfast holds <script>alert(2)</script> " +
			"![i](http://h/i) [x](javascript:x) &#8238;gnp.&#x2066;exe\n\n" +
			"<img src=x onerror=alert(3)>\n"},
		"01-profile.md": {"name: Tobi Adeyemi\nknown_as", "name: " + yaml + "\nknown_as"},
	})
	p.Names["asha"] = "As\x1b[1mha"
	return p
}

func write(t *testing.T, kind string, f Format, p Page) string {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, kind, f, p); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// steering counts characters that no output may contain raw.
func steering(s string) int {
	return strings.IndexFunc(s, func(r rune) bool {
		return r < 0x20 && r != '\n' || r >= 0x7f && r <= 0x9f || r >= 0x202a && r <= 0x202e ||
			r >= 0x2066 && r <= 0x2069 || r == 0x2028 || r == 0x2029
	})
}

func TestNothingSteersTheTerminal(t *testing.T) {
	p := hostileCase(t)
	for _, k := range Kinds() {
		for _, f := range []Format{Text, Markdown, HTML, JSON, CSV} {
			out := write(t, k, f, p)
			if i := steering(out); i >= 0 {
				t.Errorf("%s as %s holds %q", k, f, out[max(0, i-20):i+5])
			}
		}
	}
	var sheet bytes.Buffer
	if err := FrontSheet(&sheet, p); err != nil || steering(sheet.String()) >= 0 {
		t.Errorf("the front sheet: %v\n%s", err, sheet.String())
	}
	if !strings.Contains(write(t, "chronology", Text, p), `\u001b[31m`) {
		t.Error("an escape is not shown as one")
	}
}

func TestHTMLRunsNothing(t *testing.T) {
	p := hostileCase(t)
	for _, k := range Kinds() {
		out := write(t, k, HTML, p)
		for _, bad := range []string{"<script", "<img", "<iframe", "onerror=alert(3)>", "href=",
			"src=", "url(", "http:", "@import"} {
			text := strings.ReplaceAll(strings.ToLower(out), "&#34;", `"`)
			// Shown as text, with its brackets escaped, it is harmless.
			text = strings.ReplaceAll(strings.ReplaceAll(text, "![i](http://h/i)", ""),
				"&lt;img src=x onerror=alert(3)&gt;", "")
			if i := strings.Index(text, bad); i >= 0 {
				t.Errorf("%s holds %q: %s", k, bad, text[max(0, i-60):min(len(text), i+60)])
			}
		}
		if strings.Count(out, "</style>") != 1 {
			t.Errorf("%s: the style sheet can be left", k)
		}
		for _, must := range []string{`lang="en"`,
			`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`, "<h1>",
			testTip} {
			if !strings.Contains(out, must) {
				t.Errorf("%s lacks %s", k, must)
			}
		}
	}
	if !strings.Contains(write(t, "chronology", HTML, p), "&lt;script&gt;alert(1)&lt;/script&gt;") {
		t.Error("the hostile headline is not shown as text")
	}
	if !strings.Contains(write(t, "plan", HTML, p), "&lt;img src=x onerror=alert(3)&gt;") {
		t.Error("raw HTML in an analysis is not shown as text")
	}
}

// A reader of Markdown that lets raw HTML through must find a table of the same shape, and only the
// program's own markup.
func TestMarkdownTableCannotBeBroken(t *testing.T) {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM),
		goldmark.WithRendererOptions(html.WithUnsafe()))
	render := func(p Page, kind string) string {
		var out bytes.Buffer
		if err := md.Convert([]byte(write(t, kind, Markdown, p)), &out); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	for _, kind := range Kinds() {
		calm, bad := render(tobi(t, nil), kind), render(hostileCase(t), kind)
		for _, tag := range []string{"<td", "<tr", "<th", "<table", "<h2", "<h3"} {
			if c, b := strings.Count(calm, tag), strings.Count(bad, tag); c != b ||
				kind == "chronology" && tag == "<td" && c == 0 {
				t.Errorf("%s has %d of %s, with hostile words %d", kind, c, tag, b)
			}
		}
		if i := steering(bad); i >= 0 {
			t.Errorf("%s, read as Markdown, holds %q", kind, bad[max(0, i-20):i+5])
		}
		for _, tag := range []string{"<script", "<img", "<a ", "<code", "<style"} {
			if strings.Contains(bad, tag) {
				t.Errorf("%s lets %s through", kind, tag)
			}
		}
	}
}

func TestJSONKeepsTheWords(t *testing.T) {
	var got struct {
		Schema string
		Rows   []struct{ Event string }
	}
	if err := json.Unmarshal([]byte(write(t, "chronology", JSON, hostileCase(t))),
		&got); err != nil {
		t.Fatal(err)
	}
	if got.Schema != "casefile/chronology/1" {
		t.Errorf("schema %q", got.Schema)
	}
	found := false
	for _, r := range got.Rows {
		found = found || strings.Contains(r.Event, "\x1b[31mred\u009b2J \u202egnp.exe")
	}
	if !found {
		t.Error("the headline is not the author's own in JSON")
	}
}

func TestCSVRunsNoFormula(t *testing.T) {
	for cell, want := range map[string]string{
		`=HYPERLINK("x")`:    `'=HYPERLINK("x")`,
		"+44 1632 960001":    "'+44 1632 960001",
		"-1":                 "'-1",
		"@SUM(A1)":           "'@SUM(A1)",
		"\t=1":               "'\t=1",
		"\n=1":               "'\n=1",
		" =1":                "' =1",
		"\r=1":               `\u000d=1`, // made visible, and so no formula
		"＝1":                 "'＝1",
		"No lunch = hungry":  "No lunch = hungry",
		"":                   "",
		"[=1]{.third-party}": "'=1",
	} {
		if got := neutral(cell); got != want {
			t.Errorf("neutral(%q) = %q, want %q", cell, got, want)
		}
	}
	p := tobi(t, changed{"02-referral.md": {"headline: No lunch on 4 days of 5",
		`headline: '=HYPERLINK("http://h","x"), and more'`}})
	lines, err := csv.NewReader(strings.NewReader(write(t, "chronology", CSV, p))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, line := range lines {
		for _, c := range line {
			if c != "" && strings.ContainsAny(c[:1], "=+-@") {
				t.Errorf("a cell begins a formula: %q", c)
			}
			found = found || c == `'=HYPERLINK("http://h","x"), and more`
		}
	}
	if !found {
		t.Error("the hostile headline is missing")
	}
}

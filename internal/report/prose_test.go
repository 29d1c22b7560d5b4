package report

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"casefile/internal/record"
)

func TestProse(t *testing.T) {
	tests := []struct{ in, want string }{
		{"He *ran*.", "<p>He <em>ran</em>.</p>\n"},
		{"Told [Mrs Jones]{.third-party}.", "<p>Told <span class=\"third\" title=\"third " +
			"party\">Mrs Jones</span>.</p>\n"},
		{"[<b>x</b>]{.third-party}", "<p><span class=\"third\" title=\"third " +
			"party\">&lt;b&gt;x&lt;/b&gt;</span></p>\n"},
		{"<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"},
		{"![i](http://h/i) [t](javascript:x)", "<p>![i](http://h/i) [t](javascript:x)</p>\n"},
		{"[a]: http://h\n\n[a]", "<p>[a]: http://h</p>\n<p>[a]</p>\n"},
		{"<http://h>", "<p>&lt;http://h&gt;</p>\n"},
		{"# Title", "<h4>Title</h4>\n"},
		{"- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"},
		{"``` he hit *him* &amp; ran\ncode\n```",
			"<p>he hit *him* &amp;amp; ran</p>\n<pre><code>code\n</code></pre>\n"},
		{"12. Hill House\n4. Mill Lane", "<ol start=\"12\">\n<li>Hill House</li>\n" +
			"<li value=\"4\">Mill Lane</li>\n</ol>\n"},
		{"3) a\n\n   - b\n7) c\n8)", "<ol start=\"3\">\n<li>\n<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n" +
			"</li>\n<li value=\"7\">\n<p>c</p>\n</li>\n<li></li>\n</ol>\n"},
		{"\x1b[31mred", "<p>\\u001b[31mred</p>\n"},
	}
	for _, tt := range tests {
		got, err := proseHTML(tt.in)
		if err != nil || string(got) != tt.want {
			t.Errorf("proseHTML(%q) = %q, %v; want %q", tt.in, got, err, tt.want)
		}
	}
}

// spellings returns the ways to write a character as an entity.
func spellings(r rune) []string {
	out := []string{fmt.Sprintf("&#%d;", r), fmt.Sprintf("&#%07d;", r), fmt.Sprintf("&#x%x;", r),
		fmt.Sprintf("&#X%06X;", r)}
	for _, name := range []string{"shy", "zwj", "zwnj", "lrm", "rlm", "ZeroWidthSpace", "NoBreak",
		"NegativeThinSpace", "ApplyFunction", "af", "it", "InvisibleTimes", "ic",
		"InvisibleComma"} {
		if html.UnescapeString("&"+name+";") == string(r) {
			out = append(out, "&"+name+";")
		}
	}
	return out
}

// TestUnseenByEntity: no spelling of an entity puts an invisible character on a page. Every report
// shows it as it was typed.
func TestUnseenByEntity(t *testing.T) {
	named := 0
	for r := rune(1); r <= unicode.MaxRune; r++ {
		if !record.Unseen(r) || !utf8.ValidRune(r) || r > 0xffff && r%0x10000 > 0x1ff {
			continue // of the planes beyond the first, the beginnings are enough
		}
		for _, s := range spellings(r) {
			if s[1] != '#' {
				named++
			}
			in := "a " + s + " b"
			got, err := proseHTML(in)
			want := "<p>" + html.EscapeString(in) + "</p>\n"
			if err != nil || string(got) != want {
				t.Fatalf("%q becomes %q, %v; want %q", in, got, err, want)
			}
		}
	}
	if named < 14 {
		t.Errorf("%d characters have names, want 14 at least", named)
	}
	for in, want := range map[string]string{
		"Tom &amp; Ada&nbsp;\\& &#8364;5": "<p>Tom &amp; Ada\u00a0&amp; €5</p>\n", // seen
		"`&#8238;` \\&#8238;":             "<p><code>&amp;#8238;</code> &amp;#8238;</p>\n",
		"[&rlm;x]{.third-party}": "<p><span class=\"third\" title=\"third " +
			"party\">&amp;rlm;x</span></p>\n",
		"&amp;#8238; &#0;": "<p>&amp;#8238; \ufffd</p>\n",
	} {
		if got, err := proseHTML(in); err != nil || string(got) != want {
			t.Errorf("%q becomes %q, %v; want %q", in, got, err, want)
		}
	}
}

// A line nests 64 deep and no deeper, because each level costs a walk through the others. Deeper
// marks are words. A horizontal rule stays one.
func TestProseIsShallow(t *testing.T) {
	for in, want := range map[string]int{
		strings.Repeat(">", 64) + "deep":            64,
		strings.Repeat(">", 65) + "deep":            64,
		strings.Repeat("> ", 20000) + "deep":        64,
		"> a\n" + strings.Repeat("> 1. ", 70) + "b": 32,
		strings.Repeat("- ", 300):                   0,
		strings.Repeat("* ", 300):                   0,
	} {
		got, err := proseHTML(in)
		if err != nil || strings.Count(string(got), "<blockquote>") != want {
			t.Errorf("%.70q…: %d deep, want %d; %v", in, strings.Count(string(got), "<blockquote>"),
				want, err)
		}
		if strings.HasSuffix(in, "deep") && !strings.Contains(string(got), "deep") {
			t.Errorf("%.70q…: the words are gone", in)
		}
		if rules := strings.Count(string(got), "<hr"); (want == 0) != (rules == 1) {
			t.Errorf("%.70q…: %d rules across the page", in, rules)
		}
	}
}

// ours matches the tags, with their attributes, that prose may become.
var ours = regexp.MustCompile(
	`<(/?(p|em|strong|ul|ol|li|blockquote|pre|code|h[4-6]|span)|hr|br|(ol start|li value)="\d+"|span class="third" title="third party")>`)

func FuzzProse(f *testing.F) {
	for _, s := range []string{"He *ran*.", "<script>", "[x]{.third-party}", "```js\nx\n```",
		"1. a\n2. b", "3. a\n> 1) c\n9. b", "> q\n\n---\n", "&lt;&#60;", "&#8238;&rlm;", hostile} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := proseHTML(s)
		if err != nil {
			t.Fatal(err)
		}
		if rest := ours.ReplaceAllString(string(got), ""); strings.ContainsAny(rest, "<>") {
			t.Errorf("%q becomes %q", s, got)
		}
		if steering(string(got)) >= 0 {
			t.Errorf("%q becomes %q, which acts", s, got)
		}
	})
}

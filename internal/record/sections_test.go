package record

import "testing"

// A heading has two hashes, at most three blanks before them, and a title that blanks part from
// them. One whose title is a blank that no keyboard has is a heading all the same.
func TestHeadingOf(t *testing.T) {
	for line, want := range map[string]string{
		"## Facts": "Facts", "   ## Facts  ": "Facts", "##\tFacts ##": "Facts", "## F#": "F#",
	} {
		if title, ok := headingOf(line); !ok || title != want {
			t.Errorf("%q: %q, %v", line, title, ok)
		}
	}
	if title, ok := headingOf("## \u00a0"); !ok || title != "" {
		t.Errorf("a heading of a blank: %q, %v", title, ok)
	}
	for _, line := range []string{"", "##", "## ", "# Facts", "##Facts", "### Facts",
		"    ## Facts", "\t## Facts", "Facts ##", "\u00a0## Facts"} {
		if title, ok := headingOf(line); ok {
			t.Errorf("%q is taken for the heading %q", line, title)
		}
	}
}

// A fence has three marks or more, at most three blanks before them.
func TestCodeBlockBegins(t *testing.T) {
	for line, want := range map[string]bool{"```": true, "   ~~~~ text": true, "````": true,
		"``": false, "    ```": false, "\t```": false, "x ```": false, "```a`": false} {
		var code codeBlock
		if code.step(line, 1) != want {
			t.Errorf("%q begins a block of code: %v", line, !want)
		}
	}
}

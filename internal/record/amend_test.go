package record

import (
	"strings"
	"testing"
)

func TestSetLink(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"no front matter": {"Rang the school.\n",
			"---\nlinks: {amends: 7K2M9QXH}\n---\nRang the school.\n"},
		"no links": {"---\nheadline: A\n---\nText\n",
			"---\nheadline: A\nlinks: {amends: 7K2M9QXH}\n---\nText\n"},
		"links of nothing": {"---\nlinks:\nheadline: A\n---\n",
			"---\nheadline: A\nlinks: {amends: 7K2M9QXH}\n---\n"},
		"a flow mapping": {"---\nlinks: {outcome: 9RHM}\n---\n",
			"---\nlinks: {amends: 7K2M9QXH, outcome: 9RHM}\n---\n"},
		"an empty one": {"---\nlinks: {}\n---\n", "---\nlinks: {amends: 7K2M9QXH}\n---\n"},
		"a block mapping": {"---\nlinks:\n  outcome:\n    - 9RHM\nheadline: A\n---\n",
			"---\nlinks:\n  amends: 7K2M9QXH\n  outcome:\n    - 9RHM\nheadline: A\n---\n"},
		"there already": {"---\nlinks: {amends: 5D3Z}\n---\n",
			"---\nlinks: {amends: 5D3Z}\n---\n"},
		"letters before": {"---\nheadline: Zoë — é\nlinks: {outcome: 9RHM}\n---\nñ\n",
			"---\nheadline: Zoë — é\nlinks: {amends: 7K2M9QXH, outcome: 9RHM}\n---\nñ\n"},
		// the check refuses it
		"not a mapping": {"---\nlinks: 9RHM\n---\n", "---\nlinks: 9RHM\n---\n"},
	} {
		got, err := SetLink([]byte(c.text), "amends", "7K2M9QXH")
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
	}
}

func TestSetLinkRefuses(t *testing.T) {
	for _, text := range []string{"---\nheadline: A\n", "---\nheadline: [\n---\n"} {
		if got, err := SetLink([]byte(text), "amends", "7K2M9QXH"); err == nil {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

func TestSetField(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"---\nheadline: A\n---\nB\n", "---\nheadline: A\namend_reason: error\n---\nB\n"},
		{"---\namend_reason: addition\n---\n", "---\namend_reason: addition\n---\n"},
		{"---\n---\n", "---\namend_reason: error\n---\n"},
	} {
		if got, err := SetField([]byte(c.text), "amend_reason", "error"); err != nil ||
			string(got) != c.want {
			t.Errorf("%q: %q, %v", c.text, got, err)
		}
	}
}

// An answer replaces the value of its field, and leaves all else as it is. The text is as it was
// typed, which is no YAML.
func TestAnswer(t *testing.T) {
	const with = `why: "\"Yes\": <3 # here"` + "\n"
	for _, c := range []struct{ text, want string }{
		{"---\nheadline: A\n---\nB\n", "---\nheadline: A\n" + with + "---\nB\n"},
		{"---\nheadline: Goal: reached\n---\n", "---\nheadline: Goal: reached\n" + with + "---\n"},
		{"---\nwhy:\n# why: a hint\n# more\nheadline: A\n---\n",
			"---\n# why: a hint\n# more\nheadline: A\n" + with + "---\n"},
		{"---\nwhy: unknown\nheadline: A\n---\n", "---\nheadline: A\n" + with + "---\n"},
		{"---\nwhy: |\n  two\n  lines\nheadline: A\n---\nwhy: B\n", "---\nheadline: A\n" + with +
			"---\nwhy: B\n"},
	} {
		if got := Answer([]byte(c.text), "why", `"Yes": <3 # here`); string(got) != c.want {
			t.Errorf("%q: %q", c.text, got)
		}
	}
}

// What was sealed, taken apart and stamped again, is the author's text.
func TestUnstamp(t *testing.T) {
	author := "---\nheadline: A\nlinks: {outcome: 9RHM}\n---\n## Facts\nid: not a field\n"
	stamped := "---\nid: 7K2M9QXH\ncase: K3F927QM\nkind: note\nrecorded: 2026-03-06T17:40:12Z\n" +
		"by: asha\nnonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n" +
		strings.TrimPrefix(author, "---\n") + strings.Repeat(" ", 40) + "\n"
	if got := string(AuthorText([]byte(stamped))); got != author {
		t.Errorf("got %q", got)
	}
	// Blanks at the end of the last line are the author's; a text with no stamp is all theirs.
	blank := strings.TrimRight(stamped, " \n") + "  \n   \t\n"
	if got := string(AuthorText([]byte(blank))); got != strings.TrimSuffix(author, "\n")+"  \n" {
		t.Errorf("got %q", got)
	}
	if got := string(AuthorText([]byte(author + "  \n"))); got != author {
		t.Errorf("without a stamp %q", got)
	}
}

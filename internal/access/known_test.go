package access

import "testing"

// TestInto: a text gets what its author left out, in quotes that YAML reads, and
// keeps what they wrote.
func TestInto(t *testing.T) {
	link := map[string]string{"request": "7K2M9QXH"}
	for _, c := range []struct {
		about string
		known Known
		text  string
		want  string
	}{
		{"nothing is known", Known{}, "---\nmethod: x\n---\n", "---\nmethod: x\n---\n"},
		{"a field", Known{Fields: [][2]string{{"to", `Bea "Bee": [Quill]`}}},
			"---\nmethod: x\n---\n",
			"---\nmethod: x\nto: \"Bea \\\"Bee\\\": [Quill]\"\n---\n"},
		{"the author's own", Known{Fields: [][2]string{{"to", "Bea"}, {"sent_on", "2026-03-06"}}},
			"---\nto: Dana\n---\n",
			"---\nto: Dana\nsent_on: \"2026-03-06\"\n---\n"},
		{"a list", Known{Fields: [][2]string{{"what", "[the entries]"},
			{"withheld", "[{what: all, reason: r}]"}}}, "---\nmethod: x\n---\n",
			"---\nmethod: x\nwhat: [the entries]\nwithheld: [{what: all, reason: r}]\n---\n"},
		{"one word of a field for lists", Known{Fields: [][2]string{{"what", "nothing"}}},
			"---\nmethod: x\n---\n",
			"---\nmethod: x\nwhat: \"nothing\"\n---\n"},
		{"brackets in a field for text", Known{Fields: [][2]string{{"to", "[Bea]"}}},
			"---\nmethod: x\n---\n",
			"---\nmethod: x\nto: \"[Bea]\"\n---\n"},
		{"a link", Known{Links: link}, "---\nmethod: x\n---\n",
			"---\nmethod: x\nlinks: {request: 7K2M9QXH}\n---\n"},
		{"a link of the author's", Known{Links: link}, "---\nlinks: {request: 9QXH7K2M}\n---\n",
			"---\nlinks: {request: 9QXH7K2M}\n---\n"},
		{"a log", Known{Log: "## Redaction log\n"}, "---\nmethod: x\n---\nRead.\n\n \n",
			"---\nmethod: x\n---\nRead.\n\n## Redaction log\n"},
		{"no front matter that could be read",
			Known{Fields: [][2]string{{"to", "Bea"}}, Links: link},
			"---\n{ no: map\n---\n", "---\n{ no: map\n---\n"},
	} {
		if got := string(c.known.Into([]byte(c.text))); got != c.want {
			t.Errorf("%s: got\n%s", c.about, got)
		}
	}
}

func TestGiven(t *testing.T) {
	_, request := requested(t)
	got := About(request, [2]string{"asked_on", "2026-03-06"}).Given()
	if len(got) != 2 || got["asked_on"] != "2026-03-06" || got["links.request"] != string(ids[5]) {
		t.Errorf("given are %v", got)
	}
}

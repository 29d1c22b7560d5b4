package record

import (
	"slices"
	"strings"
	"testing"
)

// spliced returns a text as the program has it before its links are made full.
func spliced(t *testing.T, author string) string {
	t.Helper()
	s, _ := readStamp(strings.TrimPrefix(first, "---\n"))
	out, found := Splice([]byte(author), s)
	if found.Failed() {
		t.Fatal(found)
	}
	return string(out)
}

func TestWithFollowsStandsAfterTheStamp(t *testing.T) {
	author, _, _ := Unstamp([]byte(first))
	text := spliced(t, string(author))
	for name, tc := range map[string]struct {
		on   []ID
		line string
	}{
		"two, in order":      {[]ID{"9QXH7K2M", "4TZW2NB8"}, "follows: [4TZW2NB8, 9QXH7K2M]\n"},
		"one":                {[]ID{"4TZW2NB8"}, "follows: [4TZW2NB8]\n"},
		"nothing was before": {[]ID{}, "follows: []\n"},
	} {
		got, found := WithFollows([]byte(text), tc.on)
		lines := strings.SplitAfter(string(got), "\n")
		if found.Failed() || lines[7] != tc.line {
			t.Errorf("%s: %v\n%s", name, found, got)
			continue
		}
		if again, found := WithFollows(got, tc.on); found.Failed() || string(again) != string(got) {
			t.Errorf("%s: written twice: %v\n%s", name, found, again)
		}
		e, err := builtin(t).Decode(got)
		if err != nil || e.Follows == nil || len(e.Follows) != len(tc.on) ||
			e.Fields["follows"] != nil {
			t.Errorf("%s: %v: %+v", name, err, e)
			continue
		}
		if back := AuthorText(e.Text); string(back) != string(AuthorText([]byte(first))) {
			t.Errorf("%s: an amendment would begin with\n%s", name, back)
		}
	}
}

// What a text was written on is nothing that its author can say: another list is refused,
// wherever it stands, and the line goes when the text is taken up again.
func TestWithFollowsRefusesAnAuthorsOwn(t *testing.T) {
	for _, typed := range []string{"follows: [7K2M9QXH]", "follows: 7K2M9QXH",
		"follows:\n  - 4TZW2NB8", "follows: []"} {
		author := strings.Replace(first[strings.Index(first, "nonce:"):], "\n", "\n"+typed+"\n", 1)
		author = "---\n" + author[strings.Index(author, "\n")+1:]
		got, found := WithFollows([]byte(spliced(t, author)), []ID{"4TZW2NB8"})
		if !found.Failed() || got != nil || found[0].Rule != RuleStampMismatch {
			t.Errorf("%q was taken: %v\n%s", typed, found, got)
		}
		if got, found := WithFollows([]byte(spliced(t, author)), nil); !found.Failed() ||
			got != nil {
			t.Errorf("%q was taken where nothing is said of that: %v\n%s", typed, found, got)
		}
	}
}

// A text that came from elsewhere is kept byte by byte, with what it was written on there.
func TestWithFollowsKeepsWhatCameFromElsewhere(t *testing.T) {
	author, _, _ := Unstamp([]byte(first))
	there := strings.Replace(string(author), "---\n", "---\nfollows: [9QXH7K2M]\n", 1)
	came, err := WithOrigin([]byte(there), elsewhere1)
	if err != nil {
		t.Fatal(err)
	}
	text := spliced(t, string(came))
	got, found := WithFollows([]byte(text), []ID{"4TZW2NB8"})
	if found.Failed() || string(got) != text {
		t.Errorf("%v\n%s", found, got)
	}
	if e, err := builtin(t).Decode([]byte(text)); err != nil ||
		!slices.Equal(e.Follows, []ID{"9QXH7K2M"}) {
		t.Errorf("%v: %+v", err, e)
	}
	if back := WithoutOrigin(AuthorText([]byte(text))); string(back) != string(author) {
		t.Errorf("an amendment would begin with\n%s", back)
	}
}

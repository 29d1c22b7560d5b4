package disclose

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/storytest"
)

// storyPerson is somebody in a story, with the words that are theirs, found by reading it.
type storyPerson struct {
	Story string   `json:"story"`
	Case  string   `json:"case"` // the only one in which they are a third person
	Name  string   `json:"name"`
	Gone  []string `json:"gone"`  // words that mean nobody else there: none may be left
	Words []string `json:"words"` // words of theirs that may mean somebody else
}

// toldCase is one case of a story, as a redaction takes it.
type toldCase struct {
	story, name string
	items       []cases.Item
	members     []string
}

// TestStoriesLoseNoOrdinaryWords removes each third person of each story in turn. All that
// names them goes, and of the words that go less than one in a hundred is somebody else's.
func TestStoriesLoseNoOrdinaryWords(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/story-people.json")
	if err != nil {
		t.Fatal(err)
	}
	var people []storyPerson
	if err := json.Unmarshal(text, &people); err != nil {
		t.Fatal(err)
	}
	var all, wrong, left int
	for _, c := range toldCases(t) {
		kept, keep := c.without(t, "", nil)
		for _, p := range people {
			if p.Story != c.story || p.Case != "" && p.Case != c.name {
				continue
			}
			copied, _ := c.without(t, p.Name, keep)
			n, bad, still := p.compare(t, c, kept, copied)
			all, wrong, left = all+n, wrong+bad, left+still
		}
	}
	t.Logf("%d words taken, %d of them wrongly, %d left", all, wrong, left)
	if left > 0 {
		t.Errorf("%d words are left of people who were to go", left)
	}
	if wrong*100 >= all {
		t.Errorf("of %d words that were taken %d are somebody else's", all, wrong)
	}
}

// TestStoriesAskAboutPeopleAlone: before anything is decided, a story asks about those whom
// somebody found in it by reading, and about no ordinary word.
func TestStoriesAskAboutPeopleAlone(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/story-questions.json")
	if err != nil {
		t.Fatal(err)
	}
	var expected map[string][]string
	if err := json.Unmarshal(text, &expected); err != nil {
		t.Fatal(err)
	}
	for _, c := range toldCases(t) {
		_, _, err := Redact(c.items, kinds(t), c.decisions())
		var u *Undecided
		if !errors.As(err, &u) {
			t.Errorf("%s %s asks nothing: %v", c.story, c.name, err)
			continue
		}
		var got []string
		for _, o := range u.Questions {
			t.Logf("%s %s: %s %q, propose %q, %d places: %q",
				c.story, c.name, o.What, o.Name, o.Propose, len(o.Passages), o.Passages[0].Words)
			got = append(got, o.Name)
		}
		slices.Sort(got)
		want := expected[strings.TrimSpace(c.story+" "+c.name)]
		if slices.Sort(want); !slices.Equal(got, want) {
			t.Errorf("%s %s asks about %q, and is to ask about %q", c.story, c.name, got, want)
		}
	}
}

// decisions returns the decisions before anybody has decided.
func (c toldCase) decisions() Decisions {
	return Decisions{Named: c.members, Today: record.Date{Year: 2026, Month: 12, Day: 1}}
}

// without returns the copy of a case without one person, everybody else being kept, and the
// decisions that it took. So that nobody is asked once more, it begins with those of before.
func (c toldCase) without(t *testing.T, name string, before []Decision) ([]cases.Item, []Decision) {
	t.Helper()
	d := c.decisions()
	d.Items = slices.Clone(before)
	if name != "" {
		d.Items = append(d.Items, Decision{Name: name, Do: DoRemove, Exemption: ThirdParty})
	}
	for range 9 {
		out, _, err := Redact(c.items, kinds(t), d)
		var u *Undecided
		if !errors.As(err, &u) {
			if err != nil {
				t.Fatalf("%s without %s: %v", c.story, name, err)
			}
			return out, d.Items
		}
		for _, o := range u.Questions {
			d.Items = append(d.Items, Decision{Name: o.Name, Do: DoKeep})
		}
	}
	t.Fatalf("%s without %s asks without an end", c.story, name)
	return nil, nil
}

// compare counts the words that went with this person, and those that are not theirs.
func (p storyPerson) compare(t *testing.T, c toldCase, kept, copied []cases.Item) (
	all, wrong, left int,
) {
	t.Helper()
	own := p.words(c)
	for i, it := range kept {
		before, after := storyWords(it), storyWords(copied[i])
		gone := make([]bool, len(before))
		if !slices.Equal(before, after) {
			gone = aligned(before, after, holeWord, weightOfWord)
		}
		for j, w := range before {
			low := strings.ToLower(w)
			at := fmt.Sprintf("%s without %s: %s %q", c.story, p.Name, it.ID, nearWord(before, j))
			switch {
			case w == holeWord:
			case gone[j] && own[low]:
				all++
			case gone[j]:
				all, wrong = all+1, wrong+1
				t.Logf("%s lost %q", at, w)
			case slices.Contains(p.Gone, low):
				t.Logf("%s still has %q", at, w)
				left++
			}
		}
	}
	return all, wrong, left
}

// words returns all words of a person: those found by reading, their name and what a profile says
// of them, each with an s too, and the s that stands alone behind an apostrophe.
func (p storyPerson) words(c toldCase) map[string]bool {
	said := fmt.Sprint(p.Gone, p.Words, p.Name)
	for _, it := range c.items {
		for _, m := range it.Maps("people") {
			if it.Kind == record.KindProfile && m["name"] == p.Name {
				said += fmt.Sprint(m)
			}
		}
	}
	out := map[string]bool{"s": true}
	for _, w := range wordForm.FindAllString(strings.ToLower(said), -1) {
		out[w], out[w+"s"] = true, true
	}
	return out
}

const holeWord = "▇"

var wordForm = regexp.MustCompile(`▇|[\p{L}\p{N}]+`)

// storyWords returns the words of an entry, with one sign for each mark.
func storyWords(it cases.Item) []string {
	s := markForm.ReplaceAllString(string(it.Text), holeWord)
	return wordForm.FindAllString(s, -1)
}

func weightOfWord(_ string, open bool) int {
	if open {
		return 0
	}
	return 1
}

// nearWord returns a word with those around it.
func nearWord(words []string, i int) string {
	return strings.Join(words[max(i-5, 0):min(i+6, len(words))], " ")
}

// toldCases returns the cases of the five stories.
func toldCases(t *testing.T) []toldCase {
	t.Helper()
	root := filepath.Join("..", "..", "testdata")
	all, err := storytest.All(filepath.Join(root, "stories"))
	if err != nil {
		t.Fatal(err)
	}
	out := []toldCase{demoCase(t, filepath.Join(root, "demo", "entries"))}
	for _, s := range all {
		var members []string
		for _, m := range s.People {
			members = append(members, m.Name)
		}
		for _, c := range s.Cases {
			out = append(out, toldCase{s.Name, c.Name, c.Items, members})
		}
	}
	return out
}

var linkForm = regexp.MustCompile(`@[A-Z0-9_]+@`)

// demoCase reads the texts of testdata/demo as its script would record them. Links all
// lead to the first.
func demoCase(t *testing.T, dir string) toldCase {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil || len(files) == 0 {
		t.Fatal("no demo", err)
	}
	c := toldCase{story: "demo", members: []string{"Asha Rao", "Mina Hall", "Judith Pryce"}}
	const first = "7K2M9QXH"
	for i, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		id := record.ID(first)
		if i > 0 {
			id = record.NewID()
		}
		c.items = append(c.items,
			demoItem(t, id, i, linkForm.ReplaceAllString(string(text), first)))
	}
	return c
}

var demoKind = regexp.MustCompile(`(?m)^kind: (\S+)\n`)

func demoItem(t *testing.T, id record.ID, n int, text string) cases.Item {
	t.Helper()
	kind := demoKind.FindStringSubmatch(text)[1]
	if kind == record.KindAttachment {
		text = strings.Replace(text, "---\n", "---\nfile: R4D9-B8Q1\nname: a file.csv\n"+
			"type: text/csv\nlength: 12\nsha256: "+strings.Repeat("ab", 32)+"\n", 1)
	}
	stamp := record.Stamp{ID: id, Case: "K3F927QM", Kind: kind, By: "asha",
		Nonce:    strings.Repeat("0", 26),
		Recorded: time.Date(2025, 9, 10, 8, 30, n, 0, time.UTC)}
	spliced, findings := record.Splice([]byte(text), stamp)
	if findings.Failed() {
		t.Fatalf("%s: %v", kind, findings)
	}
	e, err := kinds(t).Decode(spliced)
	if err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	return cases.Item{Entry: e, SHA256: strings.Repeat("ab", 32), Author: "asha", Seq: n}
}

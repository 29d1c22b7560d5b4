package casebook

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/index"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/search"
)

const (
	plainWords = `the flat house visit school kitchen kettle door window garden teacher spoke
		warm cold late early three seven anxious calm letter phone well-being half-term`
	writtenWords = plainWords + ` O'Dell Zoë Müller brother's Quill’s night-shift café naïve Łukasz
		résumé co-parent`
)

// drawnTexts returns texts of random words, in paragraphs of one line.
func drawnTexts(dice *rand.Rand, from string, n int) []string {
	words := strings.Fields(from)
	out := make([]string, n)
	for i := range out {
		var b strings.Builder
		b.WriteString("---\nkind: note\n---\n")
		for range 3 + dice.IntN(5) {
			b.WriteString(words[dice.IntN(len(words))])
			for range 3 + dice.IntN(9) {
				b.WriteString(" " + words[dice.IntN(len(words))])
			}
			b.WriteString("\n\n")
		}
		out[i] = b.String()
	}
	return out
}

// simply folds the words above in a second way. It shares no code with the first.
func simply(s string) string {
	s = strings.NewReplacer("O'Dell", "odell", "Zoë", "zoe", "Müller", "muller", "brother's",
		"brother",
		"Quill’s", "quill", "café", "cafe", "naïve", "naive", "Łukasz", "lukasz", "résumé",
		"resume",
		"-", " ").Replace(s)
	return strings.ToLower(s)
}

// searched are texts that are searched in three ways: one by one, by an index, by grep.
type searched struct {
	texts []string
	db    *index.DB
	dir   string
}

func newSearched(t *testing.T, texts []string, fold func(string) string) searched {
	t.Helper()
	id, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	s := searched{texts: texts, dir: t.TempDir()}
	s.db, err = index.Open(t.Context(), index.Options{Dir: t.TempDir(), Member: "asha",
		Identity: id, Mark: testMark})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.db.Close() })
	c := index.Change{Row: index.Row{Case: "K3F927QM", Commit: "c0ffee", Data: []byte("{}")}}
	for i, text := range texts {
		if err := os.WriteFile(filepath.Join(s.dir, fmt.Sprint(i)), []byte(fold(text)),
			0o600); err != nil {
			t.Fatal(err)
		}
		c.Entries = append(c.Entries, index.Entry{ID: record.ID(fmt.Sprintf("7K2M%04d", i)),
			Recorded: time.Date(2026, 3, 1, 9, i, 0, 0, time.UTC), Seq: i, Data: []byte("{}"),
			Text: text, Folded: search.Folded(text)})
	}
	if err := s.db.Write(t.Context(), index.State{Tip: "abc"}, []index.Change{c}); err != nil {
		t.Fatal(err)
	}
	return s
}

// agree requires the same texts in all three ways, and returns how many there are.
func (s searched) agree(t *testing.T, typed string, parse func(string) (*search.Query, error),
	grep ...string,
) int {
	t.Helper()
	q, err := parse(typed)
	if err != nil {
		t.Fatalf("%q: %v", typed, err)
	}
	var looked, matched []int
	for i, text := range s.texts {
		if q.Says(search.Item{Text: text}) {
			looked = append(looked, i)
		}
	}
	says := func(e *index.Entry) (int, bool, error) {
		return e.Seq, q.Says(search.Item{Text: e.Text}), nil
	}
	by := index.Filter[int]{Entry: says, May: q.ByText()}
	err = index.Search(t.Context(), s.db, q.FTS(), by, func(n int) error {
		matched = append(matched, n)
		return nil
	})
	if err != nil {
		t.Fatalf("%q: %v (%s)", typed, err, q.FTS())
	}
	slices.Reverse(matched) // newest first, as they were recorded in this order
	want := s.grepped(t, grep)
	if !slices.Equal(looked, want) || !slices.Equal(matched, want) {
		t.Errorf("%q: looked at %v, by the index %v, grep %q %v (%s)", typed, looked, matched, grep,
			want, q.FTS())
	}
	return len(want)
}

// grepped returns the numbers of the texts in which grep finds something.
func (s searched) grepped(t *testing.T, args []string) []int {
	t.Helper()
	cmd := exec.Command("grep", append(append([]string{"-rl"}, args...), s.dir)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	out, err := cmd.Output()
	if err != nil && cmd.ProcessState.ExitCode() != 1 {
		t.Fatalf("grep %q: %v", args, err)
	}
	var found []int
	for line := range strings.Lines(string(out)) {
		n := 0
		if _, err := fmt.Sscanf(filepath.Base(line), "%d", &n); err != nil {
			t.Fatal(err)
		}
		found = append(found, n)
	}
	slices.Sort(found)
	return found
}

// TestSearchAgrees draws words, phrases, beginnings and parts of words. For each it requires the
// texts that grep finds among the simply folded texts.
func TestSearchAgrees(t *testing.T) {
	dice := rand.New(rand.NewPCG(18, 3))
	s := newSearched(t, drawnTexts(dice, writtenWords, 200), simply)
	found := 0
	for range 50 {
		lines := strings.Split(s.texts[dice.IntN(len(s.texts))], "\n\n")
		words := strings.Fields(lines[1+dice.IntN(len(lines)-2)])
		n := dice.IntN(len(words) - 1)
		word, two := words[n], words[n]+" "+words[n+1]
		begin := strings.Fields(simply(word))[0]
		begin = begin[:max(2, len(begin)-1)]
		found += s.agree(t, word, search.Parse, "-wF", simply(word))
		found += s.agree(t, `"`+two+`"`, search.Parse, "-wF", simply(two))
		found += s.agree(t, begin+"*", search.Parse, `\b`+begin)
		found += s.agree(t, begin, search.Substring, "-F", begin)
	}
	found += s.agree(t, "o dell", search.Parse, "-wF", "odell")
	found += s.agree(t, `"o dell"`, search.Parse, "-wF", "odell")
	if found < 2000 {
		t.Errorf("only %d texts were found", found)
	}
}

// TestPatternsAgree requires for plain patterns what grep finds in the texts.
func TestPatternsAgree(t *testing.T) {
	dice := rand.New(rand.NewPCG(18, 4))
	s := newSearched(t, drawnTexts(dice, plainWords, 200), func(s string) string { return s })
	words := strings.Fields(plainWords)
	found := 0
	for range 12 {
		a, b := words[dice.IntN(len(words))], words[dice.IntN(len(words))]
		for _, pattern := range []string{a + "[a-z ]{1,9}" + b, "(" + a + "|" + b + ") k", "^" + a,
			a[:2] + ".*" + b + "$", "[" + a[:2] + "][aeiou]" + b[len(b)-1:]} {
			found += s.agree(t, pattern, search.Regexp, "-iE", pattern)
		}
	}
	if found < 500 {
		t.Errorf("only %d texts were found", found)
	}
}

package bench

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
)

// book opens what Generate made, as asha.
func book(tb testing.TB, dir string, f Facts) *casebook.Book {
	tb.Helper()
	repo, err := store.Open(context.Background(), filepath.Join(dir, "records.git"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { repo.Close() })
	own := filepath.Join(dir, "people", "asha", "casefile")
	b, err := casebook.Open(context.Background(), repo, casebook.Options{
		Trust: f.Intro + "@" + f.Tip,
		Clock: casebook.Clock{Now: time.Date(2026, time.March, 6, 17, 40, 12, 0, time.UTC)},
		Person: casebook.Person{
			Signer: func() (store.Signer, error) {
				return store.FileSigner(filepath.Join(own, "signing"), nil)
			},
			Identity: func() (*seal.Identity, error) {
				data, err := os.ReadFile(filepath.Join(own, "identity.txt"))
				if err != nil {
					return nil, err
				}
				return seal.LoadIdentity(data, seal.Keys{})
			},
		},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// small returns an agency of two weeks, with all that happens in a large one.
func small() Size { return Size{Weeks: 2, Entries: 20, Long: 31} }

// TestGenerate lets the judge pass every commit of two weeks, and opens the
// long case and a closed one.
func TestGenerate(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	size := small()
	f, err := Generate(ctx, dir, small())
	if err != nil {
		t.Fatal(err)
	}
	b := book(t, dir, f)
	dockets, err := b.Dockets(ctx)
	if err != nil {
		t.Fatal(err)
	}
	count := map[record.Status]int{}
	for _, d := range dockets {
		count[d.Status]++
	}
	open, closes := size.Weeks*(casesAWeek-closesAWeek), size.Weeks*closesAWeek
	if count[record.Open] != open || count[record.Closed] != closes {
		t.Errorf("the cases stand as %v", count)
	}
	closed := slices.IndexFunc(dockets, func(d *record.Docket) bool {
		return d.Status == record.Closed && d.KeyWorker == "asha"
	})
	entries := map[record.ID]int{f.Long: size.Long, f.Plain: size.Entries,
		dockets[closed].Case: size.Entries}
	for id, want := range entries {
		d, err := b.Docket(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		items, err := b.Items(ctx, d)
		if err != nil {
			t.Fatal(err)
		}
		if len(items) != want {
			t.Errorf("case %s has %d entries, want %d", id, len(items), want)
		}
		for _, it := range items {
			if it.Fault != "" {
				t.Errorf("%s: %s", it.Entry.ID, it.Fault)
			}
		}
	}
}

// TestGenerateForGit checks the pack, its differences and the keys refs with
// git's own eyes.
func TestGenerateForGit(t *testing.T) {
	dir := t.TempDir()
	if _, err := Generate(context.Background(), dir,
		Size{Weeks: 1, Entries: 4, Long: 6}); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("git", "--git-dir="+filepath.Join(dir, "records.git"), "fsck", "--strict",
		"--full")
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("git fsck: %v\n%s", err, out)
	}
}

// TestProse draws a text twice, and another one, and looks for what search has to find.
func TestProse(t *testing.T) {
	words, long := parseLexicon(wordLists), 0
	for n := 1; n <= len(plot); n++ {
		_, text := drawnText(words, 3, n, founded(), "K3F927QM")
		_, again := drawnText(words, 3, n, founded(), "K3F927QM")
		if text != again {
			t.Errorf("entry %d is drawn as two texts", n)
		}
		long += len(strings.Fields(text))
	}
	if mean := long / len(plot); mean < 120 || mean > 220 {
		t.Errorf("a text has %d words", mean)
	}
}

// TestKey gives records of another size another name.
func TestKey(t *testing.T) {
	if a, b := small().Key(), (Size{Weeks: 2, Entries: 20, Long: 32}).Key(); a == b {
		t.Errorf("both are %s", a)
	}
	if a, b := small().Key(), small().Key(); a != b {
		t.Errorf("%s is %s when asked again", a, b)
	}
}

// TestQueriesAreWords wants no piece of a digest among the words to look for.
func TestQueriesAreWords(t *testing.T) {
	q := newQueries()
	q.see([]byte("target_sha256: 0ffebcafecf1 told by Thornley"))
	if got := q.words("rare", 1, 3, 9); len(got) != 2 { // target and Thornley
		t.Errorf("drawn: %v", got)
	}
}

// TestRarest draws words in few entries also where none is in fewer than some.
func TestRarest(t *testing.T) {
	q := newQueries()
	for _, text := range []string{"garden kettle window", "garden kettle", "garden"} {
		q.see([]byte(text))
	}
	got := q.rarest("rare", 2)
	if len(got) != 2 || got[0].text != "window" || got[1] != (query{"rare", "kettle", 2}) {
		t.Errorf("drawn: %v", got)
	}
}

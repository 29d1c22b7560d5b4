package bench

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
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
			Signer: func() (store.Signer, error) { return store.FileSigner(filepath.Join(own, "signing"), nil) },
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

// TestGenerate lets the judge pass every commit of two weeks, and opens the
// long case.
func TestGenerate(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	const weeks = 2
	f, err := Generate(ctx, dir, weeks)
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
	if count[record.Open] != weeks*(casesAWeek-closesAWeek) || count[record.Closed] != weeks*closesAWeek {
		t.Errorf("the cases stand as %v", count)
	}
	d, err := b.Docket(ctx, f.Long)
	if err != nil {
		t.Fatal(err)
	}
	items, err := b.Items(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	if len(items) != 1+weeks {
		t.Errorf("the long case has %d entries, want %d", len(items), 1+weeks)
	}
	for _, it := range items {
		if it.Fault != "" {
			t.Errorf("%s: %s", it.Entry.ID, it.Fault)
		}
	}
}

// TestGenerateForGit checks the pack, its differences and the keys refs with
// git's own eyes.
func TestGenerateForGit(t *testing.T) {
	dir := t.TempDir()
	if _, err := Generate(context.Background(), dir, 1); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("git", "--git-dir="+filepath.Join(dir, "records.git"), "fsck", "--strict", "--full")
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("git fsck: %v\n%s", err, out)
	}
}

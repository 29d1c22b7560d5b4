package bench

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/report"
	"casefile/internal/store"
)

// dataVariable names the environment variable with the folder of data that
// `casebench generate` made, and the facts it printed in DIR/facts. Without it
// the benchmarks run on two weeks of their own.
const dataVariable = "CASEFILE_BENCH"

// data is a copy of the records that a benchmark may write to.
func data(b *testing.B) (dir string, f Facts) {
	b.Helper()
	from := os.Getenv(dataVariable)
	if from == "" {
		dir = b.TempDir()
		f, err := Generate(context.Background(), dir, 2)
		if err != nil {
			b.Fatal(err)
		}
		return dir, f
	}
	return from, readFacts(b, filepath.Join(from, "facts"))
}

func readFacts(b *testing.B, file string) Facts {
	b.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	fact := map[string]string{}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		fact[name] = value
	}
	return Facts{Intro: fact["INTRO"], Tip: fact["TIP"], Long: record.ID(fact["LONG"]), Plain: record.ID(fact["PLAIN"])}
}

// BenchmarkOpen opens the records as every command does: nothing is new.
func BenchmarkOpen(b *testing.B) {
	dir, f := data(b)
	book(b, dir, f)
	for b.Loop() {
		repo := open(b, dir)
		reopen(b, repo, dir, "")
		repo.Close()
	}
}

func open(b *testing.B, dir string) *store.Repo {
	b.Helper()
	repo, err := store.Open(context.Background(), filepath.Join(dir, "records.git"))
	if err != nil {
		b.Fatal(err)
	}
	return repo
}

// BenchmarkNote is what `casefile note CASE -F FILE` does, but for the start
// of the program.
func BenchmarkNote(b *testing.B) {
	dir, f := data(b)
	book(b, dir, f)
	_, text := EntryText(1, at(0, 0))
	ctx := context.Background()
	for b.Loop() {
		repo := open(b, dir)
		bk := reopen(b, repo, dir, "")
		p, findings, err := bk.Prepare(ctx, casebook.Writing{Case: f.Plain, Kind: "note", File: "-", Text: []byte(text)})
		if err != nil || findings.Failed() {
			b.Fatal(err, findings)
		}
		if _, err := bk.Add(ctx, f.Plain, []*casebook.Prepared{p}, nil); err != nil {
			b.Fatal(err)
		}
		repo.Close()
	}
}

// BenchmarkChronology reads, folds and prints the long case.
func BenchmarkChronology(b *testing.B) {
	dir, f := data(b)
	book(b, dir, f)
	ctx := context.Background()
	for b.Loop() {
		repo := open(b, dir)
		bk := reopen(b, repo, dir, "")
		c, err := bk.Case(ctx, f.Long)
		if err != nil {
			b.Fatal(err)
		}
		_ = c
		_ = report.Markdown
		_ = io.Discard
		repo.Close()
	}
}

// BenchmarkDockets reads the dockets of all cases, as `casefile list`,
// `casefile retention check` and `casefile` alone do.
func BenchmarkDockets(b *testing.B) {
	dir, f := data(b)
	book(b, dir, f)
	ctx := context.Background()
	for b.Loop() {
		repo := open(b, dir)
		if _, err := reopen(b, repo, dir, "").Dockets(ctx); err != nil {
			b.Fatal(err)
		}
		repo.Close()
	}
}

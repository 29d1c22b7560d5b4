package index

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
)

// The data of the benchmarks: 10,000 cases with a row of 1 KB and 20 entries of 150 words each.
// -short makes a twentieth of it.
const (
	benchCases   = 10000
	benchEntries = 20
	benchBatch   = 5000 // entries a transaction
)

// vocabulary returns 20,000 words, the most frequent first.
func vocabulary() []string {
	r := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 20000)
	for i := range words {
		b := make([]byte, 3+r.IntN(8))
		for j := range b {
			b[j] = 'a' + byte(r.IntN(26))
		}
		words[i] = string(b)
	}
	return words
}

// benchChange draws a case.
func benchChange(n int, words []string) Change {
	r := rand.New(rand.NewPCG(uint64(n), 3))
	draw := rand.NewZipf(r, 1.2, 10, uint64(len(words)-1))
	id := idOf(int64(n)*104729 + 1<<35)
	c := Change{Row: Row{Case: id, Commit: fmt.Sprintf("%040x", n),
		Data: []byte(strings.Repeat("x", 1024))}}
	for i := range benchEntries {
		text := make([]string, 150)
		for j := range text {
			text[j] = words[draw.Uint64()]
		}
		if n == 4321 && i == 7 {
			text[70] = "zebracrossing"
		}
		joined := strings.Join(text, " ")
		c.Entries = append(c.Entries, Entry{ID: idOf(int64(n)<<8 + int64(i) + 1<<36), Case: id,
			Blob: fmt.Sprintf("%040x", n*100+i), Kind: "contact", Author: "asha", Seq: i,
			Recorded: time.Unix(1700000000+int64(n)*7+int64(i)*86400, 0), Text: joined,
			Folded: joined})
	}
	return c
}

// build writes the data of the benchmarks in batches, as casebook does.
func build(b testing.TB, db *DB, cases int) {
	b.Helper()
	words := vocabulary()
	var batch []Change
	for n := range cases {
		batch = append(batch, benchChange(n, words))
		if len(batch)*benchEntries >= benchBatch || n == cases-1 {
			to := State{}
			if n == cases-1 {
				to = State{Tip: "abc"}
			}
			if err := db.Write(context.Background(), to, batch); err != nil {
				b.Fatal(err)
			}
			batch = nil
		}
	}
}

// BenchmarkIndex builds an index once, and times what commands do with it.
func BenchmarkIndex(b *testing.B) {
	cases := benchCases
	if testing.Short() {
		cases /= 20
	}
	ctx := context.Background()
	o := Options{Dir: b.TempDir(), Member: "asha", Identity: asha(b), Mark: testMark}
	db := opened(b, o)
	begun := time.Now()
	build(b, db, cases)
	b.Logf("built %d entries in %.1f s; %s", cases*benchEntries, time.Since(begun).Seconds(),
		peak(b))
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			again, err := Open(ctx, o)
			if err != nil {
				b.Fatal(err)
			}
			again.Close()
		}
	})
	b.Run("rows", func(b *testing.B) {
		for b.Loop() {
			n := 0
			if err := db.Rows(ctx, func(Row) error { n++; return nil }); err != nil || n != cases {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("rare", func(b *testing.B) {
		for b.Loop() {
			n := 0
			err := matching(ctx, db, "zebracrossing", func(Entry) error { n++; return nil })
			if err != nil || n > 1 {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("texts", func(b *testing.B) {
		for b.Loop() {
			n := 0
			by := Filter[int]{May: func(text string) bool {
				return strings.Contains(text, "brac")
			},
				Entry: func(*Entry) (int, bool, error) { return 1, true, nil }}
			err := Search(ctx, db, "", by, func(int) error { n++; return nil })
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("one-entry", func(b *testing.B) {
		words := vocabulary()
		for i := 0; b.Loop(); i++ {
			c := benchChange(i%cases, words)
			c.Entries = append(c.Entries, Entry{ID: record.ID("K3F927QM"), Case: c.Case, Kind: "x",
				Recorded: time.Unix(1800000000+int64(i), 0), Text: "a new one",
				Folded: "a new one"})
			if err := db.Write(ctx, State{Tip: fmt.Sprint(i)}, []Change{c}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Log(peak(b))
}

// peak returns the most memory that this process has used, if the system tells it.
func peak(b testing.TB) string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "peak memory not known here"
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(after, "\n")
	return "peak memory " + strings.TrimSpace(line)
}

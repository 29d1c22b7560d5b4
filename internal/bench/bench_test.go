package bench

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casefile/internal/cli"
	"casefile/internal/record"
	"casefile/internal/term"
)

// dataVariable names the environment variable with a folder of data: what
// `casebench generate` made, and in the file facts what it printed. Without it
// each makes a small one of its own.
const dataVariable = "CASEFILE_BENCH"

// data returns the folder of the records, which are judged already.
func data(tb testing.TB, otherwise Size) (dir string, f Facts) {
	tb.Helper()
	dir = os.Getenv(dataVariable)
	if dir == "" {
		dir = tb.TempDir()
		made, err := Generate(context.Background(), dir, otherwise)
		if err != nil {
			tb.Fatal(err)
		}
		f = made
	} else {
		f = readFacts(tb, filepath.Join(dir, "facts"))
	}
	book(tb, dir, f)
	pinned(tb, dir, f)
	return dir, f
}

func readFacts(b testing.TB, file string) Facts {
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
	return Facts{Intro: fact["INTRO"], Tip: fact["TIP"], Long: record.ID(fact["LONG"]),
		Plain: record.ID(fact["PLAIN"])}
}

// pinned has the account of the benchmarks believe in the records, judged up to the tip.
func pinned(b testing.TB, dir string, f Facts) {
	b.Helper()
	app := &cli.App{Streams: term.Streams{In: strings.NewReader(""), Out: io.Discard,
		Err: io.Discard},
		Getenv:  environment(dir, "asha"),
		Machine: cli.Machine{Wall: wall}}
	if code := app.Run(context.Background(),
		[]string{"--trust", f.Intro + "@" + f.Tip, "team"}); code != 0 {
		b.Fatalf("pinning: exit code %d", code)
	}
}

// BenchmarkCommand runs whole commands in this process, as asha, without the start of the program.
func BenchmarkCommand(b *testing.B) {
	dir, f := data(b, small())
	_, text := EntryText(1, founded())
	for _, c := range []struct {
		name, words, in string
		code            int
	}{
		{"team", "team", "", 0},
		{"note", "note " + string(f.Plain) + " -F -", text, 0},
		{"chronology", "chronology --all " + string(f.Long), "", 0},
		{"retention", "retention check", "", -1}, // 25 where something is due
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				app := &cli.App{
					Streams: term.Streams{In: strings.NewReader(c.in), Out: io.Discard,
						Err: io.Discard},
					Getenv:  environment(dir, "asha"),
					Machine: cli.Machine{Wall: wall},
				}
				if code := app.Run(context.Background(), strings.Fields(c.words)); code != c.code &&
					c.code >= 0 {
					b.Fatalf("casefile %s: exit code %d", c.words, code)
				}
			}
		})
	}
}

// environment returns the variables for the commands of a member: the data, and nothing of the
// person's who runs the benchmarks.
func environment(dir, member string) func(string) string {
	values := map[string]string{
		"XDG_CONFIG_HOME": filepath.Join(dir, "people", member),
		"CASEFILE_DIR":    filepath.Join(dir, "records.git"),
		"XDG_STATE_HOME":  filepath.Join(dir, "state"),
		"CASEFILE_AGAIN":  "1", // the same note is recorded in each round
	}
	return func(name string) string { return values[name] }
}

// BenchmarkParseDocket reads one docket, as commands that list cases do for
// every case.
func BenchmarkParseDocket(b *testing.B) {
	epoch := record.Epoch{}
	for _, id := range []string{"asha", "judith", "lena", "mina", "recovery-1"} {
		epoch[id] = objectID(blobObject, []byte(id)).String()
	}
	d := record.Docket{Case: "K3F927QM", Opened: record.DateOf(founded()), KeyWorker: "asha",
		Status: record.Open, Keys: []record.Epoch{epoch}}
	text := d.Encode()
	for b.Loop() {
		if _, err := record.ParseDocket(text); err != nil {
			b.Fatal(err)
		}
	}
}

// wall returns the clock of a run: a Friday afternoon.
func wall() time.Time { return time.Date(2026, time.March, 6, 17, 40, 12, 0, time.UTC) }

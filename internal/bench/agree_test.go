package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"unicode"

	"casefile/internal/cli"
	"casefile/internal/pattern"
	"casefile/internal/record"
	"casefile/internal/term"
)

// TestSearchAgrees draws words, phrases, beginnings, pieces and expressions from the texts in
// clear, and wants of each the entries that ripgrep finds in exports of them: 200 in all where
// there is an agency of many cases, else 20. It takes some minutes of 200,000 entries.
func TestSearchAgrees(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("rg"); err != nil {
		t.Skip("there is no rg here")
	}
	size, each := Size{Weeks: 1, Entries: 4, Long: 4}, 4
	if os.Getenv(dataVariable) != "" {
		each = 40
	}
	dir, _ := data(t, size)
	d := newDrawing(t, filepath.Join(dir, "texts"))
	for _, way := range ways() {
		lines := newExport(t, filepath.Join(dir, "texts"), way.written)
		for range each {
			typed, sought := way.draw(d)
			if typed == "" {
				t.Fatalf("%s: nothing could be drawn", way.name)
			}
			got, want := found(t, dir, way.flag, typed), lines.found(t, append(way.rg, sought...))
			if len(want) == 0 || !slices.Equal(got, want) {
				t.Errorf("%s %q: casefile finds %d entries, rg %q %d: %s", way.name, typed,
					len(got), sought, len(want), differing(got, want))
			}
		}
		lines.remove(t)
	}
}

// differing returns a few entries that only one of two lists has.
func differing(got, want []string) string {
	only := func(a, b []string) (out []string) {
		for _, id := range a {
			if _, ok := slices.BinarySearch(b, id); !ok && len(out) < 3 {
				out = append(out, id)
			}
		}
		return out
	}
	return fmt.Sprintf("only casefile %q, only rg %q", only(got, want), only(want, got))
}

// way is one way to search, and how ripgrep does the same.
type way struct {
	name, flag string
	rg         []string
	written    func(line string) []string // the lines of the export for a line of a text
	draw       func(*drawing) (typed string, sought []string)
}

func ways() []way {
	return []way{
		{"word", "", []string{"-wF"}, twoWays, func(d *drawing) (string, []string) {
			typed := d.piece(`\pL[\pL'-]{2,}`)
			return typed, either(soughtWays(typed))
		}},
		{"phrase", "", []string{"-wF"}, twoWays, func(d *drawing) (string, []string) {
			typed := d.piece(`\pL[\pL'-]*( \pL[\pL'-]*){1,3}`)
			return `"` + typed + `"`, either(soughtWays(typed))
		}},
		{"beginning", "", nil, twoWays, func(d *drawing) (string, []string) {
			// Behind a blank, since to \b a name begins behind its Ł.
			typed := strings.TrimPrefix(d.piece(` [A-Za-z]{3,6}`), " ")
			return typed + "*", []string{`\b` + strings.ToLower(typed)}
		}},
		{"piece", "--substring", []string{"-F"}, flatWay, func(d *drawing) (string, []string) {
			typed := d.piece(`\pL[\pL' -]{3,7}\pL`)
			return typed, flatWay(typed)
		}},
		{"expression", "--regexp", []string{"-i"}, asTyped, func(d *drawing) (string, []string) {
			typed := d.expression()
			return typed, []string{typed}
		}},
	}
}

func either(all []string) []string { return []string{"-e", all[0], "-e", all[1]} }

// A second way to fold, for the letters that the texts have. It shares no code with casefile's.

var (
	accents = strings.NewReplacer("ë", "e", "é", "e", "â", "a", "ó", "o", "í", "i", "ï", "i",
		"Ł", "l", "ł", "l")
	umlauts = strings.NewReplacer("ö", "oe", "ä", "ae", "ü", "ue")
	plainly = strings.NewReplacer("ö", "o", "ä", "a", "ü", "u")
	owner   = pattern.Of(`'s\b`)
)

// twoWays returns a line of a text with the halves of well-being apart, and with them joined. An
// owner's s is left out of the first.
func twoWays(line string) []string {
	apart := owner().ReplaceAllString(line, "")
	return []string{soughtWays(apart)[0], soughtWays(line)[1]}
}

// soughtWays returns the typed words, apart and joined.
func soughtWays(typed string) []string {
	s := strings.ReplaceAll(accents.Replace(strings.ToLower(typed)), "'", "")
	return []string{spaced(plainly.Replace(s)),
		spaced(strings.ReplaceAll(umlauts.Replace(s), "-", ""))}
}

// spaced are words alone, with a blank between: a full stop parts none that are sought together.
func spaced(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// flatWay returns a line without accents, apostrophes and hyphens.
func flatWay(line string) []string {
	s := plainly.Replace(accents.Replace(strings.ToLower(line)))
	return []string{strings.NewReplacer("'", "", "-", "").Replace(s)}
}

// asTyped returns a line as it is, and as it is without accents.
func asTyped(line string) []string {
	return []string{line, plainly.Replace(accents.Replace(line))}
}

// drawing draws what is sought from lines of drawn texts.
type drawing struct {
	dice  *rand.Rand
	lines []string
}

// newDrawing keeps the lines of the facts of some texts, drawn from all.
func newDrawing(t *testing.T, texts string) *drawing {
	t.Helper()
	d := &drawing{dice: rand.New(rand.NewPCG(18, 5))}
	folders, err := filepath.Glob(filepath.Join(texts, "*", "*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no texts below %s: %v", texts, err)
	}
	for range 300 {
		files, _ := filepath.Glob(filepath.Join(folders[d.dice.IntN(len(folders))], "*.md"))
		data, err := os.ReadFile(files[d.dice.IntN(len(files))])
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if strings.HasPrefix(line, "F") {
				d.lines = append(d.lines, strings.TrimSpace(line))
			}
		}
	}
	return d
}

// piece draws a piece of a form that is no ID: those are found as what they are.
func (d *drawing) piece(form string) string {
	fits := pattern.Of(form)()
	for range 10_000 {
		all := fits.FindAllString(d.lines[d.dice.IntN(len(d.lines))], -1)
		if len(all) == 0 {
			continue
		}
		drawn := strings.TrimRight(all[d.dice.IntN(len(all))], "'- ")
		if _, err := record.ParsePrefix(drawn); err != nil {
			return drawn
		}
	}
	return ""
}

// expression draws one of some forms, with plain words of a line that it matches.
func (d *drawing) expression() string {
	words := pattern.Of(`\b[A-Za-z]{3,}\b`)()
	for range 10_000 {
		line := d.lines[d.dice.IntN(len(d.lines))]
		all := words.FindAllString(line, -1)
		if len(all) < 2 {
			continue
		}
		n := d.dice.IntN(len(all) - 1)
		a, b := all[n], all[n+1]
		forms := []string{a + ".{1,9}" + b, "(" + a + "|" + b + ")[a-z]* [a-z]", a + ".*" + b,
			a[:2] + "[a-z]*" + a[len(a)-1:] + "[^a-z]+" + b, "^F[1-3]: .*" + b, a[1:] + ".*[.]$"}
		drawn := forms[d.dice.IntN(len(forms))]
		if pattern.Of("(?i)" + drawn)().MatchString(line) {
			return drawn
		}
	}
	return ""
}

// export is the texts of all cases, a file a case.
type export struct {
	dir     string
	each    int                 // lines of the export for a line of a text
	entries map[string][]inFile // by file, in the order of their lines
}

// inFile is the place of an entry in the file of its case.
type inFile struct {
	line  int
	entry string // CASE/ENTRY
}

func newExport(t *testing.T, texts string, written func(string) []string) *export {
	t.Helper()
	dir, err := os.MkdirTemp("", "export")
	if err != nil {
		t.Fatal(err)
	}
	e := &export{dir: dir, each: len(written("")), entries: map[string][]inFile{}}
	t.Cleanup(func() { e.remove(t) })
	folders, err := filepath.Glob(filepath.Join(texts, "*", "*"))
	for _, folder := range folders {
		err = errors.Join(err, e.write(folder, written))
	}
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// write writes the texts of one case.
func (e *export) write(folder string, written func(string) []string) error {
	var b strings.Builder
	name, lines := filepath.Base(folder), 0
	files, err := fs.Glob(os.DirFS(folder), "*.md")
	for _, file := range files {
		data, readErr := os.ReadFile(filepath.Join(folder, file))
		err = errors.Join(err, readErr)
		_, id, _ := strings.Cut(strings.TrimSuffix(file, ".md"), "-")
		e.entries[name] = append(e.entries[name], inFile{lines, name + "/" + id})
		for line := range strings.Lines(string(data)) {
			if strings.HasPrefix(line, "nonce: ") { // which no search looks at
				continue
			}
			for _, w := range written(strings.TrimSuffix(line, "\n")) {
				b.WriteString(w + "\n")
				lines++
			}
		}
	}
	return errors.Join(err, os.WriteFile(filepath.Join(e.dir, name), []byte(b.String()), 0o600))
}

func (e *export) remove(t *testing.T) {
	if err := os.RemoveAll(e.dir); err != nil {
		t.Error(err)
	}
}

// found returns the entries in which rg finds something.
func (e *export) found(t *testing.T, args []string) []string {
	t.Helper()
	cmd := exec.Command("rg", append([]string{"--no-config", "-n", "--no-heading",
		"--max-columns=1"}, append(args, ".")...)...)
	cmd.Dir = e.dir
	out, err := cmd.Output()
	if err != nil && cmd.ProcessState.ExitCode() != 1 { // 1: nothing was found
		t.Fatalf("rg %q: %v", args, err)
	}
	var all []string
	for line := range strings.Lines(string(out)) {
		name, rest, _ := strings.Cut(strings.TrimPrefix(line, "./"), ":")
		n := 0
		if _, err := fmt.Sscanf(rest, "%d:", &n); err != nil {
			t.Fatalf("rg says %q", line)
		}
		in := e.entries[name]
		at := sort.Search(len(in), func(i int) bool { return in[i].line >= n })
		all = append(all, in[at-1].entry)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// found returns the entries that casefile finds for judith, who reads all.
func found(t *testing.T, dir, flag, typed string) []string {
	t.Helper()
	var out bytes.Buffer
	app := &cli.App{Streams: term.Streams{In: strings.NewReader(typed + "\n"), Out: &out,
		Err: io.Discard}, Getenv: environment(dir, senior), Machine: cli.Machine{Wall: wall}}
	words := strings.Fields("search --json " + flag + " -")
	if code := app.Run(context.Background(), words); code == 24 {
		return nil
	} else if code != 0 {
		t.Fatalf("casefile %q for %q: exit code %d", words, typed, code)
	}
	var answer struct{ Hits []struct{ Entry string } }
	if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, hit := range answer.Hits {
		all = append(all, strings.ReplaceAll(hit.Entry, "-", ""))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

package record

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The readers of YAML that are nobody's relation to yaml.v3, at fixed versions.
var otherReaders = []string{"yaml@2.9.1", "js-yaml@4.1.1"}

// readThem is a program of node: texts on standard input, and the values that each reader
// sees in each of them on standard output.
const readThem = `
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'))
const readers = [require('yaml').parse, require('js-yaml').load]
const read = (reader, text) => {
  try { return {value: reader(text)} } catch (e) { return {error: String(e.message)} }
}
console.log(JSON.stringify(readers.map(reader => texts.map(text => read(reader, text)))))
`

// seen is another reader's reading of one text.
type seen struct {
	Value map[string]any `json:"value"`
	Error string         `json:"error"`
}

// installReaders puts the readers into a folder of the test's own.
func installReaders(t *testing.T) (folder string) {
	if testing.Short() {
		t.Skip("packages are fetched")
	}
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("there is no " + program + " here")
		}
	}
	folder = t.TempDir()
	install := exec.Command("npm", append([]string{"install", "--no-save", "--no-audit",
		"--no-fund", "--ignore-scripts", "--fetch-retries", "1", "--cache",
		filepath.Join(folder, "cache")}, otherReaders...)...)
	install.Dir = folder
	if out, err := install.CombinedOutput(); err != nil {
		t.Skipf("npm can't fetch %v here: %v\n%s", otherReaders, err, out)
	}
	err := os.WriteFile(filepath.Join(folder, "read.js"), []byte(readThem), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// readByOthers returns each reader's reading of each text.
func readByOthers(t *testing.T, texts []string) [][]seen {
	folder := installReaders(t)
	in, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", "read.js")
	node.Dir, node.Stdin, node.Stderr = folder, strings.NewReader(string(in)), os.Stderr
	out, err := node.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all [][]seen
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestTypedWordsByOtherReaders has readers of YAML from elsewhere read what AsStrict makes of
// the table and of lines made up: they must see the words that the program sees.
func TestTypedWordsByOtherReaders(t *testing.T) {
	alone(t)
	type one struct {
		kind   *Kind
		typed  string
		values map[string]any
	}
	var read []one
	var texts []string
	add := func(kind, typed string) {
		k := kindOfRow(t, kind)
		text, found := k.AsStrict([]byte("---\n" + typed + "\n---\n"))
		if found.Failed() {
			return
		}
		_, refused := typedKinds().Check(text, "", Context{Kind: kind, Now: now})
		if slices.ContainsFunc(refused, func(f Finding) bool {
			return f.Rule == RuleUnknownField || f.Rule == RuleWrongType
		}) {
			return // such a text is never sealed
		}
		values, _ := readAlike(t, k, text)
		p, _ := split(string(text))
		read, texts = append(read, one{k, typed, values}), append(texts, p.YAML)
	}
	for _, row := range typedRows(t) {
		add(row.Kind, row.Typed)
	}
	random := rand.New(rand.NewPCG(13, 2))
	for range 1500 {
		line := typedLine(random)
		if strings.Trim(line, " \t") == "" {
			continue
		}
		add("concern", "headline: "+line+"\ntold:\n  - "+line+"\n  - Tobi\nsources:\n  - who: "+
			line)
		add("contact", "purpose: "+line+"\nwith: ["+line+", Tobi (7, tall), "+line+"]")
		add("concern", "sources: [{who: "+line+", how: Mina (a, b)}]")
	}
	for number, reader := range readByOthers(t, texts) {
		for i, r := range reader {
			differ := r.Error
			if differ == "" {
				differ = unlike(read[i].kind, read[i].values, r.Value)
			}
			if differ != "" {
				t.Errorf("%s, %q: %s\n%s", otherReaders[number], read[i].typed, differ, texts[i])
			}
		}
	}
}

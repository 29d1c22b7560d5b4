package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// typedRow is a line typed into front matter, with the value that must come of it.
type typedRow struct {
	Kind  string         `json:"kind"` // concern, where it is left out
	Typed string         `json:"typed"`
	Gives map[string]any `json:"gives"`
	Wrong string         `json:"wrong"` // words of the error that must be found
}

// typedRows returns the rows of testdata/typedwords.jsonl.
func typedRows(t testing.TB) []typedRow {
	data, err := os.ReadFile("testdata/typedwords.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var out []typedRow
	for line := range strings.Lines(string(data)) {
		if line == "\n" || line[0] == '#' {
			continue
		}
		row := typedRow{Kind: "concern"}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		out = append(out, row)
	}
	return out
}

// text returns the row as a text with front matter.
func (r typedRow) text() []byte { return []byte("---\n" + r.Typed + "\n---\n") }

// typedKinds are read once: tests of many rows ask for them often.
var typedKinds = sync.OnceValue(func() *Kinds {
	kinds, err := Builtin()
	if err != nil {
		panic(err)
	}
	return kinds
})

func kindOfRow(t testing.TB, name string) *Kind {
	t.Helper()
	k, ok := typedKinds().Kind(name)
	if !ok {
		t.Fatalf("no kind %s", name)
	}
	return k
}

// TestTypedWords holds AsStrict to the table, and what it makes to being strict YAML that the
// program and the ordinary decoding of yaml.v3 read alike.
func TestTypedWords(t *testing.T) {
	rows := typedRows(t)
	if len(rows) < 150 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		k := kindOfRow(t, row.Kind)
		text, found := k.AsStrict(row.text())
		if row.Wrong != "" {
			if !tellsError(t, k, text, found, row.Wrong) {
				t.Errorf("%q: no error with the words %q: %v", row.Typed, row.Wrong, found)
			}
			continue
		}
		if found.Failed() {
			t.Errorf("%q: %v", row.Typed, found)
			continue
		}
		values, readers := readAlike(t, k, text)
		for field, want := range row.Gives {
			if want = numbersAsRead(want); !reflect.DeepEqual(values[field], want) {
				t.Errorf("%q: %s is %q, want %q\n%s", row.Typed, field, values[field], want, text)
			}
		}
		if readers != "" {
			t.Errorf("%q: %s\n%s", row.Typed, readers, text)
		}
		twiceTheSame(t, k, text)
		if len(found) == 0 && !sameForUs(t, k, row.text(), values) {
			t.Errorf("%q was changed without a word:\n%s", row.Typed, text)
		}
	}
}

// sameForUs reports whether the program would read the same from a text as it was typed, but
// for yes and no and the hints of the template.
func sameForUs(t *testing.T, k *Kind, typed []byte, values map[string]any) bool {
	t.Helper()
	n := &notes{}
	_, root, ok := whole(n, string(typed))
	if !ok || root == nil {
		return ok && len(values) == 0
	}
	var r reader
	answers := strings.NewReplacer("yes", "true", "no", "false")
	said := func(v any) string { return answers.Replace(strings.ToLower(fmt.Sprint(v))) }
	for field, was := range r.mapping(root, k.root) {
		if said(was) != said(values[field]) {
			return false
		}
	}
	return true
}

// tellsError looks for words in the errors of AsStrict and, after it, of Check.
func tellsError(t *testing.T, k *Kind, text []byte, found Findings, words string) bool {
	if !found.Failed() {
		_, more := builtin(t).Check(text, "", Context{Kind: k.Name, Now: now})
		found = append(found, more...)
	}
	for _, f := range found {
		if f.Severity == Error && strings.Contains(f.Found+" "+f.Do, words) {
			return true
		}
	}
	return false
}

// numbersAsRead returns the numbers of JSON the type that fields have.
func numbersAsRead(v any) any {
	if n, ok := v.(float64); ok {
		return int64(n)
	}
	return v
}

// readAlike reads front matter as the program does. differ says where yaml.v3 reads
// something else, or that it isn't strict.
func readAlike(t testing.TB, k *Kind, text []byte) (values map[string]any, differ string) {
	n := &notes{}
	p, root, ok := whole(n, string(text))
	if !ok {
		return nil, "it is not strict YAML: " + n.list[0].Found
	}
	if root == nil {
		return map[string]any{}, ""
	}
	var r reader
	values = r.mapping(root, k.root)
	var ordinary map[string]any
	if err := yaml.Unmarshal([]byte(p.YAML), &ordinary); err != nil {
		return values, "yaml.v3 can't read it: " + err.Error()
	}
	return values, unlike(k, values, ordinary)
}

// unlike says which field another reader of YAML reads otherwise. Times are left out: the
// program keeps their letters, and others make them times.
func unlike(k *Kind, ours, theirs map[string]any) string {
	for field, want := range ours {
		s := k.root.Fields.get(field)
		if s != nil && (s.Means == "date" || s.Means == "point" || s.Means == "occurred") {
			continue
		}
		a, _ := json.Marshal(want)
		b, _ := json.Marshal(withoutBlanks(theirs[field]))
		if !bytes.Equal(a, b) {
			return field + " is read as " + string(b) + ", by us as " + string(a)
		}
	}
	return ""
}

// withoutBlanks leaves named values out that have none, as the program does.
func withoutBlanks(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, value := range v {
			if value != nil {
				out[name] = withoutBlanks(value)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = withoutBlanks(v[i])
		}
		return out
	}
	return v
}

// twiceTheSame holds AsStrict to leaving alone what it made.
func twiceTheSame(t testing.TB, k *Kind, text []byte) {
	t.Helper()
	again, found := k.AsStrict(text)
	if quotes := slices.ContainsFunc(found, func(f Finding) bool {
		return f.Rule == RuleAsTyped
	}); quotes ||
		!bytes.Equal(again, text) || found.Failed() {
		t.Errorf("done twice it changes\n%q\nto\n%q %v", text, again, found)
	}
}

// Texts as a whole: the mark and the line ends of Windows, and texts with no front matter.
func TestTypedTexts(t *testing.T) {
	for _, tt := range []struct{ typed, headline, body string }{
		{"\ufeff---\nheadline: Rang the surgery\n---\nText.\n", "Rang the surgery", "Text."},
		{"---\r\nheadline: Flat #4\r\n---\r\nText.\r\n", "Flat #4", "Text."},
		{"\ufeff---\r\nheadline: He said: no\r\n---\r\nText.\r\n", "He said: no", "Text."},
		{"---\r\nheadline: \"I fell\" he said\r\n---\r\n", `"I fell" he said`, ""},
		{"--- \nheadline: a # b\n---\t\nText: #4\n", "a # b", "Text: #4"},
		{"Tobi seen\n\nHe was well: he said so # twice.\n", "Tobi seen",
			"He was well: he said so # twice."},
		{"Tobi rang", "Tobi rang", ""},
		{"Tobi rang\n", "Tobi rang", ""},
		{"Tobi rang   \n", "Tobi rang", ""},
		{"Tobi rang: he is #1\nHe was fine.\n", "Tobi rang: he is #1", "He was fine."},
		{"\"I fell\" he said\n\nAt noon.\n", `"I fell" he said`, "At noon."},
		{"\"I fell\"\n\nAt noon.\n", `"I fell"`, "At noon."}, // words, not YAML
		{"'I fell'\n", "'I fell'", ""},
		{"| he paused\n", "| he paused", ""},
		{"|\n", "|", ""},
		{"\n\nTobi rang\n\nHe was fine.\n", "Tobi rang", "He was fine."},
		{"\ufeffTobi rang\r\n\r\nHe was fine.\r\n", "Tobi rang", "He was fine."},
		{"- milk for Tobi\n- shoes\n", "- milk for Tobi", "- shoes"},
		{"yes\n", "yes", ""},
		{"~\n", "~", ""},
		{"[Tobi, Dana\n", "[Tobi, Dana", ""},
		{"Tobi rang\n---\nafter a rule\n", "Tobi rang", "---\nafter a rule"},
		{"שלום # 4\n\nגוף\n", "שלום # 4", "גוף"},
		{"C:\\temp # here\n\n\\n\n", `C:\temp # here`, `\n`},
	} {
		k := kindOfRow(t, "note")
		text, found := k.AsStrict([]byte(tt.typed))
		if found.Failed() {
			t.Errorf("%q: %v", tt.typed, found)
			continue
		}
		p, _ := split(string(text))
		values, differ := readAlike(t, k, text)
		if values["headline"] != tt.headline || strings.Trim(p.Body, " \n") != tt.body ||
			differ != "" {
			t.Errorf("%q: %q and %q %s\n%s", tt.typed, values["headline"], p.Body, differ, text)
		}
		twiceTheSame(t, k, text)
	}
}

// Names of fields as YAML allows them beside the usual form: their words are kept, or the
// line is refused.
func TestTypedNames(t *testing.T) {
	k := kindOfRow(t, "note")
	for _, tt := range []struct{ typed, headline, refused string }{
		{`"headline": Moved to flat #4`, "Moved to flat #4", ""},
		{`'headline' : Moved to flat #4`, "Moved to flat #4", ""},
		{`"headline": 'Flat #4'`, "Flat #4", ""},
		{`"head\u006cine": Moved to flat #4`, "", RuleHiddenWords},
		{"? headline\n: Moved to flat #4", "", RuleHiddenWords},
		{"? headline # of today\n: Moved", "", RuleHiddenWords},
		{"? headline\n: Moved to flat 4", "Moved to flat 4", ""},
	} {
		text, found := k.AsStrict([]byte("---\n" + tt.typed + "\n---\n"))
		if tt.refused != "" {
			if !found.Failed() || found[0].Rule != tt.refused {
				t.Errorf("%q: %v\n%s", tt.typed, found, text)
			}
			continue
		}
		values, differ := readAlike(t, k, text)
		if values["headline"] != tt.headline || differ != "" || found.Failed() {
			t.Errorf("%q: %q %s %v", tt.typed, values["headline"], differ, found)
		}
		twiceTheSame(t, k, text)
	}
}

// Characters that cannot be seen are told as such, where they stand.
func TestTypedHidden(t *testing.T) {
	for _, typed := range []string{"Tobi rang\rHe hid", "---\nheadline: a\u2028# b\n---\n"} {
		k := kindOfRow(t, "note")
		if text, found := k.AsStrict([]byte(typed)); string(text) != typed || len(found) > 0 {
			t.Errorf("%q: %q %v", typed, text, found)
		}
	}
}

// typedPieces are the pieces of lines that people type, and pieces that mean something in YAML.
var typedPieces = []string{"Tobi", "Dana's mum", "he said", "#", "# ", " #", ":", ": ", " : ",
	`"`, `"no"`, "'", "''", `\`, `\n`, `\"`, "-", "- ", "--- ", "@", "%", "`", "*", "&", "!", ">",
	"|", "?", "~", "{", "}", "[", "]", ",", ", ", "(", ")", "null", "yes", "07700 900123", "12:30",
	"2026-03-06", "1e3", "0x1f", "\t", "\u00a0", "😀", "שלום", "“", "”", "e\u0301", " ", "  ", "<<",
	"=", "...", "\u200d", "a@b.example", "https://a.example/?b=1#c"}

// typedLine makes up what may stand behind the colon of a field.
func typedLine(random *rand.Rand) string {
	var b strings.Builder
	for range 1 + random.IntN(7) {
		b.WriteString(typedPieces[random.IntN(len(typedPieces))])
	}
	return b.String()
}

// wordsOfLine returns what a line behind a text's colon says by the design, and whether that can be
// told without reading YAML: of what may be one complete quoted scalar it can't.
func wordsOfLine(line string) (words string, certain bool) {
	words = strings.Trim(line, " \t")
	if words == "" || strings.ContainsAny(words[len(words)-1:], `"'`) {
		return words, words != "" && !strings.ContainsAny(words[:1], `"'`)
	}
	return words, true
}

func TestTypedLinesMadeUp(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 1))
	k := kindOfRow(t, "concern")
	for range rounds(5000) {
		if typedLineHolds(t, k, typedLine(random)); t.Failed() {
			return
		}
	}
}

// typedLineHolds types a line into a text field, an item of a list and a value in one.
func typedLineHolds(t testing.TB, k *Kind, line string) {
	t.Helper()
	words, certain := wordsOfLine(line)
	hints := strictly{hints: k.ownHints()}
	if words == "" || hints.withoutHint(line) != line {
		return
	}
	typed := "---\nheadline: " + line + "\nwitnesses:\n  - " + line + "\n  - Tobi\n" +
		"sources:\n  - who: " + line + "\n    how: " + line + "\n---\n"
	text, found := k.AsStrict([]byte(typed))
	if found.Failed() {
		t.Errorf("%q: %v", line, found)
		return
	}
	values, differ := readAlike(t, k, text)
	if differ != "" {
		t.Errorf("%q: %s\n%s", line, differ, text)
		return
	}
	if !certain {
		words, _ = values["headline"].(string)
	}
	want := map[string]any{"headline": words, "witnesses": []any{words, "Tobi"},
		"sources": []any{map[string]any{"who": words, "how": words}}}
	if !reflect.DeepEqual(values, want) {
		t.Errorf("%q: read as %q\n%s", line, values, text)
	}
	twiceTheSame(t, k, text)
}

// FuzzAsStrict gives AsStrict lines, which must keep their words, and whole texts. These must come
// out strict, alike to two readers, and the same when they are done twice.
func FuzzAsStrict(f *testing.F) {
	for _, row := range typedRows(f) {
		f.Add(row.Typed)
		_, value, _ := strings.Cut(row.Typed, ": ")
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		k := kindOfRow(t, "concern")
		if !utf8.ValidString(typed) || strings.ContainsFunc(typed, harmful) ||
			len(typed) > MaxText/8 {
			return
		}
		if !strings.Contains(typed, "\n") && !strings.Contains(typed, "\ufeff") {
			typedLineHolds(t, k, typed)
		}
		for _, whole := range []string{typed, "---\n" + typed + "\n---\n"} {
			text, found := k.AsStrict([]byte(whole))
			if found.Failed() {
				continue
			}
			twiceTheSame(t, k, text)
		}
	})
}

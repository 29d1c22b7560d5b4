package exchange

import (
	"encoding/csv"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"casefile/internal/disclose"
	"casefile/internal/record"
	"casefile/internal/seal"
)

// exportedContact returns an entry as another program could have exported it.
func exportedContact(t *testing.T, id, fields, body string) ExportEntry {
	t.Helper()
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	text := "---\nid: " + id + "\ncase: K3F927QM\nkind: contact\nrecorded: 2026-03-06T17:40:12Z\n" +
		"by: asha\nnonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n" + fields + "---\n" + body
	padded, err := seal.Pad([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	e, err := kinds.Decode(padded)
	if err != nil {
		t.Fatal(err)
	}
	return ExportEntry{ID: e.ID, Kind: e.Kind, Recorded: e.Recorded, By: e.By,
		SHA256: seal.Commitment(padded), Text: text, Entry: e.JSON()}
}

func TestTableHasEveryField(t *testing.T) {
	x := Export{Case: "K3F927QM", Entries: []ExportEntry{
		exportedContact(t, "7K2M9QXH", "headline: =SUM(A1)\nwith: [Tobi, Dana]\nminutes: 50\n"+
			"sources: [{who: Dana, how: in person}]\n"+
			"links: {related: [P4W86T2H/9QXH7K2M, 8K2M9QXH]}\n",
			"Before.\n## Facts\nF1: warm\nF2: \"dry\"\n"),
		exportedContact(t, "8K2M9QXH", "headline: B\npeople:\n  - {name: A, born: 2016}\n",
			"## Opinion\nNone.\n"),
	}}
	data, err := x.Table()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%v: %s", err, data)
	}
	more := []string{"minutes", "people.1.born", "people.1.name", "with.1", "with.2", "## (text)",
		"## Facts", "## Opinion"}
	if got := rows[0][len(firstColumns()):]; !reflect.DeepEqual(got, more) {
		t.Errorf("columns %q", got)
	}
	for title, want := range map[string]string{"headline": "'=SUM(A1)", "with.2": "Dana",
		"minutes": "50", "sources": "Dana, in person",
		"links": "related P4W86T2H/9QXH7K2M K3F927QM/8K2M9QXH", "## Facts": "F1: warm\nF2: \"dry\"",
		"## (text)": "Before.", "people.1.name": ""} {
		if got := rows[1][slices.Index(rows[0], title)]; got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}

func TestColumnsStandInTheirOrder(t *testing.T) {
	got := []string{"## Facts", "people.10.name", "b", "people.2.name", "people.2", "a"}
	slices.SortFunc(got, compareColumns)
	want := []string{"a", "b", "people.2", "people.2.name", "people.10.name", "## Facts"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}

func TestReadExportRefusesWhatIsNotAsItWas(t *testing.T) {
	good := func() Export {
		x := Export{Schema: exportSchema, Case: "K3F927QM",
			Entries: []ExportEntry{exportedContact(t, "7K2M9QXH", "headline: A\n", "Text.\n")}}
		x.Files = []AttachedFile{{ID: "9QXH7K2M", Entry: "7K2M9QXH", Name: "a.txt",
			SHA256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
			Data:   []byte("foo")}}
		return x
	}
	for name, spoil := range map[string]func(*Export){
		"":               func(*Export) {},
		"another text":   func(x *Export) { x.Entries[0].Text += "More.\n" },
		"no text":        func(x *Export) { x.Entries[0].Text = "" },
		"another case":   func(x *Export) { x.Case = "P4W86T2H" },
		"another entry":  func(x *Export) { x.Entries[0].ID = "8K2M9QXH" },
		"twice":          func(x *Export) { x.Entries = append(x.Entries, x.Entries[0]) },
		"another file":   func(x *Export) { x.Files[0].Data = []byte("bar") },
		"a later schema": func(x *Export) { x.Schema = "casefile/export/2" },
		"no case":        func(x *Export) { x.Case = "../../etc" },
		"a file outside": func(x *Export) { x.Files[0].File = "../a.txt" },
	} {
		x := good()
		spoil(&x)
		data, err := encoded(x)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadExport(disclose.Package{ExportFile: data})
		if name == "" &&
			(err != nil || !reflect.DeepEqual(got.Entries[0].Text, x.Entries[0].Text)) {
			t.Errorf("a good one: %v", err)
		}
		if name != "" && !errors.Is(err, ErrExport) {
			t.Errorf("%s: %v, %+v", name, err, got)
		}
	}
	const two = `{"schema": "casefile/export/1", "case": "K3F927QM"} {}`
	if _, err := ReadExport(disclose.Package{ExportFile: []byte(two)}); !errors.Is(err, ErrExport) {
		t.Errorf("something after its end: %v", err)
	}
}

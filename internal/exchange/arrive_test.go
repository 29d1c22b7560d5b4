package exchange

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/seal"
)

// An entry of each kind comes in, as itself or quoted, is accepted here, and its first text can be
// restored byte for byte. That also holds for a second transfer.
func TestEveryKindArrives(t *testing.T) {
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	examples, err := filepath.Glob(filepath.Join("..", "record", "testdata", "examples", "*.md"))
	if err != nil || len(examples) != len(kinds.Names()) {
		t.Fatalf("%d examples of %d kinds: %v", len(examples), len(kinds.Names()), err)
	}
	for _, path := range examples {
		kind := strings.TrimSuffix(filepath.Base(path), ".md")
		author, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		e := recorded(t, kinds, author, kind, "K3F927QM", "5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC")
		e = arrived(t, kinds, e, kind, "P4W86T2H", "1XJ0V3N8R2M6T4Q9W1Z7Y0K8BC")
		k, _ := kinds.Kind(kind)
		if own := strings.Join(k.Ops, " "); (e.Kind == kind) != strings.Contains(own, "add") {
			t.Errorf("%s, recorded under %s, came as %s", kind, own, e.Kind)
		}
		arrived(t, kinds, e, e.Kind, "M2T68Q4X", "2XJ0V3N8R2M6T4Q9W1Z7Y0K8BC")
	}
}

// recorded returns an author's text as a case records it.
func recorded(t *testing.T, kinds *record.Kinds, author []byte, kind string, in record.ID,
	nonce string,
) ExportEntry {
	t.Helper()
	s := record.Stamp{ID: "7K2M9QXH", Case: in, Kind: kind,
		Recorded: time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC), By: "asha", Nonce: nonce}
	text, found := record.Splice(author, s)
	if found.Failed() {
		t.Fatalf("%s: %v", kind, found)
	}
	padded, err := seal.Pad(text)
	if err != nil {
		t.Fatal(err)
	}
	return ExportEntry{ID: s.ID, Kind: kind, Recorded: s.Recorded, By: s.By,
		SHA256: seal.Commitment(padded), Text: record.Unpadded(string(padded))}
}

// arrived takes an entry in at another agency, and requires its text back.
func arrived(t *testing.T, kinds *record.Kinds, e ExportEntry, kind string, in record.ID,
	nonce string,
) ExportEntry {
	t.Helper()
	x, err := e.incoming(kinds, "Northshire CSC", false)
	if err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	about := record.Context{Now: time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC), Kind: x.Kind}
	if _, found := kinds.Check(x.Text, "", about); found.Failed() {
		t.Errorf("%s as %s is refused: %v\n%s", kind, x.Kind, found, x.Text)
	}
	here := recorded(t, kinds, x.Text, x.Kind, in, nonce)
	padded, err := seal.Pad([]byte(here.Text))
	if err != nil {
		t.Fatal(err)
	}
	now, err := kinds.Decode(padded)
	if err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	back, err := record.Original(now)
	if err != nil || string(back) != e.Text {
		t.Errorf("%s came as %s, and gives %v back:\n%s", kind, x.Kind, err, back)
	}
	if again, err := seal.Pad(back); err != nil || seal.Commitment(again) != now.Origin[0].SHA256 {
		t.Errorf("%s: %v, the SHA-256 is another", kind, err)
	}
	return here
}

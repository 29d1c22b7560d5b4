package cases

import (
	"slices"
	"testing"

	"casefile/internal/record"
)

func TestErasureFindings(t *testing.T) {
	going := []record.ID{"7K2M9QXH", "9QXH7K2M"}
	if got := ErasureTarget(going); got != "[7K2M9QXH, 9QXH7K2M]" {
		t.Errorf("the target is written %s", got)
	}
	for _, tt := range []struct {
		name  string
		named []any
		ok    bool
	}{
		{"what was confirmed", []any{"7K2M9QXH", "9QXH7K2M"}, true},
		{"in another order, and twice", []any{"9QXH7K2M", "7K2M9QXH", "9QXH7K2M"}, true},
		{"one less", []any{"7K2M9QXH"}, false},
		{"one more", []any{"7K2M9QXH", "9QXH7K2M", "4W827QMK"}, false},
		{"none", nil, false},
	} {
		e := &record.Entry{Case: caseID, Kind: "erasure",
			Fields: map[string]any{"target": tt.named}}
		found := ErasureFindings(going, e, "the command")
		if found.Failed() == tt.ok {
			t.Errorf("%s: %v", tt.name, found)
		}
		if !tt.ok && (found[0].Found != "target names other entries than the command" ||
			found[0].Do != "leave target out; the command writes it") {
			t.Errorf("%s: %s -> %s", tt.name, found[0], found[0].Do)
		}
	}
}

// The file goes with the entry that names it, once, whoever names it besides.
func TestWithFiles(t *testing.T) {
	b := newBook(t)
	note := b.add("note", "2026-03-01T10:00Z", fields{"headline": "A call"})
	letter := b.add(record.KindAttachment, "2026-03-02T10:00Z",
		fields{"headline": "A letter", "file": "4W827QMK"})
	c := b.fold()
	const sealed = record.ID("9QXH7K2M") // an entry that can't be read
	for _, tt := range []struct{ named, want []record.ID }{
		{[]record.ID{note.ID}, []record.ID{note.ID}},
		{[]record.ID{letter.ID}, []record.ID{letter.ID, "4W827QMK"}},
		{[]record.ID{note.ID, letter.ID, note.ID}, []record.ID{note.ID, letter.ID, "4W827QMK"}},
		{[]record.ID{sealed}, []record.ID{sealed}},
	} {
		slices.Sort(tt.want)
		if got := c.WithFiles(tt.named); !slices.Equal(got, tt.want) {
			t.Errorf("%v takes %v, want %v", tt.named, got, tt.want)
		}
	}
}

// Who erases one version of a text is told of the others.
func TestVersions(t *testing.T) {
	b := newBook(t)
	first := b.add("contact", "2026-03-01T10:00Z", fields{"headline": "Seen at home"})
	second := b.add("contact", "2026-03-02T10:00Z",
		fields{"headline": "Seen at school", "amend_reason": "error",
			"links": links{"amends": first}})
	alone := b.add("note", "2026-03-03T10:00Z", fields{"headline": "A call"})
	c := b.fold()
	for _, tt := range []struct {
		name  string
		going []record.ID
		want  []record.Ref
	}{
		{"the first", []record.ID{first.ID}, []record.Ref{second.Ref()}},
		{"the second", []record.ID{second.ID}, []record.Ref{first.Ref()}},
		{"both", []record.ID{first.ID, second.ID}, nil},
		{"one that was never amended", []record.ID{alone.ID}, nil},
		{"an attached file", []record.ID{"4W827QMK"}, nil},
	} {
		if got := c.OtherVersions(tt.going); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
	for _, id := range []record.ID{first.ID, second.ID} {
		if thread, it := c.Version(id); it == nil || it.ID != id || thread.Item.ID != second.ID {
			t.Errorf("the text %s is not found in its thread", id)
		}
	}
	if thread, it := c.Version("4W827QMK"); thread != nil || it != nil {
		t.Errorf("a text that is not there is %v", it)
	}
}

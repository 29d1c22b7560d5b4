package casebook

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"reflect"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/index"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/search"
	"casefile/internal/storytest"
	"casefile/internal/verify"
)

// eachStoryEntry visits the entries of all stories, as they are decoded.
func eachStoryEntry(t *testing.T, do func(e *record.Entry)) {
	t.Helper()
	all, err := storytest.All(filepath.Join("..", "..", "testdata", "stories"))
	if err != nil {
		t.Fatal(err)
	}
	kinds := must(record.Builtin())
	for _, s := range all {
		for _, told := range s.Cases {
			for _, it := range s.Input(told, s.End).Items {
				do(must(kinds.Decode(must(seal.Pad(it.Text)))))
			}
		}
	}
}

// What is kept of an entry and what a search keeps of its text give the entry back, as it was
// decoded. What is kept is believed as long as DecodeVersion is the same: where this fails, and it
// was meant, raise it and put the new digest here.
func TestKeptEntries(t *testing.T) {
	const version, want = "1", "8195599007a08340"
	sum, n := sha256.New(), 0
	eachStoryEntry(t, func(e *record.Entry) {
		text := string(e.Text)
		data := must(packed(&decodedEntry{search.Cuts(text), *e.WithoutText()}))
		kept := &decodedEntry{}
		if err := decodedPlan().unpack(string(data), kept); err != nil {
			t.Fatal(err)
		}
		again := kept.Entry.WithText(must(kept.text(search.Sought(text))))
		if !reflect.DeepEqual(again, e) {
			t.Errorf("kept it is\n%#v\nand was\n%#v", again, e)
		}
		if len(data) > len(text) {
			t.Errorf("%d bytes are kept of a text of %d", len(data), len(text))
		}
		fmt.Fprintf(sum, "%#v\n", *e.WithoutText())
		n++
	})
	got := hex.EncodeToString(sum.Sum(nil)[:8])
	if got != want || record.DecodeVersion != version || n < 50 {
		t.Errorf("%d entries of version %s have the digest %s, and those of %s had %s",
			n, record.DecodeVersion, got, version, want)
	}
}

// What is at hand is taken for the sealed file, the key, the schemas and the text that it was made
// of, and for nothing else.
func TestCachedTextsOnlyOfTheSame(t *testing.T) {
	key, other := must(seal.NewIdentity()), must(seal.NewIdentity())
	var e *record.Entry
	eachStoryEntry(t, func(one *record.Entry) {
		if e == nil && one.Kind == "contact" {
			e = one
		}
	})
	fact := verify.EntryFact{ID: e.ID, File: record.FileName(e.Recorded, e.ID, false), Author: e.By,
		Op: "add", SHA256: seal.Commitment(e.Text)}
	c := plain.Case{ID: e.Case, Keys: []*seal.Identity{key}, Kinds: must(record.Builtin()),
		Facts: &verify.CaseFacts{Entries: map[record.ID]verify.EntryFact{e.ID: fact}}}
	f := sealedFile{fact.File, "a blob", e.ID, fact}
	text := must(c.Text(e.ID, must(seal.Seal(key.Recipient(), e.Text))))
	l, sought := &lists{made: "these schemas"}, search.Sought(string(e.Text))
	data := l.forIndex(opened{[]sealedFile{f}, []cases.Item{{Entry: e}}, []*plain.Text{text}})(e.ID)
	for name, change := range map[string]func(h *cachedTexts){
		"":             func(*cachedTexts) {},
		"another file": func(*cachedTexts) { f.blob = "another blob" },
		"another entry": func(h *cachedTexts) {
			f.id = "7K2M9QXJ"
			h.kept[f.id], c.Facts.Entries[f.id] = h.kept[e.ID], fact
		},
		"another declared":   func(*cachedTexts) { f.fact.SHA256 = seal.Commitment([]byte("x")) },
		"other schemas":      func(h *cachedTexts) { h.made = "other schemas" },
		"a key that is gone": func(h *cachedTexts) { h.withKeys([]*seal.Identity{other}) },
		"no key":             func(h *cachedTexts) { h.withKeys(nil) },
		"another text": func(h *cachedTexts) {
			h.kept[e.ID] = index.Entry{Text: "another", Opened: data}
		},
		"cut short": func(h *cachedTexts) {
			h.kept[e.ID] = index.Entry{Text: sought, Opened: data[:30]}
		},
		"a bond alone": func(h *cachedTexts) {
			h.kept[e.ID] = index.Entry{Opened: data[:bondSize]}
		},
		"less than a bond": func(h *cachedTexts) { h.kept[e.ID] = index.Entry{Opened: data[:3]} },
		"another author since": func(*cachedTexts) {
			other := fact
			other.Author = "ben"
			c.Facts.Entries[e.ID] = other
		},
	} {
		f = sealedFile{fact.File, "a blob", e.ID, fact}
		c.Facts.Entries[e.ID] = fact
		h := (&cachedTexts{made: "these schemas", kept: map[record.ID]index.Entry{
			e.ID: {Text: sought, Opened: data}}}).withKeys(c.Keys)
		change(h)
		got := h.text(c, f)
		if name != "" && got != nil {
			t.Errorf("%s: it is taken all the same", name)
		}
		if name == "" && (got == nil || !reflect.DeepEqual(got.Entry(), e) || got.Key() != key) {
			t.Errorf("the same: %+v", got)
		}
	}
}

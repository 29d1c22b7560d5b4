package disclose

import (
	"archive/zip"
	"bytes"
	"errors"
	"slices"
	"testing"

	"casefile/internal/cases"
)

// TestLeaks hides a name in a package in every way that a file can hold one.
func TestLeaks(t *testing.T) {
	k := builtin(t)
	items := []cases.Item{profile(t, k, neighbour)}
	d := Decisions{Items: []Decision{{Name: "Margaret Quill", Do: DoRemove, Exemption: ThirdParty}}}
	var office bytes.Buffer
	z := zip.NewWriter(&office)
	w, err := z.Create("docProps/core.xml")
	if err == nil {
		_, err = w.Write([]byte("<creator>Margaret</creator>"))
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	var wide []byte
	for _, c := range []byte("from Quill") {
		wide = append(wide, c, 0)
	}
	blank := Package{"entries.html": []byte("<h1>Entries</h1>")}
	for _, c := range []struct {
		name string
		data []byte
		leak bool
	}{
		{"entries.html", []byte("<p>Mrs &#81;uill</p>"), true},
		{"entries.html", []byte("<p>Q<b>u</b>ill</p>"), true},
		{"entries.html", []byte(`<p title="Quill">x</p>`), false}, // our pages have no words in attributes
		{"entries.md", []byte(`Mrs \Quill`), true},
		{"entries.md", []byte(`14 Mill\-Lane`), true},
		{"chronology.md", []byte("QUILLS"), true},
		{"attachments/1-mrs_quill.pdf", []byte("x"), true},
		{"attachments/1-a.docx", office.Bytes(), true},
		{"attachments/1-a.pdf", append([]byte{0xff, 0xfe}, []byte("/Author (M. Quill)")...), true},
		{"attachments/1-a.txt", wide, true},
		{"attachments/1-a.svg", []byte(`<text title="Quill">x</text>`), true},
		{"entries.html", []byte("<style>.quill{}</style><p>Entries of Tobi, tranquil</p>"), false},
		{sumsFile, []byte("quill"), false},
	} {
		err := Leaks(Package{c.name: c.data}, blank, items, k, d)
		if errors.Is(err, ErrLeak) != c.leak {
			t.Errorf("%s %q: %v", c.name, c.data, err)
		}
	}
}

func TestUnused(t *testing.T) {
	k := builtin(t)
	items := []cases.Item{profile(t, k, neighbour), sealedItem(t, k, 1, "note", "", "Ann Lind came.\n")}
	d := Decisions{Items: []Decision{{Name: "Ann Lynd", Do: DoRemove}, {Name: "Ann Lind", Do: DoRemove}, {Name: "Bea", Do: DoKeep}, {Do: DoRemove}}}
	if got := Unused(items, k, d); !slices.Equal(got, []string{"Ann Lynd"}) {
		t.Errorf("unused are %q", got)
	}
}

package access

import (
	"archive/zip"
	"bytes"
	"errors"
	"testing"

	"casefile/internal/disclose"
)

// TestLeaks hides a name in a package in every way that a file can hold one.
func TestLeaks(t *testing.T) {
	r := recorded(t)
	r.add("asha", "profile", "name: Tobi Adeyemi\nsubject_type: child\ndate_of_birth: 2016-11-20\n"+
		"people: [{name: Margaret Quill, relation: neighbour, contact: 0161 496 0123, "+
		"address: \"14 Mill Lane, Westmoor\"}]\n", "")
	finder := disclose.NewRedaction(r.items, r.kinds, disclose.Decisions{Items: []disclose.Decision{
		{Name: "Margaret Quill", Do: disclose.DoRemove, Exemption: disclose.ThirdParty}}})
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
	blank := disclose.Package{"entries.html": []byte("<h1>Entries</h1>")}
	for _, c := range []struct {
		name string
		data []byte
		leak bool
	}{
		{"entries.html", []byte("<p>Mrs &#81;uill</p>"), true},
		{"entries.html", []byte("<p>Q<b>u</b>ill</p>"), true},
		// Our pages have no words in attributes.
		{"entries.html", []byte(`<p title="Quill">x</p>`), false},
		{"entries.html", []byte("<p>Mrs</p>\n<p>Quill</p>"), true},
		{"entries.html", []byte("<p>x</p>\n<p>14<br>Mill</p>\n<p>Lane</p>\n<p>y</p>"), true},
		{"attachments/1-a.html", []byte(`<p title="Quill">x</p>`), true},
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
		err := leaks(disclose.Package{c.name: c.data}, ownWords(blank, r.kinds), finder,
			func(string) {})
		if errors.Is(err, ErrLeak) != c.leak {
			t.Errorf("%s %q: %v", c.name, c.data, err)
		}
	}
}

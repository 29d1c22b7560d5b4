package exchange

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// attachedEntry names a file of five bytes, "hello".
const attachedEntry = "file: 43G7AVKF\nname: school.txt\ntype: text/plain\nlength: 5\n" +
	"sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\n"

func aPack(t testing.TB) disclose.Package {
	t.Helper()
	attached := item(t, "9QXH7K2M", "attachment", attachedEntry, "")
	items := []cases.Item{
		item(t, "7K2M9QXH", "profile", "subject_type: child\nname: Tobi Adeyemi\n", ""), attached,
		item(t, "3XJ9V3N8", "closure", "headline: Goes on by itself\nservice_ended: 2026-03-06\n",
			"He said:\n```\nwell\n```"),
		item(t, "4XJ9V3N8", "endorsement", "target: 3XJ9V3N8\nlevel: line\nverdict: endorsed\n",
			""),
		item(t, "5XJ9V3N8", "gazette", "headline: A kind of theirs\n", ""),
	}
	files, err := contents{agency: "Northshire", to: "Westmoor", of: "K3F927QM", made: at,
		maker: disclose.Signatory{ID: "asha", Name: "Asha Rao", Email: "asha@agency.example"},
		items: items, files: []packedFile{{attached.Entry, []byte("hello")}},
		endorsed: func(record.ID) []string { return nil }}.records()
	if err != nil {
		t.Fatal(err)
	}
	namespaced := func(namespace string, data []byte) ([]byte, error) {
		return []byte(namespace), nil
	}
	line := signerLine("asha@agency.example", "ssh-ed25519 AAAA")
	if err := sign(files, line, namespaced); err != nil {
		t.Fatal(err)
	}
	return files
}

var at = time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)

func TestPackOpens(t *testing.T) {
	files := aPack(t)
	p, err := OpenPack(files, kinds(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Items) != 5 || p.Manifest.Agency != "Northshire" ||
		string(p.signature()) != "casefile-transfer" || p.Items[0].Str("name") != "Tobi Adeyemi" {
		t.Errorf("%d entries of %s, signed %s", len(p.Items), p.Manifest.Agency, p.signature())
	}
	id, data, ok := p.FileOf("9QXH7K2M")
	if !ok || id != "43G7AVKF" || string(data) != "hello" {
		t.Errorf("the file %s: %q", id, data)
	}
	if _, _, ok := p.FileOf("7K2M9QXH"); ok {
		t.Error("a profile has an attached file")
	}
	kept, err := p.WithoutAttachments()
	if err != nil {
		t.Fatal(err)
	}
	rest, err := untar(bytes.NewReader(kept))
	if _, there := rest["attachments/43G7AVKF-school.txt"]; err != nil || there ||
		!bytes.Equal(rest[sumsFile], files[sumsFile]) || len(rest) != len(files)-1 {
		t.Errorf("kept: %v, %v", slices.Sorted(maps.Keys(rest)), err)
	}
}

// relist writes the list of files again, as somebody could who can't sign.
func relist(p disclose.Package) {
	rest := maps.Clone(p)
	delete(rest, sumsFile)
	delete(rest, signatureFile)
	p[sumsFile] = rest.Sums()
}

func TestPackFails(t *testing.T) {
	const entry, file = "entries/20260306T174012Z-7K2M9QXH.md", "attachments/43G7AVKF-school.txt"
	swap := func(name, old, with string) func(disclose.Package) {
		return func(p disclose.Package) {
			if !bytes.Contains(p[name], []byte(old)) {
				t.Fatalf("%s has no %q", name, old)
			}
			p[name] = bytes.Replace(p[name], []byte(old), []byte(with), 1)
		}
	}
	again := func(f func(disclose.Package)) func(disclose.Package) {
		return func(p disclose.Package) { f(p); relist(p) }
	}
	for _, c := range []struct {
		about  string
		change func(disclose.Package)
		says   string
	}{
		{"a text changed", swap(entry, "Tobi", "Toby"), "was changed"},
		{"a file gone", func(p disclose.Package) { delete(p, file) }, "is missing"},
		{"a file more", func(p disclose.Package) { p["more.txt"] = nil }, "does not belong to it"},
		{"no signature", func(p disclose.Package) { delete(p, signatureFile) }, "is missing"},
		{"no manifest", again(func(p disclose.Package) { delete(p, manifestFile) }), "is missing"},
		{"a list with a line of another form", swap(sumsFile, "  manifest", " *manifest"),
			"not one of its form"},
		{"a list out of order", func(p disclose.Package) {
			p[sumsFile] = append(p[sumsFile], p[sumsFile]...)
		}, "not one of its form"},
		{"a text changed, and the list", again(swap(entry, "Tobi", "Toby")),
			"not the text that its commit declares"},
		{"a text gone, and from the list", again(func(p disclose.Package) { delete(p, entry) }),
			"missing or too long"},
		{"another author", again(swap(manifestFile, `"by": "asha"`, `"by": "ben"`)),
			"says another ID"},
		{"another kind", again(swap(manifestFile, `"kind": "profile"`, `"kind": "note"`)),
			"says another ID"},
		{"another case", again(swap(manifestFile, `"case": "K3F927QM"`, `"case": "P4W827QM"`)),
			"says another ID"},
		{"an ID twice", again(swap(manifestFile, `"id": "43G7AVKF"`, `"id": "7K2M9QXH"`)),
			"an ID twice"},
		{"an attachment of a profile",
			again(swap(manifestFile, `"entry": "9QXH7K2M"`, `"entry": "7K2M9QXH"`)),
			"of no attachment"},
		{"another attached file", again(func(p disclose.Package) { p[file] = []byte("hullo") }),
			"not the one that its entry names"},
		{"a path that leads out", again(swap(manifestFile, entry, "../"+entry)), "in the file"},
		{"what the manifest does not know", again(swap(manifestFile, `"agency"`, `"agencies"`)),
			"is not of the form"},
		{"something behind the manifest",
			again(func(p disclose.Package) { p[manifestFile] = append(p[manifestFile], "{}"...) }),
			"is not a JSON object"},
		{"an agency that writes over two lines",
			again(swap(manifestFile, `"Northshire"`, `"North\nshire"`)), "for a name"},
		{"no agency", again(swap(manifestFile, `"Northshire"`, `""`)), "names no agency"},
	} {
		files := aPack(t)
		c.change(files)
		p, err := OpenPack(files, kinds(t))
		if p != nil && err == nil || !errors.Is(err, ErrPack) ||
			!strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.about, err)
		}
	}
	files := aPack(t)
	again(swap(manifestFile, "transfer-pack/1", "transfer-pack/2"))(files)
	if _, err := OpenPack(files, kinds(t)); !errors.Is(err, ErrNewerPack) ||
		errors.Is(err, ErrPack) {
		t.Errorf("a newer pack: %v", err)
	}
}

func TestPackIncomplete(t *testing.T) {
	it := item(t, "7K2M9QXH", "note", "", "x")
	it.Fault = "the text is not the one that its commit declared"
	p, err := Transfer{Agency: "Northshire", Items: []cases.Item{it}}.Pack()
	if !errors.Is(err, ErrIncomplete) || p != nil {
		t.Errorf("%v, %v", p, err)
	}
	sealed := cases.Item{File: "x.md.age", Fault: "sealed to a key that you do not have"}
	if err := complete([]cases.Item{sealed}); !errors.Is(err, ErrIncomplete) {
		t.Errorf("what can't be read: %v", err)
	}
}

func TestIncoming(t *testing.T) {
	p, err := OpenPack(aPack(t), kinds(t))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"profile", "attachment", "note", "note", "note"}
	has := []string{"name: Tobi Adeyemi\n", "length: 5\n",
		"headline: \"Closure: Goes on by itself\"\n", "links: {related: 3XJ9V3N8}\n",
		"headline: \"gazette: A kind of theirs\"\n"}
	for i, it := range p.Items {
		in, err := p.incoming(it, kinds(t), false)
		if err != nil || in.Kind != want[i] || in.ID != it.ID || in.From != it.Kind ||
			!strings.Contains(string(in.Text), has[i]) {
			t.Errorf("%s: %v, %s from %s:\n%s", it.Kind, err, in.Kind, in.From, in.Text)
			continue
		}
		if got := original(t, in); got != record.Unpadded(string(it.Text)) {
			t.Errorf("%s: what it was can't be had again:\n%s", it.Kind, got)
		}
	}
	in, err := p.incoming(p.Items[0], kinds(t), true)
	if err != nil || in.Kind != "note" ||
		original(t, in) != record.Unpadded(string(p.Items[0].Text)) {
		t.Errorf("quoted: %v, %s", err, in.Text)
	}
}

// original returns the first text of an entry, from what is recorded of it here.
func original(t *testing.T, in Incoming) string {
	t.Helper()
	text, found := record.Splice(in.Text, record.Stamp{ID: in.ID, Case: "P4W827QM", Kind: in.Kind,
		Recorded: at, By: "wanda", Nonce: record.NewNonce()})
	if found.Failed() {
		t.Fatal(found)
	}
	e, err := kinds(t).Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	was, err := record.Original(e)
	if err != nil {
		t.Fatal(err)
	}
	return string(was)
}

func TestTooLongToQuote(t *testing.T) {
	files, err := contents{agency: "Northshire", of: "K3F927QM", made: at,
		items:    []cases.Item{item(t, "7K2M9QXH", "closure", "", strings.Repeat("words ", 10860))},
		endorsed: func(record.ID) []string { return nil }}.records()
	if err != nil {
		t.Fatal(err)
	}
	x := func(string, []byte) ([]byte, error) { return []byte("x"), nil }
	if err := sign(files, "x", x); err != nil {
		t.Fatal(err)
	}
	p, err := OpenPack(files, kinds(t))
	if err != nil {
		t.Fatal(err)
	}
	in, err := p.incoming(p.Items[0], kinds(t), false)
	if err != nil || len(in.Text) > 2000 ||
		!strings.Contains(string(in.Text), "too long to be quoted") ||
		strings.Contains(string(in.Text), "5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC") {
		t.Errorf("%v: %.400s", err, in.Text)
	}
}

package exchange

import (
	"archive/tar"
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"casefile/internal/disclose"
)

func archive(t testing.TB, heads ...tar.Header) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, h := range heads {
		data := make([]byte, h.Size)
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil && h.Typeflag == tar.TypeReg {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func ordinary(name string) tar.Header {
	return tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o600, Size: 3}
}

func TestTarAndBack(t *testing.T) {
	files := disclose.Package{"SHA256SUMS": []byte("a"), "entries/x.md": []byte("b"),
		"attachments/43G7AVKF-Brief an Zoë (2).txt": nil}
	one, err := tarOf(files, at)
	if err != nil {
		t.Fatal(err)
	}
	two, _ := tarOf(maps.Clone(files), at)
	got, err := untar(bytes.NewReader(one))
	if err != nil || !bytes.Equal(one, two) ||
		!slices.Equal(slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(files))) ||
		string(got["entries/x.md"]) != "b" {
		t.Errorf("%v, %v", err, got)
	}
	withFolders := archive(t, tar.Header{Name: "entries/", Typeflag: tar.TypeDir, Mode: 0o700},
		ordinary("entries/x.md"))
	if got, err := untar(bytes.NewReader(withFolders)); err != nil || len(got) != 1 {
		t.Errorf("with folders: %v, %v", got, err)
	}
}

func TestUntarRefuses(t *testing.T) {
	good, _ := tarOf(disclose.Package{"a": bytes.Repeat([]byte("b"), 600)}, at)
	for about, data := range map[string][]byte{
		"nothing":          nil,
		"no archive":       []byte(strings.Repeat("casefile ", 200)),
		"an empty one":     archive(t),
		"cut in a file":    good[:700],
		"cut in a header":  good[:300],
		"more behind it":   append(bytes.Clone(good), "more"...),
		"a way out":        archive(t, ordinary("../a")),
		"a way out, below": archive(t, ordinary("entries/../../a")),
		"from the root":    archive(t, ordinary("/etc/passwd")),
		"another folder":   archive(t, ordinary("home/a")),
		"too deep":         archive(t, ordinary("entries/a/b")),
		"a hidden file":    archive(t, ordinary(".profile")),
		"another system's": archive(t, ordinary(`entries\a`), ordinary("c:a")),
		"a bell":           archive(t, ordinary("a\a")),
		"ends in a dot":    archive(t, ordinary("a.")),
		"the same twice":   archive(t, ordinary("a"), ordinary("a")),
		"a link": archive(t, tar.Header{Name: "a", Linkname: "/etc/passwd",
			Typeflag: tar.TypeSymlink}),
		"a link to a file": archive(t, ordinary("a"),
			tar.Header{Name: "b", Linkname: "a", Typeflag: tar.TypeLink}),
		"a device":           archive(t, tar.Header{Name: "a", Typeflag: tar.TypeChar}),
		"a folder elsewhere": archive(t, tar.Header{Name: "../entries/", Typeflag: tar.TypeDir}),
	} {
		if files, err := untar(bytes.NewReader(data)); !errors.Is(err, ErrPack) || files != nil {
			t.Errorf("%s: %d files, %v", about, len(files), err)
		}
	}
}

func TestUntarIsBounded(t *testing.T) {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	large := &tar.Header{Name: "a", Typeflag: tar.TypeReg, Size: maxPackBytes + 1}
	if err := w.WriteHeader(large); err != nil {
		t.Fatal(err)
	}
	if _, err := untar(&out); !errors.Is(err, ErrPack) {
		t.Errorf("a file that is too large: %v", err)
	}
	p := disclose.Package{}
	for i := range maxPackFiles {
		p[strings.Repeat("x", 1+i%9)+string(rune('a'+i%26))+string(rune(0x100+i))] = nil
	}
	if err := take(p, "one-more", nil); len(p) != maxPackFiles || !errors.Is(err, ErrPack) {
		t.Errorf("%d files, and one more: %v", len(p), err)
	}
}

// Every input is refused as a pack, or its files have names that a pack has.
func FuzzUntar(f *testing.F) {
	good, _ := tarOf(disclose.Package{"SHA256SUMS": []byte("x"), "entries/a.md": []byte("y")}, at)
	f.Add(good)
	f.Add(archive(f, ordinary("../a")))
	k := kinds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		files, err := untar(bytes.NewReader(data))
		if err != nil {
			if !errors.Is(err, ErrPack) {
				t.Fatal(err)
			}
			return
		}
		for name := range files {
			if strings.Contains(name, "..") && packName(name) != nil ||
				strings.HasPrefix(name, "/") {
				t.Fatalf("%q", name)
			}
		}
		if _, err := OpenPack(files, k); err == nil {
			t.Fatal("a pack was made of nothing")
		}
	})
}

func FuzzParseManifest(f *testing.F) {
	f.Add([]byte(
		`{"schema": "casefile/transfer-pack/1", "agency": "a", "case": "K3F927QM", ` +
			`"entries": [{"id": "7K2M9QXH"}]}`))
	f.Add([]byte(`{"schema": "casefile/transfer-pack/2"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parseManifest(data)
		if err != nil {
			if !errors.Is(err, ErrPack) && !errors.Is(err, ErrNewerPack) {
				t.Fatal(err)
			}
			return
		}
		for _, e := range m.Entries {
			if packName(e.File) != nil {
				t.Fatalf("%q", e.File)
			}
		}
	})
}

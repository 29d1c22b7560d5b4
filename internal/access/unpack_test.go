package access

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"strings"
	"testing"
)

// zipped returns an archive with one file.
func zipped(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write(data)
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// squeezed returns a file as gzip writes it.
func squeezed(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(data); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// taped returns a tar with one file.
func taped(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(data))})
	if err == nil {
		_, err = w.Write(data)
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestUnpacked finds what a file holds, however it is packed, and reads no picture as a text.
func TestUnpacked(t *testing.T) {
	said := []byte("Mrs Quill of 14 Mill Lane told us of it.")
	encoded := base64.StdEncoding.EncodeToString(said)
	var wide []byte
	for _, c := range said {
		wide = append(wide, c, 0)
	}
	for about, data := range map[string][]byte{
		"a zip":                     zipped(t, "a.txt", said),
		"a zip in a zip":            zipped(t, "a.zip", zipped(t, "a.txt", said)),
		"the name of a file in one": zipped(t, "Quill.txt", nil),
		"gzip":                      squeezed(t, said),
		"a tar":                     taped(t, "a.txt", said),
		"a tar in gzip":             squeezed(t, taped(t, "a.txt", said)),
		"UTF-16 in a zip":           zipped(t, "a.txt", wide),
		"a letter": []byte("Content-Transfer-Encoding: base64\r\n\r\n" + encoded +
			"\r\n"),
		"a letter of short lines": []byte("X: y\r\n\r\n" + encoded[:20] + "\r\n" + encoded[20:] +
			"\r\n"),
		"a zip in a letter": []byte("X: y\n\n" +
			base64.StdEncoding.EncodeToString(zipped(t, "a.txt", said)) + "\n"),
		"its subject":         []byte("Subject: =?utf-8?B?" + encoded + "?=\n\nx"),
		"quoted-printable":    []byte("X: y\n\nMrs Q=75ill, and Qui=\nll"),
		"a page within a zip": zipped(t, "document.xml", []byte("<w:t>Qui</w:t><w:t>ll</w:t>")),
	} {
		if !strings.Contains(strings.Join(unpacked(data), "\n"), "Quill") {
			t.Errorf("%s: %q", about, unpacked(data))
		}
	}
	picture := base64.StdEncoding.EncodeToString([]byte("\x89PNG\xff\xfe\x00Quill\xff"))
	if got := unpacked([]byte("<img src=\"data:image/png;base64," + picture + "\">")); got != nil {
		t.Errorf("a picture is read as %q", got)
	}
	if got := unpacked([]byte("A letter about Tobi.")); got != nil {
		t.Errorf("a text holds %q", got)
	}
}

// TestUnpackedEnds: what grows without end is read as far as it is bounded.
func TestUnpackedEnds(t *testing.T) {
	bomb := squeezed(t, make([]byte, maxUnpacked+1024))
	for range mostNested {
		bomb = zipped(t, "a.gz", bomb)
	}
	unpacked(bomb)
	u := &unpacker{left: 10}
	u.take(io.LimitReader(strings.NewReader(strings.Repeat("y", 100)), 100), 0)
	if got := strings.Join(u.out, ""); len(got) != 10 {
		t.Errorf("read %d bytes of 10", len(got))
	}
}

package access

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"mime"
	"mime/quotedprintable"
	"unicode/utf8"

	"casefile/internal/pattern"
)

// maxUnpacked bounds what is read of one file's archives, in bytes, and mostNested how deep
// archives within archives are read.
const (
	maxUnpacked = 64 << 20
	mostNested  = 4
)

// unpacked returns the names and contents of the parts of a file: an archive such as an office
// document, a compressed file, the parts of a letter by mail. It returns none for other files.
func unpacked(data []byte) []string {
	u := &unpacker{left: maxUnpacked}
	u.open(data, 0)
	return u.out
}

// unpacker reads what files hold.
type unpacker struct {
	left int64
	out  []string
}

// open reads what a file holds, in whatever way it does.
func (u *unpacker) open(data []byte, deep int) {
	if deep == mostNested {
		return
	}
	if archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
		for _, f := range archive.File {
			u.out = append(u.out, f.Name)
			if src, err := f.Open(); err == nil {
				u.take(src, deep)
				src.Close()
			}
		}
	}
	if src, err := gzip.NewReader(bytes.NewReader(data)); err == nil {
		u.out = append(u.out, src.Name)
		u.take(src, deep)
	}
	archive := tar.NewReader(bytes.NewReader(data))
	for f, err := archive.Next(); err == nil; f, err = archive.Next() {
		u.out = append(u.out, f.Name)
		u.take(archive, deep)
	}
	u.mail(data, deep)
}

// take reads the parts of a file, and their parts. Of a damaged file it reads as much as it can.
func (u *unpacker) take(src io.Reader, deep int) {
	inner, _ := io.ReadAll(io.LimitReader(src, u.left))
	u.left -= int64(len(inner))
	if len(inner) > 0 {
		u.out = append(u.out, contents(inner)...)
		u.open(inner, deep+1)
	}
}

// contents returns the ways to read bytes: as they are, as a page, without the zeros of UTF-16.
func contents(data []byte) []string {
	out := []string{string(data)}
	if bytes.IndexByte(data, '<') >= 0 || bytes.IndexByte(data, '&') >= 0 {
		out = append(out, pageText(data), spaced(string(data)))
	}
	if bytes.IndexByte(data, 0) >= 0 {
		out = append(out, string(bytes.ReplaceAll(data, []byte{0}, nil)))
	}
	return out
}

// Letters in base64, which a picture within a page has too, and in quoted-printable.
var (
	inBase64  = pattern.Of(`(?:[A-Za-z0-9+/]{16,}={0,2}\r?\n?)+`)
	inWords   = pattern.Of(`=\?[^?\s]+\?[BbQq]\?[^?]*\?=`)
	printable = pattern.Of(`=(?:\r?\n|[0-9A-F]{2})`)
)

// mail reads what letters by mail are written in.
func (u *unpacker) mail(data []byte, deep int) {
	words := new(mime.WordDecoder)
	for _, word := range inWords().FindAll(data, -1) {
		if said, err := words.Decode(string(word)); err == nil {
			u.out = append(u.out, said)
		}
	}
	if printable().Match(data) {
		if said, _ := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(data))); len(said) > 0 {
			u.out = append(u.out, contents(said)...)
		}
	}
	for _, block := range inBase64().FindAll(data, -1) {
		src := base64.NewDecoder(base64.StdEncoding, bytes.NewReader(block))
		inner, _ := io.ReadAll(io.LimitReader(src, u.left))
		u.left -= int64(len(inner))
		if utf8.Valid(inner) { // else it is a picture, say, in which short names are chance
			u.out = append(u.out, contents(inner)...)
		}
		u.open(inner, deep+1)
	}
}

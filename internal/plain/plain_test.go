package plain

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/verify"
)

const (
	theCase = record.ID("K3F927QM")
	entry   = record.ID("7K2M9QXH")
	letter  = record.ID("9QXH7K2M")
	another = record.ID("4T7Z9MQZ")
	commit  = "abababababababababababababababababababab"
)

var at = time.Date(2026, 3, 6, 17, 40, 12, 0, time.UTC)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// sealed is a case with one entry, and the file of an attachment, as an honest program makes them.
// Tests spoil it.
type sealed struct {
	Case
	text, file []byte // sealed
}

func textOf(kind, fields string) []byte {
	return must(seal.Pad(
		fmt.Appendf(nil, "---\nid: %s\ncase: %s\nkind: %s\nrecorded: 2026-03-06T17:40:12Z\n"+
			"by: asha\nnonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n%s---\n", string(entry), string(theCase),
			kind, fields)))
}

func fileFields(file record.ID, content string) string {
	sum := sha256.Sum256([]byte(content))
	return fmt.Sprintf("file: %s\nname: letter.txt\ntype: text/plain\nlength: %d\nsha256: %s\n",
		string(file),
		len(content), hex.EncodeToString(sum[:]))
}

func (s *sealed) fact(id record.ID, sum string, attached bool) {
	s.Facts.Entries[id] = verify.EntryFact{ID: id, File: record.FileName(at, id, attached),
		SHA256: sum,
		Author: "asha", Op: "add", Commit: commit}
}

func (s *sealed) alter(id record.ID, change func(*verify.EntryFact)) {
	f := s.Facts.Entries[id]
	change(&f)
	s.Facts.Entries[id] = f
}

func newSealed(text []byte) *sealed {
	key := must(seal.NewIdentity())
	s := &sealed{Case: Case{ID: theCase, Keys: []*seal.Identity{key}, All: true,
		Kinds: must(record.Builtin()),
		Facts: verify.NewCaseFacts()}, text: must(seal.Seal(key.Recipient(), text))}
	s.fact(entry, seal.Commitment(text), false)
	return s
}

// withFile returns a case with a file of this content, which its entry describes as given.
func withFile(content, described string) *sealed {
	s := newSealed(textOf("attachment", fileFields(letter, described)))
	var out bytes.Buffer
	sum, _, err := seal.SealAttachment(s.Keys[0].Recipient(), &out, strings.NewReader(content),
		int64(len(content)))
	if err != nil {
		panic(err)
	}
	s.file = out.Bytes()
	s.fact(letter, sum, true)
	return s
}

// rule returns the rule of a fault, "no key", "" without an error, or another error's text.
func rule(err error) string {
	var f *Fault
	switch {
	case err == nil:
		return ""
	case errors.As(err, &f):
		return f.Rule
	case errors.Is(err, ErrNoKey):
		return "no key"
	}
	return err.Error()
}

// Each fact that history has of an entry is compared with the entry.
func TestText(t *testing.T) {
	stranger := func() []*seal.Identity { return []*seal.Identity{must(seal.NewIdentity())} }
	for name, c := range map[string]struct {
		kind, fields string
		spoil        func(*sealed)
		want         string
	}{
		"honest": {"note", "headline: Visit\n", func(*sealed) {}, ""},
		"an older key too": {"note", "", func(s *sealed) {
			s.Keys = append(stranger(), s.Keys...)
		}, ""},
		"another key, of some": {"note", "", func(s *sealed) {
			s.Keys, s.All = stranger(), false
		}, "no key"},
		"another key, of all": {"note", "", func(s *sealed) { s.Keys = stranger() }, "entry-text"},
		"no key": {"note", "", func(s *sealed) {
			s.Keys, s.All = nil, false
		}, "no key"},
		"damaged": {"note", "", func(s *sealed) {
			s.text[len(s.text)-1] ^= 1
		}, "entry-text"},
		"cut": {"note", "", func(s *sealed) {
			s.text = s.text[:len(s.text)-1]
		}, "entry-text"},
		"nothing": {"note", "", func(s *sealed) { s.text = nil }, "entry-text"},
		"another SHA-256": {"note", "", func(s *sealed) {
			s.alter(entry, func(f *verify.EntryFact) { f.SHA256 = seal.Commitment(nil) })
		}, "entry-text"},
		"no fact of it": {"note", "", func(s *sealed) {
			delete(s.Facts.Entries, entry)
		}, "entry-text"},
		"another author": {"note", "", func(s *sealed) {
			s.alter(entry, func(f *verify.EntryFact) { f.Author = "mina" })
		}, "entry-by"},
		"another time": {"note", "", func(s *sealed) {
			s.alter(entry, func(f *verify.EntryFact) {
				f.File = record.FileName(at.Add(time.Second), entry, false)
			})
		}, "entry-place"},
		"another case": {"note", "", func(s *sealed) {
			s.ID = "P4W87K2M"
		}, "entry-place"},
		"another operation":                 {"note", "", op("hold"), "entry-kind"},
		"its own operation":                 {"hold", "", op("hold"), ""},
		"a kind of nobody's, added":         {"kinship", "", func(*sealed) {}, ""},
		"a kind of nobody's, for a hold":    {"kinship", "", op("hold"), "entry-kind"},
		"a kind of nobody's, for a closure": {"kinship", "", op("close"), "entry-kind"},
		"a kind of nobody's, for an erasure": {"kinship", "target: 4T7Z9MQZ\n", op("erase-request"),
			"entry-kind"},
		"a kind of nobody's, endorsing": {"kinship", "", op("endorse"), "entry-kind"},
		"an operation of nobody's":      {"note", "", op("bless"), "entry-kind"},
		"no operation":                  {"note", "", op(""), "entry-kind"},
		"an endorsement of nothing": {"endorsement",
			"target: 4T7Z9MQZ\nlevel: line\nverdict: endorsed\n",
			op("endorse"), "endorsed-text"},
		"an erasure, not carried out": {"erasure", "target: 4T7Z9MQZ\n", op("erase-request"), ""},
		"an erasure of another entry": {"erasure", "target: 9QXH7K2M\n", func(s *sealed) {
			op("erase-request")(s)
			s.Facts.Entries[another] = verify.EntryFact{ID: another,
				Erased: &verify.ErasedFact{Request: entry, Commit: commit}}
		}, "erased-target"},
		"an attachment with no file": {"attachment", fileFields(letter, "x"), func(*sealed) {},
			"entry-attached"},
		"an attachment that names itself": {"attachment", fileFields(entry, "x"), func(*sealed) {},
			"entry-attached"},
		"an attachment that names a text": {"attachment", fileFields(another, "x"),
			func(s *sealed) {
				s.fact(another, "", false)
			}, "entry-attached"},
		"an attachment that names an earlier file": {"attachment", fileFields(letter, "x"),
			func(s *sealed) {
				s.fact(letter, "", true)
				s.alter(letter, func(f *verify.EntryFact) { f.Commit = strings.Repeat("cd", 20) })
			}, "entry-attached"},
	} {
		s := newSealed(textOf(c.kind, c.fields))
		c.spoil(s)
		text, err := s.Text(entry, s.text)
		if got := rule(err); got != c.want || (text == nil) != (err != nil) {
			t.Errorf("%s: %q (%v), want %q", name, got, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "Visit") {
			t.Errorf("%s: the fault shows the text: %v", name, err)
		}
	}
}

func op(name string) func(*sealed) {
	return func(s *sealed) { s.alter(entry, func(f *verify.EntryFact) { f.Op = name }) }
}

func TestFile(t *testing.T) {
	const honest = "she said NO"
	for name, c := range map[string]struct {
		content string
		spoil   func(*sealed)
		want    string
	}{
		"honest": {honest, func(*sealed) {}, ""},
		"an older key too": {honest, func(s *sealed) {
			s.Keys = append([]*seal.Identity{must(seal.NewIdentity())}, s.Keys...)
		}, ""},
		"another text":   {"she said YE", func(*sealed) {}, "entry-attached"},
		"a longer text":  {honest + ", twice", func(*sealed) {}, "entry-attached"},
		"a shorter text": {"she", func(*sealed) {}, "entry-attached"},
		"much longer": {honest + strings.Repeat(".", 5000), func(*sealed) {},
			"entry-attached"},
		"empty": {"", func(*sealed) {}, "entry-attached"},
		"another SHA-256": {honest, func(s *sealed) {
			s.alter(letter, func(f *verify.EntryFact) { f.SHA256 = seal.Commitment(nil) })
		}, "entry-text"},
		"another length and SHA-256": {honest + "!", func(s *sealed) {
			s.alter(letter, func(f *verify.EntryFact) { f.SHA256 = seal.Commitment(nil) })
		}, "entry-text"},
		"damaged": {honest, func(s *sealed) { s.file[len(s.file)-1] ^= 1 }, "entry-text"},
		"damaged, and tried with two keys": {honest, func(s *sealed) {
			s.file[len(s.file)-1] ^= 1
			s.Keys = append(s.Keys, must(seal.NewIdentity()))
		}, "entry-text"},
		"cut":     {honest, func(s *sealed) { s.file = s.file[:len(s.file)-9] }, "entry-text"},
		"nothing": {honest, func(s *sealed) { s.file = nil }, "entry-text"},
		"another key, of all": {honest, func(s *sealed) {
			s.file = must(seal.SealFile(must(seal.NewIdentity()).Recipient(), []byte("x")))
		}, "entry-text"},
		"another key, of some": {honest, func(s *sealed) {
			s.file, s.All = must(seal.SealFile(must(seal.NewIdentity()).Recipient(), []byte("x"))),
				false
		}, "no key"},
		"a text in its place": {honest, func(s *sealed) { s.file = s.text }, "entry-text"},
	} {
		s := withFile(c.content, honest)
		text, err := s.Text(entry, s.text)
		if err != nil {
			t.Fatalf("%s: the entry: %v", name, err)
		}
		c.spoil(s)
		file, err := s.File(text, Held(s.file))
		if got := rule(err); got != c.want || (file == nil) != (err != nil) {
			t.Errorf("%s: %q (%v), want %q", name, got, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "she") {
			t.Errorf("%s: the fault shows the file: %v", name, err)
		}
		if file == nil {
			continue
		}
		var written bytes.Buffer
		n, err := file.WriteTo(&written)
		if err != nil || n != int64(len(honest)) || written.String() != honest ||
			file.Length() != n {
			t.Errorf("%s: wrote %q, %d, %v", name, written.String(), n, err)
		}
		if data, err := file.Bytes(); err != nil || string(data) != honest {
			t.Errorf("%s: bytes %q, %v", name, data, err)
		}
		r := file.Reader()
		if data, err := io.ReadAll(r); err != nil || string(data) != honest || r.Close() != nil {
			t.Errorf("%s: read %q, %v", name, data, err)
		}
	}
}

// A reader may be closed before its end. A file whose bytes changed after it was opened gives an
// error.
func TestFileAfterwards(t *testing.T) {
	s := withFile(strings.Repeat("x", 300000), strings.Repeat("x", 300000))
	file := must(s.File(must(s.Text(entry, s.text)), Held(s.file)))
	r := file.Reader()
	if _, err := r.Read(make([]byte, 10)); err != nil || r.Close() != nil {
		t.Errorf("reading: %v", err)
	}
	if _, err := file.WriteTo(failing{}); !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
	s.file[len(s.file)-1] ^= 1
	if data, err := file.Bytes(); err == nil || data != nil {
		t.Errorf("changed meanwhile: %d bytes, %v", len(data), err)
	}
}

var errFull = errors.New("disk full")

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errFull }

// A text of another kind names no file.
func TestFileOfNoAttachment(t *testing.T) {
	s := newSealed(textOf("note", "headline: Visit\n"))
	text := must(s.Text(entry, s.text))
	if f, err := s.File(text, Held(s.text)); err == nil || f != nil || text.FileID() != "" {
		t.Errorf("a file of a note: %v, %v", f, err)
	}
}

// Whichever byte of a sealed file is changed, nothing is handed out.
func TestEveryChangedByte(t *testing.T) {
	s := withFile("she said NO", "she said NO")
	text := must(s.Text(entry, s.text))
	random := rand.New(rand.NewPCG(7, 11))
	for range 300 {
		bad, i := bytes.Clone(s.file), random.IntN(len(s.file))
		bad[i] ^= byte(1 + random.IntN(255))
		if f, err := s.File(text, Held(bad)); err == nil || f != nil {
			t.Fatalf("byte %d changed: %v", i, err)
		}
		bad, i = bytes.Clone(s.text), random.IntN(len(s.text))
		bad[i] ^= byte(1 + random.IntN(255))
		if e, err := s.Text(entry, bad); err == nil || e != nil {
			t.Fatalf("byte %d of the entry changed: %v", i, err)
		}
	}
}

// Resealing changes nothing in a file, and returns only its sum.
func TestReseal(t *testing.T) {
	s := withFile("she said YE", "she said NO")
	old, young := s.Keys[0], must(seal.NewIdentity())
	keys := []*seal.Identity{young, old}
	for name, data := range map[string][]byte{"a text": s.text, "a file that differs": s.file} {
		before, err := Sum(keys, Held(data))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		sum, err := Reseal(keys, &out, Held(data), young.Recipient())
		if err != nil || sum != before || out.Len() != len(data) {
			t.Errorf("%s: %d bytes of %d, %s, %v", name, out.Len(), len(data), sum, err)
		}
		if got, err := Sum([]*seal.Identity{young}, Held(out.Bytes())); err != nil ||
			got != before {
			t.Errorf("%s: sealed again it has the sum %s, %v", name, got, err)
		}
		out.Reset()
		if _, err := Reseal([]*seal.Identity{must(seal.NewIdentity())}, &out, Held(data),
			young.Recipient()); !errors.Is(err, seal.ErrNoMatch) || out.Len() > 0 {
			t.Errorf("%s: with another key %d bytes, %v", name, out.Len(), err)
		}
	}
}

func naming(id, file record.ID) *Text {
	e := &record.Entry{ID: id, Case: theCase, Kind: record.KindNote, Fields: map[string]any{}}
	if file != "" {
		e.Kind, e.Fields["file"] = record.KindAttachment, string(file)
	}
	return &Text{entry: e}
}

func TestDoubledAndUnnamed(t *testing.T) {
	s := newSealed(textOf("note", ""))
	s.fact(another, "", false)
	s.fact(letter, "", true)
	for name, c := range map[string]struct {
		texts            []*Text
		doubled, unnamed int
	}{
		"one to one":        {[]*Text{naming(entry, letter), naming(another, "")}, 0, 0},
		"named twice":       {[]*Text{naming(entry, letter), naming(another, letter)}, 2, 0},
		"named by nobody":   {[]*Text{naming(entry, ""), naming(another, "")}, 0, 1},
		"one can't be read": {[]*Text{naming(entry, "")}, 0, 0},
		"none can be read":  {nil, 0, 0},
		"two of no file each": {
			[]*Text{naming(entry, ""), naming(another, ""), naming("P4W87K2M", "")}, 0, 1},
	} {
		if got := Doubled(c.texts); len(got) != c.doubled {
			t.Errorf("%s: doubled %v", name, got)
		}
		if got := s.Unnamed(c.texts); len(got) != c.unnamed {
			t.Errorf("%s: unnamed %v", name, got)
		}
	}
	s.alter(letter, func(f *verify.EntryFact) { f.Erased = &verify.ErasedFact{Commit: commit} })
	if got := s.Unnamed([]*Text{naming(entry, ""), naming(another, "")}); len(got) > 0 {
		t.Errorf("an erased file: %v", got)
	}
}

// BenchmarkText measures one entry; a case of 2,000 entries costs that much 2,000 times.
func BenchmarkText(b *testing.B) {
	s := newSealed(textOf("note", "headline: Visit\n"))
	for b.Loop() {
		if _, err := s.Text(entry, s.text); err != nil {
			b.Fatal(err)
		}
	}
}

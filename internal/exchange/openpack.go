package exchange

import (
	"errors"
	"fmt"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
	"casefile/internal/seal"
)

// ErrPack says that a folder or an archive is no complete, unchanged pack.
var ErrPack = errors.New("the pack is not good")

// Pack is a pack from another agency, complete, and as it says of itself. It does not say whose
// signature it has: VerifySigner does.
type Pack struct {
	Manifest Manifest
	Items    []cases.Item // in the order of the manifest
	Files    disclose.Package
}

// OpenPack checks the files of a pack against its list and its manifest. No file may be changed,
// missing or added. Each text must have the SHA-256, ID, kind, time and author that the manifest
// says.
func OpenPack(files disclose.Package, kinds *record.Kinds) (*Pack, error) {
	for _, name := range []string{sumsFile, signatureFile, signersFile, manifestFile} {
		if len(files[name]) == 0 {
			return nil, fmt.Errorf("%w: the file %s is missing", ErrPack, name)
		}
	}
	if err := checkSums(files); err != nil {
		return nil, err
	}
	m, err := parseManifest(files[manifestFile])
	if err != nil {
		return nil, err
	}
	p := &Pack{Manifest: m, Files: files}
	for _, l := range m.Entries {
		it, err := readListed(m, l, files[l.File], kinds)
		if err != nil {
			return nil, err
		}
		p.Items = append(p.Items, it)
	}
	return p, p.checkFiles()
}

// sums returns the bytes that the agency signed, and signature the signature.
func (p *Pack) sums() []byte      { return p.Files[sumsFile] }
func (p *Pack) signature() []byte { return p.Files[signatureFile] }

// ManifestSum returns the SHA-256 that names the pack, also on its receipt slip.
func (p *Pack) ManifestSum() string { return p.Files.Sum(manifestFile) }

// Withheld returns the entries whose texts lack the name of an anonymous reporter.
func (p *Pack) Withheld() []record.Ref {
	var out []record.Ref
	for _, l := range p.Manifest.Entries {
		if l.Withheld {
			out = append(out, record.Ref{Case: p.Manifest.Case, Entry: l.ID})
		}
	}
	return out
}

func readListed(m Manifest, l Listed, text []byte, kinds *record.Kinds) (cases.Item, error) {
	bad := func(why string) (cases.Item, error) {
		return cases.Item{}, fmt.Errorf("%w: %s: %s", ErrPack, l.File, why)
	}
	padded, err := seal.Pad(text)
	if err != nil || len(text) == 0 {
		return bad("the text is missing or too long")
	}
	if seal.Commitment(padded) != l.SHA256 {
		return bad("it is not the text that its commit declares")
	}
	e, err := kinds.Decode(padded)
	if err != nil {
		return bad(err.Error())
	}
	same := e.ID == l.ID && e.Case == m.Case && e.Kind == l.Kind && e.By == l.By
	if !same || !e.Recorded.Equal(l.Recorded) {
		return bad("it says another ID, case, kind, time or author than the manifest")
	}
	return cases.Item{Entry: e, SHA256: l.SHA256, Commit: l.Commit, Op: l.Op, Author: l.By}, nil
}

// checkFiles compares each attached file with the entry that names it.
func (p *Pack) checkFiles() error {
	for _, f := range p.Manifest.Files {
		data, there := p.Files[f.File]
		it := p.item(f.Entry)
		length, _ := it.Int("length")
		whole := there && p.Files.Sum(f.File) == f.SHA256 && length == len(data)
		if !whole || it.Str("sha256") != f.SHA256 || it.Str("file") != string(f.ID) {
			return fmt.Errorf("%w: the attached file %.80q is not the one that its entry names",
				ErrPack, f.File)
		}
	}
	return nil
}

// item returns an entry of the pack. The check of the manifest lets through no other ID.
func (p *Pack) item(id record.ID) cases.Item {
	for _, it := range p.Items {
		if it.ID == id {
			return it
		}
	}
	return cases.Item{Entry: &record.Entry{}}
}

// FileOf returns the attached file that an entry names, and the file's own ID.
func (p *Pack) FileOf(entry record.ID) (id record.ID, data []byte, ok bool) {
	for _, f := range p.Manifest.Files {
		if f.Entry == entry {
			return f.ID, p.Files[f.File], true
		}
	}
	return "", nil, false
}

// WithoutAttachments returns the pack as a tar archive without the attached files, which are
// recorded on their own. The archive is kept with the entries, so that the agency's signature can
// be checked as long as the records last.
func (p *Pack) WithoutAttachments() ([]byte, error) {
	rest := disclose.Package{}
	for name, data := range p.Files {
		if !strings.HasPrefix(name, disclose.AttachmentsFolder) {
			rest[name] = data
		}
	}
	return tarOf(rest, p.Manifest.Made)
}

// Fits returns seal.ErrTooLarge if a file of the pack, or its kept part, is larger than limit, in
// bytes.
func (p *Pack) Fits(kept []byte, limit int64) error {
	large := int64(len(kept))
	for _, data := range p.Files {
		large = max(large, int64(len(data)))
	}
	if large <= limit {
		return nil
	}
	return fmt.Errorf("%w: a file of the pack has %d bytes; policy allows %d",
		seal.ErrTooLarge, large, limit)
}

package exchange

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// Transfer is what a pack of all records of a case is made from.
type Transfer struct {
	Agency, To string
	Case       record.ID
	Made       time.Time
	Tip        string
	Maker      disclose.Signatory
	Names      map[string]string // member to name
	Items      []cases.Item      // every entry, in every version
	Withheld   []record.ID       // entries whose text here is not the one recorded
	Files      []PackedFile
	Endorsed   func(record.ID) []string // verdicts on an entry, in words
}

// PackedFile is a file with its attachment entry.
type PackedFile struct {
	Entry *record.Entry
	Data  []byte
}

// Records gives the part of the pack that programs read: texts, attached files
// and the manifest that lists them.
func (t Transfer) Records() (disclose.Package, error) {
	if err := Complete(t.Items); err != nil {
		return nil, err
	}
	out := Entries(t.Items)
	m := Manifest{Agency: t.Agency, To: t.To, Case: t.Case, Made: t.Made.UTC().Truncate(time.Second), Tip: t.Tip, Maker: t.Maker,
		Entries: []Listed{}, Files: []ListedFile{}}
	for _, it := range t.Items {
		l := Listed{ID: it.ID, Kind: it.Kind, File: EntryFile(it.Entry), SHA256: it.SHA256, Recorded: it.Recorded.UTC(),
			By: it.By, Name: t.Names[it.By], Commit: it.Commit, Op: it.Op, Withheld: slices.Contains(t.Withheld, it.ID), Endorsed: t.Endorsed(it.ID)}
		m.Entries = append(m.Entries, l)
	}
	for _, f := range t.Files {
		l := ListedFile{ID: record.ID(f.Entry.Str("file")), Entry: f.Entry.ID, File: disclose.AttachmentFile(f.Entry), Length: int64(len(f.Data))}
		out[l.File] = f.Data
		l.SHA256 = out.Sum(l.File)
		m.Files = append(m.Files, l)
	}
	var err error
	out[ManifestFile], err = m.Encode()
	return out, err
}

// ErrIncomplete says that a pack would lack an entry that the case has.
var ErrIncomplete = errors.New("the pack would not hold everything")

// Complete refuses entries of which one can't be read or believed.
func Complete(items []cases.Item) error {
	for _, it := range items {
		if it.Fault != "" || it.Entry == nil {
			return fmt.Errorf("%w: %s: %s", ErrIncomplete, it.File, cmp.Or(it.Fault, "it can't be read"))
		}
	}
	return nil
}

// Signed completes a pack with the list of its files and the signature over it.
// signer is the line by which ssh-keygen knows the key.
func Signed(files disclose.Package, signer string, sign func(namespace string, data []byte) ([]byte, error)) error {
	files[SignersFile] = []byte(signer)
	list := files.Sums()
	signature, err := sign(TransferNamespace, list)
	files[SumsFile], files[SignatureFile] = list, signature
	return err
}

// SignerLine is the line of allowed_signers for one key, good for packs alone.
func SignerLine(email, key string) string {
	return fmt.Sprintf("%s namespaces=\"%s\" %s\n", email, TransferNamespace, key)
}

package exchange

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/report"
)

// Transfer has the parts of a pack: all records of a case that go to another agency.
type Transfer struct {
	Agency      string             // the name of the sending agency
	Maker       disclose.Signatory // the person who signs the pack
	Key         string             // the maker's public key, in authorized-key form
	Fingerprint string             // of Key: SHA256:…
	Made        time.Time
	Items       []cases.Item // every entry of the case, in every version
	Kinds       *record.Kinds
	Page        report.Page // its Case is the fold of all Items

	// Draw returns the page of some entries: the case and its duties, without the withheld names.
	Draw func([]cases.Item) (report.Page, error)
	Open Open // opens the files of the Items
	Sign Sign // signs with Key
}

// Open opens the attached file of an entry, by the ID of the entry.
type Open func(entry record.ID) (*plain.File, error)

// Sign makes a signature that is good in one namespace only.
type Sign func(namespace string, data []byte) ([]byte, error)

// ErrIncomplete says that a pack would lack an entry that the case has.
var ErrIncomplete = errors.New("the pack would not hold everything")

// Packable reports whether a case with this status can be packed. Whether its records go is decided
// in the closure, and before that the records are not complete.
func Packable(s record.Status) bool {
	return slices.Contains([]record.Status{record.Closing, record.Closed, record.Transferred}, s)
}

// Pack makes the pack. It first takes the names of anonymous reporters out of the entries, so that
// no page can show them. At the end it opens the pack like the receiver, and returns no pack that
// the receiver would refuse.
func (t Transfer) Pack() (*Pack, error) {
	if err := complete(t.Items); err != nil {
		return nil, err
	}
	kept, err := disclose.Withhold(t.Items, t.Kinds)
	if err != nil {
		return nil, err
	}
	attached, err := packedFiles(kept.Items, t.Open)
	if err != nil {
		return nil, err
	}
	c := t.contents(kept, attached)
	files, err := c.records()
	if err != nil {
		return nil, err
	}
	page, err := t.Draw(forPages(kept.Items, t.Items))
	if err != nil {
		return nil, err
	}
	page.Agency, page.Copy, page.All = t.Agency, true, true
	if err := addPages(files, page, t.about(c, files.Sum(manifestFile))); err != nil {
		return nil, err
	}
	if err := sign(files, signerLine(t.Maker.Email, t.Key), t.Sign); err != nil {
		return nil, err
	}
	return OpenPack(files, t.Kinds)
}

// forPages returns the entries for the pages: the texts that go, with the SHA-256 of the recorded
// texts. So what was endorsed is shown as endorsed.
func forPages(kept, recorded []cases.Item) []cases.Item {
	sums := map[record.ID]string{}
	for _, it := range recorded {
		sums[it.ID] = it.SHA256
	}
	out := slices.Clone(kept)
	for i := range out {
		out[i].SHA256 = sums[out[i].ID]
	}
	return out
}

// contents returns the pack's contents for programs.
func (t Transfer) contents(kept disclose.Withheld, attached []packedFile) contents {
	c := t.Page.Case
	return contents{agency: t.Agency, to: c.TransferState().Review.Agency, of: c.ID,
		made: t.Made, tip: t.Page.Tip, maker: t.Maker,
		names: t.Page.Names, items: kept.Items, withheld: kept.Changed, files: attached,
		endorsed: func(id record.ID) []string { return verdictsOn(c, id, t.Page.Names) }}
}

// complete returns ErrIncomplete if an entry can't be read or has a fault.
func complete(items []cases.Item) error {
	for _, it := range items {
		if it.Fault != "" || it.Entry == nil {
			return fmt.Errorf("%w: %s: %s", ErrIncomplete, it.File,
				cmp.Or(it.Fault, "it can't be read"))
		}
	}
	return nil
}

// packedFile is an attached file with its entry.
type packedFile struct {
	entry *record.Entry
	data  []byte
}

// packedFiles opens each file that an entry names, once.
func packedFiles(items []cases.Item, open Open) ([]packedFile, error) {
	var out []packedFile
	for _, it := range items {
		same := func(f packedFile) bool { return f.entry.Str("file") == it.Str("file") }
		if it.Kind != record.KindAttachment || slices.ContainsFunc(out, same) {
			continue
		}
		data, err := readAttached(it, open)
		if err != nil {
			return nil, err
		}
		out = append(out, packedFile{it.Entry, data})
	}
	return out, nil
}

// readAttached reads the whole file of an attachment entry.
func readAttached(it cases.Item, open Open) ([]byte, error) {
	file, err := open(it.ID)
	if err != nil {
		return nil, fmt.Errorf("the file of %s: %w", it.Ref(), err)
	}
	data, err := file.Bytes()
	if err != nil {
		return nil, fmt.Errorf("the file of %s: %w", it.Ref(), err)
	}
	return data, nil
}

// verdictsOn returns, in words, who endorsed one version of an entry.
func verdictsOn(c *cases.Case, id record.ID, names map[string]string) []string {
	t := c.Thread(id)
	if t == nil {
		return nil
	}
	var out []string
	for _, g := range t.Endorsement.Given {
		if (t.ID == id) != g.Earlier {
			by := names[g.By]
			out = append(out,
				fmt.Sprintf("%s: %s by %s, %s", g.Level, g.Verdict, by, instant(g.At)))
		}
	}
	return out
}

// instant formats a time as the texts of this room have it.
func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// contents has the records that a pack holds for programs.
type contents struct {
	agency, to string
	of         record.ID // the case
	made       time.Time
	tip        string
	maker      disclose.Signatory
	names      map[string]string // names by member ID
	items      []cases.Item
	withheld   []record.ID // entries whose text differs here from the recorded one
	files      []packedFile
	endorsed   func(record.ID) []string // verdicts on an entry, in words
}

// records returns texts, attached files and the manifest that lists them.
func (c contents) records() (disclose.Package, error) {
	out := entries(c.items)
	m := Manifest{Agency: c.agency, To: c.to, Case: c.of, Made: c.made.UTC().Truncate(time.Second),
		Tip: c.tip, Maker: c.maker, Entries: []Listed{}, Files: []ListedFile{}}
	for _, it := range c.items {
		l := Listed{ID: it.ID, Kind: it.Kind, File: entryFile(it.Entry), SHA256: it.SHA256,
			Recorded: it.Recorded.UTC(), By: it.By, Name: c.names[it.By],
			SignedBy: it.Adopter(), Commit: it.Commit, Op: it.Op,
			Withheld: slices.Contains(c.withheld, it.ID), Endorsed: c.endorsed(it.ID)}
		m.Entries = append(m.Entries, l)
	}
	for _, f := range c.files {
		l := ListedFile{ID: record.ID(f.entry.Str("file")), Entry: f.entry.ID,
			File: disclose.AttachmentFile(f.entry), Length: int64(len(f.data))}
		out[l.File] = f.data
		l.SHA256 = out.Sum(l.File)
		m.Files = append(m.Files, l)
	}
	var err error
	out[manifestFile], err = m.encode()
	return out, err
}

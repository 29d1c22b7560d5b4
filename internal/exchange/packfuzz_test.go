package exchange

import (
	"maps"
	"strings"
	"testing"

	"casefile/internal/record"
	"casefile/internal/seal"
)

// FuzzOpenPack gets a manifest and one of its texts from an agency that lists its files correctly.
// A pack that opens is of one case, and everything that is done with packs can be done with it.
func FuzzOpenPack(f *testing.F) {
	const entry, sum = "entries/20260306T174012Z-7K2M9QXH.md", "SUM OF THE TEXT"
	good, k := aPack(f), kinds(f)
	// A seed has a word in the place of the sum of its text, so that every other text fits too.
	padded, err := seal.Pad(good[entry])
	if err != nil {
		f.Fatal(err)
	}
	manifest := strings.Replace(string(good[manifestFile]), seal.Commitment(padded), sum, 1)
	f.Add(manifest, string(good[entry]))
	f.Add(manifest, strings.Replace(string(good[entry]), "Tobi", "\x1b[2J\u202e", 1))
	f.Add(strings.Replace(manifest, entry, "../"+entry, 1), string(good[entry]))
	f.Add(strings.Replace(manifest, "7K2M9QXH", "9QXH7K2M", 2), "")
	open := func(manifest, text string) (*Pack, error) {
		files := maps.Clone(good)
		if padded, err := seal.Pad([]byte(text)); err == nil {
			manifest = strings.ReplaceAll(manifest, sum, seal.Commitment(padded))
		}
		files[manifestFile], files[entry] = []byte(manifest), []byte(text)
		relist(files)
		files[signatureFile] = []byte("signed")
		return OpenPack(files, k)
	}
	if _, err := open(manifest, string(good[entry])); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, manifest, text string) {
		if p, err := open(manifest, text); err == nil {
			checkOpened(t, p)
		}
	})
}

func checkOpened(t *testing.T, p *Pack) {
	for _, it := range p.Items {
		if it.Case != p.Manifest.Case {
			t.Errorf("%s is of %s, in a pack of %s", it.ID, it.Case, p.Manifest.Case)
		}
		p.FileOf(it.ID)
		p.linksToOurs(it, p.Manifest.Case)
	}
	p.Withheld()
	p.newestProfile()
	p.linkable(record.ID("P4W827QM"))
	p.Letter(at, "SHA256:x", "", nil)
	if _, err := p.WithoutAttachments(); err != nil {
		t.Error(err)
	}
}

package exchange

import (
	"fmt"
	"time"

	"casefile/internal/record"
)

// Letter returns the text of the entry to which the kept part of the pack is attached, as a file
// with that ID. It has the fingerprint of the key that signed the pack. It also lists the contents,
// with their sender and time.
func (p *Pack) Letter(at time.Time, fingerprint string, file record.ID, kept []byte) []byte {
	m := p.Manifest
	from, entries := record.Quote(m.Agency), record.Plural(len(m.Entries), "entry", "entries")
	files := record.Plural(len(m.Files), "attached file", "attached files")
	signed := "a pack signed with the key " + fingerprint + ", manifest " + p.ManifestSum()
	return fmt.Appendf(nil, "---\noccurred: %s\nheadline: %s\nsignificant: true\n"+
		"sources: [{who: %s, agency: %s, how: %s}]\nreferences: [{agency: %s, number: %s}]\n"+
		"file: %s\nname: \"received-pack.tar\"\ntype: \"application/x-tar\"\n"+
		"length: %d\nsha256: %s\n---\n%s and %s, as %s had them.\n",
		instant(at), record.Quote(record.Shorten("Records received from "+m.Agency, headlineSize)),
		record.Quote(m.Maker.Name), from, record.Quote(signed), from, record.Quote(m.Case.String()),
		string(file), len(kept), sumOf(kept), entries, files, m.Agency)
}

package exchange

import (
	"fmt"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// Incoming is an entry of a pack or an export as it is recorded by the agency that
// takes it in, under the ID that it had, which links of others name.
type Incoming struct {
	ID     record.ID
	From   string // the kind it had
	Kind   string // as which it comes
	Quoted bool   // word for word, in a note
	Text   []byte
	File   string // where its text lies in the pack or export
}

// incoming gives the entry of the pack in the form in which it comes in: of its
// own kind where whoever adds entries may add that. Acts of the agency that sent
// it, such as a closure, an endorsement or a hold, change nothing here and come
// as notes; quoted asks for one, for a text that this agency's schemas refuse.
func (p *Pack) incoming(it cases.Item, kinds *record.Kinds, quoted bool) (Incoming, error) {
	e := ExportEntry{ID: it.ID, Kind: it.Kind, Recorded: it.Recorded, SHA256: it.SHA256, Text: record.Unpadded(string(it.Text))}
	_, _, file := p.FileOf(it.ID)
	in, err := e.incoming(kinds, p.Manifest.Agency, quoted || it.Kind == "attachment" && !file)
	if err != nil {
		err = fmt.Errorf("%w: %w", ErrPack, err)
	}
	return in, err
}

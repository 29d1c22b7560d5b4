package exchange

import (
	"fmt"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// Incoming is an entry of a pack as it is recorded by the agency that receives
// it, under the ID that it had, which links of others name.
type Incoming struct {
	Arrival
	ID   record.ID
	From string // the kind it had
}

// Incoming gives the entry of the pack in the form in which it comes in: of its
// own kind where whoever adds entries may add that. Acts of the agency that sent
// it, such as a closure, an endorsement or a hold, change nothing here and come
// as notes; quoted asks for one, for a text that this agency's schemas refuse.
func (p *Pack) Incoming(it cases.Item, kinds *record.Kinds, quoted bool) (Incoming, error) {
	e := ExportEntry{ID: it.ID, Kind: it.Kind, SHA256: it.SHA256, Text: record.Unpadded(string(it.Text))}
	if _, _, file := p.FileOf(it.ID); !quoted && (it.Kind != "attachment" || file) {
		if a, ok := e.Arrive(kinds, p.Manifest.Agency); ok {
			return Incoming{a, it.ID, it.Kind}, nil
		}
	}
	a, err := e.Quote(kinds, p.Manifest.Agency)
	if err != nil {
		err = fmt.Errorf("%w: %w", ErrPack, err)
	}
	return Incoming{a, it.ID, it.Kind}, err
}

package cases

import (
	"time"

	"casefile/internal/record"
)

// Tombstone stands in place of an erased entry. It says that there was one, and who erased it on
// what basis. It never holds what the entry said.
type Tombstone struct {
	Entry    record.Ref
	File     bool      // an attached file, which goes with its attachment
	Author   string    // member who had recorded it
	Adopter  string    // the member who had signed it for its author, who had left; "" for nobody
	Recorded time.Time // by the author
	By       string    // member who erased it
	At       time.Time
	Commit   string // that erased it
	Request  record.Ref
	Asked    string   // member who asked for it
	Adopted  string   // who signed the request for them, who had left; "" for nobody
	Endorsed []string // members who endorsed that
	Basis    string   // as the request says; "" where it can't be read
	Reason   string
}

// tombstones returns the tombstones of entries recorded by the instant, with the words of their
// requests.
func (c *Case) tombstones() []Tombstone {
	var out []Tombstone
	for _, t := range c.in.Erased {
		if at := c.in.AsAt; !at.IsZero() && t.Recorded.After(at) {
			continue
		}
		if it := c.Item(t.Request.Entry); it != nil && it.Kind == record.KindErasure {
			t.Basis, t.Reason = it.Str("basis"), it.Str("reason")
		}
		out = append(out, t)
	}
	return out
}

// Tombstone finds what stands for an erased entry, or nil.
func (c *Case) Tombstone(id record.ID) *Tombstone {
	for i := range c.Tombstones {
		if c.Tombstones[i].Entry.Entry == id {
			return &c.Tombstones[i]
		}
	}
	return nil
}

// basisWords are the words for each basis of the kind erasure.
var basisWords = map[string]string{
	"wrong_case": "recorded in the wrong case", "court_order": "by order of a court",
	"data_protection_right": "by a right of data protection",
	"unlawful":              "unlawful", "other": "for another reason",
}

// BasisWords say on what basis an entry was erased; "" where that is not known.
func (t *Tombstone) BasisWords() string { return basisWords[t.Basis] }

// tombstoneRows returns the tombstones as the chronology shows them, whatever they stood for: where
// they were recorded.
func (c *Case) tombstoneRows() []Row {
	var out []Row
	for _, t := range c.Tombstones {
		if t.File {
			continue
		}
		event := "Erased"
		if w := t.BasisWords(); w != "" {
			event += ": " + w
		}
		out = append(out, Row{Earliest: t.Recorded, Day: c.day(t.Recorded), Kind: "erased",
			Event: event, Recorded: t.Recorded,
			By: t.Author, Entry: t.Entry, Endorsement: Endorsement{State: EndorsedNone},
			Erased: &t})
	}
	return out
}

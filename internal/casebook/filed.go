package casebook

import (
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/seal"
)

// confirmFiled marks the items whose first origin is an entry of this agency that history knows.
// Author and time must agree, and the SHA-256 too where the text was filed word for word. Where
// links were changed, no hash binds the words, and whoever filed it must be allowed to triage. An
// item that only claims such an origin is not marked, and counts as its signer's own.
func (b *Book) confirmFiled(items []cases.Item) error {
	for i := range items {
		it := &items[i]
		if it.Entry == nil || len(it.Origin) == 0 || it.Origin[0].Agency != "" {
			continue
		}
		o := it.Origin[0]
		from := record.ID(o.Case)
		if !from.Valid() || from == it.Case || o.Kind != it.Kind {
			continue
		}
		b.looksAt(from)
		facts, err := b.Facts(from)
		if err != nil {
			return err
		}
		if facts == nil {
			continue
		}
		fact := facts.Entries[record.ID(o.Entry)]
		recorded, _, _, _ := record.ParseFileName(fact.File)
		it.Filed = fact.Author != "" && fact.Author == o.By && recorded.Equal(o.Recorded) &&
			(o.Nonce == "" && it.Triagers.As != "" ||
				o.Nonce != "" && fact.SHA256 == o.SHA256 && sameWords(it.Entry, o.SHA256))
	}
	return nil
}

// sameWords reports whether an entry has exactly the text that its origin names.
func sameWords(e *record.Entry, sha string) bool {
	text, err := record.Original(e)
	if err != nil {
		return false
	}
	padded, err := seal.Pad([]byte(record.Unpadded(string(text))))
	return err == nil && seal.Commitment(padded) == sha
}

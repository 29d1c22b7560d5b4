package casebook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"reflect"
	"slices"
	"strings"
	"sync"

	"casefile/internal/cases"
	"casefile/internal/index"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/search"
	"casefile/internal/verify"
)

// My index keeps of each entry what its text was decoded to, beside the text that a search looks
// at. With both, a page that is only looked at opens and decodes nothing that the index has.
//
// Nothing is believed for that. Which entries there are, in which order and by whom, which keys I
// hold, and whether their sealed files are sound is asked of the record each time. What is kept
// is bound to the sealed file, to the key that opened it, and to what it was decoded by; and the
// text is compared with the SHA-256 that the judged history has of it, as if it had been opened.

// cachedTexts is what the index keeps of the entries of a case; nil of no index.
type cachedTexts struct {
	made string // what texts are decoded by
	kept map[record.ID]index.Entry
	keys map[*seal.Identity]string // my keys of the case, as a bond has them
}

// decodedEntry is what is kept of an entry beside the text that is searched.
type decodedEntry struct {
	Cuts  []search.Cut
	Entry record.Entry // without its text
}

var decodedPlan = sync.OnceValue(func() plan { return planOf(reflect.TypeFor[decodedEntry]()) })

// decodedBy names all that the decoding of a text depends on: the policy says which fields a kind
// may go without.
func (b *Book) decodedBy(ctx context.Context) (string, error) {
	made := decodedVersion()
	for _, path := range []string{verify.PolicyPath, "schema"} {
		e, _, err := b.repo.Lookup(ctx, b.Tip(), path)
		if err != nil {
			return "", err
		}
		made += " " + e.ID
	}
	return made, nil
}

// decodedVersion names how entries are kept.
func decodedVersion() string {
	return record.DecodeVersion + " " + layoutOf(reflect.TypeFor[decodedEntry]())
}

// bondSize is how many bytes a bond takes.
const bondSize = 16

// bond names all that what is kept of an entry is good for.
func bond(made, key string, f sealedFile) []byte {
	sum := sha256.Sum256([]byte(strings.Join([]string{made, key, f.blob, f.fact.SHA256}, "\n")))
	return sum[:bondSize]
}

// keyDigests are keys as a bond has them.
func keyDigests(keys []*seal.Identity) map[*seal.Identity]string {
	out := make(map[*seal.Identity]string, len(keys))
	for _, k := range keys {
		out[k] = digestOf([]byte(k.Recipient()))
	}
	return out
}

// forIndex returns what is to be kept of an entry of those that were opened; nil where its text
// would not be the same again, or there is no index to keep it.
func (l *lists) forIndex(all opened) func(record.ID) []byte {
	if l == nil {
		return func(record.ID) []byte { return nil }
	}
	at := make(map[record.ID]int, len(all.items))
	var keys []*seal.Identity
	for i, t := range all.texts {
		if at[all.items[i].ID] = i; t != nil && !slices.Contains(keys, t.Key()) {
			keys = append(keys, t.Key())
		}
	}
	names := keyDigests(keys)
	return func(id record.ID) []byte {
		i, ok := at[id]
		if !ok || all.texts[i] == nil {
			return nil
		}
		e := all.texts[i].Entry()
		text := string(e.Text)
		kept := &decodedEntry{search.Cuts(text), *e.WithoutText()}
		if again, err := kept.text(search.Sought(text)); err != nil || string(again) != text {
			return nil
		}
		data, err := packed(kept)
		if err != nil {
			return nil
		}
		return append(bond(l.made, names[all.texts[i].Key()], all.files[i]), data...)
	}
}

// text returns the text of an entry, as it was sealed.
func (k *decodedEntry) text(sought string) ([]byte, error) {
	return seal.Pad([]byte(search.Whole(sought, k.Cuts)))
}

// cachedTexts returns what my index has of the entries of a case.
func (b *Book) cachedTexts(ctx context.Context, id record.ID) *cachedTexts {
	l := b.listsOpened(ctx, false)
	if l == nil {
		return nil
	}
	h := &cachedTexts{made: l.made, kept: map[record.ID]index.Entry{}}
	err := l.db.Opened(ctx, id, func(e index.Entry) error {
		h.kept[e.ID] = e
		return nil
	})
	if err != nil {
		b.leaveIndex(ctx, err)
		return nil
	}
	return h
}

// withKeys returns what is at hand of what these keys open.
func (h *cachedTexts) withKeys(keys []*seal.Identity) *cachedTexts {
	if h != nil {
		h.keys = keyDigests(keys)
	}
	return h
}

// text returns that of a sealed file; nil where it must be opened.
func (h *cachedTexts) text(c plain.Case, f sealedFile) *plain.Text {
	if h == nil {
		return nil
	}
	e, ok := h.kept[f.id]
	if !ok || len(e.Opened) < bondSize {
		return nil
	}
	for key, name := range h.keys {
		if !bytes.Equal(bond(h.made, name, f), e.Opened[:bondSize]) {
			continue
		}
		kept := &decodedEntry{}
		if err := decodedPlan().unpack(string(e.Opened[bondSize:]), kept); err != nil {
			return nil
		}
		text, err := kept.text(e.Text)
		if err != nil {
			return nil
		}
		again, _ := c.Recheck(f.id, kept.Entry.WithText(text), key)
		return again
	}
	return nil
}

// CaseShown is Case for a page that is only looked at: what my index has of the entries is not
// opened again. Nothing that is recorded, signed or found sound goes by it, and a page that goes
// out, as it is or into a file, is read from the record itself.
func (b *Book) CaseShown(ctx context.Context, id record.ID, goesOut bool) (*cases.Case, error) {
	if goesOut {
		return b.Case(ctx, id)
	}
	d, err := b.Docket(ctx, id)
	if err != nil {
		return nil, err
	}
	all, err := b.openedItems(ctx, d, b.cachedTexts(ctx, id))
	if err != nil {
		return nil, err
	}
	return b.Fold(ctx, d, all.items)
}

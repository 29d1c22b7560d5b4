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

// A member's index keeps each entry decoded, beside the text for searches. So a page that only
// shows entries opens and decodes nothing that the index has.
//
// The index is not trusted. Each time, the record says which entries there are, their order and
// authors, which keys I hold, and whether the sealed files are sound. A cached entry is bound to
// its sealed file, to the key that opened it, and to the decoder's version, policy and schemas. Its
// text is compared with the SHA-256 in judged history, as an opened text is.

// cachedTexts are the index's texts of one case. nil means that there is no index.
type cachedTexts struct {
	made string // as decodedBy says
	kept map[record.ID]index.Entry
	keys map[*seal.Identity]string // my keys of the case, with their digests for bond
}

// decodedEntry is the form in which the index keeps an entry, beside its text for searches.
type decodedEntry struct {
	Cuts  []search.Cut
	Entry record.Entry // without its text
}

var decodedPlan = sync.OnceValue(func() plan { return planOf(reflect.TypeFor[decodedEntry]()) })

// decodedBy returns a name for everything that the decoding of a text depends on. The policy is
// part of it, since it says which fields a kind may lack.
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

// decodedVersion returns the version of the decoder and of the layout of decodedEntry.
func decodedVersion() string {
	return record.DecodeVersion + " " + layoutOf(reflect.TypeFor[decodedEntry]())
}

// bondSize is the length of a bond in bytes.
const bondSize = 16

// bond returns a hash of everything that a cached entry depends on. An entry whose bond differs is
// not used.
func bond(made, key string, f sealedFile) []byte {
	sum := sha256.Sum256([]byte(strings.Join([]string{made, key, f.blob, f.fact.SHA256}, "\n")))
	return sum[:bondSize]
}

// keyDigests returns the digests of keys, as bond takes them.
func keyDigests(keys []*seal.Identity) map[*seal.Identity]string {
	out := make(map[*seal.Identity]string, len(keys))
	for _, k := range keys {
		out[k] = digestOf([]byte(k.Recipient()))
	}
	return out
}

// forIndex returns a function that gives the bytes that the index keeps of an opened entry. It
// gives nil where the text could not be restored from them exactly, or there is no index.
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

// text returns the text of an entry, padded as it was sealed.
func (k *decodedEntry) text(sought string) ([]byte, error) {
	return seal.Pad([]byte(search.Whole(sought, k.Cuts)))
}

// cachedTexts returns my index's texts of a case.
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

// withKeys restricts h to texts that these keys open.
func (h *cachedTexts) withKeys(keys []*seal.Identity) *cachedTexts {
	if h != nil {
		h.keys = keyDigests(keys)
	}
	return h
}

// text returns the cached text of a sealed file, or nil where the file must be opened.
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

// CaseShown returns a case for a page that is only looked at. It takes texts from my index, and
// opens only what the index lacks. Nothing recorded, signed or found sound may rest on it. A page
// that leaves the program (goesOut), or goes into a file, is read from the record itself.
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

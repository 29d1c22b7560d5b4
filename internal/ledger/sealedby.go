package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// Beside the files of shards, the index has two sorts of files about all cases. One says where each
// sealed file, wrapped key or recipient of an epoch came from, in a file for each first two digits
// of a blob. The other says which member first had an email, a signing key or a recipient.
const (
	sealedFiles = "sealed-"
	claimsFile  = "claims"
)

// sealedPlace says where a blob came into the records: as the file of an entry or attachment, or,
// without an entry, as a wrapped key or an epoch's recipient.
type sealedPlace struct {
	id    record.ID
	entry record.ID
}

func writeSealed(file func(string) *bytes.Buffer, place int, l verify.Learned) {
	line := func(blob, what string) {
		fmt.Fprintln(file(sealedFiles+blob[:2]), place, blob, string(l.Case), what)
	}
	for _, e := range l.Entries {
		line(e.Blob, string(e.ID))
	}
	for _, k := range l.Keys {
		line(k.Blob, "-")
	}
	for _, e := range l.Epochs {
		line(e.Blob, "-")
	}
	for _, r := range l.Resealed {
		line(r.Blob, string(r.Entry))
	}
}

func writeClaims(file func(string) *bytes.Buffer, place int, l verify.Learned) {
	for _, c := range l.Claims {
		fmt.Fprintln(file(claimsFile), place, c.What, c.Member)
	}
}

// sealedBy finds where a blob first came into the records.
func (x *index) sealedBy(blob string) (p sealedPlace, ok bool, err error) {
	w, err := x.find(sealedFiles+blob[:2], blob, 4)
	if err != nil || w == nil {
		return p, false, err
	}
	return sealedPlace{record.ID(w[2]), record.ID(strings.Trim(w[3], "-"))}, true, nil
}

// claimed returns the member who first had a claim; "" for nobody.
func (x *index) claimed(c verify.Claim) (string, error) {
	w, err := x.find(claimsFile, c.What, 3)
	if err != nil || w == nil {
		return "", err
	}
	return w[2], nil
}

// find returns the words of the earliest line of a file with this second word, up to the ledger's
// place; nil for none.
func (x *index) find(name, word string, words int) ([]string, error) {
	data, err := x.files.read(name)
	if err != nil {
		return nil, err
	}
	text, found := string(data), []string(nil)
	first := 0
	for {
		_, after, ok := strings.Cut(text, " "+word+" ")
		if !ok {
			return found, nil
		}
		before := text[:len(text)-len(after)-len(word)-2]
		rest, _, _ := strings.Cut(after, "\n")
		line := strings.Fields(before[strings.LastIndexByte(before, '\n')+1:] + " " + word + " " +
			rest)
		place, err := strconv.Atoi(line[0])
		if err == nil && len(line) == words && place <= x.at && (found == nil || place < first) {
			found, first = line, place
		}
		text = after
	}
}

// BySealed finds the entry or attached file whose sealed file has this blob id;
// ErrNotFound where the records have none.
func (l *Ledger) BySealed(blob string) (ref record.Ref, attachment bool, err error) {
	if len(blob) != 40 {
		return ref, false, fmt.Errorf("%w: %q is not an object id", ErrNotFound, blob)
	}
	p, ok, err := l.index.sealedBy(blob)
	if err == nil && (!ok || p.entry == "") {
		err = fmt.Errorf("%w: no entry has the sealed file %s", ErrNotFound, blob)
	}
	if err != nil {
		return ref, false, err
	}
	facts, err := l.Facts(p.id)
	if err != nil || facts == nil {
		return ref, false, errors.Join(err, fmt.Errorf("%w: case %s", ErrNotFound, p.id))
	}
	_, _, attachment, _ = record.ParseFileName(facts.Entries[p.entry].File)
	return record.Ref{Case: p.id, Entry: p.entry}, attachment, nil
}

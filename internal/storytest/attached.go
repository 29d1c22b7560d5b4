package storytest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Attached returns an attached file of this content, sealed and opened as one of the records is:
// there is no other way to have one.
func Attached(t testing.TB, content string) *plain.File {
	t.Helper()
	key, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	sum, fileSum, err := seal.SealAttachment(key.Recipient(), &file, strings.NewReader(content),
		int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	const id, entry, letter = record.ID("K3F927QM"), record.ID("7K2M9QXH"), record.ID("9QXH7K2M")
	front := fmt.Sprintf("file: %s\nname: letter.txt\ntype: text/plain\nlength: %d\nsha256: %s\n",
		string(letter), len(content), fileSum)
	it := Recorded(t, string(entry), record.KindAttachment, front, "")
	text, err := seal.Seal(key.Recipient(), it.Text)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 6, 17, 40, 12, 0, time.UTC)
	facts := verify.NewCaseFacts()
	fact := func(e record.ID, sha string, attached bool) {
		facts.Entries[e] = verify.EntryFact{ID: e, File: record.FileName(at, e, attached),
			SHA256: sha, Author: "asha", Op: team.OpAdd, Commit: it.Commit}
	}
	fact(entry, it.SHA256, false)
	fact(letter, sum, true)
	door := plain.Case{ID: id, Keys: []*seal.Identity{key}, All: true, Kinds: Kinds(t),
		Facts: facts}
	opened, err := door.Text(entry, text)
	if err != nil {
		t.Fatal(err)
	}
	out, err := door.File(opened, plain.Held(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

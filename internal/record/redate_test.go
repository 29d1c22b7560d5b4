package record

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// A text recorded anew differs in its time, its nonce and the line that says when a wrong
// clock had it recorded; an amendment of it begins with the author's words alone.
func TestRedate(t *testing.T) {
	at := time.Date(2026, 3, 6, 18, 5, 0, 0, time.UTC)
	nonce := strings.Repeat("7", 26)
	got, err := Redate([]byte(first), at, nonce)
	if err != nil {
		t.Fatal(err)
	}
	e, err := builtin(t).Decode(got)
	was, wasErr := builtin(t).Decode([]byte(first))
	if err != nil || wasErr != nil {
		t.Fatal(err, wasErr)
	}
	if !e.Recorded.Equal(at) || e.Nonce != nonce || !e.RecordedFirst.Equal(was.Recorded) ||
		e.ID != was.ID {
		t.Errorf("got %+v", e)
	}
	if !bytes.Equal(AuthorText(got), AuthorText([]byte(first))) {
		t.Errorf("the author's words are\n%s", AuthorText(got))
	}
	twice, err := Redate(got, at.Add(time.Hour), nonce)
	if err != nil {
		t.Fatal(err)
	}
	if e, err := builtin(t).Decode(twice); err != nil || !e.RecordedFirst.Equal(was.Recorded) ||
		!e.Recorded.Equal(at.Add(time.Hour)) {
		t.Errorf("twice: %+v, %v", e, err)
	}
	if _, err := Redate([]byte("no entry"), at, nonce); err == nil {
		t.Error("what is no entry was recorded again")
	}
}

// The line is the program's: an author's own is refused.
func TestRecordedFirstIsTheProgramsOwn(t *testing.T) {
	for _, typed := range []string{"recorded_first: 2026-01-01T00:00:00Z",
		"recorded_first: yesterday"} {
		_, found := Splice([]byte("---\n"+typed+"\nheadline: x\n---\n"),
			Stamp{ID: "7K2M9QXH", Case: "K3F927QM", Kind: "note",
				Recorded: time.Unix(0, 0), By: "asha", Nonce: strings.Repeat("7", 26)})
		if !found.Failed() || found[0].Rule != RuleStampMismatch {
			t.Errorf("%q: %v", typed, found)
		}
	}
}

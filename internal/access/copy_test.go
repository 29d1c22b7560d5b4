package access

import (
	"errors"
	"strings"
	"testing"
	"time"

	"casefile/internal/disclose"
)

func TestCopyPackage(t *testing.T) {
	request := recorded(t).add("asha", "access-request",
		"who: Tobi Adeyemi\nreceived_on: 2026-03-03\n", "")
	a := answer{Case: "K3F927QM", Subject: "Tobi Adeyemi", Agency: "Westmoor Youth",
		Authority: "the Commissioner", Request: request.Entry,
		AsAt: time.Date(2026, 3, 6, 17, 40, 12, 0, time.UTC), Unread: 1,
		Pages: disclose.Package{"entries.md": []byte("x")},
		Files: disclose.Package{"attachments/1-a.txt": []byte("abc")}}
	files, err := a.pack()
	if err != nil {
		t.Fatal(err)
	}
	page := string(files[ReadmeFile])
	for _, has := range []string{"# Copy of the record K3F9-27QM about Tobi Adeyemi\n",
		"Given by Westmoor Youth.", "The record as it stood at 2026-03-06T17:40:12Z.\n",
		"is the same for everybody", "\n1 text of the record could not",
		"attachments/1-a.txt", "Complain to the Commissioner"} {
		if !strings.Contains(page, has) {
			t.Errorf("the page lacks %q", has)
		}
	}
	// Reckoned with sha256sum: printf abc, printf x.
	want := "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  " +
		"attachments/1-a.txt\n" +
		"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  entries.md\n"
	sums := string(files[sumsFile])
	if !strings.HasSuffix(sums, want) || strings.Count(sums, "\n") != 3 {
		t.Errorf("the sums are\n%s", sums)
	}
	at, err := StoodAt(files[ReadmeFile], a.AsAt)
	if err != nil || !at.Equal(a.AsAt) {
		t.Errorf("made at %v, %v", at, err)
	}
	if _, err := StoodAt(files[ReadmeFile], a.AsAt.Add(-time.Second)); !errors.Is(err, ErrAhead) {
		t.Errorf("a copy of a time that has not come: %v", err)
	}
	if _, err := StoodAt([]byte("# Another page\n"), a.AsAt); !errors.Is(err, ErrNotCopy) {
		t.Errorf("another page was taken for a copy's: %v", err)
	}
}

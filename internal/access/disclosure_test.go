package access

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

var sixth = record.Date{Year: 2026, Month: 3, Day: 6}

// requested returns the request of asking.
func requested(t *testing.T) (*records, *cases.Access) {
	t.Helper()
	r := asking(t)
	request, err := OpenRequest(r.fold(), "")
	if err != nil {
		t.Fatal(err)
	}
	return r, request
}

func TestHanded(t *testing.T) {
	_, request := requested(t)
	at := func(id record.ID) record.Ref { return record.Ref{Case: caseID, Entry: id} }
	log := disclose.Log{{Entry: at(ids[1]), What: "a name", Exemption: disclose.ThirdParty,
		Count: 2},
		{Entry: at(ids[2]), What: "the whole entry", Exemption: disclose.ExpressedWish, Count: 1},
		{Entry: at(ids[3]), What: "a name", Exemption: disclose.ThirdParty, Count: 1}}
	// printf abc | sha256sum
	const sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	pack := disclose.Package{sumsFile: []byte("abc"), "attachments/1-a.txt": nil, "entries.md": nil}
	k := Handed(sixth, request, pack, log)
	want := [][2]string{{"sent_on", "2026-03-06"}, {"to", "Tobi Adeyemi"},
		{"what", "[the chronology, the entries, 1 attached file]"},
		{"withheld", `[{what: "1 place", reason: expressed_wish}, ` +
			`{what: "3 places", reason: third_party}]`},
		{"sha256", sum}}
	if fmt.Sprint(k.Fields) != fmt.Sprint(want) {
		t.Errorf("fields %q", k.Fields)
	}
	if len(k.Links) != 1 || k.Links["request"] != string(ids[5]) {
		t.Errorf("links %v", k.Links)
	}
	const lines = `## Redaction log
- 9QXH7K2M: a name, 2 places: third_party
- B8Q1R4D9: the whole entry, 1 place: expressed_wish
- R4D9B8Q1: a name, 1 place: third_party
`
	if k.Log != lines {
		t.Errorf("the log is\n%s", k.Log)
	}
	nothing := Handed(sixth, request, disclose.Package{}, nil)
	given := nothing.Given()
	if given["what"] != "[the chronology, the entries, 0 attached files]" ||
		given["withheld"] != "" {
		t.Errorf("nothing left out: %v", given)
	}
}

// TestHandedText: what is known makes a text that the kind takes, and the check
// takes it too; the log of a long record is cut off.
func TestHandedText(t *testing.T) {
	r, request := requested(t)
	log := make(disclose.Log, 603)
	for i := range log {
		log[i] = disclose.LogItem{Entry: record.Ref{Case: caseID, Entry: ids[1]}, What: "a name",
			Exemption: disclose.ThirdParty, Count: 1}
	}
	pack := disclose.Package{sumsFile: []byte("abc")}
	known := Handed(sixth, request, pack, log)
	text := string(known.Into([]byte("---\nmethod: by hand\n---\nRead with him.\n\n")))
	if strings.Count(text, "\n- 9QXH7K2M: ") != 600 ||
		!strings.HasSuffix(text, "\n- and 3 lines more, which the same decisions give again\n") {
		t.Errorf("the log is not cut off: %d bytes, %q", len(text), text[max(0, len(text)-100):])
	}
	if !strings.Contains(text, "\n---\nRead with him.\n\n## Redaction log\n") {
		t.Errorf("the log stands elsewhere: %q", text[:200])
	}
	front, body, _ := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	e := r.add("asha", "access-disclosure", front+"\n", body).Entry
	if e.Str("to") != "Tobi Adeyemi" || len(e.Strs("what")) != 3 ||
		e.Maps("withheld")[0]["what"] != "603 places" {
		t.Errorf("the entry says %v", e.Fields)
	}
	if link, ok := e.Link("request"); !ok || link.Entry != ids[5] {
		t.Errorf("it links %v", e.Links)
	}
	if err := CheckHanded(e, Sum(pack)); err != nil {
		t.Error(err)
	}
}

func TestCheckHanded(t *testing.T) {
	for _, c := range []struct {
		sum, outcome string
		want         error
		says         string
	}{
		{"aa", "", nil, ""},
		{"aa", "disclosed", nil, ""},
		{"bb", "", errOtherCopy, "the text names another copy by its sha256; leave the field out"},
		{"aa", "refused", ErrCopyGoes, "the text says outcome: refused, and a copy goes"},
	} {
		e := &record.Entry{Fields: map[string]any{"sha256": c.sum, "outcome": c.outcome}}
		err := CheckHanded(e, "aa")
		if !errors.Is(err, c.want) || err != nil && err.Error() != c.says {
			t.Errorf("%s %s: %v", c.sum, c.outcome, err)
		}
	}
}

func TestClosed(t *testing.T) {
	r, request := requested(t)
	given := Closed(sixth, request, Refused).Given()
	for field, want := range map[string]string{"outcome": "refused", "sent_on": "2026-03-06",
		"to": "Tobi Adeyemi", "what": "nothing", "links.request": string(ids[5])} {
		if given[field] != want {
			t.Errorf("%s is %q", field, given[field])
		}
	}
	const front = "sent_on: 2026-03-06\nto: Tobi Adeyemi\nmethod: by hand\nwhat: nothing\n"
	for _, c := range []struct {
		front, body string
		want        bool
	}{
		{front, "", false},
		{front, "It asks for what another agency holds.\n", true},
		{front + "withheld: [{what: all, reason: court_data}]\n", "", true},
	} {
		if got := saysWhy(
			r.add("asha", "access-disclosure", c.front, c.body).Entry); got != c.want {
			t.Errorf("%q %q says why: %t", c.front, c.body, got)
		}
	}
}

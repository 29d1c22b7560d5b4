package disclose

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// TestLeaks hides a name in a package in every way that a file can hold one.
func TestLeaks(t *testing.T) {
	k := builtin(t)
	items := []cases.Item{profile(t, k, neighbour)}
	d := Decisions{Items: []Decision{{Name: "Margaret Quill", Do: DoRemove, Exemption: ThirdParty}}}
	var office bytes.Buffer
	z := zip.NewWriter(&office)
	w, err := z.Create("docProps/core.xml")
	if err == nil {
		_, err = w.Write([]byte("<creator>Margaret</creator>"))
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	var wide []byte
	for _, c := range []byte("from Quill") {
		wide = append(wide, c, 0)
	}
	blank := Package{"entries.html": []byte("<h1>Entries</h1>")}
	for _, c := range []struct {
		name string
		data []byte
		leak bool
	}{
		{"entries.html", []byte("<p>Mrs &#81;uill</p>"), true},
		{"entries.html", []byte("<p>Q<b>u</b>ill</p>"), true},
		{"entries.html", []byte(`<p title="Quill">x</p>`), false}, // our pages have no words in attributes
		{"entries.md", []byte(`Mrs \Quill`), true},
		{"entries.md", []byte(`14 Mill\-Lane`), true},
		{"chronology.md", []byte("QUILLS"), true},
		{"attachments/1-mrs_quill.pdf", []byte("x"), true},
		{"attachments/1-a.docx", office.Bytes(), true},
		{"attachments/1-a.pdf", append([]byte{0xff, 0xfe}, []byte("/Author (M. Quill)")...), true},
		{"attachments/1-a.txt", wide, true},
		{"attachments/1-a.svg", []byte(`<text title="Quill">x</text>`), true},
		{"entries.html", []byte("<style>.quill{}</style><p>Entries of Tobi, tranquil</p>"), false},
		{AccessSums, []byte("quill"), false},
	} {
		err := Leaks(Package{c.name: c.data}, blank, items, k, d)
		if errors.Is(err, ErrLeak) != c.leak {
			t.Errorf("%s %q: %v", c.name, c.data, err)
		}
	}
}

// TestAttached: a file goes only where it is a redacted copy, or a decision says so.
func TestAttached(t *testing.T) {
	k := builtin(t)
	file := "file: 4W8P6T2H\nname: a.pdf\ntype: application/pdf\nlength: 1\nsha256: " + strings.Repeat("ab", 32) + "\n"
	first := sealedItem(t, k, 1, "attachment", file, "")
	second := sealedItem(t, k, 2, "attachment", file+"links: {replaces: 9QXH7K2M}\n", "")
	third := sealedItem(t, k, 3, "attachment", file, "")
	items := []cases.Item{first, second, third}
	goes, log := Attached(items, items, Decisions{})
	if !slices.Equal(goes, []record.ID{ids[2]}) || len(log) != 2 || !strings.Contains(log[0].What, "in whose place") || !strings.Contains(log[1].What, "no redacted copy") {
		t.Errorf("%v go, log %v", goes, log)
	}
	keep := Decisions{Items: []Decision{{Entry: ids[3], Do: DoKeep}}}
	if goes, _ = Attached(items, items, keep); !slices.Equal(goes, []record.ID{ids[2], ids[3]}) {
		t.Errorf("%v go where one is kept", goes)
	}
	if goes, log = Attached(items, items[:1], keep); len(goes) != 0 || len(log) != 1 {
		t.Errorf("%v go though their entries are withheld, log %v", goes, log)
	}
	redacted, _, err := Redact([]cases.Item{second}, k, Decisions{})
	if err != nil || strings.Contains(string(redacted[0].Text), "abab") || strings.Contains(string(redacted[0].Text), "4W8P") {
		t.Errorf("the copy of an attachment's entry has sums: %v\n%s", err, all(redacted))
	}
}

func TestUnused(t *testing.T) {
	k := builtin(t)
	items := []cases.Item{profile(t, k, neighbour), sealedItem(t, k, 1, "note", "", "Ann Lind came.\n")}
	d := Decisions{Items: []Decision{{Name: "Ann Lynd", Do: DoRemove}, {Name: "Ann Lind", Do: DoRemove}, {Name: "Bea", Do: DoKeep}, {Do: DoRemove}}}
	if got := Unused(items, k, d); !slices.Equal(got, []string{"Ann Lynd"}) {
		t.Errorf("unused are %q", got)
	}
}

// TestReadDecision: what a decision can say, and what the law does not let it say.
func TestReadDecision(t *testing.T) {
	k := builtin(t)
	grounds := Grounds{Own: true, Exemptions: []string{ThirdParty, ChildAbuse}}
	for _, c := range []struct {
		line, want string // "" for good
		own        bool
	}{
		{"{name: Mrs Quill, do: remove, exemption: third_party, reason: r}", "", true},
		{"{name: Mrs Quill, do: keep, reason: r}", "", true},
		{"{entry: 9qxh, do: withhold, exemption: third_party, reason: r}", "", true},
		{"{do: remove, exemption: third_party, reason: r}", "", true},
		{"{name: Mrs Quill, do: remove, exemption: child_abuse_not_in_best_interests, reason: r}", "never an answer", true},
		{"{name: Mrs Quill, do: remove, exemption: child_abuse_not_in_best_interests, reason: r}", "", false},
		{"{name: Mrs Quill, do: remove, exemption: court_data, reason: r}", "no exemption of the policy", true},
		{"{name: Mrs Quill, entry: 9QXH, do: keep, reason: r}", "both a name and an entry", true},
		{"{do: withhold, exemption: third_party, reason: r}", "needs an entry", true},
		{"{entry: 9QXH, do: remove, exemption: third_party, reason: r}", "an entry is withheld", true},
		{"{do: keep, reason: r}", "needs a name or an entry", true},
		{"{entry: 2222, do: keep, reason: r}", "not an ID", true},
		{"{entry: 5K5K5K5K, do: keep, reason: r}", "0 entries begin", true},
	} {
		grounds.Own = c.own
		it := sealedItem(t, k, 1, "decision", "disclosure:\n  - "+c.line+"\n", "")
		got, err := ReadDecision(it.Entry, ids, grounds)
		if c.want == "" && (err != nil || len(got) != 1) {
			t.Errorf("%s: %v", c.line, err)
		}
		if c.want != "" && (!errors.Is(err, ErrDecision) || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v", c.line, err)
		}
	}
}

// TestDecisionLines: each open name is asked about once, and each exemption that no
// decision names.
func TestDecisionLines(t *testing.T) {
	ref := record.Ref{Case: "K3F927QM", Entry: ids[1]}
	got := DecisionLines([]Open{{Entry: ref, Line: 9, Name: `Bea "Bee" Quill`}, {Entry: ref, Line: 12, Name: `Bea "Bee" Quill`}, {Entry: ref, Line: 3}}, []string{SeriousHarm})
	const want = `disclosure:
# 9QXH line 9, 9QXH line 12
  - name: "Bea \"Bee\" Quill"
    do:
    exemption: third_party
    reason:
# what marks and rules leave out, wherever it stands
  - do: remove
    exemption: serious_harm
    reason:
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
	log := Log{{Exemption: ThirdParty}, {Exemption: SeriousHarm}, {Exemption: ThirdParty}}
	if got := Uncovered(log, []Decision{{Do: DoRemove, Exemption: ThirdParty}, {Do: DoKeep, Exemption: SeriousHarm}}); !slices.Equal(got, []string{SeriousHarm}) {
		t.Errorf("uncovered are %v", got)
	}
}

func TestAccessPackage(t *testing.T) {
	k := builtin(t)
	request := sealedItem(t, k, 1, "access-request", "who: Tobi Adeyemi\nreceived_on: 2026-03-03\n", "")
	a := Access{Case: "K3F927QM", Subject: "Tobi Adeyemi", Agency: "Westmoor Youth", Authority: "the Commissioner", Request: request.Entry,
		AsAt: time.Date(2026, 3, 6, 17, 40, 12, 0, time.UTC), Zone: time.UTC, Entries: 3, Unread: 1,
		Log: Log{{What: "a name", Exemption: ThirdParty, Count: 2}, {What: handlingWhat, Exemption: ThirdParty, Count: 5},
			{What: "the whole entry", Exemption: "court_data", Count: 1}},
		Pages: Package{"entries.md": []byte("x")}, Files: Package{"attachments/1-a.txt": []byte("abc")}}
	files, err := a.Package()
	if err != nil {
		t.Fatal(err)
	}
	page := string(files[AccessReadme])
	for _, has := range []string{"# Copy of the record K3F9-27QM about Tobi Adeyemi\n", "Given by Westmoor Youth.", "The record as it stood at 2026-03-06T17:40:12Z.\n",
		"| 2 | it is about somebody else", "| 1 | a court holds it", "1 texts of the record could not", "attachments/1-a.txt", "Complain to the Commissioner"} {
		if !strings.Contains(page, has) {
			t.Errorf("the page lacks %q", has)
		}
	}
	// Reckoned with sha256sum: printf abc, printf x.
	want := "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  attachments/1-a.txt\n" +
		"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  entries.md\n"
	sums := string(files[AccessSums])
	if !strings.HasSuffix(sums, want) || strings.Count(sums, "\n") != 3 {
		t.Errorf("the sums are\n%s", sums)
	}
	at, err := AccessAsAt(files[AccessReadme])
	if err != nil || !at.Equal(a.AsAt) {
		t.Errorf("made at %v, %v", at, err)
	}
	if _, err := AccessAsAt([]byte("# Another page\n")); err == nil {
		t.Error("another page was taken for a copy's")
	}
	if got := fmt.Sprint(a.Log.Counts()); got != "[{court_data 1} {third_party 7}]" {
		t.Errorf("counts %s", got)
	}
}

package exchange

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/plain"
	"casefile/internal/record"
)

// aCase returns entries that the built-in kinds accept again, an endorsement, and two entries that
// can't be handed out.
func aCase(t *testing.T) []cases.Item {
	t.Helper()
	decision := item(t, "3XJ9V3N8", "decision", "headline: He stays\n", "")
	forged := item(t, "6XJ9V3N8", "note", "headline: Forged\n", "")
	forged.Fault = "by another hand"
	return []cases.Item{
		item(t, "7K2M9QXH", "profile", tobi, ""),
		item(t, "9QXH7K2M", "attachment", "headline: A letter\n"+attachedEntry, ""),
		decision,
		item(t, "4XJ9V3N8", "endorsement",
			"target: 3XJ9V3N8\ntarget_sha256: "+decision.SHA256+
				"\nlevel: line\nverdict: endorsed\n", ""),
		item(t, "5XJ9V3N8", "contact",
			rang+"headline: Rang the school\nlinks: {related: M2T627QM/7K2M9QXH}\n", ""),
		forged, {Fault: "sealed to a key that you do not have"},
	}
}

// exportOf exports aCase.
func exportOf(t *testing.T) *Export {
	t.Helper()
	items := aCase(t)
	x, err := ExportOf(fold(t, items), items, opener(t, map[record.ID]string{"9QXH7K2M": "hello"}))
	if err != nil {
		t.Fatal(err)
	}
	x.Made, x.Tip, x.Docket = at, strings.Repeat("cd", 20), map[string]any{"status": "closed"}
	return x
}

// A lost file is left out, and its entry is not.
func TestExportWithoutAFile(t *testing.T) {
	items := aCase(t)
	lost := func(record.ID) (*plain.File, error) { return nil, plain.ErrFileLost }
	x, err := ExportOf(fold(t, items), items, lost)
	if err != nil || len(x.Entries) != 5 || len(x.Files) != 0 {
		t.Fatalf("%+v, %v", x, err)
	}
	for _, e := range x.Entries {
		if got := x.withoutFile(&e); got != (e.ID == "9QXH7K2M") {
			t.Errorf("%s comes without a file: %v", e.ID, got)
		}
	}
	if want := (LeftOut{"9QXH7K2M", plain.ErrFileLost.Error()}); !slices.Contains(x.LeftOut, want) {
		t.Errorf("left out: %+v", x.LeftOut)
	}
	if x, err = ExportOf(fold(t, items), items, opener(t, nil)); !errors.Is(err, errNoFile) {
		t.Errorf("another error: %+v, %v", x, err)
	}
}

func TestExportOf(t *testing.T) {
	x := exportOf(t)
	if x.Case != "K3F927QM" || x.Subject != "Tobi Adeyemi" || len(x.Entries) != 5 ||
		len(x.Files) != 1 {
		t.Errorf("%s, %q: %d entries, %d files", x.Case, x.Subject, len(x.Entries), len(x.Files))
	}
	want := []LeftOut{{"6XJ9V3N8", "by another hand"}, {"", "sealed to a key that you do not have"}}
	if !slices.Equal(x.LeftOut, want) {
		t.Errorf("left out: %+v", x.LeftOut)
	}
	if g := x.Entries[2].Endorsements; len(g) != 1 || g[0].Level != "line" ||
		g[0].Verdict != "endorsed" || g[0].Entry != "4XJ9V3N8" {
		t.Errorf("the decision is endorsed %+v", g)
	}
	items := aCase(t)
	if x, err := ExportOf(fold(t, items), items, opener(t, nil)); !errors.Is(err, errNoFile) ||
		x != nil {
		t.Errorf("a file that can't be opened: %v", err)
	}
}

// A case goes out as a folder or one document, and comes in again with nothing lost.
func TestExportRoundTrip(t *testing.T) {
	x := exportOf(t)
	written, err := x.Folder(kinds(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range x.Attached() {
		var data bytes.Buffer
		if err := write(&data); err != nil {
			t.Fatal(err)
		}
		written[name] = data.Bytes()
	}
	document, err := x.Document()
	if err != nil {
		t.Fatal(err)
	}
	folder := fstest.MapFS{"more/of-mine.txt": &fstest.MapFile{},
		"link": &fstest.MapFile{Mode: fs.ModeSymlink}}
	for name, data := range written {
		folder[name] = &fstest.MapFile{Data: data}
	}
	read, err := ReadExportFolder(folder)
	if err != nil ||
		!slices.Equal(slices.Sorted(maps.Keys(read)), slices.Sorted(maps.Keys(written))) {
		t.Fatalf("%v, %q", err, slices.Sorted(maps.Keys(read)))
	}
	for about, files := range map[string]disclose.Package{
		"a folder": read, "a document": {ExportFile: document}} {
		back, err := ReadExport(files)
		if err != nil {
			t.Errorf("%s: %v", about, err)
			continue
		}
		a := &agency{t: t}
		got, err := back.Arrive(a.destination(false), "Northshire")
		if err != nil || got.Opens != "7K2M9QXH" ||
			!slices.Equal(idsOf(got.AsNotes), []string{"3XJ9V3N8", "4XJ9V3N8"}) {
			t.Errorf("%s: %q opens, %q as notes, %v", about, got.Opens, idsOf(got.AsNotes), err)
		}
		for i, in := range a.came {
			if want := x.Entries[i]; in.ID != want.ID || original(t, in) != want.Text {
				t.Errorf("%s: %s came as %s:\n%s", about, want.ID, in.ID, in.Text)
			}
		}
		want := []record.Ref{{Case: ours, Entry: "7K2M9QXH"}, {Case: ours, Entry: "9QXH7K2M"},
			{Case: ours, Entry: "3XJ9V3N8"}, {Case: ours, Entry: "4XJ9V3N8"},
			{Case: ours, Entry: "5XJ9V3N8"}, {Case: "M2T627QM", Entry: "7K2M9QXH"}}
		if !slices.Equal(a.with, want) {
			t.Errorf("%s: links may name %v", about, a.with)
		}
		if len(back.LeftOut) != 2 || back.Tip != x.Tip {
			t.Errorf("%s: %+v up to %s", about, back.LeftOut, back.Tip)
		}
	}
}

func TestExportComesToACaseThatIsThere(t *testing.T) {
	x := exportOf(t)
	a := &agency{t: t, refuse: map[record.ID]bool{"5XJ9V3N8": true}}
	got, err := x.Arrive(a.destination(true), "Northshire")
	notes := []string{"7K2M9QXH", "3XJ9V3N8", "4XJ9V3N8", "5XJ9V3N8"}
	if err != nil || got.Opens != "" || !slices.Equal(idsOf(got.AsNotes), notes) {
		t.Errorf("%q opens, %q as notes, %v", got.Opens, idsOf(got.AsNotes), err)
	}
	a = &agency{t: t, never: map[record.ID]bool{"5XJ9V3N8": true}}
	_, err = x.Arrive(a.destination(true), "Northshire")
	if refused, ok := errors.AsType[*Refused](err); !ok || refused.Entry != "5XJ9V3N8" {
		t.Errorf("what is refused in any form: %v", err)
	}
	a = &agency{t: t, fails: errNoFile}
	if _, err := x.Arrive(a.destination(true), ""); !errors.Is(err, errNoFile) ||
		!strings.HasPrefix(err.Error(), "7K2M-9QXH: ") {
		t.Errorf("what can't be prepared: %v", err)
	}
}

// The profile with the latest first recording opens the case, wherever it came from. Of two with
// the same time, the first one does.
func TestTheNewestProfileOpens(t *testing.T) {
	origin := func(day string) string {
		return "origin:\n  - {agency: Westmoor, case: M2T627QM, entry: 9QXH7K2M, kind: profile, " +
			"recorded: " + day + "T09:00:00Z, by: wanda}\n"
	}
	items := []cases.Item{item(t, "7K2M9QXH", "profile", origin("2026-02-01")+tobi, ""),
		item(t, "8K2M9QXH", "profile", origin("2026-02-03")+tobi, ""),
		item(t, "6K2M9QXH", "profile", origin("2026-02-03")+tobi, "")}
	x, err := ExportOf(fold(t, items), items, opener(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	a := &agency{t: t}
	if got, err := x.Arrive(a.destination(false), ""); err != nil || got.Opens != "8K2M9QXH" {
		t.Errorf("%s opens, %v", got.Opens, err)
	}
	a = &agency{t: t,
		refuse: map[record.ID]bool{"8K2M9QXH": true, "7K2M9QXH": true, "6K2M9QXH": true}}
	if got, err := x.Arrive(a.destination(false), ""); !errors.Is(err, ErrNoProfile) ||
		got.Opens != "" {
		t.Errorf("none that is refused: %s, %v", got.Opens, err)
	}
}

func TestShared(t *testing.T) {
	x := exportOf(t)
	other := item(t, "2K2M9QXH", "note", "headline: Another\n", "")
	if ref, there := x.Shared([]cases.Item{other, {}}); there {
		t.Errorf("a case has %s", ref)
	}
	if ref, there := x.Shared([]cases.Item{other, aCase(t)[2]}); !there || ref.Entry != "3XJ9V3N8" {
		t.Errorf("%s, %v", ref, there)
	}
}

func TestFileOf(t *testing.T) {
	entry := aCase(t)[1].Entry
	for about, c := range map[string]struct {
		change func(*Export, *record.Entry)
		says   string
	}{
		"":              {func(*Export, *record.Entry) {}, ""},
		"it is missing": {func(x *Export, _ *record.Entry) { x.Files = nil }, "is missing"},
		"it is another's": {func(x *Export, _ *record.Entry) { x.Files[0].Entry = "3XJ9V3N8" },
			"is missing"},
		"it is another": {func(x *Export, _ *record.Entry) { x.Files[0].Data = []byte("hullo") },
			"not the one that was attached"},
		"the entry has no ID": {func(_ *Export, e *record.Entry) { e.Fields["file"] = "school" },
			"not the one that was attached"},
		"the entry names another": {func(_ *Export, e *record.Entry) {
			e.Fields["sha256"] = "abab"
		},
			"not the one that was attached"},
	} {
		x, e := exportOf(t), *entry
		e.Fields = maps.Clone(entry.Fields)
		x.Files[0].Data = []byte("hello") // as it is read back
		c.change(x, &e)
		id, data, err := x.FileOf(&e)
		if about == "" && (err != nil || id != "43G7AVKF" || string(data) != "hello") {
			t.Errorf("%s, %q, %v", id, data, err)
		}
		if about != "" && (!errors.Is(err, ErrExport) || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v", about, err)
		}
	}
}

func TestExportIndex(t *testing.T) {
	written, err := exportOf(t).Folder(kinds(t))
	if err != nil {
		t.Fatal(err)
	}
	index := string(written[exportIndex])
	for _, has := range []string{"# Case K3F9-27QM: Tobi Adeyemi\n",
		"[5XJ9-V3N8](entries/20260306T174012Z-5XJ9V3N8.md) Contact: Rang the school, recorded by " +
			"asha\n",
		"- [school.txt](<attachments/43G7AVKF-school.txt>)\n", "- 6XJ9-V3N8 by another hand\n"} {
		if !strings.Contains(index, has) {
			t.Errorf("the index lacks %q:\n%s", has, index)
		}
	}
}

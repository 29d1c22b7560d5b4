package exchange

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/plain"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/report"
	"casefile/internal/storytest"
)

// closedCase returns the entries of a closed case whose records go to Westmoor. A neighbour
// reported anonymously, and one entry is endorsed.
func closedCase(t *testing.T) []cases.Item {
	t.Helper()
	closure := item(t, "3XJ9V3N8", "closure", "headline: They move\nservice_ended: 2026-03-06\n"+
		"transfer_review: {needed: yes, agency: Westmoor, reason: They move there, by: M. Hall}\n",
		"")
	anonymous := "headline: Edith Hallam rang\nanonymous: yes\n" +
		"sources: [{who: Edith Hallam, how: telephone}]\n"
	return []cases.Item{
		item(t, "7K2M9QXH", "profile", "subject_type: child\nname: Tobi Adeyemi\n", ""),
		item(t, "8K2M9QXH", "concern", anonymous, "Edith Hallam heard him cry."),
		item(t, "9QXH7K2M", "attachment", attachedEntry, ""),
		closure,
		item(t, "4XJ9V3N8", "endorsement",
			"target: 3XJ9V3N8\ntarget_sha256: "+closure.SHA256+"\nlevel: line\nverdict: endorsed\n",
			""),
	}
}

// opener opens files by the IDs of their entries.
func opener(t testing.TB, files map[record.ID]string) Open {
	return func(id record.ID) (*plain.File, error) {
		text, ok := files[id]
		if !ok {
			return nil, errNoFile
		}
		return storytest.Attached(t, text), nil
	}
}

var errNoFile = errors.New("there is no such file")

// fold folds entries of the test's case, once it is closed.
func fold(t *testing.T, items []cases.Item) *cases.Case {
	t.Helper()
	text, err := policy.Default(policy.Casework)
	if err != nil {
		t.Fatal(err)
	}
	p, found := policy.Parse(text, "casefile.yaml")
	if found.Failed() {
		t.Fatal(found)
	}
	return cases.Fold(cases.Input{Items: items, Policy: p,
		Names: map[string]string{"asha": "Asha Rao"}, Now: at,
		Docket: &record.Docket{Case: "K3F927QM", Opened: record.Date{Year: 2026, Month: 1, Day: 12},
			KeyWorker: "asha", Status: record.Closed}})
}

// aTransfer packs items, signed with asha's key.
func aTransfer(t *testing.T, items []cases.Item) Transfer {
	t.Helper()
	names := map[string]string{"asha": "Asha Rao"}
	page := func(items []cases.Item) report.Page {
		return report.Page{Case: fold(t, items), Names: names, Tip: strings.Repeat("cd", 20),
			Made: at,
			Zone: time.UTC}
	}
	return Transfer{Agency: "Northshire", Maker: disclose.Signatory{ID: "asha", Name: "Asha Rao",
		Email: "asha@agency.example"},
		Key: string(ashasKey), Fingerprint: ashasKey.fingerprint(), Made: at,
		Items: items, Kinds: kinds(t),
		Page: page(items),
		Draw: func(items []cases.Item) (report.Page, error) { return page(items), nil },
		Open: opener(t, map[record.ID]string{"9QXH7K2M": "hello"}), Sign: ashasKey.sign}
}

// A pack is made of a case, goes as a folder, a tar or a sealed file, and is accepted where it
// arrives.
func TestAPackGoesAndComes(t *testing.T) {
	made, err := aTransfer(t, closedCase(t)).Pack()
	if err != nil {
		t.Fatal(err)
	}
	folder := fstest.MapFS{}
	for name, data := range made.Files {
		folder[name] = &fstest.MapFile{Data: data}
	}
	archive, err := tarOf(made.Files, at)
	if err != nil {
		t.Fatal(err)
	}
	sealed := []byte("age-encryption.org/v1\nsealed for a test")
	unseal := func(data []byte) ([]byte, error) {
		if !bytes.Equal(data, sealed) {
			t.Error("what is unsealed is not what came")
		}
		return archive, nil
	}
	for about, read := range map[string]func() (disclose.Package, error){
		"a folder":      func() (disclose.Package, error) { return ReadPackFolder(folder) },
		"a tar":         func() (disclose.Package, error) { return ReadPackFile(archive, nil) },
		"a sealed file": func() (disclose.Package, error) { return ReadPackFile(sealed, unseal) },
	} {
		files, err := read()
		if err != nil {
			t.Errorf("%s: %v", about, err)
			continue
		}
		p, err := OpenPack(files, kinds(t))
		if err != nil {
			t.Errorf("%s: %v", about, err)
			continue
		}
		got, err := p.VerifySigner(TrustedKey{Fingerprint: ashasKey.fingerprint()}, verifyTest)
		if err != nil || got != ashasKey.fingerprint() || p.ManifestSum() != made.ManifestSum() {
			t.Errorf("%s: %s, %v", about, got, err)
		}
		bens := TrustedKey{Fingerprint: bensKey.fingerprint()}
		if _, err := p.VerifySigner(bens, verifyTest); !errors.Is(err, ErrPack) {
			t.Errorf("%s, and another key was told: %v", about, err)
		}
	}
}

func TestWhatAPackHolds(t *testing.T) {
	p, err := aTransfer(t, closedCase(t)).Pack()
	if err != nil {
		t.Fatal(err)
	}
	m := p.Manifest
	if m.Agency != "Northshire" || m.To != "Westmoor" || m.Case != "K3F927QM" ||
		!m.Made.Equal(at) ||
		m.Tip != strings.Repeat("cd", 20) || m.Maker.Name != "Asha Rao" {
		t.Errorf("the manifest says %+v", m)
	}
	if len(m.Entries) != 5 || m.Entries[0].Name != "Asha Rao" || len(m.Entries[0].Endorsed) != 0 {
		t.Errorf("the entries are %+v", m.Entries)
	}
	verdicts := []string{"line: endorsed by Asha Rao, 2026-03-06T17:40:12Z"}
	if got := m.Entries[3].Endorsed; !slices.Equal(got, verdicts) {
		t.Errorf("the closure is endorsed %q", got)
	}
	if len(m.Files) != 1 || m.Files[0].Length != 5 ||
		string(p.Files["attachments/43G7AVKF-school.txt"]) != "hello" {
		t.Errorf("the files are %+v", m.Files)
	}
	if got := p.Withheld(); !slices.Equal(got,
		[]record.Ref{{Case: "K3F927QM", Entry: "8K2M9QXH"}}) {
		t.Errorf("withheld in %v", got)
	}
	for name, data := range p.Files {
		if bytes.Contains(data, []byte("Hallam")) {
			t.Errorf("%s names who reported anonymously", name)
		}
	}
	pages := []string{"README.html", "README.md", "SHA256SUMS", "SHA256SUMS.sig", "allowed_signers",
		"chronology.html", "manifest.json", "plan.html",
		"receipt-slip.html", "receipt-slip.md", "summary.html"}
	top := slices.DeleteFunc(slices.Sorted(maps.Keys(p.Files)),
		func(name string) bool { return strings.Contains(name, "/") })
	if !slices.Equal(top, pages) {
		t.Errorf("beside entries and attachments: %q", top)
	}
	for name, has := range map[string]string{
		"README.md":       ashasKey.fingerprint(),
		"receipt-slip.md": p.ManifestSum(),
		"summary.html":    "Tobi Adeyemi",
		"chronology.html": "withheld rang",
		"allowed_signers": "asha@agency.example namespaces=\"casefile-transfer\" ssh-ed25519 " +
			"AAAAasha\n",
	} {
		if !bytes.Contains(p.Files[name], []byte(has)) {
			t.Errorf("%s lacks %q", name, has)
		}
	}
}

// TestPagesShowWhatGoes: the pages are drawn from the texts that go, including their duties. A text
// that lost a name keeps what managers said of it.
func TestPagesShowWhatGoes(t *testing.T) {
	decision := item(t, "5XJ9V3N8", "decision", "headline: Ring Edith Hallam back\nmode: sole\n"+
		"decided_by: Asha Rao\ndecided_at: 2026-03-06\nrationale: Edith Hallam offered help\n", "")
	endorsed := item(t, "6XJ9V3N8", "endorsement",
		"target: 5XJ9V3N8\ntarget_sha256: "+decision.SHA256+"\nlevel: line\nverdict: endorsed\n",
		"")
	endorsed.Author = "mina" // members don't endorse their own entries
	x := aTransfer(t, append(closedCase(t), decision, endorsed))
	draw := x.Draw
	x.Draw = func(items []cases.Item) (report.Page, error) {
		p, err := draw(items)
		for _, it := range items {
			n := len(p.Duties)
			// this room does not know the type of its elements
			p.Duties = slices.Grow(p.Duties, 1)[:n+1]
			p.Duties[n].What, p.Duties[n].Due = "see to: "+it.Headline, at
		}
		return p, err
	}
	p, err := x.Pack()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range p.Files {
		if bytes.Contains(data, []byte("Hallam")) {
			t.Errorf("%s names who reported anonymously", name)
		}
	}
	for name, has := range map[string]string{
		"summary.html": "See to: Ring withheld back", "plan.html": "Ring withheld back",
		"chronology.html": "<td>line</td>"} {
		if !bytes.Contains(p.Files[name], []byte(has)) {
			t.Errorf("%s lacks %q: %s", name, has, p.Files[name])
		}
	}
}

func TestNoPackIsMade(t *testing.T) {
	errFold, errSign := errors.New("no fold"), errors.New("no key")
	noFold := func([]cases.Item) (report.Page, error) { return report.Page{}, errFold }
	noKey := func(string, []byte) ([]byte, error) { return nil, errSign }
	holds := func(text string) Open { return opener(t, map[record.ID]string{"9QXH7K2M": text}) }
	for about, c := range map[string]struct {
		change func(*Transfer)
		want   error
	}{
		"an entry with a fault": {func(x *Transfer) {
			x.Items[0].Fault = "forged"
		}, ErrIncomplete},
		"an entry that can't be read": {func(x *Transfer) {
			x.Items[0].Entry = nil
		}, ErrIncomplete},
		"a file that can't be opened": {func(x *Transfer) { x.Open = opener(t, nil) }, errNoFile},
		"a file that is another":      {func(x *Transfer) { x.Open = holds("hullo") }, ErrPack},
		"a file that is longer":       {func(x *Transfer) { x.Open = holds("hello ") }, ErrPack},
		"a name nobody can read": {func(x *Transfer) { x.Items[1] = escaped(t) },
			disclose.ErrWithhold},
		"what does not add up":       {func(x *Transfer) { x.Draw = noFold }, errFold},
		"a key that does not sign":   {func(x *Transfer) { x.Sign = noKey }, errSign},
		"an agency over two lines":   {func(x *Transfer) { x.Agency = "North\nshire" }, ErrPack},
		"a text that is not the one": {func(x *Transfer) { x.Items[0].SHA256 = "abab" }, ErrPack},
		"an entry twice": {func(x *Transfer) { x.Items = append(x.Items, x.Items[0]) },
			ErrPack},
	} {
		x := aTransfer(t, closedCase(t))
		c.change(&x)
		if p, err := x.Pack(); p != nil && err == nil || !errors.Is(err, c.want) {
			t.Errorf("%s: %v", about, err)
		}
	}
}

// escaped returns a concern that names a reporter in a way that can't be taken out: in escaped
// characters, escaped again many times.
func escaped(t *testing.T) cases.Item {
	t.Helper()
	return item(t, "8K2M9QXH", "concern", "anonymous: yes\nsources: [{who: Edith Hallam}]\n",
		"&"+strings.Repeat("amp;", 50)+"#72;allam rang.\n")
}

func TestAFileIsPackedOnce(t *testing.T) {
	items := closedCase(t)
	// An amendment is another entry with the same file.
	items = append(items, item(t, "6QXH7K2M", "attachment", attachedEntry+"what: a letter\n", ""))
	files, err := packedFiles(items, opener(t, map[record.ID]string{"9QXH7K2M": "hello"}))
	if err != nil || len(files) != 1 || files[0].entry.ID != "9QXH7K2M" {
		t.Errorf("%d files, %v", len(files), err)
	}
}

// A verdict on an earlier version is listed only with that version.
func TestVerdictsOn(t *testing.T) {
	first := item(t, "3XJ9V3N8", "decision", "headline: He stays\n", "")
	second := item(t, "5XJ9V3N8", "decision",
		"headline: He stays for now\nlinks: {amends: 3XJ9V3N8}\n"+
			"amendment: {type: correction, reason: it is for now}\n", "")
	verdict := item(t, "4XJ9V3N8", "endorsement",
		"target: 3XJ9V3N8\ntarget_sha256: "+first.SHA256+"\nlevel: line\nverdict: endorsed\n", "")
	c := fold(t, []cases.Item{first, verdict, second})
	for id, want := range map[record.ID]int{"3XJ9V3N8": 1, "5XJ9V3N8": 0, "9QXH7K2M": 0} {
		if got := verdictsOn(c, id, nil); len(got) != want {
			t.Errorf("%s: %q", id, got)
		}
	}
}

func TestPackable(t *testing.T) {
	want := map[record.Status]bool{record.Intake: false, record.Open: false, record.Closing: true,
		record.Closed:      true,
		record.Transferred: true, record.Disposing: false, record.Destroyed: false}
	for status, packed := range want {
		if Packable(status) != packed {
			t.Errorf("%s: not %v", status, packed)
		}
	}
}

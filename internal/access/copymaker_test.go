package access

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/storytest"
)

const tobi = `subject_type: child
name: Tobi Adeyemi
date_of_birth: 2010-11-02
people:
  - {name: Dana Adeyemi, relation: mother}
  - {name: Ann Lind, relation: social worker, agency: Northshire CSC}
  - {name: Margaret O'Dell, relation: neighbour}
`

const asked = `who: Tobi Adeyemi
as: subject
authority: own data
received_on: 2026-03-03
what: everything
identity: confirmed
child_understands: yes
child_wish: He wants to read it with his mother.
send_to: by hand
`

const aFile = "file: H2T6P8W4\nname: letter.txt\ntype: text/plain\nlength: 8\n" +
	"sha256: abababababababababababababababababababababababababababababababab\n"

// asking returns a case in which Tobi asks for his record. Its entries are, in order: the profile,
// a call, a secret, a letter, its redacted copy, the request, a manager's word on the call.
func asking(t testing.TB) *records {
	t.Helper()
	r := recorded(t)
	r.add("asha", "profile", tobi, "")
	call := r.add("asha", "note", "headline: A call\n",
		"Mrs O'Dell heard shouting. Tobi was with Dana and Ann Lind.\n")
	r.add("asha", "note", "confidentiality: told on a condition\n", "Bogdan saw it all.\n")
	letter := r.add("asha", "attachment", aFile, "")
	r.add("asha", "attachment", aFile+"links: {replaces: "+string(letter.ID)+"}\n", "")
	r.add("asha", "access-request", asked, "")
	r.endorse("mina", "line", "endorsed", call)
	return r
}

// weighed are decisions on everybody who is named in asking.
func weighed(more ...disclose.Decision) []disclose.Decision {
	return append([]disclose.Decision{{Name: "Dana Adeyemi", Do: disclose.DoKeep},
		{Name: "Ann Lind", Do: disclose.DoKeep},
		{Name: "Margaret O'Dell", Do: disclose.DoRemove, Exemption: disclose.ThirdParty}}, more...)
}

// files opens attached files that a test made up, by the IDs of their entries.
func files(t testing.TB, of map[record.ID]string) func(record.ID) (*plain.File, error) {
	return func(id record.ID) (*plain.File, error) {
		data, ok := of[id]
		if !ok {
			return nil, errNoFile
		}
		return storytest.Attached(t, data), nil
	}
}

var errNoFile = errors.New("no such file")

// maker returns the copy maker of the only open request, as the record stands an hour after it
// began. The redacted letter can be opened.
func (r *records) maker(decided ...disclose.Decision) CopyMaker {
	r.t.Helper()
	c := r.fold()
	request, err := OpenRequest(c, "")
	if err != nil {
		r.t.Fatal(err)
	}
	return CopyMaker{Case: c, Request: request, Docket: r.docket(), Items: r.items, Kinds: r.kinds,
		Agency: r.agency(), Decided: decided, AsAt: began.Add(time.Hour),
		Open: files(r.t, map[record.ID]string{ids[4]: "Dear all"})}
}

func TestCopy(t *testing.T) {
	pack, log, err := asking(t).maker(weighed()...).Copy()
	if err != nil {
		t.Fatal(err)
	}
	const letter = "attachments/4W8P6T2H-letter.txt"
	want := []string{"README.md", "SHA256SUMS", letter, "chronology.html", "chronology.md",
		"entries.html", "entries.md"}
	if got := slices.Sorted(maps.Keys(pack)); !slices.Equal(got, want) {
		t.Errorf("the copy has %q", got)
	}
	if got := string(pack[letter]); got != "Dear all" {
		t.Errorf("the letter is %q", got)
	}
	for name, data := range pack {
		for _, never := range []string{"Dell", "Bogdan", "condition", "abab", "nonce"} {
			if bytes.Contains(data, []byte(never)) {
				t.Errorf("%s says %s", name, never)
			}
		}
	}
	for _, has := range []string{"Dana", "Ann Lind", "Asha Rao", "Mina Hall", "▇▇▇ (third party)"} {
		if !bytes.Contains(pack["entries.html"], []byte(has)) {
			t.Errorf("the entries lack %q", has)
		}
	}
	for _, has := range []string{"K3F9-27QM about Tobi Adeyemi",
		"that Tobi Adeyemi made, which came on 2026-03-03", "as it stood at 2026-03-06T18:40:00Z",
		"the same for everybody", "Information Commissioner"} {
		if !bytes.Contains(pack[ReadmeFile], []byte(has)) {
			t.Errorf("the page lacks %q", has)
		}
	}
	if bytes.Contains(pack[ReadmeFile], []byte("could not be opened")) {
		t.Error("the page says that texts could not be opened")
	}
	used := []string{disclose.ExpressedWish, disclose.ThirdParty}
	if got := log.Exemptions(); !slices.Equal(got, used) {
		t.Errorf("the log has %v", got)
	}
	stays := func(i disclose.LogItem) bool {
		return OfFile(i) && i.Entry.Entry == ids[3] && i.What == "a letter"+fileReplaced
	}
	if !slices.ContainsFunc(log, stays) {
		t.Errorf("the log does not say that the letter stays: %+v", log)
	}
}

// The same record gives the same bytes: by them a folder is known again.
func TestCopyAgain(t *testing.T) {
	m := asking(t).maker(weighed()...)
	one, _, err := m.Copy()
	two, _, again := m.Copy()
	if err != nil || again != nil || Sum(one) != Sum(two) || !maps.EqualFunc(one, two,
		bytes.Equal) {
		t.Errorf("%v, %v: two copies differ", err, again)
	}
}

// TestNoCopy: a copy fails closed, and says where.
func TestNoCopy(t *testing.T) {
	r := asking(t)
	for _, c := range []struct {
		about string
		edit  func(*CopyMaker)
		want  error
		says  string
	}{
		{"nobody decided", func(m *CopyMaker) { m.Decided = nil }, disclose.ErrUndecided,
			"open: Ann Lind, Dana Adeyemi, Margaret O'Dell."},
		{"about one alone", func(m *CopyMaker) { m.Decided = weighed()[:1] }, disclose.ErrUndecided,
			"open: Ann Lind, Margaret O'Dell."},
		{"the request is withheld", func(m *CopyMaker) {
			m.Decided = weighed(disclose.Decision{Entry: ids[5], Do: disclose.DoWithhold,
				Exemption: disclose.ThirdParty})
		}, ErrNotInCopy, "or was recorded after 2026-03-06T18:40:00Z"},
		{"the request came later", func(m *CopyMaker) { m.AsAt = began.Add(4 * time.Minute) },
			ErrNotInCopy,
			"after 2026-03-06T17:44:00Z"},
		{"a file does not open", func(m *CopyMaker) { m.Open = files(r.t, nil) }, errNoFile,
			"no such file"},
		{"a file names her", func(m *CopyMaker) {
			m.Open = files(r.t, map[record.ID]string{ids[4]: "Yours, M. O'Dell"})
		}, ErrLeak, "attachments/4W8P6T2H-letter.txt line 1"},
	} {
		m := r.maker(weighed()...)
		c.edit(&m)
		pack, log, err := m.Copy()
		if !errors.Is(err, c.want) || pack != nil {
			t.Errorf("%s: %d files, %v", c.about, len(pack), err)
			continue
		}
		text := err.Error()
		var open *disclose.Undecided
		if errors.As(err, &open) {
			var names []string
			for _, o := range open.Questions {
				names = append(names, o.Name)
			}
			slices.Sort(names)
			text = "open: " + strings.Join(names, ", ") + "."
		}
		if !strings.Contains(text, c.says) {
			t.Errorf("%s: %s", c.about, text)
		}
		if len(log) == 0 {
			t.Errorf("%s: nothing is said of what would be left out", c.about)
		}
	}
}

// TestCopyAsAt: what reached the record after the instant is neither in the copy
// nor looked at.
func TestCopyAsAt(t *testing.T) {
	r := asking(t)
	m := r.maker(weighed()...)
	m.AsAt = began.Add(6 * time.Minute)
	then, _, err := m.Copy()
	if err != nil {
		t.Fatal(err)
	}
	r.add("asha", "note", "", "Mr Teasdale came.\n") // about whom nobody decided
	m.Items = r.items
	m.Items[7].Committed = m.AsAt.Add(time.Second)
	later, _, err := m.Copy()
	if err != nil || Sum(then) != Sum(later) {
		t.Errorf("%v: an entry that came later changes the copy", err)
	}
	m.AsAt = m.AsAt.Add(time.Second)
	if _, _, err := m.Copy(); !errors.Is(err, disclose.ErrUndecided) {
		t.Errorf("the entry is there, and nobody was asked about: %v", err)
	}
}

// TestCopyLater: the texts are those of the copy's time. The people to protect are those of the
// record now.
func TestCopyLater(t *testing.T) {
	for _, c := range []struct {
		about, kind, front, body string
		err                      error // nil: there is a copy
		same                     bool  // and it is the one that was made before
	}{
		{"a call that says nothing new", "note", "headline: Another call\n", "Tobi rang.\n", nil,
			true},
		{"she asked not to be named", "concern",
			"anonymous: yes\nabout: Tobi\nsources: [{who: Bea Tarn}]\n", "", nil, false},
		{"a text that the copy shows is amended", "note", "headline: A call\nlinks: {amends: " +
			string(ids[1]) + "}\n",
			"Tobi rang.\n", ErrChanged, false},
		{"a text that it does not show is amended", "note", "confidentiality: x\nlinks: {amends: " +
			string(ids[2]) + "}\n",
			"Bogdan saw it.\n", nil, true},
		{"a text that it shows is given in confidence since", "note",
			"confidentiality: x\nlinks: {amends: " + string(ids[1]) + "}\n", "Tobi rang.\n", nil,
			false},
	} {
		r := asking(t)
		r.add("asha", "note", "", "Bea Tarn waved.\n")
		d := disclose.Decision{Name: "Bea Tarn", Do: disclose.DoKeep}
		m := r.maker(weighed(d)...)
		m.AsAt = began.Add(8 * time.Minute)
		then, _, err := m.Copy()
		if err != nil {
			t.Fatal(err)
		}
		it := r.add("asha", c.kind, c.front, c.body)
		m.Items = r.items
		m.Items[8].Committed = m.AsAt.Add(time.Second)
		pack, _, err := m.Copy()
		if !errors.Is(err, c.err) || c.err == nil && (Sum(pack) == Sum(then)) != c.same {
			t.Errorf("%s (%s): %v, the same copy: %t", c.about, it.Ref(), err,
				err == nil && Sum(pack) == Sum(then))
		}
	}
}

// TestCopyOfUnread: what can't be opened, and what the rules refuse, is counted.
func TestCopyOfUnread(t *testing.T) {
	r := asking(t)
	m := r.maker(weighed()...)
	refused := r.items[1]
	refused.Fault = "signed by nobody"
	m.Items = append(slices.Clone(r.items[:1]),
		append(r.items[2:], refused, cases.Item{Committed: began})...)
	pack, _, err := m.Copy()
	const told = "2 texts of the record could not be opened"
	if err != nil || !strings.Contains(string(pack[ReadmeFile]), told) {
		t.Errorf("%v\n%s", err, pack[ReadmeFile])
	}
	if bytes.Contains(pack["entries.md"], []byte("shouting")) {
		t.Error("a refused entry is in the copy")
	}
}

// TestWithheldMember: somebody of the agency whose name must go stands nowhere,
// though the program writes who recorded an entry.
func TestWithheldMember(t *testing.T) {
	m := asking(t).maker(weighed(disclose.Decision{
		Name: "Mina Hall", Do: disclose.DoRemove, Exemption: disclose.SeriousHarm})...)
	pack, _, err := m.Copy()
	if err != nil {
		t.Fatal(err)
	}
	text := string(pack["entries.html"])
	if strings.Contains(text, "Hall") || !strings.Contains(text, "▇▇▇ (withheld)") {
		t.Error("Mina Hall is still named")
	}
}

func TestAuthority(t *testing.T) {
	const other = "supervises data protection"
	for place, want := range map[string]string{"England": "ico.org.uk",
		"northern_ireland": "ico.org.uk", "ireland": other, "": other} {
		if got := authority(place); !strings.Contains(got, want) {
			t.Errorf("%s: %s", place, got)
		}
	}
}

func TestUnusedNames(t *testing.T) {
	slip := disclose.Decision{Name: "Merrit Smythe-Oddie", Do: disclose.DoRemove}
	m := asking(t).maker(weighed(slip, disclose.Decision{Name: "Femi", Do: disclose.DoKeep})...)
	if made, err := m.Make(); err != nil || !slices.Equal(made.Unused,
		[]string{"Merrit Smythe-Oddie"}) {
		t.Errorf("%v: unused are %q", err, made.Unused)
	}
}

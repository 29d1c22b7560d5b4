package ledger

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

const indexed record.ID = "K3F927QM"

// taught returns the facts that one commit of asha's teaches: an entry, the endorsement of an
// earlier one, and a wrapped key.
func taught(n string) []verify.Learned {
	commit, at := strings.Repeat(n, 40), time.Unix(1_772_000_000, 0).UTC()
	entry := record.ID("7K2M000" + n)
	return []verify.Learned{{Case: indexed,
		Entries: []verify.EntryFact{
			{ID: entry, File: "20260306T174012Z-" + string(entry) + ".md.age",
				Blob:   strings.Repeat("b", 40),
				SHA256: strings.Repeat("c", 64), Author: "asha", Signer: "mina", Adds: true,
				Triage: team.Triagers{As: "lead", Leads: []string{"mina", "omar"}},
				Op:     "add", Commit: commit, Committed: at, Arrived: at}},
		Endorsements: []verify.EndorseFact{
			{Entry: entry, Target: "7K2M0000", SHA256: strings.Repeat("d", 64), Level: "line",
				Verdict: "endorsed", Member: "asha", Commit: commit, Committed: at, Arrived: at}},
		Keys: []verify.KeyFact{
			{Blob: strings.Repeat("e", 40), Recipient: strings.Repeat("f", 64), Epoch: 2,
				Commit: commit}},
		Releases: []verify.ReleaseFact{
			{Entry: entry, Hold: "7K2M0000", Senior: n == "1", Commit: commit}},
		Dated: []verify.DateFact{
			{Until: record.Date{Year: 2040 + int(n[0]), Month: 12, Day: 31}, Commit: commit}},
	}}
}

func facts(list ...[]verify.Learned) *verify.CaseFacts {
	f := verify.NewCaseFacts()
	for _, l := range list {
		f.Add(l[0])
	}
	return f
}

var testMark = Mark("a mark of 32 bytes for all tests")

// anIndex returns an index in a folder of its own.
func anIndex(t *testing.T) *index {
	t.Helper()
	return openIndex(t.TempDir(), testMark)
}

// again returns the index as the next process reads it.
func (x *index) again(place int) *index {
	return &index{files: &indexFiles{dir: x.files.dir, mark: x.files.mark, trust: x.files.trust},
		at: place}
}

func TestIndexRoundTrip(t *testing.T) {
	x := anIndex(t)
	if f, err := x.facts(indexed); f != nil || err != nil {
		t.Errorf("an index that is not there says %v, %v", f, err)
	}
	if err := x.extend(4, [][]verify.Learned{taught("1"), nil, taught("2")},
		strings.Repeat("2", 40)); err != nil {
		t.Fatal(err)
	}
	if got, err := x.facts(indexed); err != nil ||
		!reflect.DeepEqual(got, facts(taught("1"), taught("2"))) {
		t.Errorf("got %+v, %v", got, err)
	}
	if tip, place := x.again(0).tip(); tip != strings.Repeat("2", 40) || place != 7 || x.at != 7 {
		t.Errorf("tip %s, place %d, stands at %d", tip, place, x.at)
	}
	x.at = 6
	if got, err := x.facts(indexed); err != nil || !reflect.DeepEqual(got, facts(taught("1"))) {
		t.Errorf("from before: got %+v, %v", got, err)
	}
}

// A commit dated before its parent limits the arrival of earlier facts, in all shards, and not of
// later ones. A ledger at an earlier place knows nothing of it.
func TestIndexSetBack(t *testing.T) {
	x := anIndex(t)
	at := time.Unix(1_772_000_000, 0).UTC()
	back := &verify.SetBack{Commit: strings.Repeat("2", 40), Signer: "asha", From: at,
		To: at.Add(-time.Hour)}
	err := x.extend(0, [][]verify.Learned{taught("1"), {{SetBack: back}}, taught("3")},
		strings.Repeat("3", 40))
	if err != nil {
		t.Fatal(err)
	}
	arrived := func() string {
		f, err := x.facts(indexed)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, id := range []record.ID{"7K2M0001", "7K2M0003"} {
			if e, ok := f.Entries[id]; ok {
				out = append(out, e.Arrived.Sub(at).String())
			}
		}
		for _, e := range f.Endorsements {
			out = append(out, e.Arrived.Sub(at).String())
		}
		return strings.Join(out, " ")
	}
	if got := arrived(); got != "-1h0m0s 0s -1h0m0s 0s" {
		t.Errorf("after all: %s", got)
	}
	if x.at = 1; arrived() != "0s 0s" {
		t.Errorf("before the clock was set back: %s", arrived())
	}
	x.at = 3
	if err := x.files.cut(1); err != nil {
		t.Fatal(err)
	}
	if got := arrived(); got != "0s 0s" {
		t.Errorf("after the line was taken out: %s", got)
	}
}

// history returns the facts that the commits of a line taught, and a function that opens an index
// of them. The next process would build that index again from the same commits.
func history(t *testing.T, places int) (learned [][]verify.Learned, open func() *index) {
	t.Helper()
	for n := range places {
		learned = append(learned, taught(strconv.Itoa(n%9+1)))
	}
	at := time.Unix(1_772_000_000, 0).UTC()
	learned[places/2] = []verify.Learned{{SetBack: &verify.SetBack{Commit: strings.Repeat("b", 40),
		Signer: "asha", From: at, To: at.Add(-time.Hour)}}}
	tip := strings.Repeat("7", 40)
	x := anIndex(t)
	if err := x.extend(0, learned, tip); err != nil {
		t.Fatal(err)
	}
	return learned, func() *index {
		y := x.again(places)
		y.files.anew = func(tip string) error {
			return (&index{files: y.files}).extend(0, learned, tip)
		}
		y.files.load()
		return y
	}
}

// A changed file of the index is made again, and the index answers as before.
func TestIndexDamaged(t *testing.T) {
	const places = 12
	learned, open := history(t, places)
	want, err := open().facts(indexed)
	if err != nil || len(want.Entries) < 8 {
		t.Fatalf("%+v, %v", want, err)
	}
	files, err := filepath.Glob(filepath.Join(open().files.dir, "*"))
	if err != nil || len(files) < 4 {
		t.Fatalf("%v, %v", files, err)
	}
	blob := learned[0][0].Entries[0].Blob
	for _, path := range files {
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for name, data := range damaged(whole) {
			lay(t, path, name, data)
			x := open()
			if x.files.now.tip == "" { // the whole of it is judged again from the beginning
				if err := x.extend(0, learned, strings.Repeat("7", 40)); err != nil {
					t.Fatal(err)
				}
			}
			got, err := x.facts(indexed)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s %s: %+v, %v", filepath.Base(path), name, got, err)
			}
			if p, ok, err := x.sealedBy(blob); err != nil || !ok || p.id != indexed {
				t.Errorf("%s %s: the sealed file is of %+v, %v, %v", filepath.Base(path), name, p,
					ok, err)
			}
			if all, err := x.clockSetBacks(); err != nil || len(all) != 1 {
				t.Errorf("%s %s: clocks %v, %v", filepath.Base(path), name, all, err)
			}
			learnedAgain, _ := history(t, places)
			if err := x.extend(places, learnedAgain[:1], strings.Repeat("8", 40)); err != nil {
				t.Errorf("%s %s: going on: %v", filepath.Base(path), name, err)
			}
			restore(t, open().files.dir, learned)
		}
	}
}

// lay puts at a path what damage may leave there. Reading a pipe would block.
func lay(t *testing.T, path, name string, data []byte) {
	t.Helper()
	err := os.Remove(path)
	switch {
	case name == "gone":
	case name == "a pipe" && err == nil:
		err = syscall.Mkfifo(path, 0o600)
	case err == nil:
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// restore writes the index as it was.
func restore(t *testing.T, dir string, learned [][]verify.Learned) {
	t.Helper()
	x := &index{files: &indexFiles{dir: dir, mark: testMark}}
	x.files.forget()
	if err := x.extend(0, learned, strings.Repeat("7", 40)); err != nil {
		t.Fatal(err)
	}
}

// damaged returns a file with lines lost, doubled, moved or changed, and with a few bits turned.
func damaged(whole []byte) map[string][]byte {
	out := map[string][]byte{"gone": nil, "a pipe": nil, "emptied": {}}
	lines := bytes.SplitAfter(whole, []byte("\n"))
	for i := range lines {
		without := slices.Concat(lines[:i:i], lines[i+1:])
		out[fmt.Sprintf("without line %d", i)] = bytes.Join(without, nil)
		out[fmt.Sprintf("line %d twice", i)] =
			bytes.Join(slices.Insert(slices.Clone(lines), i, lines[i]), nil)
		out[fmt.Sprintf("line %d first", i)] = bytes.Join(append([][]byte{lines[i]}, without...),
			nil)
		out[fmt.Sprintf("up to line %d", i)] = bytes.Join(lines[:i], nil)
	}
	for at := 0; at < len(whole); at += 97 {
		turned := slices.Clone(whole)
		turned[at] ^= 1 << (at % 8)
		out[fmt.Sprintf("bit of byte %d", at)] = turned
	}
	return out
}

// An index is ignored if another account wrote it, if it was judged by another introduction, or if
// it has no mark or a forged one.
func TestIndexOfAnother(t *testing.T) {
	_, open := history(t, 3)
	x := open()
	path := filepath.Join(x.files.dir, "tip")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other := Mark("another mark of 32 bytes, not his")
	for name, k := range map[string]*indexFiles{
		"another account":      {dir: x.files.dir, mark: other},
		"no account":           {dir: x.files.dir},
		"another introduction": {dir: x.files.dir, mark: testMark, trust: strings.Repeat("9", 40)},
	} {
		if tip, place := (&index{files: k}).tip(); tip != "" || place != 0 {
			t.Errorf("%s: the index ends with %s at %d", name, tip, place)
		}
	}
	for name, forged := range map[string]string{
		"another tip": strings.Replace(string(text), strings.Repeat("7", 40),
			strings.Repeat("8", 40), 1),
		"no mark": string(text[:bytes.LastIndex(text, []byte("mark "))]),
		"another mark": string(text[:bytes.LastIndex(text, []byte("mark "))]) + "mark " +
			other.of("index", "") + "\n",
		"more after": string(text) + "x\n",
	} {
		if err := os.WriteFile(path, []byte(forged), 0o600); err != nil {
			t.Fatal(err)
		}
		if tip, _ := x.again(3).tip(); tip != "" {
			t.Errorf("%s: the index ends with %s", name, tip)
		}
	}
}

// If nothing can be written, everything stays in memory, and no file is left.
func TestIndexInMemory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, k := range map[string]*indexFiles{
		"no mark":      {},
		"below a file": {dir: filepath.Join(file, "index"), mark: testMark},
	} {
		x := &index{files: k}
		for place, n := range []string{"1", "2"} {
			if err := x.extend(place, [][]verify.Learned{taught(n)},
				strings.Repeat(n, 40)); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := x.facts(indexed); err != nil ||
			!reflect.DeepEqual(got, facts(taught("1"), taught("2"))) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if tip, place := x.tip(); tip != strings.Repeat("2", 40) || place != 2 {
			t.Errorf("%s: ends with %s at %d", name, tip, place)
		}
		if err := x.files.cut(1); err != nil {
			t.Fatal(err)
		}
		if got, err := x.facts(indexed); err != nil || !reflect.DeepEqual(got, facts(taught("1"))) {
			t.Errorf("%s: cut: %+v, %v", name, got, err)
		}
	}
}

// Two processes that judge the same commits write the same, in any order.
func TestIndexOfTwo(t *testing.T) {
	learned, open := history(t, 6)
	x := open()
	x.files.forget()
	first, second := x.again(0), x.again(0)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(first.extend(0, learned[:2], strings.Repeat("2", 40)))
	must(second.extend(0, learned[:4], strings.Repeat("4", 40)))
	must(first.extend(2, learned[2:], strings.Repeat("7", 40)))
	must(second.extend(4, learned[4:5], strings.Repeat("5", 40)))
	for name, x := range map[string]*index{"one": first, "the other": second.upTo(5),
		"the next": x.again(5)} {
		tip, place := x.tip()
		if tip != strings.Repeat("5", 40) || place != 5 {
			t.Errorf("%s: %s at %d", name, tip, place)
		}
		if got, err := x.upTo(5).facts(indexed); err != nil || len(got.Entries) != 4 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func dated(f *verify.CaseFacts) int {
	if f.Until.IsZero() {
		return 0
	}
	return 1
}

func FuzzIndexLine(f *testing.F) {
	f.Add("7 K K3F927QM b f " + strings.Repeat("1", 40))
	f.Add("7 E K3F927QM 7K2M0001 x b c asha add 1 " + strings.Repeat("1", 40))
	f.Add("7 L K3F927QM 7K2M0001 7K2M0002 true " + strings.Repeat("1", 40))
	f.Add("7 D K3F927QM 2041-12-31 " + strings.Repeat("1", 40))
	f.Add("\n")
	f.Fuzz(func(t *testing.T, text string) {
		l, ok := parseLine(text)
		if !ok {
			return
		}
		out := map[record.ID]*verify.CaseFacts{}
		l.teach(out)
		if f := out[l.id]; len(out) != 1 ||
			len(f.Entries)+len(f.Endorsements)+len(f.Keys)+len(f.Releases)+dated(f) > 1 {
			t.Errorf("%q taught %+v", text, out)
		}
	})
}

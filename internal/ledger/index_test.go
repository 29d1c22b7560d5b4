package ledger

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

const indexed record.ID = "K3F927QM"

// taught is what one commit of asha's teaches: an entry, the endorsement of an
// earlier one, and a wrapped key.
func taught(n string) []verify.Learned {
	commit, at := strings.Repeat(n, 40), time.Unix(1_772_000_000, 0).UTC()
	entry := record.ID("7K2M000" + n)
	return []verify.Learned{{Case: indexed,
		Entries: []verify.EntryFact{{ID: entry, File: "20260306T174012Z-" + string(entry) + ".md.age", Blob: strings.Repeat("b", 40),
			SHA256: strings.Repeat("c", 64), Author: "asha", Signer: "mina", Adds: true,
			Triage: team.Triagers{As: "lead", Leads: []string{"mina", "omar"}},
			Op:     "add", Commit: commit, Committed: at, Arrived: at}},
		Endorsements: []verify.EndorseFact{{Entry: entry, Target: "7K2M0000", SHA256: strings.Repeat("d", 64), Level: "line",
			Verdict: "endorsed", Member: "asha", Commit: commit, Committed: at, Arrived: at}},
		Keys:     []verify.KeyFact{{Blob: strings.Repeat("e", 40), Recipient: strings.Repeat("f", 64), Epoch: 2, Commit: commit}},
		Releases: []verify.ReleaseFact{{Entry: entry, Hold: "7K2M0000", Senior: n == "1", Commit: commit}},
		Dated:    []verify.DateFact{{Until: record.Date{Year: 2040 + int(n[0]), Month: 12, Day: 31}, Commit: commit}},
	}}
}

func facts(list ...[]verify.Learned) *verify.CaseFacts {
	f := verify.NewCaseFacts()
	for _, l := range list {
		f.Add(l[0])
	}
	return f
}

func TestIndexRoundTrip(t *testing.T) {
	x := &index{dir: filepath.Join(t.TempDir(), "index")}
	if f, err := x.facts(indexed); f != nil || err != nil {
		t.Errorf("an index that is not there says %v, %v", f, err)
	}
	if err := x.extend(4, [][]verify.Learned{taught("1"), nil, taught("2")}, strings.Repeat("2", 40)); err != nil {
		t.Fatal(err)
	}
	if got, err := x.facts(indexed); err != nil || !reflect.DeepEqual(got, facts(taught("1"), taught("2"))) {
		t.Errorf("got %+v, %v", got, err)
	}
	if tip, place, err := x.tip(); tip != strings.Repeat("2", 40) || place != 7 || x.at != 7 || err != nil {
		t.Errorf("tip %s, place %d, stands at %d, %v", tip, place, x.at, err)
	}
	x.at = 6
	if got, err := x.facts(indexed); err != nil || !reflect.DeepEqual(got, facts(taught("1"))) {
		t.Errorf("from before: got %+v, %v", got, err)
	}
}

// A commit that is dated before its parent lets what came before it have arrived by then,
// in whichever shard, and nothing that came after it. A book that stands earlier knows
// nothing of it.
func TestIndexSetBack(t *testing.T) {
	x := &index{dir: filepath.Join(t.TempDir(), "index")}
	at := time.Unix(1_772_000_000, 0).UTC()
	back := &verify.SetBack{Commit: strings.Repeat("2", 40), Signer: "asha", From: at, To: at.Add(-time.Hour)}
	err := x.extend(0, [][]verify.Learned{taught("1"), {{SetBack: back}}, taught("3")}, strings.Repeat("3", 40))
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
	if err := x.truncate(1); err != nil {
		t.Fatal(err)
	}
	if got := arrived(); got != "0s 0s" {
		t.Errorf("after the line was taken out: %s", got)
	}
}

// An index that lost or changed a line of the clocks is as good as none: nothing else would
// tell that texts now arrive later than they did.
func TestIndexClocksDamaged(t *testing.T) {
	at := time.Unix(1_772_000_000, 0).UTC()
	back := func(n string) []verify.Learned {
		return []verify.Learned{{SetBack: &verify.SetBack{Commit: strings.Repeat(n, 40), Signer: "asha", From: at, To: at.Add(-time.Hour)}}}
	}
	for name, damage := range map[string]func(string) string{
		"":          func(s string) string { return s },
		"twice":     func(s string) string { return s + s },
		"half more": func(s string) string { return s + "9 1772" },
		"gone":      func(string) string { return "" },
		"truncated": func(s string) string { return s[:len(s)/2] },
		"later":     func(s string) string { return strings.Replace(s, "1771996400", "1799999999", 1) },
		"another":   func(s string) string { return s + "1 1 1772000000 asha " + strings.Repeat("8", 40) + "\n" },
	} {
		x := &index{dir: filepath.Join(t.TempDir(), "index")}
		for place, n := range []string{"1", "2"} {
			if err := x.extend(place, [][]verify.Learned{back(n)}, strings.Repeat(n, 40)); err != nil {
				t.Fatal(err)
			}
		}
		path := filepath.Join(x.dir, clocksFile)
		data, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(path, []byte(damage(string(data))), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		whole := name == "" || name == "twice" || name == "half more"
		if tip, _, err := x.tip(); err != nil || (tip != "") != whole {
			t.Errorf("%s: tip %q, %v", name, tip, err)
		}
	}
}

// Lines may come twice and out of order, when processes race.
func TestIndexOrder(t *testing.T) {
	x := &index{dir: filepath.Join(t.TempDir(), "index")}
	for _, place := range []int{2, 1, 2, 1} {
		if err := x.extend(place-1, [][]verify.Learned{taught([]string{"", "1", "2"}[place])}, strings.Repeat("2", 40)); err != nil {
			t.Fatal(err)
		}
	}
	x.at = 2
	if got, err := x.facts(indexed); err != nil || !reflect.DeepEqual(got, facts(taught("1"), taught("2"))) {
		t.Errorf("got %+v, %v", got, err)
	}
}

// Wherever a write broke off, the whole lines written next count, and the
// broken one does not.
func TestIndexCutAnywhere(t *testing.T) {
	x := &index{dir: filepath.Join(t.TempDir(), "index")}
	want := facts(taught("1"))
	lines := [][]verify.Learned{taught("1")}
	if err := x.extend(0, lines, strings.Repeat("1", 40)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(x.dir, indexed.Shard())
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(whole) {
		if err := os.WriteFile(file, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		if err := x.extend(0, lines, strings.Repeat("1", 40)); err != nil {
			t.Fatal(err)
		}
		if got, err := x.facts(indexed); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("cut after %d bytes: got %+v, %v", n, got, err)
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

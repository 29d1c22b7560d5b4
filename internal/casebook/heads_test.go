package casebook

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/record"
)

// heads returns each docket without its keys, and the lost ones: by the note, or by the dockets
// themselves.
func (o *office) heads(noted bool) (said []string, lost []record.ID) {
	o.Helper()
	b := o.as("asha")
	each := b.EachDocketHere
	if noted {
		each = b.EachHead
	}
	lost, err := each(o.ctx, func(d *record.Docket) error {
		if noted && d.Keys != nil {
			o.Errorf("%s has keys", d.Case)
		}
		said = append(said, string(d.Head()))
		return nil
	})
	o.must(err)
	return said, lost
}

// sameHeads compares the two.
func (o *office) sameHeads(when string) {
	o.Helper()
	got, lost := o.heads(true)
	want, _ := o.heads(false)
	if !slices.Equal(got, want) || len(lost) > 0 {
		o.Errorf("%s:\n%s, %d lost\nwant\n%s", when, strings.Join(got, "\n"), len(lost),
			strings.Join(want, "\n"))
	}
}

// docketFile returns the path of a docket's object.
func (o *office) docketFile(id record.ID) string {
	o.Helper()
	blob := o.git("rev-parse", ledger.MainRef+":"+record.DocketPath(id))
	return filepath.Join(o.dir, "objects", blob[:2], blob[2:])
}

// The dockets of a shard that has not changed are not read again, and those of one that has are.
func TestHeads(t *testing.T) {
	o := newOffice(t)
	var ids []record.ID
	for range 3 {
		ids = append(ids, o.newCase())
	}
	slices.SortFunc(ids, func(a, b record.ID) int { return cmp.Compare(a, b) })
	o.sameHeads("the first time")
	for _, id := range ids { // by the note alone from here on
		o.must(os.Rename(o.docketFile(id), o.docketFile(id)+".away"))
	}
	said, lost := o.heads(true)
	if len(said) != 3 || len(lost) > 0 {
		t.Fatalf("read again: %q, lost %v", said, lost)
	}
	for i, id := range ids {
		if !strings.Contains(said[i], "\ncase: "+string(id)+"\n") {
			t.Errorf("place %d: %s, want %s", i, said[i], id)
		}
		o.must(os.Rename(o.docketFile(id)+".away", o.docketFile(id)))
	}
	o.close("asha", ids[1])
	o.sameHeads("after one was closed")
	said, _ = o.heads(true)
	if !strings.Contains(said[1], "\nstatus: closing\n") {
		t.Errorf("after it was closed: %s", said[1])
	}
}

// A docket that is lost is named each time, until it is back.
func TestHeadsLost(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	b := o.as("asha")
	var beside record.ID // in the same shard
	for !beside.Valid() {
		beside = id[:2] + must(b.NewCaseID(o.ctx))[2:]
	}
	must(b.OpenCase(o.ctx, OpenOrder{Case: beside, KeyWorker: "asha",
		Entries: []*Prepared{b.prepared(o, beside, "profile", profileText)}}))
	path := o.docketFile(id)
	o.must(os.Rename(path, path+".away"))
	for range 2 {
		if said, lost := o.heads(true); len(said) != 1 || !slices.Equal(lost, []record.ID{id}) {
			t.Errorf("%q, lost %v", said, lost)
		}
	}
	o.must(os.Rename(path+".away", path))
	o.sameHeads("once it is back")
}

// Whatever is wrong with the note, the dockets say what they say.
func TestHeadsDamaged(t *testing.T) {
	o := newOffice(t)
	for range 3 {
		o.newCase()
	}
	o.heads(true)
	note := o.indexFile("dockets")
	whole := string(must(os.ReadFile(note)))
	at := strings.LastIndex(whole, "mark ")
	ways := map[string]string{
		"empty": "", "cut": whole[:len(whole)/2], "without its mark": whole[:at],
		"another status":       strings.Replace(whole, "status: open", "status: closed", 1),
		"another form":         strings.Replace(whole, "dockets 1", "dockets 2", 1),
		"another's":            whole[:at] + "mark " + strings.Repeat("0", 64) + "\n",
		"a length beyond it":   strings.Replace(whole, " 1", " 9", 1),
		"twice":                whole + whole,
		"a line in the middle": strings.Replace(whole, "format: 1\n", "format: 1\n\n", 1),
	}
	for i := 0; i < len(whole); i += 37 {
		ways[fmt.Sprintf("a bit at %d", i)] = whole[:i] + string(rune(whole[i]^1)) + whole[i+1:]
	}
	for _, way := range slices.Sorted(maps.Keys(ways)) {
		o.must(os.WriteFile(note, []byte(ways[way]), 0o600))
		o.sameHeads(way)
		if got := string(must(os.ReadFile(note))); got != whole {
			t.Errorf("%s: the note is not as it was:\n%s", way, got)
		}
	}
	o.must(os.Remove(note))
	o.must(os.Mkdir(note, 0o700))
	o.sameHeads("a folder in its place")
}

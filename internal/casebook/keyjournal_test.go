package casebook

import (
	"os"
	"strings"
	"testing"
)

// A line is told from one that was cut short, and from one that a disk gave back otherwise.
func TestWrappedLines(t *testing.T) {
	k := journalLine{"FCM3KG9J", strings.Repeat("a1", 20), 12}
	line := strings.TrimSuffix(k.line(), "\n")
	for _, row := range []struct {
		line        string
		ok, damaged bool
	}{
		{line, true, false},
		{"", false, false},
		{line[:len(line)-9], false, false}, // cut off before the sum
		{line[:40], false, false},
		{strings.Repeat("\x00", len(line)), false, false},
		{strings.Replace(line, "FCM3", "FCM2", 1), false, true},
		{strings.Replace(line, " 12 ", " 13 ", 1), false, true},
		{line + " ", false, true},
	} {
		got, ok, damaged := parseJournalLine(row.line)
		if ok != row.ok || damaged != row.damaged || ok && got != k {
			t.Errorf("%q: %v, %v, %v", row.line, got, ok, damaged)
		}
	}
}

// A case is looked at again for the sake of a key that was not noted before, and of no other.
func TestOldestSince(t *testing.T) {
	a, b := journalLine{"FCM3KG9J", "a", 2}, journalLine{"FCM3KG9J", "b", 1}
	w := &keyJournal{keys: []journalLine{a, b, a, b}, places: []int64{0, 60, 120, 180}, end: 240}
	for place, want := range map[int64]int{0: 1, 60: 1, 120: 0, 240: 0, 999: 1} {
		if got := w.oldestSince(place)["FCM3KG9J"]; got != want {
			t.Errorf("from %d: epoch %d, want %d", place, got, want)
		}
	}
	w.keys, w.places = []journalLine{a}, []int64{60}
	if got := w.oldestSince(60)["FCM3KG9J"]; got != 2 {
		t.Errorf("noted since: %d", got)
	}
}

// Where the note of wrapped keys is damaged, nobody knows whether all keys went: a purge says so
// each time, and is owed.
func TestDamagedNoteOfWrappedKeys(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	b := o.as("vera")
	_, err := b.dispose(o.ctx, id)
	o.must(err)
	path := b.besideRefs(keyJournalFile)
	text := string(must(os.ReadFile(path)))
	flipped := strings.Replace(text, " 1 ", " 3 ", 1)
	if flipped == text {
		t.Fatalf("no line to damage: %q", text)
	}
	o.must(os.WriteFile(path, []byte(flipped), 0o600))
	for range 2 {
		p := must(o.as("vera").PurgeDue(o.ctx))
		if len(p.Left) != 1 || p.Left[0].Where != path {
			t.Fatalf("left: %+v", p.Left)
		}
	}
	o.must(os.WriteFile(path, []byte(text), 0o600))
	if p := must(o.as("vera").PurgeDue(o.ctx)); len(p.Left) > 0 {
		t.Errorf("left, once it is as it was: %+v", p.Left)
	}
}

package casebook

import (
	"os"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
)

// A recorded text is asked about for a day, and only if main has it. Then its line goes, and the
// key with the last line.
func TestRecentTexts(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	asked := func() (Recent, bool) {
		b := o.as("asha")
		return b.RecordedAlready(b.prepared(o, id, "note", noteText("First")))
	}
	if _, there := asked(); there {
		t.Error("asked about before it was recorded")
	}
	entry := o.note(o.as("asha"), id, "First")
	before, there := asked()
	if !there || before.Ref != (record.Ref{Case: id, Entry: entry}) {
		t.Errorf("%v, %v", before, there)
	}
	note := func() string {
		b := o.as("asha")
		data, err := os.ReadFile(b.recentFile("asha"))
		o.must(err)
		if strings.Contains(string(data), "First") {
			t.Error("the note has words")
		}
		return string(data)
	}
	old := note()
	// The line of a process that was killed before main moved does not count.
	o.must(os.WriteFile(o.as("asha").recentFile("asha"),
		[]byte(strings.ReplaceAll(old, "/"+string(entry), "/7K2M9ZZZ")), 0o600))
	if _, there := asked(); there {
		t.Error("asked about, and main does not have it")
	}
	o.must(os.WriteFile(o.as("asha").recentFile("asha"), []byte(old), 0o600))
	o.now = o.now.Add(SameTextAsked + time.Hour)
	if _, there := asked(); there {
		t.Error("asked about after a day")
	}
	o.note(o.as("asha"), id, "Second")
	key, lines, _ := strings.Cut(note(), "\n")
	if strings.HasPrefix(old, key) || strings.Count(lines, "\n") != 1 {
		t.Errorf("kept for more than a day:\n%s", lines)
	}
}

// After the destruction of a case, no line is left with which a guess of its words could be tested.
func TestRecentTextsAreDestroyed(t *testing.T) {
	o := newOffice(t)
	id := o.disposable()
	b := o.as("asha")
	p := b.prepared(o, id, "note", noteText("First"))
	o.must(b.changeRecent(o.ctx, team.Member{ID: "asha"}, func(list *recentTexts) {
		list.lines = append(list.lines,
			recentLine{Recent{record.Ref{Case: id, Entry: p.Entry.ID}, b.AuthorTime()}, "00"})
	}))
	b = o.as("vera")
	_, err := b.dispose(o.ctx, id)
	o.must(err)
	_, err = b.dropTextsOf(o.ctx, id)
	o.must(err)
	if data, err := os.ReadFile(b.recentFile("asha")); err == nil &&
		strings.Contains(string(data), string(id)) {
		t.Errorf("left behind:\n%s", data)
	}
}

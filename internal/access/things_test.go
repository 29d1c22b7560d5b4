package access

import (
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// TestThing: a file is named as a kind of thing, by what its entry says and by its type.
func TestThing(t *testing.T) {
	for _, c := range []struct{ what, headline, name, media, want string }{
		{"what Leila drew at school", "", "scan1.png", "image/png", "a drawing"},
		{"a drawing of the house", "", "x.pdf", "application/pdf", "a drawing"},
		{"", "The kitchen wall", "IMG_2041.jpg", "image/jpeg", "a photograph"},
		{"", "", "bruise photo.pdf", "application/pdf", "a photograph"},
		{"", "Letter of the GP", "gp.jpg", "image/jpeg", "a letter"},
		{"", "", "odell-letter.txt", "text/plain", "a letter"},
		{"", "", "a.eml", "message/rfc822", "a letter"},
		{"", "Voicemail", "v.mp3", "audio/mpeg", "a recording"},
		{"", "A drawing lesson", "lesson.mp4", "video/mp4", "a recording"},
		{"", "Minutes", "minutes.docx", "application/octet-stream", "a document"},
		{"", "", "", "", "a document"},
	} {
		e := &record.Entry{Headline: c.headline,
			Fields: map[string]any{"what": c.what, "name": c.name, "type": c.media}}
		if got := thing(e); got != c.want {
			t.Errorf("%q %q %q %s is %s", c.what, c.headline, c.name, c.media, got)
		}
	}
}

// TestUnnamed: the name of a file that does not go is no part of a copy's pages; the entry that
// was redacted keeps it.
func TestUnnamed(t *testing.T) {
	r := recorded(t)
	stays, goes := r.add("asha", "attachment", aFile, ""), r.add("asha", "attachment", aFile, "")
	note := r.add("asha", "note", "", "letter.txt\n")
	kept := stays
	e := *stays.Entry
	e.Fields = map[string]any{"name": "▇▇▇ (third party).txt"}
	kept.Entry = &e // the name of its file named somebody
	all := []cases.Item{stays, goes, note}
	got := unnamed([]cases.Item{kept, goes, note}, all, []record.ID{goes.ID})
	if name := got[0].Str("name"); name != "a letter, which is not part of the copy" {
		t.Errorf("the file that stays is called %q", name)
	}
	if got[1].Str("name") != "letter.txt" || stays.Str("name") != "letter.txt" ||
		got[2].Entry != note.Entry {
		t.Error("another name was changed")
	}
}

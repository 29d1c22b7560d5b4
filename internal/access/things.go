package access

import (
	"maps"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// thing returns the kind of an attached file, in words that tell nothing of its content: a drawing,
// a letter. It goes by the entry's words, and then by the file's type.
func thing(e *record.Entry) string {
	words := match.Folded(e.Str("what") + " " + e.Headline + " " + e.Str("name"))
	says := func(of ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(of, w) })
	}
	is := func(prefix string) bool { return strings.HasPrefix(e.Str("type"), prefix) }
	switch {
	case is("audio/"), is("video/"), says("recording", "voicemail", "video", "audio"):
		return "a recording"
	case says("drawing", "drawings", "drew", "drawn", "painting", "painted", "sketch"):
		return "a drawing"
	case says("letter", "letters", "email", "postcard"), is("message/"):
		return "a letter"
	case is("image/"), says("photo", "photos", "photograph", "photographs"):
		return "a photograph"
	}
	return "a document"
}

// unnamed gives copies of attachment entries whose file does not go the kind of thing that it
// is in the place of the file's name: by the entry as it was recorded, so that the page and
// the log call it the same, whatever was taken out of its words.
func unnamed(redacted, recorded []cases.Item, goes []record.ID) []cases.Item {
	out := slices.Clone(redacted)
	for i := range out {
		it := &out[i]
		if it.Kind != record.KindAttachment || slices.Contains(goes, it.ID) {
			continue
		}
		e := *it.Entry
		whole := it.Entry
		at := slices.IndexFunc(recorded, func(o cases.Item) bool {
			return o.ID == it.ID && readable(&o)
		})
		if at >= 0 {
			whole = recorded[at].Entry
		}
		e.Fields = maps.Clone(e.Fields)
		e.Fields["name"] = thing(whole) + ", which is not part of the copy"
		it.Entry = &e
	}
	return out
}

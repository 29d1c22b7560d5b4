package record

import "testing"

func TestWritten(t *testing.T) {
	for text, want := range map[string]bool{
		"":                       false,
		"\n \n":                  false,
		"Moved to Leeds":         true,
		"Yes.\nShe rang at ten":  true,
		"---\nkind: note\n---\n": true,
		"Too early.\n":           false, // as a list may have a name a line
		"K3F9-27QM\nP4W8-3HRT\n": false,
		"K3F9-27QM  open, key worker asha\nP4W8-3HRT  open, key worker ben\n": false,
		"K3F9/7K2M was read by her\n":                                         false,
		"name\tborn\topened\nTobi Ade\t2016\t\n":                              false,
		`{"schema": "casefile/list/1", "a": 1}`:                               false,
		"[1, 2, 3]":                                                           false,
		"<p>She rang at ten</p>":                                              false,
		"a b c\x00d e f":                                                      false,
		"asha,mina,ben\njudith,,\n":                                           false,
		"\n\nThe mother rang at ten.\n":                                       true,
	} {
		if got := Written([]byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

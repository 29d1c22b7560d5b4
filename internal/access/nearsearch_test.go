package access

import (
	"fmt"
	"strings"
	"testing"

	"casefile/internal/disclose"
	"casefile/internal/record"
)

// TestNearly: words that read nearly like a name that goes are asked about, with the words
// around them, until exactly they are kept, or removed.
func TestNearly(t *testing.T) {
	quill := disclose.Decision{Name: "Margaret Quill", Do: disclose.DoRemove,
		Exemption: disclose.ThirdParty}
	keep := func(words string) disclose.Decision {
		return disclose.Decision{Name: words,
			Do: disclose.DoKeep}
	}
	for _, c := range []struct {
		about, body, file string
		more              []disclose.Decision
		want              string // what is asked: the words, a slash, the places
	}{
		{"nothing of the sort", "Tobi scored. The entries of the chronology.\n", "Dear all", nil,
			""},
		{"a slip", "Tobi met the quil.\nquil waved.\n", "Dear all", nil, "quil/line 10 line 11"},
		{"another spelling", "he saw margaret kwill.\n", "Dear all", nil, "kwill/line 10"},
		{"what was decided to stay", "Tobi read a quil.\n", "Dear all",
			[]disclose.Decision{keep("quil")}, ""},
		{"what was decided to go", "Tobi met Quil.\n", "Dear all",
			[]disclose.Decision{{Name: "Quil", Do: disclose.DoRemove,
				Exemption: disclose.ThirdParty}}, ""},
		{"somebody else, who stays", "Dana met Quilla Bond.\n", "Dear all",
			[]disclose.Decision{keep("Quilla Bond")}, ""},
		{"in a file", "Tobi scored.\n", "Dear all\nyours M. Kwill", nil,
			"Kwill/attachments/R4D9B8Q1-letter.txt line 2"},
		{"a file that is no text", "Tobi scored.\n", "\xff Kwill", nil, ""},
	} {
		r := recorded(t)
		r.add("asha", "profile",
			"subject_type: child\nname: Tobi Adeyemi\ndate_of_birth: 2010-11-02\npeople:\n"+
				"  - {name: Dana Adeyemi, relation: mother}\n"+
				"  - {name: Margaret Quill, relation: neighbour}\n", "")
		r.add("asha", "note", "headline: A call\n", c.body)
		r.add("asha", "access-request", asked, "")
		r.add("asha", "attachment", aFile, "")
		m := r.maker(append([]disclose.Decision{keep("Dana Adeyemi"), quill,
			{Entry: ids[3], Do: disclose.DoKeep}}, c.more...)...)
		m.Open = files(r.t, map[record.ID]string{ids[3]: c.file})
		open, _, err := m.Questions()
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
			continue
		}
		var got []string
		for _, o := range open {
			var places []string
			for _, at := range o.Passages {
				places = append(places, strings.TrimSpace(fmt.Sprintf("%s line %d", at.Field,
					at.Line)))
			}
			got = append(got, o.Name+"/"+strings.Join(places, " "))
			if o.What != disclose.AskWords || !strings.Contains(o.Why, "Margaret Quill") {
				t.Errorf("%s: asked as %s: %s", c.about, o.What, o.Why)
			}
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: asked is %q", c.about, got)
		}
	}
}

// TestFieldAt: in which field of the front matter a place is.
func TestFieldAt(t *testing.T) {
	const text = "---\nid: X\nheadline: \"A: call\"\n---\n## Facts\nwho: she\n"
	for words, want := range map[string]string{"call": "headline", "X": "id", "Facts": "",
		"she": ""} {
		if got := fieldAt(text, strings.Index(text, words)); got != want {
			t.Errorf("%s is in %q", words, got)
		}
	}
}

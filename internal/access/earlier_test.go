package access

import (
	"strings"
	"testing"

	"casefile/internal/disclose"
	"casefile/internal/record"
)

// TestRemembered: what was decided for an earlier copy, and for this one, is told by name and
// by entry in whichever version; what no manager stood behind, and what one returned, is not.
func TestRemembered(t *testing.T) {
	r := recorded(t)
	note := r.add("asha", "note", "headline: A call\n", "")
	hers := strings.Replace(asked, "Tobi Adeyemi", "Dana Kerr", 1)
	first := r.add("asha", "access-request", hers, "")
	signed := r.decide("asha", first.ID, aboutHer)
	r.endorse("mina", "line", "endorsed", signed)
	entry := r.decide("asha", first.ID, "{entry: "+string(note.ID)+
		", do: withhold, exemption: serious_harm, reason: it would harm}")
	r.endorse("mina", "line", "endorsed", entry)
	r.decide("asha", first.ID, strings.Replace(aboutHer, "Mrs O'Dell", "Bogdan", 1))
	amended := r.add("asha", "note", "headline: A call\nlinks: {amends: "+string(note.ID)+"}\n", "")
	second := r.add("asha", "access-request", asked, "")
	r.decide("asha", second.ID, "{name: Kwame, do: keep, reason: he asks}")
	c := r.fold()
	of, err := OpenRequest(c, string(second.ID))
	if err != nil {
		t.Fatal(err)
	}
	before := DecidedBefore(c, of, r.agency())
	for _, o := range []struct {
		about string
		open  disclose.Question
		want  string // "" for nothing
	}{
		{"a name", disclose.Question{What: disclose.AskPerson, Name: "mrs o’dell"},
			"decided on 2026-03-06 for Dana Kerr: remove, third_party, r"},
		{"an entry, amended since", gateOf(amended.ID, false),
			"decided on 2026-03-06 for Dana Kerr: withhold, serious_harm, it would harm"},
		{"this request", disclose.Question{What: disclose.AskPerson, Name: "Kwame"},
			"decided on 2026-03-06 for this request, of what was recorded until then: keep, he " +
				"asks"},
		{"never endorsed", disclose.Question{What: disclose.AskPerson, Name: "Bogdan"}, ""},
		{"somebody else", disclose.Question{What: disclose.AskPerson, Name: "Mr O'Dell"}, ""},
		{"another entry", gateOf(first.ID, false), ""},
		{"an entry that is not there", gateOf(record.ID("Z9Z9Z9Z9"), false), ""},
	} {
		e, ok := Remembered(c, before, o.open)
		if got := e.String(); ok != (o.want != "") || ok && got != o.want {
			t.Errorf("%s: %v, %s", o.about, ok, got)
		}
	}
	open := []disclose.Question{{What: disclose.AskPerson, Name: "Mrs O'Dell"}}
	remember(open, c, of, r.agency())
	if !strings.Contains(open[0].Earlier, "for Dana Kerr: remove") {
		t.Errorf("it says %q", open[0].Earlier)
	}
}

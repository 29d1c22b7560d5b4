package duty

import (
	"strings"
	"testing"
)

// Whom somebody rings who could not send a concern, in the order in which they are tried.
func TestPeopleToRing(t *testing.T) {
	for _, tt := range []struct{ line, me, want string }{
		{"big | open", "asha", "lena"},
		{"big lena<owen | open", "asha", "owen"},
		// The only lead raises it: seniors who read the case triage it.
		{"big | open", "lena", "judith tom"},
		// They can't: who else reads it.
		{"big | open !judith !tom", "lena", "mina owen"},
		// No lead: seniors who read the case stand in.
		{"big -lena | open !tom", "asha", "judith"},
		// No lead, and no senior reads it: managers who do.
		{"big -lena | open !judith !tom", "asha", "mina owen"},
		// Nobody above reads it: any senior who is here.
		{"big -lena | open reads=asha,nia", "asha", "judith tom"},
		// All seniors are away: any of them.
		{"big -lena seniors-away | open reads=asha,nia", "asha", "judith tom"},
		// One person runs the agency, and it is her concern.
		{"solo | open", "judith", ""},
	} {
		r := parseRow(t, tt.line+" | - | | -/-")
		var got []string
		for _, m := range PeopleToRing(r.all[0].Docket, r.world, tt.me) {
			got = append(got, m.ID)
		}
		if ids := strings.Join(got, " "); ids != tt.want {
			t.Errorf("%s, %s rings %q, want %q", tt.line, tt.me, ids, tt.want)
		}
	}
}

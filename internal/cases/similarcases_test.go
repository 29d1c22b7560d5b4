package cases

import (
	"slices"
	"testing"

	"casefile/internal/record"
)

// alikeCase returns a case with a profile of that name.
func alikeCase(id record.ID, name string, status record.Status) *Case {
	profile := &record.Entry{Kind: record.KindProfile, Fields: map[string]any{"name": name}}
	return &Case{ID: id, Docket: &record.Docket{Case: id, Status: status},
		Subject: Subject{Name: name, Profile: &Item{Entry: profile}}}
}

// Neither the profile's own case nor a destroyed one is compared, and after the most that
// may be no other is.
func TestAlikeCases(t *testing.T) {
	all := []*Case{
		alikeCase("K3F927QM", "Tobi Adeyemi", record.Open),
		alikeCase("P4W827QM", "", record.Destroyed),
		alikeCase("Q5X827QM", "Tobi Adeyemi", record.Closed),
		alikeCase("R6Y827QM", "Remi Lowe", record.Open),
		alikeCase("S7Z827QM", "tobi adeyemi", record.Open),
	}
	for _, tt := range []struct {
		name    string
		most    int
		found   []record.ID
		read    []record.ID // the cases that must be opened for it
		stopped bool
	}{
		{"all", 9, []record.ID{"Q5X827QM", "S7Z827QM"},
			[]record.ID{"Q5X827QM", "R6Y827QM", "S7Z827QM"}, false},
		{"two at most", 2, []record.ID{"Q5X827QM"}, []record.ID{"Q5X827QM", "R6Y827QM"}, true},
		{"as many as there are", 3, []record.ID{"Q5X827QM", "S7Z827QM"},
			[]record.ID{"Q5X827QM", "R6Y827QM", "S7Z827QM"}, false},
		{"none at most", 0, nil, nil, true},
	} {
		a := SimilarCases{Profile: all[0].Subject.Profile.Entry, Own: "K3F927QM", Most: tt.most}
		var read []record.ID
		for _, c := range all {
			if a.Wants(c.Docket) {
				read = append(read, c.ID)
				a.Take(c.Docket, c.Subject.Name, c.knownAs())
			}
		}
		var found []record.ID
		for _, l := range a.Found {
			found = append(found, l.Case)
		}
		if !slices.Equal(found, tt.found) || !slices.Equal(read, tt.read) ||
			a.Stopped() != tt.stopped {
			t.Errorf("%s: found %v among %v, stopped %t", tt.name, found, read, a.Stopped())
		}
	}
	a := SimilarCases{Profile: all[0].Subject.Profile.Entry, Most: 9}
	a.Take(all[2].Docket, all[2].Subject.Name, all[2].knownAs())
	l := a.Found[0]
	if l.Name != "Tobi Adeyemi" || l.Status != record.Closed ||
		!slices.Equal(l.Common, []string{"the same name"}) {
		t.Errorf("%+v", l)
	}
}

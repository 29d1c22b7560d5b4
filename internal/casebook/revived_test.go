package casebook

import (
	"testing"

	"casefile/internal/record"
)

func TestHasRevived(t *testing.T) {
	some, none := map[string]string{"asha": "1"}, map[string]string{}
	type epochs = []map[string]string
	for _, c := range []struct {
		name        string
		there, here epochs
		want        bool
	}{
		{"both as they were", epochs{some}, epochs{some}, false},
		{"destroyed there, in use here", epochs{none}, epochs{some}, true},
		{"destroyed on both", epochs{none}, epochs{none}, false},
		{"destroyed here alone", epochs{some}, epochs{none}, false},
		{"an erasure there", epochs{none, some}, epochs{some}, true},
		{"the newest epoch there is not here yet", epochs{none, none}, epochs{none}, false},
		{"more epochs here, all in use", epochs{some}, epochs{some, some}, false},
		{"the second one alone", epochs{none, none}, epochs{none, some}, true},
		{"no epochs", nil, epochs{some}, false},
	} {
		there, here := docketWith(c.there), docketWith(c.here)
		if got := hasRevived(there, here); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func docketWith(list []map[string]string) *record.Docket {
	d := &record.Docket{}
	for _, e := range list {
		d.Keys = append(d.Keys, e)
	}
	return d
}

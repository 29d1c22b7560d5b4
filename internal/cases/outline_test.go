package cases

import (
	"encoding/json"
	"testing"
)

// A shield that was stored covers what it covered before, and in copies who reported besides.
func TestShieldCanBeStored(t *testing.T) {
	b := newBook(t)
	b.add("profile", "2026-02-02T09:00Z", fields{"subject_type": "child", "name": "Tobi Adeyemi",
		"date_of_birth": "2016-11-02", "address": "2 Mill Lane, Northby",
		"address_protected_from": []any{map[string]any{"from": "father", "basis": "court order"}},
		"people": []any{map[string]any{"name": "Ada Adeyemi", "relation": "aunt",
			"address": "7 Quay Street", "contact": "07700 900123", "address_protected": "yes"}}})
	b.add("concern", "2026-02-03T09:00Z", fields{"immediate_danger": "no", "anonymous": "yes",
		"raised_by": "Wendell Marsh",
		"sources":   []any{map[string]any{"who": "Wendell Marsh", "agency": "Quay School"}}})
	o := OutlineOf(b.fold())
	data, err := json.Marshal(o)
	var back Outline
	if err == nil {
		err = json.Unmarshal(data, &back)
	}
	if err != nil {
		t.Fatal(err)
	}
	if back.Shield == nil {
		t.Fatalf("there is no shield: %s", data)
	}
	covered := 0
	for _, text := range []string{"They live at 2 Mill Lane now.", "Mill Lane 2",
		"Ada is at 7 Quay Street, 07700 900123",
		"Wendell Marsh rang Quay School", "nothing of it"} {
		for copied, pair := range map[bool][2]*Shield{false: {o.Shield, back.Shield},
			true: {o.Shield.Copied(), back.Shield.Copied()}} {
			want, got := pair[0].Cover(text), pair[1].Cover(text)
			if got != want {
				t.Errorf("%q, copied %t: %q, want %q", text, copied, got, want)
			}
			if want != text {
				covered++
			}
		}
	}
	if covered < 3 {
		t.Errorf("%d texts were covered: this looks at too little", covered)
	}
}

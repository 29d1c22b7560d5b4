package record

import (
	"slices"
	"testing"
)

// Go code has some lists of a schema's words: they are the same as the schema's.
func TestListsAreTheSchemas(t *testing.T) {
	kind, _ := builtin(t).Kind(KindProfile)
	choices := func(path ...string) []string {
		fields, out := kind.Fields, []string(nil)
		for _, name := range path {
			i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == name })
			if i < 0 {
				t.Fatalf("a profile has no field %s of %v", name, path)
			}
			out, fields = fields[i].Choices, fields[i].Fields
		}
		return out
	}
	if got, want := AmendReasons(), choices("amend_reason"); !slices.Equal(got, want) {
		t.Errorf("reasons to amend are %v, in the schema %v", got, want)
	}
	if got, want := Relations(), choices("other_cases", "relation"); !slices.Equal(got, want) {
		t.Errorf("relations of cases are %v, in the schema %v", got, want)
	}
}

func TestStatuses(t *testing.T) {
	all := Statuses()
	want := []Status{"intake", "open", "closing", "closed", "transferred", "disposing", "destroyed"}
	if !slices.Equal(all, want) {
		t.Errorf("%v", all)
	}
	all[0] = "another"
	if !slices.Equal(Statuses(), want) {
		t.Error("whoever asks for the statuses can change them")
	}
}

func TestLists(t *testing.T) {
	for _, tt := range []struct {
		list    []string
		and, or string
	}{
		{nil, "", ""},
		{[]string{"error"}, "error", "error"},
		{[]string{"error", "addition"}, "error and addition", "error or addition"},
		{[]string{"a", "b", "c"}, "a, b and c", "a, b or c"},
	} {
		if got := Enumerated(tt.list); got != tt.and {
			t.Errorf("%q", got)
		}
		if got := Alternatives(tt.list); got != tt.or {
			t.Errorf("%q", got)
		}
	}
}

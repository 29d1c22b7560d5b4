package match

import (
	"slices"
	"testing"
)

func TestNamesSomebody(t *testing.T) {
	for phrase, want := range map[string]bool{
		"Margaret Quill": true,
		"mrs quill":      true, // behind a title
		"quill":          false,
		"a neighbour":    false,
		"Neighbour":      false,
		"The Head":       false,
		"Mr":             false,
		"01632 960733":   false,
		"王小明":            true, // a script without capitals
		"":               false,
	} {
		if got := NamesSomebody(phrase); got != want {
			t.Errorf("%q: %v", phrase, got)
		}
	}
}

// TestNameWithout: of a phrase stays what nobody knows yet.
func TestNameWithout(t *testing.T) {
	known := func(w Word) bool { return w.Stem() == "tobi" || w.Stem() == "adeyemi" }
	for phrase, want := range map[string]string{
		"Mrs Quill":                "Mrs Quill",
		"mrs quill":                "mrs quill",
		"Bea Quill and her son":    "Bea Quill",
		"Tobi's friend Bea":        "Bea",
		"Mrs Adeyemi":              "",
		"Mr Tobi Quill":            "Mr Tobi Quill", // behind a title the phrase stays whole
		"GP at NHS, CSC":           "",              // acronyms
		"June and Ms May":          "",              // months
		"a neighbour, unknown":     "",
		"Anne-Marie from Westmoor": "Anne Marie Westmoor",
	} {
		if got := NameWithout(phrase, known); got != want {
			t.Errorf("%q: got %q, want %q", phrase, got, want)
		}
	}
}

func TestTitled(t *testing.T) {
	const text = "Mrs Quill met dr Roe. Mr friend and the Head, Ms\nHall; Miss Mother, Nurse 王."
	want := []string{"Mrs Quill", "dr Roe", "Ms\nHall", "Nurse 王"}
	if got := Titled(text); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := Titled("Mr"); got != nil {
		t.Errorf("a title alone names %q", got)
	}
}

package match

import (
	"slices"
	"testing"
)

func TestAddressForms(t *testing.T) {
	for _, c := range []struct {
		about, address string
		want           []string
	}{
		{"all of it, its lines, its postcode", "12 Mill Lane, Westmoor M13 9PL",
			[]string{"12 mill lane westmoor m13 9pl", "m139pl", "12 mill lane", "westmoor m13 9pl",
				"m13 9pl"}},
		{"a postcode without a blank", "Flat 2, M139PL",
			[]string{"flat 2 m139pl", "m139pl", "flat 2"}},
		{"one word alone", "Millbank", []string{"millbank"}},
		{"a town alone is no address", "3 Sea Row, Westmoor",
			[]string{"3 sea row westmoor", "3 sea row"}},
		{"no postcode in it", "Room A1, 22BC House",
			[]string{"room a1 22bc house", "room a1", "22bc house"}},
		{"nothing", " , ", nil},
	} {
		if got := lines(AddressForms(c.address)); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.about, got, c.want)
		}
	}
}

// TestAddressIsFound in the ways in which people write it.
func TestAddressIsFound(t *testing.T) {
	f := NewFinder[string]()
	f.Seek("home", AddressForms("12 Mill Lane, Westmoor M13 9PL"))
	f.Seek("number", ReachForms("0161 496-0123"))
	f.Seek("mail", ReachForms("m.quill@post.example"))
	for _, c := range []struct{ text, want string }{
		{"at 12 mill lane", "12 mill lane=home"},
		{"at 12, Mill-Lane.", "12, Mill-Lane=home"},
		{"m139pl", "m139pl=home"},
		{"M13\u00a09PL", "M13\u00a09PL=home"},
		{"ring 01614960123", "01614960123=number"},
		{"ring 0161 4960123", ""}, // in other groups of digits
		{"ring 0161.496.0123", "0161.496.0123=number"},
		{"write to M.Quill@post.example", "M.Quill@post.example=mail"},
		{"14 Mill Lane", ""},
		{"Westmoor", ""},
	} {
		got := found(f, c.text)
		if c.want == "" && got != nil || c.want != "" && !slices.Equal(got, []string{c.want}) {
			t.Errorf("%q has %q, want %q", c.text, got, c.want)
		}
	}
}

func TestReachForms(t *testing.T) {
	for contact, want := range map[string][]string{
		"0161 496 0123":      {"0161 496 0123", "01614960123"},
		"bea@post.example":   {"bea post example", "beapostexample"},
		"12345":              nil, // too short
		"by letter, at home": nil, // neither a number nor an address
		"none":               nil,
		"":                   nil,
	} {
		if got := lines(ReachForms(contact)); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", contact, got, want)
		}
	}
}

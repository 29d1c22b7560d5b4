package match

import (
	"slices"
	"testing"
)

func TestAddressForms(t *testing.T) {
	for _, c := range []struct {
		about, address string
		want, town     []string
	}{
		{"its postcode, its street in all ways", "12 Mill Lane, Westmoor M13 9PL",
			[]string{"m13 9pl", "m 1 3 9 p l", "m i 3 9 p l", "m l 3 9 p l",
				"mill lane", "mill ln", "mill la", "12 mill"},
			[]string{"m13", "westmoor", "west moor"}},
		{"over lines", "12 Mill Lane\nWestmoor\nM13 9PL",
			[]string{"m13 9pl", "m 1 3 9 p l", "m i 3 9 p l", "m l 3 9 p l",
				"mill lane", "mill ln", "mill la", "12 mill"},
			[]string{"m13", "westmoor", "west moor"}},
		{"without any sign", "Flat 2 The Poplars 12 Mill Rd Westmoor M139PL",
			[]string{"m13 9pl", "m 1 3 9 p l", "m i 3 9 p l", "m l 3 9 p l",
				"poplars", "mill rd", "mill road", "12 mill"},
			[]string{"m13", "westmoor", "west moor"}},
		{"a flat", "Flat 2, M139PL",
			[]string{"m13 9pl", "m 1 3 9 p l", "m i 3 9 p l", "m l 3 9 p l",
				"flat 2"}, []string{"m13"}},
		{"one word alone", "Millbank", []string{"millbank"}, []string{"millbank"}},
		{"words that name no place", "Confidential: temporary, with her aunt", nil, nil},
		{"no address", "no fixed address", nil, nil},
		{"a country tells nothing", "3 Sea Row, Westmoor, England",
			[]string{"sea row", "3 sea"}, []string{"westmoor", "west moor"}},
		{"no postcode in it", "Room A1, 22BC House", []string{"room a1", "22bc house", "22bc hse"},
			nil},
		{"a saint, without apostrophes", "48 St Bride's Road", []string{"st bride s road",
			"st bride s rd", "saint bride s road", "saint bride s rd", "48 st bride s",
			"bride s road", "bride s rd", "st bride s", "saint bride s"}, nil},
		{"a town of two words", "East Marlow", []string{"east marlow", "e marlow"},
			[]string{"east marlow", "marlow", "e marlow"}},
		{"a house with its usual short form", "Larkspur House, Westmoor",
			[]string{"larkspur house", "larkspur hse", "larkspur"},
			[]string{"westmoor", "west moor"}},
		{"a street with its kind in the name", "Lindenstraße 5", []string{"lindenstrasse",
			"lindenstr", "linden strasse", "linden str"}, nil},
		{"a number behind", "Mill Lane 12", []string{"mill lane", "mill ln", "mill la"}, nil},
		{"nothing", " , ", nil, nil},
	} {
		if got := lines(AddressForms(c.address)); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.about, got, c.want)
		}
		if got := lines(TownForms(c.address)); !slices.Equal(got, c.town) {
			t.Errorf("the town, %s: got %q, want %q", c.about, got, c.town)
		}
	}
}

// TestAddressOfManyParts is found by each of them.
func TestAddressOfManyParts(t *testing.T) {
	f := NewFinder[string]()
	f.Seek("home", AddressForms("Flat 3, Larkspur House, 48 St Bride's Road, Westmoor"))
	f.Seek("third", AddressForms("7b Queen's Crescent"))
	f.Seek("there", AddressForms("Lindenstraße 5, 12345 Seeburg"))
	for _, c := range []struct{ text, want string }{
		{"at 48 St. Bride’s Rd. now", "48 St. Bride’s Rd=home"},
		{"at 48 ST BRIDES ROAD now", "48 ST BRIDES ROAD=home"},
		{"at 48 Saint Bride's Road now", "48 Saint Bride's Road=home"},
		{"Flat 3/48 St Bride's Road", "Flat 3/48 St Bride's Road=home"},
		{"flt 3, Larkspur Hse", "flt 3, Larkspur Hse=home"},
		{"in Lindenstr. 5 then", "Lindenstr. 5=there"},
		{"LINDENSTRASSE 5, SEEBURG", "LINDENSTRASSE 5, SEEBURG=there"},
		{"at 7 b Queens Cres", "7 b Queens Cres=third"},
		{"the bride's road to St Mary's", ""},
		{"3 flats, 48 houses, a flat roof", ""},
	} {
		got := found(f, c.text)
		if c.want == "" && got != nil || c.want != "" && !slices.Equal(got, []string{c.want}) {
			t.Errorf("%q has %q, want %q", c.text, got, c.want)
		}
	}
}

// TestAddressIsFound in the ways in which people write it, with all that belongs to it.
func TestAddressIsFound(t *testing.T) {
	f := NewFinder[string]()
	const home = "Flat 2, 12 Mill Lane, Westmoor M13 9PL"
	f.Seek("home", slices.Concat(AddressForms(home), TownForms(home)))
	for _, c := range []struct{ text, want string }{
		{"at 12 mill lane", "12 mill lane"},
		{"at 12, Mill-Lane.", "12, Mill-Lane"},
		{"flat 2, no 12 Mill Ln now", "flat 2, no 12 Mill Ln"},
		{"number 12 in Mill Lane, Westmoor", "number 12 in Mill Lane, Westmoor"},
		{"Mill Lane no. 12", "Mill Lane no. 12"},
		{"Mill Lane 12; Westmoor; M13 9PL", "Mill Lane 12; Westmoor; M13 9PL"},
		{"12 Mill\nLane", "12 Mill\nLane"},
		{"12 **Mill** Lane", "12 **Mill** Lane"},
		{"m139pl", "m139pl"},
		{"M13\u00a09PL", "M13\u00a09PL"},
		{"the M13 area", "M13"},
		{"moved to Westmoor", "Westmoor"},
		{"at 12 Mill now", "12 Mill"},
		{"the neighbour at 14 Mill Lane", "14 Mill Lane"}, // that names the street
		{"12 Mill Road", "12 Mill"},
		{"A mill in a lane", ""},
		{"12 days", ""},
	} {
		got := found(f, c.text)
		if c.want == "" && got != nil ||
			c.want != "" && !slices.Equal(got, []string{c.want + "=home"}) {
			t.Errorf("%q has %q, want %q", c.text, got, c.want)
		}
	}
}

func TestContactForms(t *testing.T) {
	for contact, want := range map[string][]string{
		"0161 496 0123":       {"1614960123", "4960123"},
		"+44 (0)161 496 0123": {"1614960123", "4960123"},
		"00353 1 496 0123":    {"14960123"},
		"bea@post.example": {"bea post example", "bea at post example",
			"bea at post dot example"},
		"07700 900123 or bea.r@post.example": {"7700900123", "bea r post example",
			"bea r at post example", "bea dot r at post dot example", "bea r at post dot example"},
		"12345":              nil, // too short
		"by letter, at home": nil, // neither a number nor an address
		"none":               nil,
		"":                   nil,
	} {
		if got := lines(ContactForms(contact)); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", contact, got, want)
		}
	}
}

// TestNumberIsFound by its figures, however they stand.
func TestNumberIsFound(t *testing.T) {
	f := NewFinder[string]()
	f.Seek("she", ContactForms("0161 496-0123"))
	f.Seek("mail", ContactForms("m.quill@post.example"))
	for _, c := range []struct{ text, want string }{
		{"ring 01614960123", "01614960123=she"},
		{"ring 0161 4960123 now", "0161 4960123=she"},
		{"ring 0161.496.0123", "0161.496.0123=she"},
		{"ring (0161) 496 01 23", "0161) 496 01 23=she"},
		{"+44 161 496 0123", "44 161 496 0123=she"},
		{"0044-161-4960123", "0044-161-4960123=she"},
		{"+44 (0)161 496 0123", "44 (0)161 496 0123=she"},
		{"0161 496\n0123, 10 May", "0161 496\n0123=she"},
		{"161 496 0123", "161 496 0123=she"},
		{"\u0660\u0661\u0666\u0661 496 0123", "\u0660\u0661\u0666\u0661 496 0123=she"},
		{"ring 0161 496 01234", ""},
		{"ring 12345671614960123", ""},
		{"ring 0161 496, then 0123", ""},
		{"write to M.Quill@post.example", "M.Quill@post.example=mail"},
		{"m.quill (at) post.example", "m.quill (at) post.example=mail"},
		{"m dot quill at post dot example", "m dot quill at post dot example=mail"},
		{"m.quill[at]post[dot]example", "m.quill[at]post[dot]example=mail"},
		{"m.quill%40post.example", "m.quill%40post.example=mail"},
		{"| 0161 | 496 | 0123 |", "0161 | 496 | 0123=she"},
		{"0161&nbsp;496&#32;0123", "0161&nbsp;496&#32;0123=she"},
		{"0161 \u00b7 496 \u00b7 0123", "0161 \u00b7 496 \u00b7 0123=she"},
		{"0161<br>496 0123", "0161<br>496 0123=she"},
		{"0161, 496, 0123", "0161, 496, 0123=she"},
		{"in the town 496 0123", "496 0123=she"},
		{"in another 0113 496 0123", ""},
		{"12 0161 496 0123", "0161 496 0123=she"},
		{"2: +44 161 496 0123", "44 161 496 0123=she"},
		{"2, 0161 496 0123", "0161 496 0123=she"},
		{"| 0044 | 161 4960123 |", "161 4960123=she"},
	} {
		got := found(f, c.text)
		if c.want == "" && got != nil || c.want != "" && !slices.Equal(got, []string{c.want}) {
			t.Errorf("%q has %q, want %q", c.text, got, c.want)
		}
	}
}

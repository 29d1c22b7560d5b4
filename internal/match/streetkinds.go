package match

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// house reports whether a word is a usual part of a house's name.
func house(w string) bool {
	return slices.ContainsFunc(houseKinds(), func(alike []string) bool {
		return slices.Contains(alike, w)
	})
}

// houseKinds returns the words for kinds of houses, each with its abbreviations.
func houseKinds() [][]string {
	out := [][]string{{"house", "hse"}, {"cottage", "cott", "cottages"}, {"building", "bldg"},
		{"buildings", "bldgs"}, {"court", "ct", "crt"}, {"lodge", "ldg"}, {"farm", "fm"}}
	for _, w := range strings.Fields("villa villas mansions block tower towers flats hostel " +
		"refuge " +
		"barn") {
		out = append(out, []string{w})
	}
	return out
}

// streetKinds are words that end the name of a street, each with its abbreviations. The table
// is never written to.
var streetKinds = map[string][]string{"lane": {"ln", "la"}, "road": {"rd"}, "street": {"st", "str"},
	"avenue": {"ave", "av"}, "close": {"cl", "clo"}, "drive": {"dr", "drv"},
	"crescent": {"cres", "cr"},
	"court":    {"ct", "crt"}, "place": {"pl"}, "gardens": {"gdns", "gdn"},
	"terrace": {"terr", "ter"},
	"grove":   {"gr", "gro"}, "square": {"sq"}, "park": {"pk"}, "way": nil, "hill": nil,
	"walk": nil,
	"mews": nil, "row": nil, "green": {"grn"}, "rise": nil, "view": nil, "parade": {"pde"},
	"embankment": {"emb"}, "mount": {"mt"}, "yard": {"yd"}, "wharf": nil, "quay": nil, "path": nil,
	"passage": nil, "boulevard": {"blvd"}, "highway": nil, "alley": nil, "vale": nil, "croft": nil,
	"strasse": {"str"}, "weg": nil, "gade": nil, "gata": nil, "vei": {"v"}, "rue": nil,
	"ulica": {"ul"}, "aleja": {"al"}, "plac": {"pl"}, "osiedle": {"os"}, "via": nil, "calle": nil,
	"viale": nil, "avenida": {"av"}, "rua": nil, "bothar": nil, "sraid": nil,
	"sokak": {"sok", "sk"}, "sokagi": {"sok", "sk"}, "cadde": {"cad", "cd"},
	"caddesi": {"cad", "cd"}, "mahalle": {"mah", "mh"}, "mahallesi": {"mah", "mh"}}

func streetType(w string) bool {
	if _, ok := streetKinds[w]; ok || wholeStreet(w) {
		return true
	}
	for _, short := range streetKinds {
		if slices.Contains(short, w) {
			return true
		}
	}
	return false
}

// wholeStreet reports whether a word is the name of a street with its kind: Lindenstrasse.
func wholeStreet(w string) bool {
	return slices.ContainsFunc(kindEndings, func(kind []string) bool {
		return strings.HasSuffix(w, kind[0]) && len(w) >= len(kind[0])+leastHead
	})
}

// otherKinds are, for each kind of a street or of a house, the other ways to write it. The table
// is never written to.
var otherKinds = sync.OnceValue(func() map[string][]string {
	return kindsOf(houseKinds(), streetKinds)
})

func kindsOf(houses [][]string, streets map[string][]string) map[string][]string {
	lines := houses
	for _, full := range slices.Sorted(maps.Keys(streets)) {
		lines = append(lines, append([]string{full}, streets[full]...))
	}
	out := map[string][]string{}
	for _, alike := range lines {
		for _, w := range alike {
			for _, other := range alike {
				if other != w && !slices.Contains(out[w], other) {
					out[w] = append(out[w], other)
				}
			}
		}
	}
	return out
}

// abbreviations are other ways to write the kind of a street or of a house, and a street whose
// kind is part of its name: Lindenstr for Lindenstrasse.
func abbreviations(w string) []string {
	out := slices.Clone(otherKinds()[w])
	if name, ok := strings.CutSuffix(w, "strasse"); ok && name != "" {
		out = append(out, name+"str")
	}
	if name, ok := strings.CutSuffix(w, "str"); ok && name != "" {
		out = append(out, name+"strasse")
	}
	return out
}

// kindBefore reports whether a word is the kind of a street that stands before its name.
func kindBefore(w string) bool {
	return slices.Contains(strings.Fields("ul ulica al aleja pl plac os osiedle rue via viale "+
		"calle avenida rua bothar sraid"), w)
}

// kindWithin returns the halves of a street whose kind is part of its name, in each way to write
// it: Linden Str. for Lindenstrasse.
func kindWithin(w string) [][]string {
	var out [][]string
	for _, kind := range kindEndings {
		for _, end := range kind {
			head, ok := strings.CutSuffix(w, end)
			if !ok || len(head) < leastHead {
				continue
			}
			for _, other := range kind {
				out = append(out, []string{head, other})
			}
			return out
		}
	}
	return nil
}

// kindEndings are the kinds that are part of a street's name, each with its other ways; the
// longer ones come first. The table is never written to.
var kindEndings = [][]string{{"strasse", "str"}, {"straat", "str"}, {"chaussee"}, {"gasse"},
	{"allee"}, {"platz"}, {"weg"}, {"damm"}, {"ufer"}, {"plein"}, {"gracht"}, {"laan"},
	{"veien", "vei", "vn", "v"}, {"vegen", "veg", "vn", "v"}, {"vagen", "v"}, {"vej"},
	{"gatan", "g"}, {"gata", "gt", "g"}, {"gaten", "gt", "g"}, {"gate", "gt", "g"}, {"gade", "g"},
	{"str", "strasse"}}

const leastHead = 3

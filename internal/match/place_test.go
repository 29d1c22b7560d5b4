package match

import (
	"slices"
	"strings"
	"testing"
)

// placeFinder seeks all of an address.
func placeFinder(address string) *Finder[string] {
	f := NewFinder[string]()
	f.Seek("home", slices.Concat(AddressForms(address), TownForms(address)))
	return f
}

// around returns a text with a sign in the place of each hit.
func around(f *Finder[string], s string) string {
	var b strings.Builder
	at := 0
	for _, h := range f.Find(s) {
		b.WriteString(s[at:h.From] + "#")
		at = h.To
	}
	return b.String() + s[at:]
}

// TestAddressInEveryWriting is found whole, as careful and careless people write it.
func TestAddressInEveryWriting(t *testing.T) {
	for address, texts := range map[string]string{
		"12 Mill Lane, Northtown, NT1 2AB": `
12A Mill Lane|#
12a, Mill Lane|#
12-14 Mill Lane|#
twelve Mill Lane|#
Mill Lane, number twelve|#
Mill Lane 12b|#
Mill Lane No12|#
12Mill Lane; Mill Lane12|#
12 Mill<br>Lane|#
12 Mill Lane<br/>Northtown|#
<td>12 Mill Lane</td><td>Northtown</td>|<td>#</td>
<span title="12 Mill Lane">home</span>|<span title="#">home</span>
NT1 2 AB|#
NT12 AB|#
N T 1 2 A B|#
N.T.1 2AB|#
NTI 2AB|#
https://maps.example/12%20Mill%20Lane,%20Northtown|https://maps.example/#
?q=12+Mill+Lane|?q=#
North Town|#
1. Mill Lane, 2. Oak Way|1. #, 2. Oak Way
at 10.30 Mill Lane was shut|at 10.30 # was shut
in 2014 Mill Lane was built|in 2014 # was built
at Mill Road|at Mill Road
the mill on the lane|the mill on the lane`,
		"Flat 3, Rosebank House, 47 St. Bride's Avenue; Great Kirkby; Westmoor; KY4 7QT": `
Flat 3, Rosebank House|#
she is at Rosebank now|she is at # now
a rosebank garden|a rosebank garden
47 Brides Ave|#
Bride's Avenue|#
at St Brides|at #
KY4 7Q T|#`,
		"12 The Green, Ash": `
12 The Green|#
The Green|#
12 Green|#
played on the green|played on the green
in Ash|in #
an ash tree|an ash tree`,
		"1 High Street, Reading": `
in Reading|in #
She likes reading|She likes reading`,
		"14 Müllerstraße, 10999 Berlin": `
Muellerstrasse 14|#
MUELLERSTR. 14|#
Müller Str. 14|#
Mu` + "\u0308" + `ller-Straße 14|#
D-10999 Berlin|#
10999|#`,
		"Lindenstr. 5, 50674 Köln": `
Linden Str. 5|#
Lindenstraße|#
in Koeln|in #`,
		"ul. Długa 7/4, 00-238 Kraków": `
ulica Długa 7|#
na ul. Dlugiej|na ul. Dlugiej
in Długa|in #
00-238 Krakow|#
Długa 7|#`,
		"Ødegårdsveien 3, 5007 Bergen": `
Oedegaardsveien 3|#
Ødegårdsvn. 3|#
Ødegårdsv. 3|#
odegardsveien 3, Bergen|#`,
		"Nørregade 12, 2. th, 1165 København K": `
Noerregade 12|#
Koebenhavn|#
København|#`,
		"14 Bóthar na Trá, Gaillimh, H91 X2YK": `
H91X2YK|#
h91-x2yk|#
Bothar na Tra 14|#`,
		"Bağlar Mah., Şişli Sokak No: 12/3, Bağcılar, İstanbul": `
Sisli Sok. No 12|#
ŞİŞLİ SOKAK 12/3|#
Bağlar Mahallesi|#
ISTANBUL|#`,
		"221B Baker Street, London NW1 6XE": `
221 Baker Street|#
221 B Baker Street|#`,
	} {
		f := placeFinder(address)
		for _, line := range strings.Split(strings.TrimSpace(texts), "\n") {
			text, want, _ := strings.Cut(line, "|")
			if around(f, text) != want {
				t.Errorf("%s: %q becomes %q, want %q", address, text, around(f, text), want)
			}
		}
	}
}

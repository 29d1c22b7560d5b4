package match

import (
	"regexp"
	"slices"
	"strings"

	"casefile/internal/pattern"
)

// Postcodes of the United Kingdom, and of Ireland, where the second half has a figure in it.
var (
	postcode = pattern.Of(`(?i)\b([A-Z]{1,2}[0-9][0-9A-Z]?)[\s\x{00a0}]*([0-9][A-Z]{2})\b`)
	eircode  = pattern.Of(`(?i)\b([AC-FHKNPRTV-Y][0-9]{2}|D6W)[\s\x{00a0}\-]?` +
		`([0-9]` + eir + `{3}|` + eir + `[0-9]` + eir + `{2}|` +
		eir + `{2}[0-9]` + eir + `|` + eir + `{3}[0-9])\b`)
)

const eir = `[0-9AC-FHKNPRTV-Y]`

// postcodesIn returns the postcodes of a text: in halves, sign by sign, since a blank stands
// anywhere, and with the letters that people type for a nought and a one.
func postcodesIn(s string) [][]string {
	var out [][]string
	for _, form := range []*regexp.Regexp{postcode(), eircode()} {
		for _, m := range form.FindAllStringSubmatch(strings.ToLower(s), -1) {
			out = append(out, m[1:], strings.Split(m[1]+m[2], ""))
			for _, one := range []string{"0o", "1i", "1l"} {
				if slip := strings.ReplaceAll(m[1]+m[2], one[:1], one[1:]); slip != m[1]+m[2] {
					out = append(out, strings.Split(slip, ""))
				}
			}
		}
	}
	return out
}

// codeTown returns the town of a line and its postcode in figures: 10999 Berlin, 00-238 Kraków, IL
// 62704. It returns the unchanged line if it has none.
func (l addressLine) codeTown() (town addressLine, code []string) {
	if slices.ContainsFunc(l, func(w string) bool { return streetType(w) || house(w) }) {
		return l, nil
	}
	i := 0
	if len(l) > 1 && len(l[0]) == 1 && onlyDigits(l[1]) { // D-10999
		i = 1
	}
	n := i
	for n < len(l) && onlyDigits(l[n]) {
		n++
	}
	switch size := len(strings.Join(l[i:n], "")); {
	case size >= 4 && size <= 6:
		return l[n:], l[i:n]
	case len(l[len(l)-1]) == 5 && onlyDigits(l[len(l)-1]):
		state := func(w string) bool { return len(w) == 2 }
		return slices.DeleteFunc(slices.Clone(l[:len(l)-1]), state), l[len(l)-1:]
	}
	return l, nil
}

// leastCode is the least number of figures of a postcode that counts alone: four figures look like
// a year.
const leastCode = 5

// theOnly returns the forms of a line that is called by its kind alone: The Green, 12 Green.
func (l addressLine) theOnly() [][]string {
	named := slices.DeleteFunc(slices.Clone(l), func(w string) bool {
		return w == "the" || hasDigit(w)
	})
	if len(named) != 1 || !slices.Contains(l, "the") || wholeStreet(named[0]) {
		return nil
	}
	out := [][]string{{"the", named[0]}}
	for _, w := range l {
		if hasDigit(w) {
			out = append(out, []string{w, "the", named[0]}, []string{w, named[0]})
		}
	}
	return out
}

// leastBare is the least number of letters in the name of a house or a street that counts without
// its kind.
const leastBare = 4

// bare returns the names of a line's house and street without their kinds: Rosebank of Rosebank
// House, Długa of ulica Długa.
func (l addressLine) bare() [][]string {
	var out [][]string
	for i, w := range l {
		if !streetType(w) && !house(w) || numberWord(w) && w != "house" {
			continue
		}
		from := i
		for from > 0 && !hasDigit(l[from-1]) && l[from-1] != "the" && !numberWord(l[from-1]) {
			from--
		}
		name := l[from:i]
		if kindBefore(w) && i+1 < len(l) {
			name = withoutNumber(l[i:])[1:]
		}
		tells := func(w string) bool { return len(w) >= leastBare && !placeToo(w) }
		if slices.ContainsFunc(name, tells) {
			out = append(out, opened(name)...)
		}
	}
	return out
}

// withoutNumber returns the name of a street without the number behind it. It changes no name of an
// unknown kind.
func withoutNumber(name []string) []string {
	for n := len(name) - 1; n > 0; n-- {
		last := name[n]
		number := hasDigit(last) || numberWord(last) && !house(last) || len(last) == 1
		if !number || !slices.ContainsFunc(name[:n], streetType) {
			break
		}
		name = name[:n]
	}
	return name
}

// kindFirst returns the forms of a street whose kind stands before its name, in other ways to write
// the kind, and without it beside its number: ulica Długa and Długa 7 for ul. Długa 7.
func kindFirst(name, number []string) [][]string {
	var out [][]string
	if len(name) < 2 || !kindBefore(name[0]) {
		return nil
	}
	for _, other := range abbreviations(name[0]) {
		out = append(out, append([]string{other}, name[1:]...))
	}
	if len(number) > 0 {
		out = append(out, append(slices.Clone(name[1:]), number[0]),
			append([]string{number[0]}, name[1:]...))
	}
	return out
}

// withoutSaint returns the forms of a street that people write without its saint: Bride's Road.
func (l addressLine) withoutSaint() [][]string {
	i := slices.IndexFunc(l, saint)
	if i < 0 || len(l) < i+3 {
		return nil
	}
	name := withoutNumber(l[i+1:])
	out := [][]string{name}
	last := len(name) - 1
	for _, other := range abbreviations(name[last]) {
		out = append(out, append(slices.Clone(name[:last]), other))
	}
	return out
}

// halved returns the name of a town in two words, as some write it: North Town. Nil where it is
// none.
func halved(town []string) []string {
	if len(town) != 1 {
		return nil
	}
	for _, end := range strings.Fields("town bridge ford port field moor wood mouth church stead " +
		"worth water hill side stone haven gate land") {
		if head, ok := strings.CutSuffix(town[0], end); ok && len(head) >= leastHead {
			return []string{head, end}
		}
	}
	return nil
}

// spokenNumber returns the number of a house in a word: twelve.
func spokenNumber(w string) []string {
	words := strings.Fields("2two 3three 4four 5five 6six 7seven 8eight 9nine 10ten 11eleven " +
		"12twelve 13thirteen 14fourteen 15fifteen 16sixteen 17seventeen 18eighteen 19nineteen " +
		"20twenty 30thirty 40forty 50fifty 60sixty 70seventy 80eighty 90ninety")
	for _, one := range words {
		if word := strings.TrimLeft(one, "0123456789"); w != "" && one == w+word {
			return []string{word}
		}
	}
	return nil
}

// placing reports whether a word says that a place follows.
func placing(w string) bool {
	return slices.Contains(strings.Fields("at in to from near into outside towards via behind "+
		"opposite"), w)
}

// placeToo reports whether a word is a place's name and an ordinary word, which counts with a
// capital alone.
func placeToo(w string) bool {
	return ordinary(w) || common(w) || everyday(w) || institution(w) || placeWords()[w]
}

// placeWords are towns that are words too. The table is never written to.
var placeWords = setOf(`
	ash barking bath battle beer blackpool bow box bury crook deal diss eye flint ham hayes
	hitchin holt hope hove leek looe march mold nelson over poole pool rugby ryde rye sale
	sandwich seal settle ship slough stone street stroud tring ware wash wells wing worthing
	yelling reading burnt oak newport broadway barrow thame tongue wick trim birr swords bray
	mallow clones howth kells mill`)

package record

import (
	"slices"
	"strings"

	"casefile/internal/pattern"
)

// everyday are abbreviations that need no explanation: a young person who reads
// their own record knows them from school, shops, a telephone or the surgery.
var everyday = []string{"GP", "NHS", "UK", "USA", "EU", "TV", "CCTV", "BBC", "OK", "ID", "AM", "PM",
	"GMT", "BST",
	"DVD", "CD", "USB", "PC", "IT", "PDF", "SMS", "PIN", "PE", "GCSE", "PO", "MP", "DNA", "COVID"}

// stressed are words that people write in capitals to stress them.
var stressed = []string{"NOT", "NO", "YES", "AND", "OR", "BUT", "ALL", "ANY", "BOTH", "ONLY",
	"NEVER", "ALWAYS",
	"MUST", "MAY", "DO", "DID", "IS", "ARE", "WAS", "NOW", "ONCE", "TODAY", "STOP", "URGENT",
	"NOTE", "THE", "WHO", "IF"}

var (
	lowerWord    = pattern.Of(`\b[a-z]{3,6}\b`)
	abbreviation = pattern.Of(`\b([A-Z]{2,6})s?\b`)
	roman        = pattern.Of(`^(X{0,3}(IX|IV|V?I{0,3}))$`) // Year II, Henry VIII
	inBrackets   = pattern.Of(
		`\pL[^\n(]{0,3}\(([A-Z]{2,6})\)|\b([A-Z]{2,6}) \(([^()]*\p{Ll}[^()]*)\)`)
)

// abbreviations warns of the first use of each that the entry explains nowhere,
// as Child and Adolescent Service (CAS) or CAS (Child and Adolescent Service).
func abbreviations(n *notes, passages []passage, e *Entry, known []string) {
	seen := explained(e)
	for _, p := range passages {
		small := smallWords(p.own)
		for _, m := range abbreviation().FindAllStringSubmatchIndex(p.own, -1) {
			word := p.own[m[2]:m[3]]
			if n.full(RuleUnexplainedAbbreviation) {
				return
			}
			if seen[word] || slices.Contains(everyday, word) || slices.Contains(known, word) ||
				plainWord(word, small) {
				continue
			}
			seen[word] = true
			n.add(RuleUnexplainedAbbreviation, p.at(m[0]), quoted(word)+" is not explained.",
				"Write it out once, with the abbreviation after it in brackets.")
		}
	}
}

// plainWord reports whether capitals are no abbreviation: a number of the
// Romans, or a word that is stressed, which mostly stands in small letters too.
func plainWord(word string, small map[string]bool) bool {
	return roman().MatchString(word) || slices.Contains(stressed, word) ||
		len(word) > 2 && small[strings.ToLower(word)]
}

// smallWords returns the words of a text that stand in small letters.
func smallWords(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range lowerWord().FindAllString(text, -1) {
		out[w] = true
	}
	return out
}

// explained returns the abbreviations that the entry spells out.
func explained(e *Entry) map[string]bool {
	out := map[string]bool{}
	texts := []string{e.Headline}
	for _, s := range e.Sections {
		texts = append(texts, s.Text)
	}
	for _, text := range texts {
		for _, m := range inBrackets().FindAllStringSubmatch(text, -1) {
			out[m[1]], out[m[2]] = true, true
		}
	}
	return out
}

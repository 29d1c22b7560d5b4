package record

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What quotations are, as regular expressions say it: they cost time by the square.
var (
	doubleForm = regexp.MustCompile(`"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»`)
	singleForm = regexp.MustCompile(
		`(?:^|[\s(:])(‘(?:[^’]|’\pL)*’|'\pL(?:[^']|'\pL)*')(?:[\s.,;:!?)]|$)`)
)

func TestQuotations(t *testing.T) {
	pieces := []string{`"`, "“", "”", "„", "«", "»", "'", "‘", "’", "a", "é", "1", " ", "\n", "\t",
		".", ",", "(", ")", ":", "ש", "-", "'s", " 'a", "a' ", " ‘", "’ ", "\u00a0"}
	random := rand.New(rand.NewPCG(13, 3))
	for range rounds(100000) {
		var b strings.Builder
		for range random.IntN(14) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		text := b.String()
		var single [][]int
		for _, m := range singleForm.FindAllStringSubmatchIndex(text, -1) {
			single = append(single, m[2:4])
		}
		same := slices.Equal[[]int, int]
		if got := singleQuotes(text); !slices.EqualFunc(got, single, same) {
			t.Fatalf("%q: single %v, want %v", text, got, single)
		}
		double := doubleForm.FindAllStringIndex(text, -1)
		if got := doubleQuotes(text); !slices.EqualFunc(got, double, same) {
			t.Fatalf("%q: double %v, want %v", text, got, double)
		}
	}
}

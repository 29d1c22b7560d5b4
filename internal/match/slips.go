package match

import (
	"cmp"
	"strings"
)

// Nearer compares two words that may have been meant by one that was typed: fewer slips of the
// hand come first, and then the one that begins with the same letter.
func Nearer(typed, x, y string) int {
	return cmp.Or(cmp.Compare(Slips(typed, x), Slips(typed, y)),
		cmp.Compare(otherStart(typed, x), otherStart(typed, y)))
}

// otherStart returns 1 if two words begin with different letters: the first letter is seldom
// mistyped.
func otherStart(typed, meant string) int {
	if typed != "" && strings.EqualFold(typed[:1], meant[:1]) {
		return 0
	}
	return 1
}

// Slips counts the slips of the hand that make one word of another: a letter too many, too
// few, or another one, and two that changed places.
func Slips(typed, meant string) int {
	a, b := strings.ToLower(typed), strings.ToLower(meant)
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range b {
		rows[0][j+1] = j + 1
	}
	for i := range len(a) {
		for j := range len(b) {
			other := 1
			if a[i] == b[j] {
				other = 0
			}
			least := min(rows[i][j]+other, rows[i][j+1]+1, rows[i+1][j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				least = min(least, rows[i-1][j-1]+1)
			}
			rows[i+1][j+1] = least
		}
	}
	return rows[len(a)][len(b)]
}

package index

import (
	"cmp"
	"slices"

	"github.com/ncruces/go-sqlite3"
)

// sift returns the entries of a part whose texts may be wanted.
func (db *DB) sift(part []numbered, may func(string) bool) ([]numbered, error) {
	const between = "SELECT number, text FROM texts WHERE number BETWEEN ? AND ? ORDER BY number"
	texts, _, err := db.conn.Prepare(between)
	if err != nil {
		return nil, err
	}
	defer texts.Close()
	var wanted []int64 // in order
	for _, r := range stretchesOf(part) {
		found, err := r.sift(texts, may)
		if err != nil {
			return nil, err
		}
		wanted = append(wanted, found...)
	}
	return slices.DeleteFunc(part, func(n numbered) bool {
		_, is := slices.BinarySearch(wanted, n.number)
		return !is
	}), nil
}

// stretch is a range of consecutive numbers, both ends included. Entries that were written together
// are mostly searched together, so that their texts are read in one go.
type stretch struct{ from, to int64 }

// stretchesOf returns the numbers of some entries as the fewest stretches, in order.
func stretchesOf(part []numbered) (out []stretch) {
	numbers := make([]int64, len(part))
	for i, n := range part {
		numbers[i] = n.number
	}
	slices.Sort(numbers)
	for _, n := range numbers {
		if last := len(out) - 1; last >= 0 && out[last].to == n-1 {
			out[last].to = n
		} else {
			out = append(out, stretch{n, n})
		}
	}
	return out
}

// sift returns the numbers of a stretch whose texts may be wanted. A number is gone if another
// process has written since.
func (r stretch) sift(texts *sqlite3.Stmt, may func(string) bool) (wanted []int64, err error) {
	if err := bind(texts, []any{r.from, r.to}); err != nil {
		return nil, err
	}
	next := r.from
	look := func(text string) error {
		if may(text) {
			wanted = append(wanted, next)
		}
		return nil
	}
	for err == nil && texts.Step() && texts.ColumnInt64(0) == next {
		err = tell(look, texts.ColumnText(1))
		next++
	}
	if err = cmp.Or(err, texts.Err()); err == nil && next <= r.to {
		err = &Fault{Why: Moved}
	}
	return wanted, cmp.Or(err, texts.Reset())
}

package report

import "strings"

// gap is what stands between two columns.
const gap = "  "

// Columns with a share give way down to their longest word, where that is
// no longer than keepWord; and when that is not enough, down to leastColumn.
const (
	keepWord    = 14
	leastColumn = 6
)

func (t *textPage) table(tb *table) {
	widths := columnWidths(tb, t.width)
	titles := make([]cell, len(tb.Columns))
	for i, c := range tb.Columns {
		titles[i].Text = strings.ToUpper(c.Title)
	}
	t.row(titles, widths)
	group := ""
	for _, r := range tb.Rows {
		if r.Group != group {
			group = r.Group
			t.hang("", group)
		}
		t.row(r.Cells, widths)
	}
}

// row writes the cells side by side, each wrapped in its own column.
func (t *textPage) row(cells []cell, widths []int) {
	columns := make([][]string, len(cells))
	height := 0
	for i, c := range cells {
		columns[i] = cellLines(c, widths[i])
		height = max(height, len(columns[i]))
	}
	for n := range height {
		var line strings.Builder
		for i, col := range columns {
			text := ""
			if n < len(col) {
				text = col[n]
			}
			if i > 0 {
				line.WriteString(gap)
			}
			line.WriteString(pad(text, widths[i]))
		}
		t.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

func cellLines(c cell, width int) []string {
	out := wrap(plain(c.Text), width)
	for _, n := range c.Notes {
		out = append(out, wrap(plain(n), width)...)
	}
	return out
}

// columnWidths gives each column what it needs, and takes from those with a
// share, the best supplied first, until the row fits. Where even that is not
// enough the columns without a share give way too.
func columnWidths(tb *table, width int) []int {
	widths, words := columnNeeds(tb, width)
	least := make([]int, len(widths))
	for i := range least {
		least[i] = leastColumn
	}
	room := width - len(gap)*(len(widths)-1)
	for total(widths) > room {
		i := bestSupplied(tb.Columns, widths, words)
		if i < 0 {
			i = bestSupplied(tb.Columns, widths, least)
		}
		if i < 0 {
			i = widestOf(widths)
		}
		widths[i]--
	}
	return widths
}

// columnNeeds is what each column needs to break no text, and no word.
func columnNeeds(tb *table, width int) (widths, words []int) {
	widths, words = make([]int, len(tb.Columns)), make([]int, len(tb.Columns))
	see := func(i int, s string) {
		widths[i] = max(widths[i], min(runes(s), width))
		words[i] = max(words[i], min(longestWord(s), keepWord))
	}
	for i, c := range tb.Columns {
		see(i, c.Title)
	}
	for _, r := range tb.Rows {
		for i, c := range r.Cells {
			for _, s := range append([]string{c.Text}, c.Notes...) {
				see(i, plain(s))
			}
		}
	}
	return widths, words
}

func total(widths []int) int {
	n := 0
	for _, w := range widths {
		n += w
	}
	return n
}

// bestSupplied is the column with the most room for its share, or -1 where
// none has any to give.
func bestSupplied(columns []column, widths, least []int) int {
	best := -1
	for i, c := range columns {
		if c.Share == 0 || widths[i] <= least[i] {
			continue
		}
		if best < 0 || widths[i]*columns[best].Share > widths[best]*c.Share {
			best = i
		}
	}
	return best
}

func widestOf(widths []int) int {
	best := 0
	for i, w := range widths {
		if w > widths[best] {
			best = i
		}
	}
	return best
}

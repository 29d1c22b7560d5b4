package report

import "strings"

// gap separates two columns.
const gap = "  "

// Columns with a share shrink down to their longest word, if that is no longer than keepWord. If
// that is not enough, the others shrink where a range can be broken (15 Sep – 30 Sep). Then those
// with a share shrink again, the widest first, down to leastColumn.
const (
	keepWord    = 14
	leastColumn = 6
)

func (t *textPage) table(tb *table) {
	widths := columnWidths(tb, t.width)
	if t.width < sideBySide && breaksWords(tb, widths, t.width) {
		t.below(tb)
		return
	}
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

// sideBySide is the width from which a table always has columns.
const sideBySide = 70

// breaksWords reports whether a column is narrower than one of its words of ordinary length.
func breaksWords(tb *table, widths []int, width int) bool {
	_, words := columnNeeds(tb, width)
	for i, w := range widths {
		if w < words[i] {
			return true
		}
	}
	return false
}

// below writes the cells of each row one below another, each with the title of its column: on a
// narrow terminal nobody can read narrow columns.
func (t *textPage) below(tb *table) {
	label := 0
	for _, c := range tb.Columns {
		label = max(label, runes(c.Title))
	}
	group := ""
	for _, r := range tb.Rows {
		if r.Group != group {
			group = r.Group
			t.hang("", group)
		}
		for i, c := range r.Cells {
			mark := "  " + pad(tb.Columns[i].Title, label) + "  "
			if i == 0 {
				mark = ""
			}
			for n, text := range append([]string{c.Text}, c.Notes...) {
				if n > 0 {
					mark = strings.Repeat(" ", runes(mark))
				}
				if text != "" {
					t.hang(mark, text)
				}
			}
		}
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
		blank := 0 // blanks before the next text, so that no line ends with any
		for i, col := range columns {
			text := ""
			if n < len(col) {
				text = col[n]
			}
			if text != "" {
				t.blanks(blank)
				t.WriteString(text)
				blank = 0
			}
			blank += max(widths[i]-runes(text), 0) + len(gap)
		}
		t.WriteByte('\n')
	}
}

// blanks writes so many spaces.
func (t *textPage) blanks(n int) {
	for ; n > 0; n-- {
		t.WriteByte(' ')
	}
}

func cellLines(c cell, width int) []string {
	out := wrap(plain(c.Text), width)
	for _, n := range c.Notes {
		out = append(out, wrap(plain(n), width)...)
	}
	return out
}

// columnWidths gives each column what it needs. It then takes room from columns with a share, the
// one with the most room for its share first, until the row fits. The column with the largest share
// keeps as much room as any other, as far as it can fill it. If that is not enough, the columns
// without a share shrink too.
func columnWidths(tb *table, width int) []int {
	widths, words := columnNeeds(tb, width)
	main := mainColumn(tb.Columns)
	for i, c := range tb.Columns {
		if c.Share > 0 {
			words[main] = min(widths[main], max(words[main], words[i]))
		}
	}
	room := width - len(gap)*(len(widths)-1)
	for total(widths) > room {
		i := bestSupplied(tb.Columns, widths, words)
		if i < 0 {
			i = longestRange(tb.Columns, widths, words)
		}
		if i < 0 {
			i = widestShared(tb.Columns, widths, main)
		}
		if i < 0 {
			i = widestOf(widths)
		}
		widths[i]--
	}
	return widths
}

// columnNeeds returns the widths at which each column breaks no text, and those at which it breaks
// no word; in a column without a share, no end of a range.
func columnNeeds(tb *table, width int) (widths, words []int) {
	widths, words = make([]int, len(tb.Columns)), make([]int, len(tb.Columns))
	see := func(i int, s string) {
		widths[i] = max(widths[i], min(runes(s), width))
		if tb.Columns[i].Share > 0 {
			if words[i] < keepWord { // longer words don't count
				words[i] = max(words[i], min(longestWord(s), keepWord))
			}
			return
		}
		for _, end := range strings.SplitAfter(s, " –") {
			words[i] = max(words[i], runes(strings.TrimSpace(end)))
		}
	}
	for i, c := range tb.Columns {
		see(i, c.Title)
	}
	for _, r := range tb.Rows {
		for i, c := range r.Cells {
			see(i, plain(c.Text))
			for _, s := range c.Notes {
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

// bestSupplied returns the column with the most room for its share; -1 if none can give any.
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

// longestRange returns the column without a share that can give most before the ends of its ranges
// break; -1 for none.
func longestRange(columns []column, widths, words []int) int {
	best := -1
	for i, c := range columns {
		if c.Share == 0 && widths[i] > words[i] && (best < 0 || widths[i] > widths[best]) {
			best = i
		}
	}
	return best
}

// mainColumn returns the first column with the largest share.
func mainColumn(columns []column) int {
	main := 0
	for i, c := range columns {
		if c.Share > columns[main].Share {
			main = i
		}
	}
	return main
}

// widestShared returns the widest column with a share, among equals the main one last; -1 if all
// have the smallest width.
func widestShared(columns []column, widths []int, main int) int {
	best := -1
	for i, c := range columns {
		if c.Share == 0 || widths[i] <= leastColumn {
			continue
		}
		if best < 0 || widths[i] > widths[best] || widths[i] == widths[best] && best == main {
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

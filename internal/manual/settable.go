package manual

import (
	"strings"
	"unicode/utf8"

	"casefile/internal/term"
)

// between is the gap between two columns.
const between = "  "

// setTable sets a table in columns, and wraps their cells between words.
func setTable(lines []string, columns int) string {
	var rows [][]string
	for _, line := range lines {
		if !rulers().MatchString(line) {
			rows = append(rows, cellsOf(line))
		}
	}
	widths := columnWidths(rows, columns)
	var out []string
	for i, row := range rows {
		set := setRow(row, widths)
		if i > 0 && strings.Contains(out[len(out)-1]+set, "\n") {
			out = append(out, "")
		}
		out = append(out, set)
	}
	return strings.Join(out, "\n")
}

// cellsOf returns the cells of a line, without the marks of Markdown.
func cellsOf(line string) []string {
	cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
	for i, cell := range cells {
		cells[i] = plainWords(strings.TrimSpace(cell))
	}
	return cells
}

// columnWidths gives each column the width of its longest cell if the terminal has room. Otherwise
// it narrows the widest columns first, down to their longest word.
func columnWidths(rows [][]string, columns int) []int {
	var widths, least []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths, least = append(widths, 1), append(least, 1)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
			for _, word := range strings.Fields(cell) {
				least[i] = max(least[i], utf8.RuneCountInString(word))
			}
		}
	}
	left := func() int {
		total := len(between) * (len(widths) - 1)
		for _, w := range widths {
			total += w
		}
		return total - columns
	}
	for left() > 0 {
		widest := -1
		for i, w := range widths {
			if w > least[i] && (widest < 0 || w > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
	}
	return widths
}

// setRow sets the cells of a row side by side.
func setRow(row []string, widths []int) string {
	cells := make([][]string, len(row))
	height := 1
	for i, cell := range row {
		if i < len(widths) {
			cells[i] = strings.Split(term.Wrapped(cell, "", widths[i]), "\n")
			height = max(height, len(cells[i]))
		}
	}
	var lines []string
	for at := range height {
		var line strings.Builder
		for i, cell := range cells {
			words := ""
			if at < len(cell) {
				words = cell[at]
			}
			fill := max(0, widths[i]-utf8.RuneCountInString(words))
			line.WriteString(words + strings.Repeat(" ", fill) + between)
		}
		lines = append(lines, strings.TrimRight(line.String(), " "))
	}
	return strings.Join(lines, "\n")
}

package report

import (
	"fmt"
	"io"
	"strings"

	"casefile/internal/record"
)

// maxCompared bounds a comparison, in pairs of lines or words. Longer texts are shown as replaced
// completely.
const maxCompared = 4 << 20

// aroundChange is the number of unchanged lines shown around a change.
const aroundChange = 1

// edit is a run of lines: unchanged ones, then removed ones, then added ones.
type edit struct {
	same     []string
	out, put []string
}

// WriteChanges writes the difference between two texts of an entry, line by line: - for a removed
// line, + for an added one. In a changed line, the words that differ are in «».
func WriteChanges(w io.Writer, before, after []byte, width int) error {
	t := newTextPage(width)
	edits := compare(textLines(before), textLines(after))
	for i, e := range edits {
		t.unchanged(e.same, i == 0, i == len(edits)-1)
		was, is := marked(e.out, e.put)
		for _, line := range was {
			t.hang("- ", line)
		}
		for _, line := range is {
			t.hang("+ ", line)
		}
	}
	_, err := io.WriteString(w, t.String())
	return err
}

// textLines returns the author's lines of an entry, without those of the program.
func textLines(text []byte) []string {
	own := record.Clean(string(record.AuthorText(text)))
	return strings.Split(strings.TrimRight(own, " \n"), "\n")
}

// unchanged writes the lines around a change, and counts the others.
func (t *textPage) unchanged(lines []string, first, last bool) {
	head, tail := aroundChange, aroundChange
	if first {
		head = 0
	}
	if last {
		tail = 0
	}
	if len(lines) <= head+tail+1 && !(first && last) {
		head, tail = len(lines), 0
	}
	for _, line := range lines[:head] {
		t.hang("  ", line)
	}
	if left := len(lines) - head - tail; left > 0 {
		fmt.Fprintf(t, "  … %s as before\n", record.Plural(left, "line", "lines"))
	}
	for _, line := range lines[len(lines)-tail:] {
		t.hang("  ", line)
	}
}

// marked puts the words that differ in «», if there are as many removed lines as added ones.
func marked(out, put []string) (was, is []string) {
	if len(out) != len(put) {
		return out, put
	}
	for i := range out {
		a, b := markWords(compare(strings.Fields(out[i]), strings.Fields(put[i])))
		was, is = append(was, a), append(is, b)
	}
	return was, is
}

// markWords joins the words of a line, with those that differ in «». A line without a common word
// has no marks.
func markWords(edits []edit) (was, is string) {
	var a, b []string
	stayed := false
	for _, e := range edits {
		stayed = stayed || len(e.same) > 0
		a, b = append(a, e.same...), append(b, e.same...)
		a, b = append(a, quotedWords(e.out)...), append(b, quotedWords(e.put)...)
	}
	was, is = strings.Join(a, " "), strings.Join(b, " ")
	if !stayed {
		plain := strings.NewReplacer("«", "", "»", "")
		return plain.Replace(was), plain.Replace(is)
	}
	return was, is
}

func quotedWords(words []string) []string {
	if len(words) == 0 {
		return nil
	}
	return []string{"«" + strings.Join(words, " ") + "»"}
}

// compare returns the edits from a to b by their longest common part. The last edit holds the
// common end.
func compare(a, b []string) []edit {
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < len(a)-start && end < len(b)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	edits := []edit{{same: a[:start]}}
	for _, e := range between(a[start:len(a)-end], b[start:len(b)-end]) {
		if len(e.same) > 0 {
			edits = append(edits, edit{same: e.same})
		}
		last := &edits[len(edits)-1]
		last.out, last.put = append(last.out, e.out...), append(last.put, e.put...)
	}
	return append(edits, edit{same: a[len(a)-end:]})
}

// between compares lists that begin and end differently.
func between(a, b []string) []edit {
	if len(a)*len(b) > maxCompared {
		return []edit{{out: a, put: b}}
	}
	common := commonLengths(a, b)
	var out []edit
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, edit{same: a[i : i+1]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			out = append(out, edit{out: a[i : i+1]})
			i++
		default:
			out = append(out, edit{put: b[j : j+1]})
			j++
		}
	}
	return joined(out)
}

// commonLengths[i][j] is the length of the longest common part of a[i:] and b[j:].
func commonLengths(a, b []string) [][]int32 {
	out := make([][]int32, len(a)+1)
	for i := range out {
		out[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if out[i][j] = max(out[i+1][j], out[i][j+1]); a[i] == b[j] {
				out[i][j] = out[i+1][j+1] + 1
			}
		}
	}
	return out
}

// joined merges neighbouring edits: what is the same, then what differs.
func joined(steps []edit) []edit {
	var out []edit
	for _, s := range steps {
		n := len(out)
		if n == 0 || len(s.same) > 0 && len(out[n-1].out)+len(out[n-1].put) > 0 {
			out = append(out, edit{})
			n++
		}
		last := &out[n-1]
		last.same, last.out, last.put = append(last.same, s.same...), append(last.out, s.out...),
			append(last.put, s.put...)
	}
	return out
}

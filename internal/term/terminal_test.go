package term

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rivo/uniseg"
)

// emulator is a terminal of so many columns and lines, as far as a screen uses one. What
// scrolls off its top stays in rows.
type emulator struct {
	width, height int
	rows          [][]string // a cell each; "" behind a wide one
	top           int        // the row at the top of the screen
	row, column   int
	wrapped       int // rows that it had to break by itself
	pending       []byte
}

func newEmulator(width, height int) *emulator {
	return &emulator{width: width, height: height, rows: [][]string{{}}}
}

func (e *emulator) Write(b []byte) (int, error) {
	e.pending = append(e.pending, b...)
	for len(e.pending) > 0 {
		e.pending = e.pending[e.take(string(e.pending)):]
	}
	return len(b), nil
}

// take obeys what the text begins with, and gives its length.
func (e *emulator) take(text string) int {
	switch text[0] {
	case '\r':
		e.column = 0
		return 1
	case '\n':
		e.down()
		return 1
	case '\b':
		e.column--
		return 1
	case escape:
		end := strings.IndexFunc(text[2:], func(r rune) bool { return r >= '@' && r != '[' }) + 2
		n, _ := strconv.Atoi(text[2:end])
		e.obey(text[end], max(n, 1))
		return end + 1
	}
	part, _, w, _ := uniseg.FirstGraphemeClusterInString(text, -1)
	e.print(part, w)
	return len(part)
}

func (e *emulator) obey(letter byte, n int) {
	switch letter {
	case 'A':
		e.row = max(e.row-n, e.top)
	case 'B':
		e.row = min(e.row+n, e.top+e.height-1)
	case 'C':
		e.column = min(e.column+n, e.width-1)
	case 'H':
		e.row, e.column = e.top, 0
	case 'K':
		e.rows[e.row] = e.cells()[:e.column]
	case 'J':
		e.rows = append(e.rows[:e.row], e.cells()[:e.column])
	}
}

func (e *emulator) down() {
	e.row++
	for len(e.rows) <= e.row {
		e.rows = append(e.rows, nil)
	}
	e.top = max(e.top, e.row-e.height+1)
}

// cells returns the cells of the row, filled up to the cursor.
func (e *emulator) cells() []string {
	for len(e.rows) <= e.row {
		e.rows = append(e.rows, nil)
	}
	for len(e.rows[e.row]) < e.column {
		e.rows[e.row] = append(e.rows[e.row], " ")
	}
	return e.rows[e.row]
}

func (e *emulator) print(part string, w int) {
	if w == 0 && e.column > 0 { // an accent for what is there
		e.cells()[e.column-1] += part
		return
	}
	if e.column+w > e.width {
		e.wrapped++
		e.column = 0
		e.down()
	}
	for range w {
		row := e.cells()
		if e.column == len(row) {
			row = append(row, "")
		}
		row[e.column] = part
		part = ""
		e.rows[e.row] = row
		e.column++
	}
}

// lines returns the lines of the terminal from its first row to the last one used.
func (e *emulator) lines() []string {
	var out []string
	for _, row := range e.rows {
		out = append(out, strings.TrimRight(strings.Join(row, ""), " "))
	}
	for len(out) <= e.row {
		out = append(out, "")
	}
	return out
}

func (e *emulator) seen() string { return strings.Join(e.lines(), "\n") }

// screen returns one that draws on the emulator.
func (e *emulator) screen() *screen {
	return &screen{out: e, size: func() (int, int) { return e.width, e.height }}
}

// typed types bytes into a question on the emulator, shown after each byte.
func (e *emulator) typed(q question, typed string) *answerLine {
	a := &answerLine{question: q, typedLine: newTyped(q.start), screen: e.screen()}
	a.screen.begin()
	a.show()
	for i := range len(typed) {
		if done, err := a.feed(typed[i]); done || err != nil {
			break
		}
		a.show()
	}
	return a
}

func TestWhatTheTerminalShows(t *testing.T) {
	const prompt = "1  Who is it about? "
	for _, tt := range []struct {
		name, each  string
		width       int
		typed       string
		seen        string
		row, column int
	}{
		{"nothing yet", "", 50, "", "1  Who is it about?", 0, 20},
		{"a letter in the middle", "", 50, "Tbi\x1b[D\x1b[Do", "1  Who is it about? Tobi", 0, 22},
		{"rows of 50", "", 50, strings.Repeat("x", 60),
			prompt + strings.Repeat("x", 29) + "\n" + strings.Repeat("x", 31), 1, 31},
		{"back up from the second row", "", 50, strings.Repeat("x", 60) + "\x01A",
			prompt + "A" + strings.Repeat("x", 28) + "\n" + strings.Repeat("x", 32), 0, 21},
		{"the second row goes again", "", 50, strings.Repeat("x", 60) + "\x15ab", prompt + "ab", 0,
			22},
		{"a wide letter does not hang over", "", 50, strings.Repeat("x", 28) + "日本",
			prompt + strings.Repeat("x", 28) + "\n日本", 1, 4},
		{"accents of their own take no column", "", 50, "Zoe\u0308\x1b[DA", prompt + "ZoAe\u0308",
			0, 23},
		{"lines begin alike", "> ", 50, "one\rtwo", "What?\n> one\n> two", 2, 5},
		{"lines are joined", "> ", 50, "one\rtwo\x01\x7f, ", "What?\n> one, two", 1, 7},
		{"up and down", "> ", 50, "one\rtwo\rthree\x1b[A\x1b[AX\x1b[BY",
			"What?\n> oneX\n> twoY\n> three", 2, 6},
		{"a long prompt breaks between words", "", 20, "", "1  Who is it about?\n", 1, 0},
		{"a character that turns letters round", "", 50, "a\u202eb", prompt + "a<U+202E>b", 0, 30},
	} {
		e := newEmulator(tt.width, 24)
		q := question{prompt: prompt, each: tt.each}
		if tt.each != "" {
			e.Write([]byte("What?\r\n"))
			q.prompt = ""
		}
		e.typed(q, tt.typed)
		if e.seen() != tt.seen || e.row != tt.row || e.column != tt.column {
			t.Errorf("%s: at %d, %d\n%s\nwant %d, %d\n%s", tt.name, e.row, e.column, e.seen(),
				tt.row, tt.column, tt.seen)
		}
	}
}

// keysAndLetters are keys that people press, in odd orders.
var keysAndLetters = []string{"a", "b ", "é", "e\u0301", "日", "👩‍👩‍👧", "🇳🇴", "א", "م",
	"\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[3~", "\x7f",
	"\x01", "\x05", "\x15", "\x0b", "\x17", "\x1b[1;5D", "\x1b[1;5C", "word ",
	"\x1b[200~two\nlines\x1b[201~", strings.Repeat("x", 70), "\x1b[15~", "\xff"}

// However somebody types, the screen shows the question and the answer as they are, broken
// where layout breaks them, with the cursor in its place: the same as if it were drawn once.
func TestShownStepByStepAsAtOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 3))
	for n := range 400 {
		width, height := []int{20, 50, 80, 120}[n%4], []int{24, 6}[n/4%2]
		q := question{prompt: "A question, which is not short? ",
			each:    []string{"", "   > "}[n/8%2],
			history: &answerHistory{[]string{"earlier", strings.Repeat("long ", 30)}}}
		if q.each != "" {
			q.prompt = ""
		}
		var typed strings.Builder
		for range r.IntN(40) {
			k := keysAndLetters[r.IntN(len(keysAndLetters))]
			if q.each != "" && r.IntN(4) == 0 {
				k = "x\r"
			}
			typed.WriteString(k)
		}
		e := newEmulator(width, height)
		a := e.typed(q, typed.String())
		p := layout(q.prompt, q.each, a.typedLine, width-1)
		shown := a.screen.shown
		got := e.lines()[e.row-shown.row:]
		want := slices.Clone(p.rows[a.screen.top : a.screen.top+len(shown.rows)])
		for i := range want {
			want[i] = strings.TrimRight(want[i], " ")
		}
		column := uniseg.StringWidth(shown.before)
		if !slices.Equal(got, want) || e.column != column || len(want) > height {
			t.Fatalf("%d columns, typed %q: column %d\n%s\nwant column %d\n%s", width,
				typed.String(), e.column,
				strings.Join(got, "\n"), column, strings.Join(want, "\n"))
		}
		if height == 24 && e.top == 0 && len(e.lines()) != len(want) {
			t.Fatalf("%d columns, typed %q: rows are left over\n%s", width, typed.String(),
				e.seen())
		}
		if e.wrapped > 0 {
			t.Fatalf("%d columns, typed %q: the terminal broke a row itself", width, typed.String())
		}
	}
}

// A letter at the end sends that letter and no more: a link may be slow.
func TestOneLetterSendsOneLetter(t *testing.T) {
	var sent bytes.Buffer
	a := &answerLine{question: question{prompt: "Name: "},
		screen: &screen{out: &sent, size: func() (int, int) { return 80, 24 }}}
	a.show()
	for _, letter := range []string{"T", "o", "é", "日"} {
		sent.Reset()
		for i := range len(letter) {
			a.feed(letter[i])
		}
		if a.show(); sent.String() != letter {
			t.Errorf("%q sent %q", letter, sent.String())
		}
	}
}

// A window that gets narrower breaks what it shows anew; at the next key all of it is drawn
// again, from where the question begins.
func TestNarrowerWindow(t *testing.T) {
	e := newEmulator(80, 24)
	a := e.typed(question{prompt: "Where? "}, strings.Repeat("x", 60))
	all := strings.Join(e.rows[0], "")
	*e = *newEmulator(40, 24)
	e.Write([]byte(all)) // as terminals do it
	a.feed('y')
	a.show()
	want := "Where? " + strings.Repeat("x", 32) + "\n" + strings.Repeat("x", 28) + "y"
	if e.seen() != want {
		t.Errorf("shown is\n%s\nwant\n%s", e.seen(), want)
	}
}

// counted counts what is written to it.
type counted int

func (c *counted) Write(b []byte) (int, error) {
	*c += counted(len(b))
	return len(b), nil
}

// Ten times the text sends about ten times the bytes, however it is typed at its end.
func TestLongTextIsSentOnce(t *testing.T) {
	sent := func(letters int) float64 {
		var n counted
		a := &answerLine{question: question{each: "> "},
			screen: &screen{out: &n, size: func() (int, int) { return 80, 24 }}}
		a.show()
		for range letters {
			a.feed('x')
			a.show()
		}
		return float64(n)
	}
	if ratio := sent(5000) / sent(500); ratio > 12 {
		t.Errorf("ten times the text sends %.1f times the bytes", ratio)
	}
}

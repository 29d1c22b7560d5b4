package term

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// What people press beside letters, each between an a and a b: the text that comes of it.
func TestKeys(t *testing.T) {
	for _, tt := range []struct{ name, typed, want string }{
		{"left", "a\x1b[Db", "ba"},
		{"left in the other mode of the keypad", "a\x1bODb", "ba"},
		{"right at the end", "a\x1b[Cb", "ab"},
		{"up and down with nothing before", "a\x1b[A\x1b[Bb", "ab"},
		{"home", "a\x1b[Hb", "ba"},
		{"home of the Linux console", "a\x1b[1~b", "ba"},
		{"home of rxvt", "a\x1b[7~b", "ba"},
		{"home and end", "a\x1b[H\x1b[Fb", "ab"},
		{"end of rxvt", "a\x01\x1b[8~b", "ab"},
		{"home and delete", "a\x1b[H\x1b[3~b", "b"},
		{"Ctrl-A and Ctrl-E", "a\x01x\x05b", "xab"},
		{"Ctrl-B and Ctrl-F", "ac\x02\x02\x06b", "abc"},
		{"Ctrl-A and Ctrl-D", "a\x01\x04b", "b"},
		{"Ctrl-D behind the text", "a\x04b", "ab"},
		{"Ctrl-U", "a\x15b", "b"},
		{"Ctrl-K", "a\x01\x0bb", "b"},
		{"Ctrl-W", "one two\x17b", "one b"},
		{"Alt-Backspace", "one two\x1b\x7fb", "one b"},
		{"Ctrl-Left", "one two\x1b[1;5Db", "one btwo"},
		{"Ctrl-Left and Ctrl-Right", "one two\x01\x1b[1;5Cb", "oneb two"},
		{"Alt-b and Alt-f", "one two\x1bb\x1bbx\x1bfb", "xoneb two"},
		{"Shift-Left is a Left", "a\x1b[1;2Db", "ba"},
		{"Backspace takes a letter with its accent", "ae\u0301\x7fb", "ab"},
		{"Backspace takes a family", "a👩‍👩‍👧\x7fb", "ab"},
		{"Backspace takes a flag", "a🇳🇴\x7fb", "ab"},
		{"Backspace with nothing before", "\x7f\x7fb", "b"},
		{"F1 of xterm", "a\x1bOPb", "ab"},
		{"F1 of the Linux console", "a\x1b[[Ab", "ab"},
		{"F5", "a\x1b[15~b", "ab"},
		{"Shift-F5", "a\x1b[15;2~b", "ab"},
		{"Shift-Home of rxvt", "a\x1b[7$b", "ab"},
		{"insert, page up, page down", "a\x1b[2~\x1b[5~\x1b[6~b", "ab"},
		{"Alt-x", "a\x1bxb", "ab"},
		{"Alt-Left of a terminal that sends two escapes", "a\x1b\x1b[Db", "ba"},
		{"Alt-]", "a\x1b]b", "ab"},
		{"Alt-é is an é", "a\x1béb", "aéb"},
		{"a click", "a\x1b[M !!b", "ab"},
		{"a click in the newer form", "a\x1b[<0;12;5M\x1b[<0;12;5mb", "ab"},
		{"the window got the focus", "a\x1b[I\x1b[Ob", "ab"},
		{"the answer about a colour, for another program", "a\x1b]11;rgb:0000/0000/0000\x1b\\b",
			"ab"},
		{"the same, ended by a bell", "a\x1b]11;rgb:0000/0000/0000\ab", "ab"},
		{"where the cursor is, for another program", "a\x1b[12;1Rb", "ab"},
		{"what the terminal is, for another program", "a\x1bP>|xterm(390)\x1b\\\x1b[?1;2cb", "ab"},
		{"a mode, for another program", "a\x1b[?2004;1$yb", "ab"},
		{"a tab is a blank", "a\tb", "a b"},
		{"a bell, a null and a Ctrl-Z", "a\a\x00\x1ab", "ab"},
		{"controls of 8 bits in UTF-8", "a\u009b31mb", "a31mb"},
		{"a byte that is no text", "a\xe9b", "a\ufffdb"},
		{"half a letter, and a key", "a\xc3\x1b[Db", "ab\ufffd"},
		{"a paste", "a\x1b[200~x\x1b[201~b", "axb"},
		{"a paste of lines", "a\x1b[200~x\r\n\r\ny\rz\n\x1b[201~b", "ax y z b"},
		{"a paste with colours and a tab", "a\x1b[200~\x1b[31mx\ty\x1b[0m\x1b[201~b", "ax yb"},
		{"a paste that moves", "a\x1b[200~\x01\x1b[D\x7f\x04x\x1b[201~b", "axb"},
		{"an end of a paste that never began", "a\x1b[201~b", "ab"},
	} {
		got, err := Streams{In: strings.NewReader(tt.typed + "\r"),
			Err: new(bytes.Buffer)}.seen(question{})
		if got != tt.want || err != nil {
			t.Errorf("%s: %q, %v; want %q", tt.name, got, err, tt.want)
		}
	}
}

// seen asks as at a terminal that shows where the cursor is.
func (s Streams) seen(q question) (string, error) {
	c, err := s.console()
	if err != nil {
		return "", err
	}
	a := &answerLine{question: q, typedLine: newTyped(q.start),
		screen: newEmulator(40, 10).screen()}
	a.show()
	err = a.read(c, nil)
	return a.text(), err
}

func TestEnterInASequenceIsAnEnter(t *testing.T) {
	for _, typed := range []string{"ab\x1b\r", "ab\x1b[\r", "ab\x1b[1;\r", "ab\x1bO\r",
		"ab\x1b]0;\r", "ab\xc3\r"} {
		got, err := Streams{In: strings.NewReader(typed + "not this"),
			Err: new(bytes.Buffer)}.Ask("")
		if strings.TrimSuffix(got, "\ufffd") != "ab" || err != nil {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
		got, err = Streams{In: strings.NewReader(strings.Replace(typed, "\r", "\x03", 1)),
			Err: new(bytes.Buffer)}.Ask("")
		if strings.TrimSuffix(got, "\ufffd") != "ab" || !errors.Is(err, ErrInterrupted) {
			t.Errorf("%q with Ctrl-C: %q, %v", typed, got, err)
		}
	}
}

func TestSeveralLines(t *testing.T) {
	for _, tt := range []struct {
		name, start, typed, want string
		err                      error
	}{
		{"a paste with blank lines goes on", "", "\x1b[200~one\n\n\ntwo\n\x1b[201~three\r\r",
			"one\n\n\ntwo\nthree", nil},
		{"Enter behind a paste that ends a line", "", "\x1b[200~one\n\ntwo\n\x1b[201~\rnext",
			"one\n\ntwo", nil},
		{"Enter in the middle is a line", "", "onetwo\x1b[D\x1b[D\x1b[D\r\x1b[F\r\r", "one\ntwo",
			nil},
		{"Enter on a blank line in the middle is a line", "",
			"one\rtwo\x1b[A\x01\r\x1b[B\x1b[F\r\r", "\none\ntwo", nil},
		{"lines that are there stay", "one\ntwo", "\r\r", "one\ntwo", nil},
		{"and are edited", "one\ntwo", "X\x1b[A\x01Y\x1b[B\x05\r\r", "Yone\ntwoX", nil},
		{"Ctrl-U takes one line", "one\ntwo", "\x15x\r\r", "one\nx", nil},
		{"Ctrl-C keeps all", "one", "\rhalf\x03", "one\nhalf", ErrInterrupted},
		{"Ctrl-D in a line does nothing", "", "one\x04\r\r", "one", nil},
		{"Ctrl-D on an empty line stops", "", "one\r\x04", "one", ErrInterrupted},
	} {
		in := Streams{In: strings.NewReader(tt.typed), Err: new(bytes.Buffer)}
		got, err := in.seen(question{each: "> ", start: tt.start})
		if got != strings.TrimLeft(tt.want, "\n") || !errors.Is(err, tt.err) {
			t.Errorf("%s: %q, %v; want %q, %v", tt.name, got, err, tt.want, tt.err)
		}
	}
}

func TestUpBringsEarlierAnswers(t *testing.T) {
	s := Streams{In: strings.NewReader("first\rsecond\r\x1b[A\x1b[A!\rhalf\x1b[A\x1b[A\x1b[B\x1b[B ended\r" +
		"y\r\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A\r\x1b[A\r\r"),
		Err: new(bytes.Buffer), history: &answerHistory{}}
	for _, want := range []string{"first", "second", "first!", "half ended"} {
		if got, err := s.Ask(""); got != want || err != nil {
			t.Errorf("%q, %v; want %q", got, err, want)
		}
	}
	if yes, err := s.Confirm("Sure?"); !yes || err != nil {
		t.Errorf("confirmed: %v, %v", yes, err)
	}
	if got, err := s.Ask(""); got != "first" || err != nil {
		t.Errorf("the first of them all: %q, %v", got, err)
	}
	if got, err := s.AskLines("", "> ", ""); got != "first" || err != nil {
		t.Errorf("in an empty text of several lines: %q, %v", got, err)
	}
}

// Whatever bytes come, an answer is text without a control character, and the terminal
// never has to break a row.
func FuzzAnswer(f *testing.F) {
	for _, typed := range []string{"Tobi\r", "\x1b[A\x1b[200~a\r\n\tb\x1b[201~",
		"\x1b[M\xff\xff\xff", "\x1b]0;x\x07",
		"\xe2\x80\xa8e\u0301\x7f", "👩‍👩‍👧\x1b[D\x7f", "\x1b[1;5D\x9b", "a\u202eb\x0c\x1b[3~\x00"} {
		f.Add([]byte(typed), true, byte(50))
		f.Add([]byte(typed), false, byte(10))
	}
	f.Fuzz(func(t *testing.T, typed []byte, many bool, columns byte) {
		q := question{prompt: "What was seen? ",
			history: &answerHistory{[]string{"earlier\nlines"}}}
		if many {
			q.each = "   > "
		}
		e := newEmulator(max(int(columns), 10), 8)
		a := &answerLine{question: q, screen: e.screen()}
		a.show()
		for _, b := range typed[:min(len(typed), 500)] { // each is drawn
			done, err := a.feed(b)
			if a.show(); done || err != nil {
				break
			}
		}
		a.screen.end()
		text := a.text()
		if !utf8.ValidString(text) || !many && strings.Contains(text, "\n") {
			t.Errorf("%q gives %q", typed, text)
		}
		if i := strings.IndexFunc(text, func(r rune) bool {
			return unicode.IsControl(r) && r != '\n'
		}); i >= 0 {
			t.Errorf("%q gives %q, with a control character at %d", typed, text, i)
		}
		if e.wrapped > 0 && columns > 20 {
			t.Errorf("%q: the terminal broke %d rows", typed, e.wrapped)
		}
	})
}

package term

import (
	"bytes"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// The bytes from a keyboard that have a meaning by themselves.
const (
	ctrlC         = 0x03
	ctrlD         = 0x04
	ctrlH         = 0x08
	ctrlU         = 0x15
	ctrlBackslash = 0x1c
	escape        = 0x1b
	del           = 0x7f
)

// key is a key press: a character of a text, or one of the keys below.
type key rune

const (
	keyEnter key = -1 - iota
	keyBackspace
	keyDelete
	keyLeft
	keyRight
	keyUp
	keyDown
	keyHome
	keyEnd
	keyWordLeft
	keyWordRight
	keyKillWord   // back to the beginning of a word
	keyKillLeft   // back to the beginning of the line
	keyKillRight  // on to the end of the line
	keyRedraw     // the screen was spoilt
	keyStop       // Ctrl-C
	keyLeave      // Ctrl-D: stops if nothing is typed
	keyPasteBegin // what follows is pasted, not typed
	keyPasteEnd
)

// byteKeys holds the keys of one byte. A control byte that is not here is ignored.
var byteKeys = map[byte]key{
	'\r': keyEnter, '\n': keyEnter, '\t': ' ',
	0x01: keyHome, 0x02: keyLeft, 0x05: keyEnd, 0x06: keyRight,
	ctrlH: keyBackspace, del: keyBackspace,
	0x0b: keyKillRight, 0x0c: keyRedraw, 0x0e: keyDown, 0x10: keyUp,
	ctrlU: keyKillLeft, 0x17: keyKillWord,
	ctrlC: keyStop, ctrlBackslash: keyStop, ctrlD: keyLeave,
	0: keyLeave, // Linux makes this of a Ctrl-D typed before the question came
}

// stage is the state of a decoder within a sequence of bytes.
type stage int

const (
	plain   stage = iota
	escaped       // after ESC: a sequence begins, or it is a key with Alt
	control       // ESC [ or ESC O, and then numbers up to a letter
	message       // an answer of the terminal to a query, up to BEL or ESC
	skip          // bytes of a mouse, or of a function key
)

// most bounds the length of a message.
const most = 1024

// decoder turns the bytes that a terminal sends into keys. Unknown sequences (function keys, the
// mouse, keys with Alt, answers to other programs) are ignored. A byte that is no text is U+FFFD,
// so that the person sees that something is missing.
type decoder struct {
	stage   stage
	opened  byte   // the byte after ESC
	params  []byte // the numbers since
	length  int    // of the message so far, or the bytes still to be skipped
	partial []byte // of a character
	pasting bool
	after   byte // the previous byte, in a paste
	keys    []key
}

// feed takes one byte, and returns the keys that it completes. The next call overwrites them.
func (d *decoder) feed(b byte) []key {
	d.keys = d.keys[:0]
	d.step(b)
	d.after = b
	return d.keys
}

// step handles a byte by the decoder's stage. Every control character ends a sequence, so that no
// Enter or Ctrl-C is lost in an incomplete one.
func (d *decoder) step(b byte) {
	switch {
	case b == escape:
		d.cut()
		d.stage = escaped
	case b < ' ' || d.stage == plain:
		ended := d.stage == message && b == '\a'
		d.stage = plain
		if !ended {
			d.plain(b)
		}
	case d.stage == escaped:
		d.escaped(b)
	case d.stage == control:
		d.control(b)
	case d.stage == message:
		d.message(b)
	default: // skip
		if d.length--; d.length == 0 {
			d.stage = plain
		}
	}
}

// emit adds a key. In a paste, only characters, ends of lines and Ctrl-C count. No text has a
// Ctrl-C, which helps if the end of a paste was lost.
func (d *decoder) emit(k key) {
	if d.pasting && k < 0 && k != keyEnter && k != keyPasteEnd && k != keyStop {
		return
	}
	if k == keyPasteBegin || k == keyPasteEnd {
		d.pasting = k == keyPasteBegin
	}
	d.keys = append(d.keys, k)
}

func (d *decoder) plain(b byte) {
	if b >= utf8.RuneSelf {
		d.character(b)
		return
	}
	d.cut()
	if k, ok := byteKeys[b]; ok {
		if !d.pasting || b != '\n' || d.after != '\r' { // CR LF ends one line
			d.emit(k)
		}
	} else if b >= ' ' {
		d.emit(key(b))
	}
}

// character takes a byte of a character of several bytes.
func (d *decoder) character(b byte) {
	if utf8.RuneStart(b) {
		d.cut()
	}
	d.partial = append(d.partial, b)
	if !utf8.FullRune(d.partial) {
		return
	}
	r, _ := utf8.DecodeRune(d.partial)
	d.partial = d.partial[:0]
	switch {
	case r == '\u2028' || r == '\u2029' || r == '\u0085': // other ends of lines
		if r = ' '; d.pasting {
			r = rune(keyEnter)
		}
		d.emit(key(r))
	case !unicode.IsControl(r):
		d.emit(key(r))
	}
}

// cut ends an incomplete character.
func (d *decoder) cut() {
	if len(d.partial) > 0 {
		d.partial = d.partial[:0]
		d.emit(utf8.RuneError)
	}
}

// escaped takes the byte after ESC.
func (d *decoder) escaped(b byte) {
	d.stage, d.opened, d.params, d.length = plain, b, d.params[:0], 0
	switch {
	case b == '[' || b == 'O':
		d.stage = control
	case b == ']' || b == 'P' || b == '_':
		d.stage = message
	case b == 'b':
		d.emit(keyWordLeft)
	case b == 'f':
		d.emit(keyWordRight)
	case b == del:
		d.emit(keyKillWord)
	case b >= utf8.RuneSelf:
		d.plain(b) // the first byte of a letter, which counts more than its Alt
	}
}

// control takes the rest of a sequence after ESC [ or ESC O.
func (d *decoder) control(b byte) {
	switch {
	case b == '[' && len(d.params) == 0: // the Linux console: ESC [ [ A is F1
		d.stage, d.length = skip, 1
	case b == 'M' && len(d.params) == 0 && d.opened == '[': // a mouse: three bytes follow
		d.stage, d.length = skip, 3
	case b == '$' && !bytes.ContainsRune(d.params, '?'): // rxvt: a key with Shift
		d.stage = plain
	case b < '@':
		if len(d.params) < most {
			d.params = append(d.params, b)
		}
	case b < del:
		d.stage = plain
		if k, ok := sequence(string(d.params), b); ok {
			d.emit(k)
		}
	default: // no byte of a sequence
		d.stage = plain
		d.plain(b)
	}
}

// message takes an answer to a query of another program, which did not wait to read it. The first
// byte tells such an answer from a key with Alt.
func (d *decoder) message(b byte) {
	if d.length++; d.length > most {
		d.stage = plain
	}
	if d.length == 1 && !bytes.ContainsRune([]byte("0123456789>!+G"), rune(b)) {
		d.stage = plain
		d.plain(b)
	}
}

// letterKeys holds the keys by the letter that ends their sequence, numberedKeys by the number
// before a ~.
var (
	letterKeys = map[byte]key{'A': keyUp, 'B': keyDown, 'C': keyRight, 'D': keyLeft,
		'H': keyHome, 'F': keyEnd}
	numberedKeys = map[int]key{1: keyHome, 7: keyHome, 4: keyEnd, 8: keyEnd, 3: keyDelete,
		200: keyPasteBegin, 201: keyPasteEnd}
)

// sequence returns the key that ends in b and has these numbers, separated by semicolons. The
// second number says which of Shift (2), Alt (3), Ctrl (5) and their sums were held.
func sequence(params string, b byte) (key, bool) {
	first, held := params, ""
	for i := range params {
		if params[i] == ';' {
			first, held = params[:i], params[i+1:]
			break
		}
	}
	if b == '~' {
		n, _ := strconv.Atoi(first)
		k, ok := numberedKeys[n]
		return k, ok
	}
	k, ok := letterKeys[b]
	if n, _ := strconv.Atoi(held); n > 2 {
		switch k {
		case keyLeft:
			k = keyWordLeft
		case keyRight:
			k = keyWordRight
		}
	}
	return k, ok
}

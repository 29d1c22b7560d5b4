package match

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Day is a day of the calendar that a text tells, in bytes From to To.
type Day struct {
	From, To         int
	Year, Month, Day int
}

// String returns the day in one form, whichever way it was typed: 2026-03-04.
func (d Day) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Same reports whether two places tell one day.
func (d Day) Same(o Day) bool { return d.Year == o.Year && d.Month == o.Month && d.Day == o.Day }

// Days returns the days that a text tells in figures or with the name of a month, each with its
// year: 2026-03-04, 20260304, 04/03/2026, 4.3.26, 4 March 2026, 4 Mar 26, 4th of Mar 2026, March 4,
// 2026. Of two numbers before a year the first is the day, as it is written in Britain.
func Days(s string) []Day {
	var out []Day
	for i := 0; i < len(s); {
		if !beginsDay[s[i]] || !beginsWord(s, i) {
			i++
			continue
		}
		d, ok := dayAt(s, i)
		if !ok {
			i++
			continue
		}
		out = append(out, d)
		i = d.To
	}
	return out
}

// beginsDay says by which characters a day can begin: by figures, and by the first letters of
// months. It is never written to.
var beginsDay = func() (table [256]bool) {
	for c := range table {
		table[c] = isFigure(byte(c)) || strings.IndexByte("jfmasond", byte(c)|0x20) >= 0
	}
	return table
}()

// beginsWord reports whether a figure or a letter at a byte of a text begins a word.
func beginsWord(s string, i int) bool {
	return i == 0 || !figureOrLetter(s[i-1]) && s[i-1] < utf8.RuneSelf
}

func figureOrLetter(c byte) bool { return isFigure(c) || c|0x20 >= 'a' && c|0x20 <= 'z' }

func isFigure(c byte) bool { return c >= '0' && c <= '9' }

// dayAt reads the day that begins at a byte of a text.
func dayAt(s string, i int) (Day, bool) {
	c := cursor{s, i}
	d := Day{From: i}
	ok := false
	if !isFigure(s[i]) {
		ok = c.named(&d)
	} else if first, n := c.number(); n == 4 {
		d.Year = first
		ok = c.backwards(&d)
	} else if n == 8 {
		d.Year, d.Month, d.Day = first/10000, first/100%100, first%100
		ok = d.Year/100 == 19 || d.Year/100 == 20
		ok = ok && !c.goesOn("t")
	} else if n <= 2 {
		d.Day = first
		ok = c.forwards(&d)
	}
	d.To = c.at
	return d, ok && d.real()
}

// real reports whether a calendar has the day.
func (d Day) real() bool {
	days := []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	if d.Month < 1 || d.Month > 12 || d.Day < 1 || d.Year < 1 {
		return false
	}
	last := days[d.Month-1]
	if d.Month == 2 && d.Year%4 == 0 && (d.Year%100 != 0 || d.Year%400 == 0) {
		last++
	}
	return d.Day <= last
}

// cursor reads a text from a byte on.
type cursor struct {
	s  string
	at int
}

// number reads figures, and returns their value and count.
func (c *cursor) number() (value, n int) {
	for c.at < len(c.s) && isFigure(c.s[c.at]) && n < 9 {
		value = 10*value + int(c.s[c.at]-'0')
		c.at++
		n++
	}
	return value, n
}

// skip passes over any of some signs, and reports whether there was one.
func (c *cursor) skip(signs string) bool {
	from := c.at
	for c.at < len(c.s) && strings.IndexByte(signs, c.s[c.at]) >= 0 {
		c.at++
	}
	return c.at > from
}

// one passes over one sign, and gives it; 0 where another stands there.
func (c *cursor) one(signs string) byte {
	if c.at < len(c.s) && strings.IndexByte(signs, c.s[c.at]) >= 0 {
		c.at++
		return c.s[c.at-1]
	}
	return 0
}

// word reads letters, in small ones.
func (c *cursor) word() string {
	from := c.at
	for c.at < len(c.s) && c.at-from < longestMonth && figureOrLetter(c.s[c.at]) &&
		!isFigure(c.s[c.at]) {
		c.at++
	}
	return strings.ToLower(c.s[from:c.at])
}

// longestMonth bounds what is read as one, in bytes.
const longestMonth = 10

// year reads a year of four figures, or of two where short is set; no figure follows it.
func (c *cursor) year(d *Day, short bool) bool {
	year, n := c.number()
	switch {
	case n == 2 && short && year < firstOfLastCentury:
		year += 2000
	case n == 2 && short:
		year += 1900
	case n != 4:
		return false
	}
	d.Year = year
	return true
}

// firstOfLastCentury is the first of the two-figure years that belong to the 1900s, as in POSIX.
const firstOfLastCentury = 69

// backwards reads the rest of 2026-03-04 behind the year.
func (c *cursor) backwards(d *Day) bool {
	sign := c.one("-/.")
	var n, k int
	d.Month, n = c.number()
	again := c.one("-/.")
	d.Day, k = c.number()
	return sign != 0 && sign == again && n > 0 && n <= 2 && k > 0 && k <= 2
}

// forwards reads the rest of 04/03/2026, 4th of March 2026, 4-Mar-2026 behind the day.
func (c *cursor) forwards(d *Day) bool {
	if sign := c.one("/.-"); sign != 0 && c.at < len(c.s) && isFigure(c.s[c.at]) {
		n := 0
		d.Month, n = c.number()
		return n <= 2 && c.one(string(sign)) != 0 && c.year(d, true)
	} else if sign == '/' || sign == '.' {
		return false
	} else if sign == 0 {
		c.ordinal()
		if !c.skip(" \n\u00a0") {
			return false
		}
		from := c.at
		if c.word() != "of" || !c.skip(" \n") {
			c.at = from
		}
	}
	d.Month = monthOf(c.word())
	c.one(".")
	c.one(",")
	return d.Month > 0 && c.skip(" \n\u00a0-") && c.yearBehindName(d)
}

// yearBehindName reads the year of 4 March 2026. One of two figures is a year where they are not
// the beginning of something else, as a time is: 4 March 10:30.
func (c *cursor) yearBehindName(d *Day) bool {
	from := c.at
	if !c.year(d, true) {
		return false
	}
	return c.at-from == 4 || !c.goesOn("") && !c.timeFollows()
}

// goesOn reports whether a figure or a letter follows, other than one of some small letters.
func (c *cursor) goesOn(but string) bool {
	return c.at < len(c.s) && figureOrLetter(c.s[c.at]) &&
		strings.IndexByte(but, c.s[c.at]|0x20) < 0
}

// timeFollows reports whether a sign follows that has a figure behind it.
func (c *cursor) timeFollows() bool {
	return c.at+1 < len(c.s) && strings.IndexByte(":.,/-", c.s[c.at]) >= 0 && isFigure(c.s[c.at+1])
}

// ordinal passes over the ending of 4th.
func (c *cursor) ordinal() {
	from := c.at
	switch c.word() {
	case "st", "nd", "rd", "th":
	default:
		c.at = from
	}
}

// named reads March 4, 2026.
func (c *cursor) named(d *Day) bool {
	if third := c.at + 2; third >= len(c.s) ||
		strings.IndexByte("nbrylgptvc", c.s[third]|0x20) < 0 {
		return false // the third letters of all months
	}
	if d.Month = monthOf(c.word()); d.Month == 0 {
		return false
	}
	c.one(".")
	if !c.skip(" \n\u00a0") {
		return false
	}
	n := 0
	d.Day, n = c.number()
	c.ordinal()
	c.one(",")
	return n > 0 && n <= 2 && c.skip(" \n\u00a0") && c.year(d, false)
}

// monthOf returns the number of a month that a word of small letters names, also by its first
// three; 0 for none.
func monthOf(w string) int {
	if len(w) < 3 {
		return 0
	}
	for i, name := range months {
		if w[0] == name[0] && (w == name || w == name[:3]) || w == "sept" && i == 8 {
			return i + 1
		}
	}
	return 0
}

// months is never written to.
var months = [...]string{"january", "february", "march", "april", "may", "june", "july", "august",
	"september", "october", "november", "december"}

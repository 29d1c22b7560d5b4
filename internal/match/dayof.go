package match

import (
	"strings"
	"time"

	"casefile/internal/pattern"
)

// DayOf returns the day that words tell, where they tell nothing else: a day in any form of Days,
// also behind the name of its weekday, as in Fri 27 November 2026. Behind the name of another
// weekday it is no certain day. figures says that it was typed in figures alone, which may also be
// a number.
func DayOf(s string) (d Day, figures, ok bool) {
	found := Days(s)
	if len(found) != 1 || found[0].To != len(s) {
		return Day{}, false, false
	}
	d = found[0]
	before := strings.TrimRight(strings.TrimSuffix(strings.TrimSpace(s[:d.From]), ","), " .")
	if d.From > 0 && !d.weekday(before) {
		return Day{}, false, false
	}
	d.From = 0
	return d, onlyDigits(s), true
}

// weekday reports whether a word names the weekday of the day, whole or shortened.
func (d Day) weekday(word string) bool {
	name := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Weekday().String()
	return len(word) >= 3 && strings.HasPrefix(strings.ToLower(name), strings.ToLower(word))
}

// partOfDay is a day without its year, or a month with one.
var partOfDay = pattern.Of(`(?i)\b(?:[0-9]{1,2}(?:st|nd|rd|th)? (?:of )?` + monthName +
	`|` + monthName + ` [0-9]{1,4}(?:st|nd|rd|th)?|[0-9]{1,2}/[0-9]{1,2})(?:[^0-9A-Za-z/]|$)`)

const monthName = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|` +
	`aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`

// PartOfDay reports whether words tell a day without its year, or a month with one, and no
// whole day: 4 Nov, 27/11, Nov 2026.
func PartOfDay(s string) bool { return len(Days(s)) == 0 && partOfDay().MatchString(s) }

package record

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"casefile/internal/pattern"
)

// clockForm is the time of day in the program's own words.
const clockForm = "15:04"

// ErrToCome says that a time is in the future, where a past time is wanted.
var ErrToCome = errors.New("still to come")

// typedClock matches a time of day as people write it: 14:30, 14.30, 2:30 pm, 3pm.
var typedClock = pattern.Of(`^(?:at )?(\d{1,2})(?:[:.](\d{2}))? ?([ap])?\.?(m)?\.?$`)

// typedMonth is a day as people write it in words: 5 March 2026, 5th Mar 2026.
var typedMonth = pattern.Of(
	`^(?:on )?(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? (\d{4})(?:,? (.*))?$`)

// TypedTime reads the time of an event as people type it: nothing or today, yesterday, a time of
// day, a day, a day and a time, or any value of the field occurred. It returns the value for that
// field, by the clock of now's zone. A time in the future is refused. A time of day that the clocks
// showed twice, or jumped over, is a ClockError.
func TypedTime(typed string, now time.Time) (occurred string, err error) {
	typed = strings.ToLower(strings.Join(strings.Fields(typed), " "))
	day, rest, err := typedDay(typed, now)
	switch {
	case err != nil:
		return "", err
	case rest == "":
		return been(day.String(), day.At(now.Location()), now)
	}
	hour, minute, ok := timeOfDay(rest)
	if !ok {
		return asOccurred(typed, now)
	}
	when, err := ClockTime(day, hour, minute, now.Location())
	if err != nil {
		return "", err
	}
	return been(when.Format(PointForm), when, now)
}

// timeOfDay reads a time of day; an hour alone is one where it says which half of the day.
func timeOfDay(typed string) (hour, minute int, ok bool) {
	if typed == "noon" || typed == "midday" {
		return 12, 0, true
	}
	m := typedClock().FindStringSubmatch(typed)
	if m == nil || (m[3] == "") != (m[4] == "") || m[2] == "" && m[3] == "" {
		return 0, 0, false
	}
	hour, _ = strconv.Atoi(m[1]) // the form has digits only
	minute, _ = strconv.Atoi(m[2])
	switch half := m[3]; {
	case half != "" && (hour < 1 || hour > 12):
		return 0, 0, false
	case half == "p" && hour < 12:
		hour += 12
	case half == "a" && hour == 12:
		hour = 0
	}
	return hour, minute, hour < 24 && minute < 60
}

// typedDay takes the day off a text; today where it names none.
func typedDay(typed string, now time.Time) (day Date, rest string, err error) {
	today := DateOf(now)
	for word, back := range map[string]int{"today": 0, "yesterday": -1} {
		if rest, ok := cutWord(typed, word); ok {
			return today.AddDays(back), rest, nil
		}
	}
	if m := typedMonth().FindStringSubmatch(typed); m != nil {
		for _, form := range []string{"2 January 2006", "2 Jan 2006"} {
			if t, err := time.Parse(form, m[1]+" "+m[2]+" "+m[3]); err == nil {
				return DateOf(t), m[4], nil
			}
		}
	}
	if word, rest, _ := strings.Cut(typed, " "); isDay(word) {
		day, err = ParseDate(word)
		return day, rest, err
	}
	return today, typed, nil
}

// cutWord takes a word off the beginning or the end of a text.
func cutWord(typed, word string) (rest string, ok bool) {
	if rest, ok = strings.CutPrefix(typed+" ", word+" "); ok {
		return strings.TrimSpace(rest), true
	}
	return strings.CutSuffix(typed, " "+word)
}

// been passes on what is said of a time that has been.
func been(said string, from, now time.Time) (string, error) {
	if from.After(now) {
		return "", fmt.Errorf("%w: %s is %w", ErrDate, said, ErrToCome)
	}
	return said, nil
}

// asOccurred takes the forms of the field itself, and its point without the zone.
func asOccurred(typed string, now time.Time) (string, error) {
	typed = strings.ReplaceAll(strings.ReplaceAll(typed, "t", "T"), "z", "Z")
	typed = strings.Replace(typed, "abouT", "about", 1)
	if at, ok, err := Zoned(typed, now.Location()); err != nil {
		return "", err
	} else if ok {
		return been(at.Format(PointForm), at, now)
	}
	o, err := ParseOccurred(typed)
	if err != nil {
		return "", err
	}
	if o.Backwards(now.Location()) {
		return "", fmt.Errorf("%w: %q ends before it begins", ErrDate, typed)
	}
	return been(typed, o.Earliest(now.Location()), now)
}

package record

import (
	"fmt"
	"strings"
	"time"
)

// clockForm is how people write the time of day.
const clockForm = "15:04"

// TypedTime reads when a thing happened as people type it: nothing or today,
// yesterday, a time of day, a day, a day and a time, or whatever the field
// occurred takes. It gives what that field takes, by the clock of now's zone.
// What lies ahead is no time that has been. A time of day that the clocks showed twice, or
// jumped over, is a ClockError.
func TypedTime(typed string, now time.Time) (occurred string, err error) {
	typed = strings.ToLower(strings.Join(strings.Fields(typed), " "))
	day, rest, err := typedDay(typed, now)
	switch {
	case err != nil:
		return "", err
	case rest == "":
		return been(day.String(), day.At(now.Location()), now)
	}
	at, err := time.Parse(clockForm, rest)
	if err != nil {
		return asOccurred(typed, now)
	}
	when, err := ClockTime(day, at.Hour(), at.Minute(), now.Location())
	if err != nil {
		return "", err
	}
	return been(when.Format(PointForm), when, now)
}

// typedDay takes the day off a text; today where it names none.
func typedDay(typed string, now time.Time) (day Date, rest string, err error) {
	today := DateOf(now)
	word, rest, _ := strings.Cut(typed, " ")
	switch word {
	case "", "today":
		return today, rest, nil
	case "yesterday":
		return today.AddDays(-1), rest, nil
	}
	if dayForm.MatchString(word) {
		day, err = ParseDate(word)
		return day, rest, err
	}
	return today, typed, nil
}

// been passes on what is said of a time that has been.
func been(said string, from, now time.Time) (string, error) {
	if from.After(now) {
		return "", fmt.Errorf("%w: %s is still to come", ErrDate, said)
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

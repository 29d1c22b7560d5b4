package record

import (
	"strings"
	"time"
)

// clockForm is how people write the time of day.
const clockForm = "15:04"

// TypedTime reads when a thing happened as people type it: nothing or today,
// yesterday, a time of day, a day, a day and a time, or whatever the field
// occurred takes. It gives what that field takes, by the clock of now's zone.
// What lies ahead is no time that has been.
func TypedTime(typed string, now time.Time) (occurred string, ok bool) {
	typed = strings.ToLower(strings.Join(strings.Fields(typed), " "))
	day, rest := typedDay(typed, now)
	if rest == "" {
		return DateOf(day).String(), !day.After(now)
	}
	at, err := time.Parse(clockForm, rest)
	if err != nil {
		return asOccurred(typed, now)
	}
	when := time.Date(
		day.Year(),
		day.Month(),
		day.Day(),
		at.Hour(),
		at.Minute(),
		0,
		0,
		now.Location(),
	)
	return when.Format(PointForm), !when.After(now)
}

// typedDay takes the day off a text; today where it names none.
func typedDay(typed string, now time.Time) (day time.Time, rest string) {
	word, rest, _ := strings.Cut(typed, " ")
	switch word {
	case "", "today":
		return now, rest
	case "yesterday":
		return now.AddDate(0, 0, -1), rest
	}
	if d, err := ParseDate(word); err == nil {
		return d.At(now.Location()), rest
	}
	return now, typed
}

// asOccurred takes the forms of the field itself.
func asOccurred(typed string, now time.Time) (string, bool) {
	typed = strings.ReplaceAll(strings.ReplaceAll(typed, "t", "T"), "z", "Z")
	typed = strings.Replace(typed, "abouT", "about", 1)
	o, err := ParseOccurred(typed)
	if err != nil || o.Earliest(now.Location()).After(now) {
		return "", false
	}
	return typed, true
}

package exchange

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"casefile/internal/pattern"
	"casefile/internal/record"
)

// dateReader reads the days and times that people type into tables.
type dateReader struct {
	order string // of numbers with slashes: dd/mm/yyyy, mm/dd/yyyy, yyyy/mm/dd
	zone  *time.Location
}

var namedMonth = pattern.Of(
	`^(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{2,4})$`)

var timeOfDay = pattern.Of(
	`^(.*\d)[ T,]+(?:at )?(\d{1,2})[:.](\d{2})(?::(\d{2}))? ?([AaPp][Mm])?$`)

var (
	threeNumbers  = pattern.Of(`^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})$`)
	serialNumber  = pattern.Of(`^\d{5}([.,]\d+)?$`)
	shortYear     = pattern.Of(`^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$`)
	numberFormats = []string{"dd/mm/yyyy", "mm/dd/yyyy", "yyyy/mm/dd"}
)

func newDateReader(order string, zone *time.Location) (dateReader, error) {
	if order == "" {
		order = numberFormats[0]
	}
	order = strings.NewReplacer(".", "/", "-", "/").Replace(strings.ToLower(order))
	if !slices.Contains(numberFormats, order) {
		return dateReader{}, fmt.Errorf("%w: the date format is one of %s, not %q",
			ErrMapping, strings.Join(numberFormats, ", "), order)
	}
	return dateReader{order, zone}, nil
}

// read returns a typed time as the field occurred has it: a point, a period, or an approximate
// time. A time in casefile's own form is only checked.
func (r dateReader) read(text string) (string, error) {
	if o, err := record.ParseOccurred(text); err == nil {
		return r.inOrder(o)
	}
	if from, to, ok := cutPeriod(text); ok {
		a, errA := r.point(from)
		b, errB := r.point(to)
		if errA == nil && errB == nil {
			if o, err := record.ParseOccurred(a + "/" + b); err == nil {
				return r.inOrder(o)
			}
			return "", fmt.Errorf("%q ends before it begins", text)
		}
	}
	return r.point(text)
}

// inOrder returns a time as text, and refuses one that ends before it begins. Days are in the
// reader's zone.
func (r dateReader) inOrder(o record.Occurred) (string, error) {
	if o.Backwards(r.zone) {
		return "", fmt.Errorf("%q ends before it begins", o)
	}
	return o.String(), nil
}

// cutPeriod cuts a text such as "1 March 2026 - 4 March 2026" into its ends.
func cutPeriod(text string) (from, to string, ok bool) {
	for _, between := range []string{" - ", " – ", " to ", " until "} {
		if from, to, ok = strings.Cut(text, between); ok {
			return strings.TrimSpace(from), strings.TrimSpace(to), true
		}
	}
	return "", "", false
}

func (r dateReader) point(text string) (string, error) {
	if _, err := record.ParsePoint(text); err == nil {
		return text, nil
	}
	switch {
	case serialNumber().MatchString(text):
		return "", fmt.Errorf("%q is a spreadsheet's own number for a day: "+
			"format the column as dates, and save it again", text)
	case shortYear().MatchString(text):
		return "", fmt.Errorf("%q does not say which century: write the year with four digits",
			text)
	}
	m := timeOfDay().FindStringSubmatch(text)
	if m == nil {
		return r.day(text)
	}
	day, err := r.day(strings.TrimSpace(m[1]))
	if err != nil {
		return "", err
	}
	return r.at(text, day, m)
}

// at returns a time of day in the table's zone. Midnight gives only the day, as spreadsheets write
// it for a day without a time. It refuses a time that the clocks skipped or showed twice: only a
// person knows what is meant.
func (r dateReader) at(text, day string, m []string) (string, error) {
	hour, _ := strconv.Atoi(m[2]) // the pattern lets only digits through
	minute, _ := strconv.Atoi(m[3])
	half := strings.ToUpper(m[5])
	switch {
	case m[4] != "" && m[4] != "00":
		return "", fmt.Errorf("%q is to the second: write hours and minutes", text)
	case hour > 23 || minute > 59 || half != "" && (hour == 0 || hour > 12):
		return "", fmt.Errorf("%q has no such time of day", text)
	case half == "PM" && hour < 12:
		hour += 12
	case half == "AM" && hour == 12:
		hour = 0
	}
	if hour == 0 && minute == 0 {
		return day, nil
	}
	d, err := record.ParseDate(day)
	if err != nil {
		return "", err
	}
	t, err := record.ClockTime(d, hour, minute, r.zone)
	var clock *record.ClockError
	if errors.As(err, &clock) {
		return "", fmt.Errorf("%q: %w; %s", text, err, clock.Hint())
	}
	return t.Format("2006-01-02T15:04Z07:00"), nil
}

func (r dateReader) day(text string) (string, error) {
	if m := namedMonth().FindStringSubmatch(text); m != nil && len(m[3]) == 4 {
		for _, layout := range []string{"2 January 2006", "2 Jan 2006"} {
			if t, err := time.Parse(layout, m[1]+" "+m[2]+" "+m[3]); err == nil {
				return t.Format(time.DateOnly), nil
			}
		}
	}
	m := threeNumbers().FindStringSubmatch(text)
	if m == nil {
		return "", fmt.Errorf("%q is not a date: write it as %s or 2026-03-06", text, r.order)
	}
	y, mo, d := m[3], m[2], m[1]
	switch {
	case len(m[1]) == 4:
		y, mo, d = m[1], m[2], m[3]
	case r.order == "mm/dd/yyyy":
		mo, d = m[1], m[2]
	}
	t, err := time.Parse("2006-1-2", y+"-"+mo+"-"+d)
	if err != nil || t.Year() == 0 {
		return "", fmt.Errorf("%q is not a day of the calendar as %s", text, r.order)
	}
	return t.Format(time.DateOnly), nil
}

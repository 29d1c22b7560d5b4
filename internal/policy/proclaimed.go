package policy

import (
	"time"

	"casefile/internal/record"
)

// proclaimedDays returns the bank holidays of England and Wales that came once, by royal
// proclamation (Banking and Financial Dealings Act 1971, section 1(3)), since 1999; a child's
// record may reach back as far. Those of later years are an agency's own extra_holidays until the
// program knows them.
func proclaimedDays() []record.Date {
	return []record.Date{
		{Year: 1999, Month: time.December, Day: 31},  // the millennium
		{Year: 2002, Month: time.June, Day: 3},       // the Queen's Golden Jubilee
		{Year: 2002, Month: time.June, Day: 4},       // the spring bank holiday, moved
		{Year: 2011, Month: time.April, Day: 29},     // a royal wedding
		{Year: 2012, Month: time.June, Day: 4},       // the spring bank holiday, moved
		{Year: 2012, Month: time.June, Day: 5},       // the Diamond Jubilee
		{Year: 2020, Month: time.May, Day: 8},        // the early May bank holiday, moved to VE Day
		{Year: 2022, Month: time.June, Day: 2},       // the spring bank holiday, moved
		{Year: 2022, Month: time.June, Day: 3},       // the Platinum Jubilee
		{Year: 2022, Month: time.September, Day: 19}, // the State Funeral of Queen Elizabeth II
		{Year: 2023, Month: time.May, Day: 8},        // the Coronation of King Charles III
	}
}

// movedDays returns the ordinary days of the holidays that were moved in those years: working days
// then.
func movedDays() []record.Date {
	return []record.Date{
		{Year: 2002, Month: time.May, Day: 27},
		{Year: 2012, Month: time.May, Day: 28},
		{Year: 2020, Month: time.May, Day: 4},
		{Year: 2022, Month: time.May, Day: 30},
	}
}

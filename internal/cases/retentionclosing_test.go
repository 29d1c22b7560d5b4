package cases

import (
	"casefile/internal/record"
)

// closed records a closure of a service that ended on a day; reason, where there is one, says
// why that day is right.
func (b *book) closed(recorded, ended, reason string) *record.Entry {
	b.t.Helper()
	f := fields{"reason": "planned_end", "service_ended": ended}
	if reason != "" {
		f["service_ended_reason"] = reason
	}
	return b.add("closure", recorded, f)
}

func (b *book) contact(recorded, occurred, kept string) *record.Entry {
	b.t.Helper()
	return b.add("contact", recorded, fields{"occurred": occurred, "kept": kept})
}

// closingLives are cases whose end of service stands beside a contact that was held, or the day
// of opening, 12 January 2026. Where a row says nothing else, the closure of 12 March 2027 says
// that service ended on 15 January 2027.
func closingLives() []life {
	const recorded, ended, why = "2027-03-12T10:00Z", "2027-01-15", "a farewell visit"
	visited := func(on, kept, reason string) func(*book) {
		return func(b *book) {
			b.tobi()
			b.contact("2027-03-11T10:00Z", on, kept)
			b.closed(recorded, ended, reason)
		}
	}
	late := visited("2027-03-10", "held", "")
	return []life{
		{"a visit of 10 March came after the end: from the visit", "", late, "2028-03-10", "floor",
			false},
		{"a visit on the last day itself", "", visited(ended, "held", ""), "2028-01-15", "floor",
			false},
		{"a visit on the day after", "", visited("2027-01-16", "held", ""), "2028-01-16", "floor",
			false},
		{"a visit before the end", "", visited("2027-01-10", "held", ""), "2028-01-15", "floor",
			false},
		{"the visit was cancelled", "", visited("2027-03-10", "cancelled", ""), "2028-01-15",
			"floor", false},
		{"nobody was at home", "", visited("2027-03-10", "no_reply", ""), "2028-01-15", "floor",
			false},
		{"the child was not brought", "", visited("2027-03-10", "not_brought", ""), "2028-01-15",
			"floor", false},
		{"the closure says why the earlier day is right", "", visited("2027-03-10", "held", why),
			"2028-01-15", "floor", false},
		{"the reason is unknown, which is none", "", visited("2027-03-10", "held", "unknown"),
			"2028-03-10", "floor", false},
		{"a visit from 8 to 12 March: its last day", "",
			visited("2027-03-08/2027-03-12", "held", ""), "2028-03-12", "floor", false},
		{"about February 2027: its last day", "", visited("about 2027-02", "held", ""),
			"2028-02-28", "floor", false},
		{"about 2027, as told on 11 March: not after that day", "",
			visited("about 2027", "held", ""), "2028-03-11", "floor", false},
		{"late in the evening of 10 March in New York, 11 March here", "",
			visited("2027-03-10T20:30-05:00", "held", ""), "2028-03-11", "floor", false},
		{"a visit of 10 January that was recorded on 11 March", "",
			visited("2027-01-10T16:00+00:00", "held", ""), "2028-01-15", "floor", false},
		{"service of which no closure tells: from the visit all the same", ended, func(b *book) {
			b.tobi()
			b.contact("2027-03-11T10:00Z", "2027-03-10", "held")
		}, "2028-03-10", "floor", false},
		{"of two visits the later counts, though it was recorded first", "", func(b *book) {
			b.tobi()
			b.contact("2027-03-06T10:00Z", "2027-03-05", "held")
			b.contact("2027-03-11T10:00Z", "2027-02-01", "held")
			b.closed(recorded, ended, "")
		}, "2028-03-05", "floor", false},
		{"a meeting of others is no contact", "", func(b *book) {
			b.tobi()
			b.add("meeting", "2027-03-11T10:00Z", fields{"occurred": "2027-03-10", "kept": "held"})
			b.closed(recorded, ended, "")
		}, "2028-01-15", "floor", false},
		{"a visit of 5 April, after the closure: from the visit", "", func(b *book) {
			b.tobi()
			b.closed(recorded, ended, "")
			b.contact("2027-04-06T10:00Z", "2027-04-05", "held")
		}, "2028-04-05", "floor", false},
		{"the reason speaks of what was known: a visit after the closure counts again", "",
			func(b *book) {
				visited("2027-03-10", "held", why)(b)
				b.contact("2027-04-06T10:00Z", "2027-04-05", "held")
			}, "2028-04-05", "floor", false},
		{"the visit was recorded as held in error", "", func(b *book) {
			b.tobi()
			v := b.contact("2027-03-11T10:00Z", "2027-03-10", "held")
			b.add("contact", "2027-03-11T11:00Z",
				fields{"occurred": "2027-03-10", "kept": "cancelled", "amend_reason": "error",
					"links": links{"amends": v}})
			b.closed(recorded, ended, "")
		}, "2028-01-15", "floor", false},
		{"or as cancelled in error", "", func(b *book) {
			b.tobi()
			v := b.contact("2027-03-11T10:00Z", "2027-03-10", "cancelled")
			b.add("contact", "2027-03-11T11:00Z",
				fields{"occurred": "2027-03-10", "kept": "held", "amend_reason": "error",
					"links": links{"amends": v}})
			b.closed(recorded, ended, "")
		}, "2028-03-10", "floor", false},
		{"the reason was added to the closure on the day after", "", func(b *book) {
			late(b)
			b.add("closure", "2027-03-13T10:00Z",
				fields{"reason": "planned_end", "service_ended": ended, "service_ended_reason": why,
					"amend_reason": "addition", "links": links{"amends": b.in.Items[2].Entry}})
		}, "2028-01-15", "floor", false},
		{"the reason was taken back", "", func(b *book) {
			visited("2027-03-10", "held", why)(b)
			b.add("closure", "2027-03-13T10:00Z",
				fields{"reason": "planned_end", "service_ended": ended,
					"amend_reason": "error", "links": links{"amends": b.in.Items[2].Entry}})
		}, "2028-03-10", "floor", false},
		{"reopened, a visit in August 2028, and closed with the day of the first time", "",
			func(b *book) {
				b.tobi()
				b.closed("2027-01-20T10:00Z", ended, "")
				b.add("reopening", "2028-05-01T10:00Z", nil)
				b.contact("2028-08-10T10:00Z", "2028-08-09", "held")
				b.closed("2028-09-01T10:00Z", ended, "")
			}, "2029-08-09", "floor", false},
		{"reopened for a correction only, with a reason", "", func(b *book) {
			b.tobi()
			b.closed("2027-01-20T10:00Z", ended, "")
			b.add("reopening", "2028-05-01T10:00Z", nil)
			b.contact("2028-08-10T10:00Z", "2028-08-09", "held")
			b.closed("2028-09-01T10:00Z", ended, "a call about the spelling of the name")
		}, "2028-01-15", "floor", false},
		{"the reason of the first closure is none of the second", "", func(b *book) {
			visited("2027-03-10", "held", why)(b)
			b.add("reopening", "2028-05-01T10:00Z", nil)
			b.closed("2028-09-01T10:00Z", ended, "")
		}, "2028-03-10", "floor", false},
		{"a reason of the second closure covers the visits before the first", "", func(b *book) {
			late(b)
			b.add("reopening", "2028-05-01T10:00Z", nil)
			b.closed("2028-09-01T10:00Z", ended, why)
		}, "2028-01-15", "floor", false},
		{"an old case: ended on 30 June 2019, with a reason", "", func(b *book) {
			b.tobi()
			b.closed(recorded, "2019-06-30", "brought in from the paper files")
		}, "2020-06-30", "floor", false},
		{"an old case without a reason: from the day of opening", "", func(b *book) {
			b.tobi()
			b.closed(recorded, "2019-06-30", "")
		}, "2027-01-12", "floor", false},
		{"an old case with a visit of 2026, and no reason: from the visit", "", func(b *book) {
			b.tobi()
			b.contact("2026-05-21T10:00Z", "2026-05-20", "held")
			b.closed(recorded, "2019-06-30", "")
		}, "2027-05-20", "floor", false},
		{"a rule that keeps longer than the floor: 25 on 20 November 2041, visit or not", "",
			func(b *book) {
				b.tobi(flag("child_protection", "2026-02-01", ""))
				b.contact("2027-03-11T10:00Z", "2027-03-10", "held")
				b.closed(recorded, ended, "")
			}, "2041-11-20", "child_protection", false},
	}
}

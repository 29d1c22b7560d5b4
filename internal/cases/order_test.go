package cases

import (
	"testing"

	"casefile/internal/record"
)

// seq gives an entry its place in the history.
func (b *book) seq(e *record.Entry, n int) {
	for i := range b.in.Items {
		if b.in.Items[i].Entry == e {
			b.in.Items[i].Seq = n
		}
	}
}

// A second holds several acts of one script. What they are about is often
// given as a bare day, so only their place in the history tells them apart.
func TestActsOfTheSameSecond(t *testing.T) {
	const same = "2026-03-02T10:00Z"
	b := newBook(t)
	closure := b.add("closure", same,
		fields{"occurred": "2026-03-02", "service_ended": "2026-03-01"})
	reopening := b.add("reopening", same, fields{"occurred": "2026-03-01"})
	b.seq(closure, 1)
	b.seq(reopening, 2)
	if c := b.fold(); c.Closure != nil {
		t.Errorf("the reopening came after the closure, which stands: %s", c.Closure.ID)
	}
	b.seq(closure, 3)
	if c := b.fold(); c.Closure == nil || c.Closure.ID != closure.ID {
		t.Errorf("the closure came after the reopening, and %v stands", c.Closure)
	}
}

// A release ends what it names, whatever was recorded first: an order of the same second, or
// of a wrong clock, is no reason to destroy a case or to keep it.
func TestReleaseNamesWhatItEnds(t *testing.T) {
	const same = "2026-03-02T10:00Z"
	b := newBook(t)
	death := b.add("death", same, fields{"who": "subject", "died_on": "2026-03-01"})
	b.add("release", same, fields{})
	if c := b.fold(); len(c.Holds) != 1 || !c.Holds[0].Death || c.Holds[0].ID != death.ID {
		t.Errorf("a release that names nothing ends nothing: %v", c.Holds)
	}
	b.add("release", same, fields{"links": links{"hold": death}})
	if c := b.fold(); len(c.Holds) != 0 {
		t.Errorf("the death was released by name: %v", c.Holds)
	}
}

// The newest result counts as it was written down, even where it names an
// earlier day.
func TestNewestActionResult(t *testing.T) {
	b := newBook(t)
	action := b.add("action", "2026-02-02T10:00Z",
		fields{"who": "asha", "what": "ring", "due": "2026-02-20"})
	b.add("action-result", "2026-02-10T10:00Z",
		fields{"occurred": "2026-02-10", "status": "started", "links": links{"action": action}})
	b.add("action-result", "2026-02-12T10:00Z",
		fields{"occurred": "2026-02-09", "status": "done", "links": links{"action": action}})
	if c := b.fold(); !c.Actions[0].Done {
		t.Errorf("the newest result says done: %+v", c.Actions[0])
	}
}

// Of two reviews of one day the one written down later is the latest, though
// it gives only the day and the other an hour.
func TestLatestReviewOfOneDay(t *testing.T) {
	b := newBook(t)
	o := b.add("outcome", "2026-01-15T10:00Z", fields{"baseline": int64(3)})
	b.add("review", "2026-03-02T11:00Z",
		fields{"occurred": "2026-03-02T10:00+00:00", "analysis": "first",
			"links": links{"outcome": o}})
	b.add("review", "2026-03-02T12:00Z",
		fields{"occurred": "2026-03-02", "analysis": "second", "links": links{"outcome": o}})
	if got := b.fold().Outcomes[0].Analysis; got != "second" {
		t.Errorf("the latest review says %q", got)
	}
}

// Two corrections of one text in one second: the history says which is newer,
// not their IDs.
func TestAmendmentsOfTheSameSecond(t *testing.T) {
	b := newBook(t)
	e := b.add("note", "2026-02-02T10:00Z", fields{"headline": "one"})
	second := b.add("note", "2026-02-03T10:00Z",
		fields{"headline": "three", "links": links{"amends": e}})
	third := b.add("note", "2026-02-03T10:00Z",
		fields{"headline": "two", "links": links{"amends": e}})
	b.seq(third, 2)
	b.seq(second, 3)
	c := b.fold()
	if got := c.Thread(e.ID).Headline; got != "three" {
		t.Errorf("the text that stands is %q", got)
	}
}

// Rows of one second follow the history, as the threads do.
func TestRowsOfTheSameSecond(t *testing.T) {
	b := newBook(t)
	first := b.add("note", "2026-02-02T10:00Z",
		fields{"occurred": "2026-02-02", "headline": "first"})
	second := b.add("note", "2026-02-02T10:00Z",
		fields{"occurred": "2026-02-02", "headline": "second"})
	b.seq(second, 1)
	b.seq(first, 2)
	if rows := b.fold().Chronology(false); rows[0].Event != "second" {
		t.Errorf("the first row is %q", rows[0].Event)
	}
}

func TestNextContact(t *testing.T) {
	b := newBook(t)
	visit := b.add("contact", "2026-02-20T17:00Z",
		fields{"occurred": "2026-02-20", "next_contact": "2026-03-06"})
	deadline := func() (Deadline, bool) {
		for _, d := range b.fold().Deadlines {
			if d.Rule == RuleNextContact {
				return d, true
			}
		}
		return Deadline{}, false
	}
	d, ok := deadline()
	if !ok || Passed(d.Due, b.in.Now) > 0 || d.Ref.Entry != visit.ID ||
		d.What != "the next contact" || d.Role != RoleKeyWorker ||
		!d.Due.Equal(at(t, "2026-03-06T23:59:59Z")) {
		t.Errorf("on the day itself: %+v", d)
	}
	b.in.Now = at(t, "2026-03-07T09:00Z")
	if d, _ := deadline(); Passed(d.Due, b.in.Now) == 0 {
		t.Errorf("the day after: %+v", d)
	}
	b.wantRule(b.fold(), visit, RuleNextContact, true)

	b.add("contact", "2026-03-07T08:00Z", fields{"occurred": "2026-03-05"})
	if _, ok := deadline(); !ok {
		t.Error("a contact before the day doesn't do it")
	}
	last := b.add("contact", "2026-03-07T08:30Z",
		fields{"occurred": "2026-03-06T16:00+00:00", "next_contact": "unknown"})
	if d, ok := deadline(); ok {
		t.Errorf("it took place: %+v", d)
	}
	last.Fields["next_contact"] = "2026-03-20"
	if d, _ := deadline(); d.Ref.Entry != last.ID {
		t.Errorf("the newest contact names a new day: %+v", d)
	}
	b.in.Docket.Status = record.Closed
	if d, ok := deadline(); ok {
		t.Errorf("the case is closed: %+v", d)
	}
}

func TestPendingActsAlone(t *testing.T) {
	b := newBook(t)
	b.in.Docket.Status = record.Closing
	old := b.add("closure", "2026-02-02T10:00Z", nil)
	b.endorse(old, "hall", "line", "returned", "2026-02-03T10:00Z")
	b.in.Now = at(t, "2026-04-06T17:45Z")
	b.wantRule(b.fold(), old, RuleReturned, true)
	replaced := b.add("closure", "2026-02-04T10:00Z", nil)
	stands := b.add("closure", "2026-02-05T10:00Z", nil)
	b.in.Docket.Pending = stands.ID
	c := b.fold()
	for _, e := range []*record.Entry{old, replaced} {
		if got := c.Thread(e.ID).Endorsement; len(got.Missing) > 0 || !got.WaitingSince.IsZero() ||
			!got.Due.IsZero() {
			t.Errorf("%s asks for nothing any more: %+v", e.ID, got)
		}
		b.wantRule(c, e, RuleReturned, false)
		b.wantRule(c, e, RuleNotEndorsedInTime, false)
	}
	if got := c.Thread(stands.ID).Endorsement; len(got.Missing) != 2 || got.Due.IsZero() {
		t.Errorf("the pending closure: %+v", got)
	}
	b.wantRule(c, stands, RuleNotEndorsedInTime, true)
	b.in.Docket.Pending = "" // reopened
	b.add("reopening", "2026-02-06T10:00Z", nil)
	b.wantRule(b.fold(), stands, RuleNotEndorsedInTime, false)
	b.in.Docket = nil // plain files: nobody knows
	if got := b.fold().Thread(stands.ID).Endorsement; len(got.Missing) != 2 {
		t.Errorf("without a docket: %+v", got)
	}
}

func TestTimeFindings(t *testing.T) {
	b := newBook(t) // opened on 12 January 2026
	b.profile("2026-01-12T10:00Z", "2016-10-29")
	before := b.add("note", "2026-01-13T10:00Z", fields{"occurred": "2016-10-28"})
	birthday := b.add("note", "2026-01-13T10:00Z", fields{"occurred": "2016-10-29"})
	span := b.add("note", "2026-01-13T10:00Z", fields{"occurred": "2016-10-01/2016-11-01"})
	long := b.add("contact", "2026-01-13T10:00Z", fields{"occurred": "2025-01-11"})
	year := b.add("contact", "2026-01-13T10:00Z", fields{"occurred": "2025-01-12"})
	order := b.add("order", "2026-01-13T10:00Z", fields{"occurred": "2020-01-12"})
	c := b.fold()
	for e, want := range map[*record.Entry]bool{before: true, birthday: false, span: false} {
		b.wantRule(c, e, RuleBeforeBirth, want)
	}
	for e, want := range map[*record.Entry]bool{long: true, year: false, order: false} {
		b.wantRule(c, e, RuleLongBeforeOpening, want)
	}

	b = newBook(t)
	b.profile("2026-01-12T10:00Z", "2026-02-20")
	visit := b.add("contact", "2026-01-20T10:00Z", fields{"occurred": "2026-01-20"})
	b.wantRule(b.fold(), visit, RuleBeforeBirth, false) // opened for an unborn child
}

// A word that the policy lacks never makes a risk look smaller.
func TestLevelsThePolicyLacks(t *testing.T) {
	for _, tt := range []struct{ level, likelihood, severity, want string }{
		{"", "hihg", "low", "high (“hihg”)"},
		{"", "low", "High", "high (“High”)"},
		{"Sehr hoch", "low", "low", "high (“Sehr hoch”)"},
		{"", "high", "medium", "high"},
		{"", "unknown", "low", "low"},
		{"", "medium", "unknown", "medium"},
		{"unknown", "", "", "unknown"},
		{"medium", "hihg", "low", "medium"},
		{"", "", "low", "low"},
	} {
		b := newBook(t)
		f := fields{"state": "open"}
		for key, v := range map[string]string{"level": tt.level, "likelihood": tt.likelihood,
			"severity": tt.severity} {
			if v != "" {
				f[key] = v
			}
		}
		b.add("risk", "2026-02-02T10:00Z", f)
		if got := b.fold().Risks[0].Level; got != tt.want {
			t.Errorf("%+v: level %q", tt, got)
		}
	}
}

func TestAttachmentShowsItsFile(t *testing.T) {
	b := newBook(t)
	b.add("attachment", "2026-02-02T10:00Z", fields{"name": "school-report.pdf"})
	b.add("attachment", "2026-02-03T10:00Z",
		fields{"name": "x.pdf", "headline": "Report of the school"})
	rows := b.fold().Chronology(false)
	if rows[0].Event != "attachment: school-report.pdf" || rows[1].Event != "Report of the school" {
		t.Errorf("events %q and %q", rows[0].Event, rows[1].Event)
	}
}

func TestLinkOfTheWrongKindHasItsArticles(t *testing.T) {
	b := newBook(t)
	i := b.add("intervention", "2026-02-02T10:00Z", nil)
	b.add("review", "2026-02-03T10:00Z", fields{"links": links{"outcome": i}})
	for _, f := range b.fold().Findings {
		if f.Rule == RuleLinkWrongKind && f.Found == "links.outcome names "+string(i.ID[:4])+
			", which is an intervention and not an outcome" {
			return
		}
	}
	t.Error("the finding is missing, or says it in other words")
}

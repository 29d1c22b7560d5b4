package cases

import (
	"slices"
	"testing"
	"time"

	"casefile/internal/record"
)

// call returns a referral by telephone on Wednesday 11 March 2026 at 09:20: the confirmation is due
// on Thursday at 09:20, the decision by the end of Thursday.
func call(b *book) *record.Entry {
	b.in.Now = at(b.t, "2026-03-20T09:00Z")
	return b.add("referral", "2026-03-11T09:40Z",
		fields{"direction": "out", "to": "social_services",
			"method": "telephone", "made_at": "2026-03-11T09:20+00:00"})
}

// again amends an entry: its fields, but for those given.
func (b *book) again(e *record.Entry, by, recorded string, f fields) *record.Entry {
	all := fields{"by": by, "links": links{"amends": e}}
	for k, v := range e.Fields {
		all[k] = v
	}
	for k, v := range f {
		all[k] = v
	}
	out := b.add(e.Kind, recorded, all)
	for relation, to := range e.Links {
		if relation != "amends" {
			out.Links[relation] = to
		}
	}
	return out
}

// confirmed records that a call was confirmed in writing.
func confirmed(b *book, call *record.Entry, recorded, sent string) *record.Entry {
	return b.add("referral-confirmation", recorded,
		fields{"sent_at": sent, "links": links{"referral": call}})
}

// Every number here was reckoned by hand from Thursday 12 March, 09:20.
func TestConfirmationStands(t *testing.T) {
	const line = "endorsed"
	for _, tt := range []struct {
		name     string
		build    func(*book, *record.Entry)
		standing Timeliness
		late     time.Duration
		words    string
	}{
		{"in time", func(b *book, e *record.Entry) {
			confirmed(b, e, "2026-03-12T09:10Z", "2026-03-12T09:00+00:00")
		}, InTime, 0, ""},
		{"in the minute in which it is due", func(b *book, e *record.Entry) {
			confirmed(b, e, "2026-03-12T10:00Z", "2026-03-12T09:20:59+00:00")
		}, InTime, 0, ""},
		{"a minute late", func(b *book, e *record.Entry) {
			confirmed(b, e, "2026-03-12T10:00Z", "2026-03-12T09:21+00:00")
		}, Late, time.Minute, ""},
		{"three hours late, and a backdated second letter", func(b *book, e *record.Entry) {
			confirmed(b, e, "2026-03-12T12:30Z", "2026-03-12T12:20+00:00")
			confirmed(b, e, "2026-03-13T08:00Z", "2026-03-11T12:00+00:00")
		}, Late, 3 * time.Hour, ""},
		{"in time, and a second letter much later", func(b *book, e *record.Entry) {
			confirmed(b, e, "2026-03-11T12:30Z", "2026-03-11T12:20+00:00")
			confirmed(b, e, "2026-03-18T08:00Z", "2026-03-18T07:00+00:00")
		}, InTime, 0, ""},
		{"late, and amended to in time by its author", func(b *book, e *record.Entry) {
			c := confirmed(b, e, "2026-03-12T12:30Z", "2026-03-12T12:20+00:00")
			b.again(c, "asha", "2026-03-13T10:00Z", fields{"sent_at": "2026-03-11T12:20+00:00"})
		}, Late, 3 * time.Hour, "corrected by Asha Rao on 2026-03-13 (no reason given), not " +
			"endorsed"},
		{"the same, and a manager endorses the correction", func(b *book, e *record.Entry) {
			c := confirmed(b, e, "2026-03-12T12:30Z", "2026-03-12T12:20+00:00")
			c = b.again(c, "asha", "2026-03-13T10:00Z",
				fields{"sent_at": "2026-03-11T12:20+00:00", "amend_reason": "error"})
			b.endorse(c, "hall", "line", line, "2026-03-13T11:00Z")
		}, LateCorrected, 3 * time.Hour, "corrected by Asha Rao on 2026-03-13 (error), endorsed " +
			"by M. Hall"},
		{"the first text endorsed, and not the correction", func(b *book, e *record.Entry) {
			c := confirmed(b, e, "2026-03-12T12:30Z", "2026-03-12T12:20+00:00")
			b.endorse(c, "hall", "line", line, "2026-03-13T09:00Z")
			b.again(c, "asha", "2026-03-13T10:00Z",
				fields{"sent_at": "2026-03-11T12:20+00:00", "amend_reason": "error"})
		}, Late, 3 * time.Hour, "corrected by Asha Rao on 2026-03-13 (error), not endorsed"},
		{"whoever corrected it endorses it", func(b *book, e *record.Entry) {
			c := confirmed(b, e, "2026-03-12T12:30Z", "2026-03-12T12:20+00:00")
			c = b.again(c, "hall", "2026-03-13T10:00Z",
				fields{"sent_at": "2026-03-11T12:20+00:00", "amend_reason": "error"})
			b.endorse(c, "hall", "line", line, "2026-03-13T11:00Z")
		}, Late, 3 * time.Hour, "corrected by M. Hall on 2026-03-13 (error), not endorsed"},
		{"corrected, endorsed, and corrected further", func(b *book, e *record.Entry) {
			c := confirmed(b, e, "2026-03-12T12:30Z", "2026-03-12T12:20+00:00")
			c = b.again(c, "asha", "2026-03-13T10:00Z",
				fields{"sent_at": "2026-03-12T11:20+00:00", "amend_reason": "error"})
			b.endorse(c, "hall", "line", line, "2026-03-13T11:00Z")
			b.again(c, "asha", "2026-03-14T10:00Z",
				fields{"sent_at": "2026-03-11T12:20+00:00", "amend_reason": "error"})
		}, Late, 3 * time.Hour, "corrected by Asha Rao on 2026-03-14 (error), not endorsed"},
		{"the correction is late too, and endorsed", func(b *book, e *record.Entry) {
			c := confirmed(b, e, "2026-03-12T12:30Z", "2026-03-12T12:20+00:00")
			c = b.again(c, "asha", "2026-03-13T10:00Z",
				fields{"sent_at": "2026-03-12T10:20+00:00", "amend_reason": "error"})
			b.endorse(c, "okoro", "senior", line, "2026-03-13T11:00Z")
		}, Late, 3 * time.Hour, "corrected by Asha Rao on 2026-03-13 (error), endorsed by N. " +
			"Okoro"},
		{"in time, and amended to late", func(b *book, e *record.Entry) {
			c := confirmed(b, e, "2026-03-12T12:30Z", "2026-03-11T12:20+00:00")
			b.again(c, "asha", "2026-03-13T10:00Z", fields{"sent_at": "2026-03-12T12:20+00:00"})
		}, Late, 3 * time.Hour, ""},
		{"the call amended to a later hour", func(b *book, e *record.Entry) {
			confirmed(b, e, "2026-03-12T12:30Z", "2026-03-12T12:20+00:00")
			b.again(e, "asha", "2026-03-13T10:00Z",
				fields{"made_at": "2026-03-11T15:20+00:00", "amend_reason": "error"})
		}, Late, 3 * time.Hour, "corrected by Asha Rao on 2026-03-13 (error), not endorsed"},
		{"the call amended to a later hour, endorsed", func(b *book, e *record.Entry) {
			confirmed(b, e, "2026-03-12T12:30Z", "2026-03-12T12:20+00:00")
			e = b.again(e, "asha", "2026-03-13T10:00Z",
				fields{"made_at": "2026-03-11T15:20+00:00", "amend_reason": "error"})
			b.endorse(e, "hall", "line", line, "2026-03-13T11:00Z")
		}, LateCorrected, 3 * time.Hour, "corrected by Asha Rao on 2026-03-13 (error), endorsed " +
			"by M. Hall"},
		{"the call amended to an earlier hour", func(b *book, e *record.Entry) {
			confirmed(b, e, "2026-03-12T09:00Z", "2026-03-12T08:50+00:00")
			b.again(e, "asha", "2026-03-13T10:00Z", fields{"made_at": "2026-03-11T08:20+00:00"})
		}, Late, 30 * time.Minute, ""},
		{"amended to written, after it was late", func(b *book, e *record.Entry) {
			confirmed(b, e, "2026-03-12T12:30Z", "2026-03-12T12:20+00:00")
			b.again(e, "asha", "2026-03-13T10:00Z",
				fields{"method": "written", "amend_reason": "error"})
		}, Late, 3 * time.Hour, "corrected by Asha Rao on 2026-03-13 (error), not endorsed"},
		{"a letter from before the call counts from when it was recorded",
			func(b *book, e *record.Entry) {
				confirmed(b, e, "2026-03-12T10:20Z", "2026-03-11T08:00+00:00")
			}, Late, time.Hour, ""},
		{"a letter of that day, no hour given", func(b *book, e *record.Entry) {
			confirmed(b, e, "2026-03-12T10:20Z", "2026-03-11")
		}, InTime, 0, ""},
		{"the call amended later to before the letter", func(b *book, e *record.Entry) {
			confirmed(b, e, "2026-03-12T10:20Z", "2026-03-11T08:00+00:00")
			b.again(e, "asha", "2026-03-13T10:00Z", fields{"made_at": "2026-03-11T07:20+00:00"})
		}, Late, 3 * time.Hour, ""}, // due at 07:20 then, and recorded at 10:20
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBook(t)
			tt.build(b, call(b))
			c := b.fold()
			s := c.Referrals[0].Confirmation
			words := CorrectedWords(s.Corrections, c.name, c.zone)
			if s.Timeliness() != tt.standing || s.Late != tt.late || words != tt.words {
				t.Errorf("%s, %s late, %q; want %s, %s, %q", s.Timeliness(), s.Late, words,
					tt.standing, tt.late, tt.words)
			}
			for _, l := range late(c) {
				if l.Rule == RuleConfirmedLate && l.Timeliness() != tt.standing {
					t.Errorf("listed as %s, want %s", l.Timeliness(), tt.standing)
				}
			}
		})
	}
}

// An amendment takes no running clock away, until a manager stands behind it.
func TestAmendedAway(t *testing.T) {
	for _, tt := range []struct {
		name          string
		amend         fields
		confirm, wait bool // the two clocks run on
	}{
		{"method", fields{"method": "written"}, true, true},
		{"to", fields{"to": "health"}, true, true},
		{"direction", fields{"direction": "in"}, true, true},
	} {
		b := newBook(t)
		e := call(b)
		e2 := b.again(e, "asha", "2026-03-11T10:00Z", tt.amend)
		r := b.fold().Referrals[0]
		if r.Confirmation.Overdue() != tt.confirm || r.Reply.Overdue() != tt.wait {
			t.Errorf("%s amended: confirmation %+v, reply %+v", tt.name, r.Confirmation, r.Reply)
		}
		b.endorse(e2, "hall", "line", "endorsed", "2026-03-11T11:00Z")
		r = b.fold().Referrals[0]
		if r.Confirmation.Runs() || r.Confirmation.Late > 0 {
			t.Errorf("%s amended, and endorsed before it was due: %+v", tt.name, r.Confirmation)
		}
		if wait := tt.name == "method"; r.Reply.Runs() != wait {
			t.Errorf("%s amended, and endorsed: reply %+v", tt.name, r.Reply)
		}
	}
}

// A decision that was never endorsed is not in time again because it was amended; one
// that was returned has its time anew.
func TestEndorsementOfVersions(t *testing.T) {
	b := newBook(t)
	e := b.add("decision", "2026-02-02T10:00Z", nil) // Monday: until the end of the 9th
	b.again(e, "asha", "2026-02-20T10:00Z", nil)
	c := b.fold()
	if got := c.Thread(e.ID).Endorsement; !got.Due.Equal(at(t, "2026-02-09T23:59:59Z")) {
		t.Errorf("amended: due %s", got.Due)
	}
	b = newBook(t)
	e = b.add("decision", "2026-02-02T10:00Z", nil)
	b.endorse(e, "hall", "line", "returned", "2026-02-12T10:00Z")
	e2 := b.again(e, "asha", "2026-02-20T10:00Z", nil) // Friday: until the end of the 27th
	c = b.fold()
	if got := c.Thread(e.ID).Endorsement; !got.Due.Equal(at(t, "2026-02-27T23:59:59Z")) {
		t.Errorf("answered a return: due %s", got.Due)
	}
	b.endorse(e2, "hall", "line", "endorsed", "2026-02-24T10:00Z")
	b.endorse(e2, "okoro", "line", "endorsed", "2026-03-05T10:00Z") // a second time changes nothing
	var got []string
	for _, l := range late(b.fold()) {
		got = append(got, l.What+" "+l.By)
	}
	if !slices.Equal(got, []string{"line endorsement of the decision 3 days"}) {
		t.Errorf("late: %v, want the first look alone, three days", got)
	}
}

// A day that we set ourselves can be put off while it has not passed.
func TestPutOff(t *testing.T) {
	for _, tt := range []struct {
		name, recorded, due, want string
		overdue                   bool
	}{
		{"in time", "2026-03-09T18:00Z", "2026-03-30", "2026-03-30", false},
		{"on the next day", "2026-03-10T00:10Z", "2026-03-30", "2026-03-09", true},
		{"brought forward, afterwards", "2026-03-12T10:00Z", "2026-03-05", "2026-03-05", true},
		{"no day any more", "2026-03-05T10:00Z", "", "2026-03-09", true},
	} {
		b := newBook(t)
		b.in.Now = at(t, "2026-03-20T09:00Z")
		e := b.add("action", "2026-03-04T10:00Z",
			fields{"what": "ring the school", "due": "2026-03-09"})
		b.again(e, "asha", tt.recorded, fields{"due": tt.due})
		if a := b.fold().Actions[0]; a.Due.String() != tt.want || a.Overdue != tt.overdue {
			t.Errorf("%s: due %s, overdue %v", tt.name, a.Due, a.Overdue)
		}
	}
}

// An action that was done late stays so, whatever is recorded of it again.
func TestActionDoneTwice(t *testing.T) {
	b := newBook(t)
	b.in.Now = at(t, "2026-03-20T09:00Z")
	e := b.add("action", "2026-03-04T10:00Z",
		fields{"what": "ring the school", "due": "2026-03-06"})
	b.add("action-result", "2026-03-10T10:00Z",
		fields{"status": "done", "at": "2026-03-09", "links": links{"action": e}})
	b.add("action-result", "2026-03-11T10:00Z",
		fields{"status": "done", "at": "2026-03-05", "links": links{"action": e}})
	if got := late(b.fold()); len(got) != 1 || got[0].By != "3 days" {
		t.Errorf("late %+v, want 3 days", got)
	}
}

// A request of Tuesday 10 March is due on Friday 10 April. What is amended puts nothing off.
func TestAccessStands(t *testing.T) {
	for _, tt := range []struct {
		name     string
		build    func(*book, *record.Entry)
		due      string
		standing Timeliness
	}{
		{"received_on amended to later", func(b *book, e *record.Entry) {
			b.again(e, "asha", "2026-03-20T10:00Z", fields{"received_on": "2026-03-17"})
		}, "2026-04-10", Late},
		{"the same, endorsed", func(b *book, e *record.Entry) {
			e = b.again(e, "asha", "2026-03-20T10:00Z", fields{"received_on": "2026-03-17"})
			b.endorse(e, "hall", "line", "endorsed", "2026-03-21T10:00Z")
		}, "2026-04-10", LateCorrected},
		{"received_on amended to earlier", func(b *book, e *record.Entry) {
			b.again(e, "asha", "2026-03-20T10:00Z", fields{"received_on": "2026-03-09"})
		}, "2026-04-09", Late},
		{"the answer to a question amended to later", func(b *book, e *record.Entry) {
			q := b.add("access-clarification", "2026-03-20T10:00Z",
				fields{"asked_on": "2026-03-16", "answered_on": "2026-03-17",
					"links": links{"request": e}})
			b.again(q, "asha", "2026-03-21T10:00Z", fields{"answered_on": "2026-03-19"})
		}, "2026-04-13", Late}, // two days: 12 April is a Sunday
	} {
		b := newBook(t)
		b.in.Now = at(t, "2026-05-01T09:00Z")
		e := request(b, "2026-03-10")
		tt.build(b, e)
		b.add("access-disclosure", "2026-04-14T10:00Z",
			fields{"sent_on": "2026-04-14", "links": links{"request": e}})
		b.add("access-disclosure", "2026-04-20T10:00Z",
			fields{"sent_on": "2026-04-01", "links": links{"request": e}})
		a := b.fold().Access[0]
		if a.Due.String() != tt.due || a.Clock.Timeliness() != tt.standing ||
			a.ClosedOn != day(t, "2026-04-14") {
			t.Errorf("%s: due %s, %s, closed %s", tt.name, a.Due, a.Clock.Timeliness(), a.ClosedOn)
		}
	}
}

// A visit of Monday 2 March is recorded on Wednesday 18 March, late. What is said of the
// day afterwards does not mend it.
func TestRecordedLateStands(t *testing.T) {
	for _, tt := range []struct {
		name, first, amended string
		standing             Timeliness
		endorsed             bool
	}{
		{"as it was", "2026-03-02", "2026-03-02", Late, false},
		{"amended to the eve", "2026-03-02", "2026-03-17", Late, false},
		{"the same, endorsed", "2026-03-02", "2026-03-17", LateCorrected, true},
		{"in time, and amended to earlier", "2026-03-17", "2026-03-02", Late, false},
		{"in time", "2026-03-17", "2026-03-16", InTime, false},
	} {
		b := newBook(t)
		b.in.Now = at(t, "2026-03-30T09:00Z")
		e := b.add("contact", "2026-03-18T10:00Z", fields{"occurred": tt.first})
		e2 := b.again(e, "asha", "2026-03-19T10:00Z",
			fields{"occurred": tt.amended, "amend_reason": "error"})
		if tt.endorsed {
			b.endorse(e2, "hall", "line", "endorsed", "2026-03-20T10:00Z")
		}
		c := b.fold()
		s := c.recordingClock(c.Thread(e.ID))
		if late := c.late(c.Thread(e.ID)) > 0; s.Timeliness() != tt.standing ||
			late != (tt.standing != InTime) {
			t.Errorf("%s: %s, late %v", tt.name, s.Timeliness(), late)
		}
	}
}

// Two amendments made apart: the clock goes by the worst of all, no correction is endorsed
// until they are settled, and an endorsement is still awaited since the first text.
func TestClocksOfTextsApart(t *testing.T) {
	b := newBook(t)
	e := call(b)
	c := confirmed(b, e, "2026-03-12T12:30Z", "2026-03-12T12:20+00:00")
	b.again(c, "asha", "2026-03-13T10:00Z",
		fields{"sent_at": "2026-03-12T14:20+00:00", "amend_reason": "error"})
	last := b.again(c, "hall", "2026-03-13T11:00Z",
		fields{"sent_at": "2026-03-11T12:20+00:00", "amend_reason": "error"})
	b.endorse(last, "okoro", "senior", "endorsed", "2026-03-13T12:00Z")
	d := b.add("decision", "2026-02-02T10:00Z", nil)
	b.again(d, "asha", "2026-02-20T10:00Z", fields{"rationale": "one", "amend_reason": "error"})
	b.again(d, "hall", "2026-02-20T11:00Z", fields{"rationale": "two", "amend_reason": "error"})
	for _, it := range b.in.Items { // each was written on the first text alone
		if refs := it.Links["amends"]; len(refs) > 0 {
			it.Follows = []record.ID{refs[0].Entry}
		}
	}
	f := b.fold()
	if f.Thread(c.ID).Concurrent == nil || f.Thread(d.ID).Concurrent == nil {
		t.Fatal("the texts are not apart")
	}
	if s := f.Referrals[0].Confirmation; s.Timeliness() != Late || s.Late != 5*time.Hour {
		t.Errorf("%s, %s late; want late, 5h", s.Timeliness(), s.Late)
	}
	if due := f.Thread(d.ID).Endorsement.Due; !due.Equal(at(t, "2026-02-09T23:59:59Z")) {
		t.Errorf("the decision's endorsement is due %s", due)
	}
}

// Of several corrections each says what was corrected; of one the line tells that already.
func TestCorrectionsSayOfWhat(t *testing.T) {
	on := at(t, "2026-03-04T12:00Z")
	one := Correction{Kind: "referral-confirmation", By: "asha", On: on, Reason: "error",
		Endorsed: "mina"}
	two := Correction{Kind: "referral", By: "ben", On: on}
	name := func(id string) string { return id }
	for want, all := range map[string][]Correction{
		"": nil,
		"corrected by asha on 2026-03-04 (error), endorsed by mina": {one},
		"referral corrected by ben on 2026-03-04 (no reason given), not endorsed; " +
			"referral confirmation corrected by asha on 2026-03-04 (error), endorsed by mina": {two,
			one},
	} {
		if got := CorrectedWords(all, name, time.UTC); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

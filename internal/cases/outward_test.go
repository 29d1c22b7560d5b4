package cases

import (
	"testing"
	"time"

	"casefile/internal/record"
)

func aThread(id record.ID, kind string, fields map[string]any) *Thread {
	it := &Item{Entry: &record.Entry{ID: id, Case: "K3F927QM", Kind: kind, Fields: fields}}
	return &Thread{Item: it, First: it}
}

// A referral to another agency is ours to confirm, to follow up, to record the reply of.
// One that came from another agency is not.
func TestOutward(t *testing.T) {
	due := time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)
	receiver := map[string]any{
		"receiver": map[string]any{"name": "Duty desk", "agency": "Northby Council"},
	}
	out := &Referral{Entry: aThread("7K2M9QXH", record.KindReferral, receiver), Out: true,
		Reply: ClockState{Due: due, Late: 49 * time.Hour}}
	answered := &Referral{
		Entry:    aThread("8K2M9QXH", record.KindReferral, nil),
		Out:      true,
		Response: &Thread{},
		Reply:    ClockState{Due: due, Done: due.Add(time.Hour), Late: time.Hour},
	}
	in := &Referral{Entry: aThread("9K2M9QXH", record.KindReferral, receiver)}
	c := &Case{ID: "K3F927QM", Referrals: []*Referral{out, answered, in}}
	c.zone = time.UTC
	for _, tt := range []struct {
		name string
		t    *Thread
		want *Referral
	}{
		{"ours", out.Entry, out},
		{"another's", in.Entry, nil},
		{"no referral", aThread("AK2M9QXH", "note", nil), nil},
	} {
		if got := c.Outward(tt.t); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	lacking := c.ToDecide()
	if len(lacking) != 1 || lacking[0] != out.Entry {
		t.Errorf("%d referrals of ours have no reply", len(lacking))
	}
	if got := out.Receiver(); got != "Northby Council" {
		t.Errorf("the receiver is %q", got)
	}
	if got := answered.Receiver(); got != "" {
		t.Errorf("a receiver that nobody wrote is %q", got)
	}
	if got, want := c.EscalationReason(out), "no decision on the referral, 2 days after it was "+
		"due"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := c.EscalationReason(answered); got != "" {
		t.Errorf("a reply that came late is escalated: %q", got)
	}
}

// A concern was read when its triage says so, or else when the triage was recorded.
func TestReadClock(t *testing.T) {
	for _, tt := range []struct {
		name   string
		triage fields // nil: nobody has read it
		done   string
		late   time.Duration
	}{
		{"nobody has read it", nil, "", 0},
		{"recorded late, no time given", fields{}, "2026-03-06T15:00Z", 3 * time.Hour},
		{"read in time, recorded later", fields{"read_at": "2026-03-06T11:30+00:00"},
			"2026-03-06T11:30Z", 0},
	} {
		b := newBook(t)
		e := b.add("concern", "2026-03-06T11:00Z", fields{"immediate_danger": "yes"}) // one hour
		note := b.add("note", "2026-03-06T11:00Z", nil)
		if tt.triage != nil {
			tt.triage["links"] = links{"concern": e}
			b.add("triage", "2026-03-06T15:00Z", tt.triage)
		}
		c := b.fold()
		got, ok := c.ReadClock(c.Thread(e.ID))
		if ok != (tt.done != "") || ok && (!got.Due.Equal(at(t, "2026-03-06T12:00Z")) ||
			!got.Done.Equal(at(t, tt.done)) || got.Late != tt.late) {
			t.Errorf("%s: %+v, %v", tt.name, got, ok)
		}
		if _, ok := c.ReadClock(c.Thread(note.ID)); ok {
			t.Errorf("%s: a note has a clock", tt.name)
		}
	}
}

// What may be confirmed and decided is wider than what policy sets a clock for: the clocks
// run for social services alone.
func TestWaitingReferrals(t *testing.T) {
	due := time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)
	late := ClockState{Due: due, Late: time.Hour}
	answer := &Thread{}
	for _, tt := range []struct {
		name                    string
		r                       Referral
		clocks                  bool
		confirm, decide, follow bool
	}{
		{"by telephone to social services", Referral{Out: true, To: "social_services",
			Method: "telephone", Reply: late}, true, true, true, true},
		{"in writing to social services", Referral{Out: true, To: "social_services",
			Method: "written", Reply: late}, true, false, true, true},
		{"by telephone to another agency", Referral{Out: true, To: "health",
			Method: "telephone"}, false, true, true, false},
		{"nobody knows how", Referral{Out: true, To: "health", Method: record.Unknown}, false,
			true, true, false},
		{"confirmed, and decided", Referral{Out: true, To: "social_services",
			Method: "telephone", Confirmed: answer, Response: answer,
			Reply: ClockState{Due: due, Done: due}}, true, false, false, false},
		{"from social services", Referral{To: "social_services", Method: "telephone"}, false,
			false, false, false},
	} {
		direction := map[bool]string{true: "out", false: "in"}[tt.r.Out]
		tt.r.Entry = aThread("7K2M9QXH", record.KindReferral,
			map[string]any{"direction": direction, "to": tt.r.To})
		c := &Case{ID: "K3F927QM", Referrals: []*Referral{&tt.r}}
		for _, has := range []struct {
			what string
			got  bool
			want bool
		}{
			{"its clocks run", toSocialServices(tt.r.Entry.Item), tt.clocks},
			{"to confirm", len(c.ToConfirm()) == 1, tt.confirm},
			{"to decide", len(c.ToDecide()) == 1, tt.decide},
			{"to escalate", len(c.ToEscalate()) == 1, tt.follow},
		} {
			if has.got != has.want {
				t.Errorf("%s: %s: %t", tt.name, has.what, has.got)
			}
		}
	}
}

func TestWaitingConcerns(t *testing.T) {
	triage := aThread("8K2M9QXH", record.KindTriage, nil)
	for _, tt := range []struct {
		name                            string
		n                               Concern
		untriaged, unfinished, inaction bool
	}{
		{"new", Concern{}, true, true, false},
		{"acted on at once", Concern{Action: "rang the parents"}, true, true, false},
		{"triaged", Concern{Triage: triage}, false, true, true},
		{"triaged, and acted on", Concern{Triage: triage, Action: "visit"}, false, false, false},
	} {
		tt.n.Entry = aThread("7K2M9QXH", record.KindConcern,
			map[string]any{"about": "Tobi Adeyemi"})
		if tt.n.Untriaged() != tt.untriaged || tt.n.Unfinished() != tt.unfinished ||
			tt.n.inaction() != tt.inaction {
			t.Errorf("%s: %t, %t, %t", tt.name, tt.n.Untriaged(), tt.n.Unfinished(),
				tt.n.inaction())
		}
		c := &Case{ID: "K3F927QM", Concerns: []*Concern{&tt.n}}
		if waits := c.ToTriage(); (len(waits) == 1) != tt.untriaged {
			t.Errorf("%s: %d wait", tt.name, len(waits))
		}
		// The concern is compared with the profiles of other cases.
		other := alikeCase("Q5X827QM", "Tobi Adeyemi", record.Open)
		if got := other.knownAs().similarities(AboutOf(&tt.n)); len(got) != 1 ||
			got[0] != "the same name" {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

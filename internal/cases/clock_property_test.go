package cases

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"casefile/internal/record"
)

// lateness are the clocks of a case that are late, by the rule and the entry: how many
// were stopped late, how many of these stand corrected, and how many run past their time.
type lateness struct{ stopped, corrected, open int }

func latenessOf(c *Case) map[string]lateness {
	out := map[string]lateness{}
	add := func(d Deadline, n lateness) {
		key := fmt.Sprintf("%s %s", d.Rule, d.First)
		at := out[key]
		out[key] = lateness{at.stopped + n.stopped, at.corrected + n.corrected, at.open + n.open}
	}
	for _, d := range c.Answered() {
		switch d.Timeliness() {
		case Late:
			add(d, lateness{stopped: 1})
		case LateCorrected:
			add(d, lateness{stopped: 1, corrected: 1})
		}
	}
	for _, d := range c.Deadlines {
		if d.Rule == RuleReferralUnconfirmed {
			d.Rule = RuleConfirmedLate // the same clock
		}
		if d.Rule == RuleAccessOverdue {
			d.Rule = RuleAccessLate
		}
		if d.Rule != RuleBeforeCause && Passed(d.Due, c.Now) > 0 { // that one an amendment answers
			add(d, lateness{open: 1})
		}
	}
	return out
}

// chance draws what people record after one another in a case.
type chance struct {
	*rand.Rand
	b    *book
	now  time.Time
	told []*record.Entry // all that can be amended, endorsed or answered
}

func (x *chance) text(layout string, most time.Duration) string {
	return x.now.Add(-time.Duration(x.Int64N(int64(most)))).Format(layout)
}

func (x *chance) instant() string { return x.text(record.PointForm, 96*time.Hour) }
func (x *chance) day() string     { return x.text("2006-01-02", 20*24*time.Hour) }

func (x *chance) one(kind string) *record.Entry {
	var of []*record.Entry
	for _, e := range x.told {
		if e.Kind == kind {
			of = append(of, e)
		}
	}
	if len(of) == 0 {
		return nil
	}
	return of[x.IntN(len(of))]
}

func (x *chance) pick(of ...string) string { return of[x.IntN(len(of))] }

// next records one thing; it gives the kind, and what it answers.
func (x *chance) next() string {
	x.now = x.now.Add(time.Duration(1+x.IntN(40)) * time.Hour)
	at, by := x.now.Format(time.RFC3339), x.pick("asha", "ben", "hall")
	add := func(kind string, f fields) {
		f["by"] = by
		x.told = append(x.told, x.b.add(kind, at, f))
	}
	answer := func(kind, relation, of string, f fields) {
		if to := x.one(of); to != nil {
			f["links"] = links{relation: to}
			add(kind, f)
		}
	}
	before := len(x.b.in.Items)
	kind := x.pick("referral", "confirm", "confirm", "reply", "amend", "amend", "amend",
		"endorse", "endorse", "action", "result", "decision", "access", "disclose", "concern",
		"triage")
	switch kind {
	case "referral":
		add("referral", fields{"direction": "out", "to": "social_services",
			"method": x.pick("telephone", "written"), "made_at": x.instant()})
	case "confirm":
		answer("referral-confirmation", "referral", "referral", fields{"sent_at": x.instant()})
	case "reply":
		answer("referral-response", "referral", "referral", fields{"decided_at": x.instant()})
	case "action":
		due := x.now.AddDate(0, 0, x.IntN(4))
		add("action", fields{"what": "ring", "due": due.Format("2006-01-02")})
	case "result":
		answer("action-result", "action", "action",
			fields{"status": x.pick("done", "not_done"), "at": x.instant()})
	case "decision":
		add("decision", fields{})
	case "access":
		add("access-request", fields{"received_on": x.day()})
	case "disclose":
		answer("access-disclosure", "request", "access-request", fields{"sent_on": x.day()})
	case "concern":
		add("concern", fields{"immediate_danger": "yes", "occurred": x.instant()})
	case "triage":
		answer("triage", "concern", "concern", fields{"read_at": x.instant()})
	case "amend":
		if e := x.told[x.IntN(len(x.told))]; e.Kind != "concern" {
			later := x.b.again(e, by, at, x.changed(e))
			if x.told = append(x.told, later); x.IntN(4) == 0 { // it answers nothing any more
				later.Links = map[string][]record.Ref{"amends": later.Links["amends"]}
			}
		}
	case "endorse":
		e := x.told[len(x.told)-1]
		if x.IntN(2) == 0 {
			e = x.told[x.IntN(len(x.told))]
		}
		x.b.endorse(e, x.pick("hall", "okoro"), x.pick("line", "senior"), "endorsed", at)
	}
	if len(x.b.in.Items) == before {
		return ""
	}
	return kind
}

// changed alters what a clock reads of an entry.
func (x *chance) changed(e *record.Entry) fields {
	out := fields{"amend_reason": "error"}
	for _, field := range slices.Sorted(maps.Keys(e.Fields)) { // a seed says all, also the order
		switch field {
		case "made_at", "sent_at", "decided_at", "at", "read_at":
			out[field] = x.instant()
		case "received_on", "sent_on", "due":
			out[field] = x.day()
		case "method":
			out[field] = x.pick("telephone", "written")
		case "to":
			out[field] = x.pick("social_services", "health")
		}
	}
	return out
}

// No clock gets better by recording more. What was stopped late stays listed as late;
// corrected it is only by an endorsement. What runs past its time is ended only by an
// answer, or by the endorsement of a correction, and then is late all the same.
func TestNoClockGetsBetter(t *testing.T) {
	corrected := 0
	for seed := range uint64(40) { // the same at each run, so that enough of them have a correction
		corrected += clocksStand(t, seed)
	}
	if corrected == 0 {
		t.Error("no correction was ever endorsed: the test looks at too little")
	}
	clocksStand(t, 13173072208361788712) // a result that was not done, and then of no action
	for range 10 {
		clocksStand(t, rand.Uint64())
	}
}

// clocksStand records one thing after the other in a case, looks at every clock before and
// after each, and counts how often one stood corrected.
func clocksStand(t *testing.T, seed uint64) (corrected int) {
	b := newBook(t)
	x := &chance{Rand: rand.New(rand.NewPCG(seed, 0)), b: b, now: at(t, "2026-02-02T09:00Z")}
	x.told = append(x.told, b.add("decision", x.now.Format(time.RFC3339), nil))
	ever := map[string]int{} // how often each clock was stopped late
	for range 25 {
		kept := slices.Clone(b.in.Items)
		did := x.next()
		if did == "" {
			continue
		}
		in := b.in
		in.Now, in.Items = x.now, kept
		before := latenessOf(Fold(in))
		in.Items = b.in.Items
		after := latenessOf(Fold(in))
		for _, is := range after {
			corrected += is.corrected
		}
		for key, was := range before {
			if ever[key] = max(ever[key], was.stopped); after[key].stopped+
				after[key].open < ever[key] {
				t.Fatalf("seed %d: %s was late once, and is %+v after %s", seed, key, after[key],
					did)
			}
			if better(was, after[key], did) {
				t.Fatalf("seed %d: %s made %s better: %+v, and then %+v", seed, did, key, was,
					after[key])
			}
		}
	}
	return corrected
}

// better reports whether a new entry took lateness away. Only an answer or an endorsement may do
// so. A clock that was stopped and is taken up again runs.
func better(was, is lateness, did string) bool {
	answers := slices.Contains([]string{"confirm", "reply", "result", "disclose", "triage"}, did)
	return was.stopped > is.stopped+is.open ||
		!answers && was.stopped+was.open > is.stopped+is.open ||
		is.corrected > was.corrected && is.open >= was.open && did != "endorse"
}

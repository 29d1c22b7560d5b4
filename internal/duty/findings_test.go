package duty

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
)

// found are findings in a line each.
func found(all record.Findings) []string {
	var out []string
	for _, f := range all {
		out = append(out, string(f.Severity)+" "+f.Rule+": "+f.Found+" | "+f.Do)
	}
	return out
}

// Each clock that has run out is a finding, in time it is none.
func TestFindingsOfLateness(t *testing.T) {
	b := newBook(t, "big")
	b.add("referral", "2026-03-05T16:30:00Z",
		fields{"direction": "out", "to": "social_services", "method": "telephone",
			"made_at": "2026-03-05T16:10+00:00"})
	b.add("action", "2026-03-02T17:00:00Z",
		fields{"who": "nia", "what": "ring the school", "due": "2026-03-04"})
	b.add("action", "2026-03-02T17:10:00Z",
		fields{"who": "nia", "what": "ring the aunt", "due": "2026-03-06"})
	b.add("profile", "2026-01-12T09:00:00Z",
		fields{"subject_type": "child", "name": "Tobi Adeyemi", "date_of_birth": "unknown"})
	c := b.fold()
	got := found(Findings(Of(c), b.duties(), b.w))
	// Supervision: four weeks from 12 January are 9 February. The birthday is unknown
	// longer than that, and the fold finds so at once.
	want := []string{
		"warning supervision-overdue: supervision of the case was due on 2026-02-09 23:59, 25 " +
			"days ago | talk the case over, and record the supervision",
		"warning referral-unconfirmed: written confirmation of the referral was due on " +
			"2026-03-06 16:10, 1 h 35 min ago" +
			" | confirm it in writing now, and record it with `casefile confirm`",
		"warning action-overdue: action: ring the school was due on 2026-03-04 23:59, 2 days ago " +
			"| record an action-result, or a new day",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	all := Findings(Of(c), b.duties(), b.w)
	equal(t, "file of the case", all[0].File, caseText)
	equal(t, "file of an entry", all[1].File, caseText+"/21GH")
	equal(t, "entry", all[1].Entry, "21GH0000")
	for _, f := range all {
		equal(t, "case", f.Case, theCase)
	}
	if !slices.IsSortedFunc(all, func(a, b record.Finding) int {
		return strings.Compare(a.File, b.File)
	}) {
		t.Error("findings are not in the order of files")
	}
}

// A finding says where nobody is left to do it, and follows what policy wants where no
// answer comes.
func TestFindingsWords(t *testing.T) {
	for name, c := range map[string]struct {
		team  string
		build func(*book)
		want  string
		do    string
	}{
		"nobody left": {"big -asha -mina -owen seniors-away", func(b *book) {},
			"supervision of the case was due on 2026-02-09 23:59, 25 days ago; nobody is left to " +
				"do it: Asha has left; Mina has left; nobody is manager; Judith is away; Tom is " +
				"away",
			"talk the case over, and record the supervision"},
		"no answer": {"big", func(b *book) {
			b.add("referral", "2026-03-02T16:30:00Z",
				fields{"direction": "out", "to": "social_services", "method": "letter",
					"made_at": "2026-03-02T16:10+00:00"})
		}, "the receiver's decision on the referral was due on 2026-03-03 23:59, 3 days ago",
			"ring the receiver; record the answer with `casefile reply`, or with whom you " +
				"followed it up with `casefile escalation`"},
		"an endorsement": {"big", func(b *book) { b.add("decision", "2026-02-23T10:00:00Z", nil) },
			"line endorsement of the decision was due on 2026-03-02 23:59, 4 days ago",
			"ask a manager to endorse or return it"},
		"a closure of which the history tells": {"big", func(b *book) {
			e := b.add("closure", "2026-02-23T10:00:00Z", fields{"service_ended": "2026-02-20"})
			b.in.Docket.Status, b.in.Docket.Pending = record.Closing, e.ID
		}, "line endorsement of the closure was due on 2026-03-02 23:59, 4 days ago",
			"ask a manager to endorse or return it"},
		"an access request": {"big", func(b *book) {
			b.add("access-request", "2026-02-02T10:00:00Z", fields{"received_on": "2026-02-02"})
		}, "answer to the subject access request was due on 2026-03-02 23:59, 4 days ago",
			"answer it now: `casefile sar CASE` shows how the day came about"},
		"a concern": {"big", func(b *book) {
			b.add("concern", "2026-03-06T16:40:00Z",
				fields{"by": "ben", "op": "concern", "immediate_danger": "unknown"})
		}, "triage of the concern was due on 2026-03-06 17:40, 5 min ago",
			"read it, and record what happens now with `casefile triage`"},
		"the end of a cover": {"big", func(b *book) {
			b.add("handover", "2026-02-20T09:00:00Z",
				fields{"by": "mina", "from": "asha", "to": "nia", "cover": "yes",
					"until": "2026-03-02"})
		}, "end Nia's access: the cover is over was due on 2026-03-02 23:59, 4 days ago",
			"casefile readers " + caseText + " revoke nia"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBook(t, c.team)
			c.build(b)
			all := Findings(Of(b.fold()), b.duties(), b.w)
			i := slices.IndexFunc(all, func(f record.Finding) bool { return f.Found == c.want })
			if i < 0 || all[i].Do != c.do {
				t.Errorf("no %q with %q in\n%s", c.want, c.do, strings.Join(found(all), "\n"))
			}
		})
	}
}

// What the fold finds at once, what is in time and what is of another case, is no finding here.
func TestNoFindings(t *testing.T) {
	b := newBook(t, "big -asha")
	sent := b.add("transfer", "2026-02-09T10:00:00Z", fields{"sent_at": "2026-02-09"})
	b.say(sent, "mina", "line", "endorsed", "2026-02-10T10:00:00Z", nil)
	b.add("supervision", "2026-02-09T10:00:00Z", fields{"occurred": "2026-02-09"})
	list := b.duties()
	for _, rule := range []string{"transfer-without-receipt", "key-worker-left",
		"supervision-overdue"} {
		if !slices.ContainsFunc(list, func(d Duty) bool { return d.Rule == rule }) {
			t.Errorf("no duty %s", rule)
		}
	}
	if all := Findings(Of(b.fold()), list, b.w); len(all) != 0 {
		t.Errorf("%s", found(all))
	}
	late := newBook(t, "big")
	for i := range list {
		list[i].Ref.Case, list[i].Late = theOther, 1
	}
	if all := Findings(Of(late.fold()), list, late.w); len(all) != 0 {
		t.Errorf("of another case: %s", found(all))
	}
}

// What was done late stays a finding: a recording, a confirmation, an answer to the subject
// and a transfer. Of the rest due --late tells.
func TestFindingsOfWhatWasLate(t *testing.T) {
	b := newBook(t, "big")
	b.add("supervision", "2026-02-23T10:00:00Z", fields{"occurred": "2026-02-23"}) // two weeks late
	b.add("contact", "2026-03-02T10:00:00Z", fields{"occurred": "2026-02-23"})
	n := b.add("concern", "2026-03-02T10:00:00Z",
		fields{"by": "ben", "op": "concern", "occurred": "2026-02-26", "immediate_danger": "no"})
	b.add("triage", "2026-03-02T12:00:00Z",
		fields{"by": "lena", "read_at": "2026-03-02T11:00+00:00", "links": links{"concern": n}})
	r := b.add("referral", "2026-03-02T16:30:00Z",
		fields{"direction": "out", "to": "social_services", "method": "telephone",
			"made_at": "2026-03-02T16:10+00:00"})
	b.add("referral-confirmation", "2026-03-03T18:00:00Z",
		fields{"sent_at": "2026-03-03T17:50+00:00", "links": links{"referral": r}})
	a := b.add("access-request", "2026-02-02T10:00:00Z", fields{"received_on": "2026-02-02"})
	b.add("access-disclosure", "2026-03-04T10:00:00Z",
		fields{"sent_on": "2026-03-04", "links": links{"request": a}})
	got := found(Findings(Of(b.fold()), nil, b.w))
	want := []string{
		// Two working days from Monday 23 February are Wednesday 25; recorded on Monday 2 March.
		"warning late-recording: recorded on 2026-03-02, 3 working days late, of 2026-02-23 | " +
			"record soon after the event; the mark stays",
		"warning concern-recorded-late: the concern of 2026-02-26 was recorded on 2026-03-02 | " +
			"record concerns on the same day; the mark stays",
		"warning referral-confirmed-late: confirmed in writing 1 h 40 min late | nothing mends " +
			"it; say why in the record",
		"warning access-answered-late: answered on 2026-03-04, 2 days late | nothing mends it; " +
			"say why in the record",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	sent := newBook(t, "big")
	sent.add("closure", "2026-02-09T09:00:00Z",
		fields{"service_ended": "2026-02-09",
			"transfer_review": map[string]any{"needed": "yes", "agency": "Southshire",
				"reason": "moved", "by": "asha"}})
	sent.add("transfer", "2026-02-19T10:00:00Z", fields{"sent_at": "2026-02-19"})
	sent.in.Docket.Status = record.Closed
	// Five days from 9 February are 14 February.
	if got := found(Findings(Of(sent.fold()), nil, sent.w)); len(got) != 1 ||
		!strings.HasPrefix(got[0],
			"warning transfer-sent-late: the records were sent 5 days late") {
		t.Errorf("%s", got)
	}
}

// LateWords are the words of every page.
func TestLateWords(t *testing.T) {
	for facts, want := range map[string]string{
		"referral":                 "",
		"referral @03-11T00:00:00": "1 day", // the whole of 10 March could be used
		"referral late":            "1 day",
		"referral @03-14":          "4 days",
		"acceptance intake late":   "1 day",
	} {
		r := parseRow(t, "big | "+facts+" | - | | -/-")
		for _, d := range In(r.all[0], r.world) {
			if d.Rule == r.rule {
				equal(t, facts, LateWords(d, r.world), want)
			}
		}
	}
	b := newBook(t, "big") // a clock of hours
	b.add("concern", "2026-03-06T16:40:00Z",
		fields{"by": "ben", "op": "concern", "immediate_danger": "yes"})
	for _, d := range b.duties() {
		if d.Rule == "concern-without-triage" {
			equal(t, "concern", LateWords(d, b.w), "5 min")
		}
	}
}

package duty

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/verify"
)

// words returns a text in one line: its gaps, the people who spoke, the one who returned it, and
// the author of the return that it answers.
func words(x Text) string {
	out := []string{x.Kind, "by " + x.Author}
	for _, part := range []struct {
		name string
		of   []string
	}{{"missing", x.Missing}, {"spoke", x.Spoke}} {
		if len(part.of) > 0 {
			out = append(out, part.name+" "+strings.Join(part.of, "+"))
		}
	}
	for _, s := range x.Signed {
		out = append(out, "signed "+s.By+":"+s.Level)
	}
	if x.ReturnedBy != "" {
		out = append(out, "returned by "+x.ReturnedBy+" at "+x.ReturnedAt.Format("02T15:04"))
	}
	if x.Answers != "" {
		out = append(out, "answers "+x.Answers+":"+x.AnswersAt)
	}
	if x.Joint {
		out = append(out, "joint")
	}
	if !x.Since.IsZero() {
		out = append(out, "since "+x.Since.Format("02T15:04"))
	}
	return strings.Join(out, ", ")
}

// What entries tell of a text for which managers are asked.
func TestTextsOfACase(t *testing.T) {
	const at, later, last = "2026-03-03T10:00:00Z", "2026-03-04T10:00:00Z", "2026-03-05T10:00:00Z"
	for name, c := range map[string]struct {
		build func(*book)
		want  []string
	}{
		"waits": {func(b *book) {
			b.add("decision", at, nil)
		}, []string{"decision, by asha, missing line, since 03T10:00"}},
		"joint": {func(b *book) {
			b.add("decision", at, fields{"mode": "joint"})
		}, []string{"decision, by asha, missing line, joint, since 03T10:00"}},
		"endorsed": {func(b *book) {
			b.say(b.add("decision", at, nil), "mina", "line", "endorsed", later, nil)
		}, nil},
		"needs none": {func(b *book) { b.add("note", at, nil) }, nil},
		"its author says nothing that counts": {func(b *book) {
			b.say(b.add("decision", at, fields{"by": "mina"}), "mina", "line", "endorsed", later,
				nil)
		}, []string{"decision, by mina, missing line, since 03T10:00"}},
		"returned": {func(b *book) {
			b.say(b.add("decision", at, nil), "mina", "line", "returned", later, nil)
		}, []string{"decision, by asha, spoke mina, returned by mina at 04T10:00"}},
		"declined": {func(b *book) {
			b.say(b.add("decision", at, nil), "mina", "line", "declined", later, nil)
		}, nil},
		"answers a return": {func(b *book) {
			d := b.add("decision", at, nil)
			b.say(d, "mina", "line", "returned", later, nil)
			b.add("decision", last, fields{"links": links{"amends": d}})
		}, []string{"decision, by asha, missing line, answers mina:line, since 05T10:00"}},
		"answers, and is endorsed": {func(b *book) {
			d := b.add("decision", at, nil)
			b.say(d, "mina", "line", "returned", later, nil)
			d = b.add("decision", last, fields{"links": links{"amends": d}})
			b.say(d, "mina", "line", "endorsed", "2026-03-05T12:00:00Z", nil)
		}, nil},
		"amended after its endorsement": {func(b *book) {
			d := b.add("decision", at, nil)
			b.say(d, "mina", "line", "endorsed", later, nil)
			b.add("decision", last, fields{"links": links{"amends": d}})
		}, []string{"decision, by asha, missing line, since 05T10:00"}},
		"reported, which does not count": {func(b *book) {
			b.say(b.add("decision", at, nil), "nia", "line", "endorsed", later,
				fields{"reported": map[string]any{"name": "P. Osei"}})
		}, []string{"decision, by asha, missing line, spoke nia, since 03T10:00"}},
		"a closure that line has endorsed": {func(b *book) {
			e := b.add("closure", at, fields{"service_ended": "2026-03-02"})
			b.in.Docket.Status, b.in.Docket.Pending = record.Closing, e.ID
			b.say(e, "mina", "line", "endorsed", later, nil)
		}, []string{"closure, by asha, missing senior, spoke mina, signed mina:line, since " +
			"04T10:00"}},
		"a closure in a small agency": {func(b *book) {
			b.under(policy.Small)
			e := b.add("closure", at, fields{"service_ended": "2026-03-02"})
			b.in.Docket.Status, b.in.Docket.Pending = record.Closing, e.ID
		}, []string{"closure, by asha, missing line, since 03T10:00"}},
		"a closure for which the docket waits no more": {func(b *book) {
			b.add("closure", at, fields{"service_ended": "2026-03-02"})
			b.in.Docket.Status = record.Closed
		}, nil},
		"a returned closure that another followed": {func(b *book) {
			b.say(b.add("closure", at, fields{"service_ended": "2026-03-02"}), "mina", "line",
				"returned", later, nil)
			e := b.add("closure", last, fields{"service_ended": "2026-03-02"})
			b.in.Docket.Status, b.in.Docket.Pending = record.Closing, e.ID
		}, []string{"closure, by asha, missing line+senior, since 05T10:00"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBook(t, "big")
			c.build(b)
			var got []string
			for _, x := range Of(b.fold()).Texts {
				if x.Short == "" || x.First == "" || x.Ref.Case != theCase {
					t.Errorf("unnamed: %+v", x)
				}
				got = append(got, words(x))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// What the entries tell besides: who covers, since when the case is the key worker's, what
// they last wrote, which concern nobody has triaged, and what was done late.
func TestFactsOfACase(t *testing.T) {
	b := newBook(t, "big")
	b.add("profile", "2026-01-12T10:00:00Z",
		fields{"subject_type": "child", "name": "Tobi Adeyemi", "date_of_birth": "2016-11-20"})
	b.add("handover", "2026-02-02T09:00:00Z", fields{"by": "mina", "from": "nia", "to": "asha"})
	b.add("handover", "2026-03-02T09:00:00Z",
		fields{"by": "mina", "from": "asha", "to": "nia", "cover": "yes", "until": "2026-03-20"})
	seen := b.add("concern", "2026-03-02T10:00:00Z",
		fields{"by": "ben", "op": "concern", "immediate_danger": "yes"})
	b.add("triage", "2026-03-02T13:00:00Z",
		fields{"by": "lena", "read_at": "2026-03-02T12:10+00:00", "links": links{"concern": seen}})
	b.add("contact", "2026-01-12T10:00:00Z", fields{"occurred": "2026-01-12"}) // in time
	open := b.add("concern", "2026-03-06T17:00:00Z",
		fields{"by": "ben", "op": "concern", "immediate_danger": "no"})
	f := Of(b.fold())
	if !f.Read || f.Name != "Tobi Adeyemi" || f.Docket.Case != theCase {
		t.Errorf("%+v", f)
	}
	if len(f.Covers) != 1 || f.Covers[0].Member != "nia" || f.Covers[0].For != "asha" ||
		f.Covers[0].Until != dayOf(t, "2026-03-20") {
		t.Errorf("covers %+v", f.Covers)
	}
	if !f.Given.Equal(instant(t, "2026-02-02T09:00:00Z")) || f.GivenBy != "mina" {
		t.Errorf("given %s by %s", f.Given, f.GivenBy)
	}
	if !f.Wrote.Equal(instant(t, "2026-01-12T10:00:00Z")) ||
		!f.Last.Equal(instant(t, "2026-03-06T17:00:00Z")) {
		t.Errorf("wrote %s, last %s", f.Wrote, f.Last)
	}
	if want := (Concern{Danger: "no", RaisedBy: "ben"}); len(f.Danger) != 1 ||
		!reflect.DeepEqual(f.Danger[open.ID], want) {
		t.Errorf("concerns %+v", f.Danger)
	}
	if len(f.Late) != 1 || f.Late[0].What != "triage of the concern" ||
		f.Late[0].AnsweredBy != "lena" {
		t.Errorf("late %+v, want the triage, which took two hours", f.Late)
	}
}

// askedOf returns an entry that waits; these members could endorse it, at either level.
func askedOf(p *policy.Policy, kind, author, members string) verify.EntryFact {
	who := strings.Fields(members)
	return verify.EntryFact{Author: author, Signer: author,
		Request: policy.RequestOf(p, kind, who, who)}
}

// What the history says of the entry that a docket waits for needs no key.
func TestPendingText(t *testing.T) {
	day := func(n string) string { return "2026-03-" + n + "T10:00:00Z" }
	said := func(member, level, verdict, at string) verify.EndorseFact {
		return verify.EndorseFact{Target: theEntry, Level: level, Verdict: verdict, Member: member,
			Arrived: instant(t, day(at))}
	}
	for name, c := range map[string]struct {
		profile string
		status  record.Status
		given   []verify.EndorseFact
		want    string
	}{
		"closure": {"casework", record.Closing, nil,
			"closure, by nia, missing line+senior, since 03T10:00"},
		"closure, line given": {"casework", record.Closing,
			[]verify.EndorseFact{said("mina", "line", "endorsed", "05")},
			"closure, by nia, missing senior, spoke mina, signed mina:line, since 05T10:00"},
		"closure, small": {"small", record.Closing, nil,
			"closure, by nia, missing line, since 03T10:00"},
		"disposal": {"casework", record.Disposing, nil,
			"disposal, by nia, missing line+senior, since 03T10:00"},
		"disposal, small": {"small", record.Disposing, nil,
			"disposal, by nia, missing senior, since 03T10:00"},
		"disposal, informal": {"informal", record.Disposing, nil,
			"disposal, by nia, missing line, since 03T10:00"},
		"erasure": {"casework", record.Open, nil,
			"erasure, by nia, missing senior, since 03T10:00"},
		"erasure in a closed case": {"informal", record.Closed, nil,
			"erasure, by nia, missing line, since 03T10:00"},
		"signed in another order": {"casework", record.Disposing,
			[]verify.EndorseFact{said("tom", "senior", "endorsed", "06"),
				said("mina", "line", "endorsed", "05")},
			"disposal, by nia, spoke tom+mina, signed tom:senior, signed mina:line, since " +
				"06T10:00"},
	} {
		d := &record.Docket{Case: theCase, Status: c.status, Pending: theEntry}
		p := profileOf(t, c.profile)
		fact := askedOf(p, verify.PendingKind(c.status), "nia", "mina tom")
		got := PendingText(d, p, fact, instant(t, day("03")), c.given)
		equal(t, name, words(*got), c.want)
		equal(t, name, got.Ref, record.Ref{Case: theCase, Entry: theEntry})
	}
}

// Of what a docket waits for, the history says what counts; the entries say the rest.
func TestPendingIsJoined(t *testing.T) {
	b := newBook(t, "big")
	first := b.add("closure", "2026-03-02T10:00:00Z", fields{"service_ended": "2026-03-02"})
	e := b.add("closure", "2026-03-03T10:00:00Z",
		fields{"service_ended": "2026-03-02", "links": links{"amends": first}})
	b.in.Docket.Status, b.in.Docket.Pending = record.Closing, e.ID
	f := Of(b.fold())
	fact := askedOf(b.w.Policy, record.KindClosure, "asha", "mina judith")
	f.Pending = PendingText(f.Docket, b.w.Policy, fact, instant(t, "2026-03-03T10:00:00Z"),
		[]verify.EndorseFact{{Target: e.ID, Level: "line", Verdict: "endorsed", Member: "mina",
			Arrived: instant(t, "2026-03-04T10:00:00Z")}})
	var found []Duty
	for _, d := range In(f, b.w) {
		if d.Rule == "decision-not-endorsed-in-time" {
			found = append(found, d)
		}
	}
	if len(found) != 1 || found[0].Role != "senior" || found[0].First != first.ID ||
		found[0].Ref.Entry != e.ID {
		t.Errorf("%+v, want one, of the senior, named after the first text", found)
	}
}

package duty

import (
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
)

// made returns a duty made for the tests of order: of asha unless it says otherwise.
func made(what string, mark Mark, since, due string, change func(*Duty)) Duty {
	at := func(s string) time.Time {
		if s == "" {
			return time.Time{}
		}
		v, err := time.Parse(time.RFC3339, "2026-03-"+s+"T10:00:00Z")
		if err != nil {
			panic(err)
		}
		return v
	}
	d := Duty{What: what, Mark: mark, Since: at(since), Due: at(due),
		Ref:   record.Ref{Case: theCase},
		Whose: []string{"asha"}, Told: []string{"mina"}}
	if change != nil {
		change(&d)
	}
	return d
}

func late(d *Duty) { d.Late = time.Hour }

func names(list []Duty) string {
	var out []string
	for _, d := range list {
		out = append(out, d.What)
	}
	return strings.Join(out, ", ")
}

func TestMarksInOrder(t *testing.T) {
	want := []Mark{"NOW", "LATE", "SIGN", "NEW", "BACK", "WATCH", "NEXT"}
	if got := marks(); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// A member takes first what is most urgent for them; then a child in danger; then what
// waits longest. What has no clock counts from when it waits.
func TestSorted(t *testing.T) {
	danger := func(said string) func(*Duty) {
		return func(d *Duty) { d.Danger = said }
	}
	list := []Duty{
		made("next on the 20th", Next, "01", "20", nil),
		made("next on the 12th", Next, "02", "12", nil),
		made("disposal since the 8th", Watch, "08", "", nil),
		made("dormant since the 4th", Watch, "01", "04", late),
		made("no reader, nobody knows since when", Watch, "", "", nil),
		made("back since the 9th", Back, "09", "", nil),
		made("new since the 5th", New, "05", "", nil),
		made("sign since the 3rd", Sign, "03", "17", nil),
		made("sign since the 2nd, late", Sign, "02", "09", late),
		made("late since the 6th", Late, "01", "06", late),
		made("late since the 5th", Late, "02", "05", late),
		made("no danger since the 1st", Now, "01", "02", danger("no")),
		made("danger since the 9th", Now, "09", "09", danger("yes")),
		made("unknown danger since the 8th", Now, "08", "08", danger("unknown")),
		made("intake since the 3rd", Now, "03", "04", nil),
	}
	want := []string{
		"unknown danger since the 8th", "danger since the 9th", "no danger since the 1st",
		"intake since the 3rd",
		"late since the 5th", "late since the 6th",
		"sign since the 2nd, late", "sign since the 3rd",
		"new since the 5th",
		"back since the 9th",
		"no reader, nobody knows since when", "dormant since the 4th", "disposal since the 8th",
		"next on the 12th", "next on the 20th",
	}
	before := names(list)
	if got := names(Sorted(list, "asha")); got != strings.Join(want, ", ") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, ", "))
	}
	if names(list) != before {
		t.Error("the list itself was sorted")
	}
	// Mina is told. What is late is LATE for her, whatever it is for Asha, and by when it
	// was due; what is Asha's and in time is NEXT.
	want = []string{
		"unknown danger since the 8th", "danger since the 9th", "no danger since the 1st",
		"intake since the 3rd",
		"late since the 5th", "late since the 6th", "sign since the 2nd, late",
		"no reader, nobody knows since when", "dormant since the 4th", "disposal since the 8th",
		"new since the 5th", "back since the 9th", "next on the 12th", "sign since the 3rd",
		"next on the 20th",
	}
	for i := range list {
		if list[i].Mark == Now {
			list[i].Late = time.Hour
		}
	}
	got := Sorted(list, "mina")
	if got[0].MarkFor("mina") != Late || names(got) != strings.Join(want, ", ") {
		t.Errorf("for Mina\n%s\nwant\n%s", names(got), strings.Join(want, ", "))
	}
}

// What has no clock comes last, the longest wait first.
func TestByDue(t *testing.T) {
	other := func(d *Duty) { d.Ref.Case = "B8Q14D2R" }
	list := []Duty{
		made("none, since the 4th", Watch, "04", "", nil),
		made("none, since the 2nd", Back, "02", "", nil),
		made("due the 9th", Late, "01", "09", late),
		made("due the 3rd, another case", Next, "01", "03", nil),
		made("due the 3rd", Next, "02", "03", other),
		made("due the 1st", Next, "01", "01", nil),
	}
	want := "due the 1st, due the 3rd, due the 3rd, another case, due the 9th, none, since the " +
		"2nd, none, since the 4th"
	before := names(list)
	if got := names(ByDue(list)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if names(list) != before {
		t.Error("the list itself was sorted")
	}
}

// A list is in the order of cases, rules and entries.
func TestListInOrder(t *testing.T) {
	r := parseRow(t, "big | risk referral concern elsewhere=nia | none | | -/-")
	list := list(r.all, r.world)
	if !slices.IsSortedFunc(list, func(a, b Duty) int {
		return strings.Compare(string(a.Ref.Case)+" "+a.Rule, string(b.Ref.Case)+" "+b.Rule)
	}) {
		t.Errorf("%+v", list)
	}
	if list[0].Rule != RulePolicy {
		t.Errorf("first is %s, want what is about no case", list[0].Rule)
	}
}

func TestWhoSeesWhat(t *testing.T) {
	d := made("x", Next, "", "", nil)
	for who, want := range map[string]bool{"asha": true, "mina": true, "owen": false, "": false} {
		if d.IsFor(who) != want || (len(For([]Duty{d}, who)) == 1) != want {
			t.Errorf("for %q: %v", who, !want)
		}
	}
	if d.Nobody() || !(Duty{}).Nobody() {
		t.Error("who has a duty is somebody")
	}
	for danger, want := range map[string]bool{"": false, "no": false, "yes": true,
		"unknown": true} {
		if (Duty{Danger: danger}).urgent() != want {
			t.Errorf("danger %q", danger)
		}
	}
}

// What a clock of the record says of itself stands in its duty.
func TestWordsOfADuty(t *testing.T) {
	for name, th := range things {
		if th.what == "" || name == "policy" {
			continue
		}
		status := ""
		if th.role == "lead" {
			status = " intake"
		}
		r := parseRow(t, "big | "+name+status+" | - | | -/-")
		list := In(r.all[0], r.world)
		i := slices.IndexFunc(list, func(d Duty) bool { return d.Rule == th.rule })
		if i < 0 {
			t.Errorf("no %s", name)
			continue
		}
		d := list[i]
		task := th.what
		if name == "action" {
			task = "action" // what is to be done is a word of the record
		}
		equal(t, name, d.What, th.what)
		equal(t, name+": task", d.Task, task)
		equal(t, name+": name", d.Name, "Tobi Adeyemi")
		equal(t, name+": since", d.Since, instant(t, "2026-03-02T10:00:00Z"))
		equal(t, name+": day", d.Day, dayOf(t, "2026-03-10"))
		equal(t, name+": case", d.Ref.Case, theCase)
		if !th.whole {
			equal(t, name+": entry", d.Ref.Entry, theEntry)
			equal(t, name+": first", d.First, theEntry)
			equal(t, name+": short", d.Short, "7T2M")
			equal(t, name+": kind", d.Kind, name)
		}
	}
}

// No word of the record is in what leaves the house.
func TestTasksAreBare(t *testing.T) {
	for line, want := range map[string]string{
		"big | few reads=asha | - | | -/-":                   "another reader",
		"big -asha | left | - | | -/-":                       "another key worker",
		"big asha<ben | alone | - | | -/-":                   "cover",
		"big | leftover over=nia | - | | -/-":                "access left over from a cover",
		"big | given=mina here | - | | -/-":                  "a first look at the case, which is yours now",
		"big | keeping closed retain=03-01 | - | | -/-":      "disposal",
		"big | decision | - | | -/-":                         "line endorsement of the decision",
		"big | decision returned=mina | - | | -/-":           "answer to the return of the decision",
		"small big | disposal unread by=rita | - | | -/-":    "senior endorsement of the disposal",
		"big | closure signed=mina joint unread | - | | -/-": "senior endorsement of the closure",
		"big | acceptance intake unread | - | | -/-":         "acceptance of the intake",
		"informal big | erasure unread kw=nia | - | | -/-":   "line endorsement of the erasure",
		"big | action=nia | - | | -/-":                       "action",
		"big | referral | - | | -/-":                         "written confirmation of the referral",
		"big | concern=yes closed | - | | -/-":               "triage of the concern",
		"big | policy | - | | -/-":                           "review of the policy",
		"big | access | - | | -/-":                           "answer to the subject access request",
		"big | dormant | - | | -/-":                          "the next entry of the case",
		"big | move late | - | | -/-":                        "review whether the records go elsewhere",
		"big | send transferred | - | | -/-":                 "sending the records",
		"big | closure returned=mina | - | | -/-":            "answer to the return of the closure",
		"big | erasure closed returned=tom by=nia | - | | -/-": "answer to the return of the " +
			"erasure",
	} {
		r := parseRow(t, line)
		list := list(r.all, r.world)
		i := slices.IndexFunc(list, func(d Duty) bool { return d.Rule == r.rule })
		if i < 0 || list[i].Task != want {
			t.Errorf("%s: %+v, want the task %s", line, list, want)
		}
	}
}

// What a duty says in words, where room cases has no clock for it, and since when it waits.
func TestWordsOfTheRoom(t *testing.T) {
	for line, want := range map[string]string{
		"big | few reads=asha | - | | -/-":                                 "another reader: 1 person of the team can read the case, there must be 2",
		"big | few reads=ben | - | | -/-":                                  "another reader: 0 people of the team can read the case, there must be 2",
		"big -asha | left | - | | -/-":                                     "another key worker: Asha has left since 2026-03-02T09:00:00Z",
		"big asha<ben | alone | - | | -/-":                                 "cover: key worker away, covered elsewhere to 2026-03-31",
		"big | alone elsewhere=nia:03-20 elsewhere=owen:03-15 | - | | -/-": "cover: key worker away, covered elsewhere to 2026-03-20",
		"big | leftover over=nia | - | | -/-":                              "end Nia's access: the cover is over since 2026-03-08T23:59:59Z",
		"big | given=mina here | - | | -/-":                                "a first look at the case, which is yours now since 2026-03-05T10:00:00Z",
		"big | given= here | - | | -/-":                                    "a first look at the case, which is yours now since 2026-03-05T10:00:00Z",
		"big | keeping closed retain=03-01 | - | | -/-":                    "disposal of the case, kept until 2026-03-01 since 2026-03-02T00:00:00Z",
		"big | decision | - | | -/-":                                       "line endorsement of the decision since 2026-03-03T10:00:00Z",
		"big | closure signed=mina | - | | -/-":                            "senior endorsement of the closure since 2026-03-03T12:00:00Z",
		"big | decision returned=mina | - | | -/-":                         "answer to the return of the decision since 2026-03-04T10:00:00Z",
		"big | acceptance intake unread | - | | -/-":                       "acceptance of the intake since 2026-03-09T00:00:00Z",
		"big | policy | - | | -/-":                                         "review of the policy since 2026-01-15T00:00:00Z",
	} {
		r := parseRow(t, line)
		list := list(r.all, r.world)
		i := slices.IndexFunc(list, func(d Duty) bool { return d.Rule == r.rule })
		if i < 0 {
			t.Errorf("%s: none", line)
			continue
		}
		got := list[i].What
		if since := list[i].Since; !since.IsZero() {
			got += " since " + since.UTC().Format(time.RFC3339)
		}
		equal(t, line, got, want)
	}
}

// An endorsement has the day up to whose end it may be given, and says of a decision that
// it is joint.
func TestEndorsementsDay(t *testing.T) {
	for line, joint := range map[string]bool{
		"big | decision joint | - | | -/-":       true,
		"big | decision | - | | -/-":             false,
		"big | closure joint late | - | | -/-":   true,
		"big | closure joint unread | - | | -/-": true,
	} {
		r := parseRow(t, line)
		list := In(r.all[0], r.world)
		i := slices.IndexFunc(list, func(d Duty) bool { return d.Rule == r.rule })
		if list[i].Day != dayOf(t, "2026-03-10") || list[i].Joint != joint {
			t.Errorf("%s: %+v", line, list[i])
		}
	}
}

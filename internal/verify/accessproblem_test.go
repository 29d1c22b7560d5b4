package verify

import (
	"strings"
	"testing"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// Members who left, lost roles or joined cause access problems; each is named by its rule.
func TestAmissInCase(t *testing.T) {
	text, err := policy.Default(policy.Casework)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := policy.Parse([]byte(text), PolicyPath)
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	leave := func(ids ...string) func(*team.Team) {
		return func(tm *team.Team) {
			for i := range tm.Members {
				if strings.Contains(" "+strings.Join(ids, " ")+" ", " "+tm.Members[i].ID+" ") {
					tm.Members[i].Left = at
				}
			}
		}
	}
	joins := func(confirmed bool) func(*team.Team) {
		return func(tm *team.Team) {
			m := team.RecoveryKey(2, recipient(27), at)
			if !confirmed {
				m.Confirmed = m.Left
			}
			tm.Members = append(tm.Members, m)
		}
	}
	key := func(n int, ids ...string) record.Epoch {
		e := record.Epoch{}
		for _, id := range ids {
			e[id] = strings.Repeat("a", 39) + string(rune('0'+n))
		}
		return e
	}
	open := record.Docket{Case: theCase, KeyWorker: "asha", Status: record.Open,
		Keys: []record.Epoch{key(1, "asha", "mina", "recovery-1"),
			key(2, "asha", "mina", "recovery-1")}}
	with := func(change func(*record.Docket)) record.Docket {
		d := open
		d.Keys = []record.Epoch{key(1, open.Keys[0].Members()...),
			key(2, open.Keys[1].Members()...)}
		change(&d)
		return d
	}
	for name, c := range map[string]struct {
		docket record.Docket
		team   func(*team.Team)
		want   string
	}{
		"nothing":             {open, func(*team.Team) {}, ""},
		"the key worker left": {open, leave("asha"), "key-worker readers"},
		"the key worker of a closed one": {with(func(d *record.Docket) {
			d.Status = record.Closed
		}), leave("asha"), "readers"},
		"the key worker took her keys off": {with(func(d *record.Docket) {
			delete(d.Keys[0], "asha")
			delete(d.Keys[1], "asha")
		}), func(*team.Team) {}, "key-worker readers"},
		"two left, recovery is there": {open, leave("asha", "mina"), "key-worker readers"},
		"all left": {open, leave("asha", "mina", "recovery-1"),
			"epoch-unread key-worker readers"},
		"an emptied epoch": {with(func(d *record.Docket) {
			d.Keys[0] = nil
		}), func(*team.Team) {}, ""},
		"a recovery key joined":     {open, joins(true), "keys"},
		"one that is not confirmed": {open, joins(false), ""},
		"an intake that one reads": {with(func(d *record.Docket) {
			d.Status, d.KeyWorker = record.Intake, ""
			delete(d.Keys[0], "asha")
			delete(d.Keys[1], "asha")
		}), func(*team.Team) {}, ""},
		"a destroyed one": {record.Docket{Case: theCase, Status: record.Destroyed,
			Keys: []record.Epoch{nil}}, joins(true), ""},
	} {
		tm := staff(at)
		c.team(&tm)
		var faults []Fault
		for _, a := range CaseAccessProblems(tm, p, &c.docket) {
			faults = append(faults, Fault{Rule: a.Rule, Means: a.Means})
			if a.Case != theCase || a.Means == "" || a.Mend == "" || Means(a.Rule) == "" {
				t.Errorf("%s: %+v", name, a)
			}
		}
		if got := rules(faults); got != c.want {
			t.Errorf("%s: got %q, want %q%s", name, got, c.want, means(faults))
		}
	}
	tm := staff(at)
	if list := TeamAccessProblems(tm); len(list) > 0 {
		t.Errorf("nothing is amiss: %v", list)
	}
	joins(false)(&tm)
	list := TeamAccessProblems(tm)
	if len(list) != 1 || !strings.Contains(list[0].Means, "reads nothing before") {
		t.Errorf("not confirmed: %v", list)
	}
	leave("vera")(&tm)
	if list := TeamAccessProblems(tm); len(list) != 1 ||
		!strings.Contains(list[0].Means, "no second one") ||
		!strings.Contains(list[0].Mend, "once there is a second senior") {
		t.Errorf("with one senior: %v", list)
	}
}

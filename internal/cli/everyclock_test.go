package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/report"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// oneCase is a case as plain facts, in the hands of four people who all read it. It is
// duty.Records, with nothing else in them.
type oneCase struct {
	t  *testing.T
	in cases.Input
}

const onlyCase = record.ID("K3F927QM")

func (o *oneCase) EachRowOf(
	_ context.Context, _ []*record.Docket, want func(*record.Docket) bool, do func(*duty.Row) error,
) ([]record.ID, error) {
	if want != nil && !want(o.in.Docket) {
		return nil, nil
	}
	return nil, do(duty.RowOf(cases.Fold(o.in)))
}

func (o *oneCase) LastOpened(string) map[record.ID]time.Time {
	return map[record.ID]time.Time{onlyCase: o.in.Now} // so that no case is new to anybody
}

func (o *oneCase) Endorsed(record.ID, record.ID) ([]verify.EndorseFact, error) { return nil, nil }

func (o *oneCase) EntryFact(record.Ref) (verify.EntryFact, error) { return verify.EntryFact{}, nil }

func instantOf(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := record.ParseInstant(s)
	if err != nil {
		t.Fatal(err)
	}
	return at.UTC()
}

// newOneCase was opened on 2 March, and is looked at on 1 June 2026.
func newOneCase(t *testing.T, status record.Status) *oneCase {
	t.Helper()
	text, err := policy.Default(policy.Casework)
	if err != nil {
		t.Fatal(err)
	}
	p, found := policy.Parse(text, "casefile.yaml")
	if p == nil {
		t.Fatal(found)
	}
	d := &record.Docket{Case: onlyCase, Opened: record.Date{Year: 2026, Month: 3, Day: 2},
		KeyWorker: "asha", Status: status,
		Keys: []record.Epoch{{"asha": "", "mina": "", "zoe": "", "judith": ""}}}
	if status == record.Intake {
		d.KeyWorker = ""
	}
	o := &oneCase{t: t,
		in: cases.Input{Docket: d, Policy: p, Now: instantOf(t, "2026-06-01T09:00Z")}}
	o.in.Names = map[string]string{}
	for _, m := range o.team().Members {
		o.in.Names[m.ID] = m.Name
	}
	return o
}

func (o *oneCase) team() team.Team {
	member := func(id, name, line string, roles ...team.Role) team.Member {
		return team.Member{ID: id, Name: name, LineManager: line, Roles: roles}
	}
	return team.Team{Members: []team.Member{
		member("asha", "Asha Rao", "mina", team.Caseworker),
		member("mina", "Mina Hall", "judith", team.Manager),
		member("zoe", "Zoe Park", "judith", team.Lead),
		member("judith", "Judith Pryce", "", team.Senior, team.Records),
	}}
}

// add records an entry of 2 March at 10:00, or a later one.
func (o *oneCase) add(kind string, fields map[string]any, to ...*record.Entry) *record.Entry {
	o.t.Helper()
	n := len(o.in.Items)
	e := &record.Entry{ID: record.ID(fmt.Sprintf("%02dGH0000", 20+n)), Case: onlyCase, Kind: kind,
		By: "asha", Recorded: instantOf(o.t, "2026-03-02T10:00Z").Add(time.Duration(n) * time.Hour),
		Fields: map[string]any{}}
	maps.Copy(e.Fields, fields)
	for _, t := range to {
		e.Links = map[string][]record.Ref{t.Kind: {t.Ref()}}
	}
	if text, given := fields["occurred"].(string); given {
		at, err := record.ParseOccurred(text)
		if err != nil {
			o.t.Fatal(err)
		}
		e.Occurred = at
	}
	o.in.Items = append(o.in.Items, cases.Item{Entry: e, SHA256: string(e.ID), Author: e.By,
		MayAdd: true, Committed: e.Recorded, Op: "add", Seq: n + 1})
	return e
}

// everyClock are all clocks: what starts each, and in which statuses of a case it is told:
// i(ntake), o(pen), g (closing), c(losed), t(ransferred), d(isposing). Reasoned by hand: what
// somebody waits for or was promised runs always, what is a rhythm of work ends with it.
type everyClock struct {
	told string
	make func(*oneCase)
}

type facts = map[string]any

func everyClocks() map[string]everyClock {
	referral := func(method string) func(*oneCase) {
		return func(o *oneCase) {
			o.add("referral", facts{"direction": "out", "to": "social_services", "method": method})
		}
	}
	one := func(kind string, f facts) func(*oneCase) {
		return func(o *oneCase) { o.add(kind, f) }
	}
	return map[string]everyClock{
		cases.RuleConcernWithoutTriage: {"iogctd",
			one("concern", facts{"immediate_danger": "yes"})},
		cases.RuleCategoryUnknown: {"iogctd", func(o *oneCase) {
			read := o.add("triage", nil, o.add("concern", facts{"immediate_danger": "no"}))
			o.in.Items[len(o.in.Items)-1].Triagers.As, read.By = "lead", "zoe"
			o.in.Items[len(o.in.Items)-1].Author = "zoe"
		}},
		cases.RuleReferralUnconfirmed: {"iogctd", referral("telephone")},
		cases.RuleReferralNoResponse:  {"iogctd", referral("written")},
		cases.RuleActionOverdue: {"iogctd", one("action",
			facts{"what": "ring", "due": "2026-03-04"})},
		cases.RuleHoldReview: {"iogctd", one("hold",
			facts{"basis": "a claim", "review_on": "2026-03-04"})},
		cases.RuleAccessOverdue: {"iogctd", one("access-request",
			facts{"received_on": "2026-03-02", "identity": "confirmed"})},
		cases.RuleTransferOverdue: {"iogctd", one("closure", facts{"service_ended": "2026-03-02",
			"transfer_review": facts{"needed": "yes", "by": "M. Hall", "reason": "they move",
				"agency": "Westmoor"}})},
		cases.RuleTransferReview: {"iogctd",
			one("profile", facts{"name": "Tobi", "address_in_area": "no"})},
		cases.RuleNoReceipt: {"iogctd", one("transfer", facts{"sent_at": "2026-03-02"})},
		// An intake has no decisions of its own, but what is there waits for its manager.
		cases.RuleNotEndorsedInTime: {"iogctd", one("decision", nil)},
		cases.RuleBeforeCause: {"iogctd", func(o *oneCase) {
			called := o.add("referral", facts{"direction": "out", "method": "telephone",
				"made_at": "2026-03-02T09:00+00:00"})
			o.add("referral-confirmation", facts{"sent_at": "2026-03-01T09:00+00:00"}, called)
		}},
		cases.RuleApart: {"iogctd", func(o *oneCase) {
			later := facts{"state": "open", "level": "high", "review_on": "2026-12-01"}
			first := o.add("risk", later)
			for range 2 {
				o.add("risk", later, first).Follows = []record.ID{first.ID}
			}
		}},
		cases.RuleIntakeTooLong: {"i", func(*oneCase) {}},
		cases.RuleRiskReview: {"iog",
			one("risk", facts{"state": "open", "review_on": "2026-03-04"})},
		cases.RuleReviewOverdue: {"iog", func(o *oneCase) {
			o.add("review", facts{"next_review": "2026-03-04"}, o.add("outcome", nil))
		}},
		cases.RuleNextContact: {"iog", one("contact",
			facts{"occurred": "2026-03-02", "next_contact": "2026-03-04"})},
		cases.RuleSupervisionOverdue: {"og", func(*oneCase) {}},
		cases.RuleDormant:            {"og", one("note", nil)},
		cases.RuleUntested: {"iog", func(o *oneCase) {
			o.add("assessment", nil).Sections = []record.Section{
				{Title: "Hypothesis",
					Text: "Meals are missed.\nTest: ask the school by 2026-03-04."}}
		}},
		cases.RuleUnknownFact: {"iog",
			one("profile", facts{"name": "Tobi", "date_of_birth": "unknown"})},
	}
}

// Each clock, in each status of a case, on each page of everybody whose it is or who is
// told of it: the start page, the inbox, due, the calendar, and beside them the caseload and
// the front sheet. In a case that was transferred the last key worker, the line manager and
// the lead are told of each.
func TestEachClockIsToldOnEachPage(t *testing.T) {
	statuses := map[record.Status]string{record.Intake: "i", record.Open: "o", record.Closing: "g",
		record.Closed: "c", record.Transferred: "t", record.Disposing: "d"}
	for rule, clock := range everyClocks() {
		for status, letter := range statuses {
			name, want := rule+" in a case that is "+string(status),
				strings.Contains(clock.told, letter)
			o := newOneCase(t, status)
			clock.make(o)
			if told := o.toldOf(name, rule); (len(told) > 0) != want {
				t.Errorf("%s: told to %v, want some: %v", name, told, want)
			} else if want && status == record.Transferred {
				for _, who := range []string{"asha", "mina", "zoe"} {
					if !slices.Contains(told, who) {
						t.Errorf("%s: %s is not told, but %v", name, who, told)
					}
				}
			}
		}
	}
	for _, l := range cases.ClocksAfterWork() {
		if everyClocks()[l.Rule].make == nil {
			t.Errorf("%s is not tried here", l.Rule)
		}
	}
}

// toldOf returns the members who are told of the clock of a rule. It checks that all pages tell
// them.
func (o *oneCase) toldOf(name, rule string) []string {
	o.t.Helper()
	var told []string
	for _, me := range o.team().Members {
		world := duty.World{Team: o.team(), Policy: o.in.Policy, Now: o.in.Now}
		w, err := duty.Gather(context.Background(), o, me, world,
			[]*record.Docket{o.in.Docket}, mayBeMine(me), nil)
		if err != nil {
			o.t.Fatal(err)
		}
		is := func(d duty.Duty) bool { return d.Rule == rule && d.Late > 0 }
		mine := slices.ContainsFunc(w.Mine(), is)
		if mine {
			told = append(told, me.ID)
		}
		for page, has := range o.pages(w, rule) {
			if has != mine {
				o.t.Errorf("%s, for %s: the %s tells it: %v, want %v", name, me.ID, page, has, mine)
			}
		}
		some := slices.ContainsFunc(w.List, is)
		for page, has := range o.ofTheCase(w, rule) {
			if has != some {
				o.t.Errorf("%s, for %s: the %s tells it: %v, want %v", name, me.ID, page, has, some)
			}
		}
	}
	return told
}

// pages returns the pages of one person, and whether each tells the clock of a rule.
func (o *oneCase) pages(w *duty.Work, rule string) map[string]bool {
	v := report.DutyWords{Work: w, Reader: w.Me.ID}
	s := &status{me: w.Me}
	s.take(v)
	var in report.Inbox
	in.Take(v)
	due := &report.Due{Work: w, Within: 7, Reader: w.Me.ID, Made: o.in.Now}
	due.Take(func(d duty.Duty) bool { return d.IsFor(w.Me.ID) }, nil)
	line := func(l report.Line) bool { return l.Fields["rule"] == rule }
	rows := slices.ContainsFunc(due.Sheet(report.JSON).Parts, func(p report.Part) bool {
		return p.Name == "overdue" && slices.ContainsFunc(p.Rows, line)
	})
	return map[string]bool{
		"start page": slices.ContainsFunc(append(s.waits, s.later...),
			func(x waitingDuty) bool { return x.Rule == rule }),
		"inbox": slices.ContainsFunc(append(in.Lines, in.Later...),
			func(l report.InboxLine) bool { return l.Rule == rule }),
		"list of what is due": rows,
		"calendar": slices.ContainsFunc(due.Events(), func(e report.Event) bool {
			return strings.Contains(e.UID, rule) && strings.Contains(e.What, "(overdue)")
		}),
	}
}

// ofTheCase returns the pages about the case for all who read it.
func (o *oneCase) ofTheCase(w *duty.Work, rule string) map[string]bool {
	c := cases.Fold(o.in)
	all := duty.In(duty.Of(c), w.World)
	load := &report.Caseload{Names: o.in.Names, Zone: o.in.Policy.Zone()}
	load.Add(duty.RowOf(c))
	load.Count(w.List)
	overdue := 0
	for _, l := range load.Parts(report.CSV)[0].Rows {
		overdue = l.Fields["overdue"].(int)
	}
	late := slices.Clone(all)
	late = slices.DeleteFunc(late, func(d duty.Duty) bool { return d.Late == 0 })
	var page strings.Builder
	p := report.Page{Case: c, Duties: all, Names: o.in.Names, Zone: o.in.Policy.Zone(),
		Made: o.in.Now, Width: 200}
	if err := report.FrontSheet(&page, p); err != nil {
		o.t.Fatal(err)
	}
	i := slices.IndexFunc(late, func(d duty.Duty) bool { return d.Rule == rule })
	return map[string]bool{
		"caseload":    i >= 0 && overdue == len(late),
		"front sheet": i >= 0 && strings.Contains(page.String(), "OVERDUE "+late[i].What),
	}
}

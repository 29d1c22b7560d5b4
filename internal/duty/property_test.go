package duty

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// Of random teams with their cases there are many for what must be so of each duty, and
// fewer for what takes several lists each.
const many, some = 1500, 400

// drawer draws a team and its cases.
type drawer struct {
	*rand.Rand
	t     *testing.T
	w     World
	all   []Facts
	count int // of the entries drawn
}

// eachWorld tries a property on many worlds, the same in every run.
func eachWorld(t *testing.T, n uint64, property func(t *testing.T, d *drawer)) {
	t.Helper()
	for i := range n {
		d := &drawer{Rand: rand.New(rand.NewPCG(20260310, i)), t: t}
		d.world()
		if property(t, d); t.Failed() {
			t.Fatalf("world %d: %+v", i, d.w.Team.Members)
		}
	}
}

func (d *drawer) chance(percent int) bool { return d.IntN(100) < percent }

func one[T any](d *drawer, from []T) T { return from[d.IntN(len(from))] }

// world draws a team of three to nine people, of whom one active senior at least, as room
// team demands it, and one to three cases.
func (d *drawer) world() {
	d.w.Policy = profileOf(d.t, one(d, policy.Profiles()))
	d.w.Now = instant(d.t, "2026-03-10T12:00:00Z").Add(time.Duration(d.IntN(20*24)) * time.Hour)
	names := []string{"asha", "ben", "judith", "lena", "mina", "nia", "owen", "rita", "tom"}
	d.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	names = names[:3+d.IntN(7)]
	roles := []team.Role{team.Caseworker, team.Caseworker, team.Lead, team.Manager, team.Manager,
		team.Senior,
		team.Records, team.Contributor, team.Auditor}
	for i, id := range names {
		m := team.Member{ID: id, Name: strings.ToUpper(id[:1]) + id[1:],
			Roles: []team.Role{one(d, roles)}}
		if more := one(d, roles); d.chance(30) && !m.Has(more) {
			m.Roles = append(m.Roles, more)
		}
		if i > 0 && d.chance(75) {
			m.LineManager = names[d.IntN(i)]
		}
		if d.chance(15) {
			m.Left = d.w.Now.Add(-time.Duration(1+d.IntN(200)) * time.Hour).Truncate(time.Second)
		}
		if by := one(d, names); d.chance(35) && by != id {
			m.CoveredBy, m.CoveredUntil = by, d.day(-3, 6).String()
		}
		d.w.Team.Members = append(d.w.Team.Members, m)
	}
	senior := func(m team.Member) bool { return m.Active() && m.Has(team.Senior) }
	if !slices.ContainsFunc(d.w.Team.Members, senior) {
		m := &d.w.Team.Members[d.IntN(len(names))]
		m.Left, m.Roles = time.Time{}, append(slices.Clone(m.Roles), team.Senior)
	}
	recovery := team.Member{ID: "recovery-1", Name: "Recovery", Roles: []team.Role{team.Recovery}}
	d.w.Team.Members = append(d.w.Team.Members, recovery)
	slices.SortFunc(d.w.Team.Members, func(a, b team.Member) int {
		return strings.Compare(a.ID, b.ID)
	})
	for i := range 1 + d.IntN(3) {
		d.aCase(i)
	}
}

// day returns one from so many days before today to so many after it.
func (d *drawer) day(from, to int) record.Date {
	return d.w.today().AddDays(from + d.IntN(to-from+1))
}

func (d *drawer) member() string { return one(d, d.w.Team.Members).ID }

// somebody is mostly a member.
func (d *drawer) somebody() string {
	if d.chance(4) {
		return "ghost"
	}
	return d.member()
}

func (d *drawer) id() record.ID {
	d.count++
	return record.ID(fmt.Sprintf("%02dGH%04d", 20+d.count%70, d.count))
}

func (d *drawer) aCase(i int) {
	statuses := strings.Fields("intake open open open closing closed closed transferred " +
		"disposing destroyed")
	k := &record.Docket{Case: record.ID(fmt.Sprintf("%dK3F927Q", 2+i)), Opened: d.day(-60, 0),
		KeyWorker: d.member(), Status: record.Status(one(d, statuses))}
	if k.Status == record.Intake {
		k.KeyWorker = ""
	}
	keys := record.Epoch{}
	for _, m := range d.w.Team.Members {
		if (m.ActiveCasework() || m.Has(team.Recovery)) && d.chance(70) ||
			m.ID == k.KeyWorker && d.chance(95) || d.chance(8) {
			keys[m.ID] = "blob"
		}
	}
	k.Keys = []record.Epoch{{"asha": "old"}, keys}
	if k.Status == record.Closed && d.chance(60) {
		k.RetainUntil, k.Policy = d.day(-10, 10), d.w.Policy.Version
	}
	f := Facts{Docket: k, Read: d.chance(90), Name: "Tobi Adeyemi", Danger: map[record.ID]Concern{}}
	if f.Read {
		d.entries(&f)
	}
	d.pending(&f)
	f.Here, f.Given, f.Opened = d.chance(40), d.instant(), d.instant()
	if d.chance(50) {
		f.GivenBy = d.member()
	}
	d.all = append(d.all, f)
}

// instant returns one within four days of now.
func (d *drawer) instant() time.Time {
	return d.w.Now.Add(time.Duration(d.IntN(2*96*3600)-96*3600) * time.Second)
}

// entries draws what entries tell of a case.
func (d *drawer) entries(f *Facts) {
	live := cases.Live(f.Docket)
	for range d.IntN(3) {
		from := d.day(-9, 1)
		c := cases.Cover{Member: d.somebody(), For: f.Docket.KeyWorker, From: from,
			Until: from.AddDays(d.IntN(9)),
			Ref:   record.Ref{Case: f.Docket.Case, Entry: d.id()}}
		if d.chance(20) {
			c.For = d.member()
		}
		today := d.w.today().String()
		by, _ := d.w.Team.Member(c.Member)
		usual := d.w.Team.DefaultReaders(f.Docket.KeyWorker, today)
		if !live && (slices.Contains(usual, c.Member) || by.Cover(today) != "") {
			continue // see disputed
		}
		f.Covers = append(f.Covers, c)
	}
	rules := "transfer-not-sent transfer-without-receipt access-overdue concern-without-triage"
	if live {
		rules = "referral-unconfirmed referral-no-response risk-open-overdue-review " +
			"review-overdue action-overdue next-contact-overdue supervision-overdue dormant " +
			"unknown-fact hypothesis-untested transfer-not-sent " +
			"access-overdue concern-without-triage"
	}
	for range d.IntN(5) {
		c := cases.Deadline{What: "something", Task: "something",
			Ref:   record.Ref{Case: f.Docket.Case, Entry: d.id()},
			Since: d.instant(), Due: d.instant(), Rule: one(d, strings.Fields(rules)),
			Role: cases.RoleKeyWorker}
		switch c.Rule {
		case "access-overdue":
			c.Role = cases.RoleRecords
		case "concern-without-triage":
			c.Role = cases.RoleLead
			danger := one(d, []string{"yes", "no", "unknown"})
			f.Danger[c.Ref.Entry] = Concern{Danger: danger, RaisedBy: d.somebody(),
				Intake: f.Docket.Status == record.Intake}
			d.added(f)
		case "action-overdue":
			c.Member = d.somebody()
		}
		if f.Docket.Status == record.Intake && c.Role == cases.RoleKeyWorker {
			c.Role = cases.RoleLead // as room cases has it
		}
		f.Open = append(f.Open, c)
	}
	if f.Docket.Status == record.Intake {
		f.Open = append(f.Open, cases.Acceptance(f.Docket, d.w.Policy))
	}
	for range d.IntN(3) {
		x := d.text(f.Docket, one(d, []string{"decision", "decision", "erasure"}))
		if x.ReturnedBy != "" || live && x.Kind == "decision" {
			d.waits(f, x)
		}
	}
}

// added puts on a docket the traces of something new in a case that has ended.
func (d *drawer) added(f *Facts) {
	if !cases.Live(f.Docket) && !f.Docket.Blocked(record.BlockRecheck) {
		*f.Docket = f.Docket.WithBlock(record.BlockRecheck)
	}
}

// text draws one that was returned, or that lacks an endorsement.
func (d *drawer) text(k *record.Docket, kind string) Text {
	x := Text{Ref: record.Ref{Case: k.Case, Entry: d.id()}, Kind: kind, Author: d.somebody(),
		Since: d.instant()}
	if d.chance(20) {
		x.ReturnedBy, x.ReturnedAt = d.somebody(), x.Since
		return x
	}
	if d.chance(20) {
		x.Answers, x.AnswersAt = d.somebody(), one(d, []string{"line", "senior", ""})
	}
	for range d.IntN(3) {
		by := d.somebody()
		signed := append(slices.Clone(x.Signed),
			policy.Signed{Level: one(d, []string{"line", "senior"}), By: by})
		if len(d.w.Policy.Missing(kind, signed)) > 0 {
			x.Signed, x.Spoke = signed, append(x.Spoke, by)
		}
	}
	if d.chance(15) {
		x.Spoke = append(x.Spoke, d.somebody())
	}
	x.Missing = d.w.Policy.Missing(kind, x.Signed)
	return x
}

// waits puts a text into a case with the clock that room cases makes of it.
func (d *drawer) waits(f *Facts, x Text) {
	f.Texts = append(f.Texts, x)
	d.added(f)
	if x.ReturnedBy == "" {
		f.Open = append(f.Open, cases.Deadline{What: "endorsement", Ref: x.Ref, Since: x.Since,
			Due:  cases.EndorseBy(d.w.Policy, x.Since, x.Missing[0]),
			Rule: cases.RuleNotEndorsedInTime, Role: x.Missing[0]})
	}
}

// pending draws what the docket waits for.
func (d *drawer) pending(f *Facts) {
	kind := map[record.Status]string{
		record.Closing: "closure", record.Disposing: "disposal", record.Open: "erasure",
		record.Closed: "erasure",
	}[f.Docket.Status]
	if kind == "" || kind == "erasure" && d.chance(80) {
		return
	}
	x := d.text(f.Docket, kind)
	if x.ReturnedBy != "" {
		return
	}
	f.Docket.Pending = x.Ref.Entry
	if kind != "closure" && d.chance(20) { // it is endorsed
		x.Missing, x.Answers = nil, ""
		f.Pending = &x
		return
	}
	if f.Read {
		d.waits(f, x)
	}
	if d.chance(90) || !f.Read {
		f.Pending = &x
	}
}

// Every duty is sound. Some active member sees it. Its people are there, read the case and have the
// right. Nobody has a duty and is told of the same. Lateness is the time between Due and Now.
func TestEveryDutyIsSound(t *testing.T) {
	n, nobodys, standIns, answers := 0, 0, 0, 0
	eachWorld(t, many, func(t *testing.T, d *drawer) {
		list := list(d.all, d.w)
		holds(t, list, d.all, d.w)
		seen := 0
		for _, x := range list {
			n++
			if x.Nobody() {
				nobodys++
			}
			if x.StandIn {
				standIns++
			}
			if x.Mark == Back {
				answers++
			}
			same := func(o Duty) bool { return o.compare(&x) == 0 }
			sees := func(m team.Member) bool {
				return m.Active() && slices.ContainsFunc(For(list, m.ID), same)
			}
			if slices.ContainsFunc(d.w.Team.Members, sees) {
				seen++
			}
			d.signedByOthers(x)
		}
		if seen != len(list) {
			t.Errorf("%d of %d duties are seen by somebody", seen, len(list))
		}
	})
	t.Logf("%d duties, %d of stand-ins, %d of nobody, %d back", n, standIns, nobodys, answers)
	if nobodys < n/50 || standIns < n/10 || answers < n/100 {
		t.Error("the worlds are too much alike to prove anything")
	}
}

// signedByOthers: nobody endorses a text of their own or twice, nor signs at line level
// what needs them as the only senior.
func (d *drawer) signedByOthers(x Duty) {
	if x.Rule != cases.RuleNotEndorsedInTime {
		return
	}
	i := slices.IndexFunc(d.all, func(f Facts) bool { return f.Docket.Case == x.Ref.Case })
	text := d.all[i].Pending
	if text == nil || text.Ref != x.Ref {
		j := slices.IndexFunc(d.all[i].Texts, func(o Text) bool { return o.Ref == x.Ref })
		text = &d.all[i].Texts[j]
	}
	for _, id := range x.Whose {
		if id == text.Author || slices.Contains(text.Spoke, id) {
			d.t.Errorf("%s wrote it or spoke, %+v", id, x)
		}
		m, _ := d.w.Team.Member(id)
		with := append(slices.Clone(text.Signed), policy.Signed{Level: "line", By: id})
		after := d.w.Policy.Missing(text.Kind, with)
		if x.Role != "line" || !m.Has(team.Senior) || !slices.Contains(after, "senior") {
			continue
		}
		another := func(o team.Member) bool {
			taken := o.ID == text.Author || slices.ContainsFunc(with, func(s policy.Signed) bool {
				return s.By == o.ID
			})
			return !taken && o.Active() && o.Has(team.Senior) && d.all[i].Docket.Reads(o.ID)
		}
		if !slices.ContainsFunc(d.w.Team.Members, another) {
			d.t.Errorf("%s leaves nobody to endorse as senior, %+v", id, x)
		}
	}
}

// said returns a duty in words that do not depend on the order in which people are named.
func said(x Duty) string {
	why := strings.FieldsFunc(x.Why, func(r rune) bool { return strings.ContainsRune(" ,;:", r) })
	slices.Sort(why)
	stands := ""
	if x.Rule == cases.RuleNotEndorsedInTime {
		stands = x.For
	}
	return fmt.Sprint(x.Rule, x.What, x.Task, x.Ref, x.First, x.Short, x.Kind, x.Name,
		x.Since.Unix(), x.Due.Unix(),
		x.Day, x.Late, sorted(x.Whose), sorted(x.Told), x.Role, why, x.StandIn, x.Mark, x.Command,
		x.About, x.Danger,
		x.Joint, stands)
}

func saidAll(list []Duty) string {
	var out []string
	for _, x := range list {
		out = append(out, said(x))
	}
	return strings.Join(out, "\n")
}

// Facts can be stored: read back, they make the same list.
func TestFactsCanBeStored(t *testing.T) {
	eachWorld(t, some, func(t *testing.T, d *drawer) {
		data, err := json.Marshal(d.all)
		if err != nil {
			t.Fatal(err)
		}
		var again []Facts
		if err := json.Unmarshal(data, &again); err != nil {
			t.Fatal(err)
		}
		if got, want := saidAll(list(again, d.w)), saidAll(list(d.all, d.w)); got != want {
			t.Errorf("stored:\n%s\nwant\n%s", got, want)
		}
	})
}

// The order in which cases, entries and members are given changes nothing except the order
// of names.
func TestOrderIsNoMatter(t *testing.T) {
	eachWorld(t, some, func(t *testing.T, d *drawer) {
		want := saidAll(list(d.all, d.w))
		other := d.w
		other.Team.Members = slices.Clone(d.w.Team.Members)
		of := other.Team.Members
		d.Shuffle(len(of), func(i, j int) { of[i], of[j] = of[j], of[i] })
		all := slices.Clone(d.all)
		d.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for i := range all {
			all[i].Open, all[i].Texts = slices.Clone(all[i].Open), slices.Clone(all[i].Texts)
			slices.Reverse(all[i].Open)
			slices.Reverse(all[i].Texts)
		}
		if got := saidAll(list(all, other)); got != want {
			t.Errorf("in another order:\n%s\nwant\n%s", got, want)
		}
	})
}

// In one case alone the duties are those of the list. Only a cover in another case is unknown
// there.
func TestOneCaseTellsTheSame(t *testing.T) {
	eachWorld(t, some, func(t *testing.T, d *drawer) {
		list := list(d.all, d.w)
		for _, f := range d.all {
			var want []Duty
			for _, x := range list {
				if x.Ref.Case == f.Docket.Case && x.Rule != RuleUncovered {
					want = append(want, x)
				}
			}
			got := slices.DeleteFunc(In(f, d.w), func(x Duty) bool {
				return x.Rule == RuleUncovered
			})
			if saidAll(got) != saidAll(want) {
				t.Errorf("alone:\n%s\nwant\n%s", saidAll(got), saidAll(want))
			}
		}
	})
}

// A docket never says that nothing can be for a reader for whom something is. Who can't read
// the case is told by the docket alone.
func TestMayBeForIsNeverWrong(t *testing.T) {
	yes, no := 0, 0
	eachWorld(t, many, func(t *testing.T, d *drawer) {
		for _, f := range d.all {
			list := In(f, d.w)
			for _, m := range d.w.Team.Members {
				may := MayBeFor(f.Docket, m.ID)
				if may {
					yes++
				} else {
					no++
				}
				if mine := For(list, m.ID); len(mine) > 0 && !may && f.Docket.Reads(m.ID) {
					t.Errorf("nothing can be for %s, it says: %+v", m.ID, mine)
				}
			}
		}
	})
	if no < yes/100 {
		t.Errorf("yes %d times and no %d times: it leaves nothing out", yes, no)
	}
}

// Whatever is given, no list and no view of it panics.
func TestNothingPanics(t *testing.T) {
	p := profileOf(t, policy.Casework)
	bare := World{Policy: p}
	list(nil, bare)
	list([]Facts{{Docket: &record.Docket{}}}, bare)
	eachWorld(t, some, func(t *testing.T, d *drawer) {
		w := d.w
		if d.chance(20) {
			w.Team.Members = nil
		}
		for i := range d.all {
			if d.chance(20) {
				d.all[i].Docket.Keys = nil
			}
			if d.chance(20) {
				d.all[i].Texts = nil
			}
			if d.chance(20) {
				d.all[i].Danger = nil
			}
		}
		list := list(d.all, w)
		for _, m := range d.w.Team.Members {
			Sorted(list, m.ID)
			StandsIn(d.all, w, m.ID)
			MayBeFor(d.all[0].Docket, m.ID)
			triage(d.all[0].Docket, w, m.ID)
		}
		ByDue(list)
		DoneLate(d.all, w)
		NextSteps(list, d.all[0].Docket.Case, w)
	})
}

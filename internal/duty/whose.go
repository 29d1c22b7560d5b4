package duty

import (
	"fmt"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// assignees are the people who have a duty, and why.
type assignees struct {
	whose  []string
	as     string   // what they are: line manager
	lack   []string // why those before them can't do it; none where policy names them
	covers string   // the member in whose place they act, where cover says so
}

// standIn reports whether they act because another is not there.
func (h assignees) standIn() bool { return len(h.lack) > 0 || h.covers != "" }

// why puts it into words: senior manager: nobody is safeguarding lead.
func (h assignees) why() string {
	var reasons []string
	for _, r := range h.lack {
		if !slices.Contains(reasons, r) {
			reasons = append(reasons, r)
		}
	}
	because := strings.Join(reasons, "; ")
	switch {
	case h.as == "":
		return because
	case because == "" || h.covers != "": // the cover says it
		return h.as
	}
	return h.as + ": " + because
}

// after returns the same people, as stand-ins for missing others.
func (h assignees) after(lack ...string) assignees {
	h.lack = append(lack, h.lack...)
	return h
}

// staff are the people around one case, for one duty.
type staff struct {
	w    World
	d    *record.Docket
	op   string   // what has to be done, as room team names it
	text *Text    // that has to be endorsed, or nil
	not  []string // who raised a concern, or is named in it: another is to triage it
	open []cases.Cover
}

// able says why a member can't do it; "" where they can.
func (s *staff) able(id string) string {
	m, known := s.w.member(id)
	name := s.w.name(id)
	switch {
	case !known:
		return name + " is not in the team"
	case !m.Active():
		return name + " has left"
	case len(s.acting(m)) > 0:
		return name + " is away"
	case slices.Contains(s.not, id):
		return name + " raised it, or is named in it"
	case s.text != nil && s.text.Adopter == id:
		return name + " took it over from somebody who left"
	case s.text != nil && slices.Contains(s.text.asked().Writers, id):
		return name + " wrote it"
	case s.text != nil && slices.Contains(s.text.Spoke, id):
		return name + " has had their say"
	case s.d != nil && !s.d.Reads(id):
		return name + " can't read the case"
	case s.w.may(s.op, id, team.Stance{Reader: s.d != nil && s.d.Reads(id), KeyWorker: s.d != nil &&
		s.d.KeyWorker == id}) != nil:
		return name + " may not do it"
	case s.text != nil && !s.text.Request.Counts(strings.TrimPrefix(s.op, team.OpEndorseAt), id):
		return name + " did not have the role when it was asked for"
	case s.op == team.OpEndorseLine && s.text.asked().LeavesNobody(s.w.Policy, s.w.Team, s.d, m):
		return name + " is the only senior left, and must endorse it as one"
	}
	return ""
}

// acting returns the members who act for a member, by an entry of this case and by the roster.
// Nobody acts for a member who is here.
func (s *staff) acting(m team.Member) []string {
	var out []string
	if s.d != nil && m.ID != "" && m.ID == s.d.KeyWorker {
		if cover, here := cases.Covering(s.open, m.ID, s.w.today()); here {
			out = append(out, cover.Member)
		}
	}
	if by := m.Cover(s.w.todayText()); by != "" && !slices.Contains(out, by) {
		out = append(out, by)
	}
	return out
}

// chain returns the people who act for a member, and those who act for one of these in turn, the
// nearest first.
func (s *staff) chain(id string) []string {
	out := []string{id}
	for i := 0; i < len(out); i++ {
		m, _ := s.w.member(out[i])
		for _, by := range s.acting(m) {
			if !slices.Contains(out, by) {
				out = append(out, by)
			}
		}
	}
	return out[1:]
}

// deputy returns the member who acts for an absent one and can, and "" if there is none.
func (s *staff) deputy(id string) string {
	for _, by := range s.chain(id) {
		if s.able(by) == "" {
			return by
		}
	}
	return ""
}

// those returns the members of a role who can do it, in the order of the roster.
func (s *staff) those(role team.Role) []string {
	var out []string
	for _, m := range s.w.Team.Members {
		if m.Has(role) && s.able(m.ID) == "" {
			out = append(out, m.ID)
		}
	}
	return out
}

// deputies act for the absent members of a role.
func (s *staff) deputies(role team.Role) (acting []string, absent []string) {
	for _, m := range s.w.Team.InRole(role) {
		by := s.deputy(m.ID)
		if by == "" {
			continue
		}
		absent = append(absent, m.ID)
		if !slices.Contains(acting, by) {
			acting = append(acting, by)
		}
	}
	return acting, absent
}

// roleNames are the roles as a sentence names them.
var roleNames = map[team.Role]string{
	team.Lead:    "safeguarding lead",
	team.Manager: "manager",
	team.Senior:  "senior manager",
	team.Records: "records",
}

// missing says why nobody of a role can do it.
func (s *staff) missing(role team.Role) []string {
	var why []string
	for _, m := range s.w.Team.InRole(role) {
		why = append(why, s.able(m.ID))
	}
	if len(why) == 0 {
		return []string{"nobody is " + roleNames[role]}
	}
	return why
}

// holding returns the members of a role who can do it. If none can, it returns the members who
// cover for them.
func (s *staff) holding(role team.Role) assignees {
	if who := s.those(role); len(who) > 0 {
		return assignees{whose: who, as: roleNames[role]}
	}
	if who, absent := s.deputies(role); len(who) > 0 {
		return s.covering(who, absent...)
	}
	return assignees{lack: s.missing(role)}
}

// covering returns the members who act for absent ones.
func (s *staff) covering(who []string, absent ...string) assignees {
	return assignees{whose: who, as: s.coverWords(absent), covers: absent[0]}
}

// ofRole goes down the steps of a role: its members, who covers for one, and for roles
// below theirs, seniors.
func (s *staff) ofRole(role team.Role) assignees {
	h := s.holding(role)
	if len(h.whose) > 0 || role == team.Senior {
		return h
	}
	return s.holding(team.Senior).after(h.lack...)
}

func (s *staff) coverWords(absent []string) string {
	var names []string
	for _, id := range absent {
		names = append(names, s.w.name(id))
	}
	return "covers for " + strings.Join(names, ", ")
}

// lineManager goes down from the line manager of the case.
func (s *staff) lineManager() assignees {
	line := s.w.LineManager(s.d)
	lack := "there is no line manager"
	if line != "" {
		if lack = s.able(line); lack == "" {
			return assignees{whose: []string{line}, as: "line manager"}
		}
		if by := s.deputy(line); by != "" {
			return s.covering([]string{by}, line)
		}
	}
	if who := s.those(team.Manager); len(who) > 0 {
		return assignees{whose: who, as: "manager"}.after(lack)
	}
	h := s.ofRole(team.Senior)
	if len(h.whose) == 0 {
		h = h.after(s.missing(team.Manager)...)
	}
	return h.after(lack)
}

// keyWorker goes down the stand-ins from the named person, or from the key worker.
func (s *staff) keyWorker(named string) assignees {
	if named != "" && named != s.d.KeyWorker {
		lack := s.able(named)
		if lack == "" {
			return assignees{whose: []string{named}, as: "named to do it"}
		}
		if by := s.deputy(named); by != "" {
			return s.covering([]string{by}, named)
		}
		return s.keyWorker("").after(lack)
	}
	worker := s.d.KeyWorker
	if s.d.Status == record.Intake { // who reads it while it has no key worker
		return s.ofRole(team.Lead)
	}
	if worker == "" {
		return s.lineManager().after("there is no key worker")
	}
	lack := s.able(worker)
	if lack == "" {
		return assignees{whose: []string{worker}, as: "key worker"}
	}
	if by := s.deputy(worker); by != "" {
		return s.covering([]string{by}, worker)
	}
	return s.lineManager().after(lack)
}

// level goes down the stand-ins from the person whom policy names to endorse at a level.
func (s *staff) level(level string) assignees {
	if level == record.LevelSenior {
		return s.ofRole(team.Senior)
	}
	return s.lineManager()
}

// oversees returns the people who are told of others' duties in a case: the key worker, the line
// manager, and people who act for one of them. In an intake it returns nobody.
func (s *staff) oversees() []string {
	worker, _ := s.w.member(s.d.KeyWorker)
	var out []string
	for _, id := range []string{worker.ID, worker.LineManager} {
		for _, id := range append([]string{id}, s.chain(id)...) {
			if m, known := s.w.member(id); known && m.Active() && s.d.Reads(id) &&
				!slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// afterTransfer returns the leads who can read a case whose records went elsewhere: what still runs
// in it is told to them as well, since nobody works in it.
func (s *staff) afterTransfer() []string {
	if s.d.Status != record.Transferred {
		return nil
	}
	return slices.DeleteFunc(s.w.Leads(), func(id string) bool { return !s.d.Reads(id) })
}

// seniors returns all who are active, whether or not they can read the case.
func (w World) seniors() []string { return w.inRole(team.Senior) }

func (w World) inRole(role team.Role) []string {
	var out []string
	for _, m := range w.Team.InRole(role) {
		out = append(out, m.ID)
	}
	return out
}

// fill gives a duty to its holders. If nobody is left, every senior manager is told. If none of
// them can read the case, they can't know of it, and everybody who can read it is told.
func (s *staff) fill(d *Duty, h assignees) {
	d.Whose, d.Why, d.StandIn, d.For = h.whose, h.why(), h.standIn(), h.covers
	if s.d != nil {
		d.tell(s.oversees()...)
		if !d.Due.IsZero() {
			d.tell(s.afterTransfer()...)
		}
	}
	if !d.Nobody() {
		return
	}
	d.StandIn, d.Why = false, "nobody is left to do it: "+d.Why
	d.tell(s.w.seniors()...)
	if s.d != nil && !slices.ContainsFunc(s.w.seniors(), s.d.Reads) {
		d.tell(ActiveReaders(s.d, s.w.Team)...)
	}
}

// tell adds members to those who see a duty that is not theirs, sorted and each once.
func (d *Duty) tell(members ...string) {
	for _, id := range members {
		if !slices.Contains(d.Whose, id) && !slices.Contains(d.Told, id) {
			d.Told = append(d.Told, id)
		}
	}
	slices.Sort(d.Told)
}

// LineManager returns the line manager of the key worker of a case; "" where there is none.
func (w World) LineManager(d *record.Docket) string {
	worker, _ := w.member(d.KeyWorker)
	return worker.LineManager
}

// Leads returns the active safeguarding leads.
func (w World) Leads() []string { return w.inRole(team.Lead) }

// ActsFor returns the member who acts for another today, by the roster. That is the cover or, where
// the cover is away too or has left, the cover's own cover. away reports that the member is not
// here.
func (w World) ActsFor(id string) (by string, away bool) {
	s := &staff{w: w}
	for i, next := range append([]string{id}, s.chain(id)...) {
		m, known := w.member(next)
		if i > 0 && known && m.Active() && len(s.acting(m)) == 0 {
			return next, true
		}
		away = away || len(s.acting(m)) > 0
	}
	return "", away
}

// StandIn is a person for whom a member acts, up to the end of a day.
type StandIn struct {
	Member string
	Until  record.Date
}

// StandsIn returns the people for whom a member acts today, in the given cases or by the roster.
func StandsIn(all []Facts, w World, member string) []StandIn {
	if m, _ := w.member(member); m.Cover(w.todayText()) != "" {
		return nil // away themselves
	}
	until := map[string]record.Date{}
	add := func(id string, day record.Date) {
		if day.After(until[id]) {
			until[id] = day
		}
	}
	for _, f := range all {
		c, ok := cases.Covering(f.Covers, f.Docket.KeyWorker, w.today())
		if ok && c.Member == member && cases.Live(f.Docket) {
			add(f.Docket.KeyWorker, c.Until)
		}
	}
	for _, m := range w.Team.Members {
		if day, err := record.ParseDate(m.CoveredUntil); err == nil && m.Active() &&
			m.Cover(w.todayText()) == member {
			add(m.ID, day)
		}
	}
	var out []StandIn
	for _, m := range w.Team.Members {
		if day, ok := until[m.ID]; ok {
			out = append(out, StandIn{m.ID, day})
		}
	}
	return out
}

func (s StandIn) String() string { return fmt.Sprintf("%s to %s", s.Member, s.Until) }

// triager returns the member who triaged a concern, a member who acts for them, or the members who
// would triage it now.
func (s *staff) triager(member string) assignees {
	lack := s.able(member)
	if lack == "" {
		return assignees{whose: []string{member}, as: "triaged it"}
	}
	if by := s.deputy(member); by != "" {
		return s.covering([]string{by}, member)
	}
	return s.triagers(nil).after(lack)
}

// triage returns the members who triage a concern that was just raised in a case.
func triage(d *record.Docket, w World, raisedBy string) []string {
	s := &staff{w: w, d: d, op: team.OpAdd}
	return s.triagers([]string{raisedBy}).whose
}

// triagers returns the members who triage a concern: leads, members who cover for one, and seniors.
// Those who are involved in it are left out, except where nobody else is left.
func (s *staff) triagers(involved []string) assignees {
	apart := *s
	apart.not = involved
	if h := apart.ofRole(team.Lead); len(h.whose) > 0 {
		return h
	}
	return s.ofRole(team.Lead)
}

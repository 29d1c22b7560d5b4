package duty

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// The tables of this package are lines of text, a row a line, in columns:
//
//	team | case | whose > told | a word of the reason | mark of whose/of told | more
//
// What a row expects is reasoned from doc.go and from room team's table of rights.
// It was never copied from what the program says.
//
// The team is one of teams and what is changed in it. Everybody's name is their ID.
//
//	small, informal   another profile of the policy than casework
//	-mina             Mina left on Monday 2 March
//	mina<owen         Mina is away to 31 March, and Owen covers for her
//	mina<owen:03-10   the same to another day
//	mina<<owen        Owen covered for Mina to 8 March
//	nia=lead+manager  roles; of a new member too
//	asha/tom, asha/   the line manager, or that there is none
//	seniors-away      Judith and Tom are away, and cover for each other
//
// The case is open, and Asha's. All who work with cases can read it.
//
//	kw=nia            the key worker; "kw=" for none
//	reads=asha,mina   who can read it
//	!nia, +ben        who can't besides, and who can besides
//	cover=nia         an entry says that Nia covers for the key worker to 31 March
//	over=nia          the same to 8 March
//	soon=nia          the same from 12 March
//	elsewhere=nia     Nia covers for the key worker to 31 March, in another case
//	late, @03-11      the day after the thing was due at 10:00, or another day or instant
//
// Other words are a status, the thing itself (things, texts), or about that thing.
//
// In the third column * marks stand-ins, and "none" says that there is no such duty.
// A nobody has the mark -. More are the role, due=, late=, for=, about=, danger=, cmd=,
// +level where the command names the level, and again where the request is to be made anew.
const (
	theCase  = record.ID("K3F927QM")
	theEntry = record.ID("7T2MX4P9")
	theOther = record.ID("B8Q14D2R")
	caseText = "K3F9-27QM"
	refText  = "K3F9-27QM/7T2M-X4P9"
)

// teams are the agencies that rows begin with: ID, line manager, roles.
var teams = map[string]string{
	"big": "asha/mina=caseworker ben=contributor judith=senior lena=lead mina/tom=manager " +
		"nia/mina=caseworker owen/tom=manager recovery-1=recovery rita=records tom=senior " +
		"vic=auditor",
	"four": "asha/mina=caseworker ben=contributor judith=senior+records mina/judith=manager+lead " +
		"recovery-1=recovery",
	"pair": "asha/judith=caseworker ben=contributor judith=manager+lead+senior+records",
	"solo": "ben=contributor judith=caseworker+manager+lead+senior+records",
}

// thing is the subject of a row, where a clock of the record or the case itself names it.
type thing struct {
	rule, role, command string
	due                 string // "" for none
	what                string // of a clock that runs; "" where the room itself says what
	whole               bool   // it is about no entry
}

const lastSecond = "2026-03-10T23:59:59Z"

// things are, line by line: the word in the tables, what it is about, the rule, for whom
// policy means it, the command, and what it says. Clocks are due when 10 March ends.
var things = readThings(`
referral    entry referral-unconfirmed     key_worker confirm REF; written confirmation of the referral
reply       entry referral-no-response     key_worker reply REF; the receiver's decision on the referral
risk        entry risk-open-overdue-review key_worker risk CASE; review of the risk
plan        entry review-overdue           key_worker review CASE; review of the intended outcome
action      entry action-overdue           key_worker action-result CASE; action: ring the school
contact     entry next-contact-overdue     key_worker contact CASE; the next contact
supervision case  supervision-overdue      key_worker supervision CASE; supervision of the case
dormant     case  dormant                  key_worker note CASE; the next entry of the case
unknown     entry unknown-fact             key_worker amend REF; find out: date_of_birth
test        entry hypothesis-untested      key_worker show REF; test of the hypothesis
send        entry transfer-not-sent        key_worker transfer CASE; sending the records
receipt     entry transfer-without-receipt key_worker transfer CASE; the receiver's receipt
move        entry transfer-review-overdue  key_worker show REF; review whether the records go elsewhere
access      entry access-overdue           records    sar CASE; answer to the subject access request
concern     entry concern-without-triage   lead       triage REF; triage of the concern
asked       entry unknown-fact             lead       amend REF; find out: where
acceptance  case  intake-too-long          lead       accept CASE; acceptance of the intake
few         case  too-few-readers          key_worker readers CASE grant MEMBER;
left        case  key-worker-left          line       assign CASE MEMBER;
alone       case  away-without-cover       line       handover CASE --to MEMBER --until 2026-03-31;
leftover    case  cover-ended              key_worker ;
given       case  case-not-opened          key_worker CASE;
keeping     case  due-for-disposal         records    dispose CASE;
anew        case  keep-until-not-computed  records    retain CASE;
policy      case  policy-review-overdue    senior     policy edit; review of the policy
`, map[string]string{
	"left": "2026-03-02T23:59:59Z", "leftover": "2026-03-08T23:59:59Z",
	"policy": "2027-01-15T23:59:59Z",
})

func readThings(table string, due map[string]string) map[string]thing {
	out := map[string]thing{}
	for _, line := range lines(table) {
		head, what, _ := strings.Cut(line, ";")
		words := strings.Fields(head)
		th := thing{rule: words[2], role: words[3], what: strings.TrimSpace(what),
			whole: words[1] == "case"}
		if command := strings.Join(words[4:], " "); command != "" {
			th.command = "casefile " +
				strings.NewReplacer("CASE", caseText, "REF", refText).Replace(command)
		}
		if th.due = due[words[0]]; th.due == "" && th.what != "" {
			th.due = lastSecond
		}
		out[words[0]] = th
	}
	return out
}

// texts are the kinds of entry that managers have to say something of, and the status in
// which a docket waits for one; "" where it waits for none.
var texts = map[string]record.Status{
	"decision": "", "closure": record.Closing, "disposal": record.Disposing, "erasure": record.Open,
}

// row is one line of a table, taken apart.
type row struct {
	line                         string
	team, facts                  string
	want, why, ofWhose, ofTold   string
	more                         []string
	name                         string // of the thing
	world                        World
	all                          []Facts
	text                         *Text
	pending, unread, folded      bool
	rule, command, due, wantRole string
}

// check runs every line of a table and says how many there were.
func check(t *testing.T, table string) {
	t.Helper()
	all := lines(table)
	for _, line := range all {
		t.Run(line, func(t *testing.T) { parseRow(t, line).run(t) })
	}
	t.Logf("%d rows", len(all))
}

// lines returns the rows of a table.
func lines(table string) []string {
	var out []string
	for line := range strings.Lines(table) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

func parseRow(t *testing.T, line string) *row {
	t.Helper()
	cells := strings.Split(line, "|")
	if len(cells) < 5 {
		t.Fatal("a row has five columns or six")
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	r := &row{line: line, team: cells[0], facts: cells[1], want: cells[2], why: cells[3],
		folded: true}
	r.ofWhose, r.ofTold, _ = strings.Cut(cells[4], "/")
	if len(cells) > 5 {
		r.more = strings.Fields(cells[5])
	}
	r.world.Now = instant(t, "2026-03-10T12:00:00Z")
	r.makeTeam(t)
	r.makeCase(t)
	if slices.Contains(r.more, "again") { // the text waits for nobody
		anew := map[string]string{"closure": "close " + caseText, "disposal": "dispose " + caseText,
			"erasure": "erase " + caseText + "/ENTRY"}
		r.rule, r.command = "request-to-make-anew", "casefile "+anew[r.name]
		r.wantRole = map[string]string{"disposal": "records"}[r.name]
	}
	return r
}

// makeTeam makes the team and the policy of the first column.
func (r *row) makeTeam(t *testing.T) {
	t.Helper()
	profile := policy.Casework
	for _, word := range strings.Fields(r.team) {
		members := &r.world.Team.Members
		switch {
		case word == policy.Small || word == policy.Informal:
			profile = word
		case teams[word] != "":
			for _, one := range strings.Fields(teams[word]) {
				change(t, members, one)
			}
		case word == "seniors-away":
			change(t, members, "judith<tom")
			change(t, members, "tom<judith")
		default:
			change(t, members, word)
		}
	}
	slices.SortFunc(r.world.Team.Members, func(a, b team.Member) int {
		return cmp.Compare(a.ID, b.ID)
	})
	r.world.Policy = profileOf(t, profile)
}

// change is one word about a member.
func change(t *testing.T, all *[]team.Member, word string) {
	t.Helper()
	at := func(id string) *team.Member {
		i := slices.IndexFunc(*all, func(m team.Member) bool { return m.ID == id })
		if i < 0 {
			name := strings.ToUpper(id[:1]) + id[1:]
			*all = append(*all, team.Member{ID: id, Name: name, Email: id + "@north.example"})
			i = len(*all) - 1
		}
		return &(*all)[i]
	}
	away, by, covered := strings.Cut(word, "<")
	switch {
	case covered:
		until := "2026-03-31"
		if strings.HasPrefix(by, "<") {
			by, until = by[1:], "2026-03-08"
		}
		if who, day, given := strings.Cut(by, ":"); given {
			by, until = who, "2026-"+day
		}
		at(away).CoveredBy, at(away).CoveredUntil = by, until
	case strings.HasPrefix(word, "-"):
		at(word[1:]).Left = instant(t, "2026-03-02T09:00:00Z")
	default:
		who, roles, given := strings.Cut(word, "=")
		who, line, lined := strings.Cut(who, "/")
		m := at(who)
		if lined {
			m.LineManager = line
		}
		if given {
			m.Roles = nil
			for _, role := range strings.Split(roles, "+") {
				m.Roles = append(m.Roles, team.Role(role))
			}
		}
	}
}

var policies = map[string]*policy.Policy{}

// profileOf returns the policy that init writes for a profile, approved by a board.
func profileOf(t *testing.T, profile string) *policy.Policy {
	t.Helper()
	if policies[profile] == nil {
		data, err := policy.Default(profile)
		if err != nil {
			t.Fatal(err)
		}
		data = bytes.Replace(data, []byte("approved: ~\nreview_by: ~"),
			[]byte("approved: {by: Board, on: 2026-01-15}\nreview_by: 2027-01-15"), 1)
		p, found := policy.Parse(data, "casefile.yaml")
		if p == nil {
			t.Fatal(found)
		}
		policies[profile] = p
	}
	return policies[profile]
}

// makeCase makes the facts of the second column.
func (r *row) makeCase(t *testing.T) {
	t.Helper()
	d := &record.Docket{Case: theCase, Opened: dayOf(t, "2026-03-09"), KeyWorker: "asha",
		Status: record.Open}
	f := Facts{Docket: d, Read: true, Name: "Tobi Adeyemi", Danger: map[record.ID]Concern{}}
	words := strings.Fields(r.facts)
	for _, word := range words {
		key, value, _ := strings.Cut(word, "=")
		status, pending := texts[key]
		switch {
		case slices.Contains([]string{"intake", "closing", "closed", "transferred", "disposing",
			"destroyed"}, word):
			d.Status = record.Status(word)
		case pending:
			r.name = key
			r.pending = status != ""
			d.Status = cmp.Or(status, d.Status)
		case things[key].rule != "" && r.name == "":
			r.name = key
		case key == "kw":
			d.KeyWorker = value
		}
	}
	if d.Status == record.Intake {
		d.KeyWorker = ""
	}
	r.makeReaders(d, words)
	th := things[r.name]
	r.rule, r.command, r.due, r.wantRole = th.rule, th.command, th.due, th.role
	if _, isText := texts[r.name]; isText {
		r.makeText(t, &f, words)
	}
	r.all = []Facts{f}
	for _, word := range words {
		r.word(t, &r.all[0], word)
	}
	r.finish(&r.all[0])
}

// makeReaders gives the case its keys.
func (r *row) makeReaders(d *record.Docket, words []string) {
	keys := record.Epoch{}
	led := slices.ContainsFunc(r.world.Team.Members, func(m team.Member) bool {
		return m.Has(team.Lead) && m.Active()
	})
	for _, m := range r.world.Team.Members {
		first := m.Has(team.Lead) || !led && m.Has(team.Senior)
		if m.Has(team.Recovery) || m.Casework() && (d.Status != record.Intake || first) {
			keys[m.ID] = "blob"
		}
	}
	if slices.Contains(words, "kw=ghost") {
		keys["ghost"] = "blob"
	}
	if d.KeyWorker != "" {
		keys[d.KeyWorker] = "blob"
	}
	for _, word := range words {
		switch key, value, _ := strings.Cut(word, "="); {
		case key == "reads":
			keys = record.Epoch{}
			for _, id := range strings.Split(value, ",") {
				keys[id] = "blob"
			}
		case word[0] == '!':
			delete(keys, word[1:])
		case word[0] == '+':
			keys[word[1:]] = "blob"
		}
	}
	d.Keys = []record.Epoch{{"asha": "old", "zoe": "old"}, keys}
}

// makeText makes the text that waits, written on 3 March at 10:00 and signed at 12:00.
func (r *row) makeText(t *testing.T, f *Facts, words []string) {
	t.Helper()
	kind := r.name
	x := &Text{Ref: record.Ref{Case: theCase, Entry: theEntry}, First: theEntry, Short: "7T2M",
		Kind: kind, Author: "asha", Since: instant(t, "2026-03-03T10:00:00Z")}
	for _, word := range words {
		switch key, value, _ := strings.Cut(word, "="); key {
		case "by":
			x.Author = value
		case "signed":
			who, level, _ := strings.Cut(value, ":")
			x.Signed = append(x.Signed, policy.Signed{Level: cmp.Or(level, "line"), By: who})
			x.Spoke, x.Since = append(x.Spoke, who), instant(t, "2026-03-03T12:00:00Z")
		case "spoke":
			x.Spoke = append(x.Spoke, value)
		case "answers":
			x.Answers, x.AnswersAt, _ = strings.Cut(value, ":")
		case "returned":
			x.ReturnedBy, x.ReturnedAt = value, instant(t, "2026-03-04T10:00:00Z")
			r.pending = false
			back := map[record.Status]record.Status{record.Closing: record.Open,
				record.Disposing: record.Closed}
			f.Docket.Status = cmp.Or(back[f.Docket.Status], f.Docket.Status)
		case "joint":
			x.Joint = true
		case "unread":
			r.unread = true
		}
	}
	for _, ended := range []record.Status{record.Closed, record.Destroyed} {
		if slices.Contains(words, string(ended)) {
			f.Docket.Status = ended
		}
	}
	r.text = x
	if x.ReturnedBy != "" {
		r.rule, r.command, r.wantRole = "returned-unanswered", "casefile amend "+refText,
			"key_worker"
		return
	}
	x.Missing = r.world.Policy.Missing(kind, x.Signed)
	if len(x.Missing) == 0 { // it is to be carried out
		done := map[string]string{"disposal": "dispose " + caseText,
			"erasure": "erase " + caseText + " --finish"}
		r.rule, r.command = "endorsed-not-carried-out", "casefile "+done[kind]
		r.wantRole = map[string]string{"disposal": "records", "erasure": "key_worker"}[kind]
		return
	}
	r.rule, r.command = "decision-not-endorsed-in-time", "casefile endorse "+refText
	r.due = map[string]string{"line": lastSecond, "senior": "2026-03-17T23:59:59Z"}[x.Missing[0]]
}

// word is one word about the case that waits for nothing else.
func (r *row) word(t *testing.T, f *Facts, word string) {
	t.Helper()
	key, value, _ := strings.Cut(word, "=")
	cover := func(from, until string) cases.Cover {
		who, day, given := strings.Cut(value, ":")
		if given {
			until = "2026-" + day
		}
		who, whose, _ := strings.Cut(who, ">")
		return cases.Cover{Member: who, For: cmp.Or(whose, f.Docket.KeyWorker),
			From: dayOf(t, from), Until: dayOf(t, until),
			Ref: record.Ref{Case: theCase, Entry: theEntry}, First: theEntry, Short: "7T2M"}
	}
	switch {
	case key == "cover":
		f.Covers = append(f.Covers, cover("2026-03-02", "2026-03-31"))
	case key == "over":
		f.Covers = append(f.Covers, cover("2026-03-02", "2026-03-08"))
	case key == "soon":
		f.Covers = append(f.Covers, cover("2026-03-12", "2026-03-31"))
	case key == "elsewhere":
		d := *f.Docket
		d.Case, d.Status = theOther, record.Open
		o := Facts{Docket: &d, Read: true}
		o.Covers = []cases.Cover{cover("2026-03-02", "2026-03-31")}
		r.all = append(r.all, o)
	case word == "late":
		r.world.Now = instant(t, "2026-03-11T10:00:00Z")
	case word[0] == '@' && strings.Contains(word, "T"):
		r.world.Now = instant(t, "2026-"+word[1:]+"Z")
	case word[0] == '@':
		r.world.Now = instant(t, "2026-"+word[1:]+"T10:00:00Z")
	case word == "next-year":
		r.world.Now = instant(t, "2027-01-16T10:00:00Z")
	case key == "retain":
		f.Docket.RetainUntil = dayOf(t, "2026-"+value)
		f.Docket.Policy = max(f.Docket.Policy, r.world.Policy.Version)
	case word == "older-policy":
		f.Docket.Policy = r.world.Policy.Version - 1
	case key == "blocks":
		f.Docket.Blocks = strings.Split(value, ",")
	case word == "held":
		f.Docket.Holds = []record.ID{"9QXH7K2M"}
	case word == "unread":
		r.unread = true
	case word == "unfolded":
		r.folded = false
	case word == "here":
		f.Here = true
	case key == "opened":
		f.Opened = instant(t, "2026-"+value+"T10:00:00Z")
	case key == "wrote":
		f.Wrote = instant(t, "2026-"+value+"T10:00:00Z")
	case things[key].what != "":
		r.clock(t, f, key, value)
	case key == "given":
		f.Given, f.GivenBy = instant(t, "2026-03-05T10:00:00Z"), value
	}
}

// clock is one that runs, as room cases would have it.
func (r *row) clock(t *testing.T, f *Facts, name, value string) {
	t.Helper()
	th := things[name]
	due := instant(t, th.due)
	c := cases.Deadline{What: th.what, Task: th.what, Ref: record.Ref{Case: theCase}, Rule: th.rule,
		Role:  th.role,
		Since: instant(t, "2026-03-02T10:00:00Z"), Due: due, Day: record.DateOf(due)}
	if !th.whole {
		c.Ref.Entry, c.First, c.Short, c.Kind = theEntry, theEntry, "7T2M", name
	}
	switch name {
	case "policy":
		return
	case "action":
		c.Member, c.Task = value, "action"
	case "concern":
		danger, by, _ := strings.Cut(value, ":")
		intake := f.Docket.Status == record.Intake
		f.Danger[theEntry] = Concern{Danger: cmp.Or(danger, "unknown"), RaisedBy: cmp.Or(by, "ben"),
			Intake: intake}
		if intake && r.mayAccept() && r.name != "asked" {
			r.command = "casefile accept " + caseText
		}
	}
	f.Open = append(f.Open, c)
}

// mayAccept reports whether all whom the row expects are leads or seniors, who alone may
// accept an intake. Who covers for a lead may have the right to triage alone.
func (r *row) mayAccept() bool {
	whose, _, _ := strings.Cut(r.want, ">")
	for _, id := range strings.Fields(strings.ReplaceAll(whose, "*", "")) {
		if m, known := r.world.Team.Member(id); known && !m.HasAny(team.Lead, team.Senior) {
			return false
		}
	}
	return true
}

// finish puts a text where the row wants it.
func (r *row) finish(f *Facts) {
	if x := r.text; x != nil {
		if r.pending {
			f.Docket.Pending = theEntry
			if r.folded {
				copied := *x
				f.Pending = &copied
			}
		}
		waits := len(x.Missing) > 0
		if waits || x.ReturnedBy != "" {
			f.Texts = []Text{*x}
		}
		ended := f.Docket.Status == record.Closed && !r.pending
		if waits && !ended {
			level := x.Missing[0]
			f.Open = append(f.Open,
				cases.Deadline{What: level + " endorsement of the " + x.Kind, Ref: x.Ref,
					First: x.First, Short: x.Short, Kind: x.Kind, Rule: cases.RuleNotEndorsedInTime,
					Role:  level,
					Since: x.Since, Due: cases.EndorseBy(r.world.Policy, x.Since, level)})
		}
	}
	if r.unread {
		f.Read, f.Texts, f.Open, f.Danger, f.Name = false, nil, nil, nil, ""
	}
}

// run compares a row with the list.
func (r *row) run(t *testing.T) {
	t.Helper()
	list := list(r.all, r.world)
	holds(t, list, r.all, r.world)
	var found []Duty
	for _, d := range list {
		if d.Rule == r.rule && (d.Ref.Case == theCase || r.name == "policy") {
			found = append(found, d)
		}
	}
	switch {
	case r.want == "none" && len(found) == 0:
		return
	case len(found) != 1 || r.want == "none":
		t.Fatalf("%d duties of %s: %+v", len(found), r.rule, found)
	}
	d := found[0]
	got := strings.Join(sorted(d.Whose), " ")
	if d.Nobody() {
		got = "nobody"
	}
	if d.StandIn {
		got += "*"
	}
	if len(d.Told) > 0 {
		got += " > " + strings.Join(sorted(d.Told), " ")
	}
	if got != r.want {
		t.Errorf("whose: %s, want %s (%s)", got, r.want, d.Why)
	}
	if !strings.Contains(d.Why, r.why) {
		t.Errorf("the reason is %q, want a word of %q", d.Why, r.why)
	}
	r.marks(t, d)
	r.moreOf(t, d)
}

func (r *row) marks(t *testing.T, d Duty) {
	t.Helper()
	for _, side := range []struct {
		members []string
		want    string
	}{{d.Whose, r.ofWhose}, {d.Told, r.ofTold}} {
		if (len(side.members) == 0) != (side.want == "-") {
			t.Errorf("mark %q of %v", side.want, side.members)
		}
		for _, m := range side.members {
			if got := d.MarkFor(m); string(got) != side.want {
				t.Errorf("mark for %s: %s, want %s", m, got, side.want)
			}
		}
	}
}

// moreOf checks the command, the lateness and what the last column names.
func (r *row) moreOf(t *testing.T, d Duty) {
	t.Helper()
	command, role, stands := r.command, r.wantRole, ""
	var due time.Time
	if r.due != "" {
		due = instant(t, r.due)
	}
	for _, word := range r.more {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "line", "senior", "lead":
			role = key
		case "again":
			role = cmp.Or(role, "key_worker")
		case "+level":
			command += " --level line"
		case "for":
			stands = value
		case "due":
			if due = (time.Time{}); value != "none" {
				due = instant(t, "2026-"+value+"T23:59:59Z")
			}
		case "cmd":
			command = strings.ReplaceAll(value, "_", " ")
		case "about":
			equal(t, "about", d.About, value)
		case "danger":
			equal(t, "danger", d.Danger, value)
		case "late":
			equal(t, "late", d.Late.String(), value)
		default:
			t.Fatalf("unknown word %s", word)
		}
	}
	late := time.Duration(0)
	if !due.IsZero() && r.world.Now.After(due) {
		late = r.world.Now.Sub(due)
	}
	equal(t, "due", d.Due.UTC(), due.UTC())
	equal(t, "late", d.Late, late)
	if command != "" {
		equal(t, "command", d.Command, command)
	}
	if role != "" {
		equal(t, "role", d.Role, role)
	}
	if r.rule == cases.RuleNotEndorsedInTime {
		equal(t, "in whose place", d.For, stands)
	}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func sorted(ids []string) []string {
	out := slices.Clone(ids)
	slices.Sort(out)
	return out
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func dayOf(t *testing.T, s string) record.Date {
	t.Helper()
	d, err := record.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// rightTo returns the right that a duty needs, as room team names it: the oracle of the tables and
// of the random worlds.
func rightTo(d Duty, f *Facts) string {
	switch d.Rule {
	case "decision-not-endorsed-in-time":
		return "endorse:" + d.Role
	case "intake-too-long":
		return "accept"
	case "key-worker-left", "away-without-cover":
		return "handover"
	case "too-few-readers":
		return "grant"
	case "cover-ended":
		return "revoke"
	case "due-for-disposal":
		return "dispose-request"
	case "keep-until-not-computed":
		return "retain"
	case "request-to-make-anew":
		return map[string]string{"closure": "close", "disposal": "dispose-request",
			"erasure": "erase-request"}[d.Kind]
	case "endorsed-not-carried-out":
		return map[string]string{"disposal": "dispose", "erasure": "reseal"}[d.Kind]
	case "policy-review-overdue":
		return "policy"
	}
	return "add"
}

// holds checks what is so of every list, whatever it is made from.
func holds(t *testing.T, list []Duty, all []Facts, w World) {
	t.Helper()
	for _, d := range list {
		if err := unsound(d, all, w); err != nil {
			t.Errorf("%v in %+v", err, d)
		}
	}
}

// unsound returns the rule that a duty breaks, or nil.
func unsound(d Duty, all []Facts, w World) error {
	var f *Facts
	if i := slices.IndexFunc(all, func(f Facts) bool {
		return f.Docket.Case == d.Ref.Case
	}); i >= 0 {
		f = &all[i]
	}
	for _, id := range d.Whose {
		m, known := w.Team.Member(id)
		s := team.Stance{}
		if f != nil {
			s = team.Stance{Reader: f.Docket.Reads(id), KeyWorker: f.Docket.KeyWorker == id}
		}
		switch {
		case !known:
			return fmt.Errorf("%s is not in the team", id)
		case !m.Active():
			return fmt.Errorf("%s has left", id)
		case f != nil && !s.Reader:
			return fmt.Errorf("%s can't read the case", id)
		case w.Team.May(rightTo(d, f), id, s) != nil:
			return fmt.Errorf("%s may not %s", id, rightTo(d, f))
		case d.Rule != "case-not-opened" && isAway(m, f, w): // see disputed
			return fmt.Errorf("%s is away", id)
		case slices.Contains(d.Told, id):
			return fmt.Errorf("%s is told of what is theirs", id)
		}
	}
	if d.Due.IsZero() && d.Late != 0 || !d.Due.IsZero() && d.Late != max(w.Now.Sub(d.Due), 0) {
		return fmt.Errorf("late by %s", d.Late)
	}
	sees := func(m team.Member) bool { return m.Active() && d.IsFor(m.ID) }
	if !slices.ContainsFunc(w.Team.Members, sees) {
		return fmt.Errorf("nobody sees it")
	}
	if d.Why == "" || d.Command == "" || d.What == "" || d.Task == "" || d.Rule == "" {
		return fmt.Errorf("it lacks words")
	}
	if len(d.Whose) == 0 && !strings.Contains(d.Why, "nobody is left") {
		return fmt.Errorf("it does not say that nobody is left")
	}
	return nil
}

// isAway reports whether a member is away, by the roster or by the case.
func isAway(m team.Member, f *Facts, w World) bool {
	today := w.Policy.Today(w.Now)
	if m.CoveredBy != "" && m.CoveredUntil >= today.String() {
		return true
	}
	return f != nil && f.Docket.KeyWorker == m.ID &&
		slices.ContainsFunc(f.Covers, func(c cases.Cover) bool {
			return c.For == m.ID && !c.From.After(today) && !c.Until.Before(today)
		})
}

package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/keyring"
	"casefile/internal/record"
	"casefile/internal/report"
	"casefile/internal/store"
	"casefile/internal/team"
)

// status holds the facts of the command casefile alone: the user, the work that waits for them, and
// what is unsent.
type status struct {
	me             team.Member
	stranger       string // describes a user outside the team
	all, mine      int
	counts         map[record.Status]int
	waits          []waitingDuty
	later          []waitingDuty // duties that are due later
	first          string        // the day of the first of these
	alsoFor        []duty.StandIn
	unread         []record.ID // cases whose key could not be opened
	notRead        []cases.NotRead
	lookedInto     bool // the texts of the user's cases
	drafts, unsent int
	approved       bool // the policy is approved
	maySetPolicy   bool
	toConfirm      []string // recovery keys that a second senior may confirm
}

// waitingDuty is one duty, as the inbox shows it.
type waitingDuty struct {
	Mark    duty.Mark `json:"mark"`
	Case    record.ID `json:"case,omitempty"`
	Entry   record.ID `json:"entry,omitempty"`
	What    string    `json:"what"`
	Command string    `json:"command,omitempty"`
	Why     string    `json:"why"`
	Whose   []string  `json:"whose"`
	Rule    string    `json:"rule"`
}

func runStatus(ctx context.Context, app *App, b *casebook.Book) error {
	s, err := readStatus(ctx, app, b)
	if err != nil {
		return err
	}
	sayUnread(app, b, s.unread)
	s.notRead = b.NotRead()
	if app.global.json {
		return app.document("status", s.fields())
	}
	who := s.stranger
	if s.me.ID != "" {
		who = s.me.Name + " (" + s.me.ID + "), " + roleWords(s.me.Roles) + s.awayWords(b)
	}
	app.print("%s\n%s", filesOf(b.Repo()), who)
	app.print("%s: %s", record.Counted(s.all, "case"), s.countWords())
	for _, w := range s.waits {
		line := strings.TrimSpace(caseText(w.Case) + " " + w.What)
		if w.Command != "" {
			line += ": " + w.Command
		}
		app.print("%-8s %s", w.Mark, line)
	}
	if n := len(s.later); n > 0 {
		app.print("%-8s %s: casefile due", duty.Next, report.Later(n, s.first))
	}
	for _, id := range s.toConfirm {
		app.print("%-8s %s reads nothing before a second senior confirms it: "+
			"casefile team confirm %s", "TEAM", id, id)
	}
	if !s.approved && s.maySetPolicy {
		app.print("%-8s not approved yet: %s", "POLICY", "casefile policy edit")
	}
	if s.drafts > 0 {
		app.print("%-8s %d kept: casefile draft lists them", "DRAFTS", s.drafts)
	}
	if s.unsent > 0 {
		app.print("%-8s %s that no other copy has yet", "UNSENT",
			record.Counted(s.unsent, "commit"))
	}
	for _, n := range s.notRead {
		app.print("%-8s %s", "NOT READ", report.NotReadLine(n))
	}
	app.print("Record   verified to %.7s", b.Tip())
	return nil
}

// awayWords says that the user is away, or for whom they act.
func (s *status) awayWords(b *casebook.Book) string {
	if by, away := worldOf(b).ActsFor(s.me.ID); away {
		return fmt.Sprintf(
			"; away to %s, and %s",
			s.me.CoveredUntil,
			cmp.Or(b.Team().Name(by), "nobody")+" acts for you",
		)
	}
	var whom []string
	for _, in := range s.alsoFor {
		whom = append(whom, b.Team().Name(in.Member)+" to "+in.Until.String())
	}
	if len(whom) == 0 {
		return ""
	}
	return " (also for " + strings.Join(whom, ", ") + ")"
}

// filesOf returns the folder that people call the records.
func filesOf(repo *store.Repo) string {
	if dir := repo.WorkDir(); dir != "" {
		return dir
	}
	return repo.GitDir()
}

func readStatus(ctx context.Context, app *App, b *casebook.Book) (*status, error) {
	s := &status{counts: map[record.Status]int{}, approved: !b.Policy().Approved.None()}
	if err := s.lookWho(app, b); err != nil {
		return nil, err
	}
	if err := inThisCopy(ctx, app, b, s); err != nil {
		return nil, err
	}
	dockets, _, err := b.DocketsListed(ctx)
	if err != nil {
		return nil, err
	}
	s.all = len(dockets)
	for _, d := range dockets {
		s.counts[d.Status]++
		if d.KeyWorker == s.me.ID && s.me.ID != "" {
			s.mine++
		}
	}
	if s.me.ID == "" {
		return s, nil
	}
	w, lookedInto, err := statusWork(ctx, app, b, s.me, dockets)
	if err == nil {
		s.unread, s.lookedInto = w.Unread, lookedInto
		s.take(report.DutyWords{Work: w, Reader: s.me.ID})
	}
	return s, err
}

// lookWho notes who the user is, and their duties in the team and the policy.
func (s *status) lookWho(app *App, b *casebook.Book) error {
	me, err := b.Me()
	if err != nil {
		s.stranger = "you are not a member here: " + strangerWords(err)
		if errors.Is(err, casebook.ErrNotMember) {
			app.say("note: %s", helpWith(app, err))
		}
		return nil
	}
	s.me = me
	s.maySetPolicy = b.Team().May(team.OpPolicy, me.ID, team.Stance{}) == nil
	if !me.Has(team.Senior) {
		return nil
	}
	for _, m := range b.Team().Unconfirmed() {
		if b.Team().AwaitsConfirmation(m.ID) {
			s.toConfirm = append(s.toConfirm, m.ID)
		}
	}
	return nil
}

// strangerWords says why the user is outside the team.
func strangerWords(err error) string {
	if errors.Is(err, keyring.ErrNoSigningKey) {
		return keyring.ErrNoSigningKey.Error()
	}
	return record.OneLine(strings.TrimPrefix(err.Error(), casebook.ErrNotMember.Error()+": "))
}

// statusWork gathers the user's duties. If their identity is not open, it says so and uses only the
// dockets.
func statusWork(
	ctx context.Context, app *App,
	b *casebook.Book,
	me team.Member,
	dockets []*record.Docket,
) (w *duty.Work, lookedInto bool, err error) {
	w, err = duty.Gather(ctx, b, me, worldOf(b), dockets, mayBeMine(me), nil)
	if err != nil && noIdentityNow(err) {
		none := func(*record.Docket) bool { return false }
		app.say("note: what waits in the texts of your cases needs your identity: %v", err)
		w, err = duty.Gather(ctx, b, me, worldOf(b), dockets, none, nil)
		return w, false, err
	}
	return w, true, err
}

// take notes one duty.
func (s *status) take(v report.DutyWords) {
	s.alsoFor = duty.StandsIn(v.Work.Facts, v.Work.World, s.me.ID)
	for _, d := range duty.Sorted(v.Work.Mine(), s.me.ID) {
		line := waitingDuty{
			d.MarkFor(s.me.ID),
			d.Ref.Case,
			d.Ref.Entry,
			v.Line(d),
			v.Command(d),
			d.Why,
			append([]string{}, d.Whose...),
			d.Rule,
		}
		if line.Mark != duty.Next {
			s.waits = append(s.waits, line)
			continue
		}
		s.later = append(s.later, line)
		if s.first == "" {
			s.first = v.Day(d.Due)
		}
	}
}

// inThisCopy counts what no other copy has. With --as-at nobody knows it.
func inThisCopy(ctx context.Context, app *App, b *casebook.Book, s *status) error {
	if app.global.asAt != "" {
		return nil
	}
	s.unsent = b.Unpushed(ctx)
	if s.me.ID == "" {
		return nil
	}
	drafts, err := b.Drafts()
	s.drafts = len(drafts)
	return err
}

func (s *status) countWords() string {
	var parts []string
	for _, is := range record.Statuses() {
		if n := s.counts[is]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, is))
		}
	}
	if s.mine > 0 {
		parts = append(parts, fmt.Sprintf("%d yours", s.mine))
	}
	if len(parts) == 0 && s.me.OnlyContributes() {
		return "casefile concern records a concern"
	}
	if len(parts) == 0 {
		return "casefile open begins one"
	}
	return strings.Join(parts, ", ")
}

func (s *status) fields() map[string]any {
	counts := map[string]int{}
	for k, n := range s.counts {
		counts[string(k)] = n
	}
	waits := append([]waitingDuty{}, s.waits...)
	out := map[string]any{
		"member":          orNil(s.me.ID),
		"cases":           s.all,
		"counts":          counts,
		"waits":           waits,
		"later":           append([]waitingDuty{}, s.later...),
		"looked_into":     s.lookedInto,
		"unread":          caseNames(s.unread),
		"drafts":          s.drafts,
		"unsent":          s.unsent,
		"policy_approved": s.approved,
	}
	if len(s.notRead) > 0 {
		out["not_read"] = report.NotReadData(s.notRead)
	}
	return out
}

// caseText returns a case in the form that people type, or "".
func caseText(id record.ID) string {
	if id == "" {
		return ""
	}
	return id.String()
}

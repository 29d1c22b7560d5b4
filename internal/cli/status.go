package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// status is what casefile alone shows: where I am, what waits for me, what is
// unsent.
type status struct {
	me             team.Member
	all, mine      int
	counts         map[record.Status]int
	waits          []waiting
	drafts, unsent int
}

// waiting is one thing that waits for me. DUE, NEW and SIGN a closure stand in
// the dockets; the others are found in the texts, and need my identity.
type waiting struct {
	Mark    string    `json:"mark"` // DUE, NEW, SIGN, BACK, COVER or LATE
	Case    record.ID `json:"case"`
	What    string    `json:"what"`
	Command string    `json:"command,omitempty"`
}

// maxRead bounds how many cases are opened to see what waits in them.
const maxRead = 200

func (a *App) runStatus(ctx context.Context, b *casebook.Book) error {
	s, err := a.status(ctx, b)
	if err != nil {
		return err
	}
	if a.global.json {
		return a.document("status", s.fields())
	}
	who := "you are not a member here"
	if s.me.ID != "" {
		who = s.me.Name + " (" + s.me.ID + "), " + roleWords(s.me.Roles)
	}
	a.print("%s\n%s", a.place(b), who)
	a.print("%s: %s", counted(s.all, "case"), s.countWords())
	for _, w := range s.waits {
		line := fmt.Sprintf("%-8s %s %s", w.Mark, w.Case, w.What)
		if w.Command != "" {
			line += ": " + w.Command
		}
		a.print("%s", line)
	}
	if s.drafts > 0 {
		a.print("%-8s %d kept: casefile draft lists them", "DRAFTS", s.drafts)
	}
	if s.unsent > 0 {
		a.print("%-8s %s that no other copy has yet", "UNSENT", counted(s.unsent, "commit"))
	}
	a.print("Record   verified to %.7s", b.Tip())
	return nil
}

func (a *App) place(b *casebook.Book) string {
	if dir := b.Repo().WorkDir(); dir != "" {
		return dir
	}
	return b.Repo().GitDir()
}

func (a *App) status(ctx context.Context, b *casebook.Book) (*status, error) {
	s := &status{counts: map[record.Status]int{}}
	if me, err := b.Me(); err == nil {
		s.me = me
	}
	if err := a.inThisCopy(ctx, b, s); err != nil {
		return nil, err
	}
	dockets, err := b.Dockets(ctx)
	if err != nil {
		return nil, err
	}
	s.all = len(dockets)
	today := b.Policy().Today(b.Now())
	var mine []*record.Docket
	for _, d := range dockets {
		s.counts[d.Status]++
		if err := s.take(b, d, cases.Due(d, today, b.Policy().Version)); err != nil {
			return nil, err
		}
		reads, err := b.MayRead(ctx, d, s.me.ID)
		if err != nil {
			return nil, err
		}
		if live(d) && reads {
			mine = append(mine, d)
		}
	}
	return s, a.readWaiting(ctx, b, s, mine)
}

// inThisCopy counts what no other copy has. Of an earlier day nobody knows it.
func (a *App) inThisCopy(ctx context.Context, b *casebook.Book, s *status) error {
	if a.global.asAt != "" {
		return nil
	}
	s.unsent = b.Unsent(ctx)
	if s.me.ID == "" {
		return nil
	}
	drafts, err := b.Drafts()
	s.drafts = len(drafts)
	return err
}

func live(d *record.Docket) bool {
	return d.Status == record.Intake || d.Status == record.Open || d.Status == record.Closing
}

// take notes what a docket asks of me.
func (s *status) take(b *casebook.Book, d *record.Docket, due cases.DueState) error {
	if d.KeyWorker == s.me.ID && s.me.ID != "" {
		s.mine++
	}
	if due.State == cases.DueNow && s.me.HasAny(team.Records, team.Senior) {
		s.wait("DUE", d.Case, "for disposal, "+due.Why, "")
	}
	if d.Status == record.Intake && d.Reads(s.me.ID) && s.me.HasAny(team.Lead, team.Senior) {
		s.wait("NEW", d.Case, "intake since "+d.Opened.String(), "casefile accept "+d.Case.String())
	}
	if d.Pending == "" || !d.Reads(s.me.ID) {
		return nil
	}
	level, err := mySignature(b, s.me, d)
	if level != "" {
		s.wait("SIGN", d.Case, pendingKind(d)+" waits for "+level, fmt.Sprintf("casefile endorse %s/%s", d.Case, d.Pending))
	}
	return err
}

func (s *status) wait(mark string, id record.ID, what, command string) {
	s.waits = append(s.waits, waiting{mark, id, what, command})
}

// readWaiting looks into the cases themselves. Without an identity at hand it
// says so, and leaves it at what the dockets tell.
func (a *App) readWaiting(ctx context.Context, b *casebook.Book, s *status, mine []*record.Docket) error {
	if len(mine) > maxRead {
		a.say("note: you can read %d cases; what waits in their texts is not looked up", len(mine))
		return nil
	}
	for _, d := range mine {
		c, err := b.Case(ctx, d.Case)
		if errors.Is(err, casebook.ErrNoKey) {
			continue
		}
		if err != nil && noIdentityNow(err) {
			a.say("note: what waits in the texts of your cases needs your identity: %v", err)
			return nil
		}
		if err != nil {
			return err
		}
		s.look(b, c)
	}
	return nil
}

// look notes what the texts of a case ask of me.
func (s *status) look(b *casebook.Book, c *cases.Case) {
	for _, t := range c.Threads() {
		e := t.Endorsement
		switch {
		case e.State == cases.Returned && !e.Answered && t.Author == s.me.ID:
			s.wait("BACK", c.ID, t.Kind+" returned to you", "casefile amend "+t.Ref().String())
		case pendingOnly(t.Kind) || t.Author == s.me.ID || signed(e, s.me.ID):
		case waitsFor(s.me, e.Missing):
			s.wait("SIGN", c.ID, t.Kind+" waits for "+e.Missing[0], "casefile endorse "+t.Ref().String())
		}
	}
	s.lookAtCover(b, c)
	for _, d := range c.Deadlines {
		if d.Overdue && overseen(b, s.me, c, d) {
			s.wait("LATE", c.ID, fmt.Sprintf("%s, %s late", d.What, c.Behind(d.Due, d.LateBy)), "")
		}
	}
}

// lookAtCover tells who may take away again whom a cover that is over had let in.
// Whom policy lets in anyway stays.
func (s *status) lookAtCover(b *casebook.Book, c *cases.Case) {
	worker, _ := b.Team().Member(c.Docket.KeyWorker)
	if worker.ID != s.me.ID && worker.LineManager != s.me.ID {
		return
	}
	for _, e := range coverEnded(b, c) {
		s.wait("COVER", c.ID, coverWords(e), revokeCommand(c.ID, e.Member))
	}
}

// signed reports whether a member has given a verdict on the text that stands,
// or has reported somebody's: the history takes it for the member's own.
func signed(e cases.Endorsement, member string) bool {
	for _, g := range e.Given {
		if g.By == member && (g.Counts || g.Reported && !g.Earlier) {
			return true
		}
	}
	return false
}

func (s *status) countWords() string {
	var parts []string
	for _, name := range statusNames {
		if n := s.counts[record.Status(name)]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, name))
		}
	}
	if s.mine > 0 {
		parts = append(parts, fmt.Sprintf("%d yours", s.mine))
	}
	if len(parts) == 0 && roleWords(s.me.Roles) == string(team.Contributor) {
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
	waits := append([]waiting{}, s.waits...)
	return map[string]any{"member": orNil(s.me.ID), "cases": s.all, "counts": counts, "waits": waits, "drafts": s.drafts, "unsent": s.unsent}
}

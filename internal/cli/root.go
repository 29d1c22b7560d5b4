package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// runRoot answers casefile alone, and casefile CASE.
func (a *App) runRoot(ctx context.Context, args []string) error {
	switch {
	case len(args) == 0:
		return a.withBook(ctx, func(b *casebook.Book) error { return a.runStatus(ctx, b) })
	case len(args) == 1 && record.LooksLikeID(args[0]):
		return a.withBook(ctx, func(b *casebook.Book) error {
			if strings.Contains(args[0], "/") {
				return a.runShow(ctx, b, showOptions{}, args[0])
			}
			id, err := b.FindCase(ctx, args[0])
			if err != nil {
				return err
			}
			return a.frontSheet(ctx, b, id)
		})
	case len(args) == 1:
		return withHint(usage("there is no command %q, and it is no case ID", args[0]), "casefile help lists the commands, casefile list the cases")
	}
	return withHint(usage("there is no command %q", args[0]), "casefile help lists the commands")
}

// runStatus says where I am and what waits for me, from what needs no key.
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
	for _, line := range s.waits {
		a.print("%s", line)
	}
	if s.drafts > 0 {
		a.print("DRAFTS   %d kept: casefile draft lists them", s.drafts)
	}
	if s.unsent > 0 {
		a.print("UNSENT   %d commits that no other copy has yet", s.unsent)
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

// status is what casefile alone shows.
type status struct {
	me             team.Member
	all            int
	mine           int
	counts         map[record.Status]int
	waits          []string
	pending, due   []record.ID
	drafts, unsent int
}

func (a *App) status(ctx context.Context, b *casebook.Book) (*status, error) {
	s := &status{counts: map[record.Status]int{}, unsent: b.Unsent(ctx)}
	if me, err := b.Me(); err == nil {
		s.me = me
		drafts, err := b.Drafts()
		if err != nil {
			return nil, err
		}
		s.drafts = len(drafts)
	}
	dockets, err := b.Dockets(ctx)
	if err != nil {
		return nil, err
	}
	s.all = len(dockets)
	today := b.Policy().Today(b.Now())
	for _, d := range dockets {
		s.counts[d.Status]++
		if err := s.take(b, d, cases.Due(d, today, b.Policy().Version)); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// take notes what a docket asks of me.
func (s *status) take(b *casebook.Book, d *record.Docket, due cases.DueState) error {
	if d.KeyWorker == s.me.ID && s.me.ID != "" {
		s.mine++
	}
	if due.State == cases.DueNow && s.me.HasAny(team.Records, team.Senior) {
		s.due = append(s.due, d.Case)
		s.waits = append(s.waits, "DUE      "+d.Case.String()+" for disposal: "+due.Why)
	}
	if d.Status == record.Intake && d.Reads(s.me.ID) && s.me.HasAny(team.Lead, team.Senior) {
		s.waits = append(s.waits, "NEW      "+d.Case.String()+" intake since "+d.Opened.String()+": casefile accept "+d.Case.String())
	}
	if d.Pending == "" || !d.Reads(s.me.ID) {
		return nil
	}
	waits, err := mySignature(b, s.me, d)
	if err == nil && waits != "" {
		s.pending = append(s.pending, d.Case)
		s.waits = append(s.waits, "SIGN     "+waits)
	}
	return err
}

// mySignature says which endorsement of a pending entry waits for me.
func mySignature(b *casebook.Book, me team.Member, d *record.Docket) (string, error) {
	given, err := b.Endorsed(d.Case, d.Pending)
	if err != nil {
		return "", err
	}
	missing := verify.Missing(b.Policy(), pendingKind(d), given)
	for _, g := range given {
		if g.Member == me.ID {
			return "", nil
		}
	}
	if len(missing) == 0 || !slices.Contains(levelsOf(me), missing[0]) {
		return "", nil
	}
	return d.Case.String() + " " + pendingKind(d) + " waits for " + missing[0] + ": casefile endorse " + d.Case.String() + "/" + d.Pending.String(), nil
}

func levelsOf(m team.Member) []string {
	var out []string
	if m.HasAny(team.Manager, team.Senior) {
		out = append(out, "line")
	}
	if m.Has(team.Senior) {
		out = append(out, "senior")
	}
	return out
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
	if len(parts) == 0 {
		return "casefile open begins one"
	}
	return strings.Join(parts, ", ")
}

func (s *status) fields() map[string]any {
	me := orNil(s.me.ID)
	counts := map[string]int{}
	for k, n := range s.counts {
		counts[string(k)] = n
	}
	return map[string]any{"member": me, "cases": s.all, "counts": counts, "waits": s.waits, "drafts": s.drafts, "unsent": s.unsent}
}

package cli

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

func (a *App) newTeamLeave() *cobra.Command {
	var to, file string
	cmd := &cobra.Command{Use: "leave MEMBER [--to MEMBER | --hand-over FILE]", Short: "A member leaves: nothing they sign from now on counts",
		Long: `A member leaves: nothing that they sign from now on counts. That is recorded
first, and never waits; what is left to do is then said, with the commands.

With --to MEMBER all of it is done: the other is let into the cases of who left
and takes them over, and who left is taken away from every case that they could
read. With --hand-over FILE each case goes to somebody of its own: the file is a
table (CSV) that begins with the line case,to and has a line for each case. It is
checked as a whole before anything is recorded. What was interrupted, or what you may not do yourself, goes on when the
command is given again, by you or by somebody who may.`,
		Args: arguments(1, 1, "MEMBER"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runTeamLeave(cmd.Context(), args[0], to, file) }}
	cmd.Flags().StringVar(&to, "to", "", "the `member` who takes over their cases")
	cmd.Flags().StringVar(&file, "hand-over", "", "a table in a `file`: which case goes to whom")
	return cmd
}

func (a *App) runTeamLeave(ctx context.Context, id, to, file string) error {
	switch {
	case to != "" && file != "":
		return withHint(usage("--to and --hand-over exclude each other"), "casefile team leave --help")
	case to != "":
		return a.withBook(ctx, func(b *casebook.Book) error { return a.leaveTo(ctx, b, id, to) })
	case file != "":
		return a.withBook(ctx, func(b *casebook.Book) error { return a.leaveAsListed(ctx, b, id, file) })
	}
	if err := a.changeTeam(ctx, leaves(id)); err != nil {
		return err
	}
	return a.withBook(ctx, func(b *casebook.Book) error { return a.sayLeftBehind(ctx, b, id) })
}

func leaves(id string) rosterChange {
	return memberChange(id, func(m *team.Member, at time.Time) (string, error) {
		m.Left = at
		m.Keys = slices.Clone(m.Keys)
		for i := range m.Keys {
			if m.Keys[i].To.IsZero() {
				m.Keys[i].To = at
			}
		}
		return m.ID + "  has left", nil
	})
}

// sayLeftBehind names what the person leaves open: cases with no key worker,
// and keys that they still have.
func (a *App) sayLeftBehind(ctx context.Context, b *casebook.Book, id string) error {
	theirs, err := b.CasesOf(ctx, id)
	if err != nil {
		return err
	}
	reads, err := b.CasesReadBy(ctx, id)
	if err != nil {
		return err
	}
	for _, c := range theirs {
		a.say("note: %s has lost its key worker: casefile assign %s MEMBER", c, c)
	}
	a.sayOthersAlone(b, id)
	if len(reads) == 0 {
		return nil
	}
	a.say("note: %s could read %s, and keeps what was copied before", id, counted(len(reads), "case"))
	for _, c := range reads {
		if !slices.Contains(theirs, c) {
			a.say("note: %s has the key of %s still: casefile readers %s revoke %s", id, c, c, id)
		}
	}
	a.say("hint: casefile team leave %s --to MEMBER hands over and takes away in all of them", id)
	return nil
}

// leaveTo records that a member has left, where that is not recorded yet, and
// does all that follows from it. Cases are handed over first, since a key worker
// can't be taken away.
func (a *App) leaveTo(ctx context.Context, b *casebook.Book, id, to string) error {
	if err := a.takesOver(ctx, b, handing{from: id, to: to}); err != nil {
		return err
	}
	theirs, err := b.CasesOf(ctx, id)
	if err != nil {
		return err
	}
	return a.leaveAndHandOver(ctx, b, id, map[string][]record.ID{to: theirs}, to)
}

// leaveAndHandOver is for when all has been checked; to is who takes over, ""
// for several.
func (a *App) leaveAndHandOver(ctx context.Context, b *casebook.Book, id string, plan map[string][]record.ID, to string) error {
	if m, _ := b.Team().Member(id); m.Active() {
		_, said, err := a.writeTeam(ctx, b, leaves(id))
		if err != nil {
			return err
		}
		if !a.global.json {
			a.print("%s", said)
		}
	}
	handed := &bulk{app: a, b: b}
	for _, next := range slices.Sorted(maps.Keys(plan)) {
		h := handing{from: id, to: next, reason: fmt.Sprintf("%s has left the team", nameOf(b, id))}
		if err := a.handOverAll(ctx, handed, plan[next], h); err != nil {
			return err
		}
	}
	taken := &bulk{app: a, b: b, skipped: handed.skipped, help: showsCase}
	if err := taken.takeAway(ctx, id); err != nil {
		return err
	}
	return a.sayLeft(id, to, handed, taken)
}

// takeAway takes a member out of every case that was not skipped before.
func (k *bulk) takeAway(ctx context.Context, member string) error {
	reads, err := k.b.CasesReadBy(ctx, member)
	if err != nil {
		return err
	}
	rest := k.left(reads)
	return k.inChunks(ctx, "taking away from "+member, len(rest), func(tell casebook.Tell) (*casebook.Many, error) {
		return k.b.RevokeMany(ctx, rest, member, tell)
	})
}

func (a *App) sayLeft(id, to string, handed, taken *bulk) error {
	if a.global.json {
		fields := taken.fields()
		fields["member"], fields["to"], fields["handed_over"] = id, orNil(to), caseNames(handed.done)
		if err := a.document("team-leave", fields); err != nil {
			return err
		}
	} else {
		a.print("%s handed over to %s", counted(len(handed.done), "case"), cmp.Or(to, "those whom the file names"))
		a.print("%s taken from %s: closed to them is only what is recorded from now on", counted(len(taken.done), "case"), id)
	}
	return taken.ended("taken from " + id)
}

// sayOthersAlone names those for whom who left was there: in whose place they acted, and
// whose line manager they were.
func (a *App) sayOthersAlone(b *casebook.Book, id string) {
	for _, m := range b.Team().Members {
		if !m.Active() {
			continue
		}
		if m.Cover(b.Today().String()) == id {
			a.say("note: nobody acts for %s now, who is away to %s: casefile cover %s --by MEMBER --until %s", m.ID, m.CoveredUntil, m.ID, m.CoveredUntil)
		}
		if m.LineManager == id {
			a.say("note: %s has lost their line manager: casefile team set %s --line-manager MEMBER", m.ID, m.ID)
		}
	}
}

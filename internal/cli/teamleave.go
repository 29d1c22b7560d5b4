package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newTeamLeave(app *App) *cobra.Command {
	var to, file string
	cmd := &cobra.Command{Use: "leave MEMBER [--to MEMBER | --hand-over FILE]",
		Short: "A member leaves: nothing they sign from now on counts",
		Long: `A member leaves: nothing that they sign from now on counts. The command first says
what casefile verify will find: cases without a key worker or with too few readers, and
texts that nobody can read any more. At a terminal it asks whether to go on. Then it
records that they left, and names the commands for the rest of the work.

With --to MEMBER that work is done too. MEMBER is let into the cases and takes them
over, and the member who left is taken out of every case that they could read.

With --hand-over FILE each case goes to a key worker of its own. The file is a table
(CSV) that begins with the line case,to and has a line for each case. All of it is
checked before anything is recorded.

Was the command interrupted, or may you not do a part of it? You, or somebody who may,
give the same command again: it goes on.`,
		Example: `  # asha leaves, and mina takes over
  casefile team leave asha --to mina`,
		Args: arguments(1, 1, "MEMBER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runTeamLeave(cmd.Context(), app, args[0], to, file)
		}}
	cmd.Flags().StringVar(&to, "to", "", "the `member` who takes over their cases")
	cmd.Flags().StringVar(&file, "hand-over", "", "a table in a `file`: which case goes to whom")
	return cmd
}

func runTeamLeave(ctx context.Context, app *App, id, to, file string) error {
	switch {
	case to != "" && file != "":
		return withHint(usage("--to and --hand-over exclude each other"),
			"casefile team leave --help")
	case to != "":
		return withBook(ctx, app, func(b *casebook.Book) error {
			return leaveTo(ctx, app, b, id, to)
		})
	case file != "":
		return withBook(ctx, app, func(b *casebook.Book) error {
			return leaveAsListed(ctx, app, b, id, file)
		})
	}
	return leaveAlone(ctx, app, id)
}

// leaveAlone records that a member has left, without any handover.
func leaveAlone(ctx context.Context, app *App, id string) error {
	if err := writing(app); err != nil {
		return err
	}
	said := func(team.Team) string { return hasLeft(id) }
	err := withBook(ctx, app, func(b *casebook.Book) error {
		if err := agreeToLeave(ctx, app, b, id, nil); err != nil {
			return err
		}
		return changeTeamIn(ctx, app, b, team.Leaves(id), said)
	})
	if err != nil {
		return err
	}
	return withBook(ctx, app, func(b *casebook.Book) error {
		return sayLeftBehind(ctx, app, b, id)
	})
}

// agreeToLeave says what will be wrong once a member has left, and asks at a terminal. to names who
// takes over which cases.
func agreeToLeave(ctx context.Context, app *App, b *casebook.Book, id string,
	to map[string][]record.ID) error {
	if err := ready(ctx, app, b, team.OpTeam, ""); err != nil {
		return err
	}
	amiss, err := b.NewAccessProblems(ctx, team.Leaves(id), to)
	if err != nil || len(amiss) == 0 {
		return err
	}
	for _, a := range amiss {
		where := ""
		if a.Case != "" {
			where = a.Case.String() + ": "
		}
		app.say("note: once %s has left, casefile verify finds: %s%s [%s]: %s", id, where,
			a.Means, a.Rule, a.Mend)
	}
	return agreed(app, fmt.Sprintf("Has %s left? [y/N] ", id), id+" stays as they are")
}

func hasLeft(id string) string { return id + "  has left" }

// sayLeftBehind names what the member leaves open: cases without a key worker, and keys that they
// still have.
func sayLeftBehind(ctx context.Context, app *App, b *casebook.Book, id string) error {
	theirs, err := b.CasesOf(ctx, id)
	if err != nil {
		return err
	}
	reads, err := b.CasesReadBy(ctx, id)
	if err != nil {
		return err
	}
	for _, c := range theirs {
		app.say("note: %s has lost its key worker: casefile assign %s MEMBER", c, c)
	}
	sayOthersAlone(app, b, id)
	if len(reads) == 0 {
		return nil
	}
	app.say("note: %s could read %s, and keeps what was copied before", id,
		record.Counted(len(reads), "case"))
	for _, c := range reads {
		if !slices.Contains(theirs, c) {
			app.say("note: %s has the key of %s still: casefile readers %s revoke %s", id, c, c, id)
		}
	}
	app.say("hint: casefile team leave %s --to MEMBER hands over and takes away in all of them", id)
	return nil
}

// leaveTo records that a member has left, unless that is recorded, and everything that follows from
// it. It hands over cases first, since a key worker can't be removed.
func leaveTo(ctx context.Context, app *App, b *casebook.Book, id, to string) error {
	if err := takesOver(ctx, app, b, casebook.HandoverPlan{From: id, To: to}); err != nil {
		return err
	}
	theirs, err := b.CasesOf(ctx, id)
	if err != nil {
		return err
	}
	return leaveAndHandOver(ctx, app, b, id, map[string][]record.ID{to: theirs}, to)
}

// leaveAndHandOver does the work of leaveTo after all checks. to takes over the cases; it is "" if
// several members do.
func leaveAndHandOver(ctx context.Context, app *App, b *casebook.Book, id string,
	plan map[string][]record.ID, to string,
) error {
	if m, _ := b.Team().Member(id); m.Active() {
		if err := agreeToLeave(ctx, app, b, id, plan); err != nil {
			return err
		}
	}
	recorded := func() {
		if !app.global.json {
			app.print("%s", hasLeft(id))
		}
	}
	left, err := b.Leave(ctx, casebook.LeaveOrder{Member: id, To: plan, Steps: nextSteps(b),
		Watch: bulkProgress{app}, Recorded: recorded})
	if err != nil {
		return goOn(ctx, err)
	}
	return sayLeft(app, id, to, left)
}

func sayLeft(app *App, id, to string, left *casebook.LeaveResult) error {
	taken := &bulk{app: app, Many: left.Taken, help: showsCase}
	if app.global.json {
		fields := taken.fields()
		fields["member"], fields["to"], fields["handed_over"] = id, orNil(to),
			caseNames(left.Handed.Cases)
		if err := app.document("team-leave", fields); err != nil {
			return err
		}
	} else {
		app.print("%s handed over to %s", record.Counted(len(left.Handed.Cases), "case"),
			cmp.Or(to, "those whom the file names"))
		app.print("%s taken from %s: closed to them is only what is recorded from now on",
			record.Counted(len(taken.Cases), "case"), id)
	}
	return taken.ended("taken from " + id)
}

// sayOthersAlone names the members who depended on the one who left: as stand-in or as line
// manager.
func sayOthersAlone(app *App, b *casebook.Book, id string) {
	for _, d := range b.Team().Dependents(id, b.Today().String()) {
		if d.Covered {
			app.say("note: nobody acts for %s now, who is away to %s: "+
				"casefile cover %s --by MEMBER --until %s",
				d.ID, d.CoveredUntil, d.ID, d.CoveredUntil)
		}
		if d.Managed {
			app.say("note: %s has lost their line manager: "+
				"casefile team set %s --line-manager MEMBER", d.ID, d.ID)
		}
	}
}

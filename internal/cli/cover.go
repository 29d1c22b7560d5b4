package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newCoverCommand(app *App) *cobra.Command {
	var h casebook.HandoverPlan
	var back bool
	cmd := &cobra.Command{
		Use:   "cover MEMBER --by MEMBER --until DATE | cover MEMBER --back",
		Short: "Let somebody act for a colleague who is away", GroupID: "manage",
		Long: `Let somebody act for a colleague who is away, up to a day.

For a key worker: each of their open cases gets an entry that says so, filled in from
the case. The colleague who covers is let in where they could not read the case. The
key worker stays.

For a manager, a safeguarding lead, a senior manager or a keeper of the records: the
team says so, signed by a senior manager. Until that day the colleague endorses,
triages and is rung in their place, as far as the colleague's own roles allow. The
colleague is let into the cases that the absent one sees to, with two exceptions: a
case that was taken from the colleague before, and a restricted case, which has fewer
readers than the team lets in.

After that day the colleague can still read: casefile readers CASE revoke takes them out.
--back says that a manager, a lead, a senior manager or a keeper of the records is back
earlier. Cover for a key worker ends on its day.

Was the command interrupted? Give the same command again: it goes on.`,
		Example: `  # ben acts for asha until 20 March
  casefile cover asha --by ben --until 2026-03-20
  # the manager mina came back earlier
  casefile cover mina --back`,
		Args: arguments(1, 1, "MEMBER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			h.From = args[0]
			if back && (h.To != "" || h.Until != "") || !back && (h.To == "" || h.Until == "") {
				return withHint(
					usage("cover needs --by MEMBER and --until DATE, or --back alone"),
					"casefile cover --help",
				)
			}
			return withBook(cmd.Context(), app, func(b *casebook.Book) error {
				if back {
					return runCoverBack(cmd.Context(), app, b, h.From)
				}
				return runCover(cmd.Context(), app, b, h)
			})
		},
	}
	cmd.Flags().StringVar(&h.To, "by", "", "the `member` who covers")
	cmd.Flags().StringVar(&h.Until, "until", "", "the last `date` of it")
	cmd.Flags().BoolVar(&back, "back", false, "the absent member is back: nobody acts for them "+
		"any more")
	return cmd
}

func runCover(ctx context.Context, app *App, b *casebook.Book, h casebook.HandoverPlan) error {
	if err := takesOver(ctx, app, b, h); err != nil {
		return err
	}
	plan, err := b.PlanCover(ctx, h)
	if err != nil {
		return coverError(b, err)
	}
	sayShut(app, plan)
	if plan.Absent && !plan.Told {
		if err := ready(ctx, app, b, team.OpTeam, ""); err != nil {
			return seniorSigns(b, err)
		}
	}
	done, err := b.CoverFor(ctx, plan, nextSteps(b), bulkProgress{app})
	if err != nil {
		return seniorSigns(b, goOn(ctx, err))
	}
	return sayCovered(app, b, plan, done)
}

// coverError adds the hint where no cover is possible.
func coverError(b *casebook.Book, err error) error {
	switch {
	case errors.Is(err, casebook.ErrNoCover):
		return withHint(err, "casefile team shows who has which roles")
	case errors.Is(err, casebook.ErrNoRoleForCover):
		return withHint(err, "name a manager or a senior: casefile team")
	case errors.Is(err, casebook.ErrCoverTooLong):
		return usage("--until: %v", err)
	}
	return seniorSigns(b, err)
}

// sayShut names the cases that the stand-in can't read.
func sayShut(app *App, c *casebook.Cover) {
	for _, id := range c.Shut[:min(len(c.Shut), maxLines)] {
		app.say(
			"note: %s is not opened to %s: it was taken from them, or is read by fewer than the "+
				"team lets in, as a restricted case is: casefile readers %s grant %s",
			id,
			c.To,
			id,
			c.To,
		)
	}
	sayMore(app, len(c.Shut))
}

// sayCovered shows the cover that is now in place, and ends the work.
func sayCovered(app *App, b *casebook.Book, c *casebook.Cover, done *casebook.Covered) error {
	let := &bulk{app: app, Many: done.LetIn}
	k := &bulk{app: app, Many: done.Handed, help: showsCase}
	if app.global.json {
		fields := k.fields()
		fields["commits"] = append(orEmpty(let.Commits), orEmpty(k.Commits)...)
		fields["away"], fields["by"], fields["until"] = c.Absent, c.To, c.Until
		fields["let_in"] = caseNames(let.Cases)
		fields["skipped"] = append(
			fields["skipped"].([]map[string]any),
			let.fields()["skipped"].([]map[string]any)...)
		if err := app.document("cover", fields); err != nil {
			return err
		}
	} else {
		if c.Absent {
			sayActs(app, b, c.HandoverPlan)
		}
		for _, id := range let.Cases[:min(len(let.Cases), maxLines)] {
			app.print("%s  can now be read by %s", id, c.To)
		}
		sayMore(app, len(let.Cases))
		if len(k.Cases) > 0 || !c.Absent {
			app.print("%s of %s covered by %s until %s", record.Counted(len(k.Cases), "case"),
				c.From, c.To, c.Until)
		}
	}
	if err := let.ended("opened to " + c.To); err != nil {
		return err
	}
	return k.ended("covered")
}

// sayActs says what a stand-in does in the other member's place, what lies outside the stand-in's
// roles, and whether the stand-in is away too.
func sayActs(app *App, b *casebook.Book, h casebook.HandoverPlan) {
	away, _ := b.Team().Member(h.From)
	in, _ := b.Team().Member(h.To)
	acting := in.ActingFor(away)
	app.print("%s  away to %s; until then %s %s in their place", h.From, h.Until, h.To,
		actingWords(acting))
	if by, isAway := worldOf(b).ActsFor(h.To); isAway {
		app.say(
			"note: %s is away too, to %s; %s acts for them",
			h.To,
			in.CoveredUntil,
			cmp.Or(by, "nobody"),
		)
	}
	for _, level := range acting.Not {
		app.say(
			"note: %s may not endorse as %s manager; other managers and seniors who read a case do",
			h.To,
			level,
		)
	}
	if acting.Triages && !acting.Accepts {
		app.say("note: %s may triage, and may not accept an intake; seniors do", h.To)
	}
}

// actingWords names what a stand-in does in the other's place.
func actingWords(a team.StandInRights) string {
	var does []string
	if a.Endorses {
		does = append(does, "endorses")
	}
	if a.Triages {
		does = append(does, "triages", "is rung")
	}
	if len(does) == 0 {
		return "acts"
	}
	return record.Enumerated(does)
}

// seniorSigns adds the names of the seniors, who may change the team, to a refusal.
func seniorSigns(b *casebook.Book, err error) error {
	if !errors.Is(err, casebook.ErrDenied) {
		return err
	}
	var seniors []string
	for _, m := range b.Team().InRole(team.Senior) {
		seniors = append(seniors, fmt.Sprintf("%s (%s)", m.Name, m.ID))
	}
	return withHint(err, "who is away is said in the team, which a senior signs: %s",
		strings.Join(seniors, ", "))
}

// runCoverBack ends an absence that the team names. Cover that entries name for single cases stays.
func runCoverBack(ctx context.Context, app *App, b *casebook.Book, id string) error {
	if err := writing(app); err != nil {
		return err
	}
	if err := knownMembers(b, []string{id}); err != nil {
		return err
	}
	m, _ := b.Team().Member(id)
	if m.Cover(b.Today().String()) == "" {
		return withHint(
			inState("the team does not say that %s is away", id),
			"cover of a key worker ends on the day that its entries name",
		)
	}
	if err := ready(ctx, app, b, team.OpTeam, ""); err != nil {
		return seniorSigns(b, err)
	}
	if err := b.EndCover(ctx, id); err != nil {
		return seniorSigns(b, err)
	}
	if app.global.json {
		return app.document("cover", map[string]any{"back": id, "was_covered_by": m.CoveredBy})
	}
	app.print("%s  is back; %s no longer acts for them", id, m.CoveredBy)
	return sayLetIn(ctx, app, b, m.CoveredBy)
}

// sayLetIn says how many live cases a member can still read that the team would not open to them by
// itself.
func sayLetIn(ctx context.Context, app *App, b *casebook.Book, id string) error {
	n, err := b.ReadsBeyondUsual(ctx, id)
	if n > 0 {
		app.say(
			"note: %s can still read %s besides their own: casefile readers review lists them",
			id,
			record.Counted(n, "case"),
		)
	}
	return err
}

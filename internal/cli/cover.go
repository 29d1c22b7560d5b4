package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newCoverCommand(app *App) *cobra.Command {
	var h casebook.Handing
	var back bool
	cmd := &cobra.Command{
		Use: "cover MEMBER --by MEMBER --until DATE | cover MEMBER --back", Short: "Let somebody act for a colleague who is away", GroupID: "manage",
		Long: `Let somebody act for a colleague who is away, up to a day.

For a key worker: in each of their open cases an entry says so, filled in from
the case, and who can't read it yet is let in. The key worker stays.

For a manager, a safeguarding lead, a senior manager or a keeper of the records:
the team says so, which a senior signs. Until that day the other endorses,
triages and is rung in their place, as far as their own roles allow it, and is let
into the cases that the absent one sees to. A case that was taken from them once, or
that is read by fewer than the team lets in, as a restricted one is, stays shut.

After that day the other can still read; casefile readers takes them away. --back
says that a colleague of the team has come back earlier. What was interrupted goes
on when the command is given again.`,
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
	cmd.Flags().BoolVar(&back, "back", false, "they are back: nobody acts for them any more")
	return cmd
}

func runCover(ctx context.Context, app *App, b *casebook.Book, h casebook.Handing) error {
	if err := takesOver(ctx, app, b, h); err != nil {
		return err
	}
	away, _ := b.Team().Member(h.From)
	if !away.Active() {
		return inState("%s left on %s", h.From, away.Left.Format(time.DateOnly))
	}
	h.Reason = fmt.Sprintf("%s is away", b.Team().Name(h.From))
	ids, err := b.LiveCasesOf(ctx, h.From)
	if err != nil {
		return err
	}
	if len(ids) == 0 && !away.Oversees() {
		return withHint(
			notFound(
				"%s is the key worker of no open case, and has no role that waits for them: there is nothing to cover",
				h.From,
			),
			"casefile team shows who has which roles",
		)
	}
	k := &bulk{app: app, help: showsCase}
	let := &bulk{app: app}
	if away.Oversees() {
		// Before anybody is let in: the roster still says who should read what.
		if err := mayBeAway(ctx, app, b, away, h); err != nil {
			return err
		}
		if err := letStandIn(ctx, app, b, let, away, h.To); err != nil {
			return err
		}
		if err := recordAbsence(ctx, app, b, away, h); err != nil {
			return err
		}
	}
	done, err := handOverAll(ctx, app, b, ids, h)
	if err != nil {
		return err
	}
	k.Take(done)
	return sayCovered(app, b, h, away.Oversees(), k, let)
}

// sayCovered tells what cover there is now, and ends the work.
func sayCovered(app *App, b *casebook.Book, h casebook.Handing, absent bool, k, let *bulk) error {
	if app.global.json {
		fields := k.fields()
		fields["commits"] = append(orEmpty(let.Commits), orEmpty(k.Commits)...)
		fields["away"], fields["by"], fields["until"], fields["let_in"] = absent, h.To, h.Until, caseNames(
			let.Cases,
		)
		fields["skipped"] = append(
			fields["skipped"].([]map[string]any),
			let.fields()["skipped"].([]map[string]any)...)
		if err := app.document("cover", fields); err != nil {
			return err
		}
	} else {
		if absent {
			app.print("%s  away to %s; until then %s %s in their place", h.From, h.Until, h.To, actsAs(b, h))
			sayBeyond(app, b, h)
		}
		for _, id := range let.Cases[:min(len(let.Cases), mostLines)] {
			app.print("%s  can now be read by %s", id, h.To)
		}
		sayMore(app, len(let.Cases))
		if len(k.Cases) > 0 || !absent {
			app.print("%s of %s covered by %s until %s", record.Counted(len(k.Cases), "case"), h.From, h.To, h.Until)
		}
	}
	if err := let.ended("opened to " + h.To); err != nil {
		return err
	}
	return k.ended("covered")
}

// actsAs says what somebody does in the place of another, as far as the roles of both go.
func actsAs(b *casebook.Book, h casebook.Handing) string {
	away, _ := b.Team().Member(h.From)
	in, _ := b.Team().Member(h.To)
	var does []string
	if slices.ContainsFunc(
		away.Rights(),
		func(level string) bool { return slices.Contains(in.Rights(), level) },
	) {
		does = append(does, "endorses")
	}
	if away.Has(team.Lead) {
		does = append(does, "triages", "is rung")
	}
	if len(does) == 0 {
		return "acts"
	}
	return record.Enumerated(does)
}

// sayBeyond says what is outside the roles of whoever stands in, and whether they are here.
func sayBeyond(app *App, b *casebook.Book, h casebook.Handing) {
	away, _ := b.Team().Member(h.From)
	in, _ := b.Team().Member(h.To)
	if by, isAway := worldOf(b).ActsFor(h.To); isAway {
		app.say(
			"note: %s is away too, to %s; %s acts for them",
			h.To,
			in.CoveredUntil,
			cmp.Or(by, "nobody"),
		)
	}
	for _, level := range away.Rights() {
		if !slices.Contains(in.Rights(), level) {
			app.say(
				"note: %s may not endorse as %s manager; other managers and seniors who read a case do",
				h.To,
				level,
			)
		}
	}
	if away.Has(team.Lead) && !in.HasAny(team.Lead, team.Senior) {
		app.say("note: %s may triage, and may not accept an intake; seniors do", h.To)
	}
}

// longestAbsence bounds a cover of the roster; who is away for longer has left.
const longestAbsence = 366 // days

// mayBeAway tests first what can be refused.
func mayBeAway(ctx context.Context, app *App, b *casebook.Book, away team.Member, h casebook.Handing) error {
	if err := b.MayNow(ctx, team.OpTeam, ""); err != nil {
		return seniorSigns(b, err)
	}
	if in, _ := b.Team().Member(h.To); !in.Oversees() && !away.Has(team.Lead) {
		return withHint(denied("%s has no role in which to act for %s", h.To, h.From),
			"name a manager or a senior: casefile team")
	}
	until, err := record.ParseDate(h.Until)
	if err == nil && b.Today().AddDays(longestAbsence).Before(until) {
		err = usage("--until: %s is more than a year away", until)
	}
	return err
}

// recordAbsence writes into the team who acts for a member, unless it says so already.
func recordAbsence(
	ctx context.Context, app *App,
	b *casebook.Book,
	away team.Member,
	h casebook.Handing,
) error {
	if away.CoveredBy == h.To && away.CoveredUntil == h.Until {
		return nil
	}
	return writeAbsence(ctx, app, b, h.From, h.To, h.Until)
}

func writeAbsence(ctx context.Context, app *App, b *casebook.Book, id, by, until string) error {
	change := func(m *team.Member, _ time.Time) (string, error) {
		m.CoveredBy, m.CoveredUntil = by, until
		return "", nil
	}
	_, _, err := writeTeam(ctx, app, b, memberChange(id, change))
	return seniorSigns(b, err)
}

// seniorSigns tells whoever may not change the team who may.
func seniorSigns(b *casebook.Book, err error) error {
	if !errors.Is(err, casebook.ErrDenied) {
		return err
	}
	return withHint(err, "who is away is said in the team, which a senior signs: %s",
		strings.Join(seniorsOf(b), ", "))
}

// seniorsOf are the active seniors, by name and ID.
func seniorsOf(b *casebook.Book) []string {
	var out []string
	for _, m := range b.Team().Members {
		if m.Active() && m.Has(team.Senior) {
			out = append(out, fmt.Sprintf("%s (%s)", m.Name, m.ID))
		}
	}
	return out
}

// letStandIn lets whoever acts for an overseer into the live cases that the team lets the
// overseer into by itself. Nobody is let in without being named where a case looks as
// though they are to be kept out.
func letStandIn(ctx context.Context, app *App, b *casebook.Book, k *bulk, away team.Member, to string) error {
	ids, shut, err := b.ForStandIn(ctx, away.ID, to)
	if err != nil {
		return err
	}
	for _, id := range shut[:min(len(shut), mostLines)] {
		app.say(
			"note: %s is not opened to %s: it was taken from them, or is read by fewer than the team "+
				"lets in, as a restricted case is: casefile readers %s grant %s",
			id,
			to,
			id,
			to,
		)
	}
	sayMore(app, len(shut))
	return k.inChunks(
		ctx,
		"letting in "+to,
		len(ids),
		func(tell casebook.Tell) (*casebook.Many, error) {
			return b.GrantMany(ctx, ids, to, tell)
		},
	)
}

// runCoverBack ends an absence that the team tells of. What entries say of cover in single
// cases stands.
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
	yesterday := b.Today().AddDays(-1).String() // so that due still knows whose access is left over
	if err := writeAbsence(ctx, app, b, id, m.CoveredBy, yesterday); err != nil {
		return err
	}
	if app.global.json {
		return app.document("cover", map[string]any{"back": id, "was_covered_by": m.CoveredBy})
	}
	app.print("%s  is back; %s no longer acts for them", id, m.CoveredBy)
	return sayLetIn(ctx, app, b, m.CoveredBy)
}

// sayLetIn tells how many live cases a member can read whom the team would not let in by
// itself.
func sayLetIn(ctx context.Context, app *App, b *casebook.Book, id string) error {
	n, err := b.ReadsBeyond(ctx, id)
	if n > 0 {
		app.say(
			"note: %s can still read %s besides their own: casefile readers review lists them",
			id,
			record.Counted(n, "case"),
		)
	}
	return err
}

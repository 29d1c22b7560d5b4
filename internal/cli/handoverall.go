package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

func (a *App) runHandoverAll(ctx context.Context, b *casebook.Book, h handing) error {
	if err := a.takesOver(ctx, b, h); err != nil {
		return err
	}
	ids, err := b.CasesOf(ctx, h.from)
	if err != nil {
		return err
	}
	k := &bulk{app: a, b: b, help: showsCase}
	if err := a.handOverAll(ctx, k, ids, h); err != nil {
		return err
	}
	return k.answer("handover", "handed over", "%s handed over from %s to %s", counted(len(k.done), "case"), h.from, h.to)
}

// takesOver tests the person at the machine, and both members.
func (a *App) takesOver(ctx context.Context, b *casebook.Book, h handing) error {
	if err := a.writing(); err != nil {
		return err
	}
	if err := knownMembers(b, []string{h.from, h.to}); err != nil {
		return err
	}
	if h.from == h.to {
		return usage("%s is given twice", h.to)
	}
	if err := a.coverDay(b, h); err != nil {
		return err
	}
	return b.Takes(&record.Docket{KeyWorker: h.from}, h.to)
}

// handOverAll lets the new key worker into all cases, many in a commit, and
// hands each over with an entry of its own.
func (a *App) handOverAll(ctx context.Context, k *bulk, ids []record.ID, h handing) error {
	granting := &bulk{app: a, b: k.b}
	err := granting.inChunks(ctx, "letting in "+h.to, len(ids), func(tell casebook.Tell) (*casebook.Many, error) {
		return k.b.GrantMany(ctx, ids, h.to, tell)
	})
	k.skipped = append(k.skipped, granting.skipped...)
	if err != nil {
		return err
	}
	return k.each(ctx, "handing over", k.left(ids), func(id record.ID) (string, error) {
		return a.handOverOne(ctx, k.b, id, h)
	})
}

// handOverOne gives "" for a case where nothing is left to do.
func (a *App) handOverOne(ctx context.Context, b *casebook.Book, id record.ID, h handing) (string, error) {
	c, err := b.Case(ctx, id)
	if err != nil {
		return "", err
	}
	if h.cover() && c.Allocation.Cover == h.to && c.Allocation.CoverTo.String() == h.until {
		return "", nil
	}
	text, err := h.text(b, c)
	if err != nil {
		return "", err
	}
	p, findings, err := b.Prepare(ctx, casebook.Writing{Case: id, Kind: "handover", File: "handover of " + id.String(), Text: text})
	if err != nil {
		return "", err
	}
	if findings.Failed() {
		a.advise(findings)
		return "", fmt.Errorf("%w: the entry filled in from the case is refused", errFindings)
	}
	done, err := b.HandOver(ctx, id, p)
	if err != nil {
		return "", err
	}
	return done.Commit, nil
}

func (a *App) newCoverCommand() *cobra.Command {
	var h handing
	cmd := &cobra.Command{
		Use: "cover MEMBER --by MEMBER --until DATE", Short: "Let somebody act for a key worker for a time", GroupID: "manage",
		Long: `Let somebody act for a key worker up to a day: in each of the key worker's open
cases an entry says so, filled in from the case, and who can't read it yet is let
in. The key worker stays. After that day they can still read; casefile readers
takes them away. What was interrupted goes on when the command is given again.
Whoever endorses for a manager who is away says so with endorse --covering.`,
		Args: arguments(1, 1, "MEMBER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			h.from = args[0]
			if h.to == "" || h.until == "" {
				return withHint(usage("cover needs --by MEMBER and --until DATE"), "casefile cover --help")
			}
			return a.withBook(cmd.Context(), func(b *casebook.Book) error { return a.runCover(cmd.Context(), b, h) })
		},
	}
	cmd.Flags().StringVar(&h.to, "by", "", "the `member` who covers")
	cmd.Flags().StringVar(&h.until, "until", "", "the last `date` of it")
	return cmd
}

func (a *App) runCover(ctx context.Context, b *casebook.Book, h handing) error {
	if err := a.takesOver(ctx, b, h); err != nil {
		return err
	}
	h.reason = fmt.Sprintf("%s is away", nameOf(b, h.from))
	ids, err := b.LiveCasesOf(ctx, h.from)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return withHint(fmt.Errorf("%w: %s is the key worker of no open case, so there is nothing to cover", casebook.ErrNotFound, h.from),
			"what a manager who is away would endorse: casefile endorse ENTRY --covering %s", h.from)
	}
	k := &bulk{app: a, b: b, help: showsCase}
	if err := a.handOverAll(ctx, k, ids, h); err != nil {
		return err
	}
	return k.answer("cover", "covered", "%s of %s covered by %s until %s", counted(len(k.done), "case"), h.from, h.to, h.until)
}

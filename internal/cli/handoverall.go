package cli

import (
	"context"
	"fmt"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

func runHandoverAll(ctx context.Context, app *App, b *casebook.Book, h handing) error {
	if err := takesOver(ctx, app, b, h); err != nil {
		return err
	}
	ids, err := b.CasesOf(ctx, h.from)
	if err != nil {
		return err
	}
	k := &bulk{app: app, b: b, help: showsCase}
	if err := handOverAll(ctx, app, k, ids, h); err != nil {
		return err
	}
	return k.answer("handover", "handed over", "%s handed over from %s to %s", counted(len(k.done), "case"), h.from, h.to)
}

// takesOver tests the person at the machine, and both members.
func takesOver(ctx context.Context, app *App, b *casebook.Book, h handing) error {
	if err := writing(app); err != nil {
		return err
	}
	if err := knownMembers(b, []string{h.from, h.to}); err != nil {
		return err
	}
	if h.from == h.to {
		return usage("%s is given twice", h.to)
	}
	if err := coverDay(app, b, h); err != nil {
		return err
	}
	return b.Takes(&record.Docket{KeyWorker: h.from}, h.to)
}

// handOverAll lets the new key worker into all cases, many in a commit, and
// hands each over with an entry of its own.
func handOverAll(ctx context.Context, app *App, k *bulk, ids []record.ID, h handing) error {
	granting := &bulk{app: app, b: k.b}
	err := granting.inChunks(ctx, "letting in "+h.to, len(ids), func(tell casebook.Tell) (*casebook.Many, error) {
		return k.b.GrantMany(ctx, ids, h.to, tell)
	})
	k.skipped = append(k.skipped, granting.skipped...)
	if err != nil {
		return err
	}
	return k.each(ctx, "handing over", k.left(ids), func(id record.ID) (string, error) {
		return handOverOne(ctx, app, k.b, id, h)
	})
}

// handOverOne gives "" for a case where nothing is left to do.
func handOverOne(ctx context.Context, app *App, b *casebook.Book, id record.ID, h handing) (string, error) {
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
		advise(app, findings)
		return "", fmt.Errorf("%w: the entry filled in from the case is refused", errFindings)
	}
	done, err := b.HandOver(ctx, id, p)
	if err != nil {
		return "", err
	}
	return done.Commit, nil
}

package cli

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/store"
)

// beyond is what no program on this machine can see or reach.
const beyond = "not within reach: backups, copies that never sync, storage of a hosted server, keys that somebody saved elsewhere"

func (a *App) newRetentionProof() *cobra.Command {
	return &cobra.Command{
		Use: "proof CASE", Short: "Look for copies of a destroyed case's keys; exit code 1 when one is found",
		Long: `Look for every wrapped key that the docket of a destroyed case ever listed: loose,
in packs of every sort, temporary files, alternates, the work tree, outboxes and
drafts, and behind every ref and reflog. It needs no key, and runs on a bare server. A
remote in a folder of this machine is looked into as well; of others only the
server itself can tell: run it there. Exit code 1 when a copy is found.`,
		Args: arguments(1, 1, "CASE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			run := func(b *casebook.Book, id record.ID) error { return a.runRetentionProof(cmd.Context(), b, id) }
			return a.withBookAsItIs(cmd.Context(), onCase(cmd.Context(), args[0], run))
		},
	}
}

func (a *App) runRetentionProof(ctx context.Context, b *casebook.Book, id record.ID) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	gone, err := b.GoneKeys(ctx, id)
	if err != nil {
		return err
	}
	if d.Status != record.Destroyed && len(gone) == 0 {
		return withHint(inState("%s is %s, and its keys are in use", id, d.Status), "casefile dispose %s", id)
	}
	left, err := b.LeftOf(ctx, id, gone)
	if err != nil {
		return err
	}
	there, seen, err := a.remoteCopies(ctx, b, gone)
	if err != nil {
		return err
	}
	if a.global.json {
		fields := map[string]any{"case": id.String(), "status": string(d.Status), "keys": len(gone), "erased": len(left) == 0,
			"places": placeFields(left), "remote": seen, "remote_places": placeFields(there), "beyond": beyond}
		if err := a.document("retention-proof", fields); err != nil {
			return err
		}
	} else {
		a.printProof(id, len(gone), left, there, seen)
	}
	return foundError(len(left) + len(there))
}

func (a *App) printProof(id record.ID, keys int, left, there []casebook.Place, seen string) {
	if len(left) == 0 {
		a.print("%s  erased from this copy: %s, none found", id, counted(keys, "wrapped key"))
	} else {
		a.print("%s  not erased from this copy:", id)
		a.printPlaces(left)
	}
	switch {
	case seen == remoteNone:
	case seen == remoteUnseen:
		a.print("%s  the remote can't be looked into from here; run casefile retention proof on the server", id)
	case len(there) == 0:
		a.print("%s  erased from the remote", id)
	default:
		a.print("%s  not erased from the remote:", id)
		a.printPlaces(there)
	}
	a.print("%s", beyond)
}

func (a *App) printPlaces(list []casebook.Place) {
	for _, p := range list {
		if p.ID == "" {
			a.print("    %s: %s", p.Where, p.What)
			continue
		}
		a.print("    %.12s  %s: %s", p.ID, p.Where, p.What)
	}
}

// What could be seen of the remote.
const (
	remoteNone   = "none"
	remoteSeen   = "seen"
	remoteUnseen = "unseen"
)

// remoteCopies looks into a remote that is a folder of this machine.
func (a *App) remoteCopies(ctx context.Context, b *casebook.Book, ids []string) (found []casebook.Place, seen string, err error) {
	where, err := b.Repo().Remote(ctx, casebook.RemoteName)
	if err != nil || where == "" {
		return nil, remoteNone, err
	}
	if u, err := url.Parse(where); err == nil && u.Scheme == "file" {
		where = u.Path
	}
	if info, err := os.Stat(where); err != nil || !info.IsDir() {
		return nil, remoteUnseen, nil
	}
	there, err := store.Open(ctx, where)
	if err != nil {
		return nil, remoteUnseen, nil // what it is, its own git may know
	}
	defer there.Close()
	found, err = there.Trace(ctx, ids)
	return found, remoteSeen, err
}

func placeFields(list []casebook.Place) []map[string]any {
	out := []map[string]any{}
	for _, p := range list {
		out = append(out, map[string]any{"id": orNil(p.ID), "where": p.Where, "what": p.What})
	}
	return out
}

// foundError is exit code 1 wherever a copy remains.
func foundError(n int) error {
	if n == 0 {
		return nil
	}
	return withHint(fmt.Errorf("%s found: not erased", counted(n, "place")), "remove what is named above, then casefile retention proof CASE")
}

func copiesError(e *casebook.Erasure) error {
	if e == nil || len(e.Left) == 0 {
		return nil
	}
	var where []string
	for _, p := range e.Left {
		where = append(where, p.Where)
	}
	return withHint(fmt.Errorf("copies of keys remain here: %s", strings.Join(where, ", ")), "remove them, then casefile retention proof CASE")
}

// sayPurged tells what a sync took out of this copy.
func (a *App) sayPurged(e *casebook.Erasure) {
	if e == nil || len(e.IDs)+e.Texts == 0 {
		return
	}
	a.print("%s  %s", strings.Join(caseNames(e.Cases), " "), purgedWords(e))
	a.printPlaces(e.Left)
	if e.Texts > 0 {
		a.print("%s  removed with it: %s that were not recorded or not sent", strings.Join(caseNames(e.Cases), " "), counted(e.Texts, "text"))
	}
}

func purgedWords(e *casebook.Erasure) string {
	word := "erased from this copy"
	if len(e.Left) > 0 {
		word = "not erased from this copy"
	}
	return word + ": " + counted(len(e.IDs), "wrapped key")
}

// sayErased ends a disposal.
func (a *App) sayErased(b *casebook.Book, id record.ID, e *casebook.Erasure) error {
	if a.global.json {
		fields := erasedFields(e)
		fields["case"], fields["tip"], fields["beyond"] = id.String(), b.Tip(), beyond
		if err := a.document("dispose", fields); err != nil {
			return err
		}
	} else {
		a.print("%s  is destroyed in the record", id)
		a.sayPurged(e)
		a.print("%s", beyond)
	}
	return copiesError(e)
}

func erasedFields(e *casebook.Erasure) map[string]any {
	if e == nil {
		e = &casebook.Erasure{}
	}
	return map[string]any{"cases": caseNames(e.Cases), "keys": len(e.IDs), "texts": e.Texts, "erased": len(e.Left) == 0, "places": placeFields(e.Left)}
}

package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// beyond names what no program on this machine can see or reach.
const beyond = "not within reach: backups, copies that never sync, storage of a hosted server, " +
	"keys that somebody saved elsewhere"

func newRetentionProof(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "proof CASE", Short: "Look for copies of a destroyed case's keys; exit code 20 when " +
			"one is found",
		Long: `Look for copies of every wrapped key that the docket of a destroyed case ever listed.
It needs no key, and runs on a bare server. It looks

  - in loose files, packs of every kind, temporary files and alternates
  - in outboxes and drafts, behind every ref and reflog
  - in what somebody saved in the work tree or the git directory: keys, wrapped or in
    clear, packs, bundles, other repositories

It names what it could not look into: an archive, a link, a file that it may not read.
It also looks into a remote in a folder of this machine. It can't see what another
remote still has: run the command there, on the server.

The exit code is 0 if no copy was found, here and in the remote, or if there is no
remote. It is 20

  - when a copy is found, or the remote can't be seen
  - before the remote has accepted the disposal: until then no key is destroyed, and
    casefile sync sends the disposal
  - while keys are kept so that an erasure can be repaired; they are named, with the
    time at which they go
  - while somebody's index in this copy is older than the disposal; their next command
    that reads renews it`,
		Example: `  # after the disposal, in a copy and on the server
  casefile retention proof K3F9-27QM`,
		Args: arguments(1, 1, "CASE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			run := func(b *casebook.Book, id record.ID) error {
				return runRetentionProof(cmd.Context(), app, b, id)
			}
			return withBookAsItIs(cmd.Context(), app, onCase(cmd.Context(), args[0], run))
		},
	}
}

func runRetentionProof(ctx context.Context, app *App, b *casebook.Book, id record.ID) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	dead, err := b.DeadKeys(ctx, id)
	if err != nil {
		return err
	}
	if cases.KeysInUse(d, len(dead)) {
		return withHint(inState("%s is %s, and its keys are in use", id, d.Status),
			"casefile dispose %s", id)
	}
	p, err := b.ProveDestruction(ctx, id, dead)
	if err != nil {
		return err
	}
	if app.global.json {
		if err := app.document("retention-proof", proofFields(p, d)); err != nil {
			return err
		}
	} else {
		printErasure(app, p)
	}
	return cmp.Or(notAcceptedError(id, d, p.End), waitsError(b, id, len(p.Found.Places)),
		remainingKeys{id, p.Found.Places, p.There}.finding(), keptError(p.Kept),
		indexesError(p.Indexes),
		unseenError(id, p.Seen))
}

func proofFields(p casebook.DestructionProof, d *record.Docket) map[string]any {
	return map[string]any{"case": p.Case.String(), "owed": p.PurgePending,
		"status": string(d.Status),
		"keys":   p.Keys, "erased": len(p.Found.Places) == 0,
		"places": placeFields(p.Found.Places), "remote": p.Seen,
		"remote_places": placeFields(p.There), "kept": undoFields(p.Kept),
		"not_searched": append([]string{}, p.Found.Skipped...),
		"indexes":      append([]string{}, p.Indexes...),
		"accepted":     p.End == casebook.RemoteHas, "beyond": beyond}
}

func printErasure(app *App, p casebook.DestructionProof) {
	if p.End == casebook.RemoteLacks && len(p.Found.Places) > 0 {
		app.print("%s  not sent yet: no key is destroyed before the remote has accepted it", p.Case)
		return
	}
	printProof(app, p.Case, p.Keys, p.Found.Places)
	if p.End == casebook.RemoteHas || len(p.There) > 0 {
		printRemote(app, p.Case, p.There, p.Seen, p.Where)
	}
	printUndo(app, p.Kept)
	if p.PurgePending {
		app.print("%s  not finished: each command that may write here goes on with it until it "+
			"finds none", p.Case)
	}
	for _, member := range p.Indexes {
		app.print("%s  the index of %s may still hold its texts, until a command of theirs "+
			"moves it into a new file under a new key", p.Case, member)
	}
	for _, skipped := range p.Found.Skipped {
		app.print("%s  not looked into: %s", p.Case, skipped)
	}
	app.print("%s", beyond)
}

// notAcceptedError returns the error for a disposal or an erasure that the remote does not have.
// The keys there are then in use, and nobody may remove any.
func notAcceptedError(id record.ID, d *record.Docket, end casebook.AtRemote) error {
	act := "the disposal of " + id.String()
	if d.Status != record.Destroyed {
		act = "the erasure in " + id.String()
	}
	switch end {
	case casebook.RemoteLacks:
		return withHint(fmt.Errorf("%w%s is recorded here and not sent yet, and nothing is "+
			"destroyed at the remote", errSilent{errFindings}, act), "casefile sync")
	case casebook.RemoteWentBack:
		return withHint(fmt.Errorf("%wthe remote does not have %s any more, and its keys are in "+
			"use there", errSilent{errFindings}, act), "casefile sync, which says how to go on")
	}
	return nil
}

// waitsError returns the error for a copy that keeps the keys of an erasure for some days. No key
// was overlooked.
func waitsError(b *casebook.Book, id record.ID, here int) error {
	until, waits := b.KeptUntil(id)
	if !waits || here == 0 {
		return nil
	}
	return withHint(
		fmt.Errorf("%wthis copy keeps the keys until %s, so that the erasure can be repaired",
			errSilent{errFindings}, until.UTC().Format(time.RFC3339)), "casefile sync, after that")
}

// indexesError returns the error for indexes that were not renewed since something was destroyed.
func indexesError(members []string) error {
	if len(members) == 0 {
		return nil
	}
	return withHint(fmt.Errorf("%wthe index of %s may hold what was destroyed",
		errSilent{errFindings}, record.Enumerated(members)), "casefile list, by each of them")
}

// keptError returns the error for a server that keeps the keys of an erasure for some days.
func keptError(kept []casebook.UndoKept) error {
	if len(kept) == 0 {
		return nil
	}
	last := slices.MaxFunc(kept, func(a, b casebook.UndoKept) int {
		return a.Until.Compare(b.Until)
	})
	return withHint(
		fmt.Errorf("%wthe server keeps keys until %s, so that the erasure can be repaired",
			errSilent{errFindings}, last.Until.UTC().Format(time.RFC3339)),
		"the next push or casefile doctor on the server strikes them after that")
}

func unseenError(id record.ID, seen string) error {
	if seen != casebook.RemoteUnseen {
		return nil
	}
	return withHint(fmt.Errorf("%w: this copy is erased; the remote can't be seen from here",
		errFindings),
		"casefile retention proof %s, on the server", id)
}

// printUndo says what is kept so that an erasure can be repaired, and until when.
func printUndo(app *App, kept []casebook.UndoKept) {
	for _, u := range kept {
		app.print("%s  kept until %s, so that an erasure can be repaired: %s in %s", u.Case,
			u.Until.UTC().Format(time.RFC3339), record.Counted(len(u.Keys), "wrapped key"), u.Dir)
	}
}

func undoFields(kept []casebook.UndoKept) []map[string]any {
	out := []map[string]any{}
	for _, u := range kept {
		out = append(out,
			map[string]any{"until": u.Until.UTC().Format(time.RFC3339), "keys": len(u.Keys),
				"where": u.Dir})
	}
	return out
}
func printProof(app *App, id record.ID, keys int, left []casebook.Place) {
	if len(left) == 0 {
		app.print("%s  erased from this copy: %s, none found", id,
			record.Counted(keys, "wrapped key"))
	} else {
		app.print("%s  not erased from this copy:", id)
		printPlaces(app, left)
	}
}

// printRemote says what was seen at the remote, and no more.
func printRemote(app *App, id record.ID, there []casebook.Place, seen, where string) {
	switch {
	case seen == casebook.RemoteNone && len(there) == 0:
	case seen == casebook.RemoteUnseen:
		app.print("%s  the remote %s: can't be seen from here", id, where)
		printPlaces(app, there)
	case len(there) == 0:
		app.print("%s  erased from the remote", id)
	default:
		app.print("%s  not erased from the remote:", id)
		printPlaces(app, there)
	}
}

func printPlaces(app *App, list []casebook.Place) {
	for _, p := range list {
		if p.ID == "" {
			app.print("    %s: %s", p.Where, p.What)
			continue
		}
		app.print("    %.12s  %s: %s", p.ID, p.Where, p.What)
	}
}

func placeFields(list []casebook.Place) []map[string]any {
	out := []map[string]any{}
	for _, p := range list {
		out = append(out, map[string]any{"id": orNil(p.ID), "where": p.Where, "what": p.What})
	}
	return out
}

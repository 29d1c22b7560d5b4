package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// resumeErasures finishes disposals that were killed before their keys were gone, or of whose keys
// a copy remained. now looks for all of them, however short ago the last look was. An error is only
// a note: the command goes on.
func resumeErasures(ctx context.Context, app *App, b *casebook.Book, now bool) {
	purgeIfServer(ctx, app, b)
	r, err := b.FinishErasure(ctx, now)
	sayPendingPurges(app, r.Waits)
	for _, e := range r.Done {
		what := "disposal of"
		if d, err := b.Docket(ctx, e.Cases[0]); err == nil && d.Status != record.Destroyed {
			what = "erasure in"
		}
		if words := remainingKeysOf(e).words(); words != "" {
			app.say("note: the %s %s is not at its end: %s", what, e.Cases[0], words)
			continue
		}
		app.say("note: the %s %s was not finished here: %s", what, e.Cases[0],
			purgedWords(e, thisCopy))
	}
	if err != nil {
		app.say("note: %s: %s", notLookedFor(b), record.OneLine(err.Error()))
	}
}

// notLookedFor says what it means that dead keys could not be looked for. If this copy has no
// pending purge, no disposal and no erasure was interrupted.
func notLookedFor(b *casebook.Book) string {
	if pending, err := b.PendingPurges(); err == nil && len(pending) == 0 {
		return "whether keys came back that were destroyed could not be looked at"
	}
	return "a disposal or an erasure was interrupted, and can't be brought to its end"
}

// lookUnasked looks at what erasures left, if the identity opens without a passphrase. No command
// may begin with that question for this alone.
func lookUnasked(ctx context.Context, app *App, b *casebook.Book) {
	list, err := b.Unlooked()
	if err != nil || len(list) == 0 || !app.keys.OpensUnasked() {
		return
	}
	e, err := b.FinishReseals(ctx)
	if err != nil {
		app.say("note: what an erasure left was looked at: %s", record.OneLine(err.Error()))
		return
	}
	for _, id := range e.Cases {
		app.say("note: what the erasure in %s left is as it was; its earlier keys are gone", id)
	}
}

// unlookedError says which earlier keys stay here and how to remove them. It returns nil if there
// are none.
func unlookedError(list []casebook.Unlooked) error {
	if len(list) == 0 {
		return nil
	}
	var looks, faults []record.ID
	for _, u := range list {
		if u.Fault {
			faults = append(faults, u.Case)
		} else {
			looks = append(looks, u.Case)
		}
	}
	if len(faults) > 0 {
		return withHint(
			fmt.Errorf("%wwhat an erasure left in %s is not what was recorded, and the earlier "+
				"keys stay here",
				errSilent{errFindings}, record.Enumerated(caseNames(faults))),
			"a senior manager who did not carry it out: casefile erase %s --repair", faults[0])
	}
	return withHint(fmt.Errorf("%wnobody here has looked at what an erasure left in %s, and the "+
		"earlier keys stay here",
		errSilent{errFindings}, record.Enumerated(caseNames(looks))),
		"casefile sync, with the identity of somebody who reads the case, looks at it; where it "+
			"says "+
			"that your key opens nothing: casefile rekey --withdraw %s", looks[0])
}

// runEraseAgain disposes of a case that the record has as destroyed already. It goes on where the
// earlier command stopped.
func runEraseAgain(ctx context.Context, app *App, b *casebook.Book, id record.ID) error {
	erased, err := b.EraseRest(ctx, id, sendFirst(app, b))
	if errors.Is(err, casebook.ErrNoKeysLeft) {
		return withHint(inState("%s is destroyed already", id), "casefile retention proof %s", id)
	}
	if err != nil {
		return disposalHint(id, err)
	}
	return sayErased(ctx, app, b, id, erased)
}

// sayPurged says what a sync removed from this copy.
func sayPurged(app *App, e *casebook.Erasure) { sayPurgedFrom(app, e, thisCopy) }

// thisCopy names the copy in which a command works.
const thisCopy = "this copy"

// sayPurgedFrom says what was removed from the copy of that name, and what remains at the remote.
func sayPurgedFrom(app *App, e *casebook.Erasure, place string) {
	sayPurgedAt(app, e, place)
	if e != nil && len(e.There) > 0 {
		app.print("%s  not erased from the remote:", strings.Join(caseNames(e.Cases), " "))
		printPlaces(app, e.There)
	}
}

// sayPurgedHere says what was removed from this copy alone.
func sayPurgedHere(app *App, e *casebook.Erasure) { sayPurgedAt(app, e, thisCopy) }

func sayPurgedAt(app *App, e *casebook.Erasure, place string) {
	if e == nil {
		return
	}
	sayKept(app, e)
	if len(e.IDs)+e.Texts == 0 {
		return
	}
	app.print("%s  %s", strings.Join(caseNames(e.Cases), " "), purgedWords(e, place))
	printPlaces(app, e.Left)
	if e.Texts > 0 {
		app.print("%s  removed with it: %s that were not recorded or not sent",
			strings.Join(caseNames(e.Cases), " "), record.Counted(e.Texts, "text"))
	}
}

// sayKept says which keys of an erasure stay here for now.
func sayKept(app *App, e *casebook.Erasure) {
	for _, k := range e.Keeps {
		app.print("%s  the keys from before an erasure go from this copy on %s, so that it can be "+
			"repaired until then",
			k.Case, k.Until.UTC().Format(time.RFC3339))
	}
	for _, id := range slices.Sorted(maps.Keys(e.Unlooked)) {
		app.print("%s  the keys from before an erasure stay here: nobody could look at what it "+
			"left (%s)",
			id, record.OneLine(e.Unlooked[id].Error()))
	}
}

func purgedWords(e *casebook.Erasure, place string) string {
	word := "erased from " + place
	if len(e.Left) > 0 {
		word = "not erased from " + place
	}
	return word + ": " + record.Counted(len(e.IDs), "wrapped key")
}

// sayErased shows the result of a disposal.
func sayErased(ctx context.Context, app *App, b *casebook.Book, id record.ID,
	e *casebook.Erasure,
) error {
	return sayGone(ctx, app, b, "dispose", id, "is destroyed in the record", e)
}

// sayGone shows the result of a disposal or an erasure. done says in words what became of the case.
func sayGone(ctx context.Context, app *App, b *casebook.Book, command string, id record.ID,
	done string, e *casebook.Erasure,
) error {
	if err := purgeFolderServer(ctx, app, b, e); err != nil {
		return err
	}
	there, seen, where, err := b.RemoteCopies(ctx, e.IDs)
	if err != nil {
		return err
	}
	kept, err := b.KeptForRepair(ctx, id)
	if err != nil {
		return err
	}
	if app.global.json {
		fields := erasedFields(e)
		fields["case"], fields["tip"], fields["beyond"] = id.String(), b.Tip(), beyond
		fields["remote"], fields["remote_places"] = seen, placeFields(there)
		fields["kept_for_repair"] = undoFields(kept)
		if err := app.document(command, fields); err != nil {
			return err
		}
	} else {
		app.print("%s  %s", id, done)
		sayPurgedHere(app, e)
		printRemote(app, id, there, seen, where)
		printUndo(app, kept)
		app.print("%s", beyond)
	}
	return remainingKeys{id, e.Left, there}.finding()
}

func erasedFields(e *casebook.Erasure) map[string]any {
	if e == nil {
		e = &casebook.Erasure{}
	}
	kept := []map[string]any{}
	for _, k := range e.Keeps {
		kept = append(kept,
			map[string]any{"case": k.Case.String(), "until": k.Until.UTC().Format(time.RFC3339)})
	}
	return map[string]any{"kept": kept, "unlooked": caseNames(slices.Sorted(maps.Keys(e.Unlooked))),
		"cases": caseNames(e.Cases), "keys": len(e.IDs), "texts": e.Texts,
		"erased": len(e.Left) == 0, "places": placeFields(e.Left),
		"remote_places": placeFields(e.There)}
}

package casebook

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/record"
)

// UnpushedTextsIn lists, unopened, the texts that a member recorded in a copy and did not send. It
// reads only the git folder of the copy. These texts are no drafts.
func UnpushedTextsIn(gitDir, member string) (out []Draft) {
	folder := filepath.Join(gitDir, "casefile", "outbox", member)
	list, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	for _, e := range list {
		name, sealed := strings.CutSuffix(e.Name(), ".age")
		_, entry, _ := strings.Cut(name, "-")
		info, err := e.Info()
		if id := record.ID(entry); err == nil && sealed && id.Valid() {
			out = append(out, Draft{ID: id, Saved: info.ModTime(), Where: InOutbox,
				Path: filepath.Join(folder, e.Name())})
		}
	}
	return out
}

// UnpushedTextsOfDamaged lists my unpushed texts where this copy is damaged. They may be all that
// is left of them, and whoever makes the copy anew wants to see them first. In a sound copy the
// record has them, and none is listed. Damage is noted (see Lost).
func (b *Book) UnpushedTextsOfDamaged(ctx context.Context) ([]Draft, error) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	list := UnpushedTextsIn(b.repo.CommonDir(), me.ID)
	if len(list) == 0 {
		return nil, nil
	}
	hurt, err := b.hurtFor(ctx, list)
	if !hurt {
		list = nil
	}
	return list, err
}

// hurtFor reports whether something is damaged here that keeps unsent texts from being sent or
// read: the line of main, dockets, or what their own cases hold. The entries of all other cases
// are not read for that.
func (b *Book) hurtFor(ctx context.Context, unsent []Draft) (bool, error) {
	if b.Accident() != nil {
		return true, nil
	}
	if _, err := b.repo.Since(ctx, "", b.Tip()); err != nil {
		return ctx.Err() == nil, ctx.Err()
	}
	_, lost, err := b.DocketsHere(ctx)
	if err != nil || len(lost) > 0 || len(b.lost) > 0 {
		return ctx.Err() == nil, ctx.Err()
	}
	for _, id := range casesOf(unsent) {
		c, err := b.Case(ctx, id)
		if err != nil && b.LostCase(id, err) || err == nil && b.LostIn(c) {
			return true, nil
		}
	}
	return false, ctx.Err()
}

// casesOf returns the cases by which the files of an outbox are named, each once.
func casesOf(list []Draft) (out []record.ID) {
	for _, d := range list {
		id, _, _ := strings.Cut(filepath.Base(d.Path), "-")
		if of := record.ID(id); of.Valid() && !slices.Contains(out, of) {
			out = append(out, of)
		}
	}
	return out
}

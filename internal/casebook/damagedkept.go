package casebook

import (
	"context"
	"path/filepath"
	"strings"

	"casefile/internal/record"
	"casefile/internal/store"
)

// inKeptDamaged looks into the damaged copies that were kept when this one was made anew: no
// purge reaches them. What is damaged of them can't be looked into, which is told.
func (b *Book) inKeptDamaged(ctx context.Context, id record.ID, keys []string) (Remains, error) {
	var out Remains
	for _, folder := range b.repo.KeptDamaged() {
		w, found := store.FindWreck(folder)
		if !found || w.Folder() != folder {
			continue
		}
		n := len(out.Places)
		err := out.searchWreck(ctx, w, keys)
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		texts, _ := filepath.Glob(filepath.Join(w.GitDir, "casefile", "outbox", "*",
			string(id)+"-*"))
		for _, path := range texts {
			out.Places = append(out.Places, Place{Where: path, What: "a text that was not sent"})
		}
		if err != nil || len(out.Places) == n {
			out.Skipped = append(out.Skipped, folder+": a damaged copy; what is damaged of it "+
				"nobody can look into: rm -r '"+folder+"'")
		}
	}
	return out, nil
}

// searchWreck adds the keys that a damaged copy has.
func (r *Remains) searchWreck(ctx context.Context, w *store.Wreck, keys []string) error {
	lent, end, err := w.Lend(ctx)
	if err != nil {
		return err
	}
	defer end()
	found, err := lent.Search(ctx, keys)
	for _, p := range found.Places {
		p.What = strings.TrimSpace(p.What + ", in a damaged copy that was kept: rm -r '" +
			w.Folder() + "'")
		r.Places = append(r.Places, p)
	}
	return err
}

package casebook

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
)

// Salvaged is the result of taking what only a damaged copy has.
type Salvaged struct {
	Joined *Joined        // the replay of sound unpushed commits, or nil
	Drafts []record.ID    // of texts of mine whose commit is damaged
	Kept   int            // how many drafts were brought
	Others []string       // members whose unpushed texts stay there, as only they can open them
	Waits  []UnpushedWork // what others recorded there, and push from here themselves
	Theirs []TreeText     // texts of others that only its work tree has, for them to take over
	Broken []string       // files that can't be read or opened
}

// Salvage takes into this copy what only a damaged copy still has: sound unpushed commits, and
// drafts. From damaged commits it makes drafts, of the texts in my outbox or else of the files in
// the work tree. The damaged copy stays unchanged, and nothing is brought twice.
func (b *Book) Salvage(ctx context.Context, w *store.Wreck) (*Salvaged, error) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	out := &Salvaged{}
	if err := b.bringTexts(w, me.ID, out); err != nil {
		return out, err
	}
	found, err := b.bringUnpushed(ctx, w)
	if err != nil {
		return out, err
	}
	if found {
		if out.Joined, err = b.Join(ctx, b.Tip(), Loss{}); ctx.Err() != nil {
			return out, err
		}
		if err != nil { // the commits wait for the next sync
			b.Notes = append(b.Notes, "what is unsent waits for casefile sync: "+err.Error())
		}
	}
	if out.Others, err = b.onlyThere(ctx, w, out.Others); err != nil {
		return out, err
	}
	waits, err := b.WaitingLines(ctx)
	out.Waits = slices.DeleteFunc(waits, func(w UnpushedWork) bool { return w.Member == me.ID })
	if err != nil {
		return out, err
	}
	return out, b.bringLost(ctx, w, me, out)
}

// bringLost makes drafts of my texts that came with no commit. It names the texts that it could
// make no draft of.
func (b *Book) bringLost(ctx context.Context, w *store.Wreck, me team.Member, out *Salvaged) error {
	lost, err := b.LostTexts(ctx)
	if err != nil {
		return err
	}
	if out.Drafts, err = b.LostToDrafts(ctx); err != nil {
		return err
	}
	if err := b.bringFromTree(ctx, w, me, out); err != nil {
		return err
	}
	for _, ref := range lost {
		if !slices.Contains(out.Drafts, ref.Entry) {
			out.Broken = append(out.Broken, b.outboxFile(me.ID, ref.Case, string(ref.Entry)))
		}
	}
	return nil
}

// onlyThere returns the members whose unpushed texts in the damaged copy came with no commit.
func (b *Book) onlyThere(ctx context.Context, w *store.Wreck, members []string) (
	out []string, err error,
) {
	for _, m := range members {
		list, err := b.nowhereElse(ctx, filepath.Join(w.GitDir, "casefile", "outbox", m))
		if ctx.Err() != nil {
			return nil, err
		}
		if err != nil || len(list) > 0 {
			out = append(out, m)
		}
	}
	return out, nil
}

// bringTexts copies my outbox and everybody's drafts, still sealed.
func (b *Book) bringTexts(w *store.Wreck, me string, out *Salvaged) error {
	theirs := filepath.Join(w.GitDir, "casefile")
	writers, err := memberFolders(filepath.Join(theirs, "outbox"))
	if err != nil {
		return err
	}
	out.Others = slices.DeleteFunc(writers, func(id string) bool { return id == me })
	if _, err := bringFiles(filepath.Join(theirs, "outbox", me), b.outbox(me), out); err != nil {
		return err
	}
	people, err := memberFolders(filepath.Join(theirs, "drafts"))
	for _, p := range people {
		from := filepath.Join(theirs, "drafts", p)
		n, bringErr := bringFiles(from, b.draftFolder(p), out)
		err = errors.Join(err, bringErr)
		out.Kept += n
	}
	return err
}

// maxOwnText is the greatest size in bytes of a text sealed to one person.
const maxOwnText = 8 << 20

// bringFiles copies sealed files from one folder to another, except files that are there already.
func bringFiles(from, to string, out *Salvaged) (n int, err error) {
	list, err := os.ReadDir(from)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	for _, e := range list {
		data, readErr := readOwn(filepath.Join(from, e.Name()), maxOwnText)
		if readErr != nil {
			out.Broken = append(out.Broken, filepath.Join(from, e.Name()))
			continue
		}
		if err := os.MkdirAll(to, 0o700); err != nil {
			return n, err
		}
		path := filepath.Join(to, e.Name())
		if _, err := os.Lstat(path); err == nil {
			continue
		}
		if err := store.WriteFile(path, 0o600, store.Content(data)); err != nil {
			return n, err
		}
		if strings.HasSuffix(e.Name(), ".age") {
			n++
		}
	}
	return n, err
}

// bringUnpushed brings the sound commits that no other copy has. It keeps them for their signers,
// as in a copy that several people share.
func (b *Book) bringUnpushed(ctx context.Context, w *store.Wreck) (found bool, err error) {
	lent, end, err := w.Lend(ctx)
	if err != nil {
		return false, err
	}
	defer end()
	lines := [][]string{slices.Concat([]string{w.Ref(ledger.MainRef), w.Ref(ledger.VerifiedRef)},
		w.Logged(ledger.MainRef))}
	for _, id := range w.Refs(ledger.UnpushedPrefix) {
		lines = append(lines, []string{id})
	}
	if err := b.bringConflicts(ctx, lent, w.Refs(ledger.ConflictsPrefix)); err != nil {
		return false, err
	}
	for _, line := range lines {
		brought, err := b.bringLine(ctx, lent, line)
		if err != nil {
			return found, err
		}
		found = found || brought
	}
	return found, nil
}

// bringConflicts brings the complete operations in conflict. Their texts are drafts already.
func (b *Book) bringConflicts(ctx context.Context, lent *store.Repo, refs map[string]string) error {
	for name, id := range refs {
		if lend(ctx, lent, id) != nil {
			continue
		}
		_ = b.repo.Fetch(ctx, lent.GitDir(), []string{"+" + ledger.MainRef + ":" + name})
	}
	return ctx.Err()
}

// salvageRef is the ref of a line that arrives and is not judged yet.
const salvageRef = ledger.AdoptPrefix + "salvaged"

// maybeOutdated is the number of first tips of a line that may be outdated: the refs of main and of
// the verified tip, which may come from packed-refs if their file is damaged, and main's reflog.
const maybeOutdated = 3

// bringLine brings the newest complete one of some tips of a line.
func (b *Book) bringLine(ctx context.Context, lent *store.Repo, tips []string) (bool, error) {
	for i, tip := range tips {
		if tip == "" {
			continue
		}
		if base, err := b.repo.MergeBase(ctx, b.Tip(), tip); err == nil && base == tip {
			if i < maybeOutdated {
				continue
			}
			return false, nil // everything was pushed
		}
		if err := lend(ctx, lent, tip); err != nil {
			continue
		}
		err := b.repo.Fetch(ctx, lent.GitDir(), []string{"+" + ledger.MainRef + ":" + salvageRef})
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		if err != nil { // an object of the line is missing or damaged
			continue
		}
		return b.keepSalvaged(ctx, lent, tip)
	}
	return false, nil
}

// lend moves main of the lending repository to a commit.
func lend(ctx context.Context, lent *store.Repo, tip string) error {
	if _, err := lent.Commit(ctx, tip); err != nil {
		return err
	}
	old, err := lent.Ref(ctx, ledger.MainRef)
	if err != nil || old == tip {
		return err
	}
	return lent.Move(ctx, []store.Move{{Ref: ledger.MainRef, Old: old, New: tip}})
}

// keepSalvaged keeps the sound commits of a line for their signers.
func (b *Book) keepSalvaged(ctx context.Context, lent *store.Repo, tip string) (bool, error) {
	notes := len(b.Notes)
	sound, err := b.soundBeyond(ctx, tip)
	b.Notes = b.Notes[:min(notes, len(b.Notes))]
	moves := []store.Move{{Ref: salvageRef, Old: tip}}
	if err != nil || len(sound) == 0 {
		return false, errors.Join(err, b.repo.Move(ctx, moves))
	}
	list, err := b.originals(ctx, sound)
	if err != nil {
		return false, err
	}
	if err := b.bringKeys(ctx, lent, list); err != nil {
		return false, err
	}
	last, signers := sound[len(sound)-1], map[string]bool{}
	for _, o := range list {
		if o.signer != "" && !signers[o.signer] {
			signers[o.signer] = true
			ref := ledger.UnpushedPrefix + o.signer + "/" + last[:12]
			here, err := b.notThere(ctx, []store.Move{{Ref: ref, New: last}})
			if err != nil {
				return false, err
			}
			moves = append(moves, here...)
		}
	}
	return len(signers) > 0, b.repo.Move(ctx, moves)
}

// bringKeys brings the wrapped keys of cases that unpushed commits created. Other cases keep the
// keys of this copy, as keys that were destroyed meanwhile must not come back.
func (b *Book) bringKeys(ctx context.Context, lent *store.Repo, list []original) error {
	batch := b.repo.NewBatch()
	for _, o := range list {
		for _, id := range o.cases() {
			if _, err := b.Docket(ctx, id); !errors.Is(err, ErrNotFound) {
				continue
			}
			d, err := ledger.DocketAt(ctx, b.repo.Reader, o.ID, id)
			if err != nil {
				continue // the commit touched no docket
			}
			for _, e := range ledger.KeyFiles(d) {
				if data, err := lent.Blob(ctx, e.ID, maxOwnText); err == nil {
					batch.Blob(data)
				}
			}
		}
	}
	return batch.Write(ctx)
}

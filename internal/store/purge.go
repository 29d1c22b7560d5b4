package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Purge removes objects from this repository for good: loose ones, those in temporary files that
// were left, and those in packs, which are rewritten without them. Reflogs that reach one are
// emptied. An object stays if a ref or an index still reaches it, or if it is in a pack with .keep
// or in an alternate: Trace names it. A missing object is no error.
func (r *Repo) Purge(ctx context.Context, ids []string) error {
	for _, id := range ids {
		if !isID(id) {
			return noID(id)
		}
	}
	unlock, err := r.LockToPurge(ctx, purgeLock)
	if err != nil {
		return err
	}
	defer unlock()
	release, err := r.keepGCOut(ctx, gcPatience)
	if err != nil && !errors.Is(err, errGCRuns) {
		return err
	}
	if err == nil { // else Trace says that gc is at work
		defer release()
	}
	found, err := r.copies(ctx, ids)
	if err != nil || len(found) == 0 {
		return err
	}
	free, err := r.free(ctx, ids)
	if err != nil || len(free) == 0 {
		return err
	}
	if err := r.indexOrphans(ctx, found); err != nil {
		return err
	}
	if found, err = r.copies(ctx, free); err != nil {
		return err
	}
	if err := r.removeFiles(ctx, found); err != nil {
		return err
	}
	r.cat.refresh() // a process that has an old pack open would still give the object
	return nil
}

// free returns the objects of ids that no ref, index or reflog reaches. It first empties the
// reflogs that reach one.
func (r *Repo) free(ctx context.Context, ids []string) ([]string, error) {
	held, err := r.referrers(ctx, ids)
	if err != nil {
		return nil, err
	}
	var logs []string
	for _, h := range held {
		if h.log && h.Where != "refs/stash" { // whose log is the stash itself
			logs = append(logs, h.Where)
		}
	}
	slices.Sort(logs)
	for _, log := range slices.Compact(logs) {
		_, err := r.git.run(ctx, nil, "reflog", "expire", "--expire=now",
			"--expire-unreachable=now", log)
		// what git leaves as it is still holds
		if _, refused := errors.AsType[*gitError](err); err != nil && !refused {
			return nil, err
		}
	}
	if len(logs) > 0 {
		if held, err = r.referrers(ctx, ids); err != nil {
			return nil, err
		}
	}
	busy := map[string]bool{}
	for _, h := range held {
		busy[h.ID] = true
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return busy[id] }), nil
}

// indexOrphans gives packs an index that a crash left without one: then they are
// packs like others.
func (r *Repo) indexOrphans(ctx context.Context, found []objectCopy) error {
	for _, c := range found {
		if c.sort == orphanCopy {
			if _, err := r.git.run(ctx, nil, "index-pack", c.path); err != nil {
				return err
			}
		}
	}
	return nil
}

// removeFiles removes loose and temporary files, and rewrites packs.
func (r *Repo) removeFiles(ctx context.Context, found []objectCopy) error {
	packs := map[string]bool{}
	var dirs []string
	for _, c := range found {
		switch c.sort {
		case packedCopy:
			packs[c.path] = true
		case temporaryCopy, looseCopy:
			if err := removeAll(filesOf(c.path)); err != nil {
				return err
			}
			dirs = append(dirs, filepath.Dir(c.path))
		}
	}
	slices.Sort(dirs)
	for _, dir := range slices.Compact(dirs) {
		if err := syncDir(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	gone := map[string]bool{}
	for _, c := range found {
		gone[c.id] = true
	}
	for pack := range packs {
		if err := r.rewritePack(ctx, pack, gone); err != nil {
			return err
		}
	}
	return nil
}

// rewritePack writes the other objects of a pack to new packs, and removes the old pack. If the
// pack had both sorts, the wrapped keys get a pack of their own: then much less is rewritten for
// the next key.
func (r *Repo) rewritePack(ctx context.Context, pack string, gone map[string]bool) error {
	stem := strings.TrimSuffix(pack, ".pack")
	ids, err := packedIDs(stem + ".idx")
	if err != nil {
		return err
	}
	// Deltas are copied as they are, except those against a removed object.
	drop := map[oid]bool{}
	for id := range gone {
		drop[oidOf(id)] = true
	}
	written, err := r.packAnew(ctx, withoutIDs(ids, drop), "0")
	if err != nil || slices.Contains(written, stem) {
		return err
	}
	return dropPack(filepath.Dir(pack), stem)
}

// withoutIDs returns ids without those in drop.
func withoutIDs(ids []oid, drop map[oid]bool) []oid {
	return slices.DeleteFunc(ids, func(o oid) bool { return drop[o] })
}

// dropPack removes a pack and the files that belong to it. First it removes the index over several
// packs, which would name the removed pack. Git writes that index again.
func dropPack(dir, stem string) error {
	list, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range list {
		if strings.HasPrefix(e.Name(), "multi-pack-index") {
			if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return errors.Join(removeAll(packFiles(stem)), syncDir(dir))
}

// packFiles returns the files of a pack, its index first: without its index, git no longer reads
// the pack.
func packFiles(stem string) []string {
	var out []string
	for _, ending := range []string{".idx", ".bitmap", ".rev", ".mtimes", ".pack"} {
		out = append(out, stem+ending)
	}
	return out
}

// filesOf returns a file and, where it is a pack, what belongs to it.
func filesOf(path string) []string {
	if stem, ok := strings.CutSuffix(path, ".pack"); ok {
		return packFiles(stem)
	}
	return []string{path}
}

func removeAll(paths []string) error {
	for _, path := range paths {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// refresh ends the processes that wait; the next read starts a new one.
func (c *catFile) refresh() {
	c.mu.Lock()
	idle := c.idle
	c.idle = nil
	c.mu.Unlock()
	for _, p := range idle {
		p.end()
	}
}

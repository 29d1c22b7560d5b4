package store

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The packs that are written here begin so: what is kept apart, and all else. A pack of any
// other name came from elsewhere, and has both.
const (
	apartPack = "keys"
	restPack  = "records"
)

// largestApart is the greatest size of a pack of wrapped keys: to take one key out, its whole pack
// is rewritten.
const (
	largestApart      = "64m"
	largestApartBytes = 64 << 20
)

// packFile is a pack that git may rewrite.
type packFile struct {
	stem string // its path without the ending
	size int64
}

// sort returns the beginning of the pack's name, up to the first hyphen.
func (p packFile) sort() string {
	sort, _, _ := strings.Cut(filepath.Base(p.stem), "-")
	return sort
}

// isApart reports whether a pack has only what is kept apart.
func (p packFile) isApart() bool { return p.sort() == apartPack }

// isMixed reports whether it may have both.
func (p packFile) isMixed() bool { return p.sort() != apartPack && p.sort() != restPack }

// packList lists the packs, smallest first, except those that somebody marked.
func (r *Repo) packList() (out []packFile, err error) {
	dir := filepath.Join(r.objects, "pack")
	list, err := os.ReadDir(dir)
	names := map[string]bool{}
	for _, e := range list {
		names[e.Name()] = true
	}
	for _, e := range list {
		name, isPack := strings.CutSuffix(e.Name(), ".pack")
		if !isPack || !names[name+".idx"] || names[name+".keep"] || names[name+".promisor"] {
			continue
		}
		info, err := e.Info()
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			return nil, err
		}
		out = append(out, packFile{filepath.Join(dir, name), info.Size()})
	}
	slices.SortFunc(out, func(a, b packFile) int {
		return cmp.Or(cmp.Compare(a.size, b.size), strings.Compare(a.stem, b.stem))
	})
	return out, missingIsNone(err)
}

// mergePacks merges small packs, and splits packs with both sorts of objects. It returns how many
// packs it replaced, and how many it left because they are damaged.
func (r *Repo) mergePacks(ctx context.Context, o Upkeep) (merged, damaged int, err error) {
	list, err := r.packList()
	if err != nil || len(list) <= o.Packs {
		return 0, 0, err
	}
	for _, some := range toMerge(list, o.Room, r.apart > 0) {
		sound, err := soundPacks(ctx, some)
		if err != nil {
			return merged, damaged, err
		}
		damaged += len(some) - len(sound)
		if !worthMerging(sound, r.apart > 0) {
			continue
		}
		if err := r.merge(ctx, sound); err != nil {
			return merged, damaged, err
		}
		merged += len(sound)
	}
	return merged, damaged, nil
}

// worthMerging reports whether it helps to rewrite some packs. A single pack is worth it only if it
// has both sorts of objects.
func worthMerging(list []packFile, parts bool) bool {
	return len(list) > 1 || len(list) == 1 && parts && list[0].isMixed()
}

// toMerge picks the packs to rewrite from a list that begins with the smallest, in groups that are
// written together. It leaves a pack that is more than half as large as all smaller ones of its
// sort. So in the long run each object is written as often as packs double. If wrapped keys are
// kept apart, a pack with both sorts is picked whatever its size. A group has at most room bytes; 0
// means no limit.
func toMerge(list []packFile, room int64, parts bool) (groups [][]packFile) {
	var apart, rest, mixed []packFile
	for _, p := range list {
		switch {
		case room > 0 && p.size > room:
		case p.isApart() && p.size < largestApartBytes/2:
			apart = append(apart, p)
		case p.isApart():
		case p.isMixed() && parts:
			mixed = append(mixed, p)
		default:
			rest = append(rest, p)
		}
	}
	rest = within(slices.Concat(mixed, doubling(rest)), room)
	for _, g := range [][]packFile{rest, within(doubling(apart), room)} {
		if worthMerging(g, parts) {
			groups = append(groups, g)
		}
	}
	return groups
}

// doubling returns the smallest packs up to the last one that is less than twice as large as all
// before it.
func doubling(list []packFile) []packFile {
	sum, end := int64(0), 0
	for i, p := range list {
		if i > 0 && p.size < 2*sum {
			end = i + 1
		}
		sum += p.size
	}
	return list[:end]
}

// within returns the first packs, as many as fit.
func within(list []packFile, room int64) []packFile {
	sum := int64(0)
	for i, p := range list {
		if sum += p.size; room > 0 && sum > room {
			return list[:i]
		}
	}
	return list
}

// merge writes all that some packs hold to new ones, and drops them.
func (r *Repo) merge(ctx context.Context, list []packFile) error {
	need := int64(0)
	for _, p := range list {
		need += p.size
	}
	if err := r.fits(need); err != nil {
		return err
	}
	ids, err := idsOf(list)
	if err != nil {
		return err
	}
	written, err := r.packAnew(ctx, ids, "0")
	if err != nil {
		return err
	}
	for _, p := range list {
		if slices.Contains(written, p.stem) { // the same objects make a pack of the same name
			continue
		}
		if err := dropPack(filepath.Dir(p.stem), p.stem); err != nil {
			return err
		}
	}
	return nil
}

// idsOf lists the objects of some packs, each once. It begins with the largest pack, and looks up
// the objects of each further pack in the indexes before it. To remember a million of them would
// take 100 MB.
func idsOf(list []packFile) (ids []oid, err error) {
	var before []*packIndex
	defer func() {
		for _, x := range before {
			x.file.Close()
		}
	}()
	bySize := func(a, b packFile) int { return cmp.Compare(b.size, a.size) }
	for _, p := range slices.SortedFunc(slices.Values(list), bySize) {
		x, err := openIndex(p.stem + ".idx")
		if err != nil {
			return nil, err
		}
		has, err := x.all()
		if err == nil {
			has, err = notIn(before, has)
		}
		if before = append(before, x); err != nil {
			return nil, err
		}
		ids = append(ids, has...)
	}
	return ids, nil
}

// notIn returns the objects that no index has.
func notIn(before []*packIndex, ids []oid) ([]oid, error) {
	var fault error
	return slices.DeleteFunc(ids, func(o oid) bool {
		return slices.ContainsFunc(before, func(x *packIndex) bool {
			there, err := x.has(o)
			fault = cmp.Or(fault, err)
			return there && err == nil
		})
	}), fault
}

package store

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// With KeepObjects, git merges no small files by itself. Its gc and repack would remove copies, and
// its other tasks would put wrapped keys among all other objects. A key to be destroyed would then
// be in a pack of the size of the repository, and all of that pack would be rewritten. So casefile
// maintains the packs here: objects that Purge may remove some day are in packs of their own, and
// those are small.
//
// No file is removed before its objects are in a new pack on the disk. Objects that no ref names
// are kept like all others. An interrupted run leaves second copies and temporary files. The next
// run merges the copies and removes the files.

// KeepApart has files of exactly that size lie in packs of their own.
func (r *Repo) KeepApart(size int64) { r.apart = size }

// Upkeep says how much is done at once. The zero value does all that there is.
type Upkeep struct {
	Room   int64 // the greatest number of bytes of objects that are rewritten; 0 for any
	Loose  int   // as many objects in files of their own are left as they are
	Packs  int   // as many packs are left as they are
	Once   int   // loose objects that are packed at a time, whatever comes after; 0 for any
	Nobody bool  // does not wait for a process at work on the packs: ErrLocked, errGCRuns
}

// Upkept is the result of an upkeep.
type Upkept struct {
	Loose   int // objects that had a file of their own, and are in a pack now
	Merged  int // packs that were brought together
	Damaged int // packs that were to be, and are not as they were written: they stay
	Packs   int // packs that there are now
}

// Maintain brings loose objects and small packs together, and refs into one file. It may run
// beside every command.
func (r *Repo) Maintain(ctx context.Context, o Upkeep) (done Upkept, err error) {
	if err := r.MayWrite(); err != nil {
		return done, err
	}
	release, err := r.atPacks(ctx, o.Nobody)
	if err != nil {
		return done, err
	}
	defer release()
	r.clearCutOff()
	if done.Loose, err = r.packLoose(ctx, o); err == nil {
		done.Merged, done.Damaged, err = r.mergePacks(ctx, o)
	}
	if err == nil {
		err = r.packManyRefs(ctx)
	}
	r.noteUpkeep()
	r.cat.refresh() // those that wait have packs open which are gone
	list, listErr := r.packList()
	done.Packs = len(list)
	return done, errors.Join(err, listErr)
}

// Untidy reports whether there is more than an upkeep leaves as it is. What it counts of loose
// objects is an estimate, as git makes it: by one folder of 256, which all fill alike.
func (r *Repo) Untidy(o Upkeep) bool {
	some, _ := os.ReadDir(filepath.Join(r.objects, "17"))
	packs, _ := r.packList()
	refs, _ := r.looseRefs()
	return len(some)*256 > o.Loose || len(packs) > o.Packs || refs > fewRefs
}

// atPacks keeps everybody else from the packs: a purge, git's gc and its maintenance.
func (r *Repo) atPacks(ctx context.Context, now bool) (release func(), err error) {
	patience, soon := gcPatience, ctx
	if now {
		patience = 0
		var done context.CancelFunc
		soon, done = context.WithTimeout(ctx, atOnce)
		defer done()
	}
	unlock, err := r.Lock(soon, purgeLock)
	if err != nil {
		return nil, err
	}
	drop, err := r.keepGCOut(ctx, patience)
	if err != nil {
		unlock()
		return nil, err
	}
	return func() { drop(); unlock() }, nil
}

// atOnce is the wait for a lock when nobody is to be waited for: the system needs a moment.
const atOnce = 20 * time.Millisecond

// IsAtPacks reports whether an error of Maintain says that somebody else is at work there.
func IsAtPacks(err error) bool { return errors.Is(err, ErrLocked) || errors.Is(err, errGCRuns) }

// clearCutOff removes the packs that a killed git has left half written, where nobody can be at
// them any more: they may hold a key that must go, and nobody can look into them.
func (r *Repo) clearCutOff() {
	dir := filepath.Join(r.objects, "pack")
	strays, err := straysBelow(dir)
	if err != nil || len(strays) == 0 {
		return
	}
	now, err := folderClock(filepath.Join(r.common, "casefile"))
	for path, written := range strays {
		if err == nil && r.abandoned(path, now.Sub(written)) {
			_ = os.RemoveAll(path)
		}
	}
}

// fewRefs may have a file each.
const fewRefs = 100

// looseRefs returns the number of refs that have a file of their own.
func (r *Repo) looseRefs() (n int, err error) {
	count := func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return missingIsNone(err)
	}
	return n, filepath.WalkDir(filepath.Join(r.common, "refs"), count)
}

// packManyRefs packs refs where many have a file of their own.
func (r *Repo) packManyRefs(ctx context.Context) error {
	n, err := r.looseRefs()
	if err != nil || n <= fewRefs {
		return err
	}
	return r.PackRefs(ctx)
}

// looseObject is an object in a file of its own.
type looseObject struct {
	id   oid
	path string
	size int64
}

// looseObjects lists them.
func (r *Repo) looseObjects() (out []looseObject, err error) {
	folders, err := os.ReadDir(r.objects)
	for _, f := range folders {
		if !f.IsDir() || len(f.Name()) != 2 {
			continue
		}
		list, err := looseIn(filepath.Join(r.objects, f.Name()))
		if out = append(out, list...); err != nil {
			return out, err
		}
	}
	return out, missingIsNone(err)
}

// fitting returns as many loose objects as fit into room; 0 is for all. A large one keeps none
// behind it from their turn.
func fitting(list []looseObject, room int64) (out []looseObject) {
	sum := int64(0)
	for _, o := range list {
		if room == 0 || sum+o.size <= room {
			out = append(out, o)
			sum += o.size
		}
	}
	return out
}

// looseIn lists the loose objects in one folder.
func looseIn(folder string) (out []looseObject, err error) {
	list, err := os.ReadDir(folder)
	for _, e := range list {
		id := filepath.Base(folder) + e.Name()
		if info, err := e.Info(); err == nil && isID(id) && info.Mode().IsRegular() {
			out = append(out, looseObject{oidOf(id), filepath.Join(folder, e.Name()), info.Size()})
		}
	}
	return out, missingIsNone(err)
}

// packLoose puts loose objects into packs, and says how many. Those that are packed at a time are
// done with, also where the rest is cut off.
func (r *Repo) packLoose(ctx context.Context, o Upkeep) (packed int, err error) {
	list, err := r.looseObjects()
	if err != nil || len(list) <= o.Loose {
		return 0, err
	}
	slices.SortFunc(list, acrossFolders)
	list = fitting(list, o.Room)
	for some := range slices.Chunk(list, cmp.Or(o.Once, len(list), 1)) {
		n, err := r.packSome(ctx, some)
		if packed += n; err != nil {
			return packed, err
		}
	}
	return packed, nil
}

// acrossFolders returns an order in which a part of all is a part of each folder: by the one that
// is counted Untidy tells how many there are still.
func acrossFolders(a, b looseObject) int {
	return strings.Compare(filepath.Base(a.path), filepath.Base(b.path))
}

// packSome puts some loose objects into packs.
func (r *Repo) packSome(ctx context.Context, list []looseObject) (int, error) {
	list, err := sound(ctx, list)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	ids, need := make([]oid, len(list)), int64(0)
	for i, l := range list {
		ids[i] = l.id
		need += l.size
	}
	if err := r.fits(need); err != nil {
		return 0, err
	}
	written, err := r.packAnew(ctx, ids, "10")
	if err != nil {
		return 0, err
	}
	return len(list), dropLoose(list, written)
}

// fits returns ErrNoRoom if so many bytes would fill the disk.
func (r *Repo) fits(need int64) error {
	if left, known := Free(r.objects); known && uint64(need) > left-spareOf(left) {
		return fmt.Errorf("%w: %d MB of packs are rewritten, and the disk has %d MB left",
			ErrNoRoom, need>>20, left>>20)
	}
	return nil
}

// sound returns the objects whose content fits their names. A damaged one stays: a search for
// damage names it.
func sound(ctx context.Context, list []looseObject) (out []looseObject, err error) {
	for _, l := range list {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		f, err := os.Open(l.path)
		if err != nil {
			continue
		}
		id, whole := looseID(bufio.NewReader(f))
		f.Close()
		if whole && id == l.id.String() {
			out = append(out, l)
		}
	}
	return out, nil
}

// dropLoose removes the files of objects that are in packs which were just written.
func dropLoose(list []looseObject, written []string) error {
	there := map[oid]bool{}
	for _, stem := range written {
		ids, err := packedIDs(stem + ".idx")
		if err != nil {
			return err
		}
		for _, id := range ids {
			there[id] = true
		}
	}
	for _, l := range list {
		if !there[l.id] {
			return fmt.Errorf("%w: git packed all but %s", ErrDamaged, l.id)
		}
		if err := os.Remove(l.path); missingIsNone(err) != nil {
			return err
		}
	}
	return nil
}

// packAnew writes objects to new packs, wrapped keys to a pack of their own, and returns the paths
// of the packs without their endings. The packs are on the disk then. window is the number of
// objects with which git compares an object that has no delta yet.
func (r *Repo) packAnew(ctx context.Context, ids []oid, window string) (stems []string, err error) {
	apart, rest, err := r.parted(ctx, ids)
	if err != nil {
		return nil, err
	}
	begun := r.begunPacks()
	stems, err = r.writePack(ctx, apartPack, apart, "--window=0", "--max-pack-size="+largestApart)
	if err == nil {
		var more []string
		more, err = r.writePack(ctx, restPack, rest, "--window="+window)
		stems = append(stems, more...)
	}
	if err != nil {
		r.dropBegun(begun)
		return nil, err
	}
	return stems, syncDir(filepath.Join(r.objects, "pack"))
}

// writePack has git write objects of one sort. Where a size is the most there may be several
// packs. No thread more than one: git takes memory for each, and little is compared.
func (r *Repo) writePack(ctx context.Context, name string, ids []oid, more ...string) (
	stems []string, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	path := filepath.Join(r.objects, "pack", name)
	args := append(durably(), "-c", "pack.packSizeLimit=0", "-c", "pack.threads=1",
		"-c", "pack.windowMemory=64m", "-c", "core.packedGitLimit=64m",
		"pack-objects", "-q", "--delta-base-offset")
	out, err := r.git.run(ctx, &idLines{ids: ids}, append(append(args, more...), path)...)
	for _, sum := range strings.Fields(string(out)) {
		stems = append(stems, path+"-"+sum)
	}
	return stems, err
}

// idLines reads as a line for each object.
type idLines struct {
	ids  []oid
	left []byte // of the line that was begun
}

func (l *idLines) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if len(l.left) == 0 {
			if len(l.ids) == 0 {
				break
			}
			l.left, l.ids = []byte(l.ids[0].String()+"\n"), l.ids[1:]
		}
		some := copy(p[n:], l.left)
		n, l.left = n+some, l.left[some:]
	}
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

// askedAtOnce is the number of objects whose sizes are asked in one request.
const askedAtOnce = 10_000

// parted divides objects into those that are kept apart (wrapped keys), and the others.
func (r *Repo) parted(ctx context.Context, ids []oid) (apart, rest []oid, err error) {
	if r.apart == 0 {
		return nil, ids, nil
	}
	for some := range slices.Chunk(ids, askedAtOnce) {
		names := make([]string, len(some))
		for i, o := range some {
			names[i] = o.String()
		}
		err = r.each(ctx, info, names, func(i int, a answer) error {
			if a.kind == "blob" && a.size == r.apart {
				apart = append(apart, some[i])
			} else {
				rest = append(rest, some[i])
			}
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return apart, rest, nil
}

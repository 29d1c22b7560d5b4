package ledger

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// readWhole is the largest file in bytes that is read at once. Larger files are streamed.
const readWhole = 1 << 20

// damaged reads the line of commits and all objects of the newest, and returns a fault for each
// object that this copy lacks or has damaged. It needs no key. It reads again what was judged
// before, because a disk can lose old data. judged is the line, if it was judged from the beginning
// just now and needs no new listing.
func (l *Ledger) damaged(ctx context.Context, tip string, judged []string) ([]verify.Fault, error) {
	d := &damageSearch{l: l, seen: map[string]bool{}}
	if err := d.commits(ctx, tip, judged); err != nil {
		return nil, err
	}
	root, _, err := l.repo.Lookup(ctx, tip, "")
	if err != nil {
		return d.faults, d.take("", err)
	}
	var files []partOf
	level := []partOf{{"", root}}
	for range folderLevels {
		parts, err := d.trees(ctx, d.unseen(level))
		if err != nil {
			return nil, err
		}
		level = foldersIn(parts)
		files = append(files, slices.DeleteFunc(parts, partOf.IsFolder)...)
	}
	return d.faults, d.read(ctx, d.unseen(files))
}

// damagedSince does the same for the objects of tip that the last examination did not read.
func (l *Ledger) damagedSince(ctx context.Context, last *ExaminationNote, tip string,
	judged []string) (
	[]verify.Fault, error) {
	if last.tip == "" {
		return l.damaged(ctx, tip, judged)
	}
	line, err := l.repo.Since(ctx, last.tip, tip)
	if err != nil || len(line) == 0 {
		return nil, err
	}
	changes, err := l.repo.Diff(ctx, last.tip, tip)
	if err != nil { // the full search finds which object it is, and where
		return l.damaged(ctx, tip, judged)
	}
	var files []partOf
	for _, c := range changes {
		if c.NewID != "" {
			files = append(files, partOf{c.Path, store.TreeEntry{Mode: c.NewMode, ID: c.NewID}})
		}
	}
	d := &damageSearch{l: l, seen: map[string]bool{}}
	if err := d.line(ctx, line); err != nil {
		return nil, err
	}
	return d.faults, d.read(ctx, d.unseen(files))
}

// folderLevels counts the levels of folders in the format: the root, cases, a shard, a case. Files
// below are no part of the records; the judge reports them.
const folderLevels = 4

// Damage returns a fault for each object below the ledger's tip that this copy lacks or has
// damaged, wrapped keys included. It needs no key, and judges nothing.
func (l *Ledger) Damage(ctx context.Context) ([]verify.Fault, error) {
	found, err := l.damaged(ctx, l.tip, nil)
	if err != nil {
		return nil, err
	}
	refs, err := l.repo.Refs(ctx, KeysPrefix)
	for ref := range refs {
		shard := strings.TrimPrefix(ref, KeysPrefix)
		files, listed := shardFiles(ctx, l.repo.Reader, l.tip, shard)
		if listed != nil { // damaged reported the folder that lists them
			continue
		}
		late, lookErr := l.awaited(ctx, files)
		if lookErr != nil {
			return found, lookErr
		}
		files = slices.DeleteFunc(files, func(f store.Edit) bool {
			return slices.Contains(late, f)
		})
		gone, lookErr := keysGone(ctx, l.repo.Reader, shard, files)
		found, err = append(found, gone...), errors.Join(err, lookErr)
	}
	return found, err
}

// partOf is an object and its path in the records.
type partOf struct {
	path string
	store.TreeEntry
}

func foldersIn(list []partOf) []partOf {
	return slices.DeleteFunc(slices.Clone(list), func(p partOf) bool { return !p.IsFolder() })
}

type damageSearch struct {
	l      *Ledger
	seen   map[string]bool // the objects that were read
	faults []verify.Fault
}

// unseen returns the parts whose objects were not read before, each once. It omits submodules:
// their commits are no objects of this repository.
func (d *damageSearch) unseen(list []partOf) (out []partOf) {
	for _, p := range list {
		if !d.seen[p.ID] && !p.IsElsewhere() && !d.l.wasRead.has(p.ID) {
			d.seen[p.ID] = true
			out = append(out, p)
		}
	}
	return out
}

// commits reads the line of commits, as far as it can be followed.
func (d *damageSearch) commits(ctx context.Context, tip string, judged []string) error {
	if len(judged) > 0 && judged[len(judged)-1] == tip {
		return d.line(ctx, judged)
	}
	line, err := d.l.repo.Since(ctx, "", tip)
	if err != nil { // git lists no line with a missing commit: follow the parents to it
		return d.follow(ctx, tip)
	}
	return d.line(ctx, line)
}

// line reads commits in chunks: 200,000 at once would take 400 MB.
func (d *damageSearch) line(ctx context.Context, line []string) error {
	line = slices.DeleteFunc(line, d.l.wasRead.has)
	for some := range slices.Chunk(line, chunkSize) {
		_, faults, err := d.l.repo.Commits(ctx, some)
		for i, fault := range faults {
			if err == nil && fault != nil {
				err = d.lose(verify.Fault{Commit: some[i]}, fault)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *damageSearch) follow(ctx context.Context, commit string) error {
	for {
		c, err := d.l.repo.Commit(ctx, commit)
		if err != nil {
			return d.lose(verify.Fault{Commit: commit}, err)
		}
		if len(c.Parents) == 0 {
			return nil
		}
		commit = c.Parents[0]
	}
}

// trees lists the content of folders, and skips folders that can't be read.
func (d *damageSearch) trees(ctx context.Context, folders []partOf) ([]partOf, error) {
	ids := make([]string, len(folders))
	for i, f := range folders {
		ids[i] = f.ID
	}
	var out []partOf
	err := d.l.repo.EachTree(ctx, ids, func(i int, list []store.TreeEntry, lost error) error {
		for _, e := range list {
			out = append(out, partOf{strings.TrimPrefix(folders[i].path+"/"+e.Name, "/"), e})
		}
		return d.take(folders[i].path, lost)
	})
	return out, err
}

// read reads files to their end.
func (d *damageSearch) read(ctx context.Context, files []partOf) error {
	ids := make([]string, len(files))
	for i, f := range files {
		ids[i] = f.ID
	}
	return d.l.repo.EachBlob(ctx, ids, readWhole, func(i int, _ []byte, lost error) error {
		if errors.Is(lost, store.ErrTooLarge) {
			_, lost = d.l.repo.Stream(ctx, ids[i], verify.MaxSealedFile, io.Discard)
		}
		return d.take(files[i].path, lost)
	})
}

// take notes an object's fault. It returns errors that are not about the object.
func (d *damageSearch) take(path string, err error) error {
	f := verify.Fault{Path: path}
	if err == nil {
		return nil
	}
	if e, ok := d.l.entryOf(path); ok {
		f.Commit, f.When, f.Signer = e.Commit, e.Committed, cmp.Or(e.Signer, e.Author)
	}
	return d.lose(f, err)
}

// lose notes a fault where the error is damage of this copy, and returns any other error. Malformed
// objects are not damaged: somebody wrote them so, and the judge reports them.
func (d *damageSearch) lose(f verify.Fault, err error) error {
	if errors.Is(err, store.ErrMalformed) {
		return nil
	}
	if err == nil || !store.IsDamage(err) {
		return err
	}
	f.Rule, f.Means = verify.RuleDamaged, store.DamageWords(err)
	d.faults = append(d.faults, f)
	return nil
}

// entryOf returns the entry whose file has this path; false for other files.
func (l *Ledger) entryOf(path string) (verify.EntryFact, bool) {
	parts := strings.Split(path, "/")
	if len(parts) != 4 {
		return verify.EntryFact{}, false
	}
	of := record.ID(parts[2])
	_, id, _, ok := record.ParseFileName(parts[3])
	if !ok || !of.Valid() {
		return verify.EntryFact{}, false
	}
	facts, err := l.Facts(of)
	if err != nil || facts == nil {
		return verify.EntryFact{}, false
	}
	fact, known := facts.Entries[id]
	return fact, known
}

// Lost is a docket that this copy lacks or has damaged, or a whole folder of dockets, for which
// Case is "".
type Lost struct {
	Case record.ID
	Path string
	Why  error
}

// EachDocketHere visits the dockets that this copy has, in order of ID, and returns the lost ones.
// It is for pages, which name lost dockets. Code that acts on all cases uses EachDocket.
func (l *Ledger) EachDocketHere(ctx context.Context, do func(*record.Docket) error) (
	lost []Lost, err error,
) {
	return l.EachDocketOf(ctx, func(string, string) bool { return true }, do)
}

// EachDocketOf does the same for the shards that of selects by name and tree.
func (l *Ledger) EachDocketOf(ctx context.Context, of func(shard, tree string) bool,
	do func(*record.Docket) error) (lost []Lost, err error) {
	files, lost, err := l.docketFiles(ctx, of)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(files))
	for i, f := range files {
		ids[i] = f.ID
	}
	err = l.repo.EachBlob(ctx, ids, verify.MaxPlain, func(i int, data []byte, why error) error {
		if why != nil {
			id := caseOf(files[i])
			lost = append(lost, Lost{Case: id, Path: record.DocketPath(id), Why: why})
			return nil
		}
		d, err := record.ParseDocket(data)
		if err != nil {
			return err
		}
		return do(d)
	})
	return lost, err
}

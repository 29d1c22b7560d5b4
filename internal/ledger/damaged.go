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

// readWhole is the most bytes of a file that is read at once; a larger one goes by in pieces.
const readWhole = 1 << 20

// damaged reads the line of commits and all that the newest of them holds, and names each object
// that this copy lacks or has damaged. No key is needed. What was judged before is read again:
// a disk loses what it had yesterday.
// A line that was judged from the beginning just now needs no listing again.
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

// damagedSince does the same for what a tip has beyond the last look, which read the rest.
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
	if err != nil { // which object is at fault, and where it stands, the whole look says
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

// folderLevels are the levels of folders that the format knows: the root, cases, a shard, a
// case. What lies deeper the judge names; it is no part of the records.
const folderLevels = 4

// Damage names all that this copy lacks or has damaged of what the ledger stands on, the wrapped
// keys among it. No key is needed, and nothing is judged.
func (l *Ledger) Damage(ctx context.Context) ([]verify.Fault, error) {
	found, err := l.damaged(ctx, l.tip, nil)
	if err != nil {
		return nil, err
	}
	refs, err := l.repo.Refs(ctx, KeysPrefix)
	for ref := range refs {
		shard := strings.TrimPrefix(ref, KeysPrefix)
		files, listed := shardFiles(ctx, l.repo.Reader, l.tip, shard)
		if listed != nil { // what lists them is damaged, and named
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

// partOf is an object with its place in the records.
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

// unseen are the parts whose objects were not read before, each once. A commit of another
// repository is no object of this one.
func (d *damageSearch) unseen(list []partOf) (out []partOf) {
	for _, p := range list {
		if !d.seen[p.ID] && !p.IsElsewhere() && !d.l.wasRead.has(p.ID) {
			d.seen[p.ID] = true
			out = append(out, p)
		}
	}
	return out
}

// commits reads the line of commits, as far as it leads.
func (d *damageSearch) commits(ctx context.Context, tip string, judged []string) error {
	if len(judged) > 0 && judged[len(judged)-1] == tip {
		return d.line(ctx, judged)
	}
	line, err := d.l.repo.Since(ctx, "", tip)
	if err != nil { // git knows no line where a commit is gone: follow the parents to that one
		return d.follow(ctx, tip)
	}
	return d.line(ctx, line)
}

// line reads commits, some at a time: of 200,000 all would take 400 MB.
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

// trees lists what folders hold, and passes by those that can't be had.
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

// take notes what is wrong with an object, and gives back an error that is not of the object.
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

// lose notes a fault where an error is damage of this copy, and gives back any other. What
// somebody wrote so is not damaged: the judge names it.
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

// entryOf is what history says of the entry whose file has a path; none for other files.
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

// Lost is a docket that this copy lacks, or has damaged, or a folder of many, which has no case.
type Lost struct {
	Case record.ID
	Path string
	Why  error
}

// EachDocketHere reads the dockets that this copy has, in order of ID, and gives those that are
// lost. It is for pages, which name these; what acts on all cases goes by EachDocket.
func (l *Ledger) EachDocketHere(ctx context.Context, do func(*record.Docket) error) (
	lost []Lost, err error,
) {
	return l.EachDocketOf(ctx, func(string, string) bool { return true }, do)
}

// EachDocketOf does that for some shards: of each it is asked with the tree of its folder.
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

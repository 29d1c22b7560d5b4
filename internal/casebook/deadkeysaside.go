package casebook

import (
	"cmp"
	"context"
	"math"
	"strings"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// addAsideKeys adds the keys that dockets beside main list. Of operations in conflict all keys
// count, as nobody will list them again. Of the commits of other members and of a member who left,
// only keys of dead epochs count. The bytes from another's copy may be anything: a commit there
// that can't be followed stops nothing.
func (b *Book) addAsideKeys(ctx context.Context, refs map[string]string,
	dead map[record.ID]*deadCase) error {
	ofDead := &asideLook{book: b, dead: dead, seen: map[string]bool{}}
	ofAll := &asideLook{book: b, dead: dead, all: true, seen: map[string]bool{}}
	for name, tip := range refs {
		if !under(name, ledger.ConflictsPrefix, ledger.UnpushedPrefix, ledger.AdoptPrefix) ||
			under(name, adoptedKeys) {
			continue
		}
		look := ofDead
		if under(name, ledger.ConflictsPrefix) {
			look = ofAll
		}
		err := look.line(ctx, tip)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil && !under(name, ledger.AdoptPrefix) {
			return err
		}
	}
	return nil
}

// asideLook reads the dockets of cases on lines beside main, each docket once. A fault stops no
// other reading; the first fault is given.
type asideLook struct {
	book *Book
	dead map[record.ID]*deadCase
	all  bool            // keys of any epoch count, not of dead ones alone
	seen map[string]bool // folders and dockets that were read
}

// maxAside bounds the commits that are followed in another's copy. Somebody who works apart for
// years records fewer.
const maxAside = 20_000

// line adds the keys that the dockets of a line list.
func (l *asideLook) line(ctx context.Context, tip string) error {
	base, err := l.book.repo.MergeBase(ctx, l.book.Tip(), tip)
	if err != nil {
		return err
	}
	line, err := l.book.repo.Since(ctx, base, tip)
	if err != nil {
		return err
	}
	for _, commit := range line[max(0, len(line)-maxAside):] {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		err = cmp.Or(err, l.commit(ctx, commit))
	}
	return err
}

// commit adds the keys that the dockets of one commit list.
func (l *asideLook) commit(ctx context.Context, commit string) error {
	cases, ok, err := l.book.repo.Lookup(ctx, commit, "cases")
	if err != nil || !ok || l.seen[cases.ID] {
		return err
	}
	shards, err := l.book.repo.Tree(ctx, cases.ID)
	if err != nil {
		return err
	}
	wanted := l.shards()
	for _, s := range shards {
		if !wanted[s.Name] || l.seen[s.ID] {
			continue
		}
		fault := l.shard(ctx, s.ID)
		l.seen[s.ID] = fault == nil
		err = cmp.Or(err, fault)
	}
	l.seen[cases.ID] = err == nil
	return err
}

func (l *asideLook) shards() map[string]bool {
	out := map[string]bool{}
	for id := range l.dead {
		out[id.Shard()] = true
	}
	return out
}

// shard adds the keys that the dockets of one shard's folder list.
func (l *asideLook) shard(ctx context.Context, folder string) error {
	files, err := l.book.repo.Tree(ctx, folder)
	if err != nil {
		return err
	}
	for _, f := range files {
		name, isDocket := strings.CutSuffix(f.Name, ".yaml")
		d := l.dead[record.ID(name)]
		if !isDocket || d == nil || l.seen[f.ID] {
			continue
		}
		fault := l.docket(ctx, d, f)
		l.seen[f.ID] = fault == nil
		err = cmp.Or(err, fault)
	}
	return err
}

func (l *asideLook) docket(ctx context.Context, d *deadCase, file store.TreeEntry) error {
	data, err := l.book.repo.Blob(ctx, file.ID, verify.MaxPlain)
	if err != nil {
		return err
	}
	docket, err := record.ParseDocket(data)
	if err != nil {
		return err
	}
	last := d.last
	if l.all {
		last = math.MaxInt
	}
	for _, e := range docket.Keys[:min(last, len(docket.Keys))] {
		for _, blob := range e {
			d.ever[blob] = true
		}
	}
	return nil
}

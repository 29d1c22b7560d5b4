package casebook

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// The work tree of a damaged copy has the sealed file of each entry on its main. If no commit and
// no outbox brings an entry, that file is all that is left of it.

// TreeText is another member's entry that the records lack, with its file in the work tree of a
// damaged copy.
type TreeText struct {
	record.Ref
	By   string
	Path string
}

// treeFile is a sealed file in a work tree, of an entry or an attached file.
type treeFile struct {
	record.Ref
	path string
}

// bringFromTree makes drafts of my texts that only the work tree of a damaged copy has. It names
// the files of others, and those that do not open. Destroyed and erased texts stay there.
func (b *Book) bringFromTree(ctx context.Context, w *store.Wreck, me team.Member,
	out *Salvaged,
) error {
	files, err := b.onlyInTree(ctx, w, me)
	if err != nil || len(files) == 0 {
		return err
	}
	lent, end, err := w.Lend(ctx)
	if err != nil {
		return err
	}
	defer end()
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return err
	}
	door := plain.Case{Kinds: kinds}
	for _, f := range files {
		if f.Case != door.ID {
			door.ID, door.Keys = f.Case, b.keysForTree(ctx, w, lent, me, f.Case)
		}
		if err := b.bringFile(ctx, f, door, me, out); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// onlyInTree lists the files of a damaged copy's work tree whose entries are neither in the records
// nor among what was brought.
func (b *Book) onlyInTree(ctx context.Context, w *store.Wreck, me team.Member) (
	out []treeFile, err error,
) {
	files := filesInTree(w.Work)
	if len(files) == 0 {
		return nil, nil
	}
	kept, err := b.keptAside(ctx)
	if err != nil {
		return nil, err
	}
	for _, ref := range othersOutboxes(w, me.ID) {
		kept[ref] = true
	}
	for _, f := range files {
		known, err := b.knowsEntry(ctx, f.Ref)
		if err != nil {
			return nil, err
		}
		_, drafted := os.Stat(b.draftFile(me.ID, f.Entry))
		if !known && !kept[f.Ref] && drafted != nil {
			out = append(out, f)
		}
	}
	return out, nil
}

// knowsEntry reports whether the records know an entry: they have it, it was erased, or its case
// was destroyed.
func (b *Book) knowsEntry(ctx context.Context, ref record.Ref) (bool, error) {
	d, err := b.Docket(ctx, ref.Case)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil || d.Status == record.Destroyed {
		return err == nil, err
	}
	facts, err := b.Facts(ref.Case)
	if err != nil || facts == nil {
		return false, err
	}
	f := facts.Entries[ref.Entry]
	return f.File != "" || f.Erased != nil, nil
}

// filesInTree lists the files of entries in a work tree, by their paths. It follows no links.
func filesInTree(work string) (out []treeFile) {
	if work == "" {
		return nil
	}
	root := filepath.Join(work, "cases")
	for _, shard := range foldersIn(root) {
		for _, name := range foldersIn(filepath.Join(root, shard)) {
			id := record.ID(name)
			if !id.Valid() || record.CaseFolder(id) != "cases/"+shard+"/"+name {
				continue
			}
			list, _ := os.ReadDir(filepath.Join(root, shard, name))
			for _, e := range list {
				_, entry, _, ok := record.ParseFileName(e.Name())
				if ok && e.Type().IsRegular() {
					out = append(out, treeFile{record.Ref{Case: id, Entry: entry},
						filepath.Join(root, shard, name, e.Name())})
				}
			}
		}
	}
	return out
}

// foldersIn lists subfolders like memberFolders, for a folder that may be damaged. An unreadable
// folder has none.
func foldersIn(dir string) []string {
	out, _ := memberFolders(dir)
	return out
}

// othersOutboxes returns the entries in a damaged copy's outboxes of other members. Their authors
// are named, and only they can open them.
func othersOutboxes(w *store.Wreck, me string) (out []record.Ref) {
	root := filepath.Join(w.GitDir, "casefile", "outbox")
	for _, member := range foldersIn(root) {
		list, _ := os.ReadDir(filepath.Join(root, member))
		for _, e := range list {
			if ref, ok := outboxEntry(e.Name()); ok && member != me {
				out = append(out, ref)
			}
		}
	}
	return out
}

// keysForTree returns my keys of a case from every place that still has one: the records, my
// outbox, and the damaged copy.
func (b *Book) keysForTree(ctx context.Context, w *store.Wreck, lent *store.Repo, me team.Member,
	id record.ID,
) (keys []*seal.Identity) {
	if d, err := b.Docket(ctx, id); err == nil {
		keys, _ = b.caseKeys(ctx, d)
	}
	if text, err := b.outboxText(me, id, outboxKey); err == nil {
		if key, err := seal.ParseIdentity(strings.TrimSpace(string(text))); err == nil {
			keys = append(keys, key)
		}
	}
	then, err := treeDocket(w.Work, id)
	mine, idErr := b.person.Identity()
	if err != nil || idErr != nil {
		return keys
	}
	for _, epoch := range then.Keys {
		wrapped, err := lent.Blob(ctx, epoch[me.ID], verify.MaxWrapped)
		if err != nil {
			continue
		}
		if key, err := b.unwrapAny(mine, wrapped); err == nil {
			keys = append(keys, key)
		}
	}
	return keys
}

// treeDocket reads the docket of a case in a work tree.
func treeDocket(work string, id record.ID) (*record.Docket, error) {
	data, err := readOwn(filepath.Join(work, filepath.FromSlash(record.DocketPath(id))), maxOwnText)
	if err != nil {
		return nil, err
	}
	return record.ParseDocket(data)
}

// bringFile makes a draft of one file, or names it.
func (b *Book) bringFile(ctx context.Context, f treeFile, door plain.Case, me team.Member,
	out *Salvaged,
) error {
	var e *record.Entry
	sealed, err := readOwn(f.path, verify.MaxSealed)
	if err == nil {
		e, err = door.Unvouched(filepath.Base(f.path), sealed)
	}
	if err != nil {
		out.Broken = append(out.Broken, f.path)
		return nil
	}
	if e.By != me.ID {
		out.Theirs = append(out.Theirs, TreeText{f.Ref, e.By, f.path})
		return nil
	}
	act, err := b.lostAct(ctx, f.Ref, e.Text)
	if err != nil {
		return err
	}
	if _, err := b.keepAs(me, f.Entry, act, record.AuthorText(e.Text)); err != nil {
		return err
	}
	out.Drafts = append(out.Drafts, f.Entry)
	return nil
}

package bench

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"casefile/internal/record"
	"casefile/internal/store"
)

// writer writes commits into a pack, and the refs at the end.
type writer struct {
	ctx     context.Context
	repo    *store.Repo
	agency  *agency
	pack    *pack
	packed  string // the pack's file
	folders *treeByFolder
	tip     string
	dockets map[record.ID]record.Docket
	texts   string // the folder of the texts in clear
	queries *queries
}

func newWriter(
	ctx context.Context, repo *store.Repo, a *agency, intro, texts string,
) (*writer, error) {
	first, err := repo.Commit(ctx, intro)
	if err != nil {
		return nil, err
	}
	entries, err := repo.Tree(ctx, first.Tree)
	if err != nil {
		return nil, err
	}
	var root tree
	for _, e := range entries {
		root.put(leaf{name: e.Name, id: parseID(e.ID)})
	}
	w := &writer{ctx: ctx, repo: repo, agency: a, folders: newTreeByFolder(root), tip: intro,
		dockets: map[record.ID]record.Docket{}, texts: texts, queries: newQueries()}
	w.packed = filepath.Join(repo.GitDir(), "objects", "pack", "pack-bench.pack")
	w.pack, err = newPack(w.packed)
	return w, err
}

func parseID(s string) (id oid) {
	_, _ = hex.Decode(id[:], []byte(s)) // git printed it
	return id
}

func (w *writer) week(steps []step, last bool) error {
	for i, s := range steps {
		if err := w.commit(s, last && i == len(steps)-1); err != nil {
			return fmt.Errorf("%s at %s: %w", s.op, s.when, err)
		}
	}
	return nil
}

// commit writes one step: its blobs and trees, and the signed commit.
func (w *writer) commit(s step, last bool) error {
	for _, b := range s.blobs {
		w.pack.add(blobObject, b)
	}
	var changes []change
	for _, p := range s.parts {
		changes = append(changes, p.change)
		w.dockets[p.docket.Case] = p.docket
		if err := w.text(p); err != nil {
			return err
		}
	}
	root := w.folders.grow(w.pack, changes, last)
	by := w.agency.people[s.by]
	ident := store.Ident{Name: by.member.Name, Email: by.member.Email, When: s.when}
	c, err := w.repo.NewBatch().Commit(
		store.NewCommit{Tree: root.String(), Parents: []string{w.tip},
			Author: ident, Committer: ident, Message: s.message()}, by.signer)
	if err != nil {
		return err
	}
	w.pack.add(commitObject, c.Raw)
	w.tip = c.ID
	return nil
}

// text writes an entry in clear, in a folder of its case.
func (w *writer) text(p part) error {
	w.queries.see(p.entry.text)
	dir := filepath.Join(w.texts, p.change.shard, p.change.name)
	if _, opened := p.change.files[epochFile]; opened {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	name := strings.TrimSuffix(p.entry.file, ".age")
	return os.WriteFile(filepath.Join(dir, name), p.entry.text, 0o600)
}

// finish writes the keys refs, closes the pack and moves the refs.
func (w *writer) finish() error {
	moves := "update refs/heads/main " + w.tip + "\n"
	shards := map[string][]record.Docket{}
	for id, d := range w.dockets {
		shards[id.Shard()] = append(shards[id.Shard()], d)
	}
	for shard, dockets := range shards {
		keys, err := w.keys(dockets)
		if err != nil {
			return err
		}
		moves += "create refs/casefile/keys/" + shard + " " + keys + "\n"
	}
	if err := w.pack.finish(); err != nil {
		return err
	}
	dir := w.repo.GitDir()
	return errors.Join(git(w.ctx, dir, "", "index-pack", w.packed),
		git(w.ctx, dir, moves, "update-ref", "--stdin"),
		git(w.ctx, dir, "", "pack-refs", "--all"),
		git(w.ctx, dir, "", "commit-graph", "write", "--reachable"))
}

// keys writes the keys commit of a shard's dockets.
func (w *writer) keys(dockets []record.Docket) (string, error) {
	var root tree
	for _, d := range dockets {
		var epoch tree
		for member, blob := range d.Keys[0] {
			epoch.put(leaf{name: member + ".age", id: parseID(blob)})
		}
		folder := tree{{name: "1", folder: true, id: w.pack.add(treeObject, epoch.encode())}}
		root.put(leaf{name: string(d.Case), folder: true,
			id: w.pack.add(treeObject, folder.encode())})
	}
	raw := fmt.Sprintf("tree %s\nauthor %s\ncommitter %s\n\ncasefile keys\n",
		w.pack.add(treeObject, root.encode()), nobody, nobody)
	return w.pack.add(commitObject, []byte(raw)).String(), nil
}

// nobody is author and committer of the keys refs' commits.
const nobody = "casefile <casefile@invalid> 0 +0000"

func git(ctx context.Context, dir, stdin string, args ...string) error {
	cmd := exec.CommandContext(ctx, "git", append([]string{"--git-dir=" + dir}, args...)...)
	cmd.Stdin, cmd.Stderr = strings.NewReader(stdin), os.Stderr
	return cmd.Run()
}

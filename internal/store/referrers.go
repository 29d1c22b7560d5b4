package store

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// referrer keeps an object reachable, so that it can't be purged: a ref, a reflog, an index or a
// work tree's HEAD.
type referrer struct {
	Place
	log bool // a reflog, by the name of its ref
}

// mainRef is walked first: it has all of history, and other refs add little.
const mainRef = "refs/heads/main"

// referrers lists everything from which one of the objects can be reached.
func (r *Repo) referrers(ctx context.Context, ids []string) ([]referrer, error) {
	refs, err := r.Refs(ctx, "")
	if err != nil {
		return nil, err
	}
	wanted := set(ids)
	main := refs[mainRef]
	var out []referrer
	if main != "" {
		hit, err := r.reachableFrom(ctx, []string{main}, "", wanted)
		if err != nil {
			return nil, err
		}
		out = append(out, hold(hit, mainRef, "a ref that reaches it", false)...)
	}
	tips, err := r.tips(refs)
	if err != nil {
		return nil, err
	}
	hits, err := r.narrow(ctx, tips, main, wanted)
	if err != nil {
		return nil, err
	}
	staged, err := r.staged(ctx, wanted)
	return append(append(out, hits...), staged...), err
}

func hold(ids []string, where, what string, log bool) []referrer {
	var out []referrer
	for _, id := range ids {
		place := Place{ID: id, Where: where, What: what, Saved: !log && peoplesRef(where)}
		out = append(out, referrer{place, log})
	}
	return out
}

// peoplesRef reports whether a ref is one that somebody made: a tag, a branch, a stash.
func peoplesRef(name string) bool {
	return strings.HasPrefix(name, "refs/") && name != mainRef &&
		!strings.HasPrefix(name, "refs/casefile/")
}

// tip is a commit where a walk begins.
type tip struct {
	id, name string
	log      bool
}

func (t tip) what() string {
	if t.log {
		return "a reflog that reaches it"
	}
	return "a ref that reaches it"
}

// tips lists all refs except main, all HEADs, and all commits that reflogs name.
func (r *Repo) tips(refs map[string]string) ([]tip, error) {
	var out []tip
	for name, id := range refs {
		if name != mainRef {
			out = append(out, tip{id, name, false})
		}
	}
	places := []string{r.common}
	linked, err := os.ReadDir(filepath.Join(r.common, "worktrees"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, e := range linked {
		places = append(places, filepath.Join(r.common, "worktrees", e.Name()))
	}
	for _, dir := range places {
		name := headName(r.common, dir)
		if data, err := ReadAtMost(filepath.Join(dir, "HEAD"), mostOwn); err == nil &&
			isID(strings.TrimSpace(string(data))) {
			out = append(out, tip{strings.TrimSpace(string(data)), name + "HEAD", false})
		}
		logged, err := logTips(filepath.Join(dir, "logs"), name)
		if err != nil {
			return nil, err
		}
		out = append(out, logged...)
	}
	slices.SortFunc(out, func(a, b tip) int { return strings.Compare(a.name+a.id, b.name+b.id) })
	return slices.Compact(out), nil
}

// headName returns git's name for the refs that belong to one work tree alone.
func headName(common, dir string) string {
	if dir == common {
		return ""
	}
	return "worktrees/" + filepath.Base(dir) + "/"
}

// logTips lists the commits that the reflogs below a folder name: each line
// begins with the old id and the new.
func logTips(dir, prefix string) ([]tip, error) {
	var out []tip
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !e.Type().IsRegular() { // git reads no other
			return err
		}
		name, _ := filepath.Rel(dir, path)
		ids, err := loggedIn(path)
		for _, id := range ids {
			out = append(out, tip{id, prefix + filepath.ToSlash(name), true})
		}
		return err
	})
	return out, err
}

// loggedIn lists the commits that one reflog names. It may be long, and no line of it is kept.
func loggedIn(path string) (ids []string, err error) {
	f, err := OpenPlain(path, os.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewReader(f)
	for begins := true; err == nil; {
		var line []byte
		line, err = lines.ReadSlice('\n')
		words := strings.SplitN(string(line), " ", 3)
		for _, id := range words[:min(2, len(words))] {
			if begins && isID(id) && strings.Trim(id, "0") != "" {
				ids = append(ids, id)
			}
		}
		if begins = !errors.Is(err, bufio.ErrBufferFull); !begins {
			err = nil // the rest of a long line
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return ids, err
}

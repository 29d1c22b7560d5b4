package store

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// mostLog is the number of bytes that are read of a log, from its end. Older lines are about
// commits that nobody asks about.
const mostLog = 1 << 20

// Fetched lists commits that git noted as coming from elsewhere: the last fetch, earlier places of
// remote refs, and fast-forwards of a branch by a pull. Git keeps these notes for itself, and
// promises nothing of them.
func (r *Repo) Fetched() ([]string, error) {
	head, err := tailOf(filepath.Join(r.GitDir(), "FETCH_HEAD"))
	if err != nil {
		return nil, err
	}
	var out []string
	for line := range strings.Lines(head) {
		id, _, _ := strings.Cut(line, "\t")
		out = append(out, id)
	}
	for _, place := range []string{r.GitDir(), r.common} {
		logs, err := logsBelow(filepath.Join(place, "logs"))
		if err != nil {
			return nil, err
		}
		out = append(out, logs...)
	}
	none := func(id string) bool { return !isID(id) || strings.Trim(id, "0") == "" }
	out = slices.DeleteFunc(out, none)
	slices.Sort(out)
	return slices.Compact(out), nil
}

// logsBelow reads the logs of refs.
func logsBelow(folder string) (out []string, err error) {
	err = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := tailOf(path)
		remote := strings.Contains(filepath.ToSlash(path), "/logs/refs/remotes/")
		for line := range strings.Lines(text) {
			ids, said, _ := strings.Cut(line, "\t")
			if two := strings.Fields(ids); len(two) > 1 && (remote || pulled(said)) {
				out = append(out, two[1])
			}
		}
		return err
	})
	return out, err
}

// remade reports whether git rewrote a commit on top of a fetched one, or went on to the last of
// such commits: they are this copy's own.
func remade(said string) bool {
	for _, step := range []string{"pick", "reword", "edit", "squash", "fixup", "merge", "continue",
		"finish", "abort"} {
		if strings.Contains(said, " ("+step+"): ") {
			return true
		}
	}
	return strings.Contains(said, ": Merge made by")
}

// pulled reports whether git took a branch to a commit that it had just fetched.
func pulled(said string) bool {
	if strings.Contains(said, ": moving to FETCH_HEAD") ||
		strings.Contains(said, ": moving to refs/remotes/") ||
		strings.Contains(said, ": moving to origin") {
		return true
	}
	return (strings.HasPrefix(said, "pull") || strings.HasPrefix(said, "fetch") ||
		strings.HasPrefix(said, "clone")) && !remade(said)
}

// tailOf reads a text file from its end; "" where there is none.
func tailOf(path string) (string, error) {
	f, err := os.Open(path)
	if os.IsNotExist(err) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return "", err
	}
	if over := info.Size() - mostLog; over > 0 {
		_, err = f.Seek(over, io.SeekStart)
	}
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(io.LimitReader(f, mostLog))
	return string(bytes.ToValidUTF8(text, nil)), err
}

// Beyond lists commits that tips lead to and known ones don't, by any parent, the newest
// first; no more than most. Tips that are not here lead nowhere.
func (r *Repo) Beyond(ctx context.Context, tips, known []string, most int) ([]string, error) {
	var list strings.Builder
	for _, id := range tips {
		list.WriteString(id + "\n")
	}
	for _, id := range known {
		list.WriteString("^" + id + "\n")
	}
	if len(tips) == 0 {
		return nil, nil
	}
	out, err := r.git.run(ctx, strings.NewReader(list.String()), "rev-list", "--ignore-missing",
		"--max-count="+strconv.Itoa(most), "--stdin")
	return strings.Fields(string(out)), err
}

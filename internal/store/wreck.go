package store

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Wreck is a repository that git or casefile may not open any more. It is read file by file,
// and never written to.
type Wreck struct {
	GitDir string
	Work   string // the folder of the work tree; "" for a bare repository
}

// FindWreck returns the repository of a folder, by its files alone, without git.
func FindWreck(dir string) (*Wreck, bool) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, false
	}
	home := gitFolder(abs)
	if home == "" {
		return nil, false
	}
	w := &Wreck{GitDir: home}
	if filepath.Base(home) == ".git" {
		w.Work = filepath.Dir(home)
	}
	return w, true
}

// Folder returns people's name for the repository: its work tree, or the bare repository.
func (w *Wreck) Folder() string {
	if w.Work != "" {
		return w.Work
	}
	return w.GitDir
}

// Setting returns a key of its own configuration; "" where that can't be read, or lacks it.
func (w *Wreck) Setting(ctx context.Context, key string) string {
	out, err := (program{env: environment(false)}).runIn(ctx, os.TempDir(), "config",
		"--file", filepath.Join(w.GitDir, "config"), "--no-includes", "--null", "--get", key)
	if err != nil {
		return ""
	}
	value, _, _ := strings.Cut(string(out), "\x00")
	return value
}

// OnlyHeadEmpty reports whether an empty HEAD is the only reason why git can't open the repository.
func (w *Wreck) OnlyHeadEmpty() bool {
	head, err := os.Lstat(filepath.Join(w.GitDir, "HEAD"))
	if err != nil || !head.Mode().IsRegular() || head.Size() > 0 {
		return false
	}
	for _, name := range []string{"objects", "refs"} {
		if info, err := os.Stat(filepath.Join(w.GitDir, name)); err != nil || !info.IsDir() {
			return false
		}
	}
	return w.Ref("refs/heads/main") != ""
}

// mostRefFile is the greatest number of bytes read of a file of refs.
const mostRefFile = 16 << 20

// Ref returns the commit of a ref, as far as its file or the packed refs can be read.
func (w *Wreck) Ref(name string) string {
	text, err := ReadAtMost(filepath.Join(w.GitDir, filepath.FromSlash(name)), 1<<10)
	if id := strings.TrimSpace(string(text)); err == nil && isID(id) {
		return id
	}
	return w.packed()[name]
}

// packed returns the refs of the file packed-refs.
func (w *Wreck) packed() map[string]string {
	out := map[string]string{}
	text, _ := ReadAtMost(filepath.Join(w.GitDir, "packed-refs"), mostRefFile)
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		id, name, ok := strings.Cut(lines.Text(), " ")
		if ok && isID(id) && checkRef(name) == nil {
			out[name] = id
		}
	}
	return out
}

// Refs returns the refs below a prefix, which ends in a slash.
func (w *Wreck) Refs(prefix string) map[string]string {
	out := map[string]string{}
	for name, id := range w.packed() {
		if strings.HasPrefix(name, prefix) {
			out[name] = id
		}
	}
	root := filepath.Join(w.GitDir, filepath.FromSlash(prefix))
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		rest, err := filepath.Rel(root, path)
		name := prefix + filepath.ToSlash(rest)
		if id := w.Ref(name); err == nil && id != "" && checkRef(name) == nil {
			out[name] = id
		}
		return nil
	})
	return out
}

// mostLogged is the greatest number of steps back in the log of a ref.
const mostLogged = 200

// Logged returns the places where a ref was before, by its log, the newest first.
func (w *Wreck) Logged(ref string) []string { return logged(w.GitDir, ref) }

// Logged returns the places where a ref was before, by its log, the newest first; none where it has
// no log.
func (r *Repo) Logged(ref string) []string { return logged(r.common, ref) }

func logged(gitDir, ref string) []string {
	text, _ := ReadAtMost(filepath.Join(gitDir, "logs", filepath.FromSlash(ref)), mostRefFile)
	var out []string
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if len(f) > 1 && isID(f[1]) {
			out = append(out, f[1])
		}
	}
	slices.Reverse(out)
	return out[:min(len(out), mostLogged)]
}

// Lend makes an empty bare repository in a folder of its own, which reads the objects of the
// wreck, whatever has become of the rest of it. Ending it removes the folder.
func (w *Wreck) Lend(ctx context.Context) (lent *Repo, end func(), err error) {
	dir, err := os.MkdirTemp("", "casefile-restore-")
	if err != nil {
		return nil, nil, err
	}
	clean := func() { os.RemoveAll(dir) }
	r, err := Init(ctx, dir, InitOptions{Bare: true})
	if err == nil {
		err = errors.Join(r.Close(), os.MkdirAll(filepath.Join(dir, "objects", "info"), 0o700))
	}
	if err == nil {
		err = WriteFile(filepath.Join(dir, "objects", "info", "alternates"), 0o600,
			Content([]byte(filepath.Join(w.GitDir, "objects")+"\n")))
	}
	if err == nil {
		lent, err = Open(ctx, dir)
	}
	if err != nil {
		clean()
		return nil, nil, err
	}
	return lent, func() { lent.Close(); clean() }, nil
}

// ErrNotSound says that git found objects of a repository missing or damaged.
var ErrNotSound = errors.New("objects are missing or damaged")

// Sound has git read every object that its refs reach.
func (r *Repo) Sound(ctx context.Context) error {
	_, err := r.git.run(ctx, nil, "fsck", "--full", "--no-dangling", "--no-progress")
	if failed, ok := errors.AsType[*gitError](err); ok {
		return fmt.Errorf("%w: %w", ErrNotSound, failed)
	}
	return err
}

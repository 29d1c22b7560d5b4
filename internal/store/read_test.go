package store

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// imported makes n packed blobs of growing sizes with stock fast-import.
func imported(t testing.TB, r *Repo, n int) (ids []string, texts []string) {
	t.Helper()
	var in strings.Builder
	for i := range n {
		text := strings.Repeat(fmt.Sprintf("entry %d;", i), 1+i%700)
		texts = append(texts, text)
		fmt.Fprintf(&in, "blob\nmark :%d\ndata %d\n%s\n", i+1, len(text), text)
	}
	marks := filepath.Join(t.TempDir(), "marks")
	stock(t, r.GitDir(), in.String(), "fast-import", "--quiet", "--export-marks="+marks)
	out, err := os.ReadFile(marks)
	must(t, err)
	byMark := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		mark, id, _ := strings.Cut(strings.TrimSpace(line), " ")
		byMark[mark] = id
	}
	for i := range n {
		ids = append(ids, byMark[fmt.Sprintf(":%d", i+1)])
	}
	return ids, texts
}

func TestObjectsOfALargeBatch(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	ids, texts := imported(t, r, 5000)
	seen := 0
	err := r.Blobs(ctx, ids, mostTest, func(i int, data []byte) error {
		if i != seen || string(data) != texts[i] {
			t.Fatalf("visit %d: object %d with %d bytes", seen, i, len(data))
		}
		seen++
		if i%1000 == 0 { // a visitor may read
			if inner, err := r.Blob(ctx, ids[4999-i], mostTest); err != nil ||
				string(inner) != texts[4999-i] {
				t.Fatalf("inner read: %v", err)
			}
		}
		return nil
	})
	if err != nil || seen != len(ids) {
		t.Errorf("saw %d, %v", seen, err)
	}
}

func TestObjectsStopsAndGoesOn(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	ids, texts := imported(t, r, 3000)
	enough := errors.New("enough")
	for _, last := range []int{0, 10, 2999} {
		n := 0
		err := r.Blobs(ctx, ids, mostTest, func(i int, _ []byte) error {
			if n++; i == last {
				return enough
			}
			return nil
		})
		if !errors.Is(err, enough) || n != last+1 {
			t.Errorf("stop at %d: %d visits, %v", last, n, err)
		}
	}
	cancelled, cancel := context.WithCancel(ctx)
	err := r.Blobs(cancelled, ids, mostTest, func(i int, _ []byte) error {
		if i == 5 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if data, err := r.Blob(ctx, ids[7], mostTest); err != nil || string(data) != texts[7] {
		t.Errorf("afterwards: %v", err)
	}
}

func TestMissingObjects(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	ids, _ := imported(t, r, 3)
	for _, absent := range []string{strings.Repeat("0", 39) + "1", "main", "",
		"HEAD\ncontents HEAD", ids[0][:39], strings.ToUpper(ids[0])} {
		if _, err := r.Blob(ctx, absent, mostTest); !errors.Is(err, ErrNotFound) {
			t.Errorf("%q: %v", absent, err)
		}
	}
	visits := 0
	err := r.Blobs(ctx, []string{ids[0], strings.Repeat("a", 40), ids[1]}, mostTest,
		func(int, []byte) error {
			visits++
			return nil
		})
	if !errors.Is(err, ErrNotFound) || visits != 1 {
		t.Errorf("%d visits, %v", visits, err)
	}
	if _, err := r.Blob(ctx, ids[2], mostTest); err != nil {
		t.Error(err)
	}
	if _, err := r.Commit(ctx, ids[0]); !errors.Is(err, ErrNotFound) {
		t.Errorf("a blob as a commit: %v", err)
	}
	if _, err := r.Tree(ctx, ids[0]); !errors.Is(err, ErrNotFound) {
		t.Errorf("a blob as a tree: %v", err)
	}
}

// deflated returns the file of a loose object that holds text.
func deflated(text string) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(text))
	_ = z.Close()
	return b.Bytes()
}

func TestDamagedObjects(t *testing.T) {
	ctx := t.Context()
	long := strings.Repeat("the words of an entry ", 5000)
	for name, damage := range map[string]func([]byte) []byte{
		"other content": func([]byte) []byte { return deflated("blob 5\x00other") },
		"other kind": func([]byte) []byte {
			return deflated(fmt.Sprintf("tree %d\x00%s", len(long), long))
		},
		"garbage": func([]byte) []byte { return []byte("garbage") },
		"empty":   func([]byte) []byte { return nil },
		"cut":     func(b []byte) []byte { return b[:len(b)/2] },
		"flipped": func(b []byte) []byte { b[len(b)/2] ^= 0x20; return b },
		"impossible size": func([]byte) []byte {
			return deflated("blob 99999999999999\x00" + long)
		},
	} {
		r := newRepo(t)
		b := r.NewBatch()
		good, bad := b.Blob([]byte("good")), b.Blob([]byte(long))
		must(t, b.Write(ctx))
		path := filepath.Join(r.GitDir(), "objects", bad[:2], bad[2:])
		whole, err := os.ReadFile(path)
		must(t, err)
		must(t, os.Remove(path))
		must(t, os.WriteFile(path, damage(whole), 0o444))
		want := ErrDamaged
		if name == "impossible size" { // by git's word it is larger than anything is
			want = ErrTooLarge
		}
		if data, err := r.Blob(ctx, bad, mostTest); !errors.Is(err, want) {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
		visits := 0
		err = r.Blobs(ctx, []string{good, good, bad, good}, mostTest, func(int, []byte) error {
			visits++
			return nil
		})
		if !errors.Is(err, want) || visits != 2 {
			t.Errorf("%s in a batch: %d visits, %v", name, visits, err)
		}
		if _, err := r.Blob(ctx, good, mostTest); err != nil {
			t.Errorf("%s: afterwards: %v", name, err)
		}
		again := r.NewBatch()
		again.Blob([]byte(long))
		must(t, again.Write(ctx))
		if data, err := r.Blob(ctx, bad, mostTest); err != nil || string(data) != long {
			t.Errorf("%s: writing it again does not mend it: %v", name, err)
		}
	}
}

// A reader outlives the death of its git process: Ctrl-C in an editor goes to
// every process of the terminal.
func TestReaderOutlivesItsProcess(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	ids, texts := imported(t, r, 600)
	err := r.Blobs(ctx, ids, mostTest, func(i int, data []byte) error {
		if string(data) != texts[i] {
			t.Fatalf("object %d is wrong", i)
		}
		return nil
	})
	must(t, err)
	r.cat.idle[0].kill()
	if data, err := r.Blob(ctx, ids[1], mostTest); err != nil || string(data) != texts[1] {
		t.Errorf("after the death: %v", err)
	}
	must(t, r.Close())
	if _, err := r.Blob(ctx, ids[1], mostTest); err == nil {
		t.Error("a closed repository is read")
	}
}

func TestLookup(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	c := commitFiles(t, r, "", files{"a/b/c": "c", "d": "d"}, nil)
	for path, mode := range map[string]string{"": "040000", "a": "040000", "a/b": "040000",
		"a/b/c": "100644", "d": "100644",
		"e": "", "a/c": "", "d/e": "", "a/": "", "/a": "", "a//b": "", "a/b/c/d": ""} {
		e, ok, err := r.Lookup(ctx, c.ID, path)
		if err != nil || ok != (mode != "") || e.Mode != mode {
			t.Errorf("Lookup(%q) = %v %v %v", path, e, ok, err)
		}
	}
	if _, _, err := r.Lookup(ctx, c.Tree, "a"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a tree as the commit: %v", err)
	}
}

// Objects that git still keeps apart are read by a hook, and by nobody else.
func TestQuarantine(t *testing.T) {
	ctx, r, pushed := t.Context(), newRepo(t), newRepo(t)
	c := commitFiles(t, pushed, "", files{"a": "a"}, nil)
	t.Setenv("GIT_QUARANTINE_PATH", filepath.Join(pushed.GitDir(), "objects"))
	t.Setenv("GIT_OBJECT_DIRECTORY", filepath.Join(pushed.GitDir(), "objects"))
	t.Setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES", filepath.Join(r.GitDir(), "objects"))
	hook := r.WithQuarantine()
	defer hook.Close()
	if _, err := hook.Commit(ctx, c.ID); err != nil {
		t.Errorf("the hook: %v", err)
	}
	if _, err := r.Commit(ctx, c.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("an ordinary reader: %v", err)
	}
	b := hook.NewBatch()
	b.Blob([]byte("x"))
	if b.Write(ctx) == nil || hook.Move(ctx, []Move{{Ref: "refs/heads/main", New: c.ID}}) == nil {
		t.Error("a hook wrote")
	}
}

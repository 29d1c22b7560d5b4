package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A blob that is written at once is the one that a batch makes, and stock git reads it.
func TestWriteBlob(t *testing.T) {
	r := newRepo(t)
	for _, size := range []int{0, 1, 300000} {
		data := bytes.Repeat([]byte{0xA7}, size)
		want := r.NewBatch().Blob(data)
		for range 2 { // and again, where it is there already
			id, err := r.WriteBlob(t.Context(), int64(size), func(w io.Writer) error {
				_, err := w.Write(data)
				return err
			})
			if err != nil || id != want {
				t.Errorf("%d bytes: %s, %v; want %s", size, id, err, want)
			}
		}
		out, err := exec.Command("git", "--git-dir", r.GitDir(), "cat-file", "blob", want).Output()
		if err != nil || !bytes.Equal(out, data) {
			t.Errorf("%d bytes: git reads %d, %v", size, len(out), err)
		}
		if got, err := r.Blob(t.Context(), want, 1<<20); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes: read %d, %v", size, len(got), err)
		}
	}
}

// Of a blob that breaks off nothing is left.
func TestWriteBlobRefuses(t *testing.T) {
	r := newRepo(t)
	broken := errors.New("broken off")
	for name, write := range map[string]func(io.Writer) error{
		"too short": func(w io.Writer) error {
			_, err := io.WriteString(w, "123456789")
			return err
		},
		"too long": func(w io.Writer) error {
			_, err := io.WriteString(w, "12345678901")
			return err
		},
		"broken off": func(w io.Writer) error { return broken },
	} {
		if id, err := r.WriteBlob(t.Context(), 10, write); err == nil || id != "" {
			t.Errorf("%s: %s, %v", name, id, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(r.objects, "*"))
	for _, path := range left {
		if strings.Contains(path, "tmp_obj_") {
			t.Errorf("%s is left, %v", path, err)
		}
	}
}

// A git that packs beside removes empty folders of objects, at any moment, also between the
// making of one and the blob that was to go into it.
func TestWriteBlobBesidePrunePacked(t *testing.T) {
	r := newRepo(t)
	write := func(i int) string {
		data := fmt.Appendf(nil, "%d", i)
		id, err := r.WriteBlob(t.Context(), int64(len(data)), func(w io.Writer) error {
			_, err := w.Write(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			default:
				for i := range 256 {
					_ = os.Remove(filepath.Join(r.objects, fmt.Sprintf("%02x", i)))
				}
			}
		}
	}()
	var ids []string
	for i := range 250 {
		ids = append(ids, write(i))
	}
	close(done)
	<-ended
	for i, id := range ids {
		if got, err := r.Blob(t.Context(), id, 1<<20); err != nil || string(got) != fmt.Sprint(i) {
			t.Errorf("blob %d: %q, %v", i, got, err)
		}
	}
}

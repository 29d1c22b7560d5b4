package store

import (
	"compress/zlib"
	"context"
	"crypto/rand"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// WriteBlob makes a blob of exactly size bytes durable at once, as write brings them, and
// gives its id: for files that are too large to be held in a batch beside each other. No ref
// names it yet, which is harmless, as it is of a batch that fails.
func (r *Repo) WriteBlob(ctx context.Context, size int64, write func(io.Writer) error) (
	string, error,
) {
	if r.quarantine {
		return "", fmt.Errorf("nothing is written to %s from within a hook", r.GitDir())
	}
	temp := filepath.Join(r.objects, "tmp_obj_"+rand.Text())
	file, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o444)
	if err != nil {
		return "", err
	}
	id, err := packBlob(file, size, write)
	err = errors.Join(err, file.Close(), ctx.Err())
	if err == nil {
		err = r.publishBlob(temp, id)
	}
	if err != nil {
		_ = os.Remove(temp)
		return "", err
	}
	return id, nil
}

// packBlob writes the bytes of a loose blob, and syncs them.
func packBlob(file *os.File, size int64, write func(io.Writer) error) (id string, err error) {
	z, err := zlib.NewWriterLevel(file, zlib.NoCompression) // what is sealed gets no smaller
	if err != nil {
		return "", err
	}
	sum := sha1.New() // git names its objects by it
	both := &measured{w: io.MultiWriter(z, sum)}
	if _, err := fmt.Fprintf(io.MultiWriter(z, sum), "blob %d\x00", size); err != nil {
		return "", err
	}
	if err := write(both); err != nil {
		return "", err
	}
	if both.bytes != size {
		return "", fmt.Errorf("a file of %d bytes came, not of %d", both.bytes, size)
	}
	if err := errors.Join(z.Close(), file.Sync()); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// publishBlob gives a loose object its name. One that is there already is the same. A folder
// that is gone by the end has had its object put into a pack by git, which made that durable.
func (r *Repo) publishBlob(temp, id string) error {
	folder := filepath.Join(r.objects, id[:2])
	r.shareObject(temp)
	made, err := inFolder(folder, func() error {
		return os.Rename(temp, filepath.Join(folder, id[2:]))
	})
	if err != nil {
		return err
	}
	if err := ignoreGone(syncDir(folder)); err != nil {
		return err
	}
	if !made {
		return nil
	}
	return syncDir(r.objects)
}

type measured struct {
	w     io.Writer
	bytes int64
}

func (m *measured) Write(p []byte) (int, error) {
	n, err := m.w.Write(p)
	m.bytes += int64(n)
	return n, err
}

package store

import (
	"bytes"
	"compress/zlib"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// looseFile is an object on its way into objects/xx/.
type looseFile struct {
	path   string
	packed []byte
	temp   string // "" once renamed, or when the object was there before
}

// writeLoose writes objects so that they survive a power cut: each goes to a
// temporary file that is fsynced and then renamed, and each folder that got a
// new name is fsynced once at the end. The fsyncs run side by side, since a
// journal commits many of them at the price of one. A folder that is gone by then has
// had its objects put into a pack by git, which made that durable.
func writeLoose(ctx context.Context, objects string, order []string,
	pending map[string]pendingObject,
) error {
	files, err := pack(objects, order, pending)
	if err != nil {
		return err
	}
	made, err := makeFolders(objects, files)
	if err != nil {
		return err
	}
	err = sideBySide(ctx, len(files), func(i int) error { return files[i].write() })
	if err == nil {
		err = publish(files)
	}
	if err != nil {
		return errors.Join(err, discard(files))
	}
	dirs := made
	for _, f := range files {
		dirs = append(dirs, filepath.Dir(f.path))
	}
	slices.Sort(dirs)
	dirs = slices.Compact(dirs)
	return sideBySide(ctx, len(dirs), func(i int) error { return ignoreGone(syncDir(dirs[i])) })
}

// pack makes the bytes of each loose object; level 1, since ciphertext does not
// shrink and trees are small.
func pack(objects string, order []string, pending map[string]pendingObject) ([]*looseFile, error) {
	var out bytes.Buffer
	z, err := zlib.NewWriterLevel(&out, zlib.BestSpeed)
	if err != nil {
		return nil, err
	}
	var files []*looseFile
	for _, id := range order {
		o := pending[id]
		out.Reset()
		z.Reset(&out)
		fmt.Fprintf(z, "%s %d\x00", o.kind, len(o.data))
		z.Write(o.data)
		if err := z.Close(); err != nil {
			return nil, err
		}
		files = append(files,
			&looseFile{path: filepath.Join(objects, id[:2], id[2:]),
				packed: slices.Clone(out.Bytes())})
	}
	return files, nil
}

// makeFolders makes the missing objects/xx. If there were any, it returns the folder above them,
// which has new names too.
func makeFolders(objects string, files []*looseFile) (above []string, err error) {
	for _, f := range files {
		err := os.Mkdir(filepath.Dir(f.path), 0o777)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		shareObject(objects, filepath.Dir(f.path))
		above = []string{objects}
	}
	return above, nil
}

// write makes the temporary file durable, under a name that git's prune knows
// as rubbish; an object that is there already and whole is only fsynced.
func (f *looseFile) write() error {
	if f.present() {
		// else git has packed it since
		if err := syncFile(f.path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	temp := filepath.Join(filepath.Dir(f.path), "tmp_obj_"+rand.Text())
	w, err := newInFolder(temp)
	if err != nil {
		return err
	}
	f.temp = temp
	shareObject(filepath.Dir(filepath.Dir(f.path)), f.temp)
	_, err = w.Write(f.packed)
	if err == nil {
		err = w.Sync()
	}
	return errors.Join(err, w.Close())
}

// newInFolder makes a file, and its folder again where git has removed that as an empty one.
func newInFolder(path string) (w *os.File, err error) {
	_, err = inFolder(filepath.Dir(path), func() error {
		w, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o444)
		return err
	})
	return w, err
}

// inFolder puts something into objects/xx. Where the folder is missing it is made: for the
// first object in it, and again for each time that git, packing beside, has removed it as an
// empty one. It says whether it was made.
func inFolder(folder string, put func() error) (made bool, err error) {
	for range 10 {
		if err = put(); !errors.Is(err, fs.ErrNotExist) {
			return made, err
		}
		if err := os.Mkdir(folder, 0o777); err != nil {
			if errors.Is(err, fs.ErrExist) {
				continue
			}
			return made, err
		}
		made = true
		shareObject(filepath.Dir(folder), folder)
	}
	return made, err
}

// present reports whether the object's file exists with the right content.
func (f *looseFile) present() bool {
	old, err := os.Open(f.path)
	if err != nil {
		return false
	}
	defer old.Close()
	z, err := zlib.NewReader(old)
	if err != nil {
		return false
	}
	packed, err := zlib.NewReader(bytes.NewReader(f.packed))
	if err != nil {
		return false
	}
	want, err := io.ReadAll(packed)
	if err != nil {
		return false
	}
	have, err := io.ReadAll(io.LimitReader(z, int64(len(want))+1)) // it may inflate without end
	return err == nil && bytes.Equal(have, want)
}

func publish(files []*looseFile) error {
	for _, f := range files {
		if f.temp == "" {
			continue
		}
		if err := replace(f.temp, f.path); err != nil {
			return err
		}
		f.temp = ""
	}
	return nil
}

func discard(files []*looseFile) error {
	var errs []error
	for _, f := range files {
		if f.temp == "" {
			continue
		}
		if err := os.Remove(f.temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

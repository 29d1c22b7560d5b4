package store

import (
	"bufio"
	"compress/zlib"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// indexed looks a pack up in its index.
func (l *copySearch) indexed(pack, idx string, whose int, sort copySort) error {
	err := soundIndex(l.ctx, pack, idx)
	var ids []string
	if err == nil {
		ids, err = wantedIn(idx, l.wanted)
	}
	if isGone(pack) {
		return nil // git has rewritten it meanwhile; the new pack was or will be searched
	}
	if errors.Is(err, errOddIndex) || errors.Is(err, errUnsound) {
		l.add(whose, objectCopy{"", pack, hiddenCopy})
		return nil
	}
	for _, id := range ids {
		l.add(whose, objectCopy{id, pack, sort})
	}
	return missingIsNone(err)
}

func isGone(path string) bool {
	_, err := os.Lstat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// unindexed makes an index of a pack that has none, elsewhere, and looks it up
// there. A pack that was not written to its end may hold anything.
func (l *copySearch) unindexed(pack string, whose int, sort copySort) error {
	if err := fitsToLook(pack); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		l.add(whose, objectCopy{"", pack, hiddenCopy})
		return nil
	}
	dir, err := os.MkdirTemp("", "casefile-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	// A copy, since index-pack puts more files beside what it reads.
	whole := filepath.Join(dir, "whole.pack")
	if err := copyFile(pack, whole); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	idx := filepath.Join(dir, "whole.idx")
	if _, err := l.git.run(l.ctx, nil, "index-pack", "-o", idx, whole); err != nil {
		if l.ctx.Err() != nil {
			return l.ctx.Err()
		}
		l.add(whose, objectCopy{"", pack, hiddenCopy})
		return nil
	}
	return l.indexed(pack, idx, whose, sort)
}

// errNoLook says that a file can't be unpacked to be looked into.
var errNoLook = errors.New("it is not a pack, or there is no room for a copy of it")

// fitsToLook says why a pack is not looked into: it is none, or its copy would fill the disk.
func fitsToLook(pack string) error {
	f, err := os.Open(pack)
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, 4)
	if _, err := io.ReadFull(f, head); err != nil || string(head) != "PACK" {
		return errNoLook
	}
	return fitsInTemp(f)
}

// fitsInTemp says whether a copy of a file has room among temporary files.
func fitsInTemp(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if free, known := Free(os.TempDir()); known && uint64(info.Size()) > free-spareOf(free) {
		return errNoLook
	}
	return nil
}

func copyFile(from, to string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	return writeAll(to, f)
}

// temporary looks into a file that git or casefile calls tmp_obj_…: a loose
// object that was never put in its place.
func (l *copySearch) temporary(path string, whose int) error {
	if !strings.HasPrefix(filepath.Base(path), "tmp_obj") {
		return nil
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	id, ok := looseID(bufio.NewReader(f))
	switch {
	case !ok:
		l.add(whose, objectCopy{"", path, hiddenCopy})
	case l.wanted[id]:
		l.add(whose, objectCopy{id, path, temporaryCopy})
	}
	return nil
}

// looseID returns the id of a loose object's file; false where it is not whole.
func looseID(file *bufio.Reader) (id string, ok bool) {
	if _, err := file.Peek(1); errors.Is(err, io.EOF) {
		return "", true // nothing of it was written
	}
	z, err := zlib.NewReader(file)
	if err != nil {
		return "", false
	}
	sum := sha1.New()
	if _, err := io.Copy(sum, z); err != nil {
		return "", false
	}
	return hex.EncodeToString(sum.Sum(nil)), true
}

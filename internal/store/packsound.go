package store

import (
	"context"
	"crypto/sha1"
	"errors"
	"io"
	"io/fs"
	"os"
)

// Git rewrites a pack by the names in its index, and copies most objects as they are. So unnoticed
// damage would come into a new pack with a valid checksum, and the original would be dropped.

// soundPacks returns the undamaged packs. The others stay: a search for damage names them.
func soundPacks(ctx context.Context, list []packFile) (out []packFile, err error) {
	for _, p := range list {
		sound, err := p.isSound(ctx)
		if err != nil {
			return nil, err
		}
		if sound {
			out = append(out, p)
		}
	}
	return out, nil
}

// isSound reports whether a pack and its index have the checksums at their ends, and the index is
// of this pack.
func (p packFile) isSound(ctx context.Context) (bool, error) {
	index, err := checkedEnd(ctx, p.stem+".idx")
	if err == nil {
		var pack []byte
		pack, err = checkedEnd(ctx, p.stem+".pack")
		if err == nil {
			return string(index[:sha1.Size]) == string(pack[sha1.Size:]), nil
		}
	}
	if errors.Is(err, errUnsound) || errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return false, err
}

// soundIndex returns errUnsound for an index with a wrong checksum, or of another pack. A flipped
// bit in an index may hide an object of the pack. Nobody would find that object, and a pack that is
// rewritten by the index would lack it.
func soundIndex(ctx context.Context, pack, idx string) error {
	index, err := checkedEnd(ctx, idx)
	if err != nil {
		return err
	}
	f, err := os.Open(pack)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	sum := make([]byte, sha1.Size)
	if _, err := f.ReadAt(sum, max(0, info.Size()-sha1.Size)); err != nil &&
		!errors.Is(err, io.EOF) {
		return err
	}
	if string(sum) != string(index[:sha1.Size]) {
		return errUnsound
	}
	return nil
}

// errUnsound says that a file does not have its checksum.
var errUnsound = errors.New("not as it was written")

// checkedEnd returns the last two checksums of a file, and checks the very last one: it covers
// everything before it. In an index, the first of the two is the checksum of its pack.
func checkedEnd(ctx context.Context, path string) (end []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	body := info.Size() - sha1.Size
	if body < sha1.Size {
		return nil, errUnsound
	}
	sum := sha1.New()
	if _, err := io.Copy(sum, &untilDone{ctx, io.NewSectionReader(f, 0, body)}); err != nil {
		return nil, err
	}
	end = make([]byte, 2*sha1.Size)
	if _, err := f.ReadAt(end, body-sha1.Size); err != nil {
		return nil, err
	}
	if string(sum.Sum(nil)) != string(end[sha1.Size:]) {
		return nil, errUnsound
	}
	return end, nil
}

// untilDone reads until somebody ends it.
type untilDone struct {
	ctx  context.Context
	from io.Reader
}

func (u *untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.from.Read(p)
}

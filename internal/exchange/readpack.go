package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"casefile/internal/disclose"
	"casefile/internal/seal"
)

// sealedHead begins every file sealed by age.
const sealedHead = "age-encryption.org/"

// ReadPackFolder reads a pack from a folder. It takes only plain files, as a link could lead
// anywhere, with names that a pack has, and no more than a pack may hold.
func ReadPackFolder(folder fs.FS) (disclose.Package, error) {
	files, left := disclose.Package{}, int64(maxPackBytes)
	err := fs.WalkDir(folder, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case !fs.ValidPath(name):
			return packName(name) // an invalid path can't be opened
		case err != nil || e.IsDir():
			return err
		case !e.Type().IsRegular():
			return fmt.Errorf("%w: %.80q is not a plain file", ErrPack, name)
		}
		data, err := readUpTo(folder, name, left)
		if err != nil {
			return err
		}
		left -= int64(len(data))
		return take(files, name, data)
	})
	return files, err
}

func readUpTo(folder fs.FS, name string, limit int64) ([]byte, error) {
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if int64(len(data)) > limit {
		err = fmt.Errorf("%w: it holds more than a pack can", ErrPack)
	}
	return data, err
}

// ReadPackFile reads a pack from one file: a tar, or a tar sealed by age, which unseal opens.
func ReadPackFile(data []byte, unseal func([]byte) ([]byte, error)) (disclose.Package, error) {
	if bytes.HasPrefix(data, []byte(sealedHead)) {
		var err error
		if data, err = unseal(data); errors.Is(err, seal.ErrDamaged) ||
			errors.Is(err, seal.ErrHeader) {
			return nil, fmt.Errorf("%w: it was damaged or cut short: %w", ErrPack, err)
		} else if err != nil {
			return nil, err
		}
	}
	return untar(bytes.NewReader(data))
}

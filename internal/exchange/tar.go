package exchange

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"casefile/internal/disclose"
	"casefile/internal/seal"
)

// Limits of a pack, so that a hostile one fills neither memory nor disk. The largest case of ten
// years has some thousand entries.
const (
	maxPackFiles = 20_000
	maxPackBytes = 1 << 30

	// MaxArchiveBytes is the greatest size of a pack in one file, sealed or not.
	MaxArchiveBytes = 2 * maxPackBytes
)

// tarOf returns the files of a pack as one archive. The same files and time always give the same
// bytes.
func tarOf(files disclose.Package, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		head := &tar.Header{Name: name, Mode: 0o600, Size: int64(len(files[name])),
			ModTime: at.UTC().Truncate(time.Second), Format: tar.FormatPAX}
		if err := w.WriteHeader(head); err != nil {
			return nil, err
		}
		if _, err := w.Write(files[name]); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

// Sealed returns the pack as one archive that only a recipient can open. recipient is an age
// recipient, or a text that contains one.
func (p *Pack) Sealed(recipient string, at time.Time) ([]byte, error) {
	archive, err := tarOf(p.Files, at)
	if err != nil {
		return nil, err
	}
	return seal.Parcel(recipient, archive)
}

// untar reads a foreign archive. It takes only plain files with names that a pack has, and no more
// than a pack may hold.
func untar(src io.Reader) (disclose.Package, error) {
	files, total := disclose.Package{}, int64(0)
	r := tar.NewReader(src)
	for {
		head, err := r.Next()
		if errors.Is(err, io.EOF) {
			return checkTail(files, src)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: the archive is damaged or cut short", ErrPack)
		}
		if head.Typeflag == tar.TypeDir &&
			packName(strings.TrimSuffix(head.Name, "/")+"/x") == nil {
			continue
		}
		if head.Typeflag != tar.TypeReg {
			return nil, fmt.Errorf("%w: %.80q is not a plain file", ErrPack, head.Name)
		}
		if total += head.Size; total > maxPackBytes {
			return nil, errTooLarge
		}
		data, err := io.ReadAll(r)
		if err != nil {
			return nil, fmt.Errorf("%w: the archive is damaged or cut short", ErrPack)
		}
		if err := take(files, head.Name, data); err != nil {
			return nil, err
		}
	}
}

// checkTail refuses an archive that holds no file, or has data after its end, which nothing checks.
func checkTail(files disclose.Package, src io.Reader) (disclose.Package, error) {
	rest, err := io.ReadAll(io.LimitReader(src, maxTarTail+1))
	if err != nil || len(rest) > maxTarTail || len(bytes.Trim(rest, "\x00")) > 0 ||
		len(files) == 0 {
		return nil, fmt.Errorf("%w: the archive is empty, damaged or cut short", ErrPack)
	}
	return files, nil
}

// maxTarTail is the greatest number of zeros after an archive.
const maxTarTail = 1 << 20

var errTooLarge = fmt.Errorf("%w: it holds more than %d files or %d bytes",
	ErrPack, maxPackFiles, int64(maxPackBytes))

// take adds a foreign file to the files of a pack.
func take(files disclose.Package, name string, data []byte) error {
	if err := packName(name); err != nil {
		return err
	}
	if _, twice := files[name]; twice {
		return fmt.Errorf("%w: it has two files called %s", ErrPack, name)
	}
	if len(files) == maxPackFiles {
		return errTooLarge
	}
	files[name] = data
	return nil
}

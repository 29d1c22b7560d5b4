package casebook

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// wrappedFile, in the folder casefile, has a line CASE BLOB for each wrapped key
// that was made in this copy, or fetched to be adopted. An operation that lost a
// race, or was done again, leaves wrapped keys which no docket ever lists: only
// here it is written whose they are. The line is on the disk before the key is, and
// where it can't be written neither is the key.
const wrappedFile = "wrapped"

func (b *Book) besideRefs(name string) string {
	return filepath.Join(b.repo.CommonDir(), "casefile", name)
}

// noteWrapped notes the wrapped keys that a commit about to be written lists first.
func (b *Book) noteWrapped(learned []verify.Learned) error {
	var lines strings.Builder
	for _, l := range learned {
		for _, k := range l.Keys {
			fmt.Fprintln(&lines, string(l.Case), k.Blob)
		}
	}
	return b.addWrapped(lines.String())
}

// NoteAdopted notes the wrapped keys that came with the copy of a member who left,
// before the next such copy takes the place of the refs that hold them.
func (b *Book) NoteAdopted(ctx context.Context) error {
	refs, err := b.repo.Refs(ctx, adoptedKeys)
	if err != nil {
		return err
	}
	var lines strings.Builder
	for _, commit := range refs {
		files, err := b.keysIn(ctx, commit)
		if err != nil {
			return err
		}
		for _, f := range files {
			if id, ok := keyCase(f.Path); ok {
				fmt.Fprintln(&lines, string(id), f.ID)
			}
		}
	}
	return b.addWrapped(lines.String())
}

// keyCase is the case that a path of a keys commit belongs to.
func keyCase(path string) (record.ID, bool) {
	name, _, _ := strings.Cut(path, "/")
	return record.ID(name), record.ID(name).Valid()
}

func (b *Book) addWrapped(lines string) error {
	if lines == "" {
		return nil
	}
	if err := os.MkdirAll(b.besideRefs(""), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(b.besideRefs(wrappedFile), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString("\n" + lines) // after a line that a crash cut short
	return errors.Join(err, f.Sync(), f.Close())
}

// wrappedOf lists what is noted of one case.
func (b *Book) wrappedOf(id record.ID) ([]string, error) {
	var out []string
	_, err := b.eachWrapped(0, func(of record.ID, blob string) {
		if of == id {
			out = append(out, blob)
		}
	})
	return out, err
}

// destroyedSince lists the destroyed cases of which something was noted beyond a
// place in the file: by a process that had begun before the disposal and lost.
func (b *Book) destroyedSince(ctx context.Context, place int64) (out []record.ID, end int64, err error) {
	seen := map[record.ID]bool{}
	if end, err = b.eachWrapped(place, func(id record.ID, _ string) { seen[id] = true }); err != nil {
		return nil, 0, err
	}
	for id := range seen {
		d, err := b.Docket(ctx, id)
		if errors.Is(err, ErrNotFound) {
			continue // of an operation that came to nothing
		}
		if err != nil {
			return nil, 0, err
		}
		if d.Status == record.Destroyed {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out, end, nil
}

// eachWrapped reads the file from a place on, and gives the place of its end.
func (b *Book) eachWrapped(place int64, visit func(record.ID, string)) (end int64, err error) {
	f, err := os.Open(b.besideRefs(wrappedFile))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	if place > info.Size() { // another file than the one that the place was noted of
		place = 0
	}
	if _, err := f.Seek(place, io.SeekStart); err != nil {
		return 0, err
	}
	lines := bufio.NewScanner(io.LimitReader(f, info.Size()-place))
	for lines.Scan() {
		id, blob, _ := strings.Cut(lines.Text(), " ")
		if record.ID(id).Valid() && len(blob) == 40 {
			visit(record.ID(id), blob)
		}
	}
	return info.Size(), lines.Err()
}

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
	"strconv"
	"strings"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// wrappedFile, in the folder casefile, has a line CASE BLOB EPOCH for each wrapped key
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
			fmt.Fprintln(&lines, string(l.Case), k.Blob, k.Epoch)
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
		files, err := b.keysIn(ctx, commit, "")
		if err != nil {
			return err
		}
		for _, f := range files {
			if id, epoch, ok := keyPlace(f.Path); ok {
				fmt.Fprintln(&lines, string(id), f.ID, epoch)
			}
		}
	}
	return b.addWrapped(lines.String())
}

// keyPlace is the case and the epoch that a path of a keys commit belongs to.
func keyPlace(path string) (id record.ID, epoch int, ok bool) {
	parts := strings.Split(path, "/")
	if len(parts) != 3 || !record.ID(parts[0]).Valid() {
		return "", 0, false
	}
	epoch, err := strconv.Atoi(parts[1])
	return record.ID(parts[0]), epoch, err == nil
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

// wrappedOf lists what is noted of one case, and of no later epoch.
func (b *Book) wrappedOf(id record.ID, last int) ([]string, error) {
	var out []string
	_, err := b.eachWrapped(0, func(of record.ID, blob string, epoch int) {
		if of == id && epoch <= last {
			out = append(out, blob)
		}
	})
	return out, err
}

// deadSince lists the cases of which a key of a dead epoch was noted beyond a place
// in the file: by a process that had begun before the disposal, or the erasure, and
// lost.
func (b *Book) deadSince(ctx context.Context, place int64) (out []record.ID, end int64, err error) {
	oldest := map[record.ID]int{}
	if end, err = b.eachWrapped(place, func(id record.ID, _ string, epoch int) {
		if was, seen := oldest[id]; !seen || epoch < was {
			oldest[id] = epoch
		}
	}); err != nil {
		return nil, 0, err
	}
	for id, epoch := range oldest {
		d, err := b.Docket(ctx, id)
		if errors.Is(err, ErrNotFound) {
			continue // of an operation that came to nothing
		}
		if err != nil {
			return nil, 0, err
		}
		if epoch <= deadEpochs(d) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out, end, nil
}

// eachWrapped reads the file from a place on, and gives the place of its end.
func (b *Book) eachWrapped(place int64, visit func(id record.ID, blob string, epoch int)) (end int64, err error) {
	if err := plainOwn(b.besideRefs(wrappedFile)); errors.Is(err, errOwnFile) {
		return 0, nil // nobody has noted anything there
	}
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
		w := strings.Split(lines.Text(), " ")
		if len(w) != 3 || !record.ID(w[0]).Valid() || len(w[1]) != 40 {
			continue
		}
		if epoch, err := strconv.Atoi(w[2]); err == nil {
			visit(record.ID(w[0]), w[1], epoch)
		}
	}
	return info.Size(), lines.Err()
}

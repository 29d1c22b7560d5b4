package casebook

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// keyJournalFile, in the folder casefile, has a line CASE BLOB EPOCH, with its sum, for each
// wrapped key that was made in this copy, or fetched to be adopted. An operation that lost a race,
// or was replayed, leaves wrapped keys that no docket ever lists. Only the journal says whose keys
// they are. The line is on the disk before the key. Where the line can't be written, the key is not
// written either.
const keyJournalFile = "wrapped"

func (b *Book) besideRefs(name string) string {
	return filepath.Join(b.repo.CommonDir(), "casefile", name)
}

// journalKeys notes the wrapped keys that a commit is the first to list, before the commit is
// written.
func (b *Book) journalKeys(learned []verify.Learned) error {
	var list []journalLine
	for _, l := range learned {
		for _, k := range l.Keys {
			list = append(list, journalLine{l.Case, k.Blob, k.Epoch})
		}
	}
	return b.appendKeyJournal(list)
}

// JournalAdopted notes the wrapped keys from the copy of a member who left, before the next such
// copy takes the place of the refs that hold them.
func (b *Book) JournalAdopted(ctx context.Context) error {
	refs, err := b.repo.Refs(ctx, adoptedKeys)
	if err != nil {
		return err
	}
	var list []journalLine
	for _, commit := range refs {
		files, err := b.keysIn(ctx, commit, "")
		if err != nil {
			return err
		}
		for _, f := range files {
			if id, epoch, ok := splitKeyPath(f.Path); ok {
				list = append(list, journalLine{id, f.ID, epoch})
			}
		}
	}
	return b.appendKeyJournal(list)
}

// splitKeyPath reads the case and the epoch from a path of a keys commit.
func splitKeyPath(path string) (id record.ID, epoch int, ok bool) {
	parts := strings.Split(path, "/")
	if len(parts) != 3 || !record.ID(parts[0]).Valid() {
		return "", 0, false
	}
	epoch, err := strconv.Atoi(parts[1])
	return record.ID(parts[0]), epoch, err == nil
}

func (b *Book) appendKeyJournal(list []journalLine) error {
	if len(list) == 0 {
		return nil
	}
	var lines strings.Builder
	for _, k := range list {
		lines.WriteString(k.line())
	}
	return appendOwn(b.besideRefs(keyJournalFile), lines.String())
}

// journalLine is one line of the journal.
type journalLine struct {
	of    record.ID
	blob  string
	epoch int
}

func (k journalLine) line() string {
	return store.SummedLine(fmt.Sprintf("%s %s %d", string(k.of), k.blob, k.epoch))
}

// minJournalLine is the shortest a line can be: an ID, a blob, an epoch, a sum. A shorter line was
// cut off by a crash, and its key was never written.
const minJournalLine = 8 + 1 + 40 + 1 + 1 + 1 + 8

// parseJournalLine reads a line. A line is damaged where it is long enough and its sum does not
// fit.
func parseJournalLine(line string) (k journalLine, ok, damaged bool) {
	whole := len(strings.Trim(line, "\x00")) >= minJournalLine
	text, sound := store.FromSummedLine(line)
	w := strings.Split(text, " ")
	if !sound || len(w) != 3 || !record.ID(w[0]).Valid() || len(w[1]) != 40 {
		return k, false, whole
	}
	epoch, err := strconv.Atoi(w[2])
	return journalLine{record.ID(w[0]), w[1], epoch}, err == nil, err != nil
}

// deadJournalledSince lists the cases of which the journal has a key of a dead epoch after a place
// in the file. A process that had begun before the disposal or the erasure noted it, and lost the
// race.
func (b *Book) deadJournalledSince(ctx context.Context, place int64) (
	out []record.ID, end int64, err error,
) {
	all, err := b.readKeyJournal()
	if err != nil {
		return nil, 0, err
	}
	for id, epoch := range all.oldestSince(place) {
		d, err := b.Docket(ctx, id)
		if errors.Is(err, ErrNotFound) {
			continue // of an operation that came to nothing
		}
		if err != nil {
			return nil, 0, err
		}
		if epoch <= lastDeadEpoch(d) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out, all.end, nil
}

// keyJournal is the content of the file.
type keyJournal struct {
	keys    []journalLine
	places  []int64 // where the line of each begins
	damaged int     // lines that are not as they were written
	end     int64   // the place of its end
}

// oldestSince gives, by case, the oldest epoch of which a key was first noted after a place.
func (w *keyJournal) oldestSince(place int64) map[record.ID]int {
	if place > w.end { // another file than the one that the place was noted of
		place = 0
	}
	oldest, before := map[record.ID]int{}, map[string]bool{}
	for i, k := range w.keys {
		if w.places[i] < place || before[k.blob] {
			before[k.blob] = true
			continue
		}
		if was, seen := oldest[k.of]; !seen || k.epoch < was {
			oldest[k.of] = k.epoch
		}
	}
	return oldest
}

// maxKeyJournal bounds the file: some 60 bytes for each key of each reader of each case.
const maxKeyJournal = 256 << 20

// readKeyJournal reads the file. Where there is none, no key was noted.
func (b *Book) readKeyJournal() (*keyJournal, error) {
	data, err := readOwn(b.besideRefs(keyJournalFile), maxKeyJournal)
	if errors.Is(err, errOwnFile) {
		return &keyJournal{damaged: 1}, nil
	}
	out := &keyJournal{end: int64(len(data))}
	place := int64(0)
	for line := range strings.Lines(string(data)) {
		k, ok, damaged := parseJournalLine(strings.TrimSuffix(line, "\n"))
		if ok {
			out.keys, out.places = append(out.keys, k), append(out.places, place)
		}
		if damaged {
			out.damaged++
		}
		place += int64(len(line))
	}
	return out, missingIsFine(err)
}

// keyJournalDamage names the file where it can't be read to its end: the lost lines may have named
// a key that nothing else names.
func (b *Book) keyJournalDamage() []Place {
	all, err := b.readKeyJournal()
	if err == nil && all.damaged == 0 {
		return nil
	}
	return []Place{{Where: b.besideRefs(keyJournalFile), What: "is damaged, and may have named " +
		"a key that nothing else names; casefile restore copy leaves it behind"}}
}

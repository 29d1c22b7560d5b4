package casebook

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casefile/internal/record"
	"casefile/internal/store"
)

// A draft is sealed, so only its author can read what it is about. Beside it lies a file of the
// same name with this ending. It has the cases and entries that the draft's command names: an ID,
// or CASE/ENTRY, a line each. With it a disposal or an erasure finds drafts of a case without
// anybody's key, and leaves no text of the case behind.
const draftCases = ".case"

// note comes before the draft itself. What names no case has no note.
func (p DraftPlace) note(id record.ID, act Act) error {
	path := strings.TrimSuffix(p.file(id), ".age") + draftCases
	var lines string
	for _, c := range actNamed(act.checked()) {
		lines += c + "\n"
	}
	if lines == "" {
		return missingIsFine(os.Remove(path))
	}
	return store.WriteFile(path, 0o600, store.Content(store.Summed(lines)))
}

func missingIsFine(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// actNamed returns the cases of an act, CASE or CASE/ENTRY in full, and with each entry its case
// first.
func actNamed(act Act) []string {
	var out []string
	note := func(line string) {
		if !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	for _, on := range act.On {
		if on.Typed != "" {
			continue // nobody knows yet what it names
		}
		note(string(on.Case))
		if on.Entry != "" {
			note(string(on.Case) + "/" + string(on.Entry))
		}
	}
	for _, id := range act.Cases() {
		note(string(id))
	}
	return out
}

// dropDraft removes a draft, and its note.
func dropDraft(path string) error {
	err := os.Remove(path)
	return errors.Join(err, missingIsFine(os.Remove(strings.TrimSuffix(path, ".age")+draftCases)))
}

// draftsOf lists the drafts of all members of this copy that are about a case. A draft counts where
// it names a wanted entry of the case, or was such an entry. want gets "" for a draft that names no
// entry.
func (b *Book) draftsOf(id record.ID, want func(entry record.ID) bool) ([]string, error) {
	members, err := memberFolders(b.draftFolder(""))
	var out []string
	for _, m := range members {
		files, readErr := os.ReadDir(b.draftFolder(m))
		err = errors.Join(err, readErr)
		for _, f := range files {
			stem, isNote := strings.CutSuffix(f.Name(), draftCases)
			if !isNote {
				continue
			}
			data, readErr := readOwn(filepath.Join(b.draftFolder(m), f.Name()), mostNote)
			if !errors.Is(readErr, errOwnFile) {
				err = errors.Join(err, missingIsFine(readErr))
			}
			draft := b.draftFile(m, record.ID(stem))
			if _, statErr := os.Stat(draft); statErr != nil {
				continue
			}
			lines, whole := casesIn(string(data))
			if !whole {
				b.tell("note: nobody can tell what the draft %s of %s is about, since the file "+
					"beside "+
					"it is damaged; where that is %s: casefile draft discard %s",
					record.ID(stem), m, id, record.ID(stem))
			}
			if about(lines, id, record.ID(stem), want) {
				out = append(out, draft)
			}
		}
	}
	return out, err
}

// casesIn returns the lines of a note beside a draft, and whether it is as it was written. One of
// before notes had a sum goes without, where each line is one.
func casesIn(note string) (lines []string, whole bool) {
	text, err := store.FromSummed([]byte(note))
	if err == nil {
		return strings.Fields(text), true
	}
	lines = strings.Fields(note)
	odd := func(line string) bool {
		of, entry, both := strings.Cut(line, "/")
		return !record.ID(of).Valid() || both && !record.ID(entry).Valid()
	}
	return lines, len(lines) > 0 && !slices.ContainsFunc(lines, odd)
}

// about reports whether a draft, which has these lines in its note, is wanted of a case.
func about(lines []string, id, draft record.ID, want func(record.ID) bool) bool {
	return slices.ContainsFunc(lines, func(line string) bool {
		of, entry, _ := strings.Cut(line, "/")
		return of == string(id) && (want(record.ID(entry)) || want(draft))
	})
}

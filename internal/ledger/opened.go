package ledger

import ()

// openedFile notes which cases were opened as a whole and found sound, so that
// the next examination opens only what has changed since. A note that is lost
// costs no more than opening the case again.
const openedFile = "opened"

func (x *index) opened(fromScratch bool) (map[string]bool, error) {
	known := map[string]bool{}
	if fromScratch {
		return known, nil
	}
	lines, err := x.files.notes(openedFile)
	for _, line := range lines {
		known[line] = true
	}
	return known, err
}

func (x *index) noteOpened(mark string) {
	x.files.note(openedFile, []string{mark})
}

// FoundSound are the marks of the cases that were opened and found sound; none for who
// believes nothing.
func (l *Ledger) FoundSound(fromScratch bool) (map[string]bool, error) {
	return l.index.opened(fromScratch)
}

// NoteSound notes such a case.
func (l *Ledger) NoteSound(mark string) { l.index.noteOpened(mark) }

package ledger

import ()

// openedFile notes the cases that were opened as a whole and found sound, so that the next
// examination opens only what has changed. A lost note only costs opening the case again.
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

// FoundSound returns the marks of the cases that were opened and found sound; none from scratch.
func (l *Ledger) FoundSound(fromScratch bool) (map[string]bool, error) {
	return l.index.opened(fromScratch)
}

// NoteSound notes the mark of a case that was found sound.
func (l *Ledger) NoteSound(mark string) { l.index.noteOpened(mark) }

package casebook

import (
	"casefile/internal/store"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"casefile/internal/record"
)

// shownFile notes which cases members have opened at this copy, and when: a line each, MEMBER CASE
// SECONDS. It never leaves the copy. It tells a new key worker which of their cases they have not
// opened yet. It says nothing of reading elsewhere.
const shownFile = "shown"

func (b *Book) shownPath() string {
	return filepath.Join(b.repo.CommonDir(), "casefile", shownFile)
}

// mostOpened is the greatest size of the note. Usually it has a line for each case that was given.
const mostOpened = 8 << 20 // bytes

// LastOpened returns the cases that a member has opened at this copy, and when last, up to the
// instant of the book. An unreadable note counts as empty: then the member is told again of cases
// that they have opened.
func (b *Book) LastOpened(member string) map[record.ID]time.Time {
	out := map[record.ID]time.Time{}
	if info, err := os.Lstat(b.shownPath()); err != nil || !info.Mode().IsRegular() ||
		info.Size() > mostOpened {
		return out
	}
	data, err := os.ReadFile(b.shownPath())
	if err != nil {
		return out
	}
	for line := range strings.Lines(string(data)) {
		var who, id string
		var at int64
		n, _ := fmt.Sscan(line, &who, &id, &at)
		when := time.Unix(at, 0)
		if n == 3 && who == member && !when.After(b.Reached()) && when.After(out[record.ID(id)]) {
			out[record.ID(id)] = when
		}
	}
	return out
}

// NoteOpened notes that the key worker of a case, at this copy, has opened it. given is the time of
// the handover to them. If the note can't be written, they are told of the case again.
func (b *Book) NoteOpened(d *record.Docket, given time.Time) {
	me, err := b.Me()
	if err != nil || me.ID != d.KeyWorker || b.LooksBack() {
		return
	}
	if !b.LastOpened(me.ID)[d.Case].Before(given) {
		return
	}
	if info, err := os.Lstat(b.shownPath()); err == nil && !info.Mode().IsRegular() {
		return
	}
	_ = os.MkdirAll(filepath.Dir(b.shownPath()), 0o700)
	_ = store.AppendCache(
		b.shownPath(),
		fmt.Appendf(nil, "%s %s %d\n", me.ID, string(d.Case), b.Reached().Unix()),
	)
}

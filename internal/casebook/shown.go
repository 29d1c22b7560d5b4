package casebook

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"casefile/internal/record"
)

// shownFile notes which cases members have opened at this copy, and when: a line each,
// MEMBER CASE SECONDS. It never leaves the copy. It tells a new key worker which of
// their cases they have not looked at yet, and says nothing of who read what elsewhere.
const shownFile = "shown"

func (b *Book) shownPath() string { return filepath.Join(b.repo.CommonDir(), "casefile", shownFile) }

// Shown are the cases that a member has opened at this copy, and when last.
func (b *Book) Shown(member string) (map[record.ID]time.Time, error) {
	data, err := os.ReadFile(b.shownPath())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	out := map[record.ID]time.Time{}
	for line := range strings.Lines(string(data)) {
		var who, id string
		var at int64
		if n, _ := fmt.Sscan(line, &who, &id, &at); n == 3 && who == member {
			out[record.ID(id)] = time.Unix(at, 0)
		}
	}
	return out, nil
}

// NoteShown notes that its key worker, who is at this copy, has opened a case that was
// given to them at an instant. A note that can't be written costs no more than being
// told once again.
func (b *Book) NoteShown(d *record.Docket, given time.Time) {
	me, err := b.Me()
	if err != nil || me.ID != d.KeyWorker || b.present != "" {
		return
	}
	if known, err := b.Shown(me.ID); err != nil || !known[d.Case].Before(given) {
		return
	}
	_ = os.MkdirAll(filepath.Dir(b.shownPath()), 0o700)
	_ = appendFile(b.shownPath(), fmt.Appendf(nil, "%s %s %d\n", me.ID, string(d.Case), b.Now().Unix()))
}

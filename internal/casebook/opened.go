package casebook

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/record"
)

// openedFile notes which cases were opened as a whole and found sound, so that
// the next examination opens only what has changed since. A note that is lost
// costs no more than opening the case again.
const openedFile = "opened"

// openMark names what I can read of a case as it is: its entries, and my keys.
func (b *Book) openMark(ctx context.Context, d *record.Docket, me string) (string, error) {
	e, _, err := b.repo.Lookup(ctx, b.tip, record.CaseFolder(d.Case))
	if err != nil {
		return "", err
	}
	keys := make([]string, len(d.Keys))
	for i, epoch := range d.Keys {
		keys[i] = fmt.Sprintf("%.8s", epoch[me])
	}
	return fmt.Sprintf("%s %s %s %s", string(d.Case), e.ID, me, strings.Join(keys, ",")), nil
}

func (x *index) opened(fromScratch bool) (map[string]bool, error) {
	known := map[string]bool{}
	if fromScratch {
		return known, nil
	}
	data, err := os.ReadFile(filepath.Join(x.dir, openedFile))
	if errors.Is(err, fs.ErrNotExist) {
		return known, nil
	}
	for line := range strings.Lines(string(data)) {
		known[strings.TrimSuffix(line, "\n")] = true
	}
	return known, err
}

func (x *index) noteOpened(mark string) {
	_ = appendFile(filepath.Join(x.dir, openedFile), []byte(mark+"\n"))
}

package casebook

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/ledger"
	"casefile/internal/plain"
	"casefile/internal/record"
	"casefile/internal/store"
)

// What lacks its keys is mended by a sync, what is damaged by a new copy: the two are kept apart,
// and each is named once.
func TestLostCase(t *testing.T) {
	b := &Book{}
	for _, row := range []struct {
		id   record.ID
		err  error
		lost bool
	}{
		{"K3F927QM", fmt.Errorf("%w: epoch 1", ErrKeysMissing), true},
		{"K3F927QM", ErrKeysMissing, true},
		{"9QXH7K2M", store.Lost("an entry", store.ErrNotFound), true},
		{"9QXH7K2M", store.ErrDamaged, true},
		{"5XJ0V3N8", ErrNoKey, false},
		{"5XJ0V3N8", ErrOtherKey, false},
		{"5XJ0V3N8", errors.New("something else"), false},
		{"5XJ0V3N8", nil, false},
	} {
		if got := b.LostCase(row.id, row.err); got != row.lost || b.LeavesOut(row.id) != row.lost {
			t.Errorf("%s with %v: left out %v, then %v; want %v",
				row.id, row.err, got, b.LeavesOut(row.id), row.lost)
		}
	}
	if want := []record.ID{"K3F927QM"}; !slices.Equal(b.Keyless(), want) {
		t.Errorf("without keys: %v, want %v", b.Keyless(), want)
	}
	if want := []string{record.ID("9QXH7K2M").String()}; !slices.Equal(b.Lost(), want) {
		t.Errorf("damaged: %v, want %v", b.Lost(), want)
	}
}

// An attached file that this copy has lost is noted where its entry is shown, and passed by
// where files are handed out; its entry, and the other files, are read.
func TestLostFiles(t *testing.T) {
	base := newOffice(t)
	id := base.newCase()
	entry, other := base.attached(id, honest, nil), base.attached(id, honest, nil)
	it, err := base.as("mina").OpenEntry(base.ctx, record.Ref{Case: id, Entry: entry})
	base.must(err)
	blob := base.blobIn(ledger.MainRef, id, record.ID(it.Str("file")))
	for name, tt := range map[string]struct {
		spoil func(path string) error
		want  string
	}{
		"nothing": {func(string) error { return nil }, ""},
		"gone":    {os.Remove, "missing in this copy"},
		"empty": {func(path string) error {
			return os.WriteFile(path, nil, 0o600)
		}, "damaged in this copy"},
		"one bit": {func(path string) error {
			data, err := os.ReadFile(path)
			data[len(data)/2] ^= 1
			return errors.Join(err, os.WriteFile(path, data, 0o600))
		}, "damaged in this copy"},
	} {
		t.Run(name, func(t *testing.T) {
			o := base.afresh(t)
			path := filepath.Join(o.dir, "objects", blob[:2], blob[2:])
			o.must(os.Chmod(path, 0o600))
			o.must(tt.spoil(path))
			b := o.as("mina")
			_, items, err := b.ItemsOf(o.ctx, id)
			o.must(err)
			var list []*cases.Item
			for i := range items {
				list = append(list, &items[i])
			}
			o.must(b.LoseFiles(o.ctx, id, list))
			for _, it := range list {
				if want := map[bool]string{true: tt.want}[it.ID == entry]; it.FileLost != want ||
					it.Fault != "" {
					t.Errorf("%s %s: %q, %q", it.Kind, it.ID, it.FileLost, it.Fault)
				}
			}
			open := b.OpenerPast(o.ctx, id)
			if _, err := open(entry); errors.Is(err, plain.ErrFileLost) != (tt.want != "") {
				t.Errorf("its file: %v", err)
			}
			if _, err := open(other); err != nil {
				t.Errorf("the other file: %v", err)
			}
			if named := len(b.Lost()) == 1; named != (tt.want != "") {
				t.Errorf("named: %q", b.Lost())
			}
		})
	}
}

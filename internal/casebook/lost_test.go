package casebook

import (
	"errors"
	"fmt"
	"slices"
	"testing"

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

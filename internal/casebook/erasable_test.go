package casebook

import (
	"errors"
	"testing"
	"time"

	"casefile/internal/team"
	"casefile/internal/verify"
)

func TestCantErase(t *testing.T) {
	erased := &verify.ErasedFact{When: time.Date(2026, 3, 6, 9, 0, 0, 0, time.UTC)}
	for _, tt := range []struct {
		name  string
		e     verify.EntryFact
		want  error
		words string
	}{
		{"a note", verify.EntryFact{Op: team.OpAdd}, nil, ""},
		{"what is gone", verify.EntryFact{Op: team.OpAdd, Erased: erased}, ErrErased,
			"was erased on 2026-03-06"},
		{"a request to erase", verify.EntryFact{Op: team.OpEraseRequest}, ErrAsksErasure,
			"asks for an erasure itself, and stays"},
		{"a request that is gone", verify.EntryFact{Op: team.OpEraseRequest, Erased: erased},
			ErrErased, "was erased on 2026-03-06"},
	} {
		got := cantErase(tt.e)
		if !errors.Is(got, tt.want) || tt.want == nil && got != nil {
			t.Errorf("%s: %v", tt.name, got)
		} else if got != nil && got.Error() != tt.words {
			t.Errorf("%s: it %v", tt.name, got)
		}
	}
}

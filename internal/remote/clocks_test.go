package remote

import (
	"errors"
	"fmt"
	"testing"

	"casefile/internal/store"
)

// A server's time is read only from its hook's line, in its one form.
func TestServerTime(t *testing.T) {
	refused := func(lines ...string) error {
		return fmt.Errorf("sending: %w",
			&store.PushError{Kind: store.ErrRefused, Reasons: lines, Cause: errors.New("git")})
	}
	for name, tc := range map[string]struct {
		err  error
		want int64 // 0: none
	}{
		"as the hook says it": {
			refused("casefile: refused: dated ahead [ahead]", "Casefile-Time: 1772820000"),
			1772820000},
		"the first of two": {refused("Casefile-Time: 1772820000", "Casefile-Time: 1"),
			1772820000},
		"refused for another":  {refused("casefile: refused: [role]"), 0},
		"negative":             {refused("Casefile-Time: -5"), 0},
		"zero":                 {refused("Casefile-Time: 0"), 0},
		"with a zero in front": {refused("Casefile-Time: 01772820000"), 0},
		"no number":            {refused("Casefile-Time: noon"), 0},
		"too large":            {refused("Casefile-Time: 99999999999999999999"), 0},
		"of a year 10000":      {refused("Casefile-Time: 253402300800"), 0},
		"within a line":        {refused("he said Casefile-Time: 1772820000"), 0},
		"overtaken": {
			&store.PushError{Kind: store.ErrBehind, Reasons: []string{"Casefile-Time: 1772820000"},
				Cause: errors.New("git")}, 0},
		"no refusal": {errors.New("Casefile-Time: 1772820000"), 0},
	} {
		at, ok := serverTime(tc.err)
		if ok != (tc.want != 0) || ok && at.Unix() != tc.want {
			t.Errorf("%s: %v, %v", name, at, ok)
		}
	}
}

package casebook

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"casefile/internal/record"
)

var errDisk = errors.New("no space left on device")

// A case that refuses does not hold up the others. A failure of this machine ends the work, and the
// error says how many cases were done.
func TestEach(t *testing.T) {
	ids := []record.ID{"K3F927QM", "P4W827QM", "Q5X827QM", "R6Y827QM"}
	for _, tt := range []struct {
		name       string
		answers    []error // by case; errNothingLeft if the case was done before
		stop       int     // the case at which the work is interrupted, or 0
		done, skip []record.ID
		told       int
		want       error
		words      string
	}{
		{"all", []error{nil, nil, nil, nil}, 0, ids, nil, 4, nil, ""},
		{"done before", []error{errNothingLeft, nil, errNothingLeft, errNothingLeft}, 0, ids[1:2],
			nil, 4, nil, ""},
		{"a case does not allow it", []error{nil, ErrState, nil,
			fmt.Errorf("%w: the line manager may", ErrDenied)}, 0,
			[]record.ID{ids[0], ids[2]}, []record.ID{ids[1], ids[3]}, 4, nil, ""},
		{"a text is refused", []error{&FindingsError{}, nil, nil, nil}, 0, ids[1:], ids[:1], 4, nil,
			""},
		{"the disk is full at once", []error{errDisk, nil, nil, nil}, 0, nil, nil, 0, errDisk,
			"no space left on device"},
		{"the disk is full", []error{nil, ErrNoKey, nil, errDisk}, 0, []record.ID{ids[0], ids[2]},
			ids[1:2], 3, errDisk,
			"2 cases done, then: no space left on device"},
		{"interrupted", []error{nil, ErrState, nil, nil}, 2, ids[:1], nil, 1, context.Canceled,
			"1 case done, then: the case does not allow it now"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			var m Many
			told, at := 0, 0
			err := m.Each(ctx, ids, func(n int) { told += n }, func(id record.ID) (string, error) {
				answer := tt.answers[at]
				if at++; at == tt.stop {
					stop()
				}
				if errors.Is(answer, errNothingLeft) {
					return "", nil
				}
				return "commit of " + string(id), answer
			})
			var skipped []record.ID
			for _, s := range m.Skipped {
				skipped = append(skipped, s.Case)
			}
			if !slices.Equal(m.Cases, tt.done) || !slices.Equal(skipped, tt.skip) ||
				len(m.Commits) != len(tt.done) || told != tt.told {
				t.Errorf("did %v, skipped %v, told of %d", m.Cases, skipped, told)
			}
			if (err == nil) != (tt.words == "") || err != nil && err.Error() != tt.words {
				t.Errorf("ended with %v, want %q", err, tt.words)
			}
			if tt.stop == 0 && !errors.Is(err, tt.want) {
				t.Errorf("ended with %v, want %v", err, tt.want)
			}
		})
	}
}

func TestTakeAndLeft(t *testing.T) {
	m := Many{Cases: []record.ID{"K3F927QM"}, Commits: []string{"a"}}
	m.Take(&Many{Cases: []record.ID{"P4W827QM"}, Commits: []string{"b"},
		Skipped: []Skipped{{Case: "Q5X827QM", Why: ErrState}}})
	if len(m.Cases) != 2 || !slices.Equal(m.Commits, []string{"a", "b"}) || len(m.Skipped) != 1 {
		t.Errorf("%+v", m)
	}
	ids := []record.ID{"P4W827QM", "Q5X827QM", "R6Y827QM"}
	if got := m.left(ids); !slices.Equal(got, []record.ID{"P4W827QM", "R6Y827QM"}) ||
		ids[1] != "Q5X827QM" {
		t.Errorf("left are %v of %v", got, ids)
	}
}

package access

import (
	"errors"

	"casefile/internal/disclose"
)

// Questions are what a decision must still answer: those that are open, the entries that name
// who asks first, and the exemptions that are used and no decision names. That a copy would
// name somebody is no reason not to ask.
func (m Making) Questions() ([]disclose.Open, []string, error) {
	_, log, err := m.Copy()
	var undecided *disclose.Undecided
	switch {
	case errors.As(err, &undecided):
		return undecided.Open, uncovered(log, m.Decided), nil
	case err != nil && !errors.Is(err, ErrLeak):
		return nil, nil, err
	}
	return nil, uncovered(log, m.Decided), nil
}

package access

import (
	"errors"

	"casefile/internal/disclose"
)

// Questions returns what a decision must still answer: those that are open, the entries that name
// who asks first, and the exemptions that are used and no decision names. That a copy would name
// somebody is no reason not to ask.
func (m Making) Questions() ([]disclose.Question, []string, error) {
	open, log, err := m.asked()
	if err != nil {
		return nil, nil, err
	}
	return open, uncovered(log, m.Decided), nil
}

// asked returns the open questions, and what else a copy would leave out.
func (m Making) asked() ([]disclose.Question, disclose.Log, error) {
	_, log, err := m.Copy()
	var undecided *disclose.Undecided
	switch {
	case errors.As(err, &undecided):
		return undecided.Questions, log, nil
	case err != nil && !errors.Is(err, ErrLeak):
		return nil, nil, err
	}
	return nil, log, nil
}

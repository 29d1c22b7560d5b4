package access

import (
	"errors"

	"casefile/internal/disclose"
)

// Questions returns the questions that a decision must still answer, and the exemptions that are
// used and that no decision names. Questions about entries that name the person who asks come
// first. It asks also while the copy would still name somebody.
func (m CopyMaker) Questions() ([]disclose.Question, []string, error) {
	open, log, err := m.asked()
	if err != nil {
		return nil, nil, err
	}
	return open, uncovered(log, m.Decided), nil
}

// asked returns the open questions, and what else a copy would leave out.
func (m CopyMaker) asked() ([]disclose.Question, disclose.Log, error) {
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

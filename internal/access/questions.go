package access

import (
	"errors"

	"casefile/internal/disclose"
)

// Questions are what a decision must still answer: those that are open, the entries that name
// who asks first, and the exemptions that are used and no decision names. That a copy would
// name somebody is no reason not to ask. While nobody has decided whether the request is
// answered at all, that is the only question.
func (m Making) Questions() ([]disclose.Open, []string, error) {
	if o, ok := m.answerFirst(); ok {
		return []disclose.Open{o}, nil, nil
	}
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

// answerFirst asks whether the request is answered at all, where that is to be decided first.
func (m Making) answerFirst() (disclose.Open, bool) {
	d, err := DecisionsOn(m.Case, m.Request, m.Agency)
	if err == nil {
		err = MayDraft(m.Case, m.Request, d)
	}
	if !errors.Is(err, ErrAnswer) {
		return disclose.Open{}, false
	}
	at := m.Request.Entry.Ref()
	return disclose.Open{What: disclose.AskEntry, Entry: at, Why: err.Error(),
		Places: []disclose.Place{{Entry: at, Kind: m.Request.Entry.Kind, Line: 1}}}, true
}

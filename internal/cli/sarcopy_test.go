package cli

import (
	"errors"
	"fmt"
	"testing"

	"casefile/internal/access"
	"casefile/internal/casebook"
	"casefile/internal/record"
)

// TestRefused: each refusal has the command that helps. All but one of a decision, and those
// that others' work stands against, are about the state of the case.
func TestRefused(t *testing.T) {
	at := record.Ref{Case: "K3F927QM", Entry: "7K2M9QXH"}
	for _, c := range []struct {
		cause error
		hint  string
		state bool
	}{
		{access.ErrNoRequest, "casefile sar open K3F9-27QM records one", true},
		{access.ErrSeveral, "say which with --request ENTRY; casefile sar K3F9-27QM lists them",
			true},
		{access.ErrIdentity,
			"casefile amend K3F9-27QM/7K2M-9QXH, with identity: confirmed and identity_received_on",
			true},
		{access.ErrUnknown, "casefile amend K3F9-27QM/7K2M-9QXH", true},
		{access.ErrUnanswered, "casefile sar clarify K3F9-27QM, with the same asked_on, and " +
			"answered_on",
			true},
		{access.ErrWaiting, "casefile endorse K3F9-27QM/7K2M-9QXH", true},
		{access.ErrUncovered, "casefile sar decide K3F9-27QM", true},
		{access.ErrNotInCopy, "", true},
		{access.ErrAnswer, "casefile sar decide K3F9-27QM, with entry: 7K2M-9QXH and do: answer, " +
			"or " +
			"casefile sar close K3F9-27QM --outcome refused", false},
		{access.ErrAnswerWaits, "casefile endorse K3F9-27QM/7K2M-9QXH", false},
		{access.ErrChanged, "casefile sar draft K3F9-27QM makes a new one, in another folder",
			false},
		{fmt.Errorf("%w: item 1", access.ErrDecision), "casefile amend K3F9-27QM/7K2M-9QXH", false},
	} {
		err := refused(&access.Refusal{Cause: c.cause, Entry: at})
		hint := ""
		if own, ok := errors.AsType[*hinted](err); ok {
			hint = own.hint
		}
		if hint != c.hint || errors.Is(err, casebook.ErrState) != c.state ||
			!errors.Is(err, c.cause) {
			t.Errorf("%v: hint %q, %v", c.cause, hint, err)
		}
	}
	if other := errors.New("no such file"); refused(other) != other || refused(nil) != nil {
		t.Error("an error that is no refusal was changed")
	}
}

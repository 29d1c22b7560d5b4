package exchange

import (
	"errors"
	"fmt"

	"casefile/internal/record"
)

// Destination is the case of ours that a pack or an export comes into.
type Destination struct {
	Case  record.ID
	There bool // the case exists, and keeps its own profile
	Kinds *record.Kinds

	// Prepare makes an entry of ours from an incoming one. Links may name the entries in with. If a
	// finding is an error, there is no entry.
	Prepare func(in Incoming, with []record.Ref) (*record.Entry, record.Findings, error)
}

// Arrival says how a pack or an export came into a case, entry by entry.
type Arrival struct {
	Opens   record.ID  // the profile that opens the case, or ""
	AsNotes []Incoming // quoted in a note; a pack's own notes are left out
	Here    int        // how many entries the case had before
}

// ErrNoProfile says that no profile came, which is needed to open a case. The Arrival says how
// everything would come in.
var ErrNoProfile = errors.New("there is no profile, which a case begins with")

// needsProfile returns ErrNoProfile if the case does not exist and no profile opens it.
func (a Arrival) needsProfile(to Destination) error {
	if !to.There && a.Opens == "" {
		return ErrNoProfile
	}
	return nil
}

// NotesByKind counts the quoted entries by the kinds that they had.
func (a Arrival) NotesByKind() map[string]int {
	n := map[string]int{}
	for _, in := range a.AsNotes {
		n[in.From]++
	}
	return n
}

// Refused says that an entry can't be recorded here in any form.
type Refused struct {
	Entry    record.ID
	Findings record.Findings
}

func (r *Refused) Error() string {
	return fmt.Sprintf("%s is refused here: %d findings", r.Entry, len(r.Findings))
}

// form returns one entry as it comes in, as itself or quoted.
type form func(quoted bool) (Incoming, error)

// settle prepares an entry in its own form. If our rules refuse that, it quotes the entry.
func (d Destination) settle(
	as form, with []record.Ref, quote bool,
) (Incoming, *record.Entry, error) {
	in, err := as(quote)
	if err != nil {
		return in, nil, err
	}
	e, found, err := d.Prepare(in, with)
	switch {
	case err != nil:
		return in, nil, err
	case found.Failed() && !in.Quoted:
		return d.settle(as, with, true)
	case found.Failed():
		return in, nil, &Refused{in.ID, found}
	}
	return in, e, nil
}

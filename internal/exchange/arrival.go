package exchange

import (
	"errors"
	"fmt"

	"casefile/internal/record"
)

// Destination is the case of ours that a pack or an export comes into.
type Destination struct {
	Case  record.ID
	There bool // the case is there already, and its own profile is not put aside
	Kinds *record.Kinds

	// Prepare makes an entry of ours of one that comes in; links may name the entries
	// in with. Findings that are errors refuse it, and then there is no entry.
	Prepare func(in Incoming, with []record.Ref) (*record.Entry, record.Findings, error)
}

// Arrival is how a pack or an export came into a case, entry by entry.
type Arrival struct {
	Opens   record.ID  // the profile that opens the case; "" where none does
	AsNotes []Incoming // what came quoted
	Here    int        // entries that the case had before
}

// ErrNoProfile: nothing that came can open a case, which begins with a profile. The Arrival
// says how all of it would come in.
var ErrNoProfile = errors.New("there is no profile, which a case begins with")

// begun refuses an arrival in a case that is not there yet and that no profile opens.
func (a Arrival) begun(to Destination) error {
	if !to.There && a.Opens == "" {
		return ErrNoProfile
	}
	return nil
}

// NotesByKind counts what came quoted by the kinds that it had.
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

// form gives one entry as it comes in: as itself where that may be, or quoted.
type form func(quoted bool) (Incoming, error)

// settle prepares an entry in its own form, and quoted where the rules here refuse
// that.
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

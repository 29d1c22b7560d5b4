package casebook

import (
	"fmt"

	"casefile/internal/seal"
	"casefile/internal/team"
)

// RosterError is an error about a key that the roster does not have. It has the roster, which may
// have another key of the same person, as one from before a change.
type RosterError struct {
	error
	roster team.Team
}

// Unwrap lets errors.Is find the error itself.
func (e *RosterError) Unwrap() error { return e.error }

// Signs says whether a signing key, in the form "type base64", may sign now.
func (e *RosterError) Signs(key string) bool {
	m, k, ok := e.roster.BySigningKey(key)
	return ok && m.Active() && k.To.IsZero()
}

// Reads says whether keys are wrapped to the recipient of an identity now.
func (e *RosterError) Reads(id *seal.Identity) bool {
	_, ok := e.roster.ByRecipient(id.Recipient())
	return ok
}

// UnknownSigner is ErrUnknown of the signing key at hand, which a roster does not have.
func UnknownSigner(t team.Team) error {
	return &RosterError{fmt.Errorf("%w: nobody in team.yaml has your signing key", ErrUnknown), t}
}

// unknownReader is ErrNotMember of the identity at hand.
func unknownReader(t team.Team) error {
	return &RosterError{fmt.Errorf("%w: nobody in team.yaml has your identity", ErrNotMember), t}
}

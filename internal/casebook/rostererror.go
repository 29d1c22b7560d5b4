package casebook

import (
	"fmt"

	"casefile/internal/seal"
	"casefile/internal/team"
)

// RosterError is an error about a key that the roster lacks. It has the roster, in which the same
// person may have another key, for example one from before a change.
type RosterError struct {
	error
	roster team.Team
}

// Unwrap returns the error without the roster.
func (e *RosterError) Unwrap() error { return e.error }

// Signs reports whether a signing key, in the form "type base64", may sign now.
func (e *RosterError) Signs(key string) bool {
	m, k, ok := e.roster.BySigningKey(key)
	return ok && m.Active() && k.To.IsZero()
}

// Reads reports whether keys are wrapped to an identity's recipient now.
func (e *RosterError) Reads(id *seal.Identity) bool {
	_, ok := e.roster.ByRecipient(id.Recipient())
	return ok
}

// UnknownSigner returns ErrUnknown for a signing key that the roster lacks.
func UnknownSigner(t team.Team) error {
	return &RosterError{fmt.Errorf("%w: nobody in team.yaml has your signing key", ErrUnknown), t}
}

// unknownReader returns ErrNotMember for an identity that the roster lacks.
func unknownReader(t team.Team) error {
	return &RosterError{fmt.Errorf("%w: nobody in team.yaml has your identity", ErrNotMember), t}
}

package cli

import (
	"fmt"

	"casefile/internal/casebook"
)

// inState returns an error: the state of a case forbids the act.
func inState(format string, args ...any) error {
	return fmt.Errorf("%w%s", errSilent{casebook.ErrState}, fmt.Sprintf(format, args...))
}

// notFound returns an error: something named does not exist.
func notFound(format string, args ...any) error {
	return fmt.Errorf("%w%s", errSilent{casebook.ErrNotFound}, fmt.Sprintf(format, args...))
}

// denied returns an error: the rules forbid this person the act.
func denied(format string, args ...any) error {
	return fmt.Errorf("%w%s", errSilent{casebook.ErrDenied}, fmt.Sprintf(format, args...))
}

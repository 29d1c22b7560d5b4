package cli

import (
	"fmt"

	"casefile/internal/casebook"
)

// inState says that a case's state forbids what was asked.
func inState(format string, args ...any) error {
	return fmt.Errorf("%w%s", errSilent{casebook.ErrState}, fmt.Sprintf(format, args...))
}

// notFound says that something named does not exist.
func notFound(format string, args ...any) error {
	return fmt.Errorf("%w%s", errSilent{casebook.ErrNotFound}, fmt.Sprintf(format, args...))
}

// denied says that the rules do not let this person do it.
func denied(format string, args ...any) error {
	return fmt.Errorf("%w%s", errSilent{casebook.ErrDenied}, fmt.Sprintf(format, args...))
}

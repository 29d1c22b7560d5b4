package cli

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/casebook"
)

// leaveAsListed does what leaveTo does, with a key worker for each case. It records nothing before
// the whole file is checked.
func leaveAsListed(ctx context.Context, app *App, b *casebook.Book, id, file string) error {
	if err := writing(app); err != nil {
		return err
	}
	if err := knownMembers(b, []string{id}); err != nil {
		return err
	}
	text, err := readText(app, file, aTable)
	if err != nil {
		return err
	}
	rows, err := casebook.HandOverRows(text)
	if err != nil {
		return listError(file, err)
	}
	plan, err := b.PlanHandOver(ctx, id, rows)
	if err != nil {
		return listError(file, err)
	}
	return leaveAndHandOver(ctx, app, b, id, plan, "")
}

// listError adds the file's name, and the hint for its first fault.
func listError(file string, err error) error {
	err = fmt.Errorf("%s: %w", file, err)
	switch {
	case errors.Is(err, casebook.ErrHandOverList):
		return withHint(err, usageHelp)
	case errors.Is(err, casebook.ErrNoMember):
		return withHint(err, "casefile team lists the members")
	}
	return err
}

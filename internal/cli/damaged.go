package cli

import (
	"fmt"
	"slices"

	"casefile/internal/record"
)

// lose notes what a page leaves out because it is damaged in this copy. The command goes on, and
// ends with a finding.
func (app *App) lose(parts ...string) {
	for _, part := range parts {
		if !slices.Contains(app.lost, part) {
			app.lost = append(app.lost, part)
		}
	}
}

// lostError returns the finding that a page is incomplete because of damage in this copy, or nil.
func lostError(lost []string) error {
	if len(lost) == 0 {
		return nil
	}
	return withHint(fmt.Errorf("%wnot read, as this copy has it damaged or not at all: %s",
		errSilent{errFindings}, fewNames(lost)), "casefile verify names each part; "+
		lostObjectsHelp)
}

// keylessError returns the finding that a page lacks cases whose keys are not here yet, or nil.
func keylessError(cases []record.ID) error {
	if len(cases) == 0 {
		return nil
	}
	return withHint(fmt.Errorf("%wnot read, as their keys have not come to this copy yet: %s",
		errSilent{errFindings}, fewNames(caseNames(cases))), keylessHelp)
}

// fewNames lists the names that were left out, in one line. A long list is cut short.
func fewNames(names []string) string {
	names = slices.Sorted(slices.Values(names))
	if more := len(names) - maxLines; more > 0 {
		names = append(names[:maxLines], fmt.Sprintf("%d more", more))
	}
	return record.Enumerated(names)
}

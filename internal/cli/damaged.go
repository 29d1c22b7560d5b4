package cli

import (
	"fmt"
	"slices"

	"casefile/internal/record"
)

// lose notes that a page left something out which this copy has damaged. The command goes on,
// and ends with a finding.
func (app *App) lose(parts ...string) {
	for _, part := range parts {
		if !slices.Contains(app.lost, part) {
			app.lost = append(app.lost, part)
		}
	}
}

// lostError returns the finding that a page is not whole, as this copy is damaged; nil where
// nothing was left out for that.
func lostError(lost []string) error {
	if len(lost) == 0 {
		return nil
	}
	return withHint(fmt.Errorf("%wnot read, as this copy has it damaged or not at all: %s",
		errSilent{errFindings}, fewNames(lost)), "casefile verify names each part; "+
		lostObjectsHelp)
}

// keylessError returns the finding that a page lacks cases whose keys are not here yet; nil where
// it lacks none for that.
func keylessError(cases []record.ID) error {
	if len(cases) == 0 {
		return nil
	}
	return withHint(fmt.Errorf("%wnot read, as their keys have not come to this copy yet: %s",
		errSilent{errFindings}, fewNames(caseNames(cases))), keylessHelp)
}

// fewNames lists what was left out in one line, the first of it where it is much.
func fewNames(names []string) string {
	names = slices.Sorted(slices.Values(names))
	if more := len(names) - maxLines; more > 0 {
		names = append(names[:maxLines], fmt.Sprintf("%d more", more))
	}
	return record.Enumerated(names)
}

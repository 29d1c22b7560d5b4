package policy

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"
)

// ErrProfile says that no profile has the name.
var ErrProfile = errors.New("there is no such policy profile")

//go:embed default.yaml
var defaultText string

// Default returns the casefile.yaml that init writes for a profile, version 1, with the source of
// each figure beside it.
func Default(profile string) ([]byte, error) {
	switch profile {
	case Casework:
		return []byte(defaultText), nil
	case Small:
		return []byte(strings.NewReplacer(smallDiffers()...).Replace(defaultText)), nil
	case Informal:
		return []byte(strings.NewReplacer(informalDiffers()...).Replace(defaultText)), nil
	}
	return nil, fmt.Errorf("%w: %q (want one of %s)", ErrProfile, profile,
		strings.Join(Profiles(), ", "))
}

// smallDiffers returns the differences of the policy for agencies of two or three people: one
// level, and one person may stand for both.
func smallDiffers() []string {
	return []string{
		"profile: casework", "profile: small",
		"closure: [line, senior]", "closure: [line]",
		"order: distinct", "order: highest_suffices",
		"endorsements: 2", "endorsements: 1",
		"min_readers: 2", "min_readers: 1",
	}
}

// informalDiffers returns the abbreviated record that the policy template allows informal agencies:
// no senior, and less asked for at the end.
func informalDiffers() []string {
	return []string{
		"profile: casework", "profile: informal",
		"closure: [line, senior]", "closure: [line]",
		"order: distinct", "order: highest_suffices",
		"require: [reason, outcome, child_view, parent_view, agencies_told, transfer_review]",
		"require: [reason, outcome, child_view]",
		"endorsements: 2", "endorsements: 1",
		"one_senior: true", "one_senior: false",
		"min_readers: 2", "min_readers: 1",
	}
}

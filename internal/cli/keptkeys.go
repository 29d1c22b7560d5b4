package cli

import (
	"errors"

	"casefile/internal/casebook"
	"casefile/internal/keyring"
)

// noKeysHelp is the hint for whoever has no keys here: also somebody at a new machine, for whom
// a new identity opens nothing. It is "" for all other hints.
func noKeysHelp(keys *keyring.Keyring, hint string) string {
	if keys == nil || hint != newIdentityHelp {
		return ""
	}
	return "casefile looks for them in " + keys.Folder() + ": a backup of yours goes there; " +
		"where you never had one, " + newIdentityHelp
}

// keptKeysHelp is the hint of an error that an earlier key of one's own mends, which
// casefile identity rotate has kept; "" for all others.
func keptKeysHelp(keys *keyring.Keyring, err error) string {
	if keys == nil {
		return ""
	}
	if file := keys.KeptSigning(); file != "" && errors.Is(err, casebook.ErrUnknown) {
		return "until a senior manager has taken your new card (casefile identity card), " +
			"the old key signs: CASEFILE_SIGNING_KEY=" + file
	}
	if file := keys.KeptIdentity(); file != "" && errors.Is(err, casebook.ErrOtherKey) {
		return "casefile rekey --old-identity " + file + "; before a senior manager has taken " +
			"your new card, read with --identity and that file"
	}
	if file := keys.KeptIdentity(); file != "" && errors.Is(err, casebook.ErrDraftKey) {
		return "one of before a change of your identity opens with --identity " + file
	}
	return ""
}

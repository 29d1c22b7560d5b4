package cli

import (
	"cmp"
	"errors"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/keyring"
)

// noKeysHelp returns the hint for whoever has no keys here: also somebody at a new machine, for
// whom a new identity opens nothing. It is "" for all other hints.
func noKeysHelp(keys *keyring.Keyring, hint string) string {
	if keys == nil || hint != newIdentityHelp {
		return ""
	}
	return "casefile looks for them in " + keys.Folder() + ": a backup of yours goes there; " +
		"where you never had one, " + newIdentityHelp
}

// keptKeysHelp returns the hint of an error that an earlier key of one's own mends, which casefile
// identity rotate has kept; "" for all others.
func keptKeysHelp(keys *keyring.Keyring, err error) string {
	if keys == nil {
		return ""
	}
	files := keys.KeptIdentities()
	if len(files) > 0 && errors.Is(err, casebook.ErrDraftKey) {
		return "one from before a change of your identity opens with --identity " +
			strings.Join(files, ", or ")
	}
	has, known := errors.AsType[*casebook.RosterError](err)
	switch {
	case !known:
		return ""
	case errors.Is(err, casebook.ErrUnknown):
		return untilTaken("the old key signs: CASEFILE_SIGNING_KEY=", keys.KeptSigning(has.Signs))
	case errors.Is(err, casebook.ErrOtherKey) && len(files) > 0:
		return "casefile rekey --old-identity " + cmp.Or(keys.KeptIdentity(has.Reads), files[0]) +
			"; before a senior manager has taken your new card, read with --identity and that file"
	}
	return untilTaken("the old identity reads: --identity ", keys.KeptIdentity(has.Reads))
}

// untilTaken returns the help with a key that the team does not have yet, by a file that it knows.
func untilTaken(use, file string) string {
	if file == "" {
		return ""
	}
	return "until a senior manager has taken your new card (casefile identity card), " + use + file
}

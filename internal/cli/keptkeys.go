package cli

import (
	"cmp"
	"errors"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/keyring"
)

// noKeysHelp replaces the hint newIdentityHelp if the user's folder has no keys. The user may be at
// a new machine, where a new identity would open nothing. For other hints it returns "".
func noKeysHelp(keys *keyring.Keyring, hint string) string {
	if keys == nil || hint != newIdentityHelp {
		return ""
	}
	return "casefile looks for them in " + keys.Folder() + ": a backup of yours goes there; " +
		"where you never had one, " + newIdentityHelp
}

// keptKeysHelp returns the hint for an error that an earlier key of the user solves, if casefile
// identity rotate kept that key. Otherwise it returns "".
func keptKeysHelp(keys *keyring.Keyring, err error) string {
	if keys == nil {
		return ""
	}
	files := keys.OldIdentities()
	if len(files) > 0 && errors.Is(err, casebook.ErrDraftKey) {
		return "one from before a change of your identity opens with --identity " +
			strings.Join(files, ", or ")
	}
	has, known := errors.AsType[*casebook.RosterError](err)
	switch {
	case !known:
		return ""
	case errors.Is(err, casebook.ErrUnknown):
		return untilTaken("the old key signs: CASEFILE_SIGNING_KEY=", keys.OldSigningKey(has.Signs))
	case errors.Is(err, casebook.ErrOtherKey) && len(files) > 0:
		return "casefile rekey --old-identity " + cmp.Or(keys.OldIdentity(has.Reads), files[0]) +
			"; before a senior manager has taken your new card, read with --identity and that file"
	}
	return untilTaken("the old identity reads: --identity ", keys.OldIdentity(has.Reads))
}

// untilTaken says how to use the kept file of an older key until the team has the new one.
func untilTaken(use, file string) string {
	if file == "" {
		return ""
	}
	return "until a senior manager has taken your new card (casefile identity card), " + use + file
}

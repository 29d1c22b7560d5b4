package seal

import "errors"

// The reasons for which this package refuses; each comes wrapped with facts, and
// never with secret material or foreign bytes.
var (
	// ErrNoMatch: no key here fits.
	ErrNoMatch = errors.New("no key here opens this")
	// ErrDamaged: a header or a payload was altered or cut short.
	ErrDamaged = errors.New("damaged ciphertext")
	// ErrPassphrase: a passphrase is wrong, empty, or could not be asked for.
	ErrPassphrase = errors.New("wrong or missing passphrase")
	// ErrNotIdentity: the bytes are not one hybrid age identity.
	ErrNotIdentity = errors.New("not a post-quantum age identity")
	// ErrNotRecipient: the text is no recipient of the wanted kind.
	ErrNotRecipient = errors.New("not a usable recipient")
	// ErrPlugin: an age plugin is missing or failed; its own words may follow.
	ErrPlugin = errors.New("the age plugin did not help")
	// ErrTooLarge: a text, a file or a work factor is over its limit.
	ErrTooLarge = errors.New("over the limit")
	// ErrHeader: the bytes don't begin with an age v1 header.
	ErrHeader = errors.New("not an age header")
	// ErrSize: a file does not have the length that was announced.
	ErrSize = errors.New("length differs from the one announced")
)

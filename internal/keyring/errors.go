package keyring

import "errors"

// Errors of a person's own keys. Those of package seal and of package store come
// through as well: a wrong passphrase, a plugin that fails, a signing key that
// does not open.
var (
	// ErrNoIdentity: there is no identity file, or no config.yaml that names one.
	ErrNoIdentity = errors.New("you have no age identity here")
	// ErrNoSigningKey: none was made here, and none is named. It comes with store.ErrNoKey.
	ErrNoSigningKey = errors.New("you have no signing key here")
	// ErrExists: new keys never take the place of others.
	ErrExists = errors.New("you have an identity already")
	// ErrOtherIdentity: the recipient in config.yaml is another one's. It comes with
	// seal.ErrNoMatch.
	ErrOtherIdentity = errors.New("this is not the identity of your config.yaml")
	// ErrNamed: the person named another identity than the one that would be changed.
	ErrNamed = errors.New("another identity is named")
	// ErrFacts marks what is wrong with an ID, a name or an address for a card.
	ErrFacts = errors.New("the facts fit no card")
	// ErrProtector marks what should protect an identity and can't.
	ErrProtector = errors.New("not a way to protect an identity")
	// ErrWouldNotOpen: what was about to protect an identity does not open it.
	ErrWouldNotOpen = errors.New("nothing was changed, as the identity would not open again")
)

// Questions that Options.Unasked forbids, which adds why to each.
var (
	// ErrPassphraseUnasked comes with seal.ErrPassphrase.
	ErrPassphraseUnasked = errors.New("a passphrase is needed")
	// ErrTouchUnasked comes with seal.ErrPlugin.
	ErrTouchUnasked = errors.New("it may ask for a touch")
	// ErrNewUnasked: keys are about to be protected, and no way other than a passphrase was chosen.
	ErrNewUnasked = errors.New("it needs a passphrase")
)

// Errors of the agent.
var (
	errNoAgent   = errors.New("nothing is unlocked")
	errAgentRuns = errors.New("it is unlocked already")
	errAgentGone = errors.New("the agent has ended")
	// ErrForeignAgent: somebody else could listen there, or could look in.
	ErrForeignAgent = errors.New("not a private place for the agent")
	// ErrNoRuntimeDir: a socket elsewhere could be anybody's.
	ErrNoRuntimeDir = errors.New("XDG_RUNTIME_DIR names no folder for the agent's socket")
)

// marked is an error of another room, with a sentinel that adds no words to it.
type marked struct {
	error
	as error
}

func (m marked) Unwrap() []error { return []error{m.error, m.as} }

package store

import "errors"

// The reasons for which a call of this package fails. Each is returned wrapped
// with the facts: an id, a path, what git said.
var (
	ErrNoGit         = errors.New("the git program was not found")
	ErrOldGit        = errors.New("git is too old")
	ErrNotRepository = errors.New("not a git repository")
	ErrNotFound      = errors.New("there is no such object")
	ErrRaced         = errors.New("another process moved the ref first")
	ErrOtherKind     = errors.New("an object of another kind")
	ErrDamaged       = errors.New("damaged object")
	ErrMalformed     = errors.New("not as git writes it") // it was written so
	ErrTooLarge      = errors.New("larger than the format allows")
	ErrNoRoom        = errors.New("there is no room for it")
	ErrNoKey         = errors.New("no usable signing key")
	ErrBadPassphrase = errors.New("the passphrase does not open the signing key")
	ErrBadSignature  = errors.New("bad signature")
	ErrUndurable     = errors.New("the refs have moved, and could not be made durable")
	ErrBehind        = errors.New("the remote has moved meanwhile")
	ErrRefused       = errors.New("the remote refused the push")
)

package store

import (
	"errors"
	"fmt"
)

// ErrUnread says that the file of one object can't be read, by the disk's fault or since it is
// no plain file. All other objects may be had.
var ErrUnread = errors.New("the file can't be read")

// unread returns why git lacks an object that has a file. A failing machine or a missing right does
// not concern this one object alone.
func unread(why error, id string) error {
	trouble := TroubleOf(why)
	if errors.Is(why, ErrDamaged) || errors.Is(why, ErrNoRight) ||
		trouble != nil && trouble != ErrDisk {
		return fmt.Errorf("%w: %s can't be read", why, id)
	}
	return fmt.Errorf("%w: %w", ErrUnread, why)
}

// IsDamage tells an object that this copy lacks or has damaged from any other error. Of a
// history that was judged whole, nobody made it so.
func IsDamage(err error) bool {
	return errors.Is(err, ErrNotFound) || errors.Is(err, ErrDamaged) ||
		errors.Is(err, ErrTooLarge) || errors.Is(err, ErrUnread)
}

// DamageWords says in words what happened to an object in this copy, and blames nobody for it.
func DamageWords(err error) string {
	if errors.Is(err, ErrNotFound) && !errors.Is(err, ErrOtherKind) {
		return "missing in this copy"
	}
	if errors.Is(err, ErrUnread) {
		return "damaged in this copy: " + err.Error()
	}
	return "damaged in this copy"
}

// lostError says that this copy lacks an object or has it damaged, by the name that people know.
// The id alone tells nobody what is missing.
type lostError struct {
	what string
	why  error
}

func (e *lostError) Error() string {
	return fmt.Sprintf("%v: %s is %s", ErrDamaged, e.what, DamageWords(e.why))
}

func (e *lostError) Unwrap() error { return e.why }

// LostPart returns people's name for the part that an error reports as damaged or gone; "" for
// none.
func LostPart(err error) string {
	if named, ok := errors.AsType[*lostError](err); ok {
		return named.what
	}
	return ""
}

// Lost names the damaged or missing part, if an error reports one. A part that has a name keeps it:
// the inner caller knew better.
func Lost(what string, err error) error {
	if _, named := errors.AsType[*lostError](err); named {
		return err
	}
	if !IsDamage(err) || errors.Is(err, ErrTooLarge) {
		return err
	}
	return &lostError{what, err}
}

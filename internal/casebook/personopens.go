package casebook

import (
	"errors"

	"casefile/internal/seal"
)

// opens opens what was sealed to the person alone: with their identity, or with one of
// before a change of it.
func (p Person) opens(sealed []byte) ([]byte, error) {
	key, err := p.Identity()
	if err != nil {
		return nil, err
	}
	text, err := seal.Open(key, sealed)
	if p.Former == nil || !errors.Is(err, seal.ErrNoMatch) {
		return text, err
	}
	for _, former := range p.Former() {
		if text, err := seal.Open(former, sealed); err == nil {
			return text, nil
		}
	}
	return nil, err
}

// unwrapAny unwraps a case key. While unsent work is done again, the identities that a change
// kept open it too: the person could do it when they did, and casefile rekey comes later.
func (b *Book) unwrapAny(me *seal.Identity, wrapped []byte) (*seal.Identity, error) {
	key, err := seal.Unwrap(me, wrapped)
	if !b.doingAgain || b.person.Former == nil || !errors.Is(err, seal.ErrNoMatch) {
		return key, err
	}
	for _, former := range b.person.Former() {
		if key, err := seal.Unwrap(former, wrapped); err == nil {
			return key, nil
		}
	}
	return nil, err
}

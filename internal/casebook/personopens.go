package casebook

import (
	"errors"

	"casefile/internal/seal"
)

// opens opens what was sealed to the person alone, with their identity or an earlier one.
func (p Person) opens(sealed []byte) ([]byte, error) {
	key, err := p.Identity()
	if err != nil {
		return nil, err
	}
	text, err := seal.OpenOwn(key, sealed)
	if !errors.Is(err, seal.ErrNoMatch) {
		return text, err
	}
	return byFormer(p, err, func(k *seal.Identity) ([]byte, error) {
		return seal.OpenOwn(k, sealed)
	})
}

// byFormer tries to open something with the identities that key changes have kept, one after the
// other. If none opens it, it returns the error of the present identity.
func byFormer[T any](p Person, own error, open func(*seal.Identity) (T, error)) (
	none T, err error,
) {
	if p.Former == nil {
		return none, own
	}
	for _, former := range p.Former() {
		if got, err := open(former); err == nil {
			return got, nil
		}
	}
	return none, own
}

// unwrapAny unwraps a case key. While unpushed work is replayed, earlier identities open it too:
// the person could do it then, and casefile rekey comes later.
func (b *Book) unwrapAny(me *seal.Identity, wrapped []byte) (*seal.Identity, error) {
	key, err := seal.Unwrap(me, wrapped)
	if !b.replaying || !errors.Is(err, seal.ErrNoMatch) {
		return key, err
	}
	return byFormer(b.person, err, func(k *seal.Identity) (*seal.Identity, error) {
		return seal.Unwrap(k, wrapped)
	})
}

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

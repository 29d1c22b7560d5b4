package keyring

import (
	"errors"
	"fmt"

	"casefile/internal/store"
	"casefile/internal/team"
)

// Card returns the person's own signed public part, as [team.ParseCard] reads it.
func (k *Keyring) Card() ([]byte, error) {
	c, err := k.Owner()
	if err != nil {
		return nil, err
	}
	signer, err := k.Signer()
	if err != nil {
		return nil, err
	}
	payload := c.card(signer.PublicKey()).Encode()
	signature, err := signer.Sign(team.CardNamespace, payload)
	return append(payload, signature...), err
}

func (c Config) card(key string) team.Card {
	return team.Card{ID: c.ID, Name: c.Name, Email: c.Email, Recipient: c.Recipient, Key: key}
}

// ReadCard reads a card and checks that its own key has signed it. file is its name in errors. It
// fails with team.ErrCard.
func ReadCard(file string, data []byte) (team.Card, error) {
	card, err := team.ParseCard(data)
	if err != nil {
		return card, err
	}
	if err := card.Check(); err != nil {
		return card, err
	}
	key, err := store.VerifySignature(card.Signature, card.Payload, team.CardNamespace)
	if err == nil && key != card.Key {
		err = errors.New("the card is signed with another key than it names")
	}
	if err != nil {
		err = fmt.Errorf("%w: %s: %w", team.ErrCard, file, err)
	}
	return card, err
}

package team

import (
	"bytes"
	"fmt"
	"strings"

	"casefile/internal/pattern"
)

// CardNamespace is the SSHSIG namespace of a card's signature. It is never "git", so that no card
// passes for a commit.
const CardNamespace = "casefile-card"

const (
	cardTitle    = "casefile card 1"
	maxCard      = 64 << 10 // bytes
	armorBegin   = "-----BEGIN SSH SIGNATURE-----\n"
	armorEnd     = "-----END SSH SIGNATURE-----\n"
	maxArmorLine = 76
)

// Card is the public part of a person, signed by the person's own key.
type Card struct {
	ID, Name, Email, Recipient, Key string
	Payload, Signature              []byte // from ParseCard: what is signed, and the armored SSHSIG
}

// Encode returns the payload. In the file the signature over it follows.
func (c Card) Encode() []byte {
	return fmt.Appendf(nil, "%s\nid: %s\nname: %s\nemail: %s\nrecipient: %s\nkey: %s\n",
		cardTitle, c.ID, c.Name, c.Email, c.Recipient, c.Key)
}

// Check checks the fields by the rules of [Team.Check].
func (c Card) Check() error {
	if err := checkID(c.ID); err != nil {
		return err
	}
	if err := checkName(c.Name); err != nil {
		return err
	}
	if err := checkEmail(c.Email); err != nil {
		return err
	}
	if err := CheckRecipient(c.Recipient); err != nil {
		return err
	}
	return checkKey(c.Key)
}

// ParseCard splits a card file into fields, payload and signature. The caller must check that the
// signature is good, in CardNamespace, and made by Key.
func ParseCard(file []byte) (Card, error) {
	if len(file) > maxCard {
		return Card{}, fmt.Errorf("%w: it has more than %d bytes", ErrCard, maxCard)
	}
	begin := bytes.Index(file, []byte("\n"+armorBegin)) + 1
	if begin == 0 {
		return Card{}, fmt.Errorf("%w: no signature on a line of its own (was the file sent with "+
			"other line ends?)", ErrCard)
	}
	c, err := parsePayload(file[:begin])
	if err != nil {
		return Card{}, err
	}
	if err := checkArmor(string(file[begin:])); err != nil {
		return Card{}, err
	}
	c.Payload, c.Signature = bytes.Clone(file[:begin]), bytes.Clone(file[begin:])
	return c, nil
}

func parsePayload(payload []byte) (Card, error) {
	lines := strings.Split(string(payload), "\n")
	if len(lines) != 7 || lines[0] != cardTitle {
		return Card{}, fmt.Errorf("%w: it begins with %q and has five fields", ErrCard, cardTitle)
	}
	var c Card
	fields := []struct {
		name string
		to   *string
	}{{"id", &c.ID}, {"name", &c.Name}, {"email", &c.Email}, {"recipient", &c.Recipient},
		{"key", &c.Key}}
	for i, f := range fields {
		value, found := strings.CutPrefix(lines[i+1], f.name+": ")
		if !found {
			return Card{}, fmt.Errorf("%w: line %d is not %q", ErrCard, i+2, f.name)
		}
		*f.to = value
	}
	if err := c.Check(); err != nil {
		return Card{}, fmt.Errorf("%w: %w", ErrCard, err)
	}
	return c, nil
}

var armorLine = pattern.Of(`^[A-Za-z0-9+/]+={0,2}\n$`)

// checkArmor wants exactly one block, and nothing after it.
func checkArmor(armor string) error {
	body, begun := strings.CutPrefix(armor, armorBegin)
	body, ended := strings.CutSuffix(body, armorEnd)
	if !begun || !ended || body == "" {
		return fmt.Errorf("%w: the signature does not end where the file does", ErrCard)
	}
	for text := range strings.Lines(body) {
		if len(text) > maxArmorLine+1 || !armorLine().MatchString(text) {
			return fmt.Errorf("%w: the signature is garbled", ErrCard)
		}
	}
	return nil
}

package team

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"casefile/internal/testenv"
)

// day returns nine o'clock, UTC, of a day in 2026.
func day(month time.Month, d int) time.Time {
	return time.Date(2026, month, d, 9, 0, 0, 0, time.UTC)
}

// recipient returns an age recipient, another one for each letter.
func recipient(letter string) string { return testenv.Recipient(int(letter[0])) }

// ed25519Line returns the same public key for the same seed.
func ed25519Line(seed byte) string {
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
	return sshLine(private.Public())
}

func sshLine(public crypto.PublicKey) string {
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		return err.Error()
	}
	return strings.TrimSuffix(string(ssh.MarshalAuthorizedKey(key)), "\n")
}

func ecdsaLine(t *testing.T, curve elliptic.Curve) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return sshLine(key.Public())
}

func rsaLine(t *testing.T, bits int) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return sshLine(key.Public())
}

// wireLine packs strings as RFC 4251 does, to make keys that Go has no type for.
func wireLine(kind string, fields ...string) string {
	wire := ssh.Marshal(struct{ S string }{kind})
	for _, f := range fields {
		wire = append(wire, ssh.Marshal(struct{ S string }{f})...)
	}
	return kind + " " + base64.StdEncoding.EncodeToString(wire)
}

// small returns an agency of five: asha is managed by mhall, and mhall by vera.
func small() Team {
	member := func(id, name, letter, manager string, seed byte, roles ...Role) Member {
		return Member{
			ID: id, Name: name, Email: id + "@agency.example", Roles: roles,
			Recipient: recipient(letter), LineManager: manager, Since: day(1, 12),
			Keys: []Key{{Key: ed25519Line(seed), From: day(1, 12)}},
		}
	}
	return with(Team{Format: 1, Version: 1, Members: []Member{
		member("asha", "Asha Rao", "q", "mhall", 1, Caseworker),
		member("jpryce", "J. Pryce-Évans", "p", "", 2, Lead),
		member("mhall", "Mo O'Hall", "z", "vera", 3, Manager),
		member("recovery-1", "Recovery 1", "r", "", 4, Recovery),
		member("vera", "Vera Okoye", "y", "", 5, Senior, Records),
	}}, "recovery-1", func(m *Member) { m.Confirmed = m.Since })
}

// with returns a copy of t in which member id was changed.
func with(t Team, id string, change func(*Member)) Team {
	t.Members = slices.Clone(t.Members)
	for i := range t.Members {
		if t.Members[i].ID == id {
			t.Members[i].Keys = slices.Clone(t.Members[i].Keys)
			t.Members[i].Roles = slices.Clone(t.Members[i].Roles)
			change(&t.Members[i])
		}
	}
	return t
}

package record

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
)

// crockford is the base-32 alphabet of every ID and nonce: no I, L, O or U,
// so that an ID survives being read over the telephone.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// ID names a case, or an entry within its case: eight symbols, upper case,
// no hyphen. The zero value means none.
type ID string

// ErrID says that a text is no ID and no prefix of one.
var ErrID = errors.New("not an ID")

// MinPrefix is the fewest symbols of an ID that a person may type.
const MinPrefix = 4

// NewID draws a random ID. It redraws until the first four symbols hold a digit from 2 to 9 and a
// letter of GHJKMNPQRSTVWYZ. So no ID can be mistaken for a YAML number, and no command name for an
// ID.
func NewID() ID {
	for {
		if id := ID(symbols(8)); id.Valid() {
			return id
		}
	}
}

// NewNonce draws the 26 symbols (130 bits) that make an entry's public
// SHA-256 a hiding commitment.
func NewNonce() string { return symbols(26) }

func symbols(n int) string {
	b := make([]byte, n)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	for i := range b {
		b[i] = crockford[b[i]%32]
	}
	return string(b)
}

// Valid reports whether id has the form that NewID draws.
func (id ID) Valid() bool {
	return len(id) == 8 && onlySymbols(string(id)) && drawn(string(id[:4]))
}

// drawn reports whether the first four symbols satisfy the rule of NewID.
func drawn(first string) bool {
	return strings.ContainsAny(first, "23456789") && strings.ContainsAny(first, "GHJKMNPQRSTVWYZ")
}

func onlySymbols(s string) bool {
	return strings.Trim(s, crockford) == ""
}

// String shows the ID as people read it: K3F9-27QM.
func (id ID) String() string {
	if len(id) != 8 {
		return string(id)
	}
	return string(id[:4]) + "-" + string(id[4:])
}

// Shard returns the ID's first two symbols: its folder, and its keys ref.
func (id ID) Shard() string { return string(id[:2]) }

// ParsePrefix turns typed text (any case, with or without hyphen, O for 0, I and L for 1) into the
// first four to eight symbols of an ID.
func ParsePrefix(s string) (string, error) {
	up := strings.ToUpper(strings.TrimSpace(s))
	if !onlySymbols(up) { // stored IDs, which are read by the thousand, are
		up = strings.NewReplacer("-", "", "O", "0", "I", "1", "L", "1").Replace(up)
	}
	switch {
	case !onlySymbols(up) || up == "":
		return "", fmt.Errorf("%w: %q", ErrID, s)
	case len(up) < MinPrefix:
		return "", fmt.Errorf("%w: %q has fewer than %d symbols", ErrID, s, MinPrefix)
	case len(up) > 8:
		return "", fmt.Errorf("%w: %q has more than 8 symbols", ErrID, s)
	case !drawn(up[:4]):
		return "", fmt.Errorf("%w: %q", ErrID, s)
	}
	return up, nil
}

// LooksLikeID reports whether an argument can be meant as an ID. No command
// and no kind has a name that does.
func LooksLikeID(s string) bool {
	head, _, _ := strings.Cut(s, "/")
	_, err := ParsePrefix(head)
	return err == nil
}

// ParseID takes a whole ID, as typed or as stored.
func ParseID(s string) (ID, error) {
	p, err := ParsePrefix(s)
	if err != nil {
		return "", err
	}
	if len(p) != 8 {
		return "", fmt.Errorf("%w: %q is not all 8 symbols", ErrID, s)
	}
	return ID(p), nil
}

// Ref names an entry anywhere in a repository.
type Ref struct {
	Case, Entry ID
}

// String shows the reference in full: K3F9-27QM/7K2M-9QXH.
func (r Ref) String() string { return r.Case.String() + "/" + r.Entry.String() }

// Short shows an entry with as many symbols as tell it apart among others,
// four at least.
func Short(id ID, others []ID) string {
	for n := MinPrefix; n < len(id); n++ {
		if !shares(id, others, n) {
			return string(id[:n])
		}
	}
	return id.String()
}

func shares(id ID, others []ID, n int) bool {
	for _, o := range others {
		if o != id && len(o) >= n && o[:n] == id[:n] {
			return true
		}
	}
	return false
}

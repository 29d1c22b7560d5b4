package team

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"casefile/internal/pattern"
)

// Check returns the first rule that the roster breaks, or nil. [Team.CheckNext] returns all.
func (t Team) Check() error {
	if faults := t.faults(); len(faults) > 0 {
		return faults[0]
	}
	return nil
}

func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}

func (t Team) faults() []error {
	var faults []error
	if t.Format != Format || t.Version < 1 {
		faults = append(faults, invalid("format %d, version %d", t.Format, t.Version))
	}
	byID := t.byID()
	for _, m := range t.Members {
		faults = append(faults, m.faults()...)
		faults = append(faults, m.lineFaults(byID)...)
		faults = append(faults, m.coverFaults(byID)...)
	}
	faults = append(faults, t.duplicates()...)
	if len(t.InRole(Senior)) == 0 {
		faults = append(faults, invalid("at least one senior must be active"))
	}
	return faults
}

// faults returns the faults of one member alone.
func (m Member) faults() []error {
	var faults []error
	add := func(err error) {
		if err != nil {
			faults = append(faults, fmt.Errorf("member %q: %w", m.ID, err))
		}
	}
	add(checkID(m.ID))
	add(checkName(m.Name))
	add(checkEmail(m.Email))
	add(m.checkRoles())
	add(m.checkRecipient())
	add(m.checkTimes())
	for _, k := range m.Keys {
		add(checkKey(k.Key))
	}
	return faults
}

// IsID reports whether a member may have this ID.
func IsID(id string) bool { return checkID(id) == nil }

var (
	idForm       = pattern.Of(`^[a-z][a-z0-9-]{0,31}$`)
	recoveryForm = pattern.Of(`^recovery-[1-9][0-9]*$`)
)

// checkID also refuses words that YAML readers take for something else, as IDs are unquoted in
// team.yaml and in dockets.
func checkID(id string) error {
	words := []string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
	if !idForm().MatchString(id) {
		return invalid("an id has 1 to 32 of a-z, 0-9 and -, and begins with a letter")
	}
	if slices.Contains(words, id) {
		return invalid("the id %s means something else in YAML", id)
	}
	return nil
}

func (m Member) checkRoles() error {
	if len(m.Roles) == 0 {
		return invalid("no role")
	}
	for i, r := range m.Roles {
		if !slices.Contains(Roles(), r) {
			return invalid("unknown role %q", r)
		}
		if slices.Contains(m.Roles[:i], r) {
			return invalid("role %s twice", r)
		}
	}
	if m.Has(Recovery) && len(m.Roles) > 1 {
		return invalid("recovery goes with no other role")
	}
	if named := recoveryForm().MatchString(m.ID); named != m.Has(Recovery) {
		return invalid("recovery members, and no others, are called recovery-1, recovery-2 and " +
			"so on")
	}
	return nil
}

func (m Member) checkRecipient() error {
	if m.Recipient == "" {
		if m.Casework() || m.Has(Recovery) {
			return invalid("no recipient, so that no case could be opened")
		}
		return nil
	}
	return CheckRecipient(m.Recipient)
}

// checkTimes accepts only times that Encode can write. An end may be before its beginning: the
// roster has the times of its commits, and a wrong clock may have dated the first of them far ahead
// (FORMAT.md, 9). CheckFirst and CheckNext compare each time with its commit.
func (m Member) checkTimes() error {
	if !wholeSecond(m.Since) || !(m.Left.IsZero() || wholeSecond(m.Left)) {
		return invalid("since or left is not a time in whole seconds")
	}
	switch {
	case m.Confirmed.IsZero():
	case !m.Has(Recovery):
		return invalid("only a recovery key is confirmed")
	case !wholeSecond(m.Confirmed):
		return invalid("confirmed is not a time in whole seconds")
	}
	for _, k := range m.Keys {
		if !wholeSecond(k.From) || !(k.To.IsZero() || wholeSecond(k.To)) {
			return invalid("from or to of a key is not a time in whole seconds")
		}
	}
	return nil
}

func wholeSecond(t time.Time) bool {
	year := t.UTC().Year()
	return !t.IsZero() && t.Nanosecond() == 0 && year >= 1970 && year <= 9999
}

// coverFaults checks who acts for a member: another member, who may have left since, up to a day of
// the calendar.
func (m Member) coverFaults(byID map[string]Member) []error {
	by, known := byID[m.CoveredBy]
	_, notADay := time.Parse(time.DateOnly, m.CoveredUntil)
	switch {
	case m.CoveredBy == "" && m.CoveredUntil == "":
		return nil
	case !known:
		return []error{invalid("member %q: covered by %q, who is not a member", m.ID, m.CoveredBy)}
	case m.Has(Recovery) || by.Has(Recovery):
		return []error{invalid("member %q: a recovery key acts for nobody, and nobody for one",
			m.ID)}
	case m.CoveredBy == m.ID:
		return []error{invalid("member %q covers for themselves", m.ID)}
	case notADay != nil:
		return []error{invalid("member %q: covered until %q, which is not a day such as 2026-03-21",
			m.ID,
			m.CoveredUntil)}
	}
	return nil
}

// maxLine is the greatest length of a line of managers. No agency is 32 levels deep, and a circle
// has no end.
const maxLine = 32

// lineFaults follows the line of managers upwards.
func (m Member) lineFaults(byID map[string]Member) []error {
	at := m
	for range maxLine {
		if at.LineManager == "" {
			return nil
		}
		manager, found := byID[at.LineManager]
		switch {
		case !found && at.ID != m.ID:
			return nil // reported for the member with this line manager
		case !found:
			return []error{invalid("member %q: line manager %q is not a member", m.ID,
				m.LineManager)}
		case manager.ID == m.ID:
			return []error{invalid("member %q is their own line manager, directly or in a circle",
				m.ID)}
		}
		at = manager
	}
	return []error{invalid("member %q: the line of managers has no end within %d levels", m.ID,
		maxLine)}
}

func (t Team) byID() map[string]Member {
	byID := make(map[string]Member, len(t.Members))
	for _, m := range t.Members {
		byID[m.ID] = m
	}
	return byID
}

// Claims returns the claims that only one member may ever have. A claim is a word for its kind, a
// space, the value. Emails are compared without case, as mail systems do.
func (m Member) Claims() []string {
	claims := []string{"email " + strings.ToLower(m.Email)}
	if m.Recipient != "" {
		claims = append(claims, RecipientClaim(m.Recipient))
	}
	for _, k := range m.Keys {
		claims = append(claims, "key "+k.Key)
	}
	return claims
}

// RecipientClaim returns the claim to a recipient.
func RecipientClaim(recipient string) string { return "recipient " + recipient }

// duplicates finds IDs and claims that two members have.
func (t Team) duplicates() []error {
	var faults []error
	owner := map[string]string{}
	for _, m := range t.Members {
		for _, claim := range append(m.Claims(), "id "+m.ID) {
			if first, taken := owner[claim]; taken {
				what, _, _ := strings.Cut(claim, " ")
				faults = append(faults,
					invalid("member %q: the %s is already there, with member %q", m.ID, what,
						first))
			}
			owner[claim] = m.ID
		}
	}
	return faults
}

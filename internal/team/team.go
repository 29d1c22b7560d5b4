package team

import (
	"errors"
	"slices"
	"time"
)

var (
	// ErrSyntax says that the bytes are not a canonical team.yaml.
	ErrSyntax = errors.New("not a canonical team.yaml")
	// ErrNewer says that the file has a format unknown to this program.
	ErrNewer = errors.New("made by a newer casefile")
	// ErrInvalid says that the roster breaks a rule.
	ErrInvalid = errors.New("the team is not valid")
	// ErrCard says that the bytes are not an identity card.
	ErrCard = errors.New("not a casefile card")
)

// Format is the version of team.yaml that this package reads and writes.
const Format = 1

// Role is a part of the agency's work that a member is trusted with. A member may have several.
type Role string

// The roles. Casework roles are caseworker, lead, manager, senior and records.
const (
	Contributor Role = "contributor" // records concerns, reads nothing
	Caseworker  Role = "caseworker"
	Lead        Role = "lead" // safeguarding lead or deputy
	Manager     Role = "manager"
	Senior      Role = "senior"
	Records     Role = "records"  // records and data protection
	Auditor     Role = "auditor"  // verifies; no case keys
	Service     Role = "service"  // a script; no case keys
	Recovery    Role = "recovery" // an offline key that every case is wrapped to
)

// Roles lists every role in the order in which team.yaml writes them.
func Roles() []Role {
	return []Role{Contributor, Caseworker, Lead, Manager, Senior, Records, Auditor, Service,
		Recovery}
}

// The levels of endorsement, in their order.
const (
	levelLine   = "line"
	levelSenior = "senior"
)

// Key is one SSH signing key. Its dates only inform: a key counts while it has no To and its member
// has no Left.
type Key struct {
	Key  string    // authorized-key form: type and base64 only
	From time.Time // UTC, whole seconds
	To   time.Time // zero if still in use
}

// Member is a person, a script, or a recovery key.
type Member struct {
	ID, Name, Email        string
	Roles                  []Role
	Recipient, LineManager string // "" for none
	Since, Left            time.Time
	// of a recovery key: when a second senior vouched for it; zero if not yet
	Confirmed    time.Time
	CoveredBy    string // who acts for the member while they are away, or ""
	CoveredUntil string // the last day of that, YYYY-MM-DD; "" if CoveredBy is ""
	Keys         []Key  // all keys ever, in the order in which they were added
}

// Team is one version of the roster. Members are never removed from it.
type Team struct {
	Format, Version int
	Members         []Member // sorted by ID
}

// Names returns the names of all members by ID, including those who have left.
func (t Team) Names() map[string]string {
	out := map[string]string{}
	for _, m := range t.Members {
		out[m.ID] = m.Name
	}
	return out
}

// Oversees reports whether a member has duties besides those of a key worker. For such a member the
// team must know who acts for them.
func (m Member) Oversees() bool { return m.HasAny(Lead, Manager, Senior, Records) }

// SenderRoles returns the role that tells another agency most, or all roles if none of them does.
func (m Member) SenderRoles() []Role {
	for _, r := range []Role{Lead, Senior, Manager, Caseworker} {
		if m.Has(r) {
			return []Role{r}
		}
	}
	return m.Roles
}

// Name returns the name of a member, or the ID if the roster does not have it.
func (t Team) Name(id string) string {
	if m, ok := t.Member(id); ok {
		return m.Name
	}
	return id
}

// RecordsBegan returns the time at which the records began: when the first member joined. It
// returns zero for an empty roster.
func (t Team) RecordsBegan() time.Time {
	var first time.Time
	for _, m := range t.Members {
		if first.IsZero() || m.Since.Before(first) {
			first = m.Since
		}
	}
	return first
}

// Member finds a member by ID, active or not.
func (t Team) Member(id string) (Member, bool) {
	return t.find(func(m Member) bool { return m.ID == id })
}

// ByEmail finds the member with exactly this email.
func (t Team) ByEmail(email string) (Member, bool) {
	return t.find(func(m Member) bool { return m.Email == email })
}

// ByRecipient finds the member with an age recipient.
func (t Team) ByRecipient(r string) (Member, bool) {
	return t.find(func(m Member) bool { return r != "" && m.Recipient == r })
}

// InRole returns the active members with a role, in the order of the roster.
func (t Team) InRole(r Role) []Member {
	var out []Member
	for _, m := range t.Members {
		if m.Active() && m.Has(r) {
			out = append(out, m)
		}
	}
	return out
}

// Endorsers returns the IDs of the active members who may endorse at a level in a case that they
// read.
func (t Team) Endorsers(level string) []string {
	var out []string
	for _, m := range t.Members {
		if m.Active() && m.mayAsReader(OpEndorseAt+level) {
			out = append(out, m.ID)
		}
	}
	slices.Sort(out)
	return out
}

// mostDisposalRegisterReaders bounds the readers of the sealed part of the disposal register, as a
// file is sealed to no more.
const mostDisposalRegisterReaders = 40

// DisposalRegisterReaders returns the members who may know the rule by which a destroyed case was
// kept: recovery keys that count, then the active members with the roles records and senior, in the
// order of the roster, at most 40.
func (t Team) DisposalRegisterReaders() []Member {
	out := slices.DeleteFunc(t.InRole(Recovery), func(m Member) bool { return !t.Counts(m) })
	for _, m := range t.Members {
		if m.Active() && m.HasAny(Records, Senior) {
			out = append(out, m)
		}
	}
	return out[:min(len(out), mostDisposalRegisterReaders)]
}

// Working returns the active members with a casework role among ids, in the given order, each once.
// They count where policy asks for a number of readers.
func (t Team) Working(ids []string) []string {
	var out []string
	for _, id := range ids {
		if m, known := t.Member(id); known && m.ActiveCasework() && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func (t Team) find(match func(Member) bool) (Member, bool) {
	if i := slices.IndexFunc(t.Members, match); i >= 0 {
		return t.Members[i], true
	}
	return Member{}, false
}

// BySigningKey finds the member with a key in the form "type base64". The key may have ended and
// the member may have left: see [Key.active] and [Member.Active].
func (t Team) BySigningKey(key string) (Member, Key, bool) {
	for _, m := range t.Members {
		for _, k := range m.Keys {
			if k.Key == key {
				return m, k, true
			}
		}
	}
	return Member{}, Key{}, false
}

// active reports whether the key may still sign for an active member.
func (k Key) active() bool { return k.To.IsZero() }

// Active reports whether the member has not left.
func (m Member) Active() bool { return m.Left.IsZero() }

// Has reports whether the member has the role.
func (m Member) Has(r Role) bool { return slices.Contains(m.Roles, r) }

// HasAny reports whether the member has one of the roles.
func (m Member) HasAny(roles ...Role) bool { return slices.ContainsFunc(roles, m.Has) }

// Casework reports whether the member has a role that works with cases.
func (m Member) Casework() bool { return m.HasAny(Caseworker, Lead, Manager, Senior, Records) }

// Endorses reports whether the member, a manager or a senior, may endorse others' texts at any
// level in cases that they read.
func (m Member) Endorses() bool { return m.mayAsReader(OpEndorse) }

// ShortensRetention reports whether the member may bring forward the day until which a case is
// kept. Others can only put it off.
func (m Member) ShortensRetention() bool { return m.HasAny(Records, Senior) }

// leaving returns the member after leaving at an instant (UTC, whole seconds). All keys in use end
// then.
func (m Member) leaving(at time.Time) Member {
	m.Left = at
	m.Keys = slices.Clone(m.Keys)
	for i := range m.Keys {
		if m.Keys[i].active() {
			m.Keys[i].To = at
		}
	}
	return m
}

// OnlyContributes reports whether the member can only record concerns.
func (m Member) OnlyContributes() bool { return len(m.Roles) == 1 && m.Has(Contributor) }

// ActiveCasework reports whether the member is active and has a role that works with cases.
func (m Member) ActiveCasework() bool { return m.Active() && m.Casework() }

// Cover returns the member who acts for this one on a day (YYYY-MM-DD), by the roster, or "" if
// this one is not away. Cover gives no rights, as those come from roles alone.
func (m Member) Cover(day string) string {
	if m.CoveredUntil < day {
		return ""
	}
	return m.CoveredBy
}

// Levels returns the member's own levels of endorsement: line for a manager, senior for a senior.
func (m Member) Levels() []string {
	var out []string
	if m.Has(Manager) {
		out = append(out, levelLine)
	}
	if m.Has(Senior) {
		out = append(out, levelSenior)
	}
	return out
}

// rights returns the levels at which the member may endorse. A senior may also endorse in the place
// of a line manager ([Team.May]).
func (m Member) rights() []string {
	if m.Has(Senior) {
		return []string{levelLine, levelSenior}
	}
	return m.Levels()
}

// LevelAmong returns the level at which the member endorses a text that lacks some levels: the
// first missing level that is the member's own. A senior who is no line manager endorses as a
// senior, unless only the line's endorsement is missing. If more is missing, standing in for the
// line manager is the senior's own choice, and not the default.
func (m Member) LevelAmong(missing []string) string {
	own := m.Levels()
	for _, l := range missing {
		if slices.Contains(own, l) {
			return l
		}
	}
	if slices.Equal(missing, []string{levelLine}) || len(own) == 0 {
		return levelLine
	}
	return own[len(own)-1]
}

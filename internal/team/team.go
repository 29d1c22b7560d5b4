package team

import (
	"errors"
	"slices"
	"time"
)

var (
	// ErrSyntax: the bytes are not a canonical team.yaml.
	ErrSyntax = errors.New("not a canonical team.yaml")
	// ErrNewer: the file has a format that this program does not know.
	ErrNewer = errors.New("made by a newer casefile")
	// ErrInvalid: the roster breaks a rule.
	ErrInvalid = errors.New("the team is not valid")
	// ErrCard: the bytes are not an identity card.
	ErrCard = errors.New("not a casefile card")
)

// Format is the version of team.yaml that this package reads and writes.
const Format = 1

// Role is what a member is trusted with; a member may hold several.
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

// Key is one SSH signing key. Its dates inform: a key counts while it has no To
// and its member no Left.
type Key struct {
	Key  string    // authorized-key form: type and base64 only
	From time.Time // UTC, whole seconds
	To   time.Time // zero: still in use
}

// Member is a person, a script, or a recovery key.
type Member struct {
	ID, Name, Email        string
	Roles                  []Role
	Recipient, LineManager string // "" for none
	Since, Left            time.Time
	// of a recovery key: when a second senior vouched for it; zero: not yet
	Confirmed    time.Time
	CoveredBy    string // who acts for the member while they are away; "" for nobody
	CoveredUntil string // the last day of it, YYYY-MM-DD; "" when CoveredBy is
	Keys         []Key  // every key ever, in order of adding
}

// Team is one version of the roster. Members are never removed from it.
type Team struct {
	Format, Version int
	Members         []Member // sorted by id
}

// Names are what people call all members, those who have left among them, by ID.
func (t Team) Names() map[string]string {
	out := map[string]string{}
	for _, m := range t.Members {
		out[m.ID] = m.Name
	}
	return out
}

// Oversees reports whether a member has duties besides those of a key worker, so that the
// team must know who acts for them.
func (m Member) Oversees() bool { return m.HasAny(Lead, Manager, Senior, Records) }

// SenderRoles is the role that says most to another agency; all of them where none does.
func (m Member) SenderRoles() []Role {
	for _, r := range []Role{Lead, Senior, Manager, Caseworker} {
		if m.Has(r) {
			return []Role{r}
		}
	}
	return m.Roles
}

// Name is what people call a member; the ID of somebody whom the roster does not know.
func (t Team) Name(id string) string {
	if m, ok := t.Member(id); ok {
		return m.Name
	}
	return id
}

// RecordsBegan is when the first member joined, which is when the records began; zero where there
// is nobody.
func (t Team) RecordsBegan() time.Time {
	var first time.Time
	for _, m := range t.Members {
		if first.IsZero() || m.Since.Before(first) {
			first = m.Since
		}
	}
	return first
}

// Member finds a member by id, whether active or not.
func (t Team) Member(id string) (Member, bool) {
	return t.find(func(m Member) bool { return m.ID == id })
}

// ByEmail finds the member who has exactly this email.
func (t Team) ByEmail(email string) (Member, bool) {
	return t.find(func(m Member) bool { return m.Email == email })
}

// ByRecipient finds whose age recipient r is.
func (t Team) ByRecipient(r string) (Member, bool) {
	return t.find(func(m Member) bool { return r != "" && m.Recipient == r })
}

// InRole are the active members of a role, in the order of the roster.
func (t Team) InRole(r Role) []Member {
	var out []Member
	for _, m := range t.Members {
		if m.Active() && m.Has(r) {
			out = append(out, m)
		}
	}
	return out
}

// Endorsers are the active members, by ID, who may endorse at a level in a case that they read.
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

// mostDisposalRegisterReaders bounds to how many the sealed part of the disposal register goes: a
// file is sealed to no more.
const mostDisposalRegisterReaders = 40

// DisposalRegisterReaders are those who may know under which rule a case was kept that is disposed
// of: recovery that counts, then the active members of the roles records and senior, in the order
// of the roster, and 40 of them at most.
func (t Team) DisposalRegisterReaders() []Member {
	out := slices.DeleteFunc(t.InRole(Recovery), func(m Member) bool { return !t.Counts(m) })
	for _, m := range t.Members {
		if m.Active() && m.HasAny(Records, Senior) {
			out = append(out, m)
		}
	}
	return out[:min(len(out), mostDisposalRegisterReaders)]
}

// Working are those of some members who are in the team and work with cases, in the order
// given and each once: who counts where so many people must be able to read a case.
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

// BySigningKey finds whose key this is, in the form "type base64". The key may be
// retired and the member may have left: see [Key.active] and [Member.Active].
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

// active says whether the key may still sign for an active member.
func (k Key) active() bool { return k.To.IsZero() }

// Active says whether the member has not left.
func (m Member) Active() bool { return m.Left.IsZero() }

// Has says whether the member holds the role.
func (m Member) Has(r Role) bool { return slices.Contains(m.Roles, r) }

// HasAny says whether the member holds one of the roles.
func (m Member) HasAny(roles ...Role) bool { return slices.ContainsFunc(roles, m.Has) }

// Casework says whether the member holds a role that works with cases.
func (m Member) Casework() bool { return m.HasAny(Caseworker, Lead, Manager, Senior, Records) }

// Endorses says whether the member may endorse a text of others in cases that they read,
// at one level at least: a manager or a senior.
func (m Member) Endorses() bool { return m.mayAsReader(OpEndorse) }

// ShortensRetention says whether the member may bring forward the day until which a case
// is kept: others only put it off.
func (m Member) ShortensRetention() bool { return m.HasAny(Records, Senior) }

// leaving is the member as they stand once they have left at an instant (UTC, whole
// seconds): every key that was in use ends with it.
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

// OnlyContributes reports whether all that a member can do is to record concerns.
func (m Member) OnlyContributes() bool { return len(m.Roles) == 1 && m.Has(Contributor) }

// ActiveCasework says whether the member is in the team and holds a role that works with
// cases.
func (m Member) ActiveCasework() bool { return m.Active() && m.Casework() }

// Cover is who acts for the member on a day (YYYY-MM-DD), as the roster tells; "" where
// the member is not away. It gives nobody a right: authority comes from roles alone.
func (m Member) Cover(day string) string {
	if m.CoveredUntil < day {
		return ""
	}
	return m.CoveredBy
}

// Levels are the levels of endorsement that are the member's own: a manager's is line,
// a senior's is senior.
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

// rights are the levels that the member may give. A senior may stand in for a line
// manager, as [Team.May] has it.
func (m Member) rights() []string {
	if m.Has(Senior) {
		return []string{levelLine, levelSenior}
	}
	return m.Levels()
}

// LevelAmong is the level at which the member endorses a text that still asks for some
// levels: the first of them that is the member's own. A senior who is no line manager
// endorses as a senior, except where the line's is all that is asked for: to stand in for
// the line manager before others is for them to say.
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

package team

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// change is the effect of one commit on a roster.
type change func(Team) Team

// then applies changes in turn, each in a version of its own.
func then(t Team, list ...change) Team {
	for _, c := range list {
		t = c(t)
		t.Version++
	}
	return t
}

// on changes one member.
func on(id string, do func(*Member)) change { return func(t Team) Team { return with(t, id, do) } }

// joins adds a member, with when as all times.
func joins(id, letter string, seed byte, when time.Time) change {
	return func(t Team) Team {
		t.Members = append(slices.Clone(t.Members),
			Member{ID: id, Name: strings.ToUpper(id[:1]) + id[1:] + " Lane",
				Email: id + "@agency.example",
				Roles: []Role{Caseworker}, Recipient: recipient(letter), LineManager: "mhall",
				Since: when, Keys: []Key{{Key: ed25519Line(seed), From: when}}})
		slices.SortFunc(t.Members, func(a, b Member) int { return strings.Compare(a.ID, b.ID) })
		return t
	}
}

func leaves(id string, when time.Time) change {
	return on(id, func(m *Member) { m.Left, m.Keys[0].To = when, when })
}

func renewsKey(id string, seed byte, when time.Time) change {
	return on(id, func(m *Member) {
		m.Keys[len(m.Keys)-1].To = when
		m.Keys = append(m.Keys, Key{Key: ed25519Line(seed), From: when})
	})
}

func roles(id string, list ...Role) change { return on(id, func(m *Member) { m.Roles = list }) }

func moves(id, letter string) change {
	return on(id, func(m *Member) { m.Recipient = recipient(letter) })
}

func renames(id, name string) change { return on(id, func(m *Member) { m.Name = name }) }

// My change was recorded on 10 February, theirs on the 11th. The commit that brings both together
// is of the 12th.
var (
	mineAt   = day(2, 10)
	theirsAt = day(2, 11)
	nowAt    = day(2, 12)
)

func TestMerge(t *testing.T) {
	type list = []change
	for _, tt := range []struct {
		name               string
		mine, theirs, want list // want: the changes to theirs
		nothing            bool // theirs has every change already
	}{
		{"nothing on both sides", nil, nil, nil, true},
		{"nothing on mine", nil, list{joins("nia", "s", 7, theirsAt)}, nil, true},
		{"nothing on theirs", list{joins("nia", "s", 7, mineAt)}, nil,
			list{joins("nia", "s", 7, nowAt)}, false},
		{"different members", list{joins("nia", "s", 7, mineAt)},
			list{joins("ben", "t", 8, theirsAt)}, list{joins("nia", "s", 7, nowAt)}, false},
		{"before and after all others", list{joins("zoe", "s", 7, mineAt)},
			list{joins("abe", "t", 8, theirsAt)}, list{joins("zoe", "s", 7, nowAt)}, false},
		{"the same member on both sides", list{joins("nia", "s", 7, mineAt)},
			list{joins("nia", "s", 7, theirsAt)}, nil, true},
		{"the same member, and one more", list{func(t Team) Team {
			return joins("zoe", "t", 8, mineAt)(joins("nia", "s", 7, mineAt)(t))
		}},
			list{joins("nia", "s", 7, theirsAt)}, list{joins("zoe", "t", 8, nowAt)}, false},
		{"one leaves, another changes role", list{leaves("asha", mineAt)},
			list{roles("mhall", Manager, Lead)}, list{leaves("asha", nowAt)}, false},
		{"one changes role, another leaves", list{roles("mhall", Manager, Lead)},
			list{leaves("asha", theirsAt)}, list{roles("mhall", Manager, Lead)}, false},
		{"the same one leaves", list{leaves("asha", mineAt)}, list{leaves("asha", theirsAt)}, nil,
			true},
		{"the same change of role", list{roles("mhall", Manager, Lead)},
			list{roles("mhall", Manager, Lead)}, nil, true},
		{"new keys of two members", list{renewsKey("asha", 7, mineAt)},
			list{renewsKey("mhall", 8, theirsAt)}, list{renewsKey("asha", 7, nowAt)}, false},
		{"the same new key", list{renewsKey("asha", 7, mineAt)},
			list{renewsKey("asha", 7, theirsAt)}, nil, true},
		{"a key that ends", list{on("asha", func(m *Member) {
			m.Keys[0].To = mineAt
		})}, nil, list{on("asha", func(m *Member) { m.Keys[0].To = nowAt })}, false},
		{"another recipient", list{moves("asha", "s")}, list{renames("vera", "Vera Okoye-Lane")},
			list{moves("asha", "s")}, false},
		{"another name and line manager", list{on("asha", func(m *Member) {
			m.Name, m.LineManager = "Asha Rao-Lane", "vera"
		})}, list{roles("vera", Senior)},
			list{on("asha", func(m *Member) {
				m.Name, m.LineManager = "Asha Rao-Lane", "vera"
			})}, false},
		{"many on both sides", list{func(t Team) Team {
			return leaves("jpryce",
				mineAt)(roles("mhall", Manager, Lead)(joins("nia", "s", 7, mineAt)(t)))
		}}, list{renewsKey("asha", 8, theirsAt), joins("ben", "t", 9, theirsAt)},
			list{func(t Team) Team {
				return leaves("jpryce",
					nowAt)(roles("mhall", Manager, Lead)(joins("nia", "s", 7, nowAt)(t)))
			}}, false},
	} {
		base := small()
		mine, theirs := then(base, tt.mine...), then(base, tt.theirs...)
		was := string(theirs.Encode())
		got, changed, err := theirs.Merge(base, mine, mineAt, nowAt.Unix())
		if err != nil || changed == tt.nothing {
			t.Errorf("%s: changed %v, %v", tt.name, changed, err)
		}
		want := then(theirs, tt.want...)
		if tt.want == nil {
			want.Version++
		}
		if string(got.Encode()) != string(want.Encode()) {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got.Encode(), want.Encode())
		}
		if faults := theirs.CheckNext(got, nowAt, "vera"); len(faults) > 0 {
			t.Errorf("%s: what was made breaks %v", tt.name, faults)
		}
		if string(theirs.Encode()) != was {
			t.Errorf("%s: the roster that it was made on is another one now", tt.name)
		}
	}
}

// If both sides made different changes to a member, only a person can decide.
func TestMergeConflicts(t *testing.T) {
	for _, tt := range []struct {
		name, member string
		mine, theirs change
	}{
		{"one leaves whose role changes", "asha", leaves("asha", mineAt),
			roles("asha", Contributor)},
		{"one whose role changes leaves", "asha", roles("asha", Contributor),
			leaves("asha", theirsAt)},
		{"different roles", "asha", roles("asha", Lead), roles("asha", Manager)},
		{"different new keys", "asha", renewsKey("asha", 7, mineAt),
			renewsKey("asha", 8, theirsAt)},
		{"a new key, and the end of the old one", "asha", renewsKey("asha", 7, mineAt),
			on("asha", func(m *Member) {
				m.Keys[0].To = theirsAt
			})},
		{"different recipients", "asha", moves("asha", "s"), moves("asha", "t")},
		{"a name, and a key", "asha", renames("asha", "Asha Rao-Lane"),
			renewsKey("asha", 8, theirsAt)},
		{"one ID for two people", "nia", joins("nia", "s", 7, mineAt),
			joins("nia", "t", 8, theirsAt)},
		{"the same person with another role", "nia", joins("nia", "s", 7, mineAt),
			func(t Team) Team {
				return roles("nia", Manager)(joins("nia", "s", 7, theirsAt)(t))
			}},
	} {
		base := small()
		_, changed, err := then(base, tt.theirs).Merge(base, then(base, tt.mine), mineAt,
			nowAt.Unix())
		if !errors.Is(err, ErrInvalid) || changed ||
			!strings.Contains(err.Error(), `"`+tt.member+`"`) {
			t.Errorf("%s: changed %v, %v", tt.name, changed, err)
		}
	}
}

// Each side alone is valid, and both together are not. Merge must leave that for Check to find.
func TestMergeOfWhatCantBeTogether(t *testing.T) {
	promoted := then(small(), roles("mhall", Manager, Senior))
	for _, tt := range []struct {
		name, word   string
		base         Team
		mine, theirs change
	}{
		{"the last two seniors leave", "senior must be active", promoted, leaves("mhall", mineAt),
			leaves("vera", theirsAt)},
		{"two members with one email", "email", small(), joins("nia", "s", 7, mineAt),
			func(t Team) Team {
				return on("zoe", func(m *Member) {
					m.Email = "NIA@agency.example"
				})(joins("zoe", "t", 8, theirsAt)(t))
			}},
		{"two members with one signing key", "key", small(), joins("nia", "s", 7, mineAt),
			joins("zoe", "t", 7, theirsAt)},
		{"two members with one recipient", "recipient", small(), joins("nia", "s", 7, mineAt),
			joins("zoe", "s", 8, theirsAt)},
		{"each the other's line manager", "line of managers", small(), on("vera", func(m *Member) {
			m.LineManager = "jpryce"
		}),
			on("jpryce", func(m *Member) { m.LineManager = "vera" })},
	} {
		mine, theirs := then(tt.base, tt.mine), then(tt.base, tt.theirs)
		if err := errors.Join(mine.Check(), theirs.Check()); err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		got, changed, err := theirs.Merge(tt.base, mine, mineAt, nowAt.Unix())
		if err != nil || !changed {
			t.Errorf("%s: changed %v, %v", tt.name, changed, err)
		}
		if err := got.Check(); !errors.Is(err, ErrInvalid) ||
			!strings.Contains(err.Error(), tt.word) {
			t.Errorf("%s: the check says %v", tt.name, err)
		}
	}
}

// Only times that the commit itself wrote become those of the new commit. Earlier times stay, even
// if one is the same by chance.
func TestMergeRedatesItsOwnTimesOnly(t *testing.T) {
	base := then(small(), joins("nia", "s", 7, mineAt)) // the same second as mine below
	mine := then(base, renewsKey("nia", 8, mineAt), leaves("asha", mineAt))
	got, changed, err := base.Merge(base, mine, mineAt, nowAt.Unix())
	if err != nil || !changed || got.Version != base.Version+1 {
		t.Fatalf("version %d, changed %v, %v", got.Version, changed, err)
	}
	nia, _ := got.Member("nia")
	asha, _ := got.Member("asha")
	for what, tt := range map[string]struct{ got, want time.Time }{
		"nia since": {nia.Since, mineAt}, "her first key from": {nia.Keys[0].From, mineAt},
		"its end":                {nia.Keys[0].To, nowAt},
		"her second key from":    {nia.Keys[1].From, nowAt},
		"its end, which is none": {nia.Keys[1].To, time.Time{}},
		"asha since":             {asha.Since, day(1, 12)}, "her end": {asha.Left, nowAt},
		"her key's end": {asha.Keys[0].To, nowAt},
	} {
		if !tt.got.Equal(tt.want) {
			t.Errorf("%s: %s, want %s", what, tt.got, tt.want)
		}
	}
	if mineNow, _ := mine.Member("nia"); !mineNow.Keys[0].To.Equal(mineAt) {
		t.Error("the merge has changed the roster that it was given")
	}
}

// A merge that is merged again, after another process was faster, has all three sides. What is
// there already is not done twice.
func TestMergeAgain(t *testing.T) {
	base := small()
	mine := then(base, joins("nia", "s", 7, mineAt))
	first, _, err := then(base, renames("vera", "Vera Lane")).Merge(base, mine, mineAt,
		nowAt.Unix())
	if err != nil {
		t.Fatal(err)
	}
	second, changed, err := first.Merge(base, mine, mineAt, day(2, 13).Unix())
	if err != nil || changed {
		t.Errorf("the same once more: changed %v, %v", changed, err)
	}
	if nia, _ := second.Member("nia"); !nia.Since.Equal(nowAt) {
		t.Errorf("nia is here since %s", nia.Since)
	}
	faster := then(base, renames("vera", "Vera Lane"), roles("asha", Lead))
	third, changed, err := faster.Merge(base, mine, mineAt, day(2, 13).Unix())
	if nia, _ := third.Member("nia"); err != nil || !changed || third.Version != 4 ||
		!nia.Since.Equal(day(2, 13)) {
		t.Errorf("on a third roster: version %d, changed %v, since %s, %v", third.Version, changed,
			nia.Since, err)
	}
}

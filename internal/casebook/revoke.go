package casebook

import (
	"context"
	"fmt"
	"slices"

	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Revoked is the result of a revoke.
type Revoked struct {
	*Done
	Member         string
	Entries, Files int      // how many the member could read until now
	Left           []string // members who have left and still have keys of the case
}

// Revoke takes a reader away. It begins a new epoch, with a key for the remaining readers, and
// removes the member's wrapped keys from all epochs. The member could read what was recorded
// before, and may have copied it.
func (b *Book) Revoke(ctx context.Context, id record.ID, member string) (*Revoked, error) {
	r := Revoked{Member: member}
	done, err := b.perform(ctx, func(p *parent) (*Change, error) {
		d, err := b.Docket(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := p.may(b.RevokeRight(member), stanceOf(d, p.me.ID)); err != nil {
			return nil, err
		}
		stay, err := p.staying(d, member)
		if err != nil {
			return nil, err
		}
		if r.Entries, r.Files, err = b.couldRead(ctx, d, member); err != nil {
			return nil, err
		}
		r.Left = slices.DeleteFunc(slices.Clone(stay), func(id string) bool { return b.active(id) })
		c, err := p.newEpoch(d, stay)
		if err != nil {
			return nil, err
		}
		return &Change{Op: team.OpRevoke, Cases: []CaseChange{*c}}, nil
	})
	r.Done = done
	return &r, err
}

// newEpoch draws another key for each attempt. An attempt that lost a race may have left its
// wrapped keys behind as objects, even one for a member whom the faster process has revoked. Those
// must open nothing.
func (p *parent) newEpoch(d *record.Docket, stay []string) (*CaseChange, error) {
	key, err := seal.NewIdentity()
	if err != nil {
		return nil, err
	}
	epoch, err := p.wrap(key, stay)
	if err != nil {
		return nil, err
	}
	return &CaseChange{Docket: verify.AfterRevoke(*d, epoch), NewEpoch: key.Recipient()}, nil
}

// RevokeRight returns the operation that the roster must allow. More people may take the keys of a
// member who left.
func (b *Book) RevokeRight(member string) string {
	if m, ok := b.Team().Member(member); ok && !m.Active() {
		return team.OpRevokeLeft
	}
	return team.OpRevoke
}

func (b *Book) active(member string) bool {
	m, _ := b.Team().Member(member)
	return m.ID != "" && m.Active()
}

// staying returns the readers who stay without a member, and the recovery keys that joined since.
// All of them get the new key, even readers who have left, as one revoke takes one reader away. A
// recovery key that does not count gets none.
func (p *parent) staying(d *record.Docket, member string) ([]string, error) {
	t := p.book.Team()
	stay := slices.DeleteFunc(d.Readers(), func(id string) bool {
		return id == member || t.AwaitsConfirmation(id)
	})
	switch {
	case !d.Reads(member): // a member with a key of an older epoch has one of the newest too
		return nil, fmt.Errorf("%w: %s is not a reader of %s", ErrNotFound, member, d.Case)
	case d.KeyWorker == member:
		return nil, fmt.Errorf("%w: %s is the key worker of %s; hand the case over first", ErrState,
			member, d.Case)
	case slices.Contains(t.RecoveryIDs(), member):
		return nil, fmt.Errorf("%w: %s is an offline key, and reads every case", ErrState, member)
	}
	if alone := readAlone(t, d, member); len(alone) > 0 {
		return nil, fmt.Errorf("%w: nobody but %s could read epoch %s of %s, which would be lost; "+
			"let somebody else in first",
			ErrState, member, record.Enumerated(alone), d.Case)
	}
	enough := len(t.Working(stay))
	if least := p.book.Policy().MinReaders(); enough < least &&
		enough < len(t.Working(d.Readers())) {
		return nil, fmt.Errorf("%w: without %s only %d active people could read %s; policy asks "+
			"for %d", ErrState, member, enough, d.Case, least)
	}
	for _, id := range t.RecoveryIDs() {
		if !slices.Contains(stay, id) {
			stay = append(stay, id)
		}
	}
	return stay, nil
}

// readAlone returns the epochs that would lose their last active reader, or their last key, with a
// member.
func readAlone(t team.Team, d *record.Docket, member string) []string {
	var out []string
	for i, e := range d.Keys {
		others := slices.DeleteFunc(e.Members(), func(id string) bool {
			return id == member || t.AwaitsConfirmation(id)
		})
		lost := t.MayRead(member) && !slices.ContainsFunc(others, t.MayRead)
		if e[member] != "" && (len(others) == 0 || lost) {
			out = append(out, fmt.Sprint(i+1))
		}
	}
	return out
}

// takenAway returns the member whom a revoke took away. A recovery key that did not count went with
// the member. It is the answer only if nobody else went.
func (b *Book) takenAway(before, after *record.Docket) []string {
	gone := slices.DeleteFunc(before.Readers(), after.Reads)
	people := slices.DeleteFunc(slices.Clone(gone), func(id string) bool {
		m, _ := b.Team().Member(id)
		return m.Has(team.Recovery)
	})
	if len(people) > 0 {
		return people
	}
	return gone[:min(len(gone), 1)]
}

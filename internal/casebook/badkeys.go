package casebook

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// BadKey is a wrapped key of mine that opens nothing. Either somebody made it wrong, or it was made
// for a recipient that I have given up since.
type BadKey struct {
	Epoch int
	Err   error
}

// myKeys returns the keys of a case that I hold, newest epoch first, and separately those that open
// nothing. A key that opens nothing hides no other. An error concerns all keys.
func (b *Book) myKeys(ctx context.Context, d *record.Docket) (
	good []*seal.Identity, bad []BadKey, err error,
) {
	return b.myKeysIn(ctx, b.newest(), d)
}

// myKeysIn does what myKeys does, for the docket in a given commit.
func (b *Book) myKeysIn(ctx context.Context, commit string, d *record.Docket) (
	good []*seal.Identity, bad []BadKey, err error,
) {
	id, err := b.person.Identity()
	if err != nil {
		return nil, nil, err
	}
	me, ok := b.whoReads(id)
	if !ok {
		return nil, nil, unknownReader(b.TeamNow())
	}
	for n := d.Newest(); n > 0; n-- {
		blob, mine := d.Keys[n-1][me.ID]
		if !mine {
			continue
		}
		switch key, err := b.unwrapIn(ctx, commit, id, d.Case, n, blob); {
		case err == nil:
			good = append(good, key)
		case opensNothing(err):
			bad = append(bad, BadKey{n, err})
		default:
			return nil, nil, err
		}
	}
	if len(good)+len(bad) == 0 {
		return nil, nil,
			fmt.Errorf("%w: %s is not among the readers of %s", ErrNoKey, me.ID, d.Case)
	}
	return good, bad, nil
}

// opensNothing reports whether a wrapped key is wrong. A key that could not be tried, because its
// blob or an identity was missing, is not wrong.
func opensNothing(err error) bool {
	_, wrong := errors.AsType[*ledger.FaultError](err)
	return wrong || isMisfit(err)
}

// sayBadKeys notes which of my keys open nothing, and which command helps.
func (b *Book) sayBadKeys(d *record.Docket, bad []BadKey) {
	for _, k := range bad {
		note := fmt.Sprintf("your key of epoch %d of %s opens nothing, and what was recorded in "+
			"it is not shown: "+
			"casefile rekey tells how you get another", k.Epoch, d.Case)
		if _, wrong := errors.AsType[*ledger.FaultError](k.Err); wrong {
			note = fmt.Sprintf("your key of epoch %d of %s opens nothing, and what was recorded "+
				"in it is not shown: casefile rekey --withdraw %s takes it away, so that you can "+
				"be given another",
				k.Epoch, d.Case, d.Case)
		}
		b.note(note)
	}
}

// Withdrawn is the result of Withdraw.
type Withdrawn struct {
	*Done
	Bad      []int    // epochs whose key opened nothing
	Opened   []int    // epochs whose key was good, and goes too
	CanGrant []string // who can let me in again
}

// Withdraw takes away all my keys of a case, where at least one of them opens nothing. Only I can
// know that a key of mine is wrong, so nobody else may replace it. It returns ErrState where all
// keys open, or where somebody else needs a key before mine goes.
func (b *Book) Withdraw(ctx context.Context, id record.ID) (*Withdrawn, error) {
	var w Withdrawn
	done, err := b.onCase(ctx, team.OpRekey, id,
		func(p *parent, d record.Docket) (*CaseChange, error) {
			c, bad, err := p.withdraw(d)
			if err != nil {
				return nil, err
			}
			w = Withdrawn{CanGrant: b.CanGrant(&c.Docket, p.me.ID)}
			for n, e := range d.Keys {
				switch {
				case e[p.me.ID] == "":
				case slices.ContainsFunc(bad, func(k BadKey) bool { return k.Epoch == n+1 }):
					w.Bad = append(w.Bad, n+1)
				default:
					w.Opened = append(w.Opened, n+1)
				}
			}
			return c, nil
		})
	w.Done = done
	return &w, err
}

// errAllOpen says that no key is wrong, so that there is nothing to withdraw.
var errAllOpen = fmt.Errorf("%w: your keys of it open", ErrState)

func (p *parent) withdraw(d record.Docket) (*CaseChange, []BadKey, error) {
	_, bad, err := p.book.myKeys(p.ctx, &d)
	if err != nil {
		return nil, nil, err
	}
	if len(bad) == 0 {
		return nil, nil, fmt.Errorf("%w: there is nothing to withdraw in %s", errAllOpen, d.Case)
	}
	if alone := readAlone(p.book.Team(), &d, p.me.ID); len(alone) > 0 {
		return nil, nil,
			fmt.Errorf("%w: nobody but you has a key of epoch %s of %s, and an epoch keeps "+
				"somebody who has one",
				ErrState, record.Enumerated(alone), d.Case)
	}
	return &CaseChange{Docket: verify.AfterWithdraw(d, p.me.ID)}, bad, nil
}

// GrantRight returns the operation for which the roster is asked. A key worker who can't read may
// be let in by any reader.
func GrantRight(d *record.Docket, members []string) string {
	if kw := d.KeyWorker; kw != "" && !d.Reads(kw) && slices.Equal(members, []string{kw}) {
		return team.OpGrantKeyWorker
	}
	return team.OpGrant
}

package verify

import (
	"errors"
	"fmt"

	"casefile/internal/policy"
	"casefile/internal/team"
)

// ErrNewer says that the records have moved to a format or to rules that this program
// does not know: nothing that follows can be judged, and none of it is a fault.
var ErrNewer = policy.ErrNewer

// ErrOlder says that the records began under rules from before this program's.
var ErrOlder = policy.ErrOlder

// known looks at a policy that the commit writes before anything else. Rules may only
// rise: a later policy with older ones is a fault like any other.
func (t *turn) known() error {
	for _, c := range t.changes {
		if c.Path != PolicyPath || c.NewID == "" {
			continue
		}
		data, _, err := t.j.h.File(t.c.ID, PolicyPath)
		if errors.Is(err, ErrHuge) {
			return nil // judging the policy says so
		}
		if err != nil {
			return err
		}
		err = policy.Known(data)
		if errors.Is(err, ErrOlder) && t.parent != "" {
			return nil
		}
		if err != nil && t.bySenior() {
			return fmt.Errorf("%w, since commit %.12s", err, t.c.ID)
		}
	}
	return nil
}

// bySenior says whether the commit bears the signature of somebody who may
// change the policy: nobody else can make records that this program gives up on.
func (t *turn) bySenior() bool {
	apart := *t
	apart.faults = nil
	known, err := apart.judgeSigner()
	return err == nil && known && (t.parent == "" || t.j.team.May(team.OpPolicy, apart.signer.ID, team.Stance{}) == nil)
}

package verify

import (
	"errors"
	"fmt"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// ErrNewer says that the records have moved to a format or to rules that this program does not
// know. Nothing after that can be judged, and none of it is a fault.
var ErrNewer = policy.ErrNewer

// ErrOlder says that the records began under rules older than this program's.
var ErrOlder = policy.ErrOlder

// checkPolicyVersion checks a policy that the commit writes, before anything else. The rules of a
// policy may only rise: a later policy with older rules is an ordinary fault.
func (t *commitJudge) checkPolicyVersion() error {
	for _, c := range t.changes {
		if c.Path != PolicyPath || c.NewID == "" {
			continue
		}
		data, _, err := t.j.h.File(t.c.ID, PolicyPath)
		if errors.Is(err, ErrHuge) {
			return nil // judging the policy reports it
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

// bySenior reports whether somebody signed the commit who may change the policy. Nobody else can
// make this program give up on the records.
func (t *commitJudge) bySenior() bool {
	apart := *t
	apart.faults = nil
	known, err := apart.judgeSigner()
	return err == nil && known &&
		(t.parent == "" || t.j.team.May(team.OpPolicy, apart.signer.ID, team.Stance{}) == nil)
}

// newerTeam returns ErrNewer for a roster in an unknown format whose signer may change the roster;
// else nil, and the caller notes a fault.
func (t *commitJudge) newerTeam(err error) error {
	may := t.parent == "" || t.j.team.May(team.OpTeam, t.signer.ID, team.Stance{}) == nil
	if !errors.Is(err, team.ErrNewer) || !may {
		return nil
	}
	return fmt.Errorf("%w: %s, since commit %.12s by %s", ErrNewer, TeamPath, t.c.ID, t.signer.ID)
}

// newerDocket returns ErrNewer for a docket in an unknown format whose signer may do the operation
// on the case; else nil.
func (t *caseJudge) newerDocket(err error) error {
	may := t.j.team.May(t.op, t.signer.ID, t.stance()) == nil
	if !errors.Is(err, record.ErrNewerDocket) || !may {
		return nil
	}
	return fmt.Errorf("%w: a docket, since commit %.12s by %s", ErrNewer, t.c.ID, t.signer.ID)
}

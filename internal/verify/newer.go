package verify

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"casefile/internal/team"
)

// ErrNewer says that the records have moved to a format that this program does
// not know: nothing that follows can be judged, and none of it is a fault.
var ErrNewer = errors.New("the records have a newer format than this program knows")

// formatLine is the first line of a policy, of any format.
var formatLine = regexp.MustCompile(`^format: ([1-9][0-9]{0,8})\n`)

// notNewer looks at a policy that the commit writes before anything else.
func (t *turn) notNewer() error {
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
		m := formatLine.FindSubmatch(data)
		if m == nil {
			return nil // judging the policy says what is wrong with it
		}
		if n, err := strconv.Atoi(string(m[1])); err == nil && n > 1 && t.bySenior() {
			return fmt.Errorf("%w: format %d since commit %s", ErrNewer, n, t.c.ID)
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

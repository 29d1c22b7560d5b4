package bench

import (
	"errors"
	"sync"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// The life of the cases that are opened in one week.
const (
	casesAWeek  = 50
	closesAWeek = 10
	eachCloses  = casesAWeek / closesAWeek
	senior      = "judith" // endorses the closures
)

// agency holds the parts from which cases are made.
type agency struct {
	size   Size
	words  lexicon
	people map[string]person
	roster team.Team
	rules  *policy.Policy
	ids    []record.ID // of the cases, in the order of their opening
}

// made is one case with all that happens to it.
type made struct {
	number          int
	docket          record.Docket // as opened
	closed          record.Docket // as it stands after the closure, where it closes
	recipient       string
	wrapped         [][]byte
	entries         []written // the profile first
	closure, signed written   // only where it closes
	closes          bool
}

// makeWeek makes the cases of a week's openings, on all cores.
func (a *agency) makeWeek(week int) ([]*made, error) {
	cases := make([]*made, casesAWeek)
	errs := make([]error, casesAWeek)
	var group sync.WaitGroup
	for i := range cases {
		group.Go(func() { cases[i], errs[i] = a.makeCase(week*casesAWeek + i) })
	}
	group.Wait()
	return cases, errors.Join(errs...)
}

// makeCase makes the case of a number with everything that needs sealing.
func (a *agency) makeCase(number int) (*made, error) {
	week, place := number/casesAWeek, number%casesAWeek
	names := workers()
	worker := names[place/eachCloses] // so that each closes one
	key, err := seal.NewIdentity()
	if err != nil {
		return nil, err
	}
	m := &made{number: number, recipient: key.Recipient(), closes: place%eachCloses == eachCloses-1}
	epoch, err := a.wrap(m, key, worker)
	if err != nil {
		return nil, err
	}
	opened := a.rules.Today(a.size.atEntry(week, place, 0))
	m.docket = verify.AfterOpen(a.ids[number], opened, worker, epoch)
	if err = a.makeEntries(m, week, place); err != nil || !m.closes {
		return m, err
	}
	return m, a.makeEnding(m, week, place)
}

// wrap wraps the case's key for its readers.
func (a *agency) wrap(m *made, key *seal.Identity, worker string) (record.Epoch, error) {
	epoch := record.Epoch{}
	for _, id := range a.roster.DefaultReaders(worker, "") {
		sealed, err := seal.Wrap(key, a.people[id].member.Recipient)
		if err != nil {
			return nil, err
		}
		m.wrapped = append(m.wrapped, sealed)
		epoch[id] = objectID(blobObject, sealed).String()
	}
	return epoch, nil
}

// makeEntries makes the profile and the entries after it, up to the closure if there is one.
func (a *agency) makeEntries(m *made, week, place int) error {
	count, action := a.size.Entries, record.ID("")
	if m.closes {
		count = max(1, count-2)
	}
	for n := range count {
		when := a.size.atEntry(week, place, n)
		kind, text := record.KindProfile, ""
		if n == 0 {
			text = profileText(a.words, m.number, when)
		} else {
			kind, text = drawnText(a.words, m.number, n, when, action)
		}
		w, err := write(m.recipient, a.stamp(m.number, kind, m.docket.KeyWorker, when), text)
		if err != nil {
			return err
		}
		if kind == record.KindAction {
			action = w.id
		}
		m.entries = append(m.entries, w)
	}
	return nil
}

// makeEnding makes the closure and the endorsement of it.
func (a *agency) makeEnding(m *made, week, place int) (err error) {
	closed := a.size.atClosing(week+a.size.closeAfter(), place)
	stamp := a.stamp(m.number, record.KindClosure, m.docket.KeyWorker, closed)
	m.closure, err = write(m.recipient, stamp, closureText(closed))
	if err != nil {
		return err
	}
	signed := a.size.atEndorsing(week + a.size.endorseAfter())
	stamp = a.stamp(m.number, record.KindEndorsement, senior, signed)
	m.signed, err = write(m.recipient, stamp, endorsementText(m.closure))
	return err
}

// makeLong makes the long case's n-th addition, in a week.
func (a *agency) makeLong(long *made, week, place, n int) (written, error) {
	when := a.size.atLong(week, place)
	kind, text := drawnText(a.words, long.number, len(plot)+n, when, "")
	return write(long.recipient, a.stamp(long.number, kind, long.docket.KeyWorker, when), text)
}

func (a *agency) stamp(number int, kind, by string, when time.Time) record.Stamp {
	return record.Stamp{Case: a.ids[number], Kind: kind, Recorded: when, By: by}
}

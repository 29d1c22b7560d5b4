package bench

import (
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// The work of one week: two hundred weeks of 62 commits, one in 7 hours, fill the
// ten years from 2016 on. An agency with more than that does it in the same time.
const (
	casesAWeek   = 50
	closesAWeek  = 10
	eachCloses   = casesAWeek / closesAWeek
	commitsAWeek = casesAWeek + closesAWeek + 2 // and one endorsing, one addition
	senior       = "judith"                     // endorses the closures
)

// pace is the time between two commits of an agency with so many weeks of work.
func pace(weeks int) time.Duration { return min(7*time.Hour, 200*7*time.Hour/time.Duration(weeks)) }

// at is the time of a week's n-th commit.
func (a *agency) at(week, n int) time.Time {
	return founded().Add(time.Duration(1+week*commitsAWeek+n) * a.pace)
}

func founded() time.Time { return time.Date(2016, time.January, 4, 8, 0, 0, 0, time.UTC) }

// agency is what the making of cases needs.
type agency struct {
	people map[string]person
	roster team.Team
	rules  *policy.Policy
	ids    []record.ID // of the cases, in the order of their opening
	pace   time.Duration
}

// made is one case: all that happens to it but the additions.
type made struct {
	docket                   record.Docket // as opened
	recipient                string
	wrapped                  [][]byte
	profile, closure, signed written // the last two only where it closes
	closes                   bool
}

// makeCase makes the case of a number with everything that needs sealing.
func (a *agency) makeCase(number int) (*made, error) {
	week, n := number/casesAWeek, number%casesAWeek
	names := workers()
	worker, opened := names[n%len(names)], a.at(week, n)
	key, err := seal.NewIdentity()
	if err != nil {
		return nil, err
	}
	m := &made{recipient: key.Recipient(), closes: n%eachCloses == eachCloses-1}
	epoch, err := a.wrap(m, key, worker)
	if err != nil {
		return nil, err
	}
	m.docket = verify.AfterOpen(a.ids[number], a.rules.Today(opened), worker, epoch)
	m.profile, err = write(m.recipient, a.stamp(number, record.KindProfile, worker, opened), profileText(number))
	if err != nil || !m.closes {
		return m, err
	}
	closed := a.at(week, casesAWeek+n/eachCloses)
	m.closure, err = write(m.recipient, a.stamp(number, record.KindClosure, worker, closed), closureText(closed))
	if err != nil {
		return nil, err
	}
	signed := a.at(week, casesAWeek+closesAWeek)
	m.signed, err = write(m.recipient, a.stamp(number, record.KindEndorsement, senior, signed), endorsementText(m.closure))
	return m, err
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

// makeAddition makes a week's entry of the long case, which is the first.
func (a *agency) makeAddition(long *made, week int) (written, error) {
	when := a.at(week, commitsAWeek-1)
	kind, text := EntryText(week, when)
	return write(long.recipient, a.stamp(0, kind, long.docket.KeyWorker, when), text)
}

func (a *agency) stamp(number int, kind, by string, when time.Time) record.Stamp {
	return record.Stamp{Case: a.ids[number], Kind: kind, Recorded: when, By: by}
}

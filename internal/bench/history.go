package bench

import (
	"cmp"
	"slices"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// step is one commit of the history.
type step struct {
	op, by string
	when   time.Time
	parts  []part
	blobs  [][]byte // wrapped keys, which no tree of main has
}

// epochFile has a case's recipient, from its opening on.
const epochFile = "epoch-1.pub"

// part is the change that a commit makes to one case.
type part struct {
	docket   record.Docket
	trailers verify.CaseTrailers
	change   change
	entry    written
}

// past are the cases that were opened in each week so far.
type past [][]*made

// openedIn returns the cases of a week's openings; none where nothing was opened then.
func (p past) openedIn(week int) []*made {
	if week < 0 || week >= len(p) {
		return nil
	}
	return p[week]
}

// week returns the commits of one week, in the order of their times.
func (a *agency) week(week int, opened past) ([]step, error) {
	var steps []step
	for place, m := range opened.openedIn(week) {
		steps = append(steps, m.open(a.size.atEntry(week, place, 0)))
	}
	for n := 1; n < a.size.Entries; n++ {
		for place, m := range opened.openedIn(week - n) {
			if n < len(m.entries) {
				steps = append(steps, m.add(m.entries[n], a.size.atEntry(week-n, place, n)))
			}
		}
	}
	steps = append(steps, a.closings(week, opened.openedIn(week-a.size.closeAfter()))...)
	if cases := opened.openedIn(week - a.size.endorseAfter()); len(cases) > 0 {
		steps = append(steps, a.endorsing(week, cases))
	}
	long, err := a.additions(week, opened[0][0])
	return append(steps, long...), err
}

// closings close each fifth of some cases. One closed case in ten has no ground to be kept
// longer than a year.
func (a *agency) closings(week int, cases []*made) []step {
	var steps []step
	for place, m := range cases {
		if !m.closes {
			continue
		}
		years := 25
		if len(steps) == 0 {
			years = 1
		}
		steps = append(steps, m.close(a.size.atClosing(week, place), a.rules, years))
	}
	return steps
}

// endorsing endorses the closures of some cases in one commit.
func (a *agency) endorsing(week int, cases []*made) step {
	s := step{op: team.OpEndorse, by: senior, when: a.size.atEndorsing(week)}
	for _, m := range cases {
		if m.closes {
			s.parts = append(s.parts, m.endorse(a.rules))
		}
	}
	return s
}

// additions returns a week's share of the long case's further entries.
func (a *agency) additions(week int, long *made) ([]step, error) {
	all, weeks := a.size.Long-a.size.Entries, a.size.allWeeks()
	first, end := all*week/weeks, all*(week+1)/weeks
	var steps []step
	for n := first; n < end; n++ {
		w, err := a.makeLong(long, week, n-first, n+1)
		if err != nil {
			return nil, err
		}
		steps = append(steps, long.add(w, a.size.atLong(week, n-first)))
	}
	return steps, nil
}

func (m *made) open(when time.Time) step {
	p := entryPart(m.docket, m.entries[0], nil)
	p.change.files[epochFile] = []byte(m.recipient + "\n")
	return step{op: team.OpOpen, by: m.docket.KeyWorker, when: when,
		parts: []part{p}, blobs: m.wrapped}
}

// add adds an entry to the case, which stands as it was opened.
func (m *made) add(w written, when time.Time) step {
	return step{op: team.OpAdd, by: m.docket.KeyWorker, when: when,
		parts: []part{entryPart(m.docket, w, nil)}}
}

func (m *made) close(when time.Time, rules *policy.Policy, years int) step {
	ended := rules.Today(when)
	m.closed = verify.AfterClose(m.docket, verify.Ending{Closure: m.closure.id, ServiceEnded: ended,
		RetainUntil: ended.AddYears(years).YearEnd(), Policy: rules.Version},
		rules.Levels(record.KindClosure))
	return step{op: team.OpClose, by: m.docket.KeyWorker, when: when,
		parts: []part{entryPart(m.closed, m.closure, nil)}}
}

func (m *made) endorse(rules *policy.Policy) part {
	t := verify.EndorseTrailer{Target: m.closure.id, SHA256: m.closure.sha256,
		Level: record.LevelLine, Verdict: record.VerdictEndorsed}
	roles := []string{senior}
	past := verify.NewCaseFacts()
	past.Entries[m.closure.id] = verify.EntryFact{Author: m.docket.KeyWorker,
		Request: policy.RequestOf(rules, record.KindClosure, roles, roles)}
	after := verify.AfterEndorsing(m.closed, rules, past, []verify.EndorseFact{
		{Target: t.Target, SHA256: t.SHA256, Level: t.Level, Verdict: t.Verdict, Member: senior}})
	return entryPart(after, m.signed, []verify.EndorseTrailer{t})
}

// entryPart returns the part of a case that gets one entry.
func entryPart(d record.Docket, w written, endorses []verify.EndorseTrailer) part {
	return part{d,
		verify.CaseTrailers{Case: d.Case,
			Entries: []verify.EntryTrailer{{ID: w.id, SHA256: w.sha256}}, Endorses: endorses},
		change{shard: d.Case.Shard(), name: string(d.Case), docket: d.Encode(),
			files: map[string][]byte{w.file: w.sealed}},
		w,
	}
}

// message has the trailers in the order of the cases.
func (s step) message() string {
	m := verify.Message{Op: s.op}
	for _, p := range s.parts {
		m.Cases = append(m.Cases, p.trailers)
	}
	slices.SortFunc(m.Cases, func(a, b verify.CaseTrailers) int {
		return cmp.Compare(a.Case, b.Case)
	})
	return m.Encode()
}

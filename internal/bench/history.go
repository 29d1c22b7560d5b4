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

// part is what a commit does to one case.
type part struct {
	docket   record.Docket
	trailers verify.CaseTrailers
	change   change
}

// week are the commits of one week; addition goes to the case long.
func (a *agency) week(number int, cases []*made, long *made, addition written) []step {
	var opening, closing []step
	endorsing := step{op: team.OpEndorse, by: senior, when: a.at(number, casesAWeek+closesAWeek)}
	for n, m := range cases {
		opening = append(opening, m.open(a.at(number, n)))
		if m.closes {
			years := 25
			if len(closing) == 0 && number%2 == 0 {
				years = 1 // one closed case in twenty has no ground to be kept longer
			}
			s := m.close(a.at(number, casesAWeek+len(closing)), a.rules, years)
			closing = append(closing, s)
			endorsing.parts = append(endorsing.parts, m.endorse(s.parts[0].docket, a.rules))
		}
	}
	adding := step{op: team.OpAdd, by: long.docket.KeyWorker, when: a.at(number, commitsAWeek-1),
		parts: []part{entryPart(long.docket, addition, nil)}}
	return append(append(opening, closing...), endorsing, adding)
}

func (m *made) open(when time.Time) step {
	p := entryPart(m.docket, m.profile, nil)
	p.change.files["epoch-1.pub"] = []byte(m.recipient + "\n")
	return step{op: team.OpOpen, by: m.docket.KeyWorker, when: when,
		parts: []part{p}, blobs: m.wrapped}
}

func (m *made) close(when time.Time, rules *policy.Policy, years int) step {
	ended := rules.Today(when)
	after := verify.AfterClose(m.docket, verify.Ending{Closure: m.closure.id, ServiceEnded: ended,
		RetainUntil: ended.AddYears(years).YearEnd(), Policy: rules.Version}, rules.Levels(record.KindClosure))
	return step{op: team.OpClose, by: m.docket.KeyWorker, when: when, parts: []part{entryPart(after, m.closure, nil)}}
}

func (m *made) endorse(closing record.Docket, rules *policy.Policy) part {
	t := verify.EndorseTrailer{Target: m.closure.id, SHA256: m.closure.sha256, Level: record.LevelLine, Verdict: record.VerdictEndorsed}
	roles := []string{senior}
	past := verify.NewCaseFacts()
	past.Entries[m.closure.id] = verify.EntryFact{Author: m.docket.KeyWorker,
		Request: policy.RequestOf(rules, record.KindClosure, roles, roles)}
	after := verify.AfterEndorsing(closing, rules, past, []verify.EndorseFact{
		{Target: t.Target, SHA256: t.SHA256, Level: t.Level, Verdict: t.Verdict, Member: senior}})
	return entryPart(after, m.signed, []verify.EndorseTrailer{t})
}

// entryPart is the part of a case that gets one entry.
func entryPart(d record.Docket, w written, endorses []verify.EndorseTrailer) part {
	return part{d,
		verify.CaseTrailers{Case: d.Case, Entries: []verify.EntryTrailer{{ID: w.id, SHA256: w.sha256}}, Endorses: endorses},
		change{shard: d.Case.Shard(), name: string(d.Case), docket: d.Encode(), files: map[string][]byte{w.file: w.sealed}},
	}
}

// message has the trailers in the order of the cases.
func (s step) message() string {
	m := verify.Message{Op: s.op}
	for _, p := range s.parts {
		m.Cases = append(m.Cases, p.trailers)
	}
	slices.SortFunc(m.Cases, func(a, b verify.CaseTrailers) int { return cmp.Compare(a.Case, b.Case) })
	return m.Encode()
}

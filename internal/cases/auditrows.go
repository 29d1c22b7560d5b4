package cases

import (
	"fmt"
	"strings"

	"casefile/internal/record"
)

func (c *Case) auditProgress() AuditRow {
	all := c.of(record.KindProgress)
	return answer("progress", "progress and achievements are monitored", len(all) > 0, all,
		countOf(len(all), "entry")+" of progress")
}

func (c *Case) auditConcerns() AuditRow {
	const name, asks = "concerns", "each concern was triaged, and led to an action or a reason " +
		"for none"
	var all, open []*Thread
	for _, n := range c.Concerns {
		all = append(all, n.Entry)
		if n.Unfinished() {
			open = append(open, n.Entry)
		}
	}
	if len(all) == 0 {
		return notAsked(name, asks, "no concern is recorded")
	}
	return c.audit(name, asks, open, all,
		fmt.Sprintf("%s, %d unfinished", countOf(len(all), "concern"), len(open)))
}

// auditDealings asks that the child was seen; an adult subject, or one who has
// died, need not be.
func (c *Case) auditDealings() AuditRow {
	const name, asks = "dealings", "dealings with the child and the parents are recorded, and " +
		"the child was seen"
	all := c.of(record.KindContact)
	why := countOf(len(all), "contact")
	asked := !c.Subject.Adult && c.Death == nil
	switch {
	case c.Seen.Last != nil && c.Seen.Alone != nil:
		why += fmt.Sprintf("; last seen %s, alone %s", c.day(c.occurred(c.Seen.Last.Entry)),
			c.day(c.occurred(c.Seen.Alone.Entry)))
	case c.Seen.Last != nil:
		why += fmt.Sprintf("; last seen %s, never alone", c.day(c.occurred(c.Seen.Last.Entry)))
	case asked:
		why += "; the child was not seen"
	}
	return answer(name, asks, len(all) > 0 && (c.Seen.Last != nil || !asked), all, why)
}

func (c *Case) auditSigned() AuditRow {
	return answer("accountable", "every entry traces to somebody who was a member when it was "+
		"recorded", len(c.Faults) == 0, nil,
		countOf(len(c.Faults), "refused entry"))
}

// leastReaders: the policy template wants nobody to be the only one who can read.
const leastReaders = 2

func (c *Case) auditContinuity(readers int) AuditRow {
	handovers := c.of(record.KindHandover)
	why := fmt.Sprintf("%d can read it; %s", readers, countOf(len(handovers), "handover"))
	return answer("continuity", "work can go on when somebody is away or leaves: two people or "+
		"more can read the case", readers >= leastReaders, handovers, why)
}

func (c *Case) auditLanguage() AuditRow {
	return AuditRow{Name: "language", Asks: "the language is clear, straightforward, concise and " +
		"accurate", Answer: AuditLook,
		Where: refsOf(c.of(record.KindContact, record.KindAssessment, record.KindDecision)),
		Why:   "read the newest"}
}

func (c *Case) auditNatures() AuditRow {
	const name, asks = "facts-and-judgements", "facts, opinion, judgements and hypothesis are " +
		"told apart, and judgements name their facts"
	judged := those(c.threads, func(t *Thread) bool { return t.Section("Judgement") != "" })
	bare := those(judged, func(t *Thread) bool {
		return !strings.Contains(t.Section("Judgement"), "Based on")
	})
	facts := those(c.threads, func(t *Thread) bool { return t.Section("Facts") != "" })
	if len(judged)+len(facts) == 0 {
		return answer(name, asks, false, nil, "no entry has a section of facts or of judgements")
	}
	return c.audit(name, asks, bare, facts,
		fmt.Sprintf("%d with facts, %d with judgements, %d of these name no fact", len(facts),
			len(judged), len(bare)))
}

func (c *Case) auditSources() AuditRow {
	who := map[string]bool{}
	for _, t := range c.threads {
		for _, s := range t.Sources {
			who[s.Who+"|"+s.Agency] = true
		}
	}
	return answer("sources", "the information comes from a number of sources", len(who) > 1, nil,
		countOf(len(who), "source"))
}

func (c *Case) auditDecisions() AuditRow {
	const name, asks = "decisions", "decisions are plainly sole or joint, and endorsed as policy " +
		"asks"
	all := c.of(record.KindDecision)
	if len(all) == 0 {
		return answer(name, asks, false, nil, "no decision is recorded")
	}
	open := those(all, func(t *Thread) bool {
		return !t.Endorsement.Complete() || t.Str("mode") == ""
	})
	return c.audit(name, asks, open, all,
		fmt.Sprintf("%s, %d not endorsed", countOf(len(all), "decision"), len(open)))
}

func (c *Case) auditWorker() AuditRow {
	const name, asks = "named-worker", "the record is kept together by one named worker"
	worker := c.Allocation.KeyWorker
	switch {
	case worker == "":
		return answer(name, asks, false, nil, "nobody")
	case c.in.Active != nil && !c.in.Active[worker] && c.live():
		return answer(name, asks, false, nil, c.name(worker)+", who has left")
	}
	return answer(name, asks, true, nil, c.name(worker)+", since "+c.Allocation.Since.String())
}

func (c *Case) auditRecording() AuditRow {
	late := those(c.threads, func(t *Thread) bool { return c.late(t) > 0 })
	return c.audit("chronology", "the chronology is kept: events were recorded soon after they "+
		"happened", late, nil,
		fmt.Sprintf("%s, %d recorded late", countOf(len(c.threads), "entry"), len(late)))
}

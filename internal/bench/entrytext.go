package bench

import (
	"fmt"
	"time"

	"casefile/internal/record"
)

// plot are the kinds of a case's entries after its profile, over and over.
var plot = []string{
	record.KindContact, record.KindNote, record.KindContact, record.KindAction, record.KindContact,
	record.KindActionResult, record.KindContact, "letter", record.KindNote, "meeting",
	record.KindContact, record.KindNote, record.KindDecision, record.KindContact, record.KindNote,
	record.KindContact, record.KindContact, record.KindNote, record.KindContact,
}

// kindOf returns the kind of a case's n-th entry, from 1. One action in 16 is never answered, and
// one case in 16 has a decision, which waits for a manager.
func kindOf(number, n int) string {
	kind := plot[(n-1)%len(plot)]
	switch again := n > len(plot); {
	case kind == record.KindActionResult && (number%16 == 7 || again),
		kind == record.KindDecision && (number%16 != 3 || again),
		kind == record.KindAction && again:
		return record.KindNote
	}
	return kind
}

// drawnText returns the n-th entry of a case, of some 150 words, as a worker types it. action is
// the case's last action, which a result names.
func drawnText(words lexicon, number, n int, when time.Time, action record.ID) (kind, text string) {
	p := newProse(words, number, n, when)
	kind = kindOf(number, n)
	fields := p.fields(kind, when, action)
	body := "## Facts\n" + p.facts(5) +
		"\n## Judgement\n\n" + p.fill("sentence") + " Based on: F1, F2\n"
	head := fmt.Sprintf("occurred: %s\nheadline: %q\nsources: [{who: %q, how: in person}]\n",
		when.Format(time.DateOnly), p.fill("headline"), p.pick("who"))
	return kind, "---\n" + head + fields + "---\n" + body
}

// fields returns the fields of a kind beyond the common ones.
func (p *prose) fields(kind string, when time.Time, action record.ID) string {
	day := when.Format(time.DateOnly)
	switch kind {
	case record.KindContact:
		return fmt.Sprintf("method: visit\npurpose: %q\nwith: [%q]\nwhere: %q\n"+
			"kept: held\nchild_seen: yes\nseen_alone: yes\n",
			"To talk about "+p.pick("thing"), p.person(), p.address())
	case record.KindAction:
		return fmt.Sprintf("who: [%q]\nwhat: %q\ndue: %s\n", p.person(),
			"Ask about "+p.pick("thing"), when.AddDate(0, 2, 0).Format(time.DateOnly))
	case record.KindActionResult:
		return fmt.Sprintf("links: {action: %s}\nstatus: done\nat: %s\n", string(action), day)
	case "letter":
		return fmt.Sprintf("direction: in\nwho: {name: %q, agency: %q}\nwhat: %q\n",
			p.person(), p.name()+" Health Centre", p.fill("headline"))
	case "meeting":
		return fmt.Sprintf("type: family\nwho: [%q, %q]\nwhat: %q\nchild_took_part: yes\n",
			p.person(), p.person(), p.fill("headline"))
	case record.KindDecision:
		return fmt.Sprintf("mode: sole\ndecided_by: [%q]\ndecided_at: %s\nrationale: %q\n",
			p.person(), day, p.fill("headline"))
	}
	return ""
}

// profileText returns the profile of the child of a case.
func profileText(words lexicon, number int, when time.Time) string {
	p := newProse(words, number, 0, when)
	p.even = true
	return fmt.Sprintf(`---
subject_type: child
name: %q
date_of_birth: %s
address: %q
people:
  - {name: %q, relation: mother, parental_responsibility: yes, contact: %q}
  - {name: %q, relation: grandparent, parental_responsibility: no}
school: %q
sources: [{who: the school, how: by telephone}]
---
`, p.person(), when.AddDate(-4-number%10, 0, -number%360).Format(time.DateOnly),
		p.address(), p.person(), p.phone(), p.person(), p.name()+" Primary School")
}

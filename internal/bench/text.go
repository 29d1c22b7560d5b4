package bench

import (
	"fmt"
	"strings"
	"time"

	"casefile/internal/record"
	"casefile/internal/seal"
)

// written is an entry ready for a commit.
type written struct {
	id     record.ID
	file   string // its name in the case's folder
	sha256 string
	sealed []byte
	text   []byte // as it was stamped
}

// write stamps a text, pads it and seals it to the case.
func write(recipient string, s record.Stamp, text string) (written, error) {
	s.ID, s.Nonce = record.NewID(), record.NewNonce()
	spliced, findings := record.Splice([]byte(text), s)
	if findings.Failed() {
		return written{},
			fmt.Errorf("the text of a %s is not fit to be recorded: %v", s.Kind, findings)
	}
	padded, err := seal.Pad(spliced)
	if err != nil {
		return written{}, err
	}
	sealed, err := seal.Seal(recipient, padded)
	return written{id: s.ID, file: record.FileName(s.Recorded, s.ID, false),
		sha256: seal.Commitment(padded),
		sealed: sealed, text: spliced}, err
}

func closureText(day time.Time) string {
	return fmt.Sprintf(`---
occurred: %s
headline: Case closed, the intended outcomes reached
reason: The intended outcomes were reached
service_ended: %s
outcome: The child is at school on time, and has somebody to talk to.
child_view: "I know whom to ask now."
parent_view: Content, and knows whom to ring
evidence_of_change: The school's register of the last term
agencies_told: none
transfer_review: {needed: no, reason: The child stays at the same school, by: Judith Pryce}
---
## Facts

F1: Attendance rose from 81 to 96 per cent in the last term.
`, day.Format(time.DateOnly), day.Format(time.DateOnly))
}

func endorsementText(target written) string {
	return fmt.Sprintf("---\ntarget: %s\ntarget_sha256: %s\nlevel: line\nverdict: endorsed\n---\n",
		string(target.id), target.sha256)
}

// EntryText returns a contact or a note of about 2,000 bytes, as the benchmarks add one more.
func EntryText(number int, day time.Time) (kind, text string) {
	kind = record.KindNote
	fields := ""
	if number%2 == 0 {
		kind = record.KindContact
		fields = "method: visit\npurpose: Planned visit at home\nwith: [the child, the mother]\n" +
			"kept: held\nchild_seen: yes\nseen_alone: yes\n"
	}
	facts := strings.Repeat("\nF%d: The child told me about the week at school, showed me the "+
		"homework, and had breakfast every day but one. The mother had the letter from the school "+
		"at hand, and we read it together.\n", 7)
	labels := []any{1, 2, 3, 4, 5, 6, 7}
	return kind, fmt.Sprintf("---\noccurred: %s\nheadline: Visit %d, the week at school and at "+
		"home\nsignificant: true\nimpact: positive\n"+
		"sources: [{who: the child, how: in person}]\n%s---\n## Facts\n%s\n## Judgement\n\n"+
		"The mornings go well enough to keep the plan as it is. Based on: F1, F2\n",
		day.Format(time.DateOnly), number, fields, fmt.Sprintf(facts, labels...))
}

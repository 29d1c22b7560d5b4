package cases

import (
	"testing"

	"casefile/internal/record"
)

// erase takes an entry out of the case, and leaves what stands for it.
func (b *book) erase(e *record.Entry) {
	for i, it := range b.in.Items {
		if it.Entry == e {
			b.in.Items = append(b.in.Items[:i:i], b.in.Items[i+1:]...)
			break
		}
	}
	b.in.Erased = append(b.in.Erased, Tombstone{Entry: e.Ref(), Author: e.By, Recorded: e.Recorded})
}

// What answers a text that was erased answers the one that amended it, and its clock began
// with the first recording.
func TestErasedInAChain(t *testing.T) {
	const first, later, answer = "2026-03-02T10:00Z", "2026-03-03T10:00Z", "2026-03-03T12:00Z"
	for _, tt := range []struct {
		kind, answers, relation string
		f                       fields
		runs                    string // the rule of the clock that the answer stops
	}{
		{"referral", "referral-confirmation", "referral",
			fields{"direction": "out", "to": "social_services", "method": "telephone"},
			RuleReferralUnconfirmed},
		{"referral", "referral-response", "referral",
			fields{"direction": "out", "to": "social_services", "method": "written"},
			RuleReferralNoResponse},
		{"concern", "triage", "concern", fields{"immediate_danger": "yes"},
			RuleConcernWithoutTriage},
		{"action", "action-result", "action", fields{"what": "ring", "due": "2026-03-04"},
			RuleActionOverdue},
		{"access-request", "access-disclosure", "request",
			fields{"received_on": "2026-03-02", "identity": "confirmed"}, RuleAccessOverdue},
	} {
		b := newBook(t)
		b.in.Now = at(t, "2026-06-01T09:00Z")
		e := b.add(tt.kind, first, tt.f)
		b.again(e, "asha", later, nil)
		b.erase(e)
		for _, r := range b.fold().Chronology(true) {
			if by, _, ok := r.Amender(); r.Erased == nil && (!r.Amended || !ok || by != "asha") {
				t.Errorf("%s: no page says that the text was amended", tt.kind)
			}
		}
		if d := only(t, b.fold(), tt.runs); !d.Since.Equal(at(t, first)) {
			t.Errorf("%s: it runs since %s, want %s", tt.runs, d.Since, first)
		}
		b.add(tt.answers, answer,
			fields{"by": "hall", "status": "done", "links": links{tt.relation: e}})
		if got := due(b.fold(), tt.runs); len(got) > 0 {
			t.Errorf("%s: it runs, though it was answered: %v", tt.runs, got)
		}
	}
}

// Only a text that took the place of the erased one has its answers: not somebody else's
// concern, nor one of danger that may not have been read.
func TestNoTriageIsInherited(t *testing.T) {
	for _, tt := range []struct {
		name, by, danger string
		before           bool // the triage was written before the amendment
		triaged          bool
	}{
		{"one's own, read afterwards", "asha", "yes", false, true},
		{"one's own, read before, with no danger", "asha", "no", true, true},
		{"one's own, read before, with danger", "asha", "yes", true, false},
		{"one's own, read before, with danger unknown", "asha", "unknown", true, false},
		{"somebody else's", "ben", "no", false, false},
	} {
		b := newBook(t)
		b.in.Now = at(t, "2026-03-02T15:00Z")
		e := b.add("concern", "2026-03-02T10:00Z", fields{"immediate_danger": "no"})
		read := "2026-03-02T12:00Z"
		if tt.before {
			read = "2026-03-02T10:30Z"
		}
		b.again(e, tt.by, "2026-03-02T11:00Z",
			fields{"immediate_danger": tt.danger, "amend_reason": "error"})
		b.add("triage", read, fields{"by": "hall", "links": links{"concern": e}})
		b.erase(e)
		if got := b.fold().Concerns; len(got) != 1 || got[0].Untriaged() == tt.triaged {
			t.Errorf("%s: triaged %v, want %v", tt.name, !got[0].Untriaged(), tt.triaged)
		}
	}
}

// A late answer that is taken back leaves the clock late: no second one mends it by its date.
func TestAnswerTakenBack(t *testing.T) {
	for _, before := range []bool{false, true} {
		b := newBook(t)
		e := call(b) // due on 12 March at 09:20
		late := confirmed(b, e, "2026-03-12T12:30Z", "2026-03-12T12:20+00:00")
		if before {
			confirmed(b, e, "2026-03-13T08:00Z", "2026-03-11T12:00+00:00")
		}
		back := b.again(late, "asha", "2026-03-14T10:00Z", nil)
		back.Links = map[string][]record.Ref{"amends": {late.Ref()}}
		if !before {
			if s := b.fold().Referrals[0].Confirmation; !s.Overdue() {
				t.Errorf("nobody has confirmed it: %+v", s)
			}
			confirmed(b, e, "2026-03-15T08:00Z", "2026-03-11T12:00+00:00")
		}
		if s := b.fold().Referrals[0].Confirmation; s.Timeliness() != Late || s.Late == 0 {
			t.Errorf("the second letter was recorded before that: %v: %s, %s late", before,
				s.Timeliness(), s.Late)
		}
	}
}

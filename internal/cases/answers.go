package cases

import (
	"time"

	"casefile/internal/record"
)

// Seen says when the child was last seen.
type Seen struct {
	Last, Alone *Thread // nil = never
}

// Deadline is something to be done by an instant. It holds instants only: whose it
// is and whether it is late are for room duty to say.
type Deadline struct {
	What       string
	Task       string     // What without words of the record, for a calendar that leaves the agency
	Ref        record.Ref // Entry empty when it is about the whole case
	First      record.ID  // the first text of that entry, which names it for good
	Short      string     // the entry in as many symbols as tell it apart in its case
	Kind       string     // of the entry; "" when it is about the whole case
	Since      time.Time  // the instant from which the time is counted
	Due        time.Time
	Day        record.Date // where the whole of a day may be used; zero = until an instant
	Answered   time.Time   // when it was done; zero = it is open
	AnsweredBy string      // the member who recorded that it was done
	// Corrections and InTimeNow belong to the clock that was stopped.
	Corrections []Correction
	InTimeNow   bool
	Rule        string // name of the finding that it becomes
	Member      string // who alone is named to do it, or ""
	Role        string // whose turn it is: one of the Role constants, or a level of endorsement
}

// Timeliness returns the state of one that was answered.
func (d Deadline) Timeliness() Timeliness {
	return timeliness(Passed(d.Due, d.Answered), d.InTimeNow, d.Corrections)
}

// The roles that a deadline can wait for. The levels of endorsement are others.
const (
	RoleKeyWorker = "key_worker"
	RoleLead      = "lead"
	RoleRecords   = "records" // or the key worker: either may answer
)

// Passed returns the time from due to at, and 0 while at is in time. Times are shown to the minute,
// so all of the minute of due is in time: nothing is late by 0 min.
func Passed(due, at time.Time) time.Duration {
	if !at.Truncate(time.Minute).After(due.Truncate(time.Minute)) {
		return 0
	}
	return at.Sub(due)
}

// CheckItem is one thing that closing asks for.
type CheckItem struct {
	Name string
	Done bool
	Why  string
}

// Retention says until when a case must be kept, or why that is not known. A
// hold is told apart from the date, as it is in the docket: Until then says
// what the rules ask for, and Held that nothing may be destroyed.
type Retention struct {
	// zero while Why blocks disposal: service goes on, or a fact is missing
	Until record.Date `json:"until"`
	// ID of the policy rule that set Until, or that keeps the case
	Rule string `json:"rule"`
	Why  string `json:"why"`
	Held bool   `json:"held"`
	// policy wants a look at the case before disposal
	Review bool `json:"review"`
	// entries sealed with a key that is not here, which keep the case
	Unread int `json:"unread"`
	// a quoted text that can't be read whole, which keeps the case
	Unclear    string       `json:"unclear,omitempty"`
	Considered []RuleResult `json:"considered"`
}

// RuleResult is the result of one rule of policy for a case.
type RuleResult struct {
	ID          string      `json:"id"`
	Applies     bool        `json:"applies"`
	Date        record.Date `json:"date"`            // before it is rounded up
	Facts       string      `json:"facts"`           // why it applies, or why not
	MissingFact string      `json:"missing_fact"`    // what nobody recorded and the rule needs
	Other       record.ID   `json:"other,omitempty"` // the case of the same child that it is about

	alone bool // it takes no other rule's place: its death is not certain
}

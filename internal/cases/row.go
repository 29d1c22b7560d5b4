package cases

import (
	"time"

	"casefile/internal/record"
)

// Row is one line of a chronology.
type Row struct {
	When     record.Occurred
	Earliest time.Time // by which rows are sorted
	Day      record.Date
	Age      string // at the time: 9y4m; "" when not known
	Impact   string // positive, negative, neutral or ""
	Kind     string
	Event    string // the headline
	Source   string
	// Withheld says that the source is anonymous or confidential, and must
	// not be shown in copies that leave the agency.
	Withheld    bool
	Action      string
	Endorsement Endorsement
	Joint       []string  // agencies of a joint decision
	Late        int       // working days over what policy allows; 0 = in time
	Recorded    time.Time // when it was written down
	Reached     time.Time // set when it came over an hour later into the shared record
	Amended     bool
	ForkedFrom  string      // which texts were recorded apart from this one, not settled; or ""
	History     []*Item     // earlier texts, oldest first
	erased      []Tombstone // of those that nobody can read any more
	Returned    bool
	Significant bool
	Fault       string
	By          string // member
	Entry       record.Ref
	Item        *Item      // nil for a tombstone
	Referral    *Referral  // for a referral, with its answers
	Concern     *Concern   // for a concern, with who read it
	SeenOnly    bool       // a triage by somebody who may not give it: the clock ran on
	Erased      *Tombstone // nil for all others
}

// seq returns the entry's place in the history of its case, 0 when not known.
func (r Row) seq() int {
	if r.Item == nil {
		return 0
	}
	return r.Item.Seq
}

// EndorsementState sums up what managers have said of an entry.
type EndorsementState string

// The states of endorsement.
const (
	EndorsedNone    EndorsementState = "none"
	EndorsedLine    EndorsementState = record.LevelLine
	EndorsedSenior  EndorsementState = record.LevelSenior
	Returned        EndorsementState = record.VerdictReturned
	Declined        EndorsementState = record.VerdictDeclined
	EndorsedEarlier EndorsementState = "endorsed an earlier version"
	NoSecondPerson  EndorsementState = "no second person"
	// EndorsedReported stands for words that somebody outside the team is reported to have said.
	// Policy does not count them.
	EndorsedReported EndorsementState = "reported, not signed"
)

// Endorsement holds the managers' verdicts on an entry, and the missing ones.
type Endorsement struct {
	State    EndorsementState
	Required []string // levels, in order; none = no endorsement is asked
	Missing  []string // levels still to come
	Given    []Given  // all verdicts on all versions, oldest first
	// While something is missing: since when the next level has waited, and
	// until when policy allows that.
	WaitingSince time.Time
	Due          time.Time
	// Answered says that a newer version has followed a return.
	Answered bool
}

// Given is one verdict of one manager.
type Given struct {
	Level, Verdict, By string
	Covering           string // the absent member for whom By acted, or ""
	At                 time.Time
	Comment            string
	Reported           bool       // By reports what somebody else has said, who did not sign
	Voice              string     // the person outside the team, with role and way, in words
	Counts             bool       // binds the text that stands
	Earlier            bool       // was given for an earlier version
	Entry              record.Ref // of the endorsement itself

	of    *Item // the text that it is of
	valid bool  // as far as that text goes: signed by another, or reported where that counts
}

// Complete reports whether nothing is missing.
func (e Endorsement) Complete() bool {
	return len(e.Missing) == 0 && e.State != Returned && e.State != Declined
}

// Text returns the state in a word or two, as the column of a chronology shows it: "-" where
// nothing is asked and nothing was said, "line, senior" for both.
func (e Endorsement) Text() string { return e.text() }

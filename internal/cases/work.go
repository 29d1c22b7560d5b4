package cases

import (
	"time"

	"casefile/internal/record"
)

// Risk is one risk of harm from its first entry to its latest.
type Risk struct {
	First      *Thread
	Latest     *Thread
	Updates    []*Thread // all, oldest first, First among them
	Nature     string    // identified or potential
	State      string    // open, reduced, resolved
	Harm       string
	Source     string // of harm
	AtRisk     []string
	Level      string // the higher of likelihood and severity
	ReviewOn   record.Date
	Overdue    bool
	Concurrent []*Item // looks that were recorded apart and not settled, or nil

	Categories []string // of harm
}

// Open reports whether the risk is not resolved.
func (r *Risk) Open() bool { return r.State != "resolved" }

// Outcome is one intended outcome and all that was done towards it.
type Outcome struct {
	Entry         *Thread
	Need          string
	Intended      string
	Measure       string
	Baseline      int
	HasBaseline   bool
	Target        string
	Due           record.Date
	Owner         string
	Interventions []*Thread
	Ratings       []Rating // by occurred
	Achievements  []*Thread
	Reviews       []*Thread
	Analysis      string // of the latest review
	NextReview    record.Date
	ReviewOverdue bool
	Gaps          []string // in words: what the thread lacks
	ruling        []*Item  // where ratings were ever recorded apart, those that stand
}

// Series returns the baseline and the ratings, for a sparkline.
func (o *Outcome) Series() []int { return o.series() }

// EvidenceCount returns the number of entries on which the ratings rest.
func (o *Outcome) EvidenceCount() int { return o.evidenceCount() }

// Rating is one point of progress.
type Rating struct {
	Entry    *Thread
	When     record.Occurred
	Value    int
	Evidence []record.Ref
	Changed  bool // against the rating before, or the baseline
}

// Decision is a decision with the people who stand behind it.
type Decision struct {
	Entry     *Thread
	Joint     bool
	DecidedBy string
	DecidedAt string
	Rationale string
	With      []JointAgency
	Dissent   string
}

// JointAgency is one agency's part in a joint decision.
type JointAgency struct {
	Agency, Person, Role string
	Agreed               string // yes, no, unknown
}

// Referral is a referral, in or out, with its two clocks.
type Referral struct {
	Entry     *Thread
	Out       bool
	To        string // social_services, …
	Other     string // the referrer, or the receiver, in words
	Method    string
	MadeAt    time.Time
	Confirmed *Thread // nil = not confirmed in writing
	Response  *Thread
	Escalated []*Thread
	// Confirmation and Reply are the two clocks; their Due is zero where none runs.
	Confirmation, Reply ClockState
}

// Concern is a concern and whether somebody has acted on it.
type Concern struct {
	Entry *Thread
	// Immediate is danger now: yes, no, unknown. Until the triage the most urgent of all
	// texts about the matter rules.
	Immediate string
	Triage    *Thread   // the first that counts, or nil
	Seen      []*Thread // by others, who may not triage: the clock runs on
	Due       time.Time // for the triage
	Read      ClockState
	Action    string   // or the reason for none; "" = neither yet
	Named     []string // members whom it names or who raised it elsewhere: none triages it alone
	Beside    *Thread  // the concern of somebody else's that this text would amend, or nil
	first     *Thread  // the triage by which the clock of the category began, or nil
	triagedBy string   // the member whose triage that was
	texts     []*Thread
	triages   []*Thread // all, those that were only seen among them
}

// Action is a thing to be done.
type Action struct {
	Entry  *Thread
	Who    string
	What   string
	Due    record.Date
	Result *Thread // the newest
	did    *Thread // the first result since which it is done
	plan   begun
	// the time when a result last said that it was not done
	notBefore time.Time
	Done      bool // done or no longer needed
	Overdue   bool
}

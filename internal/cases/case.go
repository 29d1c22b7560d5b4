// Package cases says what the entries of a case add up to: its state, its
// chronology, its risks, plan, decisions and deadlines, and until when it must
// be kept. Everything is a pure function of the entries, the agency's policy
// and an instant, so that any of it can be asked as at an earlier day.
//
// The fold never depends on the order in which entries are given. An entry
// that the history rules refuse (Item.Fault) is shown and never folded. An
// entry that amends another stands in its place; the earlier texts stay in
// History. A thread (a risk, an outcome, a referral, a concern, an action) is
// named by the first version of its first entry.
package cases

import (
	"slices"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// Item is an entry with the facts that the history has of it.
type Item struct {
	*record.Entry
	SHA256, Commit, Op string
	Author             string // member who recorded: the commit's author
	// member who signed: another only where work was adopted; "" = Author
	Signer string
	// of a closure, a disposal or an erasure: whom it was asked of
	Request  *policy.Request
	MayAdd   bool     // the signer read the case then, and might add to it
	Triagers Triagers // by the roster of that commit
	// its first origin is an entry here; who recorded that and when, the history says
	Filed     bool
	Committed time.Time // its commit's time; zero = not yet
	Arrived   time.Time // when it reached the shared record; zero = at Committed
	// where a clock that was ahead dated it: of the last commit before it that was not; else zero
	After time.Time
	// its place in the history of the case, from 1; 0 = not known
	Seq   int
	File  string // of the sealed entry, in the case's folder
	Fault string // "" or why it is shown as it is, and never folded
	// the rule judged with the key that it breaks; "" where only a key is missing
	Rule string
	// its file is damaged or missing in this copy: another may have it
	Lost bool
	// what is wrong with the file of an attachment in this copy, where it was read
	FileLost string
	Ends     record.ID // the hold that its commit took off the docket, if any
}

// Input is all that a fold looks at.
type Input struct {
	Docket *record.Docket
	Items  []Item
	Erased []Tombstone // without what their requests say
	Policy *policy.Policy
	Kinds  *record.Kinds     // for titles; may be nil
	Names  map[string]string // member to name
	Now    time.Time         // by which ages, deadlines and lateness go; it hides nothing
	AsAt   time.Time         // what reached the record later is left out; zero leaves out nothing
	// Active members; nil when the team is not known (plain files).
	Active map[string]bool
	// Endorsers are the active members who may endorse (managers and seniors
	// among the readers); nil when the team is not known.
	Endorsers []string
	// Known reports whether an entry of another case exists and of which
	// kind; nil when other cases cannot be read, and then nothing is said.
	Known func(record.Ref) (kind string, ok bool)
	// Docketed returns the docket of another case here. It returns nil, true for one that can't be
	// read. It is nil where other cases are not available.
	Docketed func(record.ID) (d *record.Docket, there bool)
}

// Case is the state of one case at an instant.
type Case struct {
	ID     record.ID
	Docket *record.Docket
	Now    time.Time
	Today  record.Date // Now in the policy's zone

	Subject    Subject
	Allocation Allocation
	Risks      []*Risk
	Outcomes   []*Outcome
	Unlinked   []*Item // interventions, progress and reviews of no outcome
	Decisions  []*Decision
	Referrals  []*Referral
	Concerns   []*Concern
	Actions    []*Action
	Access     []*Access   // oldest first
	Transfers  []*Transfer // sent, oldest first, then those still to come
	Seen       Seen
	Holds      []*Hold // in force, as they were recorded
	Closure    *Item   // the closure that stands (none after a reopening)
	Death      *Item
	LastEntry  *Item      // the last by time of recording
	Deadlines  []Deadline // open, by due
	Retention  Retention
	Findings   record.Findings
	Faults     []Item // shown, never folded
	Tombstones []Tombstone
	Forks      []*Fork // what was written apart and not settled, by thing

	hour     hour // which alone is asked what time it is
	in       Input
	zone     *time.Location
	threads  []*Thread // every current text, sorted as the chronology is
	byID     map[record.ID]*Thread
	erasedOf map[record.ID]*Thread // of a text that was erased, the one that amended it
	beside   map[*Item]*Item       // a concern's text, and somebody else's that it would amend
	texts    map[record.ID]*Item   // all that count
	profiles []*Item               // those that stand, as they were recorded
	shield   *Shield               // what must be kept from somebody; nil = nothing
	guarded  []string              // people whose own address is protected
	ever     []evidence            // what all texts tell for retention
	depth    map[record.ID]int     // how many texts one amends, by way of others
	ids      []record.ID           // of all entries given, sorted
	severity map[string]record.Severity
}

// Thread is one statement in all its versions: the text that stands, and the
// texts that it amended.
type Thread struct {
	*Item               // the newest version; of several, what they say together
	Concurrent  []*Item // the newest versions, where several were written apart
	First       *Item   // the version that others link to
	History     []*Item // earlier versions, oldest first; empty when never amended
	Endorsement Endorsement

	newest  *Item                // as it was recorded
	linking map[string][]*Thread // relation to the threads that link here
	dropped []*Thread            // those that linked here by an earlier version only
	erased  []Tombstone          // of earlier versions
}

// Subject is the person whom the case is about, as the newest profile says.
type Subject struct {
	Profile          *Item // nil when there is none
	Adult            bool
	Name             string
	Born             record.Date // zero when unknown
	Died             record.Date
	Address          string
	ProtectedFrom    []Protection
	Flags            []Flag        // of the newest profile, and those kept from earlier ones
	EverFlags        []Flag        // of every profile, without what was called an error
	births           []record.Date // of profiles that stand apart, zero = unknown
	carriedAddresses []CarriedOver // protected addresses of people, from earlier profiles
	References       []record.Reference
	People           []Person
	Languages        []string
	OtherCases       []OtherCase
}

// OtherCase is another case here that this one belongs together with.
type OtherCase struct {
	Case     record.ID
	Relation string // same_child, sibling, household, other
}

// Protection says from whom the address is kept, and until when.
type Protection struct {
	From, Basis string
	Until       record.Date // zero = without end
	InForce     bool
	CarriedFrom *Item // the text that named it last, where the newest does not; or nil
}

// Flag is a legal or practice status held for a time.
type Flag struct {
	Name        string
	Detail      string
	From, To    record.Date // zero = unknown, or still held
	Current     bool
	CarriedFrom *Item // the text that named it last, where the newest does not; or nil
}

// Person is somebody in the child's life.
type Person struct {
	Name, Relation, Contact, Agency string
	ParentalResponsibility          string // yes, no, unknown or ""
	Case                            string // a sibling's own case, as written
}

// Allocation names the people who are accountable for the case.
type Allocation struct {
	KeyWorker string // member; "" in an intake
	Since     record.Date
	Cover     string // member who acts for the key worker, or ""
	CoverTo   record.Date
	Past      []Tenure // earlier key workers, oldest first
	Covers    []Cover  // every time for which somebody acted for a key worker, as the entries tell
	// when the key worker was given the case: by a handover, or as it was opened
	Given   time.Time
	GivenBy string // the member who did; "" where no handover says it
}

// Cover is a time for which a member acts for the key worker.
type Cover struct {
	Member      string
	For         string // the key worker
	From, Until record.Date
	Ref         record.Ref // the handover that says so
	First       record.ID  // the first text of that entry
	Short       string     // the entry in as many symbols as tell it apart in its case
}

// on reports whether the cover is in force on a day.
func (c Cover) on(day record.Date) bool { return !c.From.After(day) && !c.Until.Before(day) }

// Covering returns the cover of a key worker that is in force on a day: the last of several.
func Covering(covers []Cover, worker string, day record.Date) (Cover, bool) {
	for _, c := range slices.Backward(covers) {
		if c.For == worker && c.on(day) {
			return c, true
		}
	}
	return Cover{}, false
}

// CoversOver returns the covers that had ended before a day, each member's last. Who covers on that
// day, or will, is not among them.
func CoversOver(covers []Cover, day record.Date) []Cover {
	last := map[string]Cover{}
	for _, c := range covers {
		if known, ok := last[c.Member]; !ok || c.Until.After(known.Until) {
			last[c.Member] = c
		}
	}
	var out []Cover
	for _, c := range covers {
		if c == last[c.Member] && c.Until.Before(day) {
			out = append(out, c)
		}
	}
	return out
}

// Tenure is a time for which one member was key worker.
type Tenure struct {
	Member   string
	From, To record.Date
}

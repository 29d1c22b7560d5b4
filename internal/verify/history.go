package verify

import (
	"errors"
	"slices"
	"strings"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

// ErrAbsent is a History's error for an object that the repository no longer has. Disposals and
// erasures destroy wrapped keys for good.
var ErrAbsent = errors.New("the object is not in this repository")

// ErrHuge is a History's error for a file larger than any plain file of the format.
var ErrHuge = errors.New("the file is too large")

// The largest files in bytes, whatever a policy says. A sealed entry holds at most 64 KiB of text
// (Padmé leaves 65,536 as it is), a header of 1.6 KiB and 32 bytes. A sealed file holds
// policy.MaxAttachment, an eighth more of padding, and a header.
const (
	MaxPlain      = 8 << 20 // not sealed
	MaxPolicy     = policy.MaxFile
	MaxSchema     = record.MaxSchema
	MaxSealed     = 68 << 10 // an entry
	MaxSealedFile = policy.MaxAttachmentMiB<<20 + policy.MaxAttachmentMiB<<20/8 + 4096
	MaxWrapped    = 8 << 10 // a wrapped key
)

// History is the judge's view of a repository.
type History interface {
	// Commit returns the facts of a commit.
	Commit(id string) (Commit, error)
	// Changes lists the files that differ between two commits, sorted by path. parent "" means the
	// empty tree.
	Changes(parent, commit string) ([]Change, error)
	// File returns the content of a path in a commit. ok is false where the commit has no such
	// path.
	File(commit, path string) (data []byte, ok bool, err error)
	// Blob returns an object's content.
	Blob(id string) ([]byte, error)
	// Sealed returns the public part of an age file.
	Sealed(id string) (Sealed, error)
	// Case returns verified history's facts of a case up to the judge's starting point; nil for
	// none.
	Case(id record.ID) (*CaseFacts, error)
	// Seen reports whether verified history up to the starting point had this sealed file, wrapped
	// key or recipient of an epoch, in any case.
	Seen(blob string) (bool, error)
	// Claimed returns the member who had this email, signing key or recipient first, in verified
	// history up to the starting point; "" for nobody.
	Claimed(c Claim) (string, error)
}

// Claim is something that names one member only, for ever: an email, a signing key or a recipient.
// Facts about who vouched for, gave or asked something are kept in the same form.
type Claim struct {
	What   string // SHA-256 of its kind and value, lower hex
	Member string // or a giver
}

// Person is the author or the committer of a commit, as its raw bytes have it.
type Person struct {
	Name, Email string
	When        time.Time // UTC, whole seconds
	Zone        string    // as written: "+0000"
}

// Commit holds the facts of one commit object.
type Commit struct {
	ID                string
	Parents           []string
	Headers           []string // names, in order
	Author, Committer Person
	Message           string
	// the key of the one good signature, as in authorized_keys; "" for none
	Signer    string
	SignFault string // why Signer is ""
}

// Change is a file that differs between a commit and its parent.
type Change struct {
	Path             string
	OldMode, NewMode string // as git prints; "" where absent
	OldID, NewID     string
}

// Sealed is the public part of an age file: it needs no key.
type Sealed struct {
	Size      int64
	OneHybrid bool // exactly one mlkem768x25519 stanza
	Hybrid    int  // how many such stanzas; 0 where there are others too
	Padded    bool // the content has one of the sizes of padded texts
}

// EntryFact holds history's facts of one entry.
type EntryFact struct {
	ID        record.ID
	File      string // name within the case's folder
	Blob      string // id of the sealed file
	SHA256    string
	Author    string // member
	Signer    string // member; other than Author only for an adopted entry
	Adds      bool   // the signer could read the case and add to it then
	Triage    team.Triagers
	Op        string
	Request   *policy.Request // of a closure, a disposal or an erasure; else nil
	Commit    string
	Committed time.Time
	Arrived   time.Time   // the earliest committer time from its commit to the tip
	Seq       int         // its number among the case's entries in history, from 1
	Resealed  string      // the last commit that sealed it again; "" for none
	Erased    *ErasedFact // nil while there is a text
	PutBack   *ErasedFact // the erasure that the last repair undid; nil for none
}

// ReleaseFact holds history's facts of the release of a hold.
type ReleaseFact struct {
	Entry  record.ID // the entry that holds the release
	Hold   record.ID // the entry whose hold ended
	Senior bool      // the signer was a senior manager then
	Commit string
}

// DateFact holds history's facts of a date until which a case is kept.
type DateFact struct {
	Until  record.Date
	Commit string
}

// SetBack is a commit that is lawfully dated before its parent.
type SetBack struct {
	Commit   string
	Signer   string    // member
	From, To time.Time // of its parent, and its own
}

// ResealedFact holds history's facts of an entry that was sealed again.
type ResealedFact struct {
	Entry  record.ID
	Blob   string // id of the new sealed file
	Commit string
}

// ErasedFact holds history's facts of an erased entry.
type ErasedFact struct {
	Entry   record.ID
	Request record.ID // the entry that requested the erasure
	By      string    // member
	Commit  string
	When    time.Time
}

// EndorseFact holds history's facts of one endorsement.
type EndorseFact struct {
	Entry     record.ID // the entry that holds the endorsement
	Target    record.ID
	SHA256    string // of the target
	Level     string
	Verdict   string
	Member    string
	Commit    string
	Committed time.Time
	Arrived   time.Time // as in EntryFact
}

// KeyFact holds history's facts of one wrapped key.
type KeyFact struct {
	Blob      string
	Recipient string // SHA-256 of the member's recipient when it was wrapped
	Epoch     int
	Commit    string
}

// EpochFact holds history's facts of one epoch of a case key.
type EpochFact struct {
	Blob   string // id of the file that holds its recipient
	Epoch  int
	Commit string
}

// CaseFacts holds history's facts of one case.
type CaseFacts struct {
	Entries      map[record.ID]EntryFact
	Endorsements []EndorseFact
	Keys         []KeyFact // every wrapped key that its docket ever listed
	Releases     []ReleaseFact
	Until        record.Date // the docket's last date of disposal; zero for none
}

// NewCaseFacts returns a CaseFacts without facts.
func NewCaseFacts() *CaseFacts {
	return &CaseFacts{Entries: map[record.ID]EntryFact{}}
}

// Fault is one breach of a rule.
type Fault struct {
	Commit string    `json:"commit"`
	When   time.Time `json:"time"`
	Signer string    `json:"signer"` // member; "" where the signer is unknown
	Path   string    `json:"path,omitempty"`
	Rule   string    `json:"rule"`
	Means  string    `json:"means"`
}

// OfClocks reports whether a fault is about a commit's date compared with a server's clock.
func (f Fault) OfClocks() bool { return f.Rule == RuleAhead || f.Rule == RuleClock }

// OnlyOf reports whether all faults break the one rule.
func OnlyOf(rule string, faults []Fault) bool {
	return !slices.ContainsFunc(faults, func(f Fault) bool { return f.Rule != rule })
}

// Error returns the fault in one line.
func (f Fault) Error() string {
	place := f.Commit
	if len(place) > 12 {
		place = place[:12]
	}
	place = strings.TrimSpace(place + " " + f.Path)
	if place != "" {
		place += ": "
	}
	return place + f.Means + " [" + f.Rule + "]"
}

package ledger

// MainRef is the one branch of a records repository. KeysPrefix begins the refs of wrapped keys,
// one for each shard (FORMAT.md, 8). VerifiedRef names the last tip that was judged here.
const (
	MainRef     = "refs/heads/main"
	VerifiedRef = "refs/casefile/verified"
	KeysPrefix  = "refs/casefile/keys/"
)

// KeysThere begins the refs that note the remote's keys commits, as last seen.
const KeysThere = "refs/casefile/remote/keys/"

// RemoteName is the name of the one remote that a copy sends to and receives from.
const RemoteName = "origin"

// The refs that note where the remote was: as judged by the last sync, and as stock git last saw
// it.
const (
	LastRef     = "refs/casefile/remote/main"
	TrackingRef = "refs/remotes/" + RemoteName + "/main"
)

// Prefixes of refs that keep commits outside main:
//
// - ConflictsPrefix keeps operations in conflict.
// - UnpushedPrefix keeps operations of other members.
// - AdoptPrefix receives the fetched work of a member who left.
//   - KeptPrefix keeps earlier keys refs whose wrapped key was replaced by one that does not open
//     or could not be tried: the old key may be the last that opens.
//
// - StrayPrefix keeps commits that were on this copy's main by accident.
//   - LostPrefix keeps the ends of lines that a remote lost and copies had judged. Other members
//     record their own work there again, and this copy may be the only one that still has it.
const (
	ConflictsPrefix = "refs/casefile/conflicts/"
	UnpushedPrefix  = "refs/casefile/unsent/"
	AdoptPrefix     = "refs/casefile/adopt/"
	KeptPrefix      = "refs/casefile/kept/"
	StrayPrefix     = "refs/casefile/stray/"
	LostPrefix      = "refs/casefile/lost/"
)

package ledger

// MainRef is the one branch of a records repository; KeysPrefix begins the refs of
// wrapped keys, one a shard (FORMAT.md, 8); VerifiedRef is the last
// tip that was judged here.
const (
	MainRef     = "refs/heads/main"
	VerifiedRef = "refs/casefile/verified"
	KeysPrefix  = "refs/casefile/keys/"
)

// KeysThere begins the notes of which keys commits the remote had when it was last seen.
const KeysThere = "refs/casefile/remote/keys/"

// RemoteName is the one remote that a copy sends to and receives from.
const RemoteName = "origin"

// The refs that tell where the remote was: as judged by the last sync, and, where
// there was none yet, as stock git last saw it.
const (
	LastRef     = "refs/casefile/remote/main"
	TrackingRef = "refs/remotes/" + RemoteName + "/main"
)

// ConflictsPrefix and UnpushedPrefix are where operations are kept that are not on
// main: those in conflict, and those of other members. AdoptPrefix is where what a
// member who left had recorded is fetched to. KeptPrefix is where the keys refs of before
// are kept whose place a wrapped key took that does not open, or could not be tried: the
// old one may be the last that does. StrayPrefix is where commits are kept that stood on this
// copy's main by accident, and were taken off. LostPrefix keeps the ends of lines that a remote
// lost and that copies had judged: what others recorded there, they record again themselves,
// and this copy may be the only one that still has it.
const (
	ConflictsPrefix = "refs/casefile/conflicts/"
	UnpushedPrefix  = "refs/casefile/unsent/"
	AdoptPrefix     = "refs/casefile/adopt/"
	KeptPrefix      = "refs/casefile/kept/"
	StrayPrefix     = "refs/casefile/stray/"
	LostPrefix      = "refs/casefile/lost/"
)

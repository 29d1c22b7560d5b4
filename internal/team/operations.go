package team

// The operations of FORMAT.md, 12, which May judges. A commit names its operation with these words.
const (
	OpInit           = "init"
	OpTeam           = "team"
	OpPolicy         = "policy"
	OpRejoin         = "rejoin" // goes on after a server lost commits that copies had seen
	OpAdopt          = "adopt"  // takes over unpushed work of a member who left
	OpOpen           = "open"
	OpIntake         = "intake"
	OpConcern        = "concern"
	OpRekey          = "rekey"
	OpAccept         = "accept"
	OpAdd            = "add"
	OpEndorse        = "endorse"
	OpClose          = "close"
	OpReopen         = "reopen"
	OpHandover       = "handover"
	OpGrant          = "grant"
	OpRevoke         = "revoke"
	OpTransfer       = "transfer"
	OpEraseRequest   = "erase-request"
	OpReseal         = "reseal"
	OpHold           = "hold"
	OpRelease        = "release"
	OpRetain         = "retain"
	OpDisposeRequest = "dispose-request"
	OpDispose        = "dispose"
)

// Rights that are narrower than an operation.
const (
	OpEndorseAt      = OpEndorse + ":" // followed by the level
	OpEndorseLine    = OpEndorseAt + levelLine
	OpEndorseSenior  = OpEndorseAt + levelSenior
	OpGrantKeyWorker = OpGrant + ":key-worker" // to a key worker who can't read
	OpRevokeLeft     = OpRevoke + ":left"      // the keys of a member who left
)

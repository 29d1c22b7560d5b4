package team

// The operations that May judges: those of the table of operations, which room verify
// holds, and by which a commit names itself.
const (
	OpInit           = "init"
	OpTeam           = "team"
	OpPolicy         = "policy"
	OpRejoin         = "rejoin" // goes on where a server lost commits that copies had seen
	OpAdopt          = "adopt"  // takes over what a member who left recorded and never sent
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

// Rights that are asked for more closely than by their operation.
const (
	OpEndorseAt      = OpEndorse + ":" // and the level
	OpEndorseLine    = OpEndorseAt + levelLine
	OpEndorseSenior  = OpEndorseAt + levelSenior
	OpGrantKeyWorker = OpGrant + ":key-worker" // to the key worker, who can't read
	OpRevokeLeft     = OpRevoke + ":left"      // the keys of a member who left
)

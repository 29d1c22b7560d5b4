package record

// The two levels of endorsement. Room team, which imports nothing, names them for itself.
const (
	LevelLine   = "line"   // the line manager's
	LevelSenior = "senior" // a senior manager's
)

// The verdicts of an endorsement.
const (
	VerdictEndorsed = "endorsed"
	VerdictReturned = "returned" // for more work
	VerdictDeclined = "declined"
)

// Verdicts returns the three, the one that agrees first.
func Verdicts() []string { return []string{VerdictEndorsed, VerdictReturned, VerdictDeclined} }

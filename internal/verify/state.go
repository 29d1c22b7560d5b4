package verify

// judgeState judges the case as it stands after the commit, whatever operation brought it
// there. The table in operations.go says which step an operation may take; this says which states
// no step may lead to. It runs after every operation's own checks, so that the rule of a
// step is named before the rule of the state that the step led to.
func (t *caseJudge) judgeState() {
	t.judgeKeysState()
	t.judgeStatusState()
}

package verify

// judgeState judges the state of the case after the commit, whatever the operation. The table in
// operations.go says which step an operation may take; judgeState says which states no step may
// lead to. It runs after the operation's own checks, so that the broken rule of a step is reported
// before that of the resulting state.
func (t *caseJudge) judgeState() {
	t.judgeKeysState()
	t.judgeStatusState()
}

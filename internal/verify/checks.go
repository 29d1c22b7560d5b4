package verify

import (
	"slices"
	"strings"

	"casefile/internal/record"
)

// checkNewDocket checks what is common to all new dockets.
func (t *caseJudge) checkNewDocket() {
	a := t.after
	if !a.ServiceEnded.IsZero() || !a.RetainUntil.IsZero() ||
		a.OnHold() || len(a.Blocks) > 0 || a.Pending != "" || a.Policy != 0 || len(a.Keys) != 1 {
		t.fault(RuleDocket, "a new case has no end of service, retention date, holds, blocks, "+
			"pending entry or policy, "+
			"and one epoch")
	}
	if today := t.j.policy.Today(t.c.Committer.When); a.Opened.After(today) {
		t.fault(RuleDocket, "the case is opened on %s, after the commit", a.Opened)
	}
	t.judgeReaders(t.keys.added)
}

func checkOpen(t *caseJudge) {
	t.checkNewDocket()
	t.activeKeyWorker()
}

func checkIntake(t *caseJudge) {
	t.checkNewDocket()
	if t.after.KeyWorker != "" {
		t.fault(RuleDocket, "an intake has no key worker yet")
	}
	for _, id := range t.j.team.IntakeReaders() {
		if !t.after.Reads(id) {
			t.fault(RuleKeys, "the intake's key is not wrapped for %s", id)
		}
	}
}

func checkAccept(t *caseJudge) {
	t.onlyAdds()
	t.judgeReaders(t.keys.added)
	t.activeKeyWorker()
}

// onlyAdds refuses every change of keys except additions to the newest epoch.
func (t *caseJudge) onlyAdds() {
	k := t.keys
	if k.epochs > 0 || len(k.removed) > 0 || len(k.replaced) > 0 {
		t.fault(RuleKeys, "the operation %s only adds readers", t.op)
	}
	for _, s := range t.withoutRecovery(k.added) {
		if s.epoch != t.after.Newest() {
			t.fault(RuleKeys, "the operation %s adds readers to the newest epoch only", t.op)
		}
	}
}

// activeKeyWorker checks that the key worker is an active reader.
func (t *caseJudge) activeKeyWorker() {
	kw := t.after.KeyWorker
	m, ok := t.j.team.Member(kw)
	if !ok || !m.ActiveCasework() || !t.after.Reads(kw) {
		t.fault(RuleKeyWorker, "the key worker must be an active caseworker who can read the case")
	}
}

func checkKeyWorker(t *caseJudge) {
	if t.before.Status == record.Intake {
		t.fault(RuleKeyWorker, "an intake has no key worker before it is accepted")
		return
	}
	t.activeKeyWorker()
}

// checkLater allows an added entry to put off disposal, never to hasten it. A case without a date
// is kept for ever, so any date would be earlier.
func checkLater(t *caseJudge) {
	was, is := t.before.RetainUntil, t.after.RetainUntil
	if is != was && (was.IsZero() || !is.After(was) || is != is.YearEnd()) {
		t.fault(RuleRetention, "adding to a case can only make retain_until a later 31 December")
	}
}

func checkClose(t *caseJudge) {
	a := t.after
	levels := t.j.policy.Levels(record.KindClosure)
	direct := t.before.Status == record.Intake || len(levels) == 0
	switch {
	case direct && (a.Status != record.Closed || a.Pending != ""):
		t.fault(RuleClose, "this close asks for no endorsement: the case must be closed, with "+
			"nothing pending")
	case !direct && (a.Status != record.Closing || len(t.added) == 0 || a.Pending != t.added[0].id):
		t.fault(RuleClose, "the case must be closing, with its closure entry pending")
	}
	if a.ServiceEnded.IsZero() || a.ServiceEnded.After(t.j.policy.Today(t.c.Committer.When)) {
		t.fault(RuleClose, "service_ended must be a day up to the commit's")
	}
	if a.Policy != t.j.policy.Version {
		t.fault(RuleClose, "policy must be the version in force, %d", t.j.policy.Version)
	}
	t.judgeMinimumRetention()
	t.judgeNeverEarlier()
}

// judgeNeverEarlier refuses a date earlier than the last one that the docket had, even where the
// case was reopened meanwhile. Members who may shorten retention are exempt.
func (t *caseJudge) judgeNeverEarlier() {
	is := t.after.RetainUntil
	if !is.IsZero() && is.Before(t.past.Until) && !t.signer.ShortensRetention() {
		t.fault(RuleRole, "only records or a senior may bring a retention date forward; "+
			"the docket said %s before", t.past.Until)
	}
}

// judgeMinimumRetention checks the minimum that no policy can lower: one year from the end of
// service, rounded up to 31 December.
func (t *caseJudge) judgeMinimumRetention() {
	a := t.after
	if a.RetainUntil.IsZero() {
		return // a fact is missing, so the case is never due
	}
	if a.RetainUntil != a.RetainUntil.YearEnd() ||
		a.RetainUntil.Before(a.ServiceEnded.AddYears(1).YearEnd()) {
		t.fault(RuleRetention, "retain_until must be a 31 December, one year after the end of "+
			"service or later")
	}
}

func checkReopen(t *caseJudge) {
	a := t.after
	if a.Pending != AfterReopen(*t.before).Pending || !a.ServiceEnded.IsZero() ||
		!a.RetainUntil.IsZero() || a.Policy != 0 {
		t.fault(RuleReopen, "reopening clears service_ended, retain_until, policy and a pending "+
			"closure; a pending erasure stays")
	}
}

func checkGrant(t *caseJudge) {
	if t.keys.epochs > 0 || len(t.keys.removed) > 0 {
		t.fault(RuleKeys, "a grant only adds readers")
	}
	t.judgeReaders(slices.Concat(t.keys.added, t.keys.replaced))
	t.judgeReplaced()
	if t.keys.none() {
		t.fault(RuleKeys, "a grant must add a reader")
	}
}

func checkRevoke(t *caseJudge) {
	if t.keys.epochs != 1 {
		t.fault(RuleKeys, "a revoke makes one new epoch")
		return
	}
	for _, m := range t.after.Readers() {
		if !t.before.Reads(m) && !t.isRecovery(wrappedKey{member: m}) {
			t.fault(RuleKeys, "a revoke lets nobody in; %s could not read the case", m)
		}
	}
	gone := t.goneReaders()
	people := slices.DeleteFunc(slices.Clone(gone), t.j.team.AwaitsConfirmation)
	if len(gone) == 0 || len(people) > 1 || len(t.keys.replaced) > 0 {
		t.fault(RuleKeys, "a revoke takes exactly one reader away")
		return
	}
	t.keepsOthers(gone)
}

// goneReaders returns the readers of the newest epoch before the commit who no longer read. They
// include recovery keys that wait for confirmation: a new epoch has no key for them.
func (t *caseJudge) goneReaders() []string {
	return slices.DeleteFunc(t.before.Readers(), t.after.Reads)
}

// keepsOthers checks that only the members in gone lost a key of an older epoch.
func (t *caseJudge) keepsOthers(gone []string) {
	for _, s := range t.keys.removed {
		if !slices.Contains(gone, s.member) {
			t.fault(RuleKeys, "the revoke of %s removes a key of %s", strings.Join(gone, ", "),
				s.member)
		}
	}
	for _, s := range t.withoutRecovery(t.keys.added) {
		if s.epoch != t.after.Newest() {
			t.fault(RuleKeys, "a revoke adds keys to the new epoch only")
		}
	}
}

// checkRekey allows two things: the signer's own keys are wrapped again for their present
// recipient, or all of the signer's keys are removed because they don't open. Nobody else could
// know that they don't.
func checkRekey(t *caseJudge) {
	k := t.keys
	if k.epochs > 0 || len(t.withoutRecovery(k.added)) > 0 || len(k.removed)+len(k.replaced) == 0 {
		t.fault(RuleKeys, "a rekey replaces one's own wrapped keys, or takes them away, and does "+
			"nothing else")
	}
	for _, s := range slices.Concat(k.replaced, k.removed) {
		if s.member != t.signer.ID {
			t.fault(RuleKeys, "a rekey is of one's own keys only, here also of those of %s",
				s.member)
		}
	}
	if len(k.removed) > 0 {
		for i, e := range t.after.Keys {
			if _, left := e[t.signer.ID]; left {
				t.fault(RuleKeys, "a rekey that takes keys away takes all of them, also that of "+
					"epoch %d", i+1)
			}
		}
	}
	t.judgeReplaced()
}

func checkRetain(t *caseJudge) {
	t.judgeMinimumRetention()
	if t.after.Policy != t.j.policy.Version {
		t.fault(RuleRetain, "policy must be the version in force, %d", t.j.policy.Version)
	}
	shortens := ShortensRetention(t.before.RetainUntil, t.after.RetainUntil)
	if shortens && !t.signer.ShortensRetention() {
		t.fault(RuleRole, "only records or a senior may bring a retention date forward")
		return
	}
	t.judgeNeverEarlier()
}

// ShortensRetention reports whether the date until is earlier than the date was. A zero date means
// that the case is kept for ever. team.Member.ShortensRetention says who may do so.
func ShortensRetention(was, until record.Date) bool {
	return !until.IsZero() && (was.IsZero() || until.Before(was))
}

// checkTransfer allows the two halves of a transfer: sent, then receipted.
func checkTransfer(t *caseJudge) {
	sent := t.before.WithBlock(record.BlockTransfer)
	receipt := t.before.WithoutBlock(record.BlockTransfer)
	switch {
	case t.after.Status == record.Closed && !t.before.Blocked(record.BlockTransfer) &&
		slices.Equal(t.after.Blocks, sent.Blocks):
	case t.after.Status == record.Transferred && t.before.Blocked(record.BlockTransfer) &&
		slices.Equal(t.after.Blocks, receipt.Blocks):
	default:
		t.fault(RuleBlocks, "a transfer is first sent (closed, with the block transfer) and then "+
			"receipted (transferred, without it)")
	}
}

func checkDisposeRequest(t *caseJudge) {
	if len(t.added) > 0 && t.after.Pending != t.added[0].id {
		t.fault(RuleDispose, "the disposal entry must be pending")
	}
	t.disposable()
}

// disposable checks that no hold, block or date keeps the case, and that the date is newer than the
// policy's last change of retention.
func (t *caseJudge) disposable() {
	if t.before.OnHold() {
		t.fault(RuleDispose, "the case is held by %v", t.before.Holds)
	}
	if t.j.policy.DatedBefore(t.before.Policy) {
		t.fault(RuleDispose, "the date was computed under version %d of the policy, and version "+
			"%d changed how long cases are kept", t.before.Policy, t.j.policy.RetentionVersion)
	}
	if len(t.before.Blocks) > 0 {
		t.fault(RuleDispose, "the case has the blocks %v", t.before.Blocks)
	}
	until := t.before.RetainUntil
	if until.IsZero() || !until.Before(t.j.policy.Today(t.c.Committer.When)) {
		t.fault(RuleDispose, "the case must be kept until %s", orNobodyKnows(until))
	}
}

func orNobodyKnows(d record.Date) string {
	if d.IsZero() {
		return "a fact that nobody recorded is known"
	}
	return d.String()
}

func checkDispose(t *caseJudge) {
	t.disposable()
	if !t.register {
		t.fault(RuleDispose, "a disposal adds %s, which tells under which rule the case was kept",
			record.DisposalRecordName)
	}
	for i, e := range t.after.Keys {
		if len(e) > 0 || t.keys.epochs > 0 {
			t.fault(RuleKeys, "a disposal removes every wrapped key, also those of epoch %d", i+1)
		}
	}
	if asked := t.pendingRequest(); !asked.Granted(t.j.policy) {
		t.fault(RuleEndorsements, "the disposal still lacks the endorsement of %s",
			strings.Join(asked.Missing(t.j.policy), ", "))
	}
}

func checkEraseRequest(t *caseJudge) {
	if len(t.added) > 0 && t.after.Pending != t.added[0].id {
		t.fault(RuleErase, "the erasure entry must be pending")
	}
}

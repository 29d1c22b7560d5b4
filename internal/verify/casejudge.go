package verify

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strings"

	"casefile/internal/record"
	"casefile/internal/team"
)

// caseJudge judges what one commit does to one case.
type caseJudge struct {
	*commitJudge
	row           *opRow
	id            record.ID
	trailers      CaseTrailers
	before, after *record.Docket // before is nil where the case is new
	past          *CaseFacts
	added         []addedFile
	// the commit adds the disposal record, which says under which rule the case was kept
	register bool
	keys     keysChange
	erased   []record.ID // by a reseal
	asked    bool        // the commit only asks for a recheck of the case's date
}

// addedFile is a sealed file that the commit adds to the case.
type addedFile struct {
	Change
	name       string
	id         record.ID
	attachment bool
}

// judgeCases judges an operation on cases: the trailers name exactly the touched cases, and each
// case obeys the operation's row.
func (t *commitJudge) judgeCases(r *opRow) error {
	touched := t.byCase()
	if len(touched) == 0 {
		t.fault(RuleTrailers, "", "the operation %s must touch a case", t.op)
	}
	if len(touched) > 1 && !r.many && !r.linked {
		t.fault(RuleTrailers, "", "the operation %s touches one case only, here %d", t.op,
			len(touched))
	}
	named := map[record.ID]CaseTrailers{}
	for _, c := range t.msg.Cases {
		named[c.Case] = c
		if _, ok := touched[c.Case]; !ok {
			t.fault(RuleTrailers, "", "the trailers name the case %s, which the commit does not "+
				"touch", c.Case)
		}
	}
	ids := make([]record.ID, 0, len(touched))
	for id := range touched {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	acted, asked := 0, 0
	for _, id := range ids {
		trailers, ok := named[id]
		if !ok {
			t.fault(RuleTrailers, record.CaseFolder(id), "the commit touches the case %s without "+
				"naming it", id)
			continue
		}
		ct := &caseJudge{commitJudge: t, row: r, id: id, trailers: trailers}
		if err := ct.judge(touched[id]); err != nil {
			return err
		}
		if ct.asked {
			asked++
		} else {
			acted++
		}
	}
	if asked > 0 && acted == 0 || r.linked && acted > 1 && !r.many {
		t.fault(RuleTrailers, "", "the operation %s acts on one case, and may ask for a look at "+
			"the "+
			"date of others; here it acts on %d", t.op, acted)
	}
	return nil
}

// asksForLook reports whether the commit only asks for a recheck of the case's date, because the
// date of another case of the same child may have changed. Such a commit needs no right on the
// case: it puts a disposal off, as a concern does, which anybody may record.
func (t *caseJudge) asksForLook(changes []Change) bool {
	return len(changes) == 1 && OnlyAsksForLook(t.op, t.before, t.after, t.trailers)
}

// OnlyAsksForLook reports whether an operation only added the block recheck to a docket, and its
// commit says nothing else of the case.
func OnlyAsksForLook(op string, before, after *record.Docket, trailers CaseTrailers) bool {
	r := table[op]
	if r == nil || !r.linked || before == nil || before.Blocked(record.BlockRecheck) {
		return false
	}
	want := AfterLinked(*before)
	return want.Blocked(record.BlockRecheck) && bytes.Equal(want.Encode(), after.Encode()) &&
		trailers.none()
}

// byCase returns the changes by case. It notes a fault for each path outside the cases.
func (t *commitJudge) byCase() map[record.ID][]Change {
	out := map[record.ID][]Change{}
	for _, c := range t.changes {
		t.judgeMode(c)
		id, ok := CaseOf(c.Path)
		if !ok {
			t.fault(RulePaths, c.Path, "the operation %s may not touch this file", t.op)
			continue
		}
		out[id] = append(out[id], c)
	}
	return out
}

// CaseOf finds the case that a path belongs to.
func CaseOf(path string) (record.ID, bool) {
	parts := strings.Split(path, "/")
	if len(parts) < 3 || len(parts) > 4 || parts[0] != "cases" {
		return "", false
	}
	name := parts[2]
	if len(parts) == 3 {
		name = strings.TrimSuffix(name, ".yaml")
	}
	id := record.ID(name)
	if !id.Valid() || id.Shard() != parts[1] {
		return "", false
	}
	return id, len(parts) == 4 || parts[2] == string(id)+".yaml"
}

func (t *caseJudge) judge(changes []Change) error {
	if ok, err := t.readDockets(); err != nil || !ok {
		return err
	}
	if t.asked = t.asksForLook(changes); t.asked {
		return nil
	}
	var err error
	if t.past, err = t.j.caseFacts(t.id); err != nil {
		return err
	}
	if err := t.judgeFiles(changes); err != nil {
		return err
	}
	t.judgeStep()
	t.judgeFields()
	if t.keys, err = t.judgeKeys(); err != nil {
		return err
	}
	if t.op != team.OpEndorse {
		t.may(t.right(), record.DocketPath(t.id), t.stance())
	}
	// Where the case does not exist, only an operation that creates one has more to check.
	if _, makes := t.row.steps[created]; t.row.check != nil && (makes || t.before != nil) {
		t.row.check(t)
	}
	t.judgeState()
	t.learnEntries()
	t.learnDate()
	return t.judgeEndorserKey()
}

// learnDate notes a date of disposal that the docket did not have before.
func (t *caseJudge) learnDate() {
	until := t.after.RetainUntil
	if !until.IsZero() && (t.before == nil || until != t.before.RetainUntil) {
		l := t.learn(t.id)
		l.Dated = append(l.Dated, DateFact{until, t.c.ID})
	}
}

// judgeFiles judges the sealed files that the commit touches, and their trailers.
func (t *caseJudge) judgeFiles(changes []Change) error {
	if t.row.reseals {
		return t.judgeResealed(changes)
	}
	if err := t.sortFiles(changes); err != nil {
		return err
	}
	t.judgeTrailers()
	return nil
}

// right returns the operation as the roster knows it. More people may take away the keys of a
// member who left, or let in a key worker who can't read the case; these have names of their own.
func (t *caseJudge) right() string {
	switch {
	case t.before == nil:
		return t.op
	case t.op == team.OpGrant && t.letsKeyWorkerIn():
		return team.OpGrantKeyWorker
	case t.op != team.OpRevoke:
		return t.op
	}
	gone := slices.DeleteFunc(t.goneReaders(), t.j.team.AwaitsConfirmation)
	if len(gone) != 1 {
		return t.op
	}
	if m, ok := t.j.team.Member(gone[0]); ok && !m.Active() {
		return team.OpRevokeLeft
	}
	return t.op
}

// stance returns the signer's place in the case before the commit.
func (t *caseJudge) stance() team.Stance {
	if t.before == nil {
		return team.Stance{}
	}
	return team.Stance{Reader: t.before.Reads(t.signer.ID),
		KeyWorker: t.before.KeyWorker == t.signer.ID}
}

func (t *caseJudge) fault(rule, format string, args ...any) {
	t.commitJudge.fault(rule, record.DocketPath(t.id), format, args...)
}

func (t *caseJudge) readDockets() (ok bool, err error) {
	if t.before, err = t.j.docket(t.parent, t.id); err != nil && !errors.Is(err, record.ErrDocket) {
		return false, err
	}
	if err != nil { // the judging of an earlier commit has reported it
		return false, nil
	}
	t.after, err = t.j.docket(t.c.ID, t.id)
	if errors.Is(err, record.ErrDocket) {
		if newer := t.newerDocket(err); newer != nil {
			return false, newer
		}
		t.fault(RuleDocket, "%v", err)
		return false, nil
	}
	if err == nil && t.after == nil {
		t.fault(RuleDocket, "the case has no docket")
		return false, nil
	}
	return err == nil, err
}

// sortFiles collects the sealed files that the commit adds to the case, and notes a fault for each
// change that is not allowed.
func (t *caseJudge) sortFiles(changes []Change) error {
	for _, c := range changes {
		name := strings.TrimPrefix(c.Path, record.CaseFolder(t.id)+"/")
		if c.Path == record.DocketPath(t.id) || t.isNewEpoch(c) {
			continue
		}
		if t.op == team.OpDispose && c.Path == record.DisposalRecordPath(t.id) && c.OldID == "" {
			if err := t.judgeDisposalRegister(c); err != nil {
				return err
			}
			continue
		}
		recorded, id, attachment, ok := record.ParseFileName(name)
		switch {
		case !ok:
			t.commitJudge.fault(RulePaths, c.Path, "no file of this name belongs into a case")
			continue
		case c.OldID != "":
			t.commitJudge.fault(RuleEntryChanged, c.Path,
				"entries are only ever added, never changed or removed")
			continue
		case !recorded.Equal(t.c.Author.When):
			t.commitJudge.fault(RuleEntryName, c.Path, "the file's name must carry the commit's "+
				"author "+
				"time, %s", t.c.Author.When.Format("20060102T150405Z"))
		}
		if err := t.judgeNew(c, id); err != nil {
			return err
		}
		if err := t.judgeSealed(c, attachment); err != nil {
			return err
		}
		t.added = append(t.added, addedFile{c, name, id, attachment})
	}
	slices.SortFunc(t.added, func(a, b addedFile) int { return cmp.Compare(a.name, b.name) })
	return nil
}

// judgeNew checks that the ID is new to the case, and the sealed file new to all of history. A file
// that was sealed for another case would be opened here by people who may not read it.
func (t *caseJudge) judgeNew(c Change, id record.ID) error {
	if old, known := t.past.Entries[id]; known {
		t.commitJudge.fault(RuleEntryID, c.Path, "the ID is taken by %s", old.File)
	}
	for _, a := range t.added {
		if a.id == id {
			t.commitJudge.fault(RuleEntryID, c.Path, "the ID is taken by %s", a.name)
		}
	}
	replayed, err := t.brought(c.NewID)
	if err == nil && replayed {
		t.commitJudge.fault(RuleEntryReplayed, c.Path, "this very sealed file is in the records "+
			"already")
	}
	return err
}

// brought reports whether a sealed file or wrapped key was in history before, or comes twice with
// this commit. It notes the file as brought.
func (t *commitJudge) brought(blob string) (bool, error) {
	if t.brings[blob] {
		return true, nil
	}
	t.brings[blob] = true
	return t.j.seenBefore(blob)
}

func (t *caseJudge) judgeSealed(c Change, attachment bool) error {
	_, err := t.sealed(c, attachment)
	return err
}

// sealed returns the public part of a sealed file, and notes its faults.
func (t *caseJudge) sealed(c Change, attachment bool) (Sealed, error) {
	s, err := t.j.h.Sealed(c.NewID)
	if err != nil {
		return s, err
	}
	limit := int64(MaxSealed)
	if attachment {
		_, limit = t.j.policy.Limits()
		limit += limit/8 + 4096 // Padmé adds at most an eighth
	}
	if !s.OneHybrid {
		t.commitJudge.fault(RuleEnvelope, c.Path, "it is not an age file sealed to one hybrid key")
	}
	switch {
	case s.Size > limit:
		t.commitJudge.fault(RuleSize, c.Path, "it has %d bytes; at most %d are kept", s.Size, limit)
	case s.OneHybrid && !s.Padded:
		t.commitJudge.fault(RuleSize, c.Path, "its size of %d bytes tells the length of the text, "+
			"which "+
			"was not padded", s.Size)
	}
	return s, nil
}

// judgeTrailers compares the trailers with the added files.
func (t *caseJudge) judgeTrailers() {
	entries, attached := 0, 0
	for i, a := range t.added {
		if i >= len(t.trailers.Entries) || t.trailers.Entries[i].ID != a.id {
			t.fault(RuleTrailers, "the Casefile-Entry trailers must name the added entries in the "+
				"order of their files")
			return
		}
		if a.attachment {
			attached++
		} else {
			entries++
		}
	}
	if len(t.trailers.Entries) != len(t.added) {
		t.fault(RuleTrailers, "the trailers name %d entries, the commit adds %d",
			len(t.trailers.Entries), len(t.added))
	}
	if lo, hi := t.row.entries[0],
		t.row.entries[1]; t.op != team.OpEndorse && (entries < lo || entries > hi) {
		t.fault(RuleEntries, "the operation %s comes with %s, here %d", t.op, t.row.entryWords(),
			entries)
	}
	if attached > 0 && (t.op != team.OpAdd || attached > entries) {
		t.fault(RuleEntries, "attached files come with the operation add, and with an entry each")
	}
	if t.op != team.OpEndorse && len(t.trailers.Endorses) > 0 {
		t.fault(RuleTrailers, "only the operation endorse endorses")
	}
	if t.op != team.OpRelease && t.trailers.Releases != "" {
		t.fault(RuleTrailers, "only the operation release releases")
	}
	if len(t.trailers.Erased) > 0 {
		t.fault(RuleTrailers, "only the operation reseal erases")
	}
}

func (t *caseJudge) learnEntries() {
	if t.row.reseals {
		t.learnResealed()
		return
	}
	l := t.learn(t.id)
	adds, triage := t.signerStood()
	request := t.request()
	for i, a := range t.added {
		if i < len(t.trailers.Entries) {
			if request != nil {
				t.learnAsked(a.id)
			}
			// A clone, so that an entry's fact does not keep the commit's whole message in memory.
			l.Entries = append(l.Entries, EntryFact{
				ID: a.id, File: a.name, Blob: a.NewID,
				SHA256: strings.Clone(t.trailers.Entries[i].SHA256),
				Author: t.author.ID, Signer: t.signer.ID, Adds: adds, Triage: triage,
				Op: strings.Clone(t.op), Request: request, Commit: t.c.ID,
				Committed: t.c.Committer.When,
				Arrived:   t.c.Committer.When,
			})
		}
	}
}

// signerStood returns the signer's rights in the parent: whether they could add to the case, and
// the triagers. For a case that the commit creates, both are empty.
func (t *caseJudge) signerStood() (adds bool, triage team.Triagers) {
	if t.before == nil || t.j.policy == nil {
		return false, team.Triagers{}
	}
	day := t.j.policy.Today(t.c.Committer.When).String()
	return t.j.team.May(team.OpAdd, t.signer.ID, t.stance()) == nil,
		t.j.team.Triagers(day, t.signer.ID, t.before.Reads)
}

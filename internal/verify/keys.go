package verify

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"casefile/internal/record"
	"casefile/internal/team"
)

// wrappedKey says where a docket lists a wrapped key.
type wrappedKey struct {
	epoch  int // from 1
	member string
}

// keysChange holds the changes of a commit to the keys.* lines of a docket.
type keysChange struct {
	added, replaced, removed []wrappedKey
	epochs                   int // how many new ones
}

func (k keysChange) none() bool {
	return len(k.added)+len(k.replaced)+len(k.removed)+k.epochs == 0
}

// compareKeys returns the differences between the keys of two dockets.
func compareKeys(before, after *record.Docket) keysChange {
	var k keysChange
	var old []record.Epoch
	if before != nil {
		old = before.Keys
	}
	k.epochs = len(after.Keys) - len(old)
	for i := range max(len(old), len(after.Keys)) {
		was, is := epochAt(old, i), epochAt(after.Keys, i)
		for _, m := range is.Members() {
			switch blob, had := was[m]; {
			case !had:
				k.added = append(k.added, wrappedKey{i + 1, m})
			case blob != is[m]:
				k.replaced = append(k.replaced, wrappedKey{i + 1, m})
			}
		}
		for _, m := range was.Members() {
			if _, has := is[m]; !has {
				k.removed = append(k.removed, wrappedKey{i + 1, m})
			}
		}
	}
	return k
}

func epochAt(list []record.Epoch, i int) record.Epoch {
	if i < len(list) {
		return list[i]
	}
	return nil
}

// epochName returns N of the name epoch-N.pub. N has no leading zero.
func epochName(name string) (int, bool) {
	s, ok := strings.CutPrefix(name, "epoch-")
	s, ok2 := strings.CutSuffix(s, ".pub")
	n, err := strconv.Atoi(s)
	return n, ok && ok2 && err == nil && n > 0 && strconv.Itoa(n) == s
}

// isNewEpoch reports whether a change adds an epoch file. Changed and removed epoch files are left
// to the rule that no such file may be touched.
func (t *caseJudge) isNewEpoch(c Change) bool {
	n, ok := epochName(strings.TrimPrefix(c.Path, record.CaseFolder(t.id)+"/"))
	return ok && c.OldID == "" && t.after != nil && n <= t.after.Newest() &&
		(t.before == nil || n > t.before.Newest())
}

// judgeKeys checks the form of the changes in keys.*. The checks of the rows say which changes an
// operation may make.
func (t *caseJudge) judgeKeys() (keysChange, error) {
	k := compareKeys(t.before, t.after)
	if k.epochs < 0 {
		t.fault(RuleKeys, "epochs are kept for ever, even emptied ones")
		return k, nil
	}
	if t.row.free&keys == 0 && t.before != nil && !k.none() {
		t.fault(RuleKeys, "the operation %s may not change who can read the case", t.op)
	}
	for n := t.after.Newest() - k.epochs + 1; n <= t.after.Newest(); n++ {
		if err := t.judgeEpochFile(n); err != nil {
			return k, err
		}
	}
	for _, s := range append(append([]wrappedKey{}, k.added...), k.replaced...) {
		if err := t.judgeWrapped(s); err != nil {
			return k, err
		}
	}
	return k, nil
}

// judgeEpochFile judges the recipient of a new epoch: it is valid, and new to history. A person who
// knew its key already, from another case, an earlier epoch or as a member's own key, would go on
// reading.
func (t *caseJudge) judgeEpochFile(n int) error {
	path := record.EpochPath(t.id, n)
	data, ok, err := t.j.h.File(t.c.ID, path)
	if err != nil {
		return err
	}
	recipient, line := strings.CutSuffix(string(data), "\n")
	if !ok || !line || team.CheckRecipient(recipient) != nil {
		t.commitJudge.fault(RuleEpoch, path, "a new epoch needs this file, holding one hybrid "+
			"recipient")
		return nil
	}
	blob := EpochBlob(recipient)
	again, err := t.brought(blob)
	if err != nil {
		return err
	}
	owner, err := t.j.claimedBefore(Claim{What: Fingerprint(team.RecipientClaim(recipient))})
	switch {
	case err != nil:
		return err
	case again:
		t.commitJudge.fault(RuleEpochReused, path, "it was the recipient of an epoch before, of "+
			"this "+
			"case or of another")
	case owner != "":
		t.commitJudge.fault(RuleEpochReused, path, "it is a recipient of the member %s", owner)
	}
	l := t.learn(t.id)
	l.Epochs = append(l.Epochs, EpochFact{Blob: blob, Epoch: n, Commit: t.c.ID})
	return nil
}

// EpochBlob returns git's id of the file of an epoch with this recipient. By this id, history finds
// a recipient among epochs and members alike.
func EpochBlob(recipient string) string {
	sum := sha1.Sum(fmt.Appendf(nil, "blob %d\x00%s\n", len(recipient)+1, recipient))
	return hex.EncodeToString(sum[:])
}

// judgeWrapped checks one new wrapped key. A key of the past may have been destroyed since; then
// its content can't be checked.
func (t *caseJudge) judgeWrapped(s wrappedKey) error {
	blob := t.after.Keys[s.epoch-1][s.member]
	again, err := t.brought(blob)
	if err != nil {
		return err
	}
	if again {
		t.fault(RuleKeys, "the wrapped key of %s in epoch %d is one that was listed before",
			s.member, s.epoch)
	}
	m, ok := t.j.team.Member(s.member)
	if !ok {
		t.fault(RuleKeys, "%s, listed in epoch %d, is not a member", s.member, s.epoch)
	}
	l := t.learn(t.id)
	l.Keys = append(l.Keys,
		KeyFact{Blob: blob, Recipient: Fingerprint(m.Recipient), Epoch: s.epoch, Commit: t.c.ID})
	sealed, err := t.j.h.Sealed(blob)
	if errors.Is(err, ErrAbsent) {
		return nil
	}
	if err == nil && (!sealed.OneHybrid || sealed.Size > MaxWrapped) {
		t.fault(RuleKeys, "the wrapped key of %s in epoch %d is not an age file of at most 8 KiB "+
			"sealed to one hybrid key", s.member, s.epoch)
	}
	return err
}

// Fingerprint returns a SHA-256 that stands for a recipient, whose 1,959 characters are too many.
func Fingerprint(recipient string) string {
	sum := sha256.Sum256([]byte(recipient))
	return hex.EncodeToString(sum[:])
}

// judgeReplaced checks that a wrapped key is replaced only where its member has a new recipient.
// Otherwise a good key could be exchanged for one that opens nothing.
func (t *caseJudge) judgeReplaced() {
	for _, s := range t.keys.replaced {
		m, _ := t.j.team.Member(s.member)
		old := t.before.Keys[s.epoch-1][s.member]
		stale := func(k KeyFact) bool {
			return k.Blob == old && k.Recipient != Fingerprint(m.Recipient)
		}
		if !slices.ContainsFunc(t.past.Keys, stale) {
			t.fault(RuleKeys, "the key of %s in epoch %d is replaced, though their recipient is "+
				"the same", s.member, s.epoch)
		}
	}
}

// mayRead returns an error where a member may not be given a case key.
func mayRead(tm team.Team, id string) error {
	m, ok := tm.Member(id)
	switch {
	case !ok:
		return fmt.Errorf("%s is not a member", id)
	case tm.MayRead(id):
		return nil
	case m.Active() && m.Has(team.Recovery):
		return fmt.Errorf("%s is a recovery key that no second senior has confirmed", id)
	}
	return fmt.Errorf("%s has left, or has no role that reads cases", id)
}

// judgeReaders checks that each member whom a commit lets in may read cases.
func (t *caseJudge) judgeReaders(list []wrappedKey) {
	for _, s := range list {
		if err := mayRead(t.j.team, s.member); err != nil {
			t.fault(RuleKeys, "%v", err)
		}
	}
}

// letsKeyWorkerIn reports whether a grant only lets in the key worker, who can't read the case. Key
// workers get there by removing their own keys, which opened nothing.
func (t *caseJudge) letsKeyWorkerIn() bool {
	kw := t.before.KeyWorker
	other := func(s wrappedKey) bool { return s.member != kw }
	return kw != "" && !t.before.Reads(kw) &&
		!slices.ContainsFunc(slices.Concat(t.withoutRecovery(t.keys.added), t.keys.replaced), other)
}

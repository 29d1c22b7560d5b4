package casebook

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// original is a commit of this copy that must be replayed.
type original struct {
	store.Commit
	msg     verify.Message
	signer  string // member ID
	changes []store.Change
	acted   []verify.CaseTrailers // of the cases that the operation was on
	place   int                   // in its line
	anew    time.Time             // its new recording time if it was dated ahead; else zero
}

// recorded returns the recording time of the commit's entries after its replay.
func (o original) recorded() time.Time {
	if o.anew.IsZero() {
		return o.Author.When
	}
	return o.anew
}

// op returns the operation, or the adopted one of an adopt.
func (o original) op() string {
	if o.msg.Adopts != "" {
		return o.msg.Adopts
	}
	return o.msg.Op
}

func (o original) parent() string { return o.Parents[0] }

// cases lists the cases that the operation was on.
func (o original) cases() []record.ID {
	var out []record.ID
	for _, c := range o.acted {
		out = append(out, c.Case)
	}
	return out
}

// originals reads commits that were judged before.
func (b *Book) originals(ctx context.Context, ids []string) ([]original, error) {
	var out []original
	for _, id := range ids {
		o, err := b.original(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

func (b *Book) original(ctx context.Context, id string) (o original, err error) {
	if o.Commit, err = b.repo.Commit(ctx, id); err != nil {
		return o, err
	}
	if o.msg, err = verify.ParseMessage(o.Message); err != nil {
		return o, err
	}
	if len(o.Parents) != 1 {
		return o, fmt.Errorf("%w: the introduction can't be done again", ErrState)
	}
	key, err := o.Signer("git")
	if err != nil {
		return o, err
	}
	m, _, _ := b.Team().BySigningKey(key)
	o.signer = m.ID
	if o.changes, err = b.repo.Diff(ctx, o.parent(), id); err != nil {
		return o, err
	}
	o.acted, err = b.actedIn(ctx, o)
	return o, err
}

// replay replays one operation of mine. ours is the book in which it was recorded. If the new
// parent refuses it, it becomes a conflict, and replay returns no error.
func (b *Book) replay(ctx context.Context, ours *Book, o original, j *Joined) error {
	r := Replayed{Old: o.ID, Op: o.op(), Cases: o.cases()}
	there, err := b.hasAll(o)
	if err != nil {
		return err
	}
	if there {
		j.Replayed = append(j.Replayed, r)
		return nil
	}
	if b.adopting != "" {
		if err := ours.readOriginal(ctx, o); conflicting(err) {
			j.Conflicts = append(j.Conflicts, unreadConflict(o, err))
			return nil
		} else if err != nil {
			return err
		}
	}
	done, err := b.redo(ctx, ours, o)
	switch {
	case errors.Is(err, errNothingLeft):
	case conflicting(err):
		c, err := ours.conflict(ctx, o, err)
		if err != nil {
			return err
		}
		j.Conflicts = append(j.Conflicts, *c)
		b.staged.drafts = append(b.staged.drafts, c.drafts...)
		return nil
	case err != nil:
		return fmt.Errorf("doing %s of %s again: %w", o.op(), o.ID[:12], err)
	default:
		r.New = done.Commit
		j.Redated = append(j.Redated, redated(done.Change)...)
	}
	j.Replayed = append(j.Replayed, r)
	return nil
}

// errNothingLeft says that the other line already has the effect of an operation.
var errNothingLeft = errors.New("nothing is left to do")

// conflicting reports whether an error is a conflict and no failure of this machine: the new parent
// refuses the operation, or a text or key will never open here. One such operation must not keep
// the others from being sent.
func conflicting(err error) bool {
	return isOne(err, ErrState, ErrDenied, ErrTime, team.ErrInvalid) || unopenable(err)
}

// unopenable reports whether I can't open a sealed text, or the key that it is sealed to.
func unopenable(err error) bool {
	return isOne(err, ErrNotFound, ErrNotMember, ErrNoKey, ErrKeysMissing, ledger.ErrFault,
		seal.ErrNoMatch, seal.ErrDamaged, seal.ErrHeader)
}

func isOne(err error, list ...error) bool {
	return slices.ContainsFunc(list, func(is error) bool { return errors.Is(err, is) })
}

// hasAll reports whether history already has every entry of a commit, as after a push whose answer
// was lost.
func (b *Book) hasAll(o original) (bool, error) {
	if o.op() == team.OpReseal { // its entries existed before
		return false, nil
	}
	n := 0
	for _, c := range o.msg.Cases {
		facts, err := b.Facts(c.Case)
		if err != nil {
			return false, err
		}
		for _, e := range c.Entries {
			if n++; facts == nil || facts.Entries[e.ID].SHA256 != e.SHA256 {
				return false, nil
			}
		}
	}
	return n > 0, nil
}

// redo does an operation again on the book's tip, with the author's date of the original.
func (b *Book) redo(ctx context.Context, ours *Book, o original) (*Done, error) {
	clock, agreed := b.clock, b.agreed
	defer func() { b.clock, b.agreed, b.adopts, b.replaying = clock, agreed, "", false }()
	b.agreed, b.replaying = true, true // the author agreed when the original was signed
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	if b.datedAhead(me, o.Commit) {
		o.anew = b.clock.latest().UTC().Truncate(time.Second)
	}
	b.clock.AuthorAt = o.recorded()
	// Another process may have recorded the original since this one began.
	if b.clock.Now.Before(b.clock.AuthorAt) {
		b.clock.Now = b.clock.AuthorAt
	}
	b.adopts = b.adopting
	if o.msg.Adopts != "" {
		author, ok := b.Team().ByEmail(o.Author.Email)
		if !ok {
			return nil, fmt.Errorf("%w: %s", ErrNotMember, o.Author.Email)
		}
		b.adopts = author.ID
	}
	switch o.op() {
	case team.OpTeam:
		return b.replayTeam(ctx, o)
	case team.OpRejoin:
		return b.rejoin(ctx, o.msg.Lost)
	case team.OpPolicy:
		return b.replayPolicy(ctx, o)
	case team.OpGrant, team.OpRevoke, team.OpRekey:
		return b.replayReaders(ctx, ours, o)
	}
	if len(o.msg.Cases) > 1 && o.op() == team.OpAdd {
		return b.replayAdd(ctx, ours, o)
	}
	if o.op() == team.OpRetain {
		return b.replayRetain(ctx, o.cases())
	}
	if len(o.acted) != 1 {
		return nil, fmt.Errorf("%w: this program can't do %s again", ErrState, o.op())
	}
	if o.op() == team.OpReseal {
		return b.replayReseal(ctx, o, o.acted[0])
	}
	return b.replayCase(ctx, ours, o, o.acted[0])
}

// replayCase replays an operation on one case.
func (b *Book) replayCase(ctx context.Context, ours *Book, o original, c verify.CaseTrailers) (
	*Done, error,
) {
	entries, files, err := ours.originalEntries(ctx, o, c)
	if err != nil {
		return nil, err
	}
	after, err := ledger.DocketAt(ctx, b.repo.Reader, o.ID, c.Case)
	if err != nil {
		return nil, err
	}
	if verify.Asks(o.op()) {
		if err := b.nothingWaits(ctx, c.Case); err != nil {
			return nil, err
		}
	}
	switch op := o.op(); op {
	case team.OpAdd:
		return b.Add(ctx, c.Case, entries, files)
	case team.OpRelease:
		return b.Release(ctx, record.Ref{Case: c.Case, Entry: c.Releases}, entries[0])
	case team.OpConcern, team.OpReopen, team.OpHold:
		return b.Append(ctx, op, c.Case, entries[0])
	case team.OpOpen, team.OpIntake:
		return b.replayCreate(ctx, ours, o, after, entries)
	case team.OpAccept:
		return b.replayAccept(ctx, o, after)
	case team.OpTransfer:
		if after.Status == record.Transferred {
			return b.Receipted(ctx, c.Case, entries[0])
		}
		return b.Sent(ctx, c.Case, entries[0])
	case team.OpClose:
		return b.replayClose(ctx, c.Case, entries[0])
	case team.OpHandover:
		return b.replayHandOver(ctx, c.Case, entries[0])
	case team.OpEndorse:
		return b.endorse(ctx, c.Case, entries, c.Endorses)
	case team.OpDisposeRequest:
		whole, err := b.whole(ctx, entries[0])
		if err != nil {
			return nil, err
		}
		return b.RequestDisposal(ctx, c.Case, whole)
	case team.OpEraseRequest:
		return b.RequestErasure(ctx, c.Case, entries[0])
	case team.OpDispose:
		return nil, b.replayDispose(ctx, c.Case)
	}
	return nil, fmt.Errorf("%w: this program can't do %s again", ErrState, o.op())
}

// originalEntries returns the entries and attached files that a commit added, still sealed, in the
// order of its trailers.
func (b *Book) originalEntries(ctx context.Context, o original, c verify.CaseTrailers) (
	entries []*Prepared, files []Attached, err error,
) {
	brought := broughtBy(o, c.Case)
	recipient, err := b.recipientAt(ctx, o.ID, c.Case)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range c.Entries {
		if brought.attached[e.ID] {
			files = append(files, Attached{ID: e.ID, Blob: brought.blobs[e.ID], SHA256: e.SHA256,
				Recipient: recipient})
			continue
		}
		blob := brought.blobs[e.ID]
		if !o.anew.IsZero() {
			p, err := b.redated(ctx, o, c, e)
			if err != nil {
				return nil, nil, err
			}
			entries = append(entries, p)
			continue
		}
		entries = append(entries, &Prepared{
			Entry:  &record.Entry{ID: e.ID, Case: c.Case, Recorded: o.Author.When},
			SHA256: e.SHA256,
			SealedBefore: &SealedBefore{Blob: blob, Recipient: recipient,
				Text: func() ([]byte, error) {
					return b.textOf(ctx, o, c, e)
				}},
		})
	}
	return entries, files, nil
}

// recipientAt returns the recipient to which a commit sealed the entries of a case.
func (b *Book) recipientAt(ctx context.Context, commit string, id record.ID) (string, error) {
	d, err := ledger.DocketAt(ctx, b.repo.Reader, commit, id)
	if err != nil {
		return "", err
	}
	data, _, err := ledger.FileAt(ctx, b.repo.Reader, commit, record.EpochPath(id, d.Newest()))
	return trimLF(data), err
}

// textOf opens a text of mine that no other copy has. It takes the text from the outbox. If the
// outbox does not have exactly what was recorded, textOf opens the sealed text with the case keys
// that I hold.
func (b *Book) textOf(ctx context.Context, o original, c verify.CaseTrailers,
	e verify.EntryTrailer,
) ([]byte, error) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	for _, what := range outboxNames(e) {
		text, err := b.outboxText(me, c.Case, what)
		if err == nil && seal.Commitment(text) == e.SHA256 {
			return text, nil
		}
		if err != nil && !unopenable(err) {
			return nil, err
		}
	}
	return b.originalText(ctx, o, c, e.ID)
}

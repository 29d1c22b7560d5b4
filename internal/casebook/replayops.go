package casebook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"casefile/internal/ledger"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// replayCreate replays the opening of a case. Its readers are the original ones who may still read,
// and those who now must read. The readers of an intake come from the roster alone. Wrapped keys
// stay as they are while their recipient is unchanged.
func (b *Book) replayCreate(ctx context.Context, ours *Book, o original, d *record.Docket,
	entries []*Prepared,
) (*Done, error) {
	then, err := ours.teamAt(ctx, o.parent())
	if err != nil {
		return nil, err
	}
	recipient, err := ours.recipientAt(ctx, o.ID, d.Case)
	if err != nil {
		return nil, err
	}
	return b.perform(ctx, func(p *parent) (*Change, error) {
		if err := p.may(o.op(), team.Stance{}); err != nil {
			return nil, err
		}
		if _, err := p.book.Docket(ctx, d.Case); !errors.Is(err, ErrNotFound) {
			return nil, errors.Join(err,
				fmt.Errorf("%w: there is a case %s already", ErrState, d.Case))
		}
		now := p.book.Team()
		want := append(slices.DeleteFunc(d.Readers(), func(id string) bool {
			return !now.MayRead(id)
		}), now.RecoveryIDs()...)
		if d.KeyWorker == "" {
			want = p.book.intakeReaders(entries)
		}
		slices.Sort(want)
		epoch, lacking := record.Epoch{}, []string{}
		for _, id := range slices.Compact(want) {
			old, _ := then.Member(id)
			m, _ := now.Member(id)
			if blob := d.Keys[0][id]; blob != "" && old.Recipient == m.Recipient {
				epoch[id] = blob
			} else {
				lacking = append(lacking, id)
			}
		}
		if len(lacking) > 0 {
			key, err := ours.keyMade(ctx, o.ID, d, recipient)
			if err != nil {
				return nil, err
			}
			more, err := p.wrap(key, lacking)
			if err != nil {
				return nil, err
			}
			maps.Copy(epoch, more)
		}
		worker := d.KeyWorker
		if m, _ := now.Member(worker); worker != "" && !m.Active() && p.book.adopts != "" {
			worker = p.me.ID // the member who adopts a case answers for it
		}
		next := verify.AfterOpen(d.Case, o.openedOn(d.Opened, p.book.Policy()), worker, epoch)
		return &Change{Op: o.op(),
			Cases: []CaseChange{{Docket: next, NewEpoch: recipient, Entries: entries}}}, nil
	})
}

// openedOn returns the day on which a replayed case opens. A wrong clock may have put that day off:
// a redated case opens on the day of its new time at the latest.
func (o original) openedOn(day record.Date, p *policy.Policy) record.Date {
	if today := p.Today(o.anew); !o.anew.IsZero() && day.After(today) {
		return today
	}
	return day
}

// keyMade returns the key of a case that a commit created and main lacks. It takes the key from my
// outbox. If that has no usable key, keyMade unwraps it from the commit.
func (b *Book) keyMade(ctx context.Context, commit string, d *record.Docket, recipient string) (
	*seal.Identity, error,
) {
	key, err := b.keyInOutbox(d, recipient)
	if err == nil {
		return key, nil
	}
	keys, keysErr := b.caseKeysIn(ctx, commit, d)
	if keysErr == nil && keys[len(keys)-1].Recipient() == recipient {
		return keys[len(keys)-1], nil
	}
	if keysErr != nil && errors.Is(err, ErrNotFound) {
		err = keysErr
	}
	return nil, fmt.Errorf("%w: the key of %s can't be opened here: %w", ErrState, d.Case, err)
}

func (b *Book) keyInOutbox(d *record.Docket, recipient string) (*seal.Identity, error) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	text, err := b.outboxText(me, d.Case, outboxKey)
	if err != nil {
		return nil, err
	}
	key, err := seal.ParseIdentity(strings.TrimSpace(string(text)))
	if err == nil && key.Recipient() != recipient {
		err = fmt.Errorf("%w: the outbox holds another key of %s", ErrState, d.Case)
	}
	return key, err
}

// replayAccept replays the acceptance of an intake, for the same key worker and readers.
func (b *Book) replayAccept(ctx context.Context, o original, after *record.Docket) (*Done, error) {
	before, err := ledger.DocketAt(ctx, b.repo.Reader, o.parent(), after.Case)
	if err != nil {
		return nil, err
	}
	if d, err := b.Docket(ctx, after.Case); err == nil && d.Status == record.Open &&
		d.KeyWorker == after.KeyWorker {
		return nil, errNothingLeft
	}
	now := b.Team()
	extra := slices.DeleteFunc(after.Readers(), func(id string) bool {
		return before.Reads(id) || !now.MayRead(id)
	})
	return b.Accept(ctx, after.Case, after.KeyWorker, extra)
}

// replayClose replays the closure of a case. It computes again until when the case is kept, and
// checks again what closing needs.
func (b *Book) replayClose(ctx context.Context, id record.ID, closure *Prepared) (*Done, error) {
	whole, err := b.whole(ctx, closure)
	if err != nil {
		return nil, err
	}
	done, err := b.Close(ctx, id, whole)
	if found, ok := errors.AsType[*FindingsError](err); ok {
		err = fmt.Errorf("%w: %s", ErrState, found.Findings[0].Found)
	}
	return done, err
}

// replayReseal replays an erasure, or a repair, on everything that the case has now.
func (b *Book) replayReseal(ctx context.Context, o original, c verify.CaseTrailers) (*Done, error) {
	if len(c.Erased) == 0 {
		return b.repair(ctx, c.Case)
	}
	facts, err := b.Facts(c.Case)
	if err != nil {
		return nil, err
	}
	if facts != nil && !slices.ContainsFunc(c.Erased, func(id record.ID) bool {
		return facts.Entries[id].Erased == nil
	}) {
		return nil, errNothingLeft
	}
	before, err := ledger.DocketAt(ctx, b.repo.Reader, o.parent(), c.Case)
	if err != nil {
		return nil, err
	}
	return b.reseal(ctx, record.Ref{Case: c.Case, Entry: before.Pending})
}

// replayReaders grants or revokes again. It does not copy the original docket, as the effect
// depends on the present keys of the case.
func (b *Book) replayReaders(ctx context.Context, ours *Book, o original) (*Done, error) {
	if len(o.msg.Cases) != 1 || o.op() == team.OpRekey {
		return b.replayMany(ctx, o)
	}
	id := o.msg.Cases[0].Case
	before, err := ledger.DocketAt(ctx, b.repo.Reader, o.parent(), id)
	if err != nil {
		return nil, err
	}
	after, err := ledger.DocketAt(ctx, b.repo.Reader, o.ID, id)
	if err != nil {
		return nil, err
	}
	now, err := b.Docket(ctx, id)
	if err != nil {
		return nil, err
	}
	if o.op() == team.OpRevoke {
		gone := b.takenAway(before, after)
		if len(gone) != 1 || !now.Reads(gone[0]) {
			return nil, errNothingLeft
		}
		r, err := b.Revoke(ctx, id, gone[0])
		return r.Done, err
	}
	var want []string
	for i, e := range after.Keys {
		for m, blob := range e {
			if i >= len(before.Keys) || before.Keys[i][m] != blob {
				want = append(want, m)
			}
		}
	}
	g, err := b.Grant(ctx, id, want)
	if errors.Is(err, ErrState) && !slices.ContainsFunc(want, func(m string) bool {
		return !now.Reads(m)
	}) {
		return nil, errNothingLeft
	}
	return g.Done, err
}

// replayTeam makes the same changes to the present roster. A member whom both sides changed is a
// conflict.
func (b *Book) replayTeam(ctx context.Context, o original) (*Done, error) {
	base, err := b.teamAt(ctx, o.parent())
	if err != nil {
		return nil, err
	}
	mine, err := b.teamAt(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	return b.setTeam(ctx, func(t team.Team, at int64) (team.Team, error) {
		next, changed, err := t.Merge(base, mine, o.Committer.When, at)
		if err != nil {
			return next, fmt.Errorf("%w: %w", ErrState, err)
		}
		if !changed {
			return next, errNothingLeft
		}
		return next, nil
	})
}

// replayPolicy writes the same files again, if the other line has not changed them.
func (b *Book) replayPolicy(ctx context.Context, o original) (*Done, error) {
	files := map[string][]byte{}
	same, changed := true, ""
	for _, c := range o.changes {
		now, _, err := b.repo.Lookup(ctx, b.Tip(), c.Path)
		if err != nil {
			return nil, err
		}
		if same = same && now.ID == c.NewID; now.ID != c.OldID {
			changed = c.Path
		}
		files[c.Path] = nil
		if c.NewID != "" {
			if files[c.Path], err = b.repo.Blob(ctx, c.NewID, verify.MaxPlain); err != nil {
				return nil, err
			}
		}
	}
	if same {
		return nil, errNothingLeft
	}
	if changed != "" {
		return nil, fmt.Errorf("%w: somebody else has changed %s meanwhile", ErrState, changed)
	}
	return b.setPolicy(ctx, files)
}

// teamAt reads the roster of a commit.
func (b *Book) teamAt(ctx context.Context, commit string) (team.Team, error) {
	data, _, err := ledger.FileAt(ctx, b.repo.Reader, commit, verify.TeamPath)
	if err != nil {
		return team.Team{}, err
	}
	return team.Parse(data)
}

func trimLF(data []byte) string { return string(bytes.TrimSuffix(data, []byte("\n"))) }

// entryName returns the name of an entry's file in a case's folder.
func entryName(path string, id record.ID) (string, bool) {
	name, ok := strings.CutPrefix(path, record.CaseFolder(id)+"/")
	_, _, _, entry := record.ParseFileName(name)
	return name, ok && entry
}

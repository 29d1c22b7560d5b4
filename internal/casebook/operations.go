package casebook

import (
	"context"
	"fmt"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// onCase does an operation on one existing case.
func (b *Book) onCase(ctx context.Context, op string, id record.ID,
	build func(*parent, record.Docket) (*CaseChange, error),
) (*Done, error) {
	return b.onCaseBy(ctx, op, id, func(*record.Docket) string { return op }, build)
}

// onCaseBy does what onCase does, with a right that depends on the docket.
func (b *Book) onCaseBy(ctx context.Context, op string, id record.ID,
	right func(*record.Docket) string,
	build func(*parent, record.Docket) (*CaseChange, error)) (*Done, error) {
	return b.perform(ctx, func(p *parent) (*Change, error) {
		d, err := p.book.Docket(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := p.may(right(d), stanceOf(d, p.me.ID)); err != nil {
			return nil, err
		}
		c, err := build(p, *d)
		if err != nil {
			return nil, err
		}
		return &Change{Op: op, Cases: []CaseChange{*c}}, nil
	})
}

func stanceOf(d *record.Docket, member string) team.Stance {
	return team.Stance{Reader: d.Reads(member), KeyWorker: d.KeyWorker == member}
}

// may asks the roster before the judge does, for a plainer message.
func (p *parent) may(op string, s team.Stance) error {
	if err := p.book.Team().May(op, p.me.ID, s); err != nil {
		return fmt.Errorf("%w: %w", ErrDenied, err)
	}
	return nil
}

// mayRecord returns why this copy takes no new commits, or nil. Its history, the use of its folder
// and the rights to it must allow them.
func (b *Book) mayRecord() error {
	if err := b.MayWrite(); err != nil {
		return err
	}
	if IsBackup(b.repo) {
		return ErrBackup
	}
	return b.repo.MayWrite()
}

// MayNow returns why I may not do an operation on a case now, before anything is typed. id is ""
// for operations without a case.
func (b *Book) MayNow(ctx context.Context, op string, id record.ID) error {
	if err := b.mayRecord(); err != nil {
		return err
	}
	me, err := b.meSigning()
	if err != nil {
		return err
	}
	s := team.Stance{}
	if id != "" {
		d, err := b.Docket(ctx, id)
		if err != nil {
			return err
		}
		if d.Status == record.Destroyed {
			return fmt.Errorf("%w: %s is destroyed", ErrState, id)
		}
		s = stanceOf(d, me.ID)
	}
	if err := b.Team().May(op, me.ID, s); err != nil {
		return fmt.Errorf("%w: %w", ErrDenied, err)
	}
	return nil
}

// Add appends entries and attached files to a case. The death of the subject puts a hold on the
// case, in a commit of its own. The other entries go into commits before and after that one. Main
// gets all of these commits or none.
func (b *Book) Add(ctx context.Context, id record.ID, entries []*Prepared, files []Attached) (
	done *Done, err error,
) {
	if len(entries) == 1 || !slices.ContainsFunc(entries, Died) {
		return b.addInTurn(ctx, id, entries, files)
	}
	err = b.inTransaction(ctx, func(next *Book) (err error) {
		done, err = next.addInTurn(ctx, id, entries, files)
		return err
	})
	return done, err
}

// addPlain adds entries without a death of the subject.
func (b *Book) addPlain(ctx context.Context, id record.ID, entries []*Prepared, files []Attached) (
	*Done, error,
) {
	return b.onCase(ctx, team.OpAdd, id, func(_ *parent, d record.Docket) (*CaseChange, error) {
		return &CaseChange{Docket: verify.AfterAdd(d), Entries: entries, Attached: files}, nil
	})
}

// Addition has the entries and files for one case.
type Addition struct {
	Case    record.ID
	Entries []*Prepared
	Files   []Attached
}

// AddToCases appends to several cases in one commit: to all or none. It refuses a death of the
// subject (ErrDeathTogether), which puts a hold on one case in a commit of its own.
func (b *Book) AddToCases(ctx context.Context, list []Addition) (*Done, error) {
	for _, x := range list {
		if slices.ContainsFunc(x.Entries, Died) {
			return nil, ErrDeathTogether
		}
	}
	return b.perform(ctx, func(p *parent) (*Change, error) {
		change := &Change{Op: team.OpAdd}
		for _, x := range list {
			c, err := p.inOne(team.OpAdd, x.Case,
				func(_ *parent, d record.Docket) (*CaseChange, error) {
					return &CaseChange{Docket: verify.AfterAdd(d), Entries: x.Entries,
						Attached: x.Files}, nil
				})
			if err != nil {
				return nil, fmt.Errorf("%s: %w", x.Case, err)
			}
			change.Cases = append(change.Cases, *c)
		}
		return change, nil
	})
}

// Append does an operation that brings one entry: concern, reopen or hold.
func (b *Book) Append(ctx context.Context, op string, id record.ID, entry *Prepared) (
	*Done, error,
) {
	switch op {
	case team.OpHold:
		return b.Hold(ctx, id, entry)
	case team.OpReopen:
		return b.reopen(ctx, id, entry)
	}
	return b.onCase(ctx, op, id, func(_ *parent, d record.Docket) (*CaseChange, error) {
		return &CaseChange{Docket: verify.AfterAdd(d), Entries: []*Prepared{entry}}, nil
	})
}

// reopen opens a case again. It also asks for a look at the dates of other cases of the same child,
// as those now wait for the end of this one.
func (b *Book) reopen(ctx context.Context, id record.ID, entry *Prepared) (*Done, error) {
	return b.perform(ctx, func(p *parent) (*Change, error) {
		c, err := p.inOne(team.OpReopen, id, func(_ *parent, d record.Docket) (*CaseChange, error) {
			return &CaseChange{Docket: verify.AfterReopen(d), Entries: []*Prepared{entry}}, nil
		})
		if err != nil {
			return nil, err
		}
		change := &Change{Op: team.OpReopen, Cases: []CaseChange{*c}}
		return change, p.askLookOf(change, id)
	})
}

// Sent records that the records of a case went to another agency. Receipted records that the agency
// has them.
func (b *Book) Sent(ctx context.Context, id record.ID, transfer *Prepared) (*Done, error) {
	return b.transfer(ctx, id, transfer, verify.AfterSent)
}

func (b *Book) Receipted(ctx context.Context, id record.ID, receipt *Prepared) (*Done, error) {
	return b.transfer(ctx, id, receipt, verify.AfterReceipt)
}

func (b *Book) transfer(ctx context.Context, id record.ID, entry *Prepared,
	effect func(record.Docket) record.Docket,
) (*Done, error) {
	return b.onCase(ctx, team.OpTransfer, id,
		func(_ *parent, d record.Docket) (*CaseChange, error) {
			return &CaseChange{Docket: effect(d), Entries: []*Prepared{entry}}, nil
		})
}

// Close records the closure, and until when the case is kept. It computes that date from the case
// with the closure in it. The date is never before the last one of the docket, and is left out if a
// fact is missing. A case that can't be closed yet returns a FindingsError. If another process was
// faster, everything is checked again.
func (b *Book) Close(ctx context.Context, id record.ID, closure *Prepared) (*Done, error) {
	return b.perform(ctx, func(p *parent) (*Change, error) {
		closing, err := p.book.Closing(ctx, id, closure)
		if err != nil {
			return nil, err
		}
		facts, err := p.book.Facts(id)
		if err != nil {
			return nil, err
		}
		if found := closing.ClosureFindings(); found.Failed() {
			return nil, &FindingsError{Findings: found}
		}
		c, err := p.inOne(team.OpClose, id, func(_ *parent, d record.Docket) (*CaseChange, error) {
			if err := p.book.MayAsk(&d, record.KindClosure); err != nil {
				return nil, err
			}
			policy, ended := p.book.Policy(), closure.Entry.Date("service_ended")
			end := verify.Ending{Closure: closure.Entry.ID, ServiceEnded: ended,
				RetainUntil: verify.NeverSooner(closing.RetainFrom(ended).Until, facts),
				Policy:      policy.Version}
			next := verify.AfterClose(d, end, policy.Levels(record.KindClosure))
			return &CaseChange{Docket: next, Entries: []*Prepared{closure}}, nil
		})
		if err != nil {
			return nil, err
		}
		change := &Change{Op: team.OpClose, Cases: []CaseChange{*c}}
		return change, p.askLook(change, closing.SameChild(), always)
	})
}

// Endorse records endorsements, with their entries, in one case. An endorsement given by word of
// mouth is recorded only where [cases.MayReport] allows that, and is otherwise refused with
// ErrDenied.
func (b *Book) Endorse(ctx context.Context, id record.ID, entries []*Prepared) (*Done, error) {
	trailers := make([]verify.EndorseTrailer, len(entries))
	for i, e := range entries {
		trailers[i] = endorseTrailer(e)
	}
	return b.endorse(ctx, id, entries, trailers)
}

func (b *Book) endorse(ctx context.Context, id record.ID, entries []*Prepared,
	trailers []verify.EndorseTrailer,
) (*Done, error) {
	return b.perform(ctx, func(p *parent) (*Change, error) {
		d, err := p.book.Docket(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := p.mayReport(id, entries); err != nil {
			return nil, err
		}
		if err := p.early(d, trailers); err != nil {
			return nil, err
		}
		facts, err := p.book.Facts(id)
		if err != nil {
			return nil, err
		}
		c := CaseChange{Was: d.Status, Entries: entries, Endorses: trailers}
		var now []verify.EndorseFact
		for _, t := range trailers {
			if err := p.may(team.OpEndorseAt+t.Level, stanceOf(d, p.me.ID)); err != nil {
				return nil, err
			}
			now = append(now, verify.EndorseFact{Target: t.Target, SHA256: t.SHA256,
				Level: t.Level, Verdict: t.Verdict, Member: p.me.ID})
		}
		c.Docket = verify.AfterEndorsing(*d, p.book.Policy(), facts, now)
		change := &Change{Op: team.OpEndorse, Cases: []CaseChange{c}}
		if d.Status == record.Closing && c.Docket.Status == record.Open {
			err = p.askLookOf(change, id)
		}
		return change, err
	})
}

// mayReport applies [cases.MayReport] to each endorsement that was only reported.
func (p *parent) mayReport(id record.ID, entries []*Prepared) error {
	for _, e := range entries {
		if e.Entry.Map("reported") == nil {
			continue
		}
		ref := record.Ref{Case: id, Entry: record.ID(e.Entry.Str("target"))}
		target, err := p.book.OpenEntry(p.ctx, ref)
		if err != nil {
			return err
		}
		if err := cases.MayReport(p.book.Policy(), target.Kind); err != nil {
			return fmt.Errorf("%w: %s: %w", ErrDenied, ref, err)
		}
	}
	return nil
}

func endorseTrailer(e *Prepared) verify.EndorseTrailer {
	return verify.EndorseTrailer{Target: record.ID(e.Entry.Str("target")),
		SHA256: e.Entry.Str("target_sha256"),
		Level:  e.Entry.Str("level"), Verdict: e.Entry.Str("verdict")}
}

// setTeam writes a new roster in a commit of its own. If another process was faster, the change is
// built again on the new parent's roster.
func (b *Book) setTeam(
	ctx context.Context, change func(t team.Team, at int64) (team.Team, error),
) (*Done, error) {
	return b.perform(ctx, func(p *parent) (*Change, error) {
		if err := p.may(team.OpTeam, team.Stance{}); err != nil {
			return nil, err
		}
		at, err := p.book.committerTime(ctx)
		if err != nil {
			return nil, err
		}
		next, err := change(p.book.Team(), at)
		if err != nil {
			return nil, err
		}
		if err := next.Check(); err != nil {
			return nil, err
		}
		return &Change{Op: team.OpTeam, Root: map[string][]byte{
			verify.TeamPath: next.Encode(), verify.SignersPath: next.AllowedSigners(),
		}}, nil
	})
}

// committerTime returns the date of the next commit, in Unix seconds.
func (b *Book) committerTime(ctx context.Context) (int64, error) {
	tip, err := b.repo.Commit(ctx, b.Tip())
	if err != nil {
		return 0, err
	}
	when, err := b.times(ctx, tip.Committer.When)
	return when.committer.Unix(), err
}

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

// onCase does an operation on one case that exists.
func (b *Book) onCase(ctx context.Context, op string, id record.ID,
	build func(*parent, record.Docket) (*CaseChange, error),
) (*Done, error) {
	return b.onCaseBy(ctx, op, id, func(*record.Docket) string { return op }, build)
}

// onCaseBy is onCase for an operation that more people may do where the case stands in some way.
func (b *Book) onCaseBy(ctx context.Context, op string, id record.ID,
	right func(*record.Docket) string,
	build func(*parent, record.Docket) (*CaseChange, error)) (*Done, error) {
	return b.do(ctx, func(p *parent) (*Change, error) {
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

// may asks the roster first, for a plainer word than the judge's.
func (p *parent) may(op string, s team.Stance) error {
	if err := p.book.Team().May(op, p.me.ID, s); err != nil {
		return fmt.Errorf("%w: %w", ErrDenied, err)
	}
	return nil
}

// mayRecord reports whether this copy takes anything new: by what its history is, by what its
// folder is for, and by the rights to it.
func (b *Book) mayRecord() error {
	if err := b.MayWrite(); err != nil {
		return err
	}
	if IsBackup(b.repo) {
		return ErrBackup
	}
	return b.repo.MayWrite()
}

// MayNow reports before anything is typed whether I may do an operation on a
// case; id "" for operations on none.
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

// Add appends entries, and attached files with them. The death of the subject holds the case, and
// is recorded by itself, under hold. The other entries go into commits before and after it. Main
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

// addPlain is Add where no subject has died.
func (b *Book) addPlain(ctx context.Context, id record.ID, entries []*Prepared, files []Attached) (
	*Done, error,
) {
	return b.onCase(ctx, team.OpAdd, id, func(_ *parent, d record.Docket) (*CaseChange, error) {
		return &CaseChange{Docket: verify.AfterAdd(d), Entries: entries, Attached: files}, nil
	})
}

// Addition has the entries and files that are added to one case.
type Addition struct {
	Case    record.ID
	Entries []*Prepared
	Files   []Attached
}

// AddToCases appends to several cases in one commit: to all of them or to none. It takes no
// death of the subject (ErrDeathTogether): that holds one case, in a commit of its own.
func (b *Book) AddToCases(ctx context.Context, list []Addition) (*Done, error) {
	for _, x := range list {
		if slices.ContainsFunc(x.Entries, Died) {
			return nil, ErrDeathTogether
		}
	}
	return b.do(ctx, func(p *parent) (*Change, error) {
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

// reopen opens a case again. The dates of other cases of the same child are to be looked at,
// as they now wait for its end.
func (b *Book) reopen(ctx context.Context, id record.ID, entry *Prepared) (*Done, error) {
	return b.do(ctx, func(p *parent) (*Change, error) {
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

// Sent records that the records of a case went to another agency, and Receipted
// that it has them.
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

// Close records the closure, and until when the case is kept. The date follows from the case with
// the closure in it. It is not before the last date that the docket had, and there is none where a
// fact is missing. A case that can't be closed yet gives a FindingsError. Where others were faster,
// everything is checked again.
func (b *Book) Close(ctx context.Context, id record.ID, closure *Prepared) (*Done, error) {
	return b.do(ctx, func(p *parent) (*Change, error) {
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

// Endorse records endorsements in one case; each comes with its entry. One that was only
// reported is recorded where [cases.MayReport] lets it be; its refusal is ErrDenied.
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
	return b.do(ctx, func(p *parent) (*Change, error) {
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

// mayReport asks it of each endorsement whose text says that it was reported.
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

// setTeam writes a new roster in a commit of its own. The change is built
// again on the roster of the parent whenever somebody else was faster.
func (b *Book) setTeam(
	ctx context.Context, change func(t team.Team, at int64) (team.Team, error),
) (*Done, error) {
	return b.do(ctx, func(p *parent) (*Change, error) {
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

// committerTime is when the next commit is dated, in Unix seconds.
func (b *Book) committerTime(ctx context.Context) (int64, error) {
	tip, err := b.repo.Commit(ctx, b.Tip())
	if err != nil {
		return 0, err
	}
	when, err := b.times(ctx, tip.Committer.When)
	return when.committer.Unix(), err
}

package casebook

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
)

// Watcher is told of work in many cases while it goes on.
type Watcher interface {
	// Begin begins a part of the work, in some number of cases. tell is told how many
	// more are dealt with, and end that the part is over, whatever came of it.
	Begin(what string, n int) (tell Tell, end func())
	// Refused shows what was found in a text that the program made: its case is skipped.
	Refused(record.Findings)
}

// NextSteps says what must be done in a case and by when, a line each.
type NextSteps func(*cases.Case) ([]string, error)

// BulkHandover is the passing of many cases, each with an entry filled in from the case.
type BulkHandover struct {
	HandoverPlan
	Steps NextSteps
	Watch Watcher
}

// HandOverMany lets the new key worker into cases, many in a commit, and hands each over
// with an entry of its own. Of a case that does not allow it Skipped says why. What was
// interrupted goes on when it is begun again (StoppedError).
func (b *Book) HandOverMany(ctx context.Context, ids []record.ID, h BulkHandover) (*Many, error) {
	var m Many
	err := b.handOverMany(ctx, &m, ids, h)
	return &m, err
}

func (b *Book) handOverMany(ctx context.Context, m *Many, ids []record.ID, h BulkHandover) error {
	granted, err := b.watched(h.Watch, "letting in "+h.To, len(ids),
		func(tell Tell) (*Many, error) {
			return b.GrantMany(ctx, ids, h.To, tell)
		})
	m.Skipped = append(m.Skipped, granted.Skipped...)
	if err != nil {
		return err
	}
	rest := m.left(ids)
	tell, end := h.Watch.Begin("handing over", len(rest))
	defer end()
	do := func(id record.ID) (string, error) { return b.handOverOne(ctx, id, h) }
	return m.Each(ctx, rest, tell, do)
}

// watched runs a part of the work that takes many cases in one commit.
func (b *Book) watched(w Watcher, what string, n int, run func(Tell) (*Many, error)) (
	*Many, error,
) {
	tell, end := w.Begin(what, n)
	defer end()
	m, err := run(tell)
	if m == nil {
		m = &Many{}
	}
	return m, err
}

// handOverOne returns "" for a case where nothing is left to do.
func (b *Book) handOverOne(ctx context.Context, id record.ID, h BulkHandover) (string, error) {
	c, err := b.Case(ctx, id)
	if err != nil {
		return "", err
	}
	if h.Cover() && c.Allocation.Cover == h.To && c.Allocation.CoverTo.String() == h.Until {
		return "", nil
	}
	text, err := b.HandoverText(c, h.HandoverPlan, h.Steps)
	if err != nil {
		return "", err
	}
	p, err := b.prepareMade(ctx, EntryText{Case: id, Kind: record.KindHandover,
		File: "handover of " + id.String(), Text: text})
	if found, refused := errors.AsType[*FindingsError](err); refused {
		h.Watch.Refused(found.Findings)
		found.Means = "the entry filled in from the case is refused"
	}
	if err != nil {
		return "", err
	}
	done, err := b.handOver(ctx, id, p)
	if err != nil {
		return "", err
	}
	return done.Commit, nil
}

// HandoverText returns the entry of a handover, filled in from the case, with nothing for anybody
// to complete.
func (b *Book) HandoverText(c *cases.Case, h HandoverPlan, steps NextSteps) ([]byte, error) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	known, err := KnownOf(c, steps)
	return h.Text(b.Team(), me.Name, known), err
}

// KnownOf returns the lines that a handover takes from the case itself.
func KnownOf(c *cases.Case, steps NextSteps) (Known, error) {
	next, err := steps(c)
	return Known{OpenRisks: c.RisksToKnow(), NextSteps: next}, err
}

// LetInAndHandOver hands one case over, and lets the new key worker in first where they
// can't read it yet; let is nil where they could.
func (b *Book) LetInAndHandOver(ctx context.Context, id record.ID, to string, entry *Prepared) (
	done *Done, let *Granted, err error,
) {
	if let, err = b.letIn(ctx, id, to); err != nil {
		return nil, nil, err
	}
	if done, err = b.handOver(ctx, id, entry); err != nil && let != nil {
		err = fmt.Errorf("%s can read %s now, but it was not handed over: %w", to, id, err)
	}
	return done, let, err
}

// LeaveOrder names a member who leaves, and the member who takes over each of their cases.
type LeaveOrder struct {
	Member   string
	To       map[string][]record.ID // members, and the cases that they take over
	Steps    NextSteps
	Watch    Watcher
	Recorded func() // called once the team says it, and not where it did so before
}

// LeaveResult is the result of Leave. A case that was skipped when cases were handed over is
// skipped in Taken too.
type LeaveResult struct{ Handed, Taken Many }

// Leave has the team say that a member has left, hands their cases over, and takes them out
// of every case that they could read. Cases are handed over first, since a key worker can't
// be taken away. What was interrupted, or what I may not do myself, goes on when it is
// begun again, by me or by somebody who may.
func (b *Book) Leave(ctx context.Context, l LeaveOrder) (*LeaveResult, error) {
	if m, _ := b.Team().Member(l.Member); m.Active() {
		if _, err := b.ChangeTeam(ctx, team.Leaves(l.Member)); err != nil {
			return nil, err
		}
		l.Recorded()
	}
	var out LeaveResult
	for _, next := range slices.Sorted(maps.Keys(l.To)) {
		h := HandoverPlan{From: l.Member, To: next,
			Reason: b.Team().Name(l.Member) + " has left the team"}
		if err := b.handOverMany(ctx, &out.Handed, l.To[next],
			BulkHandover{h, l.Steps, l.Watch}); err != nil {
			return nil, err
		}
	}
	reads, err := b.CasesReadBy(ctx, l.Member)
	if err != nil {
		return nil, err
	}
	rest := out.Handed.left(reads)
	taken, err := b.watched(l.Watch, "taking away from "+l.Member, len(rest),
		func(tell Tell) (*Many, error) {
			return b.RevokeMany(ctx, rest, l.Member, tell)
		})
	out.Taken.Skipped = slices.Clone(out.Handed.Skipped)
	out.Taken.Take(taken)
	return &out, err
}

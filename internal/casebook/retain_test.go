package casebook

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// setDate gives a case a date, whatever the case holds.
func (b *Book) setDate(ctx context.Context, id record.ID, until record.Date) (*Done, error) {
	return b.onCase(ctx, team.OpRetain, id, func(p *parent, d record.Docket) (*CaseChange, error) {
		return &CaseChange{Docket: verify.AfterRetain(d, until, p.book.Policy().Version)}, nil
	})
}

// oneDated is the result of computing the date of one case.
type oneDated struct {
	RecomputedDate
	Commit string
}

// anew computes the date of one case again.
func (b *Book) anew(ctx context.Context, id record.ID, trial bool) (*oneDated, error) {
	r, err := b.RecomputeRetention(ctx, []record.ID{id}, trial, func(int) {})
	if err != nil {
		return nil, err
	}
	if len(r.Skipped) > 0 {
		return nil, r.Skipped[0].Why
	}
	return &oneDated{r.Dated[0], strings.Join(r.Commits, " ")}, nil
}

// Any manager who reads a closed case can put its date off. Only a senior or records can bring it
// forward.
func TestRetain(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	if _, err := o.as("mina").setDate(o.ctx, id, record.Date{}); !errors.Is(err, ErrState) {
		t.Errorf("of an open case: %v", err)
	}
	until := o.close("asha", id).Dockets[0].RetainUntil
	later := until.AddYears(5)
	for _, step := range []struct {
		who     string
		until   record.Date
		refused error
	}{
		{"asha", later, ErrDenied},              // her role sets no dates
		{"mina", later, nil},                    // put off
		{"mina", until, ErrDenied},              // a manager brings none forward
		{"judith", until, nil},                  // a senior does
		{"judith", later.AddDays(-1), ErrState}, // no 31 December
		{"judith", day("1990-12-31"), ErrState}, // before service ended
	} {
		done, err := o.as(step.who).setDate(o.ctx, id, step.until)
		if !errors.Is(err, step.refused) ||
			step.refused == nil && done.Dockets[0].RetainUntil != step.until {
			t.Errorf("%s sets %s: %v", step.who, step.until, err)
		}
	}
	// In a replay the content of the case decides the date.
	if _, err := o.as("judith").replayRetain(o.ctx, []record.ID{id}); !errors.Is(err,
		errNothingLeft) {
		t.Errorf("again, with nothing new: %v", err)
	}
	if r, err := o.as("asha").anew(o.ctx, id, false); err != nil || !r.Same || r.Commit != "" {
		t.Errorf("anew, with nothing new: %+v, %v", r, err)
	}
	o.note(o.as("asha"), id, "Something new")
	if _, err := o.as("asha").anew(o.ctx, id, true); !errors.Is(err, ErrDenied) {
		t.Errorf("on trial, by one whose role sets no dates: %v", err)
	}
	if r, err := o.as("mina").anew(o.ctx, id, true); err != nil || r.Same || r.Commit != "" ||
		r.Now.Until != until {
		t.Errorf("on trial: %+v, %v", r, err)
	}
	d, err := o.as("asha").Docket(o.ctx, id)
	o.must(err)
	if !d.Blocked(record.BlockRecheck) {
		t.Error("something new in a closed case does not ask for a look at the date")
	}
	done, err := o.as("judith").replayRetain(o.ctx, []record.ID{id})
	o.must(err)
	if d := done.Dockets[0]; d.RetainUntil != until || d.Blocked(record.BlockRecheck) {
		t.Errorf("again: %+v", d)
	}
	o.note(o.as("asha"), id, "Something newer")
	r, err := o.as("mina").anew(o.ctx, id, false)
	o.must(err)
	if r.Commit == "" || o.docket(id).Blocked(record.BlockRecheck) ||
		!r.Was.Blocked(record.BlockRecheck) {
		t.Errorf("anew: %+v", r)
	}
}

// A date that was set apart is computed again from what the case then holds.
func TestRetainAgainWhereCopiesMeet(t *testing.T) {
	o := newOffice(t).remoted()
	id := o.newCase()
	until := o.close("asha", id).Dockets[0].RetainUntil
	there := o.copied()
	_, err := o.as("judith").setDate(o.ctx, id, until.AddYears(5))
	o.must(err)
	there.note(there.as("mina"), id, "Something new")
	j := o.meets("judith", there)
	if d := o.docket(id); len(j.Conflicts) > 0 || d.RetainUntil != until ||
		d.Blocked(record.BlockRecheck) {
		t.Errorf("joined %+v, the case is kept until %s, with %v", j, d.RetainUntil, d.Blocks)
	}
}

// Without an earlier key nobody knows what the case holds. A replay then records no date, and the
// present one stays.
func TestRetainAgainWithoutAnEntry(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	o.join("tom", "Tom Vale", team.Senior)
	id := o.newCase()
	o.grant("asha", id, "nia")
	o.revoke("asha", id, "nia")
	o.note(o.as("asha"), id, "In epoch 2")
	until := o.close("asha", id).Dockets[0].RetainUntil
	o.newestOnly(id, "tom")
	o.note(o.as("asha"), id, "Something new")
	tip := o.as("tom").Tip()
	_, err := o.as("tom").replayRetain(o.ctx, []record.ID{id})
	unread, ok := errors.AsType[*UnreadError](err)
	if !ok || unread.Case != id {
		t.Errorf("again, without an earlier key: %v", err)
	}
	if d := o.docket(id); d.RetainUntil != until || until.IsZero() || o.as("tom").Tip() != tip {
		t.Errorf("the case was kept until %s, and is until %s", until, d.RetainUntil)
	}
}

// Interrupted work has done whole commits of a hundred cases each, and goes on where it stopped.
func TestRetainGoesOn(t *testing.T) {
	o := newOffice(t)
	var ids []record.ID
	for range casesPerCommit + 1 {
		id := o.newCase()
		o.close("asha", id)
		ids = append(ids, id)
	}
	o.floorOf("10")
	ctx, cancel := context.WithCancel(o.ctx)
	r, err := o.as("judith").RecomputeRetention(ctx, ids, false, func(int) { cancel() })
	if !errors.Is(err, context.Canceled) || len(r.Commits) != 1 || len(r.Dated) != casesPerCommit {
		t.Fatalf("interrupted: %v, %d commits, %d dates", err, len(r.Commits), len(r.Dated))
	}
	r, err = o.as("judith").RecomputeRetention(o.ctx, ids, false, func(int) {})
	o.must(err)
	if changed := slices.DeleteFunc(r.Dated, func(d RecomputedDate) bool {
		return d.Same
	}); len(r.Commits) != 1 ||
		len(changed) != 1 || changed[0].Now.Until != day("2036-12-31") {
		t.Errorf("gone on: %d commits, %+v", len(r.Commits), changed)
	}
}

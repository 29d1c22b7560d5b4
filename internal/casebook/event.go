package casebook

import (
	"context"
	"errors"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Event is the part of an operation that anybody can see: on one case or, with Case empty, on the
// roster or the policy.
type Event struct {
	Op, Adopts     string // Adopts is set only where Op is adopt
	Case           record.ID
	Commit         string
	Time, Recorded time.Time // of the committer, and of the author
	By             string    // the member who signed
	Docket         *record.Docket
	Was            string      // the key worker before; "" where there was none
	Entries        []record.ID // that the operation brought
}

// PushEvents lists the operations that a push has brought, in the order of history. An operation on
// several cases is listed once for each. The first push to an empty server gives no events.
func (b *Book) PushEvents(ctx context.Context, updates []ledger.Update) ([]Event, error) {
	var out []Event
	for _, u := range updates {
		if u.Ref != ledger.MainRef || u.Old == "" || u.New == "" {
			continue
		}
		line, err := b.repo.Since(ctx, u.Old, u.New)
		if err != nil {
			return nil, err
		}
		for _, id := range line {
			events, err := b.eventsOf(ctx, id)
			if err != nil {
				return nil, err
			}
			out = append(out, events...)
		}
	}
	return out, nil
}

func (b *Book) eventsOf(ctx context.Context, id string) ([]Event, error) {
	c, err := b.repo.Commit(ctx, id)
	if err != nil {
		return nil, err
	}
	m, err := verify.ParseMessage(c.Message)
	if err != nil {
		return nil, err
	}
	key, err := c.Signer("git")
	if err != nil {
		return nil, err
	}
	who, _, _ := b.Team().BySigningKey(key) // keys are never removed
	e := Event{Op: m.Op, Adopts: m.Adopts, Commit: id, Time: c.Committer.When,
		Recorded: c.Author.When, By: who.ID}
	if len(m.Cases) == 0 {
		return []Event{e}, nil
	}
	var out []Event
	for _, t := range m.Cases {
		on := e
		on.Case = t.Case
		if on.Docket, err = ledger.DocketAt(ctx, b.repo.Reader, id, t.Case); err != nil {
			return nil, err
		}
		if on.Was, err = b.keyWorkerAt(ctx, c.Parents, t.Case); err != nil {
			return nil, err
		}
		if m.Op != team.OpReseal { // a reseal brings none, and its trailers name what stays
			for _, entry := range t.Entries {
				on.Entries = append(on.Entries, entry.ID)
			}
		}
		out = append(out, on)
	}
	return out, nil
}

// keyWorkerAt returns the key worker of a case in a commit's parent; "" where the parent has no
// such case.
func (b *Book) keyWorkerAt(ctx context.Context, parents []string, id record.ID) (string, error) {
	if len(parents) == 0 {
		return "", nil
	}
	d, err := ledger.DocketAt(ctx, b.repo.Reader, parents[0], id)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return d.KeyWorker, nil
}

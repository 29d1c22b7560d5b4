package casebook

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/verify"
)

// HeldError is an ErrState that lists everything that keeps a case from its disposal.
type HeldError struct {
	Docket     *record.Docket
	Hindrances []cases.Hindrance // one at least
}

func (e *HeldError) Error() string {
	if e.Hindrances[0].Sort == cases.NotEnded {
		return fmt.Sprintf("%s %s", e.Docket.Case, e.Hindrances[0].Why)
	}
	why := make([]string, len(e.Hindrances))
	for i, h := range e.Hindrances {
		why[i] = h.Why
	}
	return fmt.Sprintf("%s can't be disposed of: %s", e.Docket.Case, strings.Join(why, "; "))
}

// Unwrap lets errors.Is find ErrState, and ErrRetained where the case has ended.
func (e *HeldError) Unwrap() []error {
	if e.Hindrances[0].Sort == cases.NotEnded {
		return []error{ErrState}
	}
	return []error{ErrRetained, ErrState}
}

// ErrRetained says that a case that has ended must be kept, and refuses what would let it go.
var ErrRetained = errors.New("the case is kept")

// Disposable refuses a disposal with a HeldError that lists everything that keeps the case: by its
// docket, and by its record today. It folds the case again at the book's tip, so only a reader of
// the case can dispose of it. request names the entries that nobody read. A pending request takes
// its place. Where there is neither, request is nil, and unread entries are not compared.
func (b *Book) Disposable(ctx context.Context, d *record.Docket, request *record.Entry) error {
	_, err := b.disposable(ctx, d, request)
	return err
}

// disposable does what Disposable does, and returns the folded case.
func (b *Book) disposable(ctx context.Context, d *record.Docket, request *record.Entry) (
	*cases.Case, error,
) {
	held := cases.Hindrances(d, b.dayOfEnding(), b.Policy())
	if len(held) > 0 && held[0].Sort == cases.NotEnded {
		return nil, &HeldError{d, held}
	}
	c, err := b.Case(ctx, d.Case)
	if err != nil && len(held) > 0 { // what the docket says is reason enough
		return nil, &HeldError{d, held}
	}
	if err != nil {
		return nil, err
	}
	unread := c.LeftOut()
	if waiting := c.Item(d.Pending); d.Status == record.Disposing && waiting != nil {
		request = waiting.Entry
	}
	if request != nil || d.Status == record.Disposing {
		unread = cases.UnreadBy(request)
	}
	held = c.AllHindrances(held, unread)
	unsigned, err := b.lacksSenior(c)
	if err != nil {
		return nil, err
	}
	if held = append(held, unsigned...); len(held) > 0 {
		return nil, &HeldError{d, held}
	}
	return c, nil
}

// lacksSenior returns a hindrance where a disposal waits whose case has entries that are left out.
// A senior manager must have recorded or endorsed the request, which names these entries.
func (b *Book) lacksSenior(c *cases.Case) ([]cases.Hindrance, error) {
	d := c.Docket
	if d.Status != record.Disposing || len(c.LeftOut()) == 0 {
		return nil, nil
	}
	request, err := b.EntryFact(record.Ref{Case: d.Case, Entry: d.Pending})
	if err != nil {
		return nil, err
	}
	given, err := b.Endorsed(d.Case, d.Pending)
	if err != nil {
		return nil, err
	}
	if request.BySenior() || slices.ContainsFunc(given, func(e verify.EndorseFact) bool {
		return e.Level == record.LevelSenior && e.Verdict == record.VerdictEndorsed &&
			request.Request.Counts(e.Level, e.Member)
	}) {
		return nil, nil
	}
	return []cases.Hindrance{{Sort: cases.NoSenior, About: d.Pending, Why: "no senior manager " +
		"has recorded or endorsed the request, which names entries that are left out"}}, nil
}

// early refuses to endorse the end of a case whose docket lets it go too early, or a disposal after
// which an entry came in. The new date would end the request, and the endorsement with it.
func (p *parent) early(d *record.Docket, trailers []verify.EndorseTrailer) error {
	ends := d.Status == record.Closing || d.Status == record.Disposing
	if !ends || !slices.ContainsFunc(trailers, func(t verify.EndorseTrailer) bool {
		return t.Target == d.Pending && t.Verdict == record.VerdictEndorsed
	}) {
		return nil
	}
	if d.Status == record.Disposing && d.Blocked(record.BlockRecheck) {
		return &EarlyError{d.Case, "endorsed", cases.Added}
	}
	c, err := p.book.Case(p.ctx, d.Case)
	if err != nil {
		return err
	}
	if why := c.RetainEarly(); why != "" {
		return &EarlyError{d.Case, "endorsed", why}
	}
	return nil
}

// EarlyError is an ErrState for an act that would let a case go too early: endorsing its end, or
// releasing its last hold.
type EarlyError struct {
	Case record.ID
	Act  string // endorsed or released
	Why  string
}

func (e *EarlyError) Error() string {
	return fmt.Sprintf("%s is not %s: %s", e.Case, e.Act, e.Why)
}

// Unwrap lets errors.Is find ErrRetained and ErrState.
func (e *EarlyError) Unwrap() []error { return []error{ErrRetained, ErrState} }

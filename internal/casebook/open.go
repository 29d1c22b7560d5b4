package casebook

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// OpenOrder has everything that opening a case needs.
type OpenOrder struct {
	Case      record.ID
	KeyWorker string      // "" for an intake
	Readers   []string    // besides the default ones; with Only, exactly these
	Only      bool        // restricted: no default readers
	Entries   []*Prepared // profile and referral; the concern of an intake
}

// BeginWith makes the entry with this ID the one that opens the case, and returns the others. If
// none has it, no entry opens the case.
func (o *OpenOrder) BeginWith(entries []*Prepared, id record.ID) (others []*Prepared) {
	i := slices.IndexFunc(entries, func(p *Prepared) bool { return p.Entry.ID == id })
	if i < 0 {
		o.Entries = nil
		return entries
	}
	o.Entries = entries[i : i+1]
	return slices.Concat(entries[:i], entries[i+1:])
}

// FewReadersError is ErrState for a restricted case that too few people could read. It counts only
// members who work with cases.
type FewReadersError struct{ Able, Least int }

func (e *FewReadersError) Error() string {
	return fmt.Sprintf("%v: %d people could read the case, %d must be able to", ErrState, e.Able,
		e.Least)
}

// Unwrap returns ErrState.
func (e *FewReadersError) Unwrap() error { return ErrState }

// EnoughReaders returns a FewReadersError if too few people could read a restricted case. The
// policy says how many are needed, so that nobody is the only reader.
func (o OpenOrder) EnoughReaders(t team.Team, p *policy.Policy) error {
	able := len(t.Working(append([]string{o.KeyWorker}, o.Readers...)))
	if !o.Only || able >= p.LeastReaders() {
		return nil
	}
	return &FewReadersError{able, p.LeastReaders()}
}

// NewCaseID draws an ID that no case has.
func (b *Book) NewCaseID(ctx context.Context) (record.ID, error) {
	for {
		id := record.NewID()
		if _, err := b.Docket(ctx, id); errors.Is(err, ErrNotFound) {
			return id, nil
		} else if err != nil {
			return "", err
		}
	}
}

// OpenCase creates a case with its first key, wrapped for its readers.
func (b *Book) OpenCase(ctx context.Context, o OpenOrder) (*Done, error) {
	return b.create(ctx, team.OpOpen, o)
}

// Intake creates a case from a concern that belongs to no case yet. Leads read it, or seniors if
// there are no leads, and everyone who covers for one of them.
func (b *Book) Intake(ctx context.Context, o OpenOrder) (*Done, error) {
	o.KeyWorker = ""
	return b.create(ctx, team.OpIntake, o)
}

func (b *Book) create(ctx context.Context, op string, o OpenOrder) (*Done, error) {
	key, err := seal.NewIdentity()
	if err != nil {
		return nil, err
	}
	return b.perform(ctx, func(p *parent) (*Change, error) {
		if err := p.may(op, team.Stance{}); err != nil {
			return nil, err
		}
		epoch, err := p.wrap(key, p.readers(o))
		if err != nil {
			return nil, err
		}
		today := p.book.Policy().Today(p.book.AuthorTime())
		return &Change{Op: op, Cases: []CaseChange{{
			Docket:   verify.AfterOpen(o.Case, today, o.KeyWorker, epoch),
			NewEpoch: key.Recipient(), Entries: o.Entries, caseKey: key,
		}}}, nil
	})
}

// intakeReaders returns the members who get the key of an intake that begins today. At least one
// reader is neither the author of the concern nor named in it.
func (b *Book) intakeReaders(entries []*Prepared) []string {
	var involved []string
	for _, p := range entries {
		involved = append(involved, p.Entry.By)
		involved = append(involved, cases.NamedIn(p.Entry, b.Team().Names())...)
	}
	return b.Team().NewIntakeReaders(b.Today().String(), involved...)
}

// readers returns the members who get the key of a new case. Recovery always does.
func (p *parent) readers(o OpenOrder) []string {
	list := slices.Clone(o.Readers)
	t := p.book.Team()
	switch {
	case o.Only:
	case o.KeyWorker == "":
		list = append(list, p.book.intakeReaders(o.Entries)...)
	default:
		list = append(list, p.book.defaultReaders(o.KeyWorker)...)
	}
	list = append(list, t.RecoveryIDs()...)
	if o.KeyWorker != "" {
		list = append(list, o.KeyWorker)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// wrap wraps a case key for each member.
func (p *parent) wrap(key *seal.Identity, members []string) (record.Epoch, error) {
	out := record.Epoch{}
	t := p.book.Team()
	for _, id := range members {
		m, ok := t.Member(id)
		if !ok {
			return nil, fmt.Errorf("%w: there is no member %s", ErrNotFound, id)
		}
		wrapped, err := seal.Wrap(key, m.Recipient)
		if err != nil {
			return nil, fmt.Errorf("wrapping the case key for %s: %w", id, err)
		}
		out[id] = p.batch.Blob(wrapped)
	}
	return out, nil
}

// Accept makes an intake a case: it names a key worker and lets them in.
func (b *Book) Accept(ctx context.Context, id record.ID, keyWorker string, readers []string) (
	*Done, error,
) {
	return b.onCase(ctx, team.OpAccept, id, func(p *parent, d record.Docket) (*CaseChange, error) {
		// Keys are unwrapped again for each parent, as a faster process may have begun an epoch.
		keys, err := b.heldKeys(ctx, &d)
		if err != nil {
			return nil, err
		}
		want := append(p.book.defaultReaders(keyWorker), append(readers, keyWorker)...)
		slices.Sort(want)
		want = slices.DeleteFunc(slices.Compact(want), d.Reads)
		epoch, err := p.wrap(keys[len(keys)-1], want)
		if err != nil {
			return nil, err
		}
		return &CaseChange{Docket: verify.AfterAccept(d, keyWorker, epoch)}, nil
	})
}

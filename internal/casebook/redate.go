package casebook

import (
	"context"
	"fmt"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Redated says that an entry was recorded again with another date, as a wrong clock had dated it
// ahead.
type Redated struct {
	Ref        record.Ref
	First, Now time.Time // the recording times in its old and its new text
}

// datedAhead reports whether a commit of mine is dated more than ten minutes after the present
// clock. Only unpushed commits of the author's own are ever redated.
func (b *Book) datedAhead(me team.Member, c store.Commit) bool {
	mine := c.Author.Email == me.Email && c.Committer.Email == me.Email
	return mine && c.Author.When.Sub(b.clock.latest()) > verify.ClockSkew
}

// UnpushedAhead reports whether an unpushed commit of mine is dated ahead. It is then redated
// before anything is sent.
func (b *Book) UnpushedAhead(ctx context.Context) (bool, error) {
	last, err := b.repo.Ref(ctx, ledger.LastRef)
	if err != nil || last == "" {
		return false, err
	}
	line, err := b.repo.Since(ctx, last, b.Tip())
	if err != nil || len(line) == 0 {
		return false, nil // sending reports what is wrong
	}
	list, err := b.originals(ctx, line)
	if err != nil {
		return false, err
	}
	return b.mustRedo(list)
}

// mustRedo reports whether commits of this copy must be replayed although nothing new came in: a
// server refused one of their dates, or one of my dates is in the future.
func (b *Book) mustRedo(list []original) (bool, error) {
	if len(list) == 0 || b.refusedAhead {
		return b.refusedAhead && len(list) > 0, nil
	}
	me, err := b.Me()
	if err != nil {
		return false, nil // without a signer nothing can be replayed
	}
	for _, o := range list {
		if b.datedAhead(me, o.Commit) {
			return true, nil
		}
	}
	return false, nil
}

// RefusedAhead makes a replay redate a commit that a server calls dated ahead.
func (b *Book) RefusedAhead() { b.refusedAhead = true }

// redated returns a text of mine with a new recording time, and the same words and ID. Until main
// has moved, the outbox keeps the old text beside it.
func (b *Book) redated(
	ctx context.Context, o original, c verify.CaseTrailers, e verify.EntryTrailer,
) (*Prepared, error) {
	text, err := b.textOf(ctx, o, c, e)
	if err != nil {
		return nil, fmt.Errorf("a clock that was ahead dated %s, which must be recorded again: %w",
			e.ID, err)
	}
	anew, err := record.Redate(text, o.anew, record.NewNonce())
	if err != nil {
		return nil, fmt.Errorf("recording %s anew: %w", e.ID, err)
	}
	p, err := b.pad(ctx, anew)
	if err != nil {
		return nil, fmt.Errorf("recording %s anew: %w", e.ID, err)
	}
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	return p, b.keepSealed(me, c.Case, redatedName(p.Entry.ID, p.SHA256), p.Text)
}

// outboxNames returns the possible outbox names of a text, the surest first.
func outboxNames(e verify.EntryTrailer) []string {
	return []string{redatedName(e.ID, e.SHA256), string(e.ID)}
}

// redatedName returns the outbox name of a redated text.
func redatedName(id record.ID, sha string) string { return string(id) + "-" + sha[:16] }

// redated lists the redated entries of an operation.
func redated(change *Change) []Redated {
	var out []Redated
	for _, c := range change.Cases {
		for _, p := range c.Entries {
			if e := p.Entry; p.SealedBefore == nil && !e.RecordedFirst.IsZero() {
				out = append(out, Redated{Ref: e.Ref(), First: e.RecordedFirst, Now: e.Recorded})
			}
		}
	}
	return out
}

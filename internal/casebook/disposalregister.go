package casebook

import (
	"context"
	"errors"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// RegisteredDisposal is one line of the disposal register: a case that was destroyed, or entries
// that were erased. Signed commits say all of it.
type RegisteredDisposal struct {
	Case        record.ID
	Erased      []record.ID // entries; none where the whole case was destroyed
	At          time.Time
	By          string // member
	Commit      string
	KeptUntil   record.Date // zero where the case was not closed
	Request     record.ID   // the disposal or erasure entry
	RequestedBy string
	Adopted     string // who signed the request for them, who had left; "" for nobody
	RequestedIn string // its commit
	Endorsed    []verify.EndorseFact
	Rule        string // of the policy, under which a case was kept; "" where none gave a date
	Source      string // of that rule
	Sealed      bool   // the rule is sealed to others, or can't be opened now
}

// commitBatch is the number of commits that are read together.
const commitBatch = 256

// DisposalRegister lists all disposals and erasures in the order of history. It needs no key, and
// gives nothing that dockets and commits do not show to everybody. The rule under which a case was
// kept is the exception: only those see it who may know it (Team.DisposalRegisterReaders).
func (b *Book) DisposalRegister(ctx context.Context) ([]RegisteredDisposal, error) {
	line, err := b.repo.Since(ctx, "", b.Tip())
	if err != nil {
		return nil, err
	}
	var out []RegisteredDisposal
	for len(line) > 0 {
		n := min(commitBatch, len(line))
		commits, faults, err := b.repo.Commits(ctx, line[:n])
		if err = errors.Join(err, errors.Join(faults...)); err != nil {
			return nil, err
		}
		for _, c := range commits {
			ended, err := b.endedBy(ctx, c)
			if err != nil {
				return nil, err
			}
			out = append(out, ended...)
		}
		line = line[n:]
	}
	return out, b.tellRules(ctx, out)
}

// endedBy returns the lines of one commit: most have none.
func (b *Book) endedBy(ctx context.Context, c store.Commit) ([]RegisteredDisposal, error) {
	m, err := verify.ParseMessage(c.Message)
	if err != nil || !ends(m) {
		return nil, err
	}
	key, err := c.Signer("git")
	if err != nil {
		return nil, err
	}
	who, _, _ := b.Team().BySigningKey(key) // keys are never removed
	var out []RegisteredDisposal
	for _, t := range m.Cases {
		before, err := ledger.DocketAt(ctx, b.repo.Reader, c.Parents[0], t.Case)
		if err != nil {
			return nil, err
		}
		e := RegisteredDisposal{Case: t.Case, Erased: t.Erased, At: c.Committer.When, By: who.ID,
			Commit:    c.ID,
			KeptUntil: before.RetainUntil, Request: before.Pending}
		facts, err := b.Facts(t.Case)
		if err != nil {
			return nil, err
		}
		if facts != nil {
			request := facts.Entries[e.Request]
			e.RequestedBy, e.RequestedIn = request.Author, request.Commit
			e.Adopted = request.Adopter()
		}
		if e.Endorsed, err = b.Endorsed(t.Case, e.Request); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

package casebook

import (
	"casefile/internal/ledger"
	"context"
	"errors"

	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/verify"
)

// rules are the kinds and the check context of one commit.
type rules struct {
	kinds *record.Kinds
	about record.Context
}

// rulesOf returns the rules for checking an entry: those in force at the parent of the commit that
// added it. An agency's stricter rules are no fault of earlier entries.
func (b *Book) rulesOf(ctx context.Context, commit string) (*record.Kinds, record.Context, error) {
	c, err := b.repo.Commit(ctx, commit)
	if err != nil || len(c.Parents) == 0 {
		kinds, kindsErr := b.Kinds(ctx)
		return kinds, b.CheckContext(""), errors.Join(err, kindsErr)
	}
	parent := c.Parents[0]
	var key string
	for _, path := range []string{"schema", verify.PolicyPath} {
		e, _, err := b.repo.Lookup(ctx, parent, path)
		if err != nil {
			return nil, record.Context{}, err
		}
		key += e.ID + " "
	}
	if known, ok := b.rules[key]; ok {
		return known.kinds, known.about, nil
	}
	r, err := b.rulesAt(ctx, parent)
	if err != nil {
		return nil, record.Context{}, err
	}
	if b.rules == nil {
		b.rules = map[string]rules{}
	}
	b.rules[key] = r
	return r.kinds, r.about, nil
}

// TextFindings checks each text in force of a case by the rules of its time.
func (b *Book) TextFindings(ctx context.Context, c *cases.Case) (record.Findings, error) {
	return c.TextFindings(func(commit string) (*record.Kinds, record.Context, error) {
		return b.rulesOf(ctx, commit)
	})
}

// rulesAt reads the rules of one commit.
func (b *Book) rulesAt(ctx context.Context, commit string) (rules, error) {
	text, _, err := ledger.FileAt(ctx, b.repo.Reader, commit, verify.PolicyPath)
	if err != nil {
		return rules{}, err
	}
	p, _ := policy.Parse(text, verify.PolicyPath)
	if p == nil { // it was valid when it was written, perhaps for an older program
		p = b.Policy()
	}
	kinds, err := b.KindsAt(ctx, commit)
	if err != nil {
		return rules{}, err
	}
	return rules{kinds, b.contextUnder(p)}, nil
}

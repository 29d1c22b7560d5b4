package casebook

import (
	"context"
	"time"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// CommitSummary describes one commit to people who compare two diverged lines of the records.
type CommitSummary struct {
	Commit string
	Who    string // the address of its author, as the commit says
	When   time.Time
	Op     string // "" where the commit is none of casefile's
	Cases  []record.ID
}

// Divergence has the newest commits of two diverged lines of the same records, and how many commits
// each line has since they parted.
type Divergence struct {
	Here, There       []CommitSummary
	AllHere, AllThere int
}

// maxSummaries is the largest number of commits shown of one line, the newest of them.
const maxSummaries = 20

// summaries reads the newest commits of a line, oldest first.
func (b *Book) summaries(ctx context.Context, line []string) ([]CommitSummary, error) {
	if len(line) > maxSummaries {
		line = line[len(line)-maxSummaries:]
	}
	var out []CommitSummary
	for _, id := range line {
		c, err := b.repo.Commit(ctx, id)
		if err != nil {
			return nil, err
		}
		d := CommitSummary{Commit: id, Who: c.Author.Email, When: c.Author.When}
		if m, ok := b.Team().ByEmail(c.Author.Email); ok {
			d.Who = m.ID
		}
		if m, err := verify.ParseMessage(c.Message); err == nil {
			d.Op = m.Op
			for _, t := range m.Cases {
				d.Cases = append(d.Cases, t.Case)
			}
		}
		out = append(out, d)
	}
	return out, nil
}

// DivergedFrom returns the commits that only this copy has, and those that only the line of theirs
// has. base is their common ancestor, "" where there is none. The objects of both lines must be in
// this copy.
func (b *Book) DivergedFrom(ctx context.Context, theirs string) (
	base string, h Divergence, err error,
) {
	if base, err = b.repo.MergeBase(ctx, b.Tip(), theirs); err != nil || base == "" {
		return base, h, err
	}
	here, err := b.repo.Since(ctx, base, b.Tip())
	if err != nil {
		return base, h, err
	}
	there, err := b.repo.Since(ctx, base, theirs)
	if err != nil {
		return base, h, err
	}
	h.AllHere, h.AllThere = len(here), len(there)
	if h.Here, err = b.summaries(ctx, here); err == nil {
		h.There, err = b.summaries(ctx, there)
	}
	return base, h, err
}

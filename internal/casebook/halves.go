package casebook

import (
	"context"
	"time"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// Deed is one commit as it is told to people who compare two halves of the records.
type Deed struct {
	Commit string
	Who    string // the address of its author, as the commit says
	When   time.Time
	Op     string // "" where the commit is none of casefile's
	Cases  []record.ID
}

// Halves are two lines of the same records that went on apart: the newest commits of each, and
// how many there are.
type Halves struct {
	Here, There       []Deed
	AllHere, AllThere int
}

// mostDeeds is how many commits of a half are told, the newest of them.
const mostDeeds = 20

// deedsOf reads what commits of a line say of themselves, oldest first.
func (b *Book) deedsOf(ctx context.Context, line []string) ([]Deed, error) {
	if len(line) > mostDeeds {
		line = line[len(line)-mostDeeds:]
	}
	var out []Deed
	for _, id := range line {
		c, err := b.repo.Commit(ctx, id)
		if err != nil {
			return nil, err
		}
		d := Deed{Commit: id, Who: c.Author.Email, When: c.Author.When}
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

// HalvesOf returns what this copy has and another line lacks, and the other way round. base is the
// commit that both have, "" where there is none. Both are at hand.
func (b *Book) HalvesOf(ctx context.Context, theirs string) (base string, h Halves, err error) {
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
	if h.Here, err = b.deedsOf(ctx, here); err == nil {
		h.There, err = b.deedsOf(ctx, there)
	}
	return base, h, err
}

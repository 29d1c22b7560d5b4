package remote

import (
	"context"
	"time"

	"casefile/internal/casebook"
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

// Halves are two lines of the same records that went on apart.
type Halves struct{ Here, There []Deed }

// mostDeeds is how many commits of a half are told, the newest of them.
const mostDeeds = 20

// deedsOf reads what commits of a line say of themselves, oldest first.
func deedsOf(ctx context.Context, b *casebook.Book, line []string) ([]Deed, error) {
	if len(line) > mostDeeds {
		line = line[len(line)-mostDeeds:]
	}
	var out []Deed
	for _, id := range line {
		c, err := b.Repo().Commit(ctx, id)
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

// halves are what each of two lines has and the other lacks; both are at hand.
func halves(ctx context.Context, b *casebook.Book, theirs string) (
	base string, h Halves, err error,
) {
	if base, err = b.Repo().MergeBase(ctx, b.Tip(), theirs); err != nil || base == "" {
		return base, h, err
	}
	here, err := b.Repo().Since(ctx, base, b.Tip())
	if err != nil {
		return base, h, err
	}
	there, err := b.Repo().Since(ctx, base, theirs)
	if err != nil {
		return base, h, err
	}
	if h.Here, err = deedsOf(ctx, b, here); err == nil {
		h.There, err = deedsOf(ctx, b, there)
	}
	return base, h, err
}

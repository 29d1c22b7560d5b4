package casebook

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/verify"
)

// Access tells, from history, which keys of a case one member had. It tells that they could read
// the case, never that they did.
type Access struct {
	Member   string
	Reads    bool      // has the key of the newest epoch
	Epochs   []int     // whose key is listed for them
	Held     []int     // whose key ever was: what they may have copied
	Since    time.Time // recorded when they were let in, the last time
	Until    time.Time // recorded when the last key was taken away; zero while they have one
	Outdated bool      // their newest key is wrapped to a recipient that they gave up
}

// Access lists all who have or had a key of a case, in order of their IDs. It is
// a public fact, and needs no key.
func (b *Book) Access(ctx context.Context, id record.ID) ([]Access, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return nil, err
	}
	facts, err := b.keyFacts(ctx, d)
	if err != nil {
		return nil, err
	}
	past := map[string]*Access{}
	for _, commit := range keyCommits(facts) {
		then, err := ledger.DocketAt(ctx, b.repo.Reader, commit, id)
		if err != nil {
			return nil, err
		}
		c, err := b.repo.Commit(ctx, commit)
		if err != nil {
			return nil, err
		}
		follow(past, then, c.Author.When)
	}
	follow(past, d, time.Time{}) // a disposal lists no key, and so is none of the commits
	t := b.Team()
	var out []Access
	for _, a := range past {
		m, _ := t.Member(a.Member)
		a.Reads = d.Reads(a.Member)
		a.Outdated = a.Reads && facts.Outdated(d.Keys[d.Newest()-1][a.Member], m.Recipient)
		out = append(out, *a)
	}
	slices.SortFunc(out, func(a, b Access) int { return cmp.Compare(a.Member, b.Member) })
	return out, nil
}

// keyFacts returns the facts of every wrapped key that the docket lists. An index that lacks one is
// damaged, and is built again.
func (b *Book) keyFacts(ctx context.Context, d *record.Docket) (*verify.CaseFacts, error) {
	facts, err := b.Facts(d.Case)
	if err != nil || knowsKeys(facts, d) {
		return facts, err
	}
	if _, err := b.afterRebuild(ctx, d.Case, false); err != nil {
		return nil, err
	}
	if facts, err = b.Facts(d.Case); err == nil && !knowsKeys(facts, d) {
		err = ledger.ErrIndex
	}
	return facts, err
}

func knowsKeys(facts *verify.CaseFacts, d *record.Docket) bool {
	known := map[string]bool{}
	if facts != nil {
		for _, k := range facts.Keys {
			known[k.Blob] = true
		}
	}
	for _, e := range d.Keys {
		for _, blob := range e {
			if !known[blob] {
				return false
			}
		}
	}
	return true
}

// keyCommits returns the commits that listed new keys, in the order of history.
func keyCommits(facts *verify.CaseFacts) []string {
	var out []string
	if facts == nil {
		return nil
	}
	for _, k := range facts.Keys {
		if !slices.Contains(out, k.Commit) {
			out = append(out, k.Commit)
		}
	}
	return out
}

// follow brings what is known of everybody's keys up to the next docket. Whoever
// takes a reader away lists new keys for the others, so that the same commits
// show people coming and going.
func follow(past map[string]*Access, d *record.Docket, when time.Time) {
	listed := map[string][]int{}
	for i, e := range d.Keys {
		for m := range e {
			listed[m] = append(listed[m], i+1)
		}
	}
	for m := range listed {
		if past[m] == nil {
			past[m] = &Access{Member: m}
		}
	}
	for m, a := range past {
		switch had, has := len(a.Epochs) > 0, len(listed[m]) > 0; {
		case !had && has:
			a.Since, a.Until = when, time.Time{}
		case had && !has:
			a.Until = when
		}
		a.Epochs = listed[m]
		a.Held = slices.Compact(slices.Sorted(slices.Values(slices.Concat(a.Held, a.Epochs))))
	}
}

// couldRead counts the entries and attached files of all epochs whose key a
// member ever had.
func (b *Book) couldRead(ctx context.Context, d *record.Docket, member string) (
	entries, files int, err error,
) {
	list, err := b.Access(ctx, d.Case)
	if err != nil {
		return 0, 0, err
	}
	var held []int
	for _, a := range list {
		if a.Member == member {
			held = a.Held
		}
	}
	facts, err := b.Facts(d.Case)
	if err != nil || facts == nil {
		return 0, 0, err
	}
	all := len(held) == d.Newest()
	for e := range maps.Values(facts.Entries) {
		if !all {
			could, err := b.openedBy(ctx, d.Case, held, e)
			if err != nil {
				return 0, 0, err
			}
			if !could {
				continue
			}
		}
		if _, _, attached, _ := record.ParseFileName(e.File); attached {
			files++
		} else {
			entries++
		}
	}
	return entries, files, nil
}

// openedBy reports whether the keys of some epochs open an entry, as it was first sealed or as it
// is sealed now.
func (b *Book) openedBy(ctx context.Context, id record.ID, held []int, e verify.EntryFact) (
	bool, error,
) {
	epoch, err := b.epochOf(ctx, id, e.Commit)
	if err != nil || slices.Contains(held, epoch) || e.Resealed == "" {
		return err == nil && slices.Contains(held, epoch), err
	}
	epoch, err = b.epochOf(ctx, id, e.Resealed)
	return slices.Contains(held, epoch), err
}

// epochOf returns the epoch that a commit's entries are sealed to: its newest.
func (b *Book) epochOf(ctx context.Context, id record.ID, commit string) (int, error) {
	d, err := ledger.DocketAt(ctx, b.repo.Reader, commit, id)
	if errors.Is(err, ErrNotFound) {
		return 0, ledger.ErrIndex
	}
	if err != nil {
		return 0, err
	}
	return d.Newest(), nil
}

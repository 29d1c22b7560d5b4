package casebook

import (
	"context"
	"errors"
	"slices"
	"time"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// Revived is a case whose keys were destroyed on another line of the records and are in use on this
// one: a restore from a backup brought them back.
type Revived struct {
	Case    record.ID
	Commit  string    // the commit that destroyed them
	When    time.Time // zero if the commit could not be found
	Who     string    // member ID, or the author's address in the commit
	Erasure bool      // of entries; else of the whole case
}

// hasRevived reports whether an epoch without keys there has keys here.
func hasRevived(there, here *record.Docket) bool {
	for n := range there.Keys {
		if len(there.Keys[n]) == 0 && n < len(here.Keys) && len(here.Keys[n]) > 0 {
			return true
		}
	}
	return false
}

// RevivedHere returns the cases whose keys were destroyed on a line that the remote lost, and are
// in use again.
func (b *Book) RevivedHere(ctx context.Context) ([]Revived, error) {
	refs, err := b.repo.Refs(ctx, ledger.LostPrefix)
	if err != nil {
		return nil, err
	}
	out := map[record.ID]Revived{}
	for _, tip := range refs {
		list, err := b.Revived(ctx, b.repo, tip)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			out[r.Case] = r
		}
	}
	return sortedRevived(out), nil
}

// Revived returns the cases whose keys are in use in this copy, and were destroyed by commits that
// lead to a tip. there has that tip, and the commit where this copy's main parted from it.
func (b *Book) Revived(ctx context.Context, there *store.Repo, tip string) (
	out []Revived, err error,
) {
	base, err := there.MergeBase(ctx, b.Tip(), tip)
	if err != nil || base == tip {
		return nil, err
	}
	line, err := there.Since(ctx, base, tip)
	if err != nil {
		return nil, err
	}
	ended, err := b.endingsIn(ctx, there, line)
	if err != nil {
		return nil, err
	}
	for _, r := range ended {
		if ok, err := b.isRevived(ctx, there, tip, r.Case); err != nil {
			return nil, err
		} else if ok {
			out = append(out, r)
		}
	}
	return out, nil
}

// endingsIn returns the cases whose keys commits of a line destroyed, each with the last such
// commit.
func (b *Book) endingsIn(ctx context.Context, there *store.Repo, line []string) (
	out []Revived, err error,
) {
	for _, id := range slices.Backward(line) {
		c, err := there.Commit(ctx, id)
		if err != nil {
			return nil, err
		}
		m, err := verify.ParseMessage(c.Message)
		if err != nil || !ends(m) {
			continue
		}
		r := Revived{Commit: id, When: c.Committer.When, Who: c.Author.Email, Erasure: isReseal(m)}
		if known, ok := b.Team().ByEmail(r.Who); ok {
			r.Who = known.ID
		}
		for _, t := range m.Cases {
			r.Case = t.Case
			if !slices.ContainsFunc(out, func(o Revived) bool { return o.Case == r.Case }) {
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// isRevived compares the docket of a case at a tip elsewhere with the docket here.
func (b *Book) isRevived(ctx context.Context, there *store.Repo, tip string, id record.ID) (
	bool, error,
) {
	here, err := b.Docket(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	then, err := ledger.DocketAt(ctx, there.Reader, tip, id)
	if err != nil {
		return false, err
	}
	return hasRevived(then, here), nil
}

// EndedAfter returns the cases whose keys commits of main destroyed after the given commit.
func (b *Book) EndedAfter(ctx context.Context, commit string) ([]Revived, error) {
	line, err := b.repo.Since(ctx, commit, b.Tip())
	if err != nil {
		return nil, err
	}
	return b.endingsIn(ctx, b.repo, line)
}

// RevivedFrom returns the cases whose keys are destroyed according to a damaged copy, and in use
// again in this copy. It looks at every tip of the damaged copy that can be read.
func (b *Book) RevivedFrom(ctx context.Context, w *store.Wreck) ([]Revived, error) {
	lent, end, err := w.Lend(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	dockets, err := b.Dockets(ctx)
	if err != nil {
		return nil, err
	}
	out := map[record.ID]Revived{}
	for _, tip := range knownTips(w) {
		if _, err := lent.Commit(ctx, tip); err != nil {
			continue
		}
		named, _ := b.Revived(ctx, lent, tip) // with author and time, if the line is complete
		for _, r := range named {
			out[r.Case] = r
		}
		for _, d := range dockets {
			then, err := ledger.DocketAt(ctx, lent.Reader, tip, d.Case)
			if _, known := out[d.Case]; err == nil && !known && hasRevived(then, d) {
				out[d.Case] = Revived{Case: d.Case, Commit: tip,
					Erasure: then.Status != record.Destroyed}
			}
		}
	}
	return sortedRevived(out), ctx.Err()
}

// SettledLost splits the result of RevivedFrom. A settled case was destroyed on a line that main,
// by a rejoin, says is lost: the case comes back with the server, and must be destroyed again. For
// an open case there may be a newer source. What this copy can get of a lost line is kept, as in
// copies that synced.
func (b *Book) SettledLost(ctx context.Context, w *store.Wreck, list []Revived) (
	settled, open []Revived, err error,
) {
	if len(list) == 0 {
		return nil, nil, nil
	}
	lent, end, err := w.Lend(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer end()
	tips, err := b.saidLostIn(ctx, lent)
	if err != nil {
		return nil, nil, err
	}
	kept, err := b.RevivedHere(ctx) // with author and time, as the line is complete by now
	if err != nil {
		return nil, nil, err
	}
	for _, r := range list {
		same := func(k Revived) bool { return k.Case == r.Case }
		if i := slices.IndexFunc(kept, same); i >= 0 && r.When.IsZero() {
			r = kept[i]
		}
		here, err := b.Docket(ctx, r.Case)
		if err != nil {
			return nil, nil, err
		}
		if slices.ContainsFunc(tips, func(tip string) bool {
			then, err := ledger.DocketAt(ctx, lent.Reader, tip, r.Case)
			return err == nil && hasRevived(then, here)
		}) {
			settled = append(settled, r)
		} else {
			open = append(open, r)
		}
	}
	return settled, open, ctx.Err()
}

// saidLostIn returns the tips that main says are lost and that a repository has. It fetches each as
// far as its line is complete. The signer of the rejoin is then judged by the lost line too.
func (b *Book) saidLostIn(ctx context.Context, lent *store.Repo) (out []string, err error) {
	said, err := b.SaidLost(ctx)
	for _, tip := range said {
		if lend(ctx, lent, tip) != nil {
			continue
		}
		into := "+" + ledger.MainRef + ":" + ledger.LostPrefix + tip[:12]
		_ = b.repo.Fetch(ctx, lent.GitDir(), []string{into})
		if lost, err := b.GoesOn(ctx, tip, b.Tip()); err == nil && lost {
			out = append(out, tip)
		}
	}
	return out, errors.Join(err, ctx.Err())
}

// knownTips returns the tips that a damaged copy had judged, or had from its server.
func knownTips(w *store.Wreck) (out []string) {
	for _, ref := range []string{ledger.VerifiedRef, ledger.LastRef, ledger.TrackingRef,
		ledger.MainRef} {
		if tip := w.Ref(ref); tip != "" && !slices.Contains(out, tip) {
			out = append(out, tip)
		}
	}
	if logged := w.Logged(ledger.MainRef); len(logged) > 0 && !slices.Contains(out, logged[0]) {
		out = append(out, logged[0])
	}
	return out
}

func sortedRevived(list map[record.ID]Revived) (out []Revived) {
	for _, r := range list {
		out = append(out, r)
	}
	slices.SortFunc(out, func(x, y Revived) int { return compareID(x.Case, y.Case) })
	return out
}

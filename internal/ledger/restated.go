package ledger

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// Two accounts may share one copy, and neither believes the other's note of a replay. Where main no
// longer has a commit that this account judged, and no note of its own says why, the two lines are
// compared. The new line must say again all that the lost one said: by the same people, of the same
// cases and texts, at the same times. Only those people can have signed that, and the new line is
// judged as any other. This account's own operations may wait here instead: their author is told of
// them.

// restated reports whether all that a lost line said is said again up to tip, or is this account's
// own and waits here. A change of team or policy can't be recognised: it has no text.
func (l *Ledger) restated(ctx context.Context, old, tip string) (bool, error) {
	base, err := l.repo.MergeBase(ctx, old, tip)
	if errors.Is(err, store.ErrNotFound) || err == nil && (base == "" || base == old) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	lost, err := l.statements(ctx, base, old)
	if err != nil || len(lost) == 0 {
		return false, err
	}
	now, err := l.statements(ctx, base, tip)
	if err != nil {
		return false, err
	}
	waits, err := l.pendingTips(ctx)
	return err == nil && holdsAll(now, slices.DeleteFunc(lost, func(s statement) bool {
		return s.lacking(now) && l.isOwn(ctx, s.commit) &&
			slices.ContainsFunc(waits, func(ref string) bool {
				return leadsTo(ctx, l.repo.Reader, s.commit, ref)
			})
	})), err
}

// isOwn reports whether the person of this account signed a commit.
func (l *Ledger) isOwn(ctx context.Context, id string) bool {
	if l.ownKey == nil {
		return false
	}
	c, err := l.repo.Reader.Commit(ctx, id)
	if err != nil {
		return false
	}
	key, err := c.Signer("git")
	return err == nil && key != "" && key == l.ownKey()
}

// pendingTips returns the ends of the lines that keep what is not on main.
func (l *Ledger) pendingTips(ctx context.Context) ([]string, error) {
	var out []string
	for _, prefix := range []string{UnpushedPrefix, ConflictsPrefix} {
		refs, err := l.repo.Refs(ctx, prefix)
		if err != nil {
			return nil, err
		}
		out = append(out, slices.Collect(maps.Values(refs))...)
	}
	return out, nil
}

// statement is the content of a commit, except for the parts that a replay changes: its parent, the
// time of its signature, and sealed files.
type statement struct {
	commit    string
	author    verify.Person
	committer [2]string // name and address
	message   verify.Message
}

// statements returns the statements of a line's commits.
func (l *Ledger) statements(ctx context.Context, base, tip string) ([]statement, error) {
	line, err := l.repo.Since(ctx, base, tip)
	if err != nil {
		return nil, err
	}
	out := make([]statement, len(line))
	for i, id := range line {
		c, err := l.repo.Reader.Commit(ctx, id)
		if err != nil {
			return nil, err
		}
		f := CommitFacts(c)
		out[i] = statement{commit: id, author: f.Author,
			committer: [2]string{f.Committer.Name, f.Committer.Email}}
		// A message that is not of the format says nothing, and is never said again.
		if m, err := verify.ParseMessage(c.Message); err == nil {
			m.Clock = 0
			out[i].message = m
		}
	}
	return out, nil
}

// equals reports whether another commit says the same.
func (s statement) equals(other statement) bool {
	s.commit = other.commit
	return len(s.message.Cases) > 0 && reflect.DeepEqual(s, other)
}

func (s statement) lacking(list []statement) bool { return !slices.ContainsFunc(list, s.equals) }

// holdsAll reports whether one list has each element of another, as often.
func holdsAll(list, wanted []statement) bool {
	used := make([]bool, len(list))
	for _, w := range wanted {
		at := 0
		for at < len(list) && (used[at] || !w.equals(list[at])) {
			at++
		}
		if at == len(list) {
			return false
		}
		used[at] = true
	}
	return true
}

package ledger

import (
	"context"
	"errors"
	"slices"
	"strings"

	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// rejoinSubject is the beginning of a rejoin's message.
const rejoinSubject = "casefile " + team.OpRejoin + "\n"

// excused reports whether the line up to tip says by a rejoin that it lost this commit or one that
// goes on from it (FORMAT.md, 12, note 9). Callers judge that line too, so that only a senior can
// have said so.
func (l *Ledger) excused(ctx context.Context, lost, tip string) (bool, error) {
	if lost == "" || tip == "" {
		return false, nil
	}
	base, err := l.repo.MergeBase(ctx, lost, tip)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, err // a commit that is not here shares no base
	}
	line, err := l.repo.Since(ctx, base, tip)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil // a tip that is not here says nothing
	}
	if err != nil {
		return false, err
	}
	return namesLost(ctx, l.repo.Reader, line, lost)
}

// namesLost reports whether a commit of a line is a rejoin that excuses a lost commit.
func namesLost(ctx context.Context, read store.Reader, line []string, lost string) (bool, error) {
	for _, id := range line {
		c, err := read.Commit(ctx, id)
		if err != nil {
			return false, err
		}
		if !strings.HasPrefix(c.Message, rejoinSubject) {
			continue
		}
		m, err := verify.ParseMessage(c.Message)
		if err != nil {
			return false, nil // the judge reports it
		}
		if !slices.ContainsFunc(m.Lost, func(named string) bool {
			return leadsTo(ctx, read, lost, named)
		}) {
			continue
		}
		if ok, err := seniorThen(ctx, read, c, lost); err != nil || ok {
			return ok, err
		}
	}
	return false, nil
}

// seniorThen reports whether the signer of a rejoin was a senior on the lost line too. Otherwise a
// senior who was removed there could return by a fork from before, with anyone they had let in on
// it. Where the lost commit is not here, the roster of the present line alone decides. The judge
// reports signers whom that roster does not allow.
func seniorThen(ctx context.Context, read store.Reader, c store.Commit, lost string) (bool, error) {
	key, err := c.Signer("git")
	if err != nil || len(c.Parents) != 1 {
		return true, nil
	}
	then, err := seniorAt(ctx, read, lost, key)
	if errors.Is(err, store.ErrNotFound) || err == nil && then {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	here, err := seniorAt(ctx, read, c.Parents[0], key)
	return !here, err
}

// seniorAt reports whether a key belongs to an active senior in the roster of a commit.
func seniorAt(ctx context.Context, read store.Reader, commit, key string) (bool, error) {
	data, ok, err := FileAt(ctx, read, commit, verify.TeamPath)
	if err != nil || !ok {
		return false, err
	}
	roster, err := team.Parse(data)
	if err != nil {
		return false, nil // the judge reports it
	}
	m, used, known := roster.BySigningKey(key)
	return known && m.Active() && used.To.IsZero() && m.Has(team.Senior), nil
}

// leadsTo reports whether a commit is later or one of its ancestors. A commit that is not here
// leads nowhere.
func leadsTo(ctx context.Context, read store.Reader, commit, later string) bool {
	if commit == later {
		return true
	}
	_, err := read.Since(ctx, commit, later)
	return err == nil
}

// rejoined forgets what was judged on a line that main lost, where main says so by a rejoin. The
// new line is then judged from its beginning. ok is false where main says nothing of it.
func (l *Ledger) rejoined(ctx context.Context, last judgedTip, tip string) (
	j judgedTip, ok bool, err error,
) {
	for _, judgedHere := range []string{last.tip, last.verified} {
		if judgedHere == "" || leadsTo(ctx, l.repo.Reader, judgedHere, tip) {
			continue
		}
		if ok, err = l.excused(ctx, judgedHere, tip); err != nil || !ok {
			return last, false, err
		}
	}
	if !ok {
		return last, false, nil
	}
	last.tip, last.place, last.replaced = "", 0, true
	l.index.files.forget()
	return last, true, nil
}

// SaidLost returns the commits that rejoins on main name as lost.
func (l *Ledger) SaidLost(ctx context.Context) (out []string, err error) {
	line, err := l.repo.Since(ctx, "", l.tip)
	if err != nil {
		return nil, err
	}
	commits, faults, err := l.repo.Commits(ctx, line)
	if err = errors.Join(err, errors.Join(faults...)); err != nil {
		return nil, err
	}
	for _, c := range commits {
		if m, err := verify.ParseMessage(c.Message); err == nil && m.Op == team.OpRejoin {
			out = append(out, m.Lost...)
		}
	}
	return out, nil
}

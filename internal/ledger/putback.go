package ledger

import (
	"context"

	"casefile/internal/store"
)

// PutBack ends an accident. It moves main back to the last judged commit, and keeps the stray
// commits below StrayPrefix, under a name that begins with stamp. All refs move together. It
// returns the accident (nil for none), and the ref that keeps the stray commits ("" for none).
// Commits that may be another copy's stay where they are, and are the error.
func PutBack(ctx context.Context, repo *store.Repo, o Options, stamp string) (
	a *Accident, stray string, err error) {
	if err := repo.DropEmptyRefs(); err != nil {
		return nil, "", err
	}
	l, err := Open(ctx, repo, o)
	if err != nil {
		return nil, "", err
	}
	if a = l.accident; a == nil {
		return nil, "", nil
	}
	if a.Main == "" {
		if _, err := repo.DropBrokenRef(MainRef); err != nil {
			return a, "", err
		}
		if a.Main, err = repo.Ref(ctx, MainRef); err != nil { // a packed ref may show again
			return a, "", err
		}
	}
	verified, err := repo.Ref(ctx, VerifiedRef)
	if err != nil {
		return a, "", err
	}
	moves := []store.Move{{Ref: MainRef, Old: a.Main, New: a.Good},
		{Ref: VerifiedRef, Old: verified, New: a.Good}}
	if len(a.Stray) > 0 {
		stray = strayRef(stamp, a.Main)
		moves = append([]store.Move{{Ref: stray, New: a.Main}}, moves...)
	}
	return a, stray, repo.Move(ctx, moves)
}

func strayRef(stamp, commit string) string { return StrayPrefix + stamp + "-" + commit[:12] }

// KeepAside keeps a commit below StrayPrefix that no other ref may keep: that of a detached HEAD.
// It returns "" where main has the commit.
func (l *Ledger) KeepAside(ctx context.Context, commit, stamp string) (string, error) {
	apart, err := l.repo.Beyond(ctx, []string{commit}, []string{l.tip}, 1)
	if err != nil || len(apart) == 0 {
		return "", err
	}
	ref := strayRef(stamp, commit)
	if now, err := l.repo.Ref(ctx, ref); err != nil || now != "" {
		return "", err
	}
	return ref, l.repo.Move(ctx, []store.Move{{Ref: ref, New: commit}})
}

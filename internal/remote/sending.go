package remote

import (
	"context"
	"errors"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/store"
)

// ErrNoAnswer says that the time of a command that sends at once has passed.
var ErrNoAnswer = errors.New("no answer within 30 seconds")

// silenceOnce is how long a server may be silent to a command that sends at once: short of the
// 30 seconds, so that the reason is told.
const silenceOnce = 20 * time.Second

// Sending is what became of a commit that was to be sent at once.
type Sending struct {
	Nowhere bool     // this copy has no remote
	Sent    bool     // the remote has it
	Why     error    // what went wrong, which may have been after the commit was sent
	Commit  string   // by which it is known now
	Outcome *Outcome // of the sync; nil where none came about
}

// Joined is what became of what only this copy had; empty where nothing came back.
func (s *Sending) Joined() *casebook.Joined {
	if s.Outcome == nil {
		return &casebook.Joined{}
	}
	return &s.Outcome.Joined
}

// SendNow syncs a copy for the sake of one of its commits, until the context ends: whoever
// waits must know soon whether to ring instead. Where a lock was in the way then, the error
// names it; else it is ErrNoAnswer. The commit is on main whatever becomes of it. What must go
// from the copy is the caller's to purge (casebook.PurgeDue), once it is said what became of it.
func SendNow(ctx context.Context, b *casebook.Book, commit string) Sending {
	b.Repo().LimitSilence(silenceOnce)
	url, err := b.Repo().Remote(ctx, ledger.RemoteName)
	if err != nil || url == "" {
		return Sending{Nowhere: err == nil, Why: whySilent(ctx, err), Commit: commit}
	}
	out, err := (&session{book: b, repo: b.Repo(), sendsOnly: true}).run(ctx)
	err = whySilent(ctx, err)
	return sendingOf(commit, out, err, func() int { return b.Unpushed(context.WithoutCancel(ctx)) })
}

// whySilent is the error of a sending, in words where its time was over.
func whySilent(ctx context.Context, err error) error {
	late := errors.Is(ctx.Err(), context.DeadlineExceeded)
	if err != nil && late && !errors.Is(err, store.ErrLocked) {
		return ErrNoAnswer
	}
	return err
}

// sendingOf judges by a sync whether a commit was sent. A sync may have failed after its
// push: then the commit has gone where something was sent and nothing is unsent.
func sendingOf(commit string, out *Outcome, err error, unsent func() int) Sending {
	s := Sending{Commit: commit, Outcome: out, Why: err}
	if err == nil {
		s.Why = out.conflictOf(commit)
	}
	s.Sent = s.Why == nil || out != nil && out.Sent > 0 && unsent() == 0
	for _, r := range s.Joined().Replayed {
		if r.Old == commit && r.New != "" {
			s.Commit = r.New
		}
	}
	return s
}

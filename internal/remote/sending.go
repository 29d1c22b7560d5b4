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

// silenceOnce is the time for which a server may be silent to a command that sends at once. It is
// shorter than the 30 seconds, so that the reason can be told.
const silenceOnce = 20 * time.Second

// SendResult is the result of sending a commit at once.
type SendResult struct {
	Nowhere bool     // this copy has no remote
	Sent    bool     // the remote has it
	Why     error    // what went wrong, perhaps after the commit was sent
	Commit  string   // the commit's present id
	Outcome *Outcome // of the sync; nil if there was none
}

// Joined returns the outcome for the operations that only this copy had; empty without one.
func (s *SendResult) Joined() *casebook.Joined {
	if s.Outcome == nil {
		return &casebook.Joined{}
	}
	return &s.Outcome.Joined
}

// SendNow syncs a copy to send one of its commits, until the context ends: the person who waits
// must know soon whether to ring instead. After that time the error is ErrNoAnswer, or names the
// lock that was in the way. The commit is on main in any case. The caller purges the copy
// (casebook.PurgeDue) after telling the result.
func SendNow(ctx context.Context, b *casebook.Book, commit string) SendResult {
	b.Repo().LimitSilence(silenceOnce)
	url, err := b.Repo().Remote(ctx, ledger.RemoteName)
	if err != nil || url == "" {
		return SendResult{Nowhere: err == nil, Why: whySilent(ctx, err), Commit: commit}
	}
	out, err := (&session{book: b, repo: b.Repo(), sendsOnly: true}).run(ctx)
	err = whySilent(ctx, err)
	return sendingOf(commit, out, err, func() int { return b.Unpushed(context.WithoutCancel(ctx)) })
}

// whySilent returns the error of a sending; ErrNoAnswer where its time was over.
func whySilent(ctx context.Context, err error) error {
	late := errors.Is(ctx.Err(), context.DeadlineExceeded)
	if err != nil && late && !errors.Is(err, store.ErrLocked) {
		return ErrNoAnswer
	}
	return err
}

// sendingOf works out from a sync whether a commit was sent. A sync may have failed after its push:
// the commit was sent if something was sent and nothing is unsent.
func sendingOf(commit string, out *Outcome, err error, unsent func() int) SendResult {
	s := SendResult{Commit: commit, Outcome: out, Why: err}
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
